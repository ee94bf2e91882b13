import Basis
import Mail
import TestSupport
import Testing

/// The pool against a relay that misbehaves, and against one that shares no code with us.
@Suite(.timeLimit(.minutes(2)))
struct SMTPPoolTests {
    private static func pool(
        _ port: Int,
        connections: Int = 4,
        patience: SMTPPatience = SMTPPatience(lease: .seconds(5))
    ) throws -> SMTPPool {
        try SMTPPool(SMTPRelay(host: "127.0.0.1", port: port, patience: patience), connections: connections)
    }

    /// Short enough to be waited for.
    private static var hasty: SMTPPatience {
        var patience = SMTPPatience(lease: .seconds(5))
        patience.command = Span(milliseconds: 300)
        patience.finalDot = Span(milliseconds: 300)
        patience.login = Span(milliseconds: 300)
        return patience
    }

    private static func letters(_ recipients: String...) -> [SMTPMessage] {
        recipients.map { .sample(to: $0, text: "Subject: \($0)\r\n\r\nHola\r\n") }
    }

    private static func isAccepted(_ outcome: SMTPOutcome) -> Bool {
        if case .accepted = outcome.verdict { true } else { false }
    }

    private static func isHeld(_ outcome: SMTPOutcome) -> Bool { outcome.verdict == .held }

    @Test func `groups from many sides share few connections, and everybody gets one message`() async throws {
        let sink = try await MailSink()
        let pool = try Self.pool(sink.port, connections: 5)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<30 {
                group.addTask {
                    let letters = (0..<10).map { SMTPMessage.sample(to: "c\(number * 10 + $0)@x.example") }
                    let outcomes = await pool.send(letters)
                    #expect(outcomes.count == 10 && outcomes.allSatisfy(Self.isAccepted))
                }
            }
        }
        await pool.close()

