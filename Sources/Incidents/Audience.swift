import Basis
import Database

/// To whom something about an incident is told.
package enum Audience: String, Sendable, CaseIterable, Codable, SQLText {
    /// Everybody in the scope: on the list, or with an active subscription to a component that the failure reaches.
    case hurt
    /// Those of the hurt whom it reaches on certain paths: over hard dependencies only, or by name.
    case surely
    /// Those of the hurt whom it reaches only through a soft dependency, so that they may feel nothing.
    case possibly
    /// The customers outside the scope.
    case notHurt = "not_hurt"
    /// All customers: first the hurt, then the others.
    case everyone
}

/// Where a walk over an audience stands. Opaque to callers: they store it and hand it back.
package struct AudienceCursor: Sendable, Hashable, Codable {
    /// Of the scope that is walked. When the scope changed, the walk begins again, so that nobody new is missed.
    var scopeVersion: Int64
    /// Whether those who are not hurt have begun.
    var isPastHurt = false
    /// The component whose customers come; nil before the first.
    var place: ScopePlace?
    var lastCustomerID: Int64 = 0
}

/// A component in the scope that somebody has, at its place in the order of telling.
struct ScopePlace: Sendable, Hashable, Codable {
    var position: Int64
    var componentID: Int64
    var severity: Int64
}

/// One step of a walk over an audience.
package struct AudiencePage: Sendable, Hashable {
    /// May be empty although more come: a step looks at a bounded number of customers.
    package var recipients: [HurtCustomer]
    /// Where to go on; nil at the end.
    package var next: AudienceCursor?
}

extension ScopeStore {
    /// The next customers of an audience: worst impact first, then components that carry no mail before those that
    /// do, then by component, then by customer. Read along the index (component, customer), never sorted, so that
    /// the first thousand of a million come at once.
    ///
    /// A customer may come again under a later component, or after the scope changed: the caller drops those whom
    /// it has.
    package static func nextHurt(
        _ incidentID: Int64,
        _ audience: Audience,
        cursor: AudienceCursor?,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> AudiencePage {
        guard let query = try HurtQuery(incidentID, at: now, in: session), limit > 0 else {
            return AudiencePage(recipients: [])
        }
        let version = try version(of: incidentID, in: session)
        let start = AudienceCursor(scopeVersion: version, isPastHurt: audience == .notHurt)
        var cursor = cursor ?? start
        if cursor.scopeVersion != version { cursor = start }
        var walk = AudienceWalk(query: query, audience: audience, cursor: cursor, limit: limit)
        return try walk.step(in: session)
    }
}
