import BenchmarkSupport
import Foundation
import Mail
import Synchronization
import TestSupport

/// The client alone: messages that are ready, in groups of ten, on a number of connections.
struct WireRun {
    let sink: MailSink
    let messages: Int
    let connections: Int

    /// As many to a group as the ledger allows.
    static let group = 10

    func compare(_ figures: inout Figures) async throws {
        let theirs = try await source()
        let begin = Usage.processorTime
        let ours = try await rate(port: sink.port, messages: messages)
        let processor = (Usage.processorTime - begin) / Double(messages) * 1e6
        figures.add("smtp-source -d -s \(connections)", theirs, "messages/s")
        figures.add("ours on \(connections) connections", ours, "messages/s", atLeast: 20_000)
        figures.add("  processor time a message", processor, "µs")
        figures.add("  times smtp-source", ours / theirs, "×", atLeast: 1)
    }

    func delayed(_ figures: inout Figures) async throws {
        let proxy = try await DelayProxy(to: sink.port, milliseconds: 10)
        let ours = try await rate(port: proxy.port, messages: messages / 5)
        await proxy.close()
        figures.add("ours, 10 ms round trip", ours, "messages/s", atLeast: 4_000)
    }

    private func rate(port: Int, messages: Int) async throws -> Double {
        let pool = try SMTPPool(SMTPRelay(host: "127.0.0.1", port: port), connections: connections)
        let tally = Tally(messages)
        let begin = ContinuousClock.now
        await withTaskGroup(of: Void.self) { workers in
            for _ in 0..<connections {
                workers.addTask {
                    while true {
                        let number = tally.left.subtract(Self.group, ordering: .relaxed).newValue
                        guard number >= 0 else { return }
                        let outcomes = await pool.send(Self.letters(from: number))
                        let count = outcomes.count { if case .accepted = $0.verdict { true } else { false } }
                        tally.taken.add(count, ordering: .relaxed)
                    }
                }
            }
        }
        let seconds = (ContinuousClock.now - begin).seconds
        await pool.close()
        let handedOver = tally.taken.load(ordering: .relaxed)
        if handedOver < messages { print("only \(handedOver) of \(messages) were taken") }
        return Double(handedOver) / seconds
    }

    /// Ten letters of 4 KB with a name, an address and a link of their own.
    private static func letters(from number: Int) -> [SMTPMessage] {
        (number..<number + group).map { number in
            var bytes: [UInt8] = []
            bytes.reserveCapacity(4_200)
            bytes += "From: avisos@agencia.example\r\nTo: c\(number)@cliente.example\r\n".utf8
            bytes +=
                "Subject: Aviso para Customer \(number)\r\nMessage-ID: <n\(number).c1@agencia.example>\r\n\r\n"
                .utf8
            bytes += "Hola, Customer \(number):\r\n".utf8
            bytes += filling
            bytes += "https://estado.example/r/\(number)\r\n".utf8
            return SMTPMessage(
                sender: "avisos@agencia.example",
                recipient: "c\(number)@cliente.example",
                bytes: bytes,
                envelopeID: "n\(number).c1"
            )
        }
    }

    private static let filling = Array(
        String(repeating: "Su web no responde. Sabemos la causa y estamos en ello.\r\n", count: 65).utf8
    )

    /// Postfix's own client, with as many connections and messages of the same length.
    private func source() async throws -> Double {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/sbin/smtp-source")
        process.arguments = [
            "-d", "-s", "\(connections)", "-m", "\(messages / 4)", "-l", "4019", "-f",
            "avisos@agencia.example",
            "-t", "c1@cliente.example", "127.0.0.1:\(sink.port)",
        ]
        let begin = ContinuousClock.now
        try process.run()
        process.waitUntilExit()
        return Double(messages / 4) / (ContinuousClock.now - begin).seconds
    }
}

/// What workers share.
private final class Tally: Sendable {
    let left: Atomic<Int>
    let taken = Atomic(0)

    init(_ messages: Int) { left = Atomic(messages) }
}