        let recipients = try sink.messages().compactMap { message in
            message.split(separator: "\n").first { $0.hasPrefix("X-Rcpt-Args:") }
        }
        #expect(recipients.count == 300 && Set(recipients).count == 300)
    }

    @Test func `a brake that is pulled keeps what has not begun, and only that`() async throws {
        let sink = try await MailSink()
        let pool = try Self.pool(sink.port, connections: 1)
        var letters = Self.letters("a@x.example", "b@x.example", "c@x.example")
        let (pulled, loose) = (Brake(), Brake())
        pulled.pull()
        letters[0].brake = loose
        letters[1].brake = pulled
        let outcomes = await pool.send(letters)
        await pool.close()

        #expect(outcomes.map(Self.isAccepted) == [true, false, true])
        #expect(outcomes.map(Self.isHeld) == [false, true, false])
        #expect(try sink.messages().count == 2)
    }

    @Test func `a relay that hangs up after the final dot leaves the outcome unknown, never lost`()
        async throws
    {
        let sink = try await MailSink(["-q", "."])
        let pool = try Self.pool(sink.port)
        let outcomes = await pool.send(Self.letters("a@x.example", "b@x.example", "c@x.example"))
        await pool.close()

        let detail = "the relay closed the connection"
        // The second one's envelope was behind the first one's dot; the third went on another connection.
        let expected: [SMTPVerdict] = [
            .unknown(detail: detail), .lost(detail: detail), .unknown(detail: detail),
        ]
        #expect(outcomes.map(\.verdict) == expected)
    }

    @Test func `dropped after the dot once, the rest of the group goes on another connection`() async throws {
        let relay = try await FaultyRelay { heard, connection in
            if case .text = heard, connection == 1 { .hangUp } else { nil }
        }
        let pool = try Self.pool(relay.port)
        let outcomes = await pool.send(Self.letters("a@x.example", "b@x.example", "c@x.example"))
        await pool.close()

        #expect(outcomes[0].verdict == .unknown(detail: "the relay closed the connection"))
        // Its envelope was out; its text was not.
        #expect(outcomes[1].verdict == .lost(detail: "the relay closed the connection"))
        #expect(Self.isAccepted(outcomes[2]))
        #expect(relay.recipients == ["a@x.example", "c@x.example"])
        await relay.close()
    }

    @Test func `"not now" for one domain slows no other`() async throws {
        let relay = try await FaultyRelay { heard, _ in
            guard case .command(let words) = heard, words.hasPrefix("RCPT"), words.contains("slow.example")
            else {
                return nil
            }
            return .say("450 4.2.1 later\r\n")
        }
        let pool = try Self.pool(relay.port, connections: 1)
        let outcomes = await pool.send(
            Self.letters(
                "a@slow.example",
                "b@fast.example",
                "c@slow.example",
                "d@fast.example",
                "e@SLOW.example"
            )
        )
        await pool.close()

        #expect(outcomes[0] == SMTPOutcome(.domainRests(detail: "450 4.2.1 later"), after: .seconds(15)))
        #expect(Self.isHeld(outcomes[2]) && Self.isHeld(outcomes[4]))
        #expect((outcomes[4].after ?? .seconds(99)) <= .seconds(15))
        #expect(relay.recipients.filter { $0.hasSuffix("fast.example") }.count == 2)
        #expect(relay.seen.commands.count { $0.contains("slow.example") || $0.contains("SLOW") } == 1)
        await relay.close()
    }

    @Test func `a destination that says nothing holds up one connection for its patience, and then rests`()
        async throws
    {
        let relay = try await FaultyRelay { heard, _ in
            if case .command(let words) = heard, words.contains("silent.example") { .silence } else { nil }
        }
        let pool = try Self.pool(relay.port, patience: Self.hasty)
        async let silent = pool.send(Self.letters("a@silent.example", "b@fast.example"))
        async let fast = pool.send(Self.letters("c@fast.example", "d@fast.example"))
        #expect(await fast.allSatisfy(Self.isAccepted))
        let outcomes = await silent
        #expect(outcomes[0].verdict == .lost(detail: "no answer in time") && Self.isAccepted(outcomes[1]))
        #expect(Self.isHeld(await pool.send(Self.letters("e@silent.example"))[0]))
        await pool.close()
        await relay.close()
    }

    @Test func `no answer to the final dot in time is unknown`() async throws {
        let relay = try await FaultyRelay { heard, _ in
            if case .text = heard { .silence } else { nil }
        }
        let pool = try Self.pool(relay.port, patience: Self.hasty)
        let outcomes = await pool.send(Self.letters("a@x.example"))
        await pool.close()
        await relay.close()
        #expect(outcomes[0].verdict == .unknown(detail: "no answer in time"))
    }

    @Test func `answers may come in crumbs`() async throws {
        let relay = try await FaultyRelay { heard, _ in
            switch heard {
            case .command(let words) where words.hasPrefix("RCPT"):
                .dribble("250-2.1.5 well\r\n250 2.1.5 Ok\r\n")
            case .text: .dribble("250 2.0.0 taken\r\n")
            default: nil
            }
        }
        let pool = try Self.pool(relay.port)
        let outcomes = await pool.send(Self.letters("a@x.example"))
        await pool.close()
        await relay.close()
        #expect(outcomes == [SMTPOutcome(.accepted(reference: "taken"))])
    }

    @Test(arguments: [
        ("421 4.3.2 too busy\r\n", true), ("554 5.3.2 go away\r\n", false), ("what?\r\n", true),
    ])
    func `a relay that does not greet rests, or stops the channel`(greeting: String, rests: Bool) async throws
    {
        let relay = try await FaultyRelay { heard, _ in
            if case .connection = heard { .sayAndHangUp(greeting) } else { nil }
        }
        var patience = SMTPPatience(lease: .seconds(5))
        patience.rest = .minutes(1)
        let pool = try Self.pool(relay.port, patience: patience)
        let outcomes = await pool.send(Self.letters("a@x.example", "b@x.example"))
        let again = await pool.send(Self.letters("c@x.example"))
        await pool.close()
        for outcome in outcomes {
            switch outcome.verdict {
            case .relayRests: #expect(rests)
            case .refusedSender: #expect(!rests)
            default: Issue.record("\(outcome)")
            }
        }
        // Within the rest nobody knocks again.
        if case .relayRests = again[0].verdict {} else { Issue.record("\(again)") }
        #expect(relay.seen.connections <= 2 && (again[0].after ?? .hours(1)) <= patience.rest)
        await relay.close()
    }

    @Test(arguments: ["454 4.7.0 throttling\r\n", "452 4.3.1 full\r\n"])
    func `"not now" to everybody stops at the first, and goes on after a second`(words: String) async throws {
        let relay = try await FaultyRelay { heard, connection in
            if case .command(let said) = heard, said.hasPrefix("MAIL"), said.contains("first") {
                .say(words)
            } else {
                nil
            }
        }
        let pool = try Self.pool(relay.port)
        let first = await pool.send([
            .sample(to: "a@x.example", from: "first@x.example"), .sample(to: "b@x.example"),
        ])
        for outcome in first {
            if case .relayRests = outcome.verdict {} else { Issue.record("\(outcome)") }
        }
        #expect(relay.recipients.isEmpty)
        try await Task.sleep(for: .milliseconds(1_100))
        #expect(await pool.send(Self.letters("b@x.example")).allSatisfy(Self.isAccepted))
        await pool.close()
        await relay.close()
    }

    @Test(arguments: [
        ("552 5.2.2 full\r\n", "later"), ("550 5.1.1 nobody\r\n", "recipient"),
        ("550 5.7.1 you\r\n", "sender"),
        ("451 4.3.0 later\r\n", "later"), ("421 4.7.0 rate\r\n", "later"),
    ])
    func `an answer to the text is classed like one to the envelope`(
        words: String,
        expected: String
    ) async throws {
        let relay = try await FaultyRelay { heard, _ in
            if case .text = heard { .say(words) } else { nil }
        }
        let pool = try Self.pool(relay.port)
        let verdict = await pool.send(Self.letters("a@x.example"))[0].verdict
        await pool.close()
        await relay.close()
        switch verdict {
        case .domainRests: #expect(expected == "later")
        case .refusedRecipient: #expect(expected == "recipient")
        case .refusedSender: #expect(expected == "sender")
        default: Issue.record("\(verdict)")
        }
    }

    @Test func `nobody listens: the relay rests, and nothing is lost`() async throws {
        let pool = try Self.pool(try Loopback.freePort())
        let outcome = await pool.send(Self.letters("a@x.example"))[0]
        await pool.close()
        guard case .relayRests = outcome.verdict else {
            Issue.record("\(outcome)")
            return
        }
        #expect(outcome.after != nil)
    }

    @Test func `connections that are idle are closed with a word, and opened again when needed`() async throws
    {
        let relay = try await FaultyRelay()
        var patience = Self.hasty
        patience.idle = Span(milliseconds: 200)
        let pool = try Self.pool(relay.port, patience: patience)
        #expect(await pool.send(Self.letters("a@x.example")).allSatisfy(Self.isAccepted))
        for _ in 0..<100 where relay.seen.open > 0 { try await Task.sleep(for: .milliseconds(20)) }
        #expect(relay.seen.commands.last == "QUIT" && relay.seen.open == 0)
        #expect(await pool.send(Self.letters("b@x.example")).allSatisfy(Self.isAccepted))
        await pool.close()
        await relay.close()
    }

    @Test func `a connection that the relay closed meanwhile costs nobody a try`() async throws {
        let relay = try await FaultyRelay { heard, connection in
            // Takes one message on the first connection, and hangs up at the next word.
            guard connection == 1, case .command(let words) = heard, words.contains("second@") else {
                return nil
            }
            return .hangUp
        }
        let pool = try Self.pool(relay.port, connections: 1)
        #expect(await pool.send(Self.letters("a@x.example")).allSatisfy(Self.isAccepted))
        let second = await pool.send([.sample(to: "b@x.example", from: "second@agencia.example")])
        await pool.close()
        #expect(second.allSatisfy(Self.isAccepted))
        #expect(relay.seen.connections == 2)
        await relay.close()
    }

    @Test func `never more connections than allowed, and no more than two before the first success`()
        async throws
    {
        let relay = try await FaultyRelay { heard, _ in
            if case .connection = heard { .dribble("220 relay.example slow\r\n") } else { nil }
        }
        let pool = try Self.pool(relay.port, connections: 3)
        await withTaskGroup(of: Void.self) { group in
            for number in 0..<40 {
                group.addTask {
                    let outcomes = await pool.send([.sample(to: "c\(number)@x.example")])
                    #expect(outcomes.allSatisfy(Self.isAccepted))
                }
            }
        }
        await pool.close()
        #expect(relay.seen.openMost <= 3 && relay.recipients.count == 40)
        await relay.close()
    }
}
