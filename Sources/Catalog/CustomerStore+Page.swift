import Basis
import Database

extension CustomerStore {
    /// The customers behind `id`, by id: all, or those whose name or own id contains a text.
    package static func page(
        after id: Int64,
        containing text: String?,
        limit: Int,
        in session: any Session
    ) throws -> [Customer] {
        let dialect = session.dialect
        let filter: SQL =
            text.map { "AND (\(dialect.contains("name", $0)) OR \(dialect.contains("external_id", $0)))" }
            ?? ""
        return try session.rows(
            "SELECT \(Customer.columns) FROM customer WHERE id > \(id) \(filter) ORDER BY id LIMIT \(limit)",
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
