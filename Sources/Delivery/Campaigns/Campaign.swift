import Basis
import Catalog
import Database
import Foundation

/// One text to one audience, and how far it has come.
package struct Campaign: Sendable, Hashable {
    package enum State: String, Sendable, CaseIterable, Codable, SQLText {
        /// Waves are still being planned; those planned are already being sent.
        case planning
        case sending
        /// Nothing that a machine sends is waiting. Calls may still be open.
        case finished
        /// A newer campaign of the same subject replaced it.
        case superseded
        /// Somebody stopped it for the moment: nothing is planned, sent or called until somebody says continue.
        case held
        /// What it tells is no longer so; who was not told yet, is not told any more.
        case stopped

        /// Whether its waiting notices may be handed over.
        package var isActive: Bool { self == .planning || self == .sending }

        /// Whether who was not told yet is still to be told, at once or after a hold.
        package var isAlive: Bool { isActive || self == .held }
    }

    /// Why machines send only a part of it, or nothing. Calls and planning go on behind every gate.
    package enum Gate: String, Sendable, CaseIterable, Codable, SQLText {
        /// Nothing is sent before a second person approved it.
        case approval
        /// The first few are on their way; what becomes of them decides about the rest.
        case canary
        /// Too many of the first few were not reached: a person looks and says continue.
        case canaryFailed = "canary_failed"
        /// The first few went well, and the settings want a person to say continue.
        case canaryPassed = "canary_passed"

        /// Whether "continue" opens it. Only an approval opens the first.
        package var isCanary: Bool { self != .approval }
    }

    package var id: Int64
    package var subject: Subject
    /// Why it is sent, in the words of the storey above: `update`, `letter`, `correction`.
    package var purpose: String
    /// Who it goes to, in the words of the storey above: `hurt`, `everyone`.
    package var audience: String
    package var state: State
    /// Calls do not wait for the morning.
    package var isUrgent: Bool
    /// Where the planner stands, as the recipient source wrote it; nil before the first and after the last wave.
    package var planCursor: String?
    package var supersededByID: Int64?
    /// Of customers whose own time zone is not known; an IANA name.
    package var timeZone: String
    /// The channels that a machine could send on when it was launched.
    package var machineChannels: Set<AddressChannel>
    package var createdAt: Instant
    package var plannedAt: Instant?
    package var finishedAt: Instant?
    /// Since when it is held, and why; nil where it is not.
    package var heldAt: Instant?
    package var holdReason: String?
    /// Nil where nothing but its state restrains it.
    package var gate: Gate?
    package var gateAt: Instant?
    /// Whether a person says continue after the first few, however well they went.
    package var asksAfterCanary: Bool

    /// The part of this campaign in the names that leave the house: `c12-1fwz3k9p`. It holds the moment of its
    /// making, so that two databases do not name two messages alike.
    package var publicPart: String { "c\(id)-\(String(createdAt.milliseconds, radix: 36))" }

    package var zone: TimeZone { TimeZone(identifier: timeZone) ?? .gmt }
}

extension Campaign {
    static let columns: SQL = """
        id, subject_kind, subject_id, purpose, audience, state, is_urgent, plan_cursor, superseded_by_id,
        time_zone, machine_channels, created_at, planned_at, finished_at, held_at, hold_reason,
        gate, gate_at, asks_after_canary
        """

    init(row: Row) throws {
        id = try row.next()
        subject = Subject(kind: try row.next(), id: try row.next())
        purpose = try row.next()
        audience = try row.next()
        state = try row.next()
        isUrgent = try row.next()
        planCursor = try row.nextOrNil()
        supersededByID = try row.nextOrNil()
        timeZone = try row.next()
        machineChannels = Self.channels(try row.next())
        createdAt = try row.next()
        plannedAt = try row.nextOrNil()
        finishedAt = try row.nextOrNil()
        heldAt = try row.nextOrNil()
        holdReason = try row.nextOrNil()
        gate = try row.nextOrNil()
        gateAt = try row.nextOrNil()
        asksAfterCanary = try row.next()
    }

    static func channels(_ words: String) -> Set<AddressChannel> {
        Set(words.split(separator: " ").compactMap { AddressChannel(rawValue: String($0)) })
    }

    static func words(_ channels: Set<AddressChannel>) -> String {
        channels.map(\.rawValue).sorted().joined(separator: " ")
    }
}
