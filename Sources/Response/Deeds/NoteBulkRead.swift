import Access
import Basis

/// Somebody takes a whole list with them: nothing changes, but the trail tells of it.
package struct NoteBulkRead: Deed {
    package static let name = "read_in_bulk"

    /// What was read.
    package enum What: Sendable, Hashable, Codable {
        /// The hurt customers of an incident.
        case hurt(incident: String)
        case audit
    }

    package var what: What

    package init(what: What) { self.what = what }

    package func subject(_ answer: Done) -> String {
        switch what {
        case .hurt(let incident): Self.subject(incident: incident)
        case .audit: "audit"
        }
    }

    package func act(in context: DeedContext) throws -> Done { Done() }
}
