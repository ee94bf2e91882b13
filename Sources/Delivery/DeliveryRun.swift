import Basis
import Database

/// Runs planner and pump in the foreground until no machine work is due: `amends deliver --until-idle`.
package struct DeliveryRun: Sendable {
    /// How far it is, about once a second.
    package struct Progress: Sendable, Hashable {
        /// Notices planned so far in the campaigns under way.
        package var planned: Int
        /// Those of them that wait for a machine no more.
        package var settled: Int
        /// Whether more may be planned yet.
        package var isPlanning: Bool
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
        while !Task.isCancelled {
            let now = clock.now()
            async let planned = planner.tick(now)
            _ = try await pump.tick(now)
            let plannedNext = try await planned
            if let progress { progress(try await database.read { try Self.progress(in: $0) }) }
            if let plannedNext, plannedNext <= now { continue }
            // Asked again, as the planner may have added waves behind the pump's back.
            guard let next = try await pump.nextDue(clock.now()), next <= clock.now() + patience else { return }
            let pause = next - clock.now()
            if pause.milliseconds > 0 { try await Task.sleep(for: .milliseconds(pause.milliseconds)) }
        }
    }

    private static func progress(in session: any Session) throws -> Progress {
        let campaigns = try CampaignStore.all(in: [.planning, .sending], in: session)
        let ids = campaigns.map(\.id)
        let planned = try session.count(
            "SELECT CAST(COALESCE(SUM(recipients), 0) AS BIGINT) FROM wave WHERE campaign_id IN \(list: ids)"
        )
        let open = try session.count(
            """
            SELECT CAST(COALESCE(SUM(last_notice_id - first_notice_id + 1), 0) AS BIGINT) FROM segment
            WHERE state = 'open' AND campaign_id IN \(list: ids)
            """
        )
        return Progress(
            planned: planned,
            settled: max(0, planned - open),
            isPlanning: campaigns.contains { $0.state == .planning }
        )
    }
}
