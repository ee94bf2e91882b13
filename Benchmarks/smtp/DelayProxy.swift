import NIOCore
import NIOPosix

/// A wire with a length: everything arrives half a round trip later, in its order.
final class DelayProxy: Sendable {
    let port: Int
    private let loops: MultiThreadedEventLoopGroup

    init(to target: Int, milliseconds: Int64) async throws {
        loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let half = TimeAmount.microseconds(milliseconds * 500)
        let loop = loops.next()
        let server = try await ServerBootstrap(group: loop)
            .serverChannelOption(.backlog, value: 512)
            .childChannelOption(.autoRead, value: false)
            .childChannelInitializer { near in
                ClientBootstrap(group: near.eventLoop).connect(host: "127.0.0.1", port: target)
                    .flatMapThrowing {
                        far in
                        try near.pipeline.syncOperations.addHandler(Delay(to: far, by: half))
                        try far.pipeline.syncOperations.addHandler(Delay(to: near, by: half))
                        try near.syncOptions?.setOption(.autoRead, value: true)
                    }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = server.localAddress?.port ?? 0
    }

    func close() async {
        // Ends with the process anyway.
        try? await loops.shutdownGracefully()
    }
}

private final class Delay: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let peer: any Channel
    private let half: TimeAmount

    init(to peer: any Channel, by half: TimeAmount) {
        self.peer = peer
        self.half = half
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let bytes = unwrapInboundIn(data)
        context.eventLoop.scheduleTask(in: half) { [peer] in peer.writeAndFlush(bytes, promise: nil) }
    }

    func channelInactive(context: ChannelHandlerContext) {
        context.eventLoop.scheduleTask(in: half) { [peer] in peer.close(promise: nil) }
    }
}
