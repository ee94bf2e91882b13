import Basis
import Database

/// The audit trail as JSON, one object a line, for other systems: in the order of the chain, with its hashes, so that
/// whoever has the file can check it without us.
package enum AuditExport {
    /// The most lines of one page.
    package static let pageMax = 1_000

    private struct Line: Encodable {
        struct Who: Encodable {
            var kind: String
            var id: Int64?
        }

        var position: Int64
        var entry: Int64
        var at: Instant
        var actor: Who
        var deed: String
        var subject: String
        var details: [String: String]
        var content: String
        var hash: String
    }

    /// Up to `limit` sealed rows behind a position, each a line without its end, and the position of the last; an empty
    /// page is the end.
    package static func page(
        after position: Int64,
        limit: Int = pageMax,
        in session: any Session
    ) throws -> (lines: [String], position: Int64) {
        let links = try AuditChainStore.links(
            after: position,
            upTo: .max,
            limit: min(limit, pageMax),
            in: session
        )
        let lines = try links.compactMap { link, record -> String? in
            guard let record else { return nil }
            return JSONText.encode(
                Line(
                    position: link.position,
                    entry: record.id,
                    at: record.happenedAt,
                    actor: Line.Who(kind: record.actorKind, id: record.actorID),
                    deed: record.deed,
                    subject: record.subject,
                    details: try JSONText.decode([String: String].self, from: record.detailsText),
                    content: link.content,
                    hash: link.hash
                )
            )
        }
        return (lines, links.last?.link.position ?? position)
    }
}
