import Basis
import Database
import Delivery
import Synchronization
import TestSupport
import Testing

/// Processes that are killed at every point. Nobody may be lost; what may arrive twice is counted and bounded.
struct CrashTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `killed at any use of the database, the next process finishes the work`(
        engine: DatabaseUnderTest
    ) async throws {
        var uses = 1
        var wasKilled = true
        while wasKilled {
            for losesAnswer in [false, true] {
                let house = try await DeliveryHouse.open(engine)
                try await house.add(Sample.mailed(23))
                _ = try await house.launch()
                let dying = DyingDatabase(house.database, after: uses, losesAnswer: losesAnswer)
                _ = try? await house.pump(node: 1, over: dying, lease: 0).tick(house.now)  // it was killed
                #expect(try await house.findings().isEmpty)
                wasKilled = dying.isDead

                _ = try await house.pump(node: 2, lease: 0).tick(house.now)

                try await expectNobodyLost(house, crashes: 1)
            }
            uses += 1
        }
        #expect(uses > 6)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `ten kills in a row lose nobody either`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(300))
        _ = try await house.launch()

        for kill in 1...10 {
            let dying = DyingDatabase(house.database, after: 3 + kill, losesAnswer: kill.isMultiple(of: 2))
            _ = try? await house.pump(node: kill, over: dying, lease: 0).tick(house.now)  // it was killed
        }
        _ = try await house.pump(node: 11, lease: 0).tick(house.now)

        try await expectNobodyLost(house, crashes: 10)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a lease that still runs is respected, then taken over`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(5))
        _ = try await house.launch()
        let dying = DyingDatabase(house.database, after: 5, losesAnswer: false)
        _ = try? await house.pump(node: 1, over: dying, lease: 600).tick(house.now)  // it was killed

        let second = house.pump(node: 2, lease: 600)
        let due = try #require(try await second.tick(house.now))
        #expect(due > house.now && due <= house.now + .seconds(600))
        #expect(try await house.report().counts.waiting == 5)

        // Leases run in the database's own time, which no test moves: so the lease is what is moved.
        try await house.database.write { try $0.run("UPDATE segment SET lease_until = 1") }
        _ = try await second.tick(house.now)
        try await expectNobodyLost(house, crashes: 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a node that is provably dead is taken over at once`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(5))
        _ = try await house.launch()
        var dead = NodeIdentity.current()
        dead.startedAt += 1  // the same number, but another process
        let dying = DyingDatabase(house.database, after: 5, losesAnswer: false)
        let first = Pump(
            database: dying,
            source: house.source,
            channels: [house.mail],
            clock: house.clock,
            node: dead,
            leaseSeconds: 3_600,
            workers: 1
        )
        _ = try? await first.tick(house.now)  // it was killed

        let second = Pump(
            database: house.database,
            source: house.source,
            channels: [house.mail],
            clock: house.clock,
            node: .current(),
            leaseSeconds: 3_600,
            workers: 1
        )
        _ = try await second.tick(house.now)

        try await expectNobodyLost(house, crashes: 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a worker that was taken for dead writes nothing`(engine: DatabaseUnderTest) async throws {
        let house = try await DeliveryHouse.open(engine)
        let ids = try await house.add(Sample.mailed(3))
        _ = try await house.launch()
        let gate = Gate()
        let zombie = RecordingChannel { _ in
            await gate.pass()
            return .refusedRecipient(detail: "too late to say so")
        }
        let sleeping = Task { try await house.pump(node: 1, channels: [zombie], lease: 0).tick(house.now) }
        await gate.arrived()

        _ = try await house.pump(node: 2, lease: 0).tick(house.now)
        let before = try await house.report()
        gate.open()
        _ = try await sleeping.value

        #expect(house.mail.delivered.count == 3)
        #expect(try await house.report() == before)
        let entry = try await house.history(ids[0])[0]
        #expect(entry.state == .handedOver && entry.isPossibleDuplicate)
        #expect(entry.attempts.map(\.outcome) == [.unknown, .handedOver])
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `released leases are free at once, and what was sent stays sent`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(40))
        _ = try await house.launch()
        let gate = Gate()
        let slow = RecordingChannel { _ in
            await gate.pass()
            return .handedOver(reference: nil)
        }
        let first = house.pump(node: 1, channels: [slow])
        let running = Task { try await first.tick(house.now) }
        await gate.arrived()
        let releasing = Task { await first.release() }
        try await Task.sleep(for: .milliseconds(50))
        gate.open()
        _ = try await running.value
        await releasing.value

        #expect(slow.delivered.count == 10)
        #expect(try await house.report().counts.handedOver == 10)
        #expect(try await first.tick(house.now) == nil)
        _ = try await house.pump(node: 2).tick(house.now)
        #expect(house.mail.delivered.count == 30)
        #expect(try await house.report().counts.possibleDuplicates == 0)
        #expect(try await house.findings().isEmpty)
    }

    /// Everybody got the message or is listed as unknown; who got it twice is counted, with the same key; the books
    /// add up.
    private func expectNobodyLost(_ house: DeliveryHouse, crashes: Int) async throws {
        let report = try await house.report()
        let counts = report.counts
        let reached = Set(house.mail.addresses)
        #expect(counts.handedOver + counts.unknown == counts.planned)
        #expect(
            reached.count >= counts.handedOver && counts.unknown <= crashes / 2 * OutgoingNotice.groupLimit
        )
        #expect(counts.possibleDuplicates <= crashes * OutgoingNotice.groupLimit)
        let extra = house.mail.delivered.count - reached.count
        #expect(extra <= counts.possibleDuplicates)
        #expect(Set(house.mail.delivered.map(\.key)).count == reached.count)
        #expect(try await house.findings().isEmpty)
    }
}

/// A place where somebody waits until it is opened.
final class Gate: Sendable {
    private struct State {
        var isOpen = false
        var hasArrived = false
        var waiting: [CheckedContinuation<Void, Never>] = []
        var watching: [CheckedContinuation<Void, Never>] = []
    }

    private let state = Mutex(State())

    /// Waits here until it is open.
    func pass() async {
        await withCheckedContinuation { continuation in
            let (isOpen, watching) = state.withLock { state in
                state.hasArrived = true
                if !state.isOpen { state.waiting.append(continuation) }
                defer { state.watching = [] }
                return (state.isOpen, state.watching)
            }
            if isOpen { continuation.resume() }
            for watcher in watching { watcher.resume() }
        }
    }

    /// Returns when somebody waits at the gate.
    func arrived() async {
        await withCheckedContinuation { continuation in
            let hasArrived = state.withLock { state in
                if !state.hasArrived { state.watching.append(continuation) }
                return state.hasArrived
            }
            if hasArrived { continuation.resume() }
        }
    }

    func open() {
        let waiting = state.withLock { state in
            state.isOpen = true
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.resume() }
    }
}
