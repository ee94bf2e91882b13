import Database

/// Writes which addresses were passed over and why.
enum PassedOverStore {
    static func values(notice id: Int64, _ passed: AddressChoice.PassedOver) -> [SQLValue] {
        [.integer(id), .integer(passed.addressID), passed.channel.sqlValue, passed.reason.sqlValue]
    }

    static func insert(_ rows: [[SQLValue]], in session: any Session) throws {
        guard !rows.isEmpty else { return }
        try session.run(
            "INSERT INTO passed_over (notice_id, address_id, channel, reason) VALUES \(rows: rows)"
        )
    }

    /// Adds what came to light after planning; what was written then stays as it is.
    static func add(_ passed: [AddressChoice.PassedOver], notice id: Int64, in session: any Session) throws {
        let known = try session.rows("SELECT address_id FROM passed_over WHERE notice_id = \(id)") {
            try $0.next(Int64.self)
        }
        var seen = Set(known)
        let new = passed.filter { seen.insert($0.addressID).inserted }
        try insert(new.map { values(notice: id, $0) }, in: session)
    }

    static func of(notice id: Int64, in session: any Session) throws -> [AddressChoice.PassedOver] {
        try session.rows(
            "SELECT address_id, channel, reason FROM passed_over WHERE notice_id = \(id) ORDER BY address_id"
        ) {
            AddressChoice.PassedOver(addressID: try $0.next(), channel: try $0.next(), reason: try $0.next())
        }
    }
}
