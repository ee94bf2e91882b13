import Mail
import Testing

/// From the greeting to the point at which mail is taken.
struct SMTPLoginTests {
    private static func relay(
        _ host: String = "relay.example",
        _ security: SMTPRelay.Security = .auto,
        login: SMTPRelay.Login? = nil
    ) -> SMTPRelay {
        SMTPRelay(host: host, port: 25, security: security, login: login, ownName: "agencia.example")
    }

    private static let ana = SMTPRelay.Login(user: "ana", password: "se:creto")

    @Test func `TLS comes first where it is offered, and what was said before is forgotten`() {
        var talk = Conversation(Self.relay(login: Self.ana))
        _ = talk.hear("220 relay\r\n")
        #expect(talk.said() == "EHLO agencia.example\r\n")
        _ = talk.hear("250-relay\r\n250-AUTH PLAIN\r\n250-DSN\r\n250 STARTTLS\r\n")
        #expect(talk.said() == "STARTTLS\r\n")
        #expect(talk.hear("220 go on\r\n") == [.startTLS])
        talk.session.secured()
        #expect(talk.said() == "EHLO agencia.example\r\n" && talk.session.isSecure)
        _ = talk.hear("250-relay\r\n250 AUTH PLAIN LOGIN\r\n")
        #expect(talk.said() == "AUTH PLAIN AGFuYQBzZTpjcmV0bw==\r\n")
        #expect(talk.hear("235 welcome\r\n") == [.ready])
        #expect(!talk.session.capabilities.dsn)
    }

    @Test func `AUTH LOGIN where PLAIN is not offered`() {
        var talk = Conversation(Self.relay("127.0.0.1", login: Self.ana))
        _ = talk.hear("220 relay\r\n250-relay\r\n250 AUTH=LOGIN\r\n")
        #expect(talk.said() == "EHLO agencia.example\r\nAUTH LOGIN\r\n")
        _ = talk.hear("334 VXNlcm5hbWU6\r\n")
        #expect(talk.said() == "YW5h\r\n")
        _ = talk.hear("334 UGFzc3dvcmQ6\r\n")
        #expect(talk.said() == "c2U6Y3JldG8=\r\n")
        #expect(talk.hear("235 welcome\r\n") == [.ready])
    }

    @Test func `words behind the answer to STARTTLS were put there by somebody`() {
        var talk = Conversation(Self.relay())
        _ = talk.hear("220 relay\r\n250-relay\r\n250 STARTTLS\r\n")
        #expect(
            talk.hear("220 go on\r\n250 and more\r\n")
                == [.over(.refusedSender(detail: "the relay spoke before TLS began"))]
        )
    }

    @Test(arguments: [
        (Self.relay("relay.example", .required), false), (Self.relay("127.0.0.1", .required), false),
        (Self.relay("relay.example", .auto, login: Self.ana), false), (Self.relay("relay.example"), true),
        (Self.relay("localhost"), true), (Self.relay("relay.example", .off), true),
    ])
    func `no password crosses a network in the clear, and required means required`(
        relay: SMTPRelay,
        goesOn: Bool
    ) {
        var talk = Conversation(relay)
        let events = talk.hear("220 relay\r\n250-relay\r\n250 AUTH PLAIN\r\n")
        let expected: [SMTPSession.Event] =
            goesOn ? [.ready] : [.over(.refusedSender(detail: "the relay offers no STARTTLS"))]
        #expect(events == expected)
        #expect(!talk.said().contains("AUTH"))
    }

    @Test func `a relay that knows no EHLO is greeted the old way`() {
        var talk = Conversation(Self.relay("127.0.0.1"))
        _ = talk.hear("220 relay\r\n502 what?\r\n")
        #expect(talk.said() == "EHLO agencia.example\r\nHELO agencia.example\r\n")
        #expect(talk.hear("250 relay\r\n") == [.ready])
        #expect(!talk.session.capabilities.pipelining)
    }

    @Test(arguments: [
        ("554 5.3.2 closed\r\n", false), ("421 4.3.2 busy\r\n", true), ("450 later\r\n", true),
        ("220 a\r\n550 who?\r\n", false), ("220 a\r\n250-a\r\n250 AUTH PLAIN\r\n535 5.7.8 no\r\n", false),
        ("220 a\r\n250-a\r\n250 AUTH PLAIN\r\n454 4.7.0 later\r\n", true), ("220 a\r\n250 a\r\n", false),
        ("220 a\r\n250-a\r\n250 AUTH CRAM-MD5\r\n", false),
    ])
    func `"not now" rests, "no" stops the channel`(words: String, rests: Bool) {
        var talk = Conversation(Self.relay("127.0.0.1", login: Self.ana))
        let events = talk.hear(words)
        switch events.first {
        case .over(.relayRests): #expect(rests)
        case .over(.refusedSender): #expect(!rests)
        default: Issue.record("\(events)")
        }
    }
}
