import Basis
import Database
import Foundation
import Incidents

/// Everybody whom an incident hurts: worst first by pages, or those that were searched for.
struct HurtCustomersPage: Sendable {
    static let rowsMax = 50

    let frame: Frame
    let t: [String: String]
    let title: String
    let room: LinkItem
    let search: String
    let rows: [HurtRow]
    let isOver: Bool
    let next: String?
    let first: String?
    let csv: String

    struct Asked: Sendable {
        var search: String?
        var cursor: String?
    }

    struct Reading: Sendable {
        var incident: Incident
        var lines: [HurtLine]
        var next: HurtLine.Cursor?
        var names = ComponentNames()

        /// Nil where there is no such incident. A cursor that is none begins at the beginning.
        init?(_ name: String, _ asked: Asked, at now: Instant, in session: any Session) throws {
            guard let incident = try IncidentStore.with(name: name, in: session) else { return nil }
            self.incident = incident
            if let search = asked.search {
                lines = try HurtLine.search(search, incident, limit: rowsMax, at: now, in: session)
                names = try ComponentNames(of: lines, in: session)
                return
            }
            let cursor = asked.cursor.flatMap(Self.cursor)
            (lines, next) = try HurtLine.page(incident, after: cursor, limit: rowsMax, at: now, in: session)
            names = try ComponentNames(of: lines, in: session)
        }

        /// A cursor that somebody made up means the first page.
        private static func cursor(_ text: String) -> HurtLine.Cursor? {
            Base64URL.decode(text).flatMap { try? JSONDecoder().decode(HurtLine.Cursor.self, from: $0) }
        }
    }

    init(_ visit: Visit, _ reading: Reading, _ asked: Asked) {
        let words = visit.words
        let incident = reading.incident
        title = words("hurt.title")
        frame = visit.frame(title: "\(incident.name) · \(title)", section: .incidents)
        t = words.t
        room = LinkItem(
            href: Links.room(incident.name),
            label: "\(incident.name) · \(words.localized(incident.title))"
        )
        search = asked.search ?? ""
        rows = reading.lines.map { HurtRow($0, reading.names, incident, words, now: visit.now) }
        isOver = !incident.isOngoing
        let path = Links.room(incident.name, "customers")
        next = reading.next.map {
            Links.with(path, ["after": Base64URL.encode(Array(JSONText.encode($0).utf8))])
        }
        first = asked.cursor == nil && asked.search == nil ? nil : path
        csv = Links.room(incident.name, "customers.csv")
    }
}
