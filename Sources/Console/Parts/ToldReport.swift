import Basis
import Database
import Delivery
import Incidents
import Response

/// Who of the hurt was told, by which way, and why some cannot be.
struct ToldReport: Sendable {
    var counts: ToldCounts
    var ways: [Way]
    var reasons: [(code: String, count: Int)]
    /// Whether anybody was to be told at all.
    var hasCampaign: Bool

    struct Way: Sendable {
        var channel: String
        var told: Int
        var waiting: Int
        var refused: Int
    }

    /// How many rows were counted.
    var size: Int

    init(incidentID: Int64, at now: Instant, in session: any Session) throws {
        let report = try NoticeReport.make(
            IncidentRecipients.subject(incidentID),
            hurt: try Self.hurt(incidentID, at: now, in: session),
            in: session
        )
        counts = ToldCounts(report)
        hasCampaign = !report.campaigns.isEmpty
        size = max(report.counts.planned, report.customers.hurt)
        ways = ["email", "phone", "whatsapp", "sms", "telegram", "webhook"].compactMap { channel in
            guard let states = report.counts.byChannel[channel] else { return nil }
            func count(_ wanted: [NoticeState]) -> Int {
                wanted.reduce(0) { $0 + (states[$1.rawValue] ?? 0) }
            }
            return Way(
                channel: channel,
                told: count([.handedOver]),
                waiting: count([.waiting, .toCall]),
                refused: count([.refused, .unknown])
            )
        }
        let replaced: Set<String> = [NoticeReason.superseded.rawValue, NoticeReason.fixedMeanwhile.rawValue]
        reasons = report.counts.skippedByReason
            .filter { !replaced.contains($0.key) && $0.value > 0 }
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
            .map { (code: $0.key, count: $0.value) }
    }

    /// Everybody in the scope while it lasts; afterwards everybody who was told that they are.
    private static func hurt(_ incidentID: Int64, at now: Instant, in session: any Session) throws -> Int {
        let frozen = try session.count("SELECT count(*) FROM hurt_customer WHERE incident_id = \(incidentID)")
        guard let incident = try IncidentStore.with(id: incidentID, in: session),
            incident.isOngoing || frozen == 0
        else { return frozen }
        return try ScopeStore.customersHurt(incidentID, at: now, in: session)
    }
}

extension ToldCounts {
    init(_ report: NoticeReport) {
        hurt = report.customers.hurt
        told = report.customers.told
        // Somebody told before may be called again about news: they count as told.
        toCall = min(report.counts.toCall, report.customers.waiting)
        waiting = report.customers.waiting - toCall + report.customers.unknown
        unreachable = report.customers.unreachable
    }
}
