import Basis
import Database

/// Plans the waves after the first, each in a short transaction of its own, and writes off what ended early.
///
/// It can be killed anywhere: a wave and the place behind it are written together. Several may run on one database:
/// whoever finds that the place has moved drops what it read.
package struct Planner: Sendable {
    private let database: any Database
    private let source: any RecipientSource
    private let clock: any WallClock
    private let pace = PlannerPace()

    /// One tick works about this long, so that whoever calls it can show progress and stop.
    private static let tickSpan = Duration.seconds(1)
    /// How often a campaign under way is asked whether its matter is settled.
    private static let fixedCheckPeriod = Span.seconds(5)
    private static let inFlightPeriod = Span.seconds(1)

    package init(database: any Database, source: any RecipientSource, clock: any WallClock) {
        self.database = database
        self.source = source
        self.clock = clock
    }

    /// Does what is due. Returns when it wants to be called again: at once where there is more; nil: when told to.
    package func tick(_ now: Instant) async throws -> Instant? {
        let end = ContinuousClock.now + Self.tickSpan
        try await stopFixed(now)
        for campaign in try await database.read({ try CampaignStore.all(in: [.planning], in: $0) }) {
            try await plan(campaign, now, until: end)
            try await database.write { try CallDesk.assignNew(campaign.subject, at: now, in: $0) }
        }
        for campaign in try await database.read({ try CampaignStore.inCanary(in: $0) }) {
            try await database.write { try CampaignStore.checkCanary(campaign.id, at: now, in: $0) }
        }
        for campaign in try await database.read({ try WriteOff.campaigns(in: $0) }) {
            try await writeOff(campaign, until: end)
        }
        return try await nextDue(now)
    }

    private func nextDue(_ now: Instant) async throws -> Instant? {
        try await database.read { session in
            if try !CampaignStore.all(in: [.planning], in: session).isEmpty { return now }
            if try !WriteOff.campaigns(in: session).isEmpty { return now + Self.inFlightPeriod }
            let isSending = try !CampaignStore.all(in: [.sending], in: session).isEmpty
            return isSending ? now + Self.fixedCheckPeriod : nil
        }
    }

    private func stopFixed(_ now: Instant) async throws {
        let source = source
        let fixed = try await database.read { session in
            try CampaignStore.all(in: [.planning, .sending], in: session).filter {
                try source.isFixedMeanwhile($0, in: session)
            }
        }
        for campaign in fixed {
            try await database.write { try WriteOff.stop(campaign, at: now, in: $0) }
        }
    }

    /// Plans wave after wave. While one is written, the next is already read.
    private func plan(_ campaign: Campaign, _ now: Instant, until end: ContinuousClock.Instant) async throws {
        let rules = try await database.read { try CampaignStore.rules(of: campaign, in: $0) }
        let reader = WaveReader(campaign: campaign, rules: rules, source: source, now: now)
        var wave = try await read(reader, after: campaign.planCursor, excluding: [])
        while true {
            let current = wave
            let hasTime = ContinuousClock.now < end && !Task.isCancelled
            async let following = hasTime ? readNext(reader, behind: current) : nil
            let isWritten = try await write(current, of: campaign, at: clock.now())
            guard let next = try await following, isWritten else { return }
            wave = next
        }
    }

    private func readNext(_ reader: WaveReader, behind wave: WavePlan) async throws -> WavePlan? {
        guard let next = wave.next else { return nil }
        return try await read(reader, after: next, excluding: Set(wave.entries.map(\.customerID)))
    }

    private func read(
        _ reader: WaveReader,
        after cursor: String?,
        excluding: Set<Int64>
    ) async throws -> WavePlan {
        let limit = pace.current
        return try await database.read { session in
            try reader.plan(after: cursor, limit: limit, excluding: excluding, in: session)
        }
    }

    /// Whether the wave was written: not where the campaign ended meanwhile or another node was faster.
    private func write(_ plan: WavePlan, of campaign: Campaign, at now: Instant) async throws -> Bool {
        let source = source
        let took = try await database.write { session -> Duration? in
            let begin = ContinuousClock.now
            guard let current = try CampaignStore.with(id: campaign.id, in: session),
                current.state == .planning, current.planCursor == plan.cursor
            else { return nil }
            try WaveWriter(campaign: campaign, now: now).write(plan, in: session)
            try source.froze(campaign, recipients: plan.recipients, at: now, in: session)
            try CampaignStore.advance(campaign, past: plan, at: now, in: session)
            try session.announce(.delivery(campaign.subject))
            try session.announce(.deliveryWork)
            return ContinuousClock.now - begin
        }
        guard let took else { return false }
        pace.learn(recipients: plan.entries.count, took: took)
        return true
    }

    private func writeOff(_ campaign: Campaign, until end: ContinuousClock.Instant) async throws {
        var place: Int64 = 0
        // One step at least, however long the planning took.
        repeat {
            let (after, now) = (place, clock.now())
            let last = try await database.write { try WriteOff.step(campaign, after: after, at: now, in: $0) }
            guard let last else { return }
            place = last
        } while ContinuousClock.now < end
    }
}
