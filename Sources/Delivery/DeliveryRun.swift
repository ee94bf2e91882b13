import Basis
import Database

/// Runs planner and pump in the foreground until no machine work is due: `amends deliver --until-idle`.
package struct DeliveryRun: Sendable {
    /// How far it is, about once a second.
    package struct Progress: Sendable, Hashable {
        /// Notices for a machine, planned so far in the campaigns that this run began with or met.
        package var planned: Int
        /// Those of them that wait for a machine no more.
        package var settled: Int
        /// Whether more may be planned yet.
        package var isPlanning: Bool

        package init(planned: Int, settled: Int, isPlanning: Bool) {
            self.planned = planned
            self.settled = settled
            self.isPlanning = isPlanning
        }
    }

    private let database: any Database
    private let planner: Planner
    private let pump: Pump
    private let clock: any WallClock
    private let patience: Span

    /// - Parameter patience: how long to wait for what is due later: leases of a node that died.
    package init(database: any Database, planner: Planner, pump: Pump, clock: any WallClock, patience: Span) {
        self.database = database
        self.planner = planner
        self.pump = pump
        self.clock = clock
        self.patience = patience
    }

    package func run(progress: (@Sendable (Progress) -> Void)? = nil) async throws {
        // All that was not finished at the beginning counts to the end; what is launched meanwhile is newer.
        let known = try await database.read {
            try CampaignStore.all(in: [.planning, .sending], in: $0).map(\.id)
        }
        let oldest = known.min() ?? .max
        while !Task.isCancelled {
            let now = clock.now()
            async let planned = planner.tick(now)
            _ = try await pump.tick(now)
            let plannedNext = try await planned
            if let progress { progress(try await database.read { try Self.progress(since: oldest, in: $0) }) }
            if let plannedNext, plannedNext <= now { continue }
            // Asked again, as the planner may have added waves behind the pump's back.
            guard let next = try await pump.nextDue(clock.now()), next <= clock.now() + patience else {
                return
            }
            let pause = next - clock.now()
            if pause.milliseconds > 0 { try await Task.sleep(for: .milliseconds(pause.milliseconds)) }
        }
    }

    private static func progress(since oldest: Int64, in session: any Session) throws -> Progress {
        let planned = try session.count(
            """
            SELECT CAST(COALESCE(SUM(s.last_notice_id - s.first_notice_id + 1), 0) AS BIGINT) FROM segment s
            WHERE s.campaign_id >= \(oldest)
            """
        )
        let open = try session.count(
            """
            SELECT CAST(COALESCE(SUM(s.last_notice_id - s.first_notice_id + 1), 0) AS BIGINT) FROM segment s
            WHERE s.campaign_id >= \(oldest) AND s.state = 'open'
            """
        )
        let planning = try CampaignStore.all(in: [.planning], in: session)
        return Progress(planned: planned, settled: planned - open, isPlanning: !planning.isEmpty)
    }
}
