import NIOCore
import NIOPosix
import NIOSSL
import Synchronization

/// A relay of the tests' own that behaves as it is told, and remembers what it took.
final class FaultyRelay: Sendable {
    /// What a relay hears.
    enum Heard: Sendable {
        case connection
        case command(String)
        /// A message's text, without the final dot.
        case text(String)
    }

    enum Reaction: Sendable {
        case say(String)
        /// One byte at a time, a millisecond apart.
        case dribble(String)
        case hangUp
        case sayAndHangUp(String)
        /// Says the words, then speaks TLS.
        case startTLS(String)
        case silence
    }

    struct Taken: Sendable {
        var recipient: String
        var text: String
    }

    struct Memory: Sendable {
        var taken: [Taken] = []
        var commands: [String] = []
        var connections = 0
        var open = 0
        var openMost = 0
    }

    let port: Int
    private let memory: Memories
    private let loops: MultiThreadedEventLoopGroup

    /// - Parameter react: what it does, given what it hears, in which connection (from 1). Nil: what a good relay does.
    init(
        isSecure: Bool = false,
        offers: [String] = ["PIPELINING"],
        react: @escaping @Sendable (Heard, Int) -> Reaction? = { _, _ in nil }
    ) async throws {
        let memory = Memories()
        self.memory = memory
        loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let tls = try Self.tls()
        let server = try await ServerBootstrap(group: loops)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let relay = RelayEnd(memory: memory, tls: tls, offers: offers, react: react)
                    if isSecure {
                        try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls))
                    }
                    try channel.pipeline.syncOperations.addHandler(relay)
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = server.localAddress?.port ?? 0
    }

    /// What it saw until now.
    var seen: Memory { memory.state.withLock { $0 } }
    var recipients: [String] { seen.taken.map(\.recipient) }

    func close() async {
        // Ends with the tests anyway.
        try? await loops.shutdownGracefully()
    }

    private static func tls() throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(TestCertificate.relay.utf8))
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: chain.map { .certificate($0) },
                privateKey: .privateKey(
                    NIOSSLPrivateKey(bytes: Array(TestCertificate.key.utf8), format: .pem)
                )
            )
        )
    }
}

/// Shared by all connections of a relay.
final class Memories: Sendable {
    let state = Mutex(FaultyRelay.Memory())
}

/// One connection, seen from the relay.
private final class RelayEnd: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let memory: Memories
    private let tls: NIOSSLContext
    private let offers: [String]
    private let react: @Sendable (FaultyRelay.Heard, Int) -> FaultyRelay.Reaction?
    private var number = 0
    private var input = ""
    private var recipient = ""
    private var isText = false
    private var isOver = false
    /// Whether the last recipient was welcome.
    private var isWanted = false
    private var isWelcome = false
    private var waiting: [ByteBuffer] = []

    init(
        memory: Memories,
        tls: NIOSSLContext,
        offers: [String],
        react: @escaping @Sendable (FaultyRelay.Heard, Int) -> FaultyRelay.Reaction?
    ) {
        self.memory = memory
        self.tls = tls
        self.offers = offers
        self.react = react
    }

    func channelActive(context: ChannelHandlerContext) {
        number = memory.state.withLock { memory in
            memory.connections += 1
            memory.open += 1
            memory.openMost = max(memory.openMost, memory.open)
            return memory.connections
        }
        perform(react(.connection, number) ?? .say("220 relay.example ESMTP\r\n"), context)
    }

    func channelInactive(context: ChannelHandlerContext) { memory.state.withLock { $0.open -= 1 } }
    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        input += String(buffer: unwrapInboundIn(data))
        while !isOver, let end = input.firstRange(of: isText ? "\r\n.\r\n" : "\r\n") {
            let words = String(input[..<end.lowerBound])
            input = String(input[end.upperBound...])
            isText ? hearText(words, context) : hearCommand(words, context)
        }
    }

    private func hearText(_ text: String, _ context: ChannelHandlerContext) {
        isText = false
        let text = String(text.dropFirst())
        guard isWanted else { return perform(.say("554 5.5.1 no valid recipients\r\n"), context) }
        let reaction = react(.text(text), number) ?? .say("250 2.0.0 taken\r\n")
        memory.state.withLock { $0.taken.append(.init(recipient: recipient, text: text)) }
        perform(reaction, context)
    }

    private func hearCommand(_ command: String, _ context: ChannelHandlerContext) {
        memory.state.withLock { $0.commands.append(command) }
        if command.hasPrefix("RCPT TO:<") {
            recipient = String(command.dropFirst(9).prefix { $0 != ">" })
        }
        let reaction = react(.command(command), number) ?? usual(command)
        if case .say(let words) = reaction, words.hasPrefix("354") {
            isText = true
            // So that an empty text is found too.
            input = "\r\n" + input
        }
        if command.hasPrefix("MAIL FROM:<") { isWelcome = isYes(reaction) }
        if command.hasPrefix("RCPT TO:<") { isWanted = isWelcome && isYes(reaction) }
        perform(reaction, context)
    }

    private func isYes(_ reaction: FaultyRelay.Reaction) -> Bool {
        switch reaction {
        case .say(let words), .dribble(let words): words.hasPrefix("2")
        default: false
        }
    }

    private func usual(_ command: String) -> FaultyRelay.Reaction {
        switch command.prefix(4) {
        case "EHLO":
            .say(
                (["relay.example"] + offers).enumerated().map { index, word in
                    "250\(index == offers.count ? " " : "-")\(word)\r\n"
                }.joined()
            )
        case "DATA": .say("354 go on\r\n")
        case "STAR": .startTLS("220 go on\r\n")
        case "AUTH": .say("235 2.7.0 welcome\r\n")
        case "QUIT": .sayAndHangUp("221 bye\r\n")
        default: .say("250 2.1.0 Ok\r\n")
        }
    }

    private func perform(_ reaction: FaultyRelay.Reaction, _ context: ChannelHandlerContext) {
        switch reaction {
        case .say(let words): write([ByteBuffer(string: words)], context)
        case .dribble(let words): write(words.utf8.map { ByteBuffer(bytes: [$0]) }, context)
        case .hangUp: hangUp(context)
        case .sayAndHangUp(let words):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words)), promise: nil)
            hangUp(context)
        case .startTLS(let words):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: words)), promise: nil)
            do {
                let handler = NIOSSLServerHandler(context: tls)
                try context.pipeline.syncOperations.addHandler(handler, position: .first)
            } catch { hangUp(context) }
        case .silence: isOver = true
        }
    }

    /// In their order, and where crumbs wait, behind them.
    private func write(_ pieces: [ByteBuffer], _ context: ChannelHandlerContext) {
        let isBusy = !waiting.isEmpty
        waiting += pieces
        if isBusy { return }
        pieces.count == 1 ? writeNext(context) : writeSoon(context)
    }

    private func writeNext(_ context: ChannelHandlerContext) {
        guard !waiting.isEmpty else { return }
        context.writeAndFlush(wrapOutboundOut(waiting.removeFirst()), promise: nil)
        if !waiting.isEmpty { writeSoon(context) }
    }

    private func writeSoon(_ context: ChannelHandlerContext) {
        context.eventLoop.assumeIsolated().scheduleTask(in: .milliseconds(1)) { self.writeNext(context) }
    }

    private func hangUp(_ context: ChannelHandlerContext) {
        isOver = true
        context.close(promise: nil)
    }
}
