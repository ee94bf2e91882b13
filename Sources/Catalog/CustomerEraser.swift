import Basis
import Database

/// Takes the person out of a customer. The rows stay without what was in them, because notices, calls and sums hang on
/// them; a customer of the same own id who is imported later is somebody new.
package enum CustomerEraser {
    /// What stands for the customer's name and own id from now on.
    package static func alias(_ id: Int64) -> String { "erased-\(id)" }

    /// Everything by which the customer can be found in a text: names, own id, addresses.
    package static func traces(of customer: Customer, in session: any Session) throws -> [String] {
        let contacts = try session.rows("SELECT name FROM contact WHERE customer_id = \(customer.id)") {
            try $0.next(String.self)
        }
        let addresses = try session.rows("SELECT value FROM address WHERE customer_id = \(customer.id)") {
            try $0.next(String.self)
        }
        return [customer.name, customer.externalID] + contacts + addresses + customer.domains
    }

    /// - Parameter endings: what has to stay at the end of an address, by its id, because it tells whose mailboxes
    ///   they were and not who the person is.
    package static func erase(
        _ id: Int64,
        endings: [Int64: String] = [:],
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run(
            """
            UPDATE customer
            SET external_id = \(alias(id)), name = \(alias(id)), country = NULL, time_zone = NULL, tier = NULL,
                account_manager = NULL, domains = NULL, is_indexed = 1,
                erased_at = COALESCE(erased_at, \(now))
            WHERE id = \(id)
            """
        )
        try session.run("DELETE FROM customer_word WHERE customer_id = \(id)")
        let addresses = try session.rows("SELECT id FROM address WHERE customer_id = \(id) ORDER BY id") {
            try $0.next(Int64.self)
        }
        for address in addresses {
            try session.run(
                """
                UPDATE address SET value = \(alias(address) + (endings[address] ?? "")), contact_id = NULL,
                                   consent = 'no', standing = 'removed'
                WHERE id = \(address)
                """
            )
        }
        try session.run("DELETE FROM contact WHERE customer_id = \(id)")
        try session.run(
            """
            UPDATE subscription
            SET status = 'ended', ended_at = CASE WHEN ended_at < \(now) THEN ended_at ELSE \(now) END
            WHERE customer_id = \(id)
            """
        )
        try session.announce(.catalog)
    }
}
