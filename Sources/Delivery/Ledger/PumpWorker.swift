import Basis
import Catalog
import Database
import Mail

/// Works off one segment at a time: reads what is due, hands it over group by group, and keeps the books.
struct PumpWorker: Sendable {
    let database: any Database
    let source: any RecipientSource
    let channels: [AddressChannel: any Channel]
    let clock: any WallClock
    let ledger: Ledger
    let state: PumpState

    /// When to look again at notices that this pump has no channel for.
    private static let foreignPause = Span.minutes(1)

    private struct Outgoing: Sendable {
        var due: DueNotice
        var message: OutgoingNotice
    }

    private struct Load: Sendable {
        var outgoing: [Outgoing] = []
        var unusable: [DueNotice] = []
        /// Due, but not to be sent before; nil where all can be.
        var notBefore: Instant?
        var isEmpty: Bool { outgoing.isEmpty && unusable.isEmpty }
    }

    func run(until end: ContinuousClock.Instant) async throws {
        // One segment at least, however busy the machine is.
        repeat {
            let now = clock.now()
            guard let claim = try await database.write({ try ledger.claim(at: now, in: $0) }) else { return }
            try await work(claim)
        } while ContinuousClock.now < end && !mustStop
    }

    private var mustStop: Bool { state.isStopping || Task.isCancelled }

    private func work(_ claim: SegmentClaim) async throws {
        while true {
            let load = try await load(claim)
            let isDone = load.isEmpty || mustStop
            let wentOn = isDone ? true : try await send(load, of: claim)
            guard wentOn else { return }
            if isDone {
                let notBefore = load.notBefore ?? clock.now()
                let step = LedgerStep(unusable: load.unusable, closing: .init(notBefore: notBefore))
                _ = try await advance(claim, step)
                return
            }
        }
    }

    private func load(_ claim: SegmentClaim) async throws -> Load {
        let now = clock.now()
        return try await database.read { session in
            let due = try ledger.due(claim, at: now, in: session)
            guard !due.isEmpty else { return Load() }
            let kit = try state.kit(of: claim.campaign, in: session)
            let customers = due.map(\.customerID)
            let personal = try source.personal(claim.campaign, customerIDs: customers, at: now, in: session)
            var load = Load()
            for notice in due {
                if kit.rules.obstacle(to: notice.address) != nil {
                    load.unusable.append(notice)
                } else if let later = notBefore(notice.channel, at: now) {
                    load.notBefore = max(later, load.notBefore ?? later)
                } else if let variant = kit.variants.variant(for: notice.language) {
                    let words = personal[notice.customerID] ?? [:]
                    let message = message(notice, claim.campaign, variant, words, at: now)
                    load.outgoing.append(Outgoing(due: notice, message: message))
                }
            }
            return load
        }
    }

    /// When a channel may be used; nil where it may at once.
    private func notBefore(_ channel: AddressChannel, at now: Instant) -> Instant? {
        channels[channel] == nil ? now + Self.foreignPause : state.stopped(channel, at: now)
    }

    private func message(
        _ notice: DueNotice,
        _ campaign: Campaign,
        _ variant: Variant,
        _ personal: [String: String],
        at now: Instant
    ) -> OutgoingNotice {
        OutgoingNotice(
            noticeID: notice.id,
            customerID: notice.customerID,
            addressID: notice.address.id,
            address: notice.address.value,
            variant: variant,
            personal: personal,
            key: OutgoingNotice.key(noticeID: notice.id, campaign: campaign),
            subject: campaign.subject,
            purpose: campaign.purpose,
            at: now,
            isRepeat: notice.isRepeat
        )
    }

    /// Hands over group after group. False where the segment is not this worker's any more or was closed here.
    private func send(_ load: Load, of claim: SegmentClaim) async throws -> Bool {
        var settled: [Settlement] = []
        var unusable = load.unusable
        for group in groups(load.outgoing) {
            if mustStop || state.stopped(group[0].due.channel, at: clock.now()) != nil { break }
            let step = LedgerStep(settled: settled, unusable: unusable, intended: group.map(\.due.id))
            (settled, unusable) = ([], [])
            switch try await advance(claim, step) {
            case .fencedOff: return false
            case .inactive:
                _ = try await advance(claim, LedgerStep(closing: .init(notBefore: clock.now())))
                return false
            case .intended(let ids):
                settled = await handOver(group.filter { ids.contains($0.due.id) }, of: claim)
            }
        }
        guard !settled.isEmpty || !unusable.isEmpty else { return true }
        let answer = try await advance(claim, LedgerStep(settled: settled, unusable: unusable))
        if case .fencedOff = answer { return false }
        return true
    }

    /// Of one channel each, and no larger than may be in flight at once.
    private func groups(_ outgoing: [Outgoing]) -> [[Outgoing]] {
        var groups: [[Outgoing]] = []
        for notice in outgoing {
            if let last = groups.last, last.count < OutgoingNotice.groupLimit,
                last[0].due.channel == notice.due.channel
            {
                groups[groups.count - 1].append(notice)
            } else {
                groups.append([notice])
            }
        }
        return groups
    }

    private func handOver(_ group: [Outgoing], of claim: SegmentClaim) async -> [Settlement] {
        guard let kind = group.first?.due.channel, let channel = channels[kind] else { return [] }
        let brake = Brake()
        let messages = group.map { outgoing in
            var message = outgoing.message
            message.brake = brake
            return message
        }
        let outcomes = await withTaskGroup(of: [DeliveryOutcome]?.self) { tasks in
            tasks.addTask { await channel.deliver(messages) }
            tasks.addTask {
                await watch(claim.campaign.id, brake)
                return nil
            }
            defer { tasks.cancelAll() }
            for await outcomes in tasks { if let outcomes { return outcomes } }
            return []
        }
        return group.enumerated().map { index, notice in
            let missing = DeliveryOutcome.unknown(detail: "the channel gave no answer")
            let outcome = index < outcomes.count ? outcomes[index] : missing
            switch outcome {
            case .refusedSender: state.stop(kind, until: clock.now() + Settler.senderPause)
            case .notTried(let pause, stopsChannel: true): state.stop(kind, until: clock.now() + pause)
            default: break
            }
            return Settlement(notice: notice.due, outcome: outcome)
        }
    }

    /// Looks now and then whether the campaign goes on, while a group is under way to a slow far end.
    private func watch(_ campaignID: Int64, _ brake: Brake) async {
        while !Task.isCancelled {
            // Cancelled when the group is through; that is all a cancelled sleep means here.
            try? await Task.sleep(for: PumpState.lookPeriod)
            guard !Task.isCancelled else { return }
            guard await goesOn(campaignID) else { return brake.pull() }
        }
    }

    /// As some worker of this pump found it a moment ago, so that many slow groups ask once.
    private func goesOn(_ campaignID: Int64) async -> Bool {
        if let known = state.goesOn(campaignID) { return known }
        // Where the database cannot be asked, nothing is known that would stop it; the next step asks again.
        let campaign = try? await database.read { try CampaignStore.with(id: campaignID, in: $0) }
        let goesOn = campaign?.state.isActive ?? true
        state.note(campaignID, goesOn: goesOn)
        return goesOn
    }

    private func advance(_ claim: SegmentClaim, _ step: LedgerStep) async throws -> LedgerAnswer {
        let now = clock.now()
        let isAnnounced = step.closing != nil || (!step.settled.isEmpty && state.mayAnnounce())
        return try await database.write { session in
            let answer = try ledger.advance(claim, step, at: now, in: session)
            if isAnnounced { try session.announce(.delivery(claim.campaign.subject)) }
            return answer
        }
    }
}
