import Basis
import Catalog
import Database

/// Takes people out of the ledger. Who was told when, on which kind of way and with what result stays, as lines about
/// a number, so that nothing that was counted changes.
package enum NoticeEraser {
    /// Ends what is still to be told to a customer, and forgets what far ends and callers said about them.
    package static func erase(customer id: Int64, at now: Instant, in session: any Session) throws {
        let mine: SQL = """
            SELECT n.id FROM notice n WHERE n.customer_id = \(id) AND n.campaign_id IN (SELECT k.id FROM campaign k)
            """
        try session.run(
            "UPDATE attempt SET details = NULL WHERE details IS NOT NULL AND notice_id IN (\(mine))"
        )
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.skipped), reason = \(NoticeReason.noAddress), next_at = NULL
            WHERE id IN (\(mine)) AND state IN ('waiting', 'to_call')
            """
        )
        // It may have arrived, and is not sent again.
        try session.run("UPDATE notice SET next_at = NULL WHERE id IN (\(mine)) AND state = 'unknown'")
        try session.run("UPDATE call SET state = 'done' WHERE customer_id = \(id) AND state = 'open'")
        for subject in try subjects(of: id, in: session) { try session.announce(.delivery(subject)) }
    }

    /// What of the customer's mailboxes has to stay, by address: the domains that a campaign was not to use, so that it
    /// can still be counted whether it did.
    package static func endings(customer id: Int64, in session: any Session) throws -> [Int64: String] {
        var endings: [Int64: String] = [:]
        try session.each(
            """
            SELECT a.id, a.value, b.kind, b.value FROM notice n
            JOIN address a ON a.id = n.address_id
            JOIN blocked_carrier b ON b.campaign_id = n.campaign_id
            WHERE n.customer_id = \(id) AND n.campaign_id IN (SELECT k.id FROM campaign k)
                AND a.channel = 'email' AND b.kind IN ('mail_domain', 'mail_subdomains')
            """
        ) { row in
            let (address, value) = (try row.next(Int64.self), try row.next(String.self))
            let (kind, domain) = (try row.next(String.self), try row.next(String.self))
            let ending = kind == "mail_domain" ? "@\(domain)" : ".\(domain)"
            guard value.hasSuffix(ending) else { return }
            endings[address] = kind == "mail_domain" ? ending : "@erased\(ending)"
        }
        return endings
    }

    /// Forgets what far ends and callers said in the campaigns of a subject, some rows at a time. Whether nothing is left.
    package static func forgetPeople(
        of subject: Subject,
        limit: Int,
        in session: any Session
    ) throws -> Bool {
        let changed = try session.run(
            """
            UPDATE attempt SET details = NULL WHERE id IN (
                SELECT t.id FROM campaign k
                JOIN notice n ON n.campaign_id = k.id
                JOIN attempt t ON t.notice_id = n.id
                WHERE k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id) AND t.details IS NOT NULL
                ORDER BY t.id LIMIT \(limit)
            )
            """
        )
        return changed < limit
    }

    private static func subjects(of customer: Int64, in session: any Session) throws -> [Subject] {
        try session.rows(
            """
            SELECT DISTINCT k.subject_kind, k.subject_id FROM campaign k
            JOIN notice n ON n.campaign_id = k.id WHERE n.customer_id = \(customer)
            """
        ) { Subject(kind: try $0.next(), id: try $0.next()) }
    }
}
