import Basis

/// The rules by which promises are kept, replaced or late. Pure: it is told the moment and what happened.
///
/// An update keeps the promise to speak again if it comes at or before its time; the end of the incident keeps the
/// promise of an end. Another time given in time replaces the old one. Silence makes late.
package enum PromiseBook {
    /// What happened.
    package enum Event: Sendable, Hashable {
        /// Something was published, maybe with new times.
        case updated(at: Instant, newETA: Instant? = nil, newNextUpdate: Instant? = nil)
        /// New times were given without an update.
        case promised(at: Instant, newETA: Instant? = nil, newNextUpdate: Instant? = nil)
        /// It is over; that is also an update, and it may promise another one.
        case resolved(at: Instant, newNextUpdate: Instant? = nil)
        /// Nothing happened but time.
        case tick(Instant)

        /// The event of publishing an update with `status`.
        package static func published(
            _ status: Incident.Stage,
            at now: Instant,
            newETA: Instant? = nil,
            newNextUpdate: Instant? = nil
        ) -> Self {
            guard status != .resolved else { return .resolved(at: now, newNextUpdate: newNextUpdate) }
            return .updated(at: now, newETA: newETA, newNextUpdate: newNextUpdate)
        }
    }

    /// The promises that change through `event`, as they are then.
    /// - Parameter open: the promises of one incident that are still owed; others are left alone.
    package static func settle(_ open: [Promise], _ event: Event) -> [Promise] {
        open.filter(\.isOpen).compactMap { promise in
            let changed = settled(promise, event)
            return changed == promise ? nil : changed
        }
    }

    /// The promises that `event` makes.
    /// - Parameter standing: the promises of the incident after `settle`; one that is still owed for the very same
    ///   time is not made twice.
    package static func made(
        by event: Event,
        of incidentID: Int64,
        standing: [Promise]
    ) throws(Promise.Refusal) -> [Promise] {
        var made: [Promise] = []
        for kind in [Promise.Kind.eta, .nextUpdate] {
            guard let time = newTime(kind, event) else { continue }
            let stands = standing.contains { $0.isOpen && $0.kind == kind && $0.dueAt == time }
            if !stands {
                made.append(
                    try Promise(incidentID: incidentID, kind: kind, madeAt: event.moment, dueAt: time)
                )
            }
        }
        return made
    }

    private static func settled(_ promise: Promise, _ event: Event) -> Promise {
        var promise = promise
        if ends(promise, event) {
            promise.settle(done: event.moment)
        } else if let time = newTime(promise.kind, event), time != promise.dueAt || promise.state == .late {
            promise.settle(replaced: event.moment)
        } else if promise.state == .due, event.moment > promise.dueAt {
            promise.state = .late
        }
        return promise
    }

    /// Whether the event is what was promised.
    private static func ends(_ promise: Promise, _ event: Event) -> Bool {
        switch (promise.kind, event) {
        case (.nextUpdate, .updated), (.nextUpdate, .resolved), (.eta, .resolved): true
        default: false
        }
    }

    private static func newTime(_ kind: Promise.Kind, _ event: Event) -> Instant? {
        switch (kind, event) {
        case (.eta, .updated(_, let eta, _)), (.eta, .promised(_, let eta, _)): eta
        case (.nextUpdate, .updated(_, _, let next)), (.nextUpdate, .promised(_, _, let next)): next
        case (.nextUpdate, .resolved(_, let next)): next
        default: nil
        }
    }
}

extension PromiseBook.Event {
    /// When it happened.
    package var moment: Instant {
        switch self {
        case .updated(let at, _, _), .promised(let at, _, _), .resolved(let at, _), .tick(let at): at
        }
    }
}
