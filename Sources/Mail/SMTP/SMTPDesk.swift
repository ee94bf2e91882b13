import Basis
import NIOCore
import NIOPosix
import NIOSSL

/// The pool's state, on its loop: who waits, who is free, how many there may be.
final class SMTPDesk: SMTPConnectionOwner {
    /// Groups that wait for a connection; more are told to come again.
    static let waitingMax = 1_000
    /// How often times are checked.
    static let tickPeriod = TimeAmount.milliseconds(100)
    /// A group whose connections end under it is given back after so many.
    static let lossesMax = 2
    /// When to come again after a connection was lost in the middle of a message.
    static let pauseAfterLoss = Span.seconds(30)
    static let pauseWhenFull = Span.seconds(1)

    private struct Waiting {
        var group: SMTPGroup
        var since: NIODeadline
    }

    private let relay: SMTPRelay
    private let tls: NIOSSLContext?
    private let loop: any EventLoop
    private var pace: SMTPPace
    private var domains = DomainRests()
    private var connections: [ObjectIdentifier: SMTPConnection] = [:]
    private var free: [SMTPConnection] = []
    private var waiting: [Waiting] = []
    private var isTicking = false
    private var isClosed = false

    init(_ relay: SMTPRelay, connections: Int, tls: NIOSSLContext?, loop: any EventLoop) {
        self.relay = relay
        self.tls = tls
        self.loop = loop
        pace = SMTPPace(most: connections, pauseMin: relay.patience.rest)
    }

    func take(_ group: SMTPGroup) {
        let now = NIODeadline.now()
        guard !isClosed else { return group.settleRest(SMTPOutcome(.held, after: Self.pauseWhenFull)) }
        if let rest = pace.rest(at: now) {
            return group.settleRest(SMTPOutcome(.relayRests(detail: "the relay rests"), after: rest))
        }
        guard waiting.count < Self.waitingMax else {
            return group.settleRest(SMTPOutcome(.held, after: Self.pauseWhenFull))
        }
        waiting.append(Waiting(group: group, since: now))
        assign()
        tickSoon()
    }

    func close() {
        isClosed = true
        for entry in waiting { entry.group.settleRest(SMTPOutcome(.held, after: Self.pauseWhenFull)) }
        waiting = []
        for connection in Array(connections.values) { connection.close() }
    }

    /// Gives waiting groups to free connections, and opens more where both allow it.
    private func assign() {
        while let first = waiting.first, let connection = free.popLast() {
            waiting.removeFirst()
            connection.begin(first.group)
        }
        let opening = connections.values.count { !$0.isReady }
        let wanted = min(waiting.count - opening, pace.allowed - connections.count)
        guard wanted > 0, !isClosed, pace.rest(at: .now()) == nil else { return }
        for _ in 0..<wanted { open() }
    }

    private func open() {
        let connection = SMTPConnection(relay, tls: tls, owner: self)
        connections[ObjectIdentifier(connection)] = connection
        let bound = NIOLoopBound(connection, eventLoop: loop)
        let (host, isImplicit, tls) = (relay.host, relay.security == .implicit, tls)
        let connected = ClientBootstrap(group: loop)
            .connectTimeout(.milliseconds(relay.patience.connect.milliseconds))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if isImplicit, let tls {
                        try channel.pipeline.syncOperations.addHandler(
                            NIOSSLClientHandler.verified(tls, host: host)
                        )
                    }
                    try channel.pipeline.syncOperations.addHandler(bound.value)
                }
            }
            .connect(host: relay.host, port: relay.port)
        connected.whenFailure { error in
            bound.value.failed("the relay \(host) cannot be reached: \(error)")
        }
    }

    // MARK: What connections ask and tell

    func hold(_ message: SMTPMessage) -> SMTPOutcome? {
        if let brake = message.brake, brake.isPulled { return SMTPOutcome(.held, after: Self.pauseWhenFull) }
        let now = NIODeadline.now()
        if let rest = pace.rest(at: now) {
            return SMTPOutcome(.relayRests(detail: "the relay rests"), after: rest)
        }
        return domains.hold(message.domain, at: now).map { SMTPOutcome(.held, after: $0) }
    }

    func outcome(_ verdict: SMTPVerdict, for message: SMTPMessage, sentAt: NIODeadline) -> SMTPOutcome {
        let now = NIODeadline.now()
        switch verdict {
        case .accepted:
            domains.succeeded(message.domain)
            return SMTPOutcome(verdict)
        case .domainRests:
            return SMTPOutcome(verdict, after: domains.failed(message.domain, sentAt: sentAt, at: now))
        case .relayRests, .refusedSender:
            pace.failed(at: now)
            return SMTPOutcome(verdict, after: pace.rest(at: now))
        case .lost: return SMTPOutcome(verdict, after: Self.pauseAfterLoss)
        default: return SMTPOutcome(verdict)
        }
    }

    func isFree(_ connection: SMTPConnection) {
        guard connections[ObjectIdentifier(connection)] != nil, !isClosed else { return }
        if pace.rest(at: .now()) == nil { pace.succeeded() }
        free.append(connection)
        assign()
    }

    func ended(_ connection: SMTPConnection, _ verdict: SMTPVerdict, group: SMTPGroup?) {
        let now = NIODeadline.now()
        let wasIdle = free.contains { $0 === connection }
        connections[ObjectIdentifier(connection)] = nil
        free.removeAll { $0 === connection }
        if !connection.isReady {
            pace.failed(at: now)
        } else if !wasIdle {
            pace.lost()
        }
        if let group, !group.isSettled { giveBack(group, verdict, at: now) }
        if connections.isEmpty, let rest = pace.rest(at: now) { answerWaiting(verdict, after: rest) }
        assign()
    }

    /// What was not tried goes to another connection; where connections end again and again, it comes back later.
    private func giveBack(_ group: SMTPGroup, _ verdict: SMTPVerdict, at now: NIODeadline) {
        group.losses += 1
        guard group.losses < Self.lossesMax, !isClosed, pace.rest(at: now) == nil else {
            return group.settleRest(SMTPOutcome(.held, after: pace.rest(at: now) ?? Self.pauseWhenFull))
        }
        waiting.insert(Waiting(group: group, since: now), at: 0)
    }

    /// Nobody is left to serve them.
    private func answerWaiting(_ verdict: SMTPVerdict, after rest: Span) {
        let outcome: SMTPOutcome
        if case .refusedSender = verdict {
            outcome = SMTPOutcome(verdict, after: rest)
        } else {
            outcome = SMTPOutcome(.relayRests(detail: verdict.detail), after: rest)
        }
        let groups = waiting.map(\.group)
        waiting = []
        for group in groups { group.settleRest(outcome) }
    }

    // MARK: Time

    private func tickSoon() {
        guard !isTicking else { return }
        isTicking = true
        let bound = NIOLoopBound(self, eventLoop: loop)
        loop.scheduleTask(in: Self.tickPeriod) { bound.value.tick() }
    }

    private func tick() {
        isTicking = false
        let now = NIODeadline.now()
        for connection in Array(connections.values) { connection.checkTime(now) }
        let patience = TimeAmount.milliseconds(relay.patience.group.milliseconds)
        while let first = waiting.first, now >= first.since + patience {
            waiting.removeFirst()
            first.group.settleRest(SMTPOutcome(.held, after: Self.pauseWhenFull))
        }
        assign()
        if !connections.isEmpty || !waiting.isEmpty { tickSoon() }
    }
}
