import CLibPQ
import Foundation
import Synchronization

/// Hears what any process announces, on a line and a thread of its own.
final class PostgresListener: Sendable {
    static let channel = "amends"
    /// Milliseconds between two tries to reach a server that does not answer: the first and the longest.
    static let waits = 250...5_000

    private enum Stage {
        case idle
        case running(wake: Pipe)
        case stopped
    }

    private let server: PostgresServer
    private let hub: TopicHub
    private let stage = Mutex(Stage.idle)

    init(_ server: PostgresServer, hub: TopicHub) {
        self.server = server
        self.hub = hub
    }

    deinit { stop() }

    func start() {
        let wake = stage.withLock { stage -> Pipe? in
            guard case .idle = stage else { return nil }
            let wake = Pipe()
            stage = .running(wake: wake)
            return wake
        }
        guard let wake else { return }
        let loop = ListenLoop(server: server, hub: hub, wake: wake)
        let thread = Thread { loop.run() }
        thread.name = "amends.listen"
        thread.start()
    }

    func stop() {
        stage.withLock { stage in
            // The loop sees the end of the pipe.
            if case .running(let wake) = stage { try? wake.fileHandleForWriting.close() }
            stage = .stopped
        }
    }
}

/// The thread's work, until the other end of the pipe is closed.
private struct ListenLoop: Sendable {
    let server: PostgresServer
    let hub: TopicHub
    let wake: Pipe

    func run() {
        var wait = PostgresListener.waits.lowerBound
        while true {
            do {
                let link = try PostgresLink(url: server.url)
                try link.command("LISTEN \(PostgresListener.channel)")
                wait = PostgresListener.waits.lowerBound
                hub.publish([.everything])
                guard listen(link) else { return }
            } catch {
                // Tried again below: whoever reads or writes is told that the server is away.
            }
            guard !isStopped(within: wait, besides: nil) else { return }
            wait = min(wait * 2, PostgresListener.waits.upperBound)
        }
    }

    /// Publishes until the line breaks; false where it was stopped.
    private func listen(_ link: PostgresLink) -> Bool {
        while true {
            let topics = link.notifications(without: server.backends.withLock { $0 })
            if !topics.isEmpty { hub.publish(topics) }
            if isStopped(within: -1, besides: link.socket) { return false }
            if !link.isAlive() { return true }
        }
    }

    /// Waits for the end of the pipe, for something on `socket`, or for the time.
    private func isStopped(within milliseconds: Int, besides socket: Int32?) -> Bool {
        let pipe = wake.fileHandleForReading.fileDescriptor
        var sources = [pollfd(fd: pipe, events: Int16(POLLIN), revents: 0)]
        if let socket { sources.append(pollfd(fd: socket, events: Int16(POLLIN), revents: 0)) }
        _ = poll(&sources, nfds_t(sources.count), Int32(milliseconds))
        return sources[0].revents != 0
    }
}
