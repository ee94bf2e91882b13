import Basis
import Mail
import NIOCore
import Testing

struct SMTPSessionTests {
    @Test func `answers may come byte by byte`() {
        var talk = Conversation()
        var events: [SMTPSession.Event] = []
        for byte
            in "220 relay ESMTP\r\n250-relay\r\n250-PIPELINING\r\n250-SIZE 1000\r\n250 AUTH PLAIN LOGIN\r\n"
            .utf8
        {
            events += talk.hear([byte])
        }

        #expect(events == [.ready])
        #expect(talk.said() == "EHLO localhost\r\n")
        #expect(talk.session.capabilities.pipelining && talk.session.capabilities.sizeMax == 1_000)
        #expect(talk.session.capabilities.authentication == ["PLAIN", "LOGIN"])
    }

    @Test func `the next envelope goes behind the final dot`() {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample(to: "a@x.example"))
        #expect(
            talk.said() == "MAIL FROM:<avisos@agencia.example>\r\nRCPT TO:<a@x.example>\r\nDATA\r\n"
        )
        #expect(!talk.session.takesMessage)

        #expect(talk.hear("250 2.1.0 Ok\r\n250 2.1.5 Ok\r\n354 go on\r\n").isEmpty)
        #expect(talk.session.takesMessage)
        _ = talk.session.send(.sample(to: "b@x.example"))
        #expect(
            talk.said() == """
                Subject: Aviso\r\n\r\nHola\r\n.\r\n\
                MAIL FROM:<avisos@agencia.example>\r\nRCPT TO:<b@x.example>\r\nDATA\r\n
                """
        )

        let events = talk.hear(
            "250 2.0.0 queued as 1\r\n250 Ok\r\n250 Ok\r\n354 go on\r\n250 2.0.0 queued as 2\r\n"
        )
        #expect(
            events == [
                .settled(.accepted(reference: "queued as 1")), .settled(.accepted(reference: "queued as 2")),
            ]
        )
    }

    @Test func `without PIPELINING each command waits for its answer`() {
        var talk = Conversation.ready()
        _ = talk.session.send(.sample())
        #expect(talk.said() == "MAIL FROM:<avisos@agencia.example>\r\n")
        _ = talk.hear("250 Ok\r\n")
        #expect(talk.said() == "RCPT TO:<ana@cliente.example>\r\n")
        _ = talk.hear("250 Ok\r\n")
        #expect(talk.said() == "DATA\r\n")
        _ = talk.hear("354 go on\r\n")
        #expect(talk.said().hasSuffix("Hola\r\n.\r\n"))
        #expect(!talk.session.takesMessage)
        #expect(talk.hear("250 Ok\r\n") == [.settled(.accepted(reference: "Ok"))])
        #expect(talk.session.takesMessage)
    }

    @Test(arguments: [
        ("503 5.5.1 no recipients\r\n", ""), ("354 go on\r\n", ".\r\n"),
    ])
    func `after a refused recipient no text is sent and the transaction is closed`(data: String, said: String)
    {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample(to: "nadie@x.example"))
        _ = talk.said()
        var events = talk.hear("250 Ok\r\n550 5.1.1 no such user\r\n\(data)")
        #expect(talk.said() == said)
        if !said.isEmpty { events += talk.hear("554 5.5.1 no valid recipients\r\n") }
        #expect(events == [.settled(.refusedRecipient(detail: "550 5.1.1 no such user"))])

        _ = talk.session.send(.sample())
        #expect(talk.said().hasPrefix("RSET\r\nMAIL FROM:"))
        let next = talk.hear("250 Ok\r\n250 Ok\r\n250 Ok\r\n354 go on\r\n250 Ok\r\n")
        #expect(next == [.settled(.accepted(reference: "Ok"))])
    }

    @Test func `a refused sender leaves no transaction behind`() {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample())
        let events = talk.hear("550 5.7.1 not yours\r\n503 first MAIL\r\n503 first MAIL\r\n")
        #expect(events == [.settled(.refusedSender(detail: "550 5.7.1 not yours"))])
        _ = talk.said()
        _ = talk.session.send(.sample())
        #expect(talk.said().hasPrefix("MAIL FROM:"))
    }

    @Test(arguments: [
        ("Hola\r\n", "Hola\r\n.\r\n"), ("", ".\r\n"), (".", "..\r\n.\r\n"),
        ("a\r\n.\r\nb\r\n", "a\r\n..\r\nb\r\n.\r\n"),
        (".a\r\n..b\r\n", "..a\r\n...b\r\n.\r\n"), ("no end", "no end\r\n.\r\n"), ("a.b\r\n", "a.b\r\n.\r\n"),
        // A bare line feed ends a line for some: nothing behind it may look like the end.
        ("a\n.\nb\r\n", "a\n..\nb\r\n.\r\n"), ("a\r\n.", "a\r\n..\r\n.\r\n"),
    ])
    func `a dot that begins a line is doubled`(text: String, wire: String) {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample(text: text))
        _ = talk.said()
        _ = talk.hear("250 Ok\r\n250 Ok\r\n354 go on\r\n")
        #expect(talk.said() == wire)
    }

    @Test(arguments: [
        "hello\r\n", "25\r\n", "250_ok\r\n", "199 no\r\n", "650 no\r\n", "250-a\r\n251 b\r\n", "\r\n",
        "2x0 a\r\n",
        String(repeating: "x", count: 3_000), "250 " + String(repeating: "x", count: 3_000) + "\r\n",
        String(repeating: "250-more\r\n", count: 200), "\0\0\0\r\n",
    ])
    func `what is no answer ends the conversation, and the message goes another time`(answer: String) {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample())

        let events = talk.hear(answer)

        #expect(events == [.over(.lost(detail: "the relay's answer cannot be read"))])
        #expect(talk.session.end("gone") == [.lost(detail: "gone")])
    }

    @Test func `after the final dot a lost connection leaves the outcome open, before it does not`() {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample(to: "a@x.example"))
        #expect(talk.session.awaited == .command)
        _ = talk.hear("250 Ok\r\n250 Ok\r\n354 go on\r\n")
        _ = talk.session.send(.sample(to: "b@x.example"))
        #expect(talk.session.awaited == .finalDot)

        #expect(talk.session.end("gone") == [.unknown(detail: "gone"), .lost(detail: "gone")])
        #expect(talk.session.end("gone").isEmpty)
    }

    @Test func `a recipient that was refused stays refused when the connection is lost`() {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample())
        _ = talk.hear("250 Ok\r\n550 5.1.1 no such user\r\n")

        #expect(talk.session.end("gone") == [.refusedRecipient(detail: "550 5.1.1 no such user")])
    }

    @Test func `421 is an answer, and the last`() {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample(to: "a@x.example"))
        _ = talk.hear("250 Ok\r\n250 Ok\r\n354 go on\r\n")
        _ = talk.session.send(.sample(to: "b@x.example"))

        let events = talk.hear("421 4.7.0 unusual rate\r\n")

        #expect(events.first == .settled(.domainRests(detail: "421 4.7.0 unusual rate")))
        #expect(events.count == 2 && !talk.session.takesMessage)
        #expect(talk.session.end("gone") == [.lost(detail: "gone")])
    }

    @Test func `a yes where "go on" belongs does not let the text be read as commands`() {
        var talk = Conversation.ready("PIPELINING")
        _ = talk.session.send(.sample(text: "RCPT TO:<b@x.example>\r\n"))
        _ = talk.said()
        #expect(talk.hear("250 Ok\r\n250 Ok\r\n250 Ok\r\n") == [.over(.lost(detail: "250 Ok"))])
        #expect(talk.said().isEmpty)
    }

    @Test func `what was announced is used`() {
        var talk = Conversation.ready("PIPELINING", "SIZE 2000", "8BITMIME", "SMTPUTF8", "DSN")
        _ = talk.session.send(.sample(to: "ana+x=y@x.example", text: "ñ\r\n", envelopeID: "n1.c=2"))
        #expect(
            talk.said() == """
                MAIL FROM:<avisos@agencia.example> SIZE=4 BODY=8BITMIME RET=HDRS ENVID=n1.c+3D2\r
                RCPT TO:<ana+x=y@x.example> NOTIFY=FAILURE ORCPT=rfc822;ana+2Bx+3Dy@x.example\r
                DATA\r\n
                """
        )
        _ = talk.hear("250 Ok\r\n250 Ok\r\n354 go on\r\n")
        _ = talk.said()
        _ = talk.session.send(.sample(to: "josé@x.example"))
        #expect(talk.said().contains(" SMTPUTF8 RET=HDRS\r\nRCPT TO:<josé@x.example>\r\n"))
    }

    @Test func `what the relay cannot take is not sent`() {
        var talk = Conversation.ready("PIPELINING", "SIZE 10")
        func isRefusal(_ verdict: SMTPVerdict?, ofRecipient: Bool) -> Bool {
            switch verdict {
            case .refusedRecipient: ofRecipient
            case .refusedSender: !ofRecipient
            default: false
            }
        }
        #expect(isRefusal(talk.session.send(.sample(to: "josé@x.example", text: "a")), ofRecipient: true))
        #expect(isRefusal(talk.session.send(.sample(text: "ñ")), ofRecipient: false))
        #expect(isRefusal(talk.session.send(.sample(text: "more than ten")), ofRecipient: false))
        #expect(
            isRefusal(talk.session.send(.sample(to: "a@x.example>\r\nDATA", text: "a")), ofRecipient: true)
        )
        #expect(talk.said().isEmpty && talk.session.takesMessage)
    }

    @Test func `whatever comes, the process lives`() {
        let random = SeededRandom(seed: 7)
        let words = [
            "220 a\r\n", "250 a\r\n", "250-a\r\n", "354 a\r\n", "421 a\r\n", "550 5.1.1 a\r\n", "334 a\r\n",
            "\r\n", "2",
        ]
        for _ in 0..<2_000 {
            var talk = Conversation(SMTPRelay(host: "relay.example", port: 25))
            var settled = 0
            var sent = 0
            for byte in random.bytes(30) {
                let events =
                    byte < 240
                    ? talk.hear(words[Int(byte) % words.count]) : talk.hear(random.bytes(Int(byte) - 230))
                settled += events.count { if case .settled = $0 { true } else { false } }
                if talk.session.takesMessage, talk.session.send(.sample()) == nil { sent += 1 }
            }
            #expect(settled + talk.session.end("gone").count == sent)
        }
    }
}
