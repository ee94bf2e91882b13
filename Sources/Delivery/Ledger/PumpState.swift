import Basis
import Catalog
import Database
import Synchronization

/// What a pump remembers between ticks: that it is to stop, which channels refuse us, wordings already read.
final class PumpState: Sendable {
    /// Wordings and rules of a campaign; neither changes after its launch.
    struct Kit: Sendable {
        var variants: VariantSet
        var rules: ChoiceRules
    }

    private struct Memory {
        var isStopping = false
        var ticks = 0
        var waitingForIdle: [CheckedContinuation<Void, Never>] = []
        var kits: [Int64: Kit] = [:]
        var stopped: [AddressChannel: Instant] = [:]
        var lastAnnouncement: ContinuousClock.Instant?
        /// Whether a campaign goes on, and when somebody looked.
        var looks: [Int64: (at: ContinuousClock.Instant, goesOn: Bool)] = [:]
    }

    private static let kitsMax = 64
    /// How often it is looked whether a campaign goes on while a group of it is under way.
    static let lookPeriod = Duration.milliseconds(500)
    /// A live bar needs no more.
    private static let announcementPeriod = Duration.milliseconds(250)

    private let memory = Mutex(Memory())

    var isStopping: Bool { memory.withLock { $0.isStopping } }

    /// False where the pump is to stop.
    func beginTick() -> Bool {
        memory.withLock { memory in
            if !memory.isStopping { memory.ticks += 1 }
            return !memory.isStopping
        }
    }

    func endTick() {
        let waiting = memory.withLock { memory in
            memory.ticks -= 1
            guard memory.ticks == 0 else { return [CheckedContinuation<Void, Never>]() }
            defer { memory.waitingForIdle = [] }
            return memory.waitingForIdle
        }
        for continuation in waiting { continuation.resume() }
    }

    /// Lets no further tick begin and returns when those under way have ended.
    func stop() async {
        await withCheckedContinuation { continuation in
            let isIdle = memory.withLock { memory in
                memory.isStopping = true
                if memory.ticks > 0 { memory.waitingForIdle.append(continuation) }
                return memory.ticks == 0
            }
            if isIdle { continuation.resume() }
        }
    }

    /// Nothing leaves on the channel before `moment`.
    func stop(_ channel: AddressChannel, until moment: Instant) {
        memory.withLock { $0.stopped[channel] = moment }
    }

    /// Until when the channel is stopped; nil where it is not.
    func stopped(_ channel: AddressChannel, at now: Instant) -> Instant? {
        memory.withLock { memory in memory.stopped[channel].flatMap { $0 > now ? $0 : nil } }
    }

    func mayAnnounce() -> Bool {
        memory.withLock { memory in
            let now = ContinuousClock.now
            if let last = memory.lastAnnouncement, now - last < Self.announcementPeriod { return false }
            memory.lastAnnouncement = now
            return true
        }
    }

    /// Whether a campaign goes on; nil where nobody looked a moment ago.
    func goesOn(_ campaignID: Int64) -> Bool? {
        memory.withLock { memory in
            guard let look = memory.looks[campaignID], ContinuousClock.now - look.at < Self.lookPeriod else {
                return nil
            }
            return look.goesOn
        }
    }

    func note(_ campaignID: Int64, goesOn: Bool) {
        memory.withLock { memory in
            if memory.looks.count >= Self.kitsMax { memory.looks = [:] }
            memory.looks[campaignID] = (.now, goesOn)
        }
    }

    func kit(of campaign: Campaign, in session: any Session) throws -> Kit {
        if let known = memory.withLock({ $0.kits[campaign.id] }) { return known }
        let kit = Kit(
            variants: try VariantStore.of(campaign: campaign.id, in: session),
            rules: try CampaignStore.rules(of: campaign, in: session)
        )
        memory.withLock { memory in
            if memory.kits.count >= Self.kitsMax { memory.kits = [:] }
            memory.kits[campaign.id] = kit
        }
        return kit
    }
}
