import Access
import Basis
import Database
import Delivery
import Incidents
import Response

/// One order that waits or waited, with what its page says about it.
struct ApprovalReading: Sendable {
    var approval: Approval
    var author: String?
    var decider: String?
    /// Who could decide on it now, besides its author.
    var approvers: [String]
    /// What it tells of.
    var room: RoomReading?
    /// What three customers will receive; empty where it is over.
    var preview = PreviewReading()
    /// Whether it could still be carried out as it was asked for.
    var holds = false

    /// Nil where there is none.
    init?(
        _ id: Int64,
        _ tallies: Tallies,
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws {
        guard let approval = try ApprovalStore.with(id: id, in: session) else { return nil }
        self.approval = approval
        author = try Self.name(approval.author.isStaff ? approval.author.id : nil, in: session)
        decider = try Self.name(approval.decidedBy, in: session)
        approvers = try AccountStore.namesOfApprovers(
            besides: approval.author.isStaff ? approval.author.id : nil,
            in: session
        )
        guard let telling = try StoredOrders.known(approval) as? TellCustomers else { return }
        room = try RoomReading(telling.incident, tallies, at: now, in: session)
        guard !approval.state.isFinal else { return }
        holds = try telling.facts(in: session) == approval.factsVersion
        if holds {
            preview = try PreviewReading(
                incidentName: telling.incident,
                source: source,
                at: now,
                in: session
            )
        }
    }

    private static func name(_ staffID: Int64?, in session: any Session) throws -> String? {
        try staffID.flatMap { try StaffStore.with(id: $0, in: session)?.name }
    }
}
