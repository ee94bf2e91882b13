import Database

/// Reads the addresses of customers, and marks those that can no longer be used.
package enum AddressStore {
    /// The addresses of each customer in the order in which they are tried; without those that were removed.
    package static func of(customerIDs: [Int64], in session: any Session) throws -> [Int64: [Address]] {
        var found: [Int64: [Address]] = [:]
        try each(customerIDs: customerIDs, in: session) { found[$0] = $1 }
        return found
    }

    /// The same, one customer after the other; who has no address does not come.
    ///
    /// SQLite reads the customers in their order along the index, so that only the few addresses of one customer are
    /// left to be put in order, and that is done here: a campaign reads millions of them.
    package static func each(
        customerIDs: [Int64],
        in session: any Session,
        _ body: (_ customerID: Int64, _ addresses: [Address]) throws -> Void
    ) throws {
        var addresses: [Address] = []
        func give() throws {
            guard let customerID = addresses.first?.customerID else { return }
            if addresses.count > 1 { addresses.sort { ($0.preference, $0.id) < ($1.preference, $1.id) } }
            try body(customerID, addresses)
            addresses.removeAll(keepingCapacity: true)
        }
        try eachSlice(customerIDs) { slice in
            try session.each(
                """
                SELECT \(Address.columns) FROM address
                WHERE customer_id IN \(list: slice) AND standing <> 'removed' ORDER BY customer_id
                """
            ) { row in
                let address = try Address(row: row)
                if let last = addresses.last, last.customerID != address.customerID { try give() }
                addresses.append(address)
            }
            try give()
        }
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
        // By number, and texts by types that are known here: a campaign reads millions of these.
        id = try row.int64(0)
        customerID = try row.int64(1)
        contactID = row.isNull(2) ? nil : try row.int64(2)
        channel = try Self.word(3, of: row)
        value = try row.text(4)
        preference = Int(try row.int64(5))
        consent = try Self.word(6, of: row)
        standing = try Self.word(7, of: row)
    }

    /// What `SQLText` reads by itself. From another module it is not compiled for each type, and then looks up how an
    /// optional of it is laid out every time, which is a sixth of the reading of a wave.
    private static func word<Word: SQLText>(_ column: Int, of row: Row) throws -> Word {
        let text = try row.text(column)
        guard let word = Word(rawValue: text) else {
            throw DatabaseError(.malformedRow, "\(text) is no \(Word.self)")
        }
        return word
    }
}
