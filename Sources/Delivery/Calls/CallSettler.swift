import Basis
import Catalog
import Database
import Foundation

/// A call with what settling it needs.
struct DeskCall: Sendable {
    var id: Int64
    var noticeID: Int64
    var campaign: Campaign
    var customerID: Int64
    var step: CallLadder.Step
    var guestSheetID: Int64?
    var isOpen: Bool
    /// A newer campaign took the customer over while the call was open.
    var wasReplaced: Bool
    var heldBy: String?
    var heldUntil: Instant?
    var round: Int

    static func with(id: Int64, in session: any Session) throws -> DeskCall? {
        let campaignID = try session.value("SELECT campaign_id FROM call WHERE id = \(id)", as: Int64.self)
        guard let campaignID, let campaign = try CampaignStore.with(id: campaignID, in: session) else {
            return nil
        }
        return try session.first(
            """
            SELECT c.notice_id, c.customer_id, c.way, c.address_id, a.value, c.guest_sheet_id,
                   CASE WHEN c.state = 'open' THEN 1 ELSE 0 END,
                   CASE WHEN n.state = 'skipped' AND n.reason IN ('superseded', 'fixed_meanwhile') THEN 1 ELSE 0 END,
                   c.held_by, c.held_until, c.round
            FROM call c JOIN notice n ON n.id = c.notice_id JOIN address a ON a.id = c.address_id
            WHERE c.id = \(id)
            """
        ) { row in
            DeskCall(
                id: id,
                noticeID: try row.next(),
                campaign: campaign,
                customerID: try row.next(),
                step: CallLadder.Step(way: try row.next(), addressID: try row.next(), number: try row.next()),
                guestSheetID: try row.nextOrNil(),
                isOpen: try row.next(),
                wasReplaced: try row.next(),
                heldBy: try row.nextOrNil(),
                heldUntil: try row.nextOrNil(),
                round: try row.next()
            )
        }
    }
}

/// Writes what follows from the outcome of a call. The attempt is already written.
struct CallSettler {
    let call: DeskCall
    let now: Instant

    func settle(_ outcome: CallOutcome, in session: any Session) throws -> CallDesk.Result {
        if outcome.isTold { return try told(in: session) }
        // The ladder as it was, before a wrong number takes steps off it.
        let ladder = try ladder(in: session)
        if case .wrongNumber = outcome {
            try AddressStore.setStanding(addressID: call.step.addressID, .invalid, in: session)
        }
        guard call.isOpen else { return .settled(.skipped) }
        if case .callBack(let moment) = outcome {
            return try callBack(at: moment, in: session)
        }
        switch ladder.move(after: call.step, round: call.round, wrongNumber: outcome == .wrongNumber) {
        case .step(let step):
            return try goOn(step, dueAt: now, round: call.round, in: session)
        case .again(let step, let round):
            return try goOn(
                step,
                dueAt: try allowed(now + CallLadder.roundPause, in: session),
                round: round,
                in: session
            )
        case .exhausted:
            return try giveUp(in: session)
        }
    }

    private func told(in session: any Session) throws -> CallDesk.Result {
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.handedOver), channel = \(call.step.way.channel),
                              address_id = \(call.step.addressID), reason = NULL, handed_over_at = \(now),
                              attempts = attempts + 1
            WHERE id = \(call.noticeID)
            """
        )
        try finish(in: session)
        return .settled(.handedOver)
    }

    /// Comes first once its time has come: they are waiting for it.
    private func callBack(at moment: Instant, in session: any Session) throws -> CallDesk.Result {
        try session.run(
            """
            UPDATE call SET due_at = \(moment), position = 0, held_by = NULL, held_until = NULL
            WHERE id = \(call.id)
            """
        )
        try countAttempt(in: session)
        return .goesOn(call.step.way, dueAt: moment)
    }

    private func goOn(
        _ step: CallLadder.Step,
        dueAt: Instant,
        round: Int,
        in session: any Session
    ) throws -> CallDesk.Result {
        try session.run(
            """
            UPDATE call SET way = \(step.way), address_id = \(step.addressID), due_at = \(dueAt), round = \(round),
                            held_by = NULL, held_until = NULL
            WHERE id = \(call.id)
            """
        )
        try session.run(
            "UPDATE notice SET channel = \(step.way.channel), address_id = \(step.addressID) WHERE id = \(call.noticeID)"
        )
        try countAttempt(in: session)
        return .goesOn(step.way, dueAt: dueAt)
    }

    private func giveUp(in session: any Session) throws -> CallDesk.Result {
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.skipped), reason = \(NoticeReason.noAddress)
            WHERE id = \(call.noticeID)
            """
        )
        try countAttempt(in: session)
        try finish(in: session)
        return .settled(.skipped)
    }

    private func finish(in session: any Session) throws {
        try session.run(
            "UPDATE call SET state = 'done', held_by = NULL, held_until = NULL WHERE id = \(call.id)"
        )
    }

    private func countAttempt(in session: any Session) throws {
        try session.run("UPDATE notice SET attempts = attempts + 1 WHERE id = \(call.noticeID)")
    }

    private func ladder(in session: any Session) throws -> CallLadder {
        let addresses =
            try AddressStore.of(customerIDs: [call.customerID], in: session)[call.customerID] ?? []
        return CallLadder(addresses, rules: try CampaignStore.rules(of: call.campaign, in: session))
    }

    private func allowed(_ moment: Instant, in session: any Session) throws -> Instant {
        guard !call.campaign.isUrgent else { return moment }
        let zone = try CustomerStore.with(id: call.customerID, in: session)?.timeZone
        let place = zone.flatMap(TimeZone.init(identifier:)) ?? call.campaign.zone
        return QuietHours.phones.firstMoment(from: moment, in: place)
    }
}
