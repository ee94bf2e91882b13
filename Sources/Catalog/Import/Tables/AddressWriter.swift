import Database

/// Writes addresses, and reads them with those that were removed, so that one that comes back is the same one.
enum AddressWriter {
    static func all(of customerIDs: [Int64], in session: any Session) throws -> [Int64: [Address]] {
        let addresses = try inSlices(customerIDs) { slice in
            try session.rows(
                "SELECT \(Address.columns) FROM address WHERE customer_id IN \(list: slice) ORDER BY id",
                Address.init(row:)
            )
        }
        return Dictionary(grouping: addresses, by: \.customerID)
    }

    /// Inserts or changes addresses, distinct by customer, channel and value. Their customers are then found by them.
    static func upsert(_ addresses: [Address], in session: any Session) throws {
        let rows = addresses.map { address in
            [
                address.customerID.sqlValue, address.contactID.orNull, address.channel.sqlValue,
                address.value.sqlValue, address.preference.sqlValue, address.consent.sqlValue,
                address.standing.sqlValue,
            ]
        }
        try session.insertRows(
            "INSERT INTO address (customer_id, contact_id, channel, value, preference, consent, standing)",
            rows,
            """
            ON CONFLICT (customer_id, channel, value) DO UPDATE SET
                contact_id = excluded.contact_id, preference = excluded.preference, consent = excluded.consent,
                standing = excluded.standing
            """
        )
        try SearchIndexer.forget(Set(addresses.map(\.customerID)), in: session)
    }
}
