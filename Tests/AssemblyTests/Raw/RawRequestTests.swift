import Testing

/// What no browser sends, against both listeners of the program as it is served (S20): each time an answer of the 400s
/// or the end of the connection, and the program lives on in the memory that it had.
@Suite(.serialized) struct RawRequestTests {
    struct Attack: Sendable, CustomStringConvertible {
        var description: String
        /// What is written, piece by piece.
        var pieces: @Sendable () -> [String]

        static func one(
            _ description: String,
            _ text: @autoclosure @escaping @Sendable () -> String
        ) -> Attack {
            Attack(description: description) { [text()] }
        }

        private static let head = "Host: localhost\r\nAuthorization: Bearer x\r\n"
        private static let post =
            "POST /api/v1/incidents HTTP/1.1\r\n\(head)Content-Type: application/json\r\n"

        static let all: [Attack] = [
            Attack(description: "300,000 small headers") {
                ["GET / HTTP/1.1\r\n\(head)"]
                    + (0..<300).map { part in (0..<1_000).map { "X-\(part)-\($0): y\r\n" }.joined() } + [
                        "\r\n"
                    ]
            },
            .one(
                "a header of 80 kB",
                "GET / HTTP/1.1\r\n\(head)X: \(String(repeating: "y", count: 80_000))\r\n\r\n"
            ),
            .one(
                "an address of 200 kB",
                "GET /\(String(repeating: "y", count: 200_000)) HTTP/1.1\r\n\(head)\r\n"
            ),
            .one(
                "a length and chunks",
                "\(post)Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n"
            ),
            .one("two lengths", "\(post)Content-Length: 4\r\nContent-Length: 5\r\n\r\n{}{}"),
            .one("a negative length", "\(post)Content-Length: -1\r\n\r\n{}"),
            .one("a length that overflows", "\(post)Content-Length: 99999999999999999999999\r\n\r\n{}"),
            .one(
                "a chunk that overflows",
                "\(post)Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}"
            ),
            .one(
                "a chunk without a number",
                "\(post)Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n"
            ),
            .one(
                "a chunk longer than it says",
                "\(post)Transfer-Encoding: chunked\r\n\r\n1\r\n{}{}{}\r\n0\r\n\r\n"
            ),
            .one(
                "a chunk with a long extension",
                "\(post)Transfer-Encoding: chunked\r\n\r\n2;\(String(repeating: "x", count: 500_000))\r\n{}\r\n0\r\n\r\n"
            ),
            .one(
                "an unknown coding",
                "\(post)Transfer-Encoding: chunked, identity\r\n\r\n2\r\n{}\r\n0\r\n\r\n"
            ),
            .one("a folded header", "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\r\n b\r\n\r\n"),
            .one("a blank before the colon", "GET / HTTP/1.1\r\nHost : localhost\r\n\r\n"),
            .one("a NUL in a header", "GET / HTTP/1.1\r\nHost: localhost\r\nX: a\u{0}b\r\n\r\n"),
            .one("two hosts", "GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n\r\n"),
            .one("no HTTP", "\u{16}\u{3}\u{1}hello there\r\n\r\n"),
            .one(
                "HTTP/2 with prior knowledge",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + String(repeating: "\u{1}", count: 5_000)
            ),
            .one("an unknown version", "GET / HTTP/9.9\r\n\(head)\r\n"),
            .one("an unknown method", "\(String(repeating: "A", count: 10_000)) / HTTP/1.1\r\n\(head)\r\n"),
        ]
    }

    @Test func `is answered or ended, and the program lives on`() throws {
        let program = try ServedProgram()
        defer { program.stop() }
        for port in [program.consolePort, program.sitePort] {
            #expect(Self.isWell(port))
        }
        let before = try program.memory()
        for attack in Attack.all {
            for port in [program.consolePort, program.sitePort] {
                let connection = try RawSocket(port: port, patience: 15)
                for piece in attack.pieces() where !connection.write(piece) { break }
                switch connection.ending() {
                case .closed: break
                // Of what is harmless the page itself may come: the program took the first of two readings.
                case .answered(let status):
                    #expect(
                        (400..<500).contains(status) || Self.mayPass(attack, status),
                        "\(attack): \(status)"
                    )
                case .silent: Issue.record("\(attack) is waited for")
                }
                #expect(program.isRunning)
            }
        }
        for port in [program.consolePort, program.sitePort] { #expect(Self.isWell(port)) }
        let grown = try program.memory() - before
        #expect(grown < 60_000, "grew by \(grown) kB")
    }

    /// Answers that a harmless reading of the request has.
    private static func mayPass(_ attack: Attack, _ status: Int) -> Bool {
        // Of two hosts the first is the one that the console's guard looks at, and all that anybody sees.
        ["a folded header", "two hosts"].contains(attack.description) && status == 200
    }

    private static func isWell(_ port: UInt16) -> Bool {
        guard let connection = try? RawSocket(port: port) else { return false }
        connection.write("GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        if case .answered(let status) = connection.ending() { return status < 500 }
        return false
    }
}
