import Basis
import Database

/// Something that we owe customers by a time: that it works again, that we speak again, or anything else we said.
package struct Promise: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable, Codable, SQLText {
        /// That the incident is over.
        case eta
        /// That we say something again.
        case nextUpdate = "next_update"
        /// Whatever `what` says; only a person can say that it was kept.
        case other
    }

    package enum State: String, Sendable, CaseIterable, Codable, SQLText {
        case due
        case kept
        /// The time passed. Still owed while `settledAt` is nil; given up for another time where it is set.
        case late
        /// Another time was given before this one passed.
        case replaced
        /// Done, but after the time.
        case keptLate = "kept_late"
    }

    /// Why a promise cannot be made or kept.
    package enum Refusal: Error, Hashable {
        case inThePast
        case alreadySettled
    }

    package internal(set) var id: Int64
    package var incidentID: Int64
    package var kind: Kind
    /// What is owed, where `kind` does not say it already.
    package var what: LocalizedText
    package var madeAt: Instant
    package var dueAt: Instant
    package internal(set) var state: State
    package internal(set) var settledAt: Instant?

    /// A new promise, not stored yet; its time lies ahead.
    package init(
        incidentID: Int64,
        kind: Kind,
        what: LocalizedText = LocalizedText(),
        madeAt: Instant,
        dueAt: Instant
    ) throws(Refusal) {
        guard dueAt > madeAt else { throw .inThePast }
        id = 0
        self.incidentID = incidentID
        self.kind = kind
        self.what = what
        self.madeAt = madeAt
        self.dueAt = dueAt
        state = .due
    }

    /// Whether it is still owed.
    package var isOpen: Bool { state == .due || (state == .late && settledAt == nil) }

    /// Says that what was owed is done.
    package mutating func keep(at now: Instant) throws(Refusal) {
        guard isOpen else { throw .alreadySettled }
        settle(done: now)
    }

    mutating func settle(done now: Instant) {
        state = now <= dueAt ? .kept : .keptLate
        settledAt = now
    }

    /// Another time takes its place: in time, or after the customers waited in vain.
    mutating func settle(replaced now: Instant) {
        state = now <= dueAt && state == .due ? .replaced : .late
        settledAt = now
    }
}

extension Promise.Refusal: Refusal {
    package var message: Message {
        switch self {
        case .inThePast: Message("incidents.refusal.promise_in_the_past")
        case .alreadySettled: Message("incidents.refusal.promise_already_settled")
        }
    }
}
