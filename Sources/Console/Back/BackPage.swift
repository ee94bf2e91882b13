import Basis
import Catalog
import Database
import Incidents
import Rendering

/// The hurt customers who are not known to be back, to be gone through one by one.
struct BackPage: Sendable {
    static let rowsMax = 50

    let frame: Frame
    let t: [String: String]
    let title: String
    let room: LinkItem
    let action: String
    let summary: String
    let rows: [Row]
    let after: String
    let next: String?
    let close: String

    struct Row: Sendable {
        let id: String
        let name: String
        let href: String
        let why: String
        let state: Mark
        let phone: Phone?

        struct Phone: Sendable {
            let href: String
            let number: String
        }
    }

    struct Reading: Sendable {
        var incident: Incident
        var counts: BackCounts
        var lines: [HurtLine]
        var names: ComponentNames
        var phones: [Int64: String]
        var after: Int64
        var next: Int64?

        init?(_ name: String, after: Int64, at now: Instant, in session: any Session) throws {
            guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
            self.incident = incident
            self.after = after
            counts = try BackCheckStore.counts(incident.id, in: session)
            let ids = try BackCheckStore.open(incident.id, after: after, limit: rowsMax, in: session)
            lines = try HurtLine.lines(of: ids, [:], incident, at: now, in: session)
            names = try ComponentNames(of: lines, in: session)
            phones = try HurtLine.phones(of: ids, in: session)
            next = ids.count < rowsMax ? nil : ids.last
        }
    }

    init(_ visit: Visit, _ reading: Reading) {
        let words = visit.words
        let incident = reading.incident
        title = words("back.title")
        frame = visit.frame(title: "\(incident.name) · \(title)", section: .incidents)
        t = words.t
        room = .room(incident, words)
        let path = Links.room(incident.name, "back")
        action = path
        summary = words(
            "back.summary",
            [
                "back": words.time.number(reading.counts.back),
                "broken": words.time.number(reading.counts.stillBroken),
                "unknown": words.time.number(reading.counts.unknown),
            ]
        )
        rows = reading.lines.map { line in
            let row = HurtRow(line, reading.names, incident, words, now: visit.now)
            return Row(
                id: line.customer.externalID,
                name: row.name,
                href: row.href,
                why: row.why,
                state: HurtRow.backMark(line.back, words),
                phone: reading.phones[line.customer.id].map {
                    Row.Phone(href: "tel:\($0)", number: ReadableNumber.text($0))
                }
            )
        }
        after = String(reading.after)
        next = reading.next.map { Links.with(path, ["after": String($0)]) }
        close = Links.room(incident.name, "close")
    }
}
