import Access
import Basis
import Database

/// Somebody of the staff is needed: who was called, in which round, and whether one of them has seen it.
package struct Summons: Sendable, Hashable {
    /// What somebody is needed for.
    package enum Cause: String, Sendable, CaseIterable, Codable, SQLText {
        case incident
        /// A promise falls due soon, or is late.
        case promise
        case approval
    }

    package var id: Int64
    package var cause: Cause
    /// The incident's, the promise's or the approval's id.
    package var causeID: Int64
    package var openedAt: Instant
    /// Whose doing it is: they know already, and may not decide on it themselves.
    package var author: Int64?
    package var calls: [Call] = []

    /// One person who was called.
    package struct Call: Sendable, Hashable {
        package var staffID: Int64
        package var calledAt: Instant

        package init(staffID: Int64, calledAt: Instant) {
            self.staffID = staffID
            self.calledAt = calledAt
        }
    }

    package init(id: Int64, cause: Cause, causeID: Int64, openedAt: Instant, author: Int64? = nil) {
        self.id = id
        self.cause = cause
        self.causeID = causeID
        self.openedAt = openedAt
        self.author = author
    }
}

extension Summons {
    /// How long whoever was called may take before the next are called.
    package static let patience = Span.minutes(5)
    /// How long before a promise falls due somebody is called.
    package static let ahead = Span.minutes(10)

    /// The rounds in which people are called, each when nobody of the ones before has seen it in time.
    ///
    /// An incident calls everybody on duty at once, because that day everybody is needed; a promise calls one after
    /// the other; an approval calls those who may give it. Whoever is off duty comes last, and nobody is left out.
    package func rounds(_ team: [Staff]) -> [[Int64]] {
        let able = team.filter {
            $0.id != author && $0.actor.has(cause == .approval ? .approver : .responder)
        }
        let onDuty = able.filter(\.isOnDuty).map(\.id)
        let others = able.filter { !$0.isOnDuty }.map(\.id)
        let first: [[Int64]] = cause == .promise ? rotated(onDuty).map { [$0] } : [onDuty]
        return (first + [others]).filter { !$0.isEmpty }
    }

    /// Who is called now, and when to look again; nil where everybody was called.
    package func due(_ team: [Staff], at now: Instant) -> (staff: [Int64], next: Instant?) {
        let called = Set(calls.map(\.staffID))
        let waiting = rounds(team).filter { !called.isSuperset(of: $0) }
        guard let round = waiting.first else { return ([], nil) }
        let last = calls.map(\.calledAt).max()
        if let last, now < last + Self.patience { return ([], last + Self.patience) }
        return (
            round.filter { !called.contains($0) },
            waiting.count > 1 ? now + Self.patience : nil
        )
    }

    /// Not always the same one first.
    private func rotated(_ staff: [Int64]) -> [Int64] {
        guard !staff.isEmpty else { return [] }
        let start = Int(causeID % Int64(staff.count))
        return Array(staff[start...] + staff[..<start])
    }
}
