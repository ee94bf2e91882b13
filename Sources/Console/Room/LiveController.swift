import Access
import Basis
import Database
import Delivery
import HTTPTypes
import Hummingbird
import Incidents
import NIOCore
import Response
import ServiceLifecycle
import Synchronization

/// Tells an open room what changes, as server-sent events: the counts at most once a second, with which the page
/// knows that there is something new to fetch.
struct LiveController: Sendable {
    /// Between two looks; also the longest time that a stream outlives a shutdown or its reader.
    static let pause = Duration.seconds(1)
    /// Looks between two comments that keep proxies and browsers from giving up.
    static let looksPerHeartbeat = 15
    static let streamsMax = 64

    let house: ConsoleHouse
    private let open = OpenStreams()

    init(house: ConsoleHouse) {
        self.house = house
    }

    var endpoints: RouteTable {
        RouteTable()
            .page("incidents/:incident/live", .staff(.viewer), use: live)
    }

    @Sendable
    func live(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let name = try context.parameters.require("incident")
        let words = house.words(context.language)
        guard let incident = try await house.response.read({ try IncidentStore.with(name: name, in: $0) })
        else {
            throw HTTPError(.notFound)
        }
        guard open.enter(max: Self.streamsMax) else { throw HTTPError(.serviceUnavailable) }
        let place = StreamPlace(open)
        let news = News(house.database, incidentID: incident.id, staffID: context.caller?.actor.staffID)
        let signIn = context.caller?.signIn
        return Response(
            status: .ok,
            headers: [.contentType: "text/event-stream; charset=utf-8"],
            body: ResponseBody { writer in
                defer { place.leave() }
                let isGone = Flag()
                try await request.body.consumeWithInboundCloseHandler { _ in
                    try await withThrowingTaskGroup(of: Void.self) { group in
                        group.addTask { await news.listen() }
                        try await follow(incident.id, signIn, news, words, isGone, &writer)
                        group.cancelAll()
                    }
                } onInboundClosed: {
                    isGone.raise()
                }
                try await writer.finish(nil)
            }
        )
    }

    private func follow(
        _ incidentID: Int64,
        _ signIn: SignIn?,
        _ news: News,
        _ words: Words,
        _ isGone: Flag,
        _ writer: inout any ResponseBodyWriter
    ) async throws {
        var quietLooks = 0
        while !isGone.isRaised, !news.hasEnded, !Task.isShuttingDownGracefully {
            let now = house.clock.now()
            // Whoever was logged out, disabled or given another role reads no more, and a session may run out.
            if news.takeAccess() || quietLooks >= Self.looksPerHeartbeat {
                guard try await isWelcome(signIn, now) else { return }
            }
            if news.take() {
                let tallies = house.tallies
                let report = try await house.response.read { session -> ToldReport? in
                    guard let incident = try IncidentStore.with(id: incidentID, in: session) else {
                        return nil
                    }
                    return try tallies.told.value(incident, at: now, in: session)
                }
                guard let report else { return }
                try await writer.write(ByteBuffer(string: Self.event(report.counts, words, now: now)))
                quietLooks = 0
            } else {
                quietLooks += 1
            }
            if quietLooks >= Self.looksPerHeartbeat {
                try await writer.write(ByteBuffer(string: ": still here\n\n"))
                quietLooks = 0
            }
            try await Task.sleep(for: Self.pause)
        }
    }

    /// Whether the session with which a stream was opened still holds.
    private func isWelcome(_ signIn: SignIn?, _ now: Instant) async throws -> Bool {
        let limits = house.entry.limits
        guard let signIn else {
            // Its owner opened it before anybody could log in.
            return try await house.response.read { try !AccountStore.isAnybodyActive(in: $0) }
        }
        return try await house.response.read {
            try SignInStore.isAlive(signIn.id, limits: limits, at: now, in: $0)
        }
    }

    /// The counts and the bar, as the page writes them; numbers and words only, so no escaping is needed but JSON's.
    static func event(_ counts: ToldCounts, _ words: Words, now: Instant) -> String {
        let bar = ToldBar(counts, words: words)
        let event = Event(
            now: now,
            hurt: bar.hurt,
            summary: bar.summary,
            parts: bar.parts.map { Event.Part(look: $0.look, count: $0.count, x: $0.x, width: $0.width) }
        )
        return "event: counts\ndata: \(JSONText.encode(event))\n\n"
    }

    private struct Event: Encodable {
        /// The server's time: in a replay it is not the reader's.
        var now: Instant
        var hurt: String
        var summary: String
        var parts: [Part]

        struct Part: Encodable {
            var look: String
            var count: String
            var x: Int
            var width: Int
        }
    }
}

/// Whether something about one incident, or about what its reader may do, was announced since the last look.
private final class News: Sendable {
    private struct State {
        // True at first, so that a page that was loaded a while ago catches up.
        var isNew = true
        var isAccessNew = true
        var hasEnded = false
    }

    private let topics: AsyncStream<Topic>
    private let wanted: Set<Topic>
    private let access: Topic?
    private let state = Mutex(State())

    /// - Parameter staffID: whose session it is; nil where nobody can log in yet.
    init(_ database: any Database, incidentID: Int64, staffID: Int64?) {
        topics = database.announcements()
        access = staffID.map(Topic.access)
        wanted = [.incident(incidentID), .delivery(IncidentRecipients.subject(incidentID))]
    }

    func listen() async {
        for await topic in topics {
            let isAll = topic == .everything
            let (isNews, isAccess) = (isAll || wanted.contains(topic), isAll || topic == access)
            guard isNews || isAccess else { continue }
            state.withLock { state in
                state.isNew = state.isNew || isNews
                state.isAccessNew = state.isAccessNew || isAccess
            }
        }
        state.withLock { $0.hasEnded = true }
    }

    func take() -> Bool {
        state.withLock { state in
            defer { state.isNew = false }
            return state.isNew
        }
    }

    func takeAccess() -> Bool {
        state.withLock { state in
            defer { state.isAccessNew = false }
            return state.isAccessNew
        }
    }

    var hasEnded: Bool { state.withLock { $0.hasEnded } }
}

/// How many streams are open.
private final class OpenStreams: Sendable {
    private let count = Mutex(0)

    func enter(max: Int) -> Bool {
        count.withLock { count in
            guard count < max else { return false }
            count += 1
            return true
        }
    }

    func leave() { count.withLock { $0 -= 1 } }
}

/// One stream's place among them: given back once, also where the answer was never written.
private final class StreamPlace: Sendable {
    private let streams: OpenStreams
    private let isTaken = Mutex(true)

    init(_ streams: OpenStreams) {
        self.streams = streams
    }

    func leave() {
        let wasTaken = isTaken.withLock { isTaken in
            defer { isTaken = false }
            return isTaken
        }
        if wasTaken { streams.leave() }
    }

    deinit { leave() }
}

private final class Flag: Sendable {
    private let value = Mutex(false)

    func raise() { value.withLock { $0 = true } }
    var isRaised: Bool { value.withLock { $0 } }
}
