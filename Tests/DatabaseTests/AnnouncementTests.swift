import Database
import TestSupport
import Testing

/// Who listens hears of what was committed, by any process, and of nothing else.
@Suite(.timeLimit(.minutes(2)))
struct AnnouncementTests {
    private static let schema = [
        Migration("001-item", ["CREATE TABLE item (id {id}, number {int} NOT NULL UNIQUE)"])
    ]

    /// Starts to listen and waits until the line stands, so that nothing can be missed from then on.
    private func listen(_ database: any Database) async -> AsyncStream<Topic> {
        let stream = database.announcements()
        guard database.dialect == .postgres else { return stream }
        for await topic in stream {
            #expect(topic == .everything)
            break
        }
        return stream
    }

    private func next(_ stream: AsyncStream<Topic>) async -> Topic? {
        var iterator = stream.makeAsyncIterator()
        return await iterator.next()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a topic arrives after its commit, and not after a rollback`(
        _ engine: DatabaseUnderTest
    ) async throws {
        struct No: Error {}
        let database = try await engine.open(Self.schema)
        let stream = await listen(database)

        _ = try? await database.write { session in
            try session.announce(Topic("rolled-back"))
            throw No()
        }
        _ = try? await database.write { session in
            try session.announce(Topic("failed"))
            try session.run("INSERT INTO item (number) VALUES (1), (1)")
        }
        try await database.write { session in
            try session.run("INSERT INTO item (number) VALUES (1)")
            try session.announce(Topic("one"))
            try session.announce(Topic("two"))
            try session.announce(Topic("one"))
        }

        #expect(await next(stream) == Topic("one"))
        #expect(await next(stream) == Topic("two"))
        try await database.write { try $0.announce(Topic("three")) }
        #expect(await next(stream) == Topic("three"), "nothing came twice")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a topic arrives at every object on the same data`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        let other = try await database.location.open()
        let here = await listen(database)
        let alsoHere = database.announcements()
        let there = await listen(other)

        for name in ["incident:1", "¿qué?", "incident:1", "incident:1"] {
            try await other.write { try $0.announce(Topic(name)) }
            for stream in [here, alsoHere, there] { #expect(await next(stream) == Topic(name)) }
        }
        try await database.write { try $0.announce(Topic("back")) }
        for stream in [here, alsoHere, there] { #expect(await next(stream) == Topic("back")) }
        await other.close()
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who announces together is heard together`(_ engine: DatabaseUnderTest) async throws {
        let database = try await engine.open(Self.schema)
        let other = try await database.location.open()
        let stream = await listen(other)

        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<50 {
                group.addTask { try await database.write { try $0.announce(Topic("topic:\(number)")) } }
            }
            try await group.waitForAll()
        }

        var heard: Set<Topic> = []
        for await topic in stream {
            heard.insert(topic)
            if heard.count == 50 { break }
        }
        #expect(heard == Set((0..<50).map { Topic("topic:\($0)") }))
        await other.close()
    }
}

struct TopicHubTests {
    @Test func `a slow listener misses repetitions, never a topic`() async {
        let hub = TopicHub()
        var iterator = hub.stream().makeAsyncIterator()

        for _ in 0..<5_000 { hub.publish([Topic("a"), Topic("b")]) }
        hub.publish([Topic("c")])

        #expect(await iterator.next() == Topic("a"))
        hub.publish([Topic("a")])
        #expect(await iterator.next() == Topic("b"))
        #expect(await iterator.next() == Topic("c"))
        #expect(await iterator.next() == Topic("a"))
    }

    @Test func `a listener that is far behind hears that everything may have changed`() async {
        let hub = TopicHub()
        var iterator = hub.stream().makeAsyncIterator()

        hub.publish((0..<5_000).map { Topic("incident:\($0)") })
        hub.publish([Topic("last")])

        #expect(await iterator.next() == .everything)
        var rest: Set<Topic> = []
        while !rest.contains(Topic("last")), let topic = await iterator.next() { rest.insert(topic) }
        #expect(rest.contains(Topic("last")))
        #expect(Topic.everything.concerns(Topic("incident:7")))
        #expect(!Topic("a").concerns(Topic("b")))
    }

    @Test func `streams end when the hub is finished, also later ones`() async {
        let hub = TopicHub()
        let stream = hub.stream()
        hub.publish([Topic("a")])

        hub.finish()

        var heard: [Topic] = []
        for await topic in stream { heard.append(topic) }
        #expect(heard == [Topic("a")])
        for await _ in hub.stream() { Issue.record("nothing comes") }
    }

    @Test func `a listener whose task is cancelled stops waiting`() async {
        let hub = TopicHub()
        let stream = hub.stream()
        let listening = Task {
            for await _ in stream {}
            return true
        }

        listening.cancel()

        #expect(await listening.value)
    }
}
