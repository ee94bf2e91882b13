import Database

extension Ledger {
    /// What is wrong in the books of all campaigns, in words for those who mend them; empty where all adds up.
    package static func check(in session: any Session) throws -> [String] {
        var findings: [String] = []
        let ids = try session.rows("SELECT id FROM campaign ORDER BY id") { try $0.next(Int64.self) }
        for (id, counts) in try NoticeCounts.of(campaigns: ids, in: session).sorted(by: { $0.key < $1.key })
        where !counts.addsUp {
            findings.append(
                "campaign \(id): planned \(counts.planned), but its notices do not add up: \(counts)"
            )
        }
        for (what, query) in rules {
            let count = try session.count(query)
            if count != 0 { findings.append("\(count) \(what)") }
        }
        return findings
    }

    private static let isMachineWork: SQL = """
        (n.state IN ('waiting', 'sending') OR n.state = 'unknown' AND n.next_at IS NOT NULL)
        """

    /// Each query counts what must not be.
    private static let rules: [(String, SQL)] = [
        (
            "notices wait for a machine outside any open segment",
            """
            SELECT (SELECT count(*) FROM notice n WHERE \(isMachineWork))
                - (SELECT count(*) FROM segment s CROSS JOIN notice n
                    WHERE \(SegmentNotices.ofSegment) AND s.state = 'open' AND \(isMachineWork))
            """
        ),
        (
            "notices are being sent in a segment that nobody holds",
            """
            SELECT count(*) FROM segment s CROSS JOIN notice n
            WHERE \(SegmentNotices.ofSegment) AND s.node IS NULL AND n.state = 'sending'
            """
        ),
        (
            "notices wait for a call that is not open",
            """
            SELECT count(*) FROM notice n WHERE n.state = 'to_call' AND NOT EXISTS (
                SELECT 1 FROM call c WHERE c.notice_id = n.id AND c.state = 'open'
            )
            """
        ),
        (
            "calls are open for a notice that does not wait for one",
            """
            SELECT count(*) FROM call c JOIN notice n ON n.id = c.notice_id
            WHERE c.state = 'open' AND n.state <> 'to_call'
            """
        ),
        (
            "notices have a time of hand-over and no hand-over, or the other way round",
            """
            SELECT count(*) FROM notice
            WHERE state = 'handed_over' AND handed_over_at IS NULL
                OR state <> 'handed_over' AND handed_over_at IS NOT NULL
            """
        ),
        (
            "notices are skipped without a reason",
            "SELECT count(*) FROM notice WHERE state = 'skipped' AND reason IS NULL"
        ),
        (
            "campaigns are finished with an open segment",
            """
            SELECT count(*) FROM campaign k WHERE k.state = 'finished' AND EXISTS (
                SELECT 1 FROM segment s WHERE s.campaign_id = k.id AND s.state = 'open'
            )
            """
        ),
    ]
}
