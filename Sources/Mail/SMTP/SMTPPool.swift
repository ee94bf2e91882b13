import Basis
import NIOCore
import NIOPosix
import NIOSSL

/// Connections to one relay, shared by all who hand groups over. Never more than its bound; opened as they are needed
/// and closed when they are idle.
package final class SMTPPool: Sendable {
    package let relay: SMTPRelay
    private let loops: MultiThreadedEventLoopGroup
    private let loop: any EventLoop
    private let desk: NIOLoopBoundBox<SMTPDesk>

    /// - Parameter connections: how many at most.
    /// - Throws: ``MailError`` of code `relay` where the trusted authorities cannot be read.
    package init(_ relay: SMTPRelay, connections: Int) throws(MailError) {
        self.relay = relay
        let tls = try Self.tls(relay)
        // A thread of its own, so that a mass sending slows neither page nor console; one carries hundreds of
        // connections.
        loops = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        loop = loops.next()
        let desk = SMTPDesk(relay, connections: connections, tls: tls, loop: loop)
        self.desk = NIOLoopBoundBox.makeBoxSendingValue(desk, eventLoop: loop)
    }

    /// Hands a group over on one connection. Answers in the order of the group, one for each.
    package func send(_ messages: [SMTPMessage]) async -> [SMTPOutcome] {
        guard !messages.isEmpty else { return [] }
        return await withCheckedContinuation { continuation in
            loop.execute { [desk] in
                desk.value.take(SMTPGroup(messages) { continuation.resume(returning: $0) })
            }
        }
    }

    /// Says goodbye on all connections. What is handed over afterwards is held.
    package func close() async {
        // On a loop that was shut down before there is nothing to close.
        try? await loop.submit { [desk] in desk.value.close() }.get()
        // Nothing that fails here could be repaired: the threads end with the process.
        try? await loops.shutdownGracefully()
    }

    private static func tls(_ relay: SMTPRelay) throws(MailError) -> NIOSSLContext? {
        guard relay.security == .implicit || relay.wantsSTARTTLS else { return nil }
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.minimumTLSVersion = .tlsv12
        if let path = relay.trustedAuthorities { configuration.trustRoots = .file(path) }
        do {
            return try NIOSSLContext(configuration: configuration)
        } catch {
            throw MailError(.relay, "its trusted authorities cannot be read: \(error)")
        }
    }
}
