import Basis

extension Incident {
    /// Why something may not be done with an incident at its stage.
    package enum Refusal: Error, Hashable {
        /// Nothing is published about a closed incident: reopen it first.
        case isClosed
        /// It was declared over; if it came back, reopen it.
        case alreadyResolved
        /// Closing is a deed of its own, not a status to publish.
        case closedIsNoStatus
        /// Only what is resolved can be closed.
        case notResolved
        case alreadyClosed
        /// So many hurt customers are not known to be back: closing all the same must be confirmed.
        case openChecks(Int)
        /// It was never declared over, so there is nothing to reopen.
        case stillOpen
    }

    /// What must happen next, in the same transaction: `IncidentStore.carryOut`.
    package enum Effect: Sendable, Hashable {
        /// The stage changed: the timeline and the public page show it.
        case moved(from: Stage, to: Stage)
        /// What customers said about being back no longer holds.
        case forgetBackChecks
    }

    /// Publishes an update with `status`. Every way between the open stages is legal: what looked identified may
    /// need investigating again.
    package mutating func publish(_ status: Stage, at now: Instant) throws(Refusal) -> [Effect] {
        if stage == .closed { throw .isClosed }
        if stage == .resolved { throw .alreadyResolved }
        if status == .closed { throw .closedIsNoStatus }

        let effects = move(to: status)
        switch status {
        case .investigating:
            identifiedAt = nil
            monitoringAt = nil
        case .identified:
            identifiedAt = identifiedAt ?? now
            monitoringAt = nil
        case .monitoring: monitoringAt = monitoringAt ?? now
        case .resolved: resolvedAt = now
        case .closed: break
        }
        return effects
    }

    /// Puts a resolved incident away.
    /// - Parameters:
    ///   - openChecks: how many hurt customers are not known to be back.
    ///   - confirmed: that somebody was asked about them and closes all the same.
    package mutating func close(
        openChecks: Int,
        confirmed: Bool,
        at now: Instant
    ) throws(Refusal) -> [Effect] {
        if stage == .closed { throw .alreadyClosed }
        if stage != .resolved { throw .notResolved }
        if openChecks > 0, !confirmed { throw .openChecks(openChecks) }

        closedAt = now
        return move(to: .closed)
    }

    /// Says better what it is and since when; nil leaves a thing as it is.
    package mutating func edit(title: LocalizedText?, kind: Kind?, origin: Origin?, beganAt: Instant?) {
        self.title = title ?? self.title
        self.kind = kind ?? self.kind
        self.origin = origin ?? self.origin
        self.beganAt = beganAt ?? self.beganAt
        version += 1
    }

    /// Takes back that it is over: it came back, or it never was.
    package mutating func reopen(at now: Instant) throws(Refusal) -> [Effect] {
        if isOngoing { throw .stillOpen }

        identifiedAt = nil
        monitoringAt = nil
        resolvedAt = nil
        closedAt = nil
        return move(to: .investigating) + [.forgetBackChecks]
    }

    private mutating func move(to status: Stage) -> [Effect] {
        version += 1
        guard status != stage else { return [] }
        defer { stage = status }
        return [.moved(from: stage, to: status)]
    }
}

extension Incident.Refusal: Refusal {
    package var message: Message {
        switch self {
        case .isClosed: Message("incidents.refusal.is_closed")
        case .alreadyResolved: Message("incidents.refusal.already_resolved")
        case .closedIsNoStatus: Message("incidents.refusal.closed_is_no_status")
        case .notResolved: Message("incidents.refusal.not_resolved")
        case .alreadyClosed: Message("incidents.refusal.already_closed")
        case .openChecks(let count): Message("incidents.refusal.open_checks", ["count": String(count)])
        case .stillOpen: Message("incidents.refusal.still_open")
        }
    }
}
