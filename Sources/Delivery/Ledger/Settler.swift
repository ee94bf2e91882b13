import Basis
import Catalog
import Database

/// Writes what became of notices that were being sent. The caller has checked the fence.
struct Settler {
    let campaign: Campaign
    let repeats: [AddressChannel: Int]
    let now: Instant

    /// After so many times "not now" the address counts as one that does not work.
    static let retriesMax = 8
    /// How long nothing is sent on a channel that refuses us as its sender.
    static let senderPause = Span.minutes(1)
    /// How long to wait before sending again what a live far end left open.
    static let unknownPause = Span.seconds(30)

    func settle(_ settlements: [Settlement], in session: any Session) throws {
        let clean = settlements.filter { settlement in
            guard case .handedOver = settlement.outcome else { return false }
            return settlement.notice.attempts == 0
        }
        try handOver(clean.map(\.notice.id), in: session)
        for settlement in settlements {
            let notice = settlement.notice
            switch settlement.outcome {
            case .handedOver(let reference):
                guard notice.attempts > 0 else { continue }
                try handOver([notice.id], in: session)
                try add(.handedOver, notice, reference, in: session)
            case .retry(let after, let detail):
                try settleRetry(notice, after: after, detail, in: session)
            case .refusedRecipient(let detail):
                try add(.refused, notice, detail, in: session)
                try distrust(notice.address, in: session)
                try redirect(notice, wasSent: true, in: session)
            case .refusedSender(let detail):
                try add(.senderRefused, notice, detail, in: session)
                try wait(notice, until: now + Self.senderPause, in: session)
            case .unknown(let detail):
                try settleUnknown(notice, details: detail, after: Self.unknownPause, in: session)
            case .notTried(let pause, _):
                try putBack(notice, until: now + pause, in: session)
            }
        }
    }

    /// It may have arrived: it is sent again where the channel's rule allows one more time, else a person decides.
    func settleUnknown(
        _ notice: DueNotice,
        details: String,
        after pause: Span?,
        in session: any Session
    ) throws {
        let before = try AttemptStore.count(
            notice: notice.id,
            address: notice.address.id,
            .unknown,
            in: session
        )
        let isRepeated = campaign.state.isAlive && before < repeats[notice.channel] ?? 0
        let nextAt = isRepeated ? now + (pause ?? Span(milliseconds: 0)) : nil
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.unknown), next_at = \(nextAt)
            WHERE id = \(notice.id) AND state = 'sending'
            """
        )
        try add(.unknown, notice, details, in: session)
    }

    /// Turns to the next usable address of the customer, a call among them; without any the notice ends here.
    ///
    /// - Parameter wasSent: whether the far end was asked, or the address became unusable while the notice waited.
    func redirect(_ notice: DueNotice, wasSent: Bool, in session: any Session) throws {
        let from: [NoticeState] = wasSent ? [.sending] : [.waiting, .unknown]
        guard campaign.state.isAlive else { return try writeOff(notice, from: from, in: session) }
        let choice = try Fallback.choice(for: notice, campaign, in: session)
        switch choice.way {
        case .none(let reason):
            // "Refused" is what the far end said; who could not even be asked is skipped.
            let wasAsked = wasSent || notice.attempts > 0
            try session.run(
                """
                UPDATE notice SET state = \(wasAsked ? NoticeState.refused : .skipped),
                                  reason = \(wasAsked ? NoticeReason.bounced : reason), next_at = NULL
                WHERE id = \(notice.id) AND state IN \(list: from)
                """
            )
        case .machine, .call:
            let changed = try session.run(
                """
                UPDATE notice SET state = \(choice.state), channel = \(choice.channel), address_id = \(choice.addressID),
                                  next_at = \(choice.state == .waiting ? now : nil)
                WHERE id = \(notice.id) AND state IN \(list: from)
                """
            )
            if changed == 1, case .call(let way, let addressID) = choice.way {
                try Fallback.openCall(notice, campaign, way, address: addressID, at: now, in: session)
            }
        }
        try PassedOverStore.add(choice.passedOver, notice: notice.id, in: session)
    }

    private func settleRetry(
        _ notice: DueNotice,
        after pause: Span,
        _ detail: String,
        in session: any Session
    ) throws {
        let before = try AttemptStore.count(
            notice: notice.id,
            address: notice.address.id,
            .retry,
            in: session
        )
        guard before < Self.retriesMax else {
            try add(.refused, notice, detail, in: session)
            return try redirect(notice, wasSent: true, in: session)
        }
        try add(.retry, notice, detail, in: session)
        try wait(notice, until: now + pause, in: session)
    }

    private func handOver(_ ids: [Int64], in session: any Session) throws {
        guard !ids.isEmpty else { return }
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.handedOver), handed_over_at = \(now), next_at = NULL
            WHERE id IN \(list: ids) AND state = 'sending'
            """
        )
    }

    private func wait(_ notice: DueNotice, until moment: Instant, in session: any Session) throws {
        guard campaign.state.isAlive else { return try writeOff(notice, from: [.sending], in: session) }
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.waiting), next_at = \(moment)
            WHERE id = \(notice.id) AND state = 'sending'
            """
        )
    }

    /// As if the intent had never been written.
    private func putBack(_ notice: DueNotice, until moment: Instant, in session: any Session) throws {
        guard campaign.state.isAlive else { return try writeOff(notice, from: [.sending], in: session) }
        let state = notice.isRepeat ? NoticeState.unknown : .waiting
        try session.run(
            """
            UPDATE notice SET state = \(state), attempts = attempts - 1, next_at = \(moment)
            WHERE id = \(notice.id) AND state = 'sending'
            """
        )
    }

    /// The campaign ended while the notice was on its way: it did not arrive and is not sent again.
    private func writeOff(_ notice: DueNotice, from states: [NoticeState], in session: any Session) throws {
        try session.run(
            """
            UPDATE notice SET state = \(NoticeState.skipped), reason = \(WriteOff.reason(for: campaign)),
                              next_at = NULL
            WHERE id = \(notice.id) AND state IN \(list: states)
            """
        )
    }

    /// An address that will not take mail is not tried by the next campaign either.
    private func distrust(_ address: Address, in session: any Session) throws {
        guard address.standing == .usable else { return }
        try AddressStore.setStanding(addressID: address.id, .bounced, in: session)
    }

    private func add(
        _ outcome: AttemptOutcome,
        _ notice: DueNotice,
        _ details: String?,
        in session: any Session
    ) throws {
        try AttemptStore.add(
            notice: notice.id,
            channel: notice.channel,
            address: notice.address.id,
            outcome,
            details: details,
            at: now,
            in: session
        )
    }
}
