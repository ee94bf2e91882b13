import Basis
import Foundation
import StatusPage
import Synchronization
import TestSupport
import Testing

/// The page stays up while the database is away, says how old it is, and comes back by itself.
struct SiteKeeperTests {
    private struct Away: Error {}

    /// A source that a test changes, breaks and counts.
    private final class Source: Sendable {
        private struct Content {
            var state: PublicState?
            var loads = 0
        }

        private let content: Mutex<Content>

        init(_ state: PublicState?) { content = Mutex(Content(state: state)) }

        var loads: Int { content.withLock { $0.loads } }

        func set(_ state: PublicState?) { content.withLock { $0.state = state } }

        func load(_ now: Instant) throws -> PublicState {
            try content.withLock { content in
                content.loads += 1
                guard let state = content.state else { throw Away() }
                return state
            }
        }
    }

    private func keeper(
        _ source: Source,
        shelf: StateShelf? = nil,
        now: Instant = Sample.now
    ) throws -> SiteKeeper {
        try SiteKeeper(renderer: Rendered.renderer(), shelf: shelf, now: now) { try source.load($0) }
    }

    private func front(_ keeper: SiteKeeper) throws -> String { try keeper.current.text("/") }

    @Test func `before anything was read it claims nothing`() throws {
        let keeper = try keeper(Source(Sample.state()))

        let site = keeper.current
        #expect(site.asOf == nil)
        #expect(try #require(site.find("/")).document.status == .unavailable)
        #expect(try #require(site.find("/api/v2/summary.json")).document.status == .unavailable)
        #expect(!(try front(keeper)).contains("working normally"))
    }

    @Test func `a change is shown, and only a change is rendered`() async throws {
        let source = Source(Sample.quiet)
        let keeper = try keeper(source)
        await keeper.refresh(now: Sample.now)
        let first = keeper.current

        await keeper.refresh(now: Sample.now + .seconds(10))
        #expect(keeper.current.asOf == first.asOf)
        source.set(Sample.state())
        await keeper.refresh(now: Sample.now + .seconds(20))

        #expect(try front(keeper).contains("Not working:"))
        #expect(keeper.current.asOf == Sample.now + .seconds(20))
    }

    @Test func `without the database the last good state stays and says its time`() async throws {
        let source = Source(Sample.state())
        let keeper = try keeper(source)
        await keeper.refresh(now: Sample.now)
        #expect(!keeper.current.isStale)

        source.set(nil)
        await keeper.refresh(now: Sample.at("11:30"))

        #expect(keeper.current.isStale)
        #expect(keeper.current.asOf == Sample.now)
        let html = try front(keeper)
        #expect(html.contains("What you see is the last that we knew: 9 November 2017, 09:20."))
        #expect(html.contains("Not working:"))
        // What became late after the last look is not known, so nothing is said about it.
        #expect(!html.contains("We are late"))
        source.set(Sample.state())
        await keeper.refresh(now: Sample.at("11:31"))
        #expect(!keeper.current.isStale)
        #expect(!(try front(keeper)).contains("the last that we knew"))
    }

    @Test func `a promise that passes changes the page although nothing changed`() async throws {
        let keeper = try keeper(Source(Sample.state()))
        var now = Sample.now
        while now <= Sample.at("10:01") {
            let next = await keeper.tick(now)
            #expect(try front(keeper).contains("We are late") == (now >= Sample.at("10:00")))
            now = try #require(next)
        }
    }

    @Test func `it looks again by itself, and at once when it is woken`() async throws {
        let source = Source(Sample.quiet)
        let keeper = try keeper(source)

        #expect(await keeper.tick(Sample.now) == Sample.now + .seconds(30))
        source.set(Sample.state())
        #expect(await keeper.tick(Sample.now + .seconds(5)) == Sample.now + .seconds(35))
        #expect(try front(keeper).contains("Not working:"))
    }

    @Test func `a storm of announcements is read once a second, and its last change is not lost`()
        async throws
    {
        let source = Source(Sample.quiet)
        let keeper = try keeper(source)
        _ = await keeper.tick(Sample.now)

        source.set(Sample.state())
        for step in 1..<10 {
            let next = await keeper.tick(Sample.now + Span(milliseconds: Int64(step) * 100))
            #expect(next == Sample.now + .seconds(1))
        }
        #expect(source.loads == 1)
        _ = await keeper.tick(Sample.now + .seconds(1))
        #expect(source.loads == 2)
        #expect(try front(keeper).contains("Not working:"))
    }

    @Test func `a clock that is set back does not silence the page`() async throws {
        let source = Source(Sample.quiet)
        let keeper = try keeper(source)
        _ = await keeper.tick(Sample.now)

        _ = await keeper.tick(Sample.now - .hours(1))
        #expect(source.loads == 2)
    }

    @Test func `a process that starts without the database shows what the last one knew`() async throws {
        let shelf = StateShelf(path: try ThrowAwayFolder.path("site.json"))
        let first = try keeper(Source(Sample.state()), shelf: shelf)
        await first.refresh(now: Sample.now)

        let second = try keeper(Source(nil), shelf: shelf, now: Sample.at("12:00"))
        await second.refresh(now: Sample.at("12:00"))

        #expect(second.current.isStale)
        #expect(second.current.asOf == Sample.now)
        #expect(try front(second).contains("Not working:"))
    }

    @Test(arguments: ["", "{", "{\"state\":{}}", String(repeating: "x", count: 10_000)])
    func `a broken file of the last state stops nobody`(content: String) async throws {
        let shelf = StateShelf(path: try ThrowAwayFolder.path("site.json"))
        try Data(content.utf8).write(to: URL(fileURLWithPath: shelf.path))

        let keeper = try keeper(Source(Sample.quiet), shelf: shelf)
        #expect(keeper.current.asOf == nil)
        await keeper.refresh(now: Sample.now)
        #expect(try front(keeper).contains("All services are working normally"))
    }

    @Test func `the kept state of another page is not shown`() async throws {
        let shelf = StateShelf(path: try ThrowAwayFolder.path("site.json"))
        var other = Sample.state()
        other.page.name = "Another"
        try shelf.put(StateShelf.Content(state: other, readAt: Sample.now))

        #expect(try keeper(Source(nil), shelf: shelf).current.asOf == nil)
    }

    @Test func `the state survives the file as it was`() throws {
        let shelf = StateShelf(path: try ThrowAwayFolder.path("site.json"))
        try shelf.put(StateShelf.Content(state: Sample.state(), readAt: Sample.now))

        #expect(try shelf.take()?.state == Sample.state())
        #expect(try shelf.take()?.readAt == Sample.now)
    }

    @Test func `many who ask at once cause few readings`() async throws {
        let source = Source(Sample.quiet)
        let keeper = try SiteKeeper(renderer: Rendered.renderer(), now: Sample.now) { now in
            try await Task.sleep(for: .milliseconds(50))
            return try source.load(now)
        }

        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<100 { group.addTask { await keeper.refresh(now: Sample.now) } }
        }
        #expect((1...3).contains(source.loads))
    }
}
