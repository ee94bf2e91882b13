import Mail
import Testing

/// The table of answers to mail: `reference/delivery.md` §4.1, row by row.
struct SMTPVerdictTests {
    enum Class: Sendable {
        case accepted, domainRests, relayRests, recipient, sender
    }

    private static func reply(_ line: String) -> SMTPReply? {
        var talk = Conversation.ready()
        _ = talk.session.send(.sample())
        guard case .settled(let verdict)? = talk.hear("\(line)\r\n").first else { return nil }
        let code = Int(line.prefix(3)) ?? 0
        let words = verdict.detail.split(separator: " ").map(String.init)
        let parts = words.count > 1 ? words[1].split(separator: ".").compactMap { Int($0) } : []
        guard parts.count == 3 else { return SMTPReply(code: code, text: String(line.dropFirst(4))) }
        return SMTPReply(
            code: code,
            enhanced: .init(parts[0], parts[1], parts[2]),
            text: words.dropFirst(2).joined(separator: " ")
        )
    }

    private static func kind(_ verdict: SMTPVerdict) -> Class? {
        switch verdict {
        case .accepted: .accepted
        case .domainRests: .domainRests
        case .relayRests: .relayRests
        case .refusedRecipient: .recipient
        case .refusedSender: .sender
        default: nil
        }
    }

    @Test(arguments: [
        ("421 4.7.0 unusual rate of unsolicited mail", SMTPStage.recipient, Class.domainRests),
        ("421 4.7.28 rate", .data, .domainRests), ("450 4.2.1 busy", .recipient, .domainRests),
        ("450 greylisted", .recipient, .domainRests), ("451 local error", .data, .domainRests),
        ("452 4.2.2 full", .recipient, .domainRests),
        ("454 4.7.0 Throttling failure: maximum sending rate exceeded", .data, .domainRests),
        ("454 Throttling", .mail, .relayRests), ("421 4.3.2 closing", .mail, .relayRests),
        ("452 4.3.1 insufficient storage", .mail, .relayRests),
        ("550 5.1.1 no such user", .recipient, .recipient),
        ("550 5.1.2 no such host", .recipient, .recipient),
        ("550 5.1.1 no such user", .data, .recipient), ("553 5.1.3 bad address", .recipient, .recipient),
        ("550 no such user", .recipient, .recipient), ("551 moved", .recipient, .recipient),
        ("550 5.2.1 The account that you tried to reach is disabled", .recipient, .recipient),
        (
            "550 5.2.1 The user is receiving mail at a rate that prevents additional messages", .recipient,
            .domainRests
        ),
        ("552 5.2.2 mailbox full", .recipient, .domainRests), ("552 full", .recipient, .domainRests),
        ("552 5.3.4 message too big", .data, .sender), ("552 5.2.3 too long for this one", .data, .recipient),
        ("550 5.7.1 blocked", .recipient, .sender), ("550 5.7.26 not authenticated", .data, .sender),
        ("550 5.7.515 access denied", .data, .sender), ("554 5.7.1 spam", .data, .sender),
        ("550 5.1.8 who are you", .mail, .sender),
        ("530 5.7.0 authenticate first", .mail, .sender), ("535 5.7.8 no", .recipient, .sender),
        ("530 authenticate first", .recipient, .sender), ("554 no", .data, .sender),
        ("550 no", .mail, .sender),
        ("500 what?", .mail, .sender),
    ])
    func `each row of the table`(line: String, stage: SMTPStage, expected: Class) throws {
        let reply = try #require(Self.reply(line))
        #expect(reply.line == line)
        #expect(Self.kind(reply.verdict(at: stage)) == expected)
    }

    @Test func `a yes is kept as the relay's own name for the message`() {
        #expect(
            SMTPReply(code: 250, text: "queued as 4F").verdict(at: .data)
                == .accepted(reference: "queued as 4F")
        )
    }
}
