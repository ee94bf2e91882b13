import Database

/// Writes the people at customers.
enum ContactWriter {
    /// What makes a person the same one.
    struct Key: Hashable {
        var customerID: Int64
        var name: String
        var role: String

        init(_ contact: Contact) {
            customerID = contact.customerID
            name = contact.name
            role = contact.role
        }

        init(_ entry: ContactTable.Entry) {
            customerID = entry.customerID
            name = entry.draft.name
            role = entry.draft.role
        }
    }

    /// The ids of the people that the entries name; who is not there yet is written.
    static func ids(of entries: [ContactTable.Entry], in session: any Session) throws -> [Key: Int64] {
        var ids: [Key: Int64] = [:]
        for contact in try known(Array(Set(entries.map(\.customerID))), in: session) {
            ids[Key(contact)] = contact.id
        }
        var rows: [[SQLValue]] = []
        var added: Set<Key> = []
        for key in entries.map(Key.init) where ids[key] == nil && added.insert(key).inserted {
            rows.append([key.customerID.sqlValue, key.name.sqlValue, key.role.sqlValue])
        }
        let new = try session.insertRows(
            "INSERT INTO contact (customer_id, name, role)",
            rows,
            "RETURNING id, customer_id, name, role",
            returning: contact
        )
        for contact in new { ids[Key(contact)] = contact.id }
        return ids
    }

    private static func known(_ customerIDs: [Int64], in session: any Session) throws -> [Contact] {
        try inSlices(customerIDs) { slice in
            try session.rows(
                "SELECT id, customer_id, name, role FROM contact WHERE customer_id IN \(list: slice)",
                contact
            )
        }
    }

    private static func contact(_ row: Row) throws -> Contact {
        Contact(id: try row.next(), customerID: try row.next(), name: try row.next(), role: try row.next())
    }
}
