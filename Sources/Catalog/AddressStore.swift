import Database

/// Reads the addresses of customers, and marks those that can no longer be used.
package enum AddressStore {
    /// The addresses of each customer in the order in which they are tried; without those that were removed.
    package static func of(customerIDs: [Int64], in session: any Session) throws -> [Int64: [Address]] {
        let addresses = try inSlices(customerIDs) { slice in
            try session.rows(
                """
                SELECT \(Address.columns) FROM address
                WHERE customer_id IN \(list: slice) AND standing <> 'removed'
                ORDER BY customer_id, preference, id
                """,
                Address.init(row:)
            )
        }
        return Dictionary(grouping: addresses, by: \.customerID)
    }

    package static func with(id: Int64, in session: any Session) throws -> Address? {
        try session.first("SELECT \(Address.columns) FROM address WHERE id = \(id)", Address.init(row:))
    }

    /// The people at these customers, by id.
    package static func contacts(customerIDs: [Int64], in session: any Session) throws -> [Int64: Contact] {
        let contacts = try inSlices(customerIDs) { slice in
            try session.rows(
                "SELECT id, customer_id, name, role FROM contact WHERE customer_id IN \(list: slice)"
            ) {
                Contact(
                    id: try $0.next(),
                    customerID: try $0.next(),
                    name: try $0.next(),
                    role: try $0.next()
                )
            }
        }
        return Dictionary(contacts.map { ($0.id, $0) }) { first, _ in first }
    }

    package static func setStanding(
        addressID: Int64,
        _ standing: Address.Standing,
        in session: any Session
    ) throws {
        try session.run("UPDATE address SET standing = \(standing) WHERE id = \(addressID)")
    }
}

extension Address {
    static let columns: SQL = "id, customer_id, contact_id, channel, value, preference, consent, standing"

    init(row: Row) throws {
        // By number: a campaign reads millions of these.
        id = try row.int64(0)
        customerID = try row.int64(1)
        contactID = row.isNull(2) ? nil : try row.int64(2)
        channel = try AddressChannel(column: 3, of: row)
        value = try row.text(4)
        preference = Int(try row.int64(5))
        consent = try Consent(column: 6, of: row)
        standing = try Standing(column: 7, of: row)
    }
}
