import Basis
import NIOCore
import NIOSSL
import NIOTLS

/// What a connection asks and tells its pool. All calls are on the pool's loop.
protocol SMTPConnectionOwner: AnyObject {
    /// Why a message may not be tried now; nil where it may.
    func hold(_ message: SMTPMessage) -> SMTPOutcome?
    /// The relay's verdict, with the time to wait.
    func outcome(_ verdict: SMTPVerdict, for message: SMTPMessage, sentAt: NIODeadline) -> SMTPOutcome
    /// It is logged in, or its group is settled: it takes another.
    func isFree(_ connection: SMTPConnection)
    /// It is of no use any more. `group` has messages that were not tried.
    func ended(_ connection: SMTPConnection, _ verdict: SMTPVerdict, group: SMTPGroup?)
}

/// One conversation on a socket. Lives on its channel's loop and is never touched elsewhere.
final class SMTPConnection: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private struct InHand {
        var index: Int
        var sentAt: NIODeadline
    }

    private let relay: SMTPRelay
    private let tls: NIOSSLContext?
    private weak var owner: (any SMTPConnectionOwner)?
    private var session: SMTPSession
    private var context: ChannelHandlerContext?
    private var input = ByteBuffer()
    private var group: SMTPGroup?
    private var inHand: [InHand] = []
    private var groupEnds = NIODeadline.distantFuture
    private var deadline = NIODeadline.distantFuture
    private var hasEnded = false
    /// Whether the far end said anything since the group began. Where not, an old connection was closed meanwhile.
    private var hasHeard = true
    private var hasServed = false
    private(set) var isReady = false

    init(_ relay: SMTPRelay, tls: NIOSSLContext?, owner: any SMTPConnectionOwner) {
        self.relay = relay
        self.tls = tls
        self.owner = owner
        session = SMTPSession(relay)
        waits(relay.patience.connect)
    }

    // MARK: The pool's side

    /// Hands a group over; only when free.
    func begin(_ group: SMTPGroup) {
        self.group = group
        hasHeard = false
        groupEnds = .now() + .milliseconds(relay.patience.group.milliseconds)
        proceed()
    }

    /// Ends what takes too long. Called now and then.
    func checkTime(_ now: NIODeadline) {
        guard !hasEnded, now >= deadline || (group != nil && now >= groupEnds) else { return }
        if group == nil, isReady {
            session.quit()
            flush()
            return finish(.lost(detail: "idle"))
        }
        let domain = inHand.first.flatMap { group?.messages[$0.index] }
        if let domain { _ = owner?.outcome(.domainRests(detail: Self.tooSlow), for: domain, sentAt: now) }
        finish(.lost(detail: Self.tooSlow))
    }

    /// The socket could not be opened.
    func failed(_ detail: String) { finish(.relayRests(detail: detail)) }

    func close() {
        session.quit()
        flush()
        finish(.lost(detail: "closed"))
    }

    private static let tooSlow = "no answer in time"

    // MARK: The socket's side

    func handlerAdded(context: ChannelHandlerContext) { self.context = context }
    func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

    func channelActive(context: ChannelHandlerContext) {
        waits(relay.patience.login)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        hasHeard = true
        var bytes = unwrapInboundIn(data)
        input.writeBuffer(&bytes)
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        proceed()
        if input.readableBytes == 0 { input.clear() }
    }

    func channelInactive(context: ChannelHandlerContext) {
        finish(.lost(detail: "the relay closed the connection"))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        let words = "\(error)"
        switch error {
        // The library has no case of its own for a far end that went away in the middle.
        case NIOSSLError.handshakeFailed where words.contains("EOF during handshake"):
            finish(.lost(detail: "the relay closed the connection before TLS was there"))
        case NIOSSLError.handshakeFailed, is NIOSSLExtraError:
            finish(.refusedSender(detail: "TLS with the relay failed: \(error)"))
        case NIOSSLError.uncleanShutdown:
            finish(.lost(detail: "the relay closed the connection"))
        default: finish(.lost(detail: words))
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case TLSUserEvent.handshakeCompleted = event {
            session.secured()
            proceed()
        }
        context.fireUserInboundEventTriggered(event)
    }

    // MARK: The conversation

    /// Reads what came, sends what can be sent, and writes it at once.
    private func proceed() {
        while !hasEnded {
            offer()
            guard let event = session.receive(&input) else { break }
            take(event)
        }
        guard !hasEnded else { return }
        flush()
        waitsForAnswer()
        if let settled = group, settled.isSettled, inHand.isEmpty {
            group = nil
            hasServed = true
            owner?.isFree(self)
        }
    }

    private func offer() {
        while let group, group.next < group.messages.count, session.takesMessage {
            let index = group.next
            let message = group.messages[index]
            group.next += 1
            if let outcome = owner?.hold(message) {
                group.settle(index, outcome)
            } else if let verdict = session.send(message) {
                group.settle(index, SMTPOutcome(verdict))
            } else {
                inHand.append(InHand(index: index, sentAt: .now()))
            }
        }
    }

    private func take(_ event: SMTPSession.Event) {
        switch event {
        case .startTLS: startTLS()
        case .ready:
            isReady = true
            owner?.isFree(self)
        case .settled(let verdict): settleOldest(verdict)
        case .over(let verdict): finish(verdict)
        }
    }

    private func settleOldest(_ verdict: SMTPVerdict) {
        guard let group, !inHand.isEmpty else { return }
        let oldest = inHand.removeFirst()
        let message = group.messages[oldest.index]
        let outcome = owner?.outcome(verdict, for: message, sentAt: oldest.sentAt)
        group.settle(oldest.index, outcome ?? SMTPOutcome(verdict))
    }

    private func startTLS() {
        guard let context, let tls else { return finish(.refusedSender(detail: "TLS is not set up")) }
        do {
            let handler = try NIOSSLClientHandler.verified(tls, host: relay.host)
            try context.pipeline.syncOperations.addHandler(handler, position: .first)
        } catch {
            finish(.refusedSender(detail: "TLS with the relay failed: \(error)"))
        }
    }

    private func flush() {
        guard session.output.readableBytes > 0, let context else { return }
        context.writeAndFlush(wrapOutboundOut(session.output), promise: nil)
        session.output.clear()
    }

    private func waitsForAnswer() {
        switch session.awaited {
        case .nothing: waits(relay.patience.idle)
        case .login: waits(relay.patience.login)
        case .command: waits(relay.patience.command)
        case .finalDot: waits(relay.patience.finalDot)
        }
    }

    private func waits(_ span: Span) { deadline = .now() + .milliseconds(span.milliseconds) }

    /// Settles what is in hand, gives back what is not, and closes. Once.
    private func finish(_ verdict: SMTPVerdict) {
        guard !hasEnded else { return }
        hasEnded = true
        if !hasHeard, hasServed, let first = inHand.first {
            group?.next = first.index
            inHand = []
        }
        for verdict in session.end(verdict.detail) { settleOldest(verdict) }
        context?.close(promise: nil)
        let left = group
        group = nil
        owner?.ended(self, verdict, group: left)
    }
}

extension NIOSSLClientHandler {
    /// Checks the certificate against the host's name, or against its address where that is what was given.
    static func verified(_ context: NIOSSLContext, host: String) throws -> NIOSSLClientHandler {
        // A name is no address, and that is all that a failure says.
        let isAddress = (try? SocketAddress(ipAddress: host, port: 0)) != nil
        return try NIOSSLClientHandler(context: context, serverHostname: isAddress ? nil : host)
    }
}
