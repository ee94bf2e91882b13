import Basis
import Catalog
import Database
import Delivery
import Hummingbird
import Incidents
import NIOCore

/// All hurt customers as a file, read and written page by page, so that memory and transactions stay small however
/// many there are. One row per customer and component of theirs in the scope.
struct HurtTable: Sendable {
    static let header = ["customer", "name", "component", "impact", "path", "told"]
    private static let pageRows = 1_000

    let visit: Visit
    let incident: Incident

    var body: ResponseBody {
        ResponseBody { writer in
            try await writer.write(ByteBuffer(string: CSVRow.line(Self.header)))
            var seen: Set<Int64> = []
            var cursor: HurtLine.Cursor?
            repeat {
                let page = try await page(after: cursor)
                let fresh = page.lines.filter { seen.insert($0.customer.id).inserted }
                let text = fresh.flatMap { rows($0, page.paths) }.map(CSVRow.line).joined()
                if !text.isEmpty { try await writer.write(ByteBuffer(string: text)) }
                cursor = page.next
            } while cursor != nil
            try await writer.finish(nil)
        }
    }

    private struct Page: Sendable {
        var lines: [HurtLine]
        var next: HurtLine.Cursor?
        var paths: [Int64: Path]
    }

    private struct Path: Sendable {
        var component: String
        var impact: String
        var path: String
    }

    private func page(after cursor: HurtLine.Cursor?) async throws -> Page {
        let (incident, now) = (incident, visit.now)
        return try await visit.read { session in
            let page = try HurtLine.page(incident, after: cursor, limit: Self.pageRows, at: now, in: session)
            let reached = try ScopeStore.components(of: incident.id, in: session)
            let own = Set(page.lines.flatMap(\.components))
            let trails = Dictionary(
                uniqueKeysWithValues: own.map { ($0, ScopeGraph.path(to: $0, in: reached)) }
            )
            let ids = try ComponentStore.externalIDs(of: Set(trails.values.joined()), in: session)
            var paths: [Int64: Path] = [:]
            for (id, trail) in trails {
                paths[id] = Path(
                    component: ids[id] ?? "",
                    impact: reached[id]?.impact.rawValue ?? "",
                    path: trail.compactMap { ids[$0] }.joined(separator: " > ")
                )
            }
            return Page(lines: page.lines, next: page.next, paths: paths)
        }
    }

    private func rows(_ line: HurtLine, _ paths: [Int64: Path]) -> [[String]] {
        let told = line.told?.state.rawValue ?? ""
        let who = [line.customer.externalID, line.customer.name]
        guard !line.components.isEmpty else {
            let listed = line.listed.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
            return [who + ["", "", listed.joined(separator: "; "), told]]
        }
        return line.components.compactMap { paths[$0] }.map {
            who + [$0.component, $0.impact, $0.path, told]
        }
    }
}

/// A row of a file that a spreadsheet opens.
enum CSVRow {
    private static let risky: Set<Character> = ["=", "+", "-", "@", "\t", "\r"]

    static func line(_ fields: [String]) -> String {
        fields.map(field).joined(separator: ",") + "\r\n"
    }

    /// As RFC 4180 writes it; what a spreadsheet would run as a formula is made text.
    private static func field(_ value: String) -> String {
        let isRisky = value.first.map(risky.contains) ?? false
        let safe = isRisky ? "'" + value : value
        guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
