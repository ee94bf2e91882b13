import Basis
import Database
import Incidents

/// A walk over whom a campaign of an incident is for. The all-clear goes to everybody who was ever hurt:
/// first those who still are, worst first, then those who were told so before.
struct IncidentWalk {
    /// The audience of the all-clear; the others are `Audience`.
    static let everHurt = "ever_hurt"

    /// Stored as JSON with the campaign between two waves.
    struct Cursor: Codable, Sendable {
        var scope: AudienceCursor?
        /// Set once the scope is walked: the last of the frozen customers that came.
        var frozenAfter: Int64?
    }

    let incidentID: Int64
    let audience: String

    func step(
        _ cursor: Cursor?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> (recipients: [HurtCustomer], next: Cursor?) {
        let isEverHurt = audience == Self.everHurt
        guard let audience = isEverHurt ? Audience.hurt : Audience(rawValue: audience) else {
            return ([], nil)
        }
        if let after = cursor?.frozenAfter {
            let frozen = try ScopeStore.frozen(incidentID, after: after, limit: limit, in: session)
            let next = frozen.count < limit ? nil : frozen.last.map { Cursor(frozenAfter: $0.customerID) }
            return (frozen, next)
        }
        let page = try ScopeStore.nextHurt(
            incidentID,
            audience,
            cursor: cursor?.scope,
            limit: limit,
            at: now,
            in: session
        )
        if let next = page.next { return (page.recipients, Cursor(scope: next)) }
        return (page.recipients, isEverHurt ? Cursor(frozenAfter: 0) : nil)
    }
}
