import Basis
import Database

extension CustomerStore {
    /// The customers behind `id`, by id.
    package static func page(after id: Int64, limit: Int, in session: any Session) throws -> [Customer] {
        try session.rows(
            "SELECT \(Customer.columns) FROM customer WHERE id > \(id) ORDER BY id LIMIT \(limit)",
            Customer.init(row:)
        )
    }
}

extension ComponentStore {
    /// The components behind `id`, by id.
    package static func page(after id: Int64, limit: Int, in session: any Session) throws -> [Component] {
        let names = try session.rows(
            "SELECT external_id FROM component WHERE id > \(id) ORDER BY id LIMIT \(limit)"
        ) { try $0.next(String.self) }
        return try with(externalIDs: names, in: session).sorted { $0.id < $1.id }
    }
}
