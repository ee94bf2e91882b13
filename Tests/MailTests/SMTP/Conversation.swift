import Mail
import NIOCore

/// A relay's side of a conversation, word by word, with a session that has no wire.
struct Conversation {
    var session: SMTPSession
    private var input = ByteBuffer()

    init(_ relay: SMTPRelay = SMTPRelay(host: "127.0.0.1", port: 25)) {
        session = SMTPSession(relay)
    }

    /// Greeted and logged in; what was written until then is forgotten.
    static func ready(
        _ capabilities: String...,
        relay: SMTPRelay = SMTPRelay(host: "127.0.0.1", port: 25)
    )
        -> Conversation
    {
        var talk = Conversation(relay)
        let lines = ["relay.example"] + capabilities
        let hello = lines.enumerated().map { index, line in
            "250\(index == lines.count - 1 ? " " : "-")\(line)\r\n"
        }
        _ = talk.hear("220 relay.example ESMTP\r\n")
        _ = talk.hear(hello.joined())
        _ = talk.said()
        return talk
    }

    /// What the relay says; the events that come of it.
    mutating func hear(_ text: String) -> [SMTPSession.Event] { hear(Array(text.utf8)) }

    mutating func hear(_ bytes: [UInt8]) -> [SMTPSession.Event] {
        input.writeBytes(bytes)
        var events: [SMTPSession.Event] = []
        while let event = session.receive(&input) { events.append(event) }
        return events
    }

    /// What we said since the last time.
    mutating func said() -> String {
        defer { session.output.clear() }
        return String(buffer: session.output)
    }
}

extension SMTPMessage {
    static func sample(
        to recipient: String = "ana@cliente.example",
        from sender: String = "avisos@agencia.example",
        text: String = "Subject: Aviso\r\n\r\nHola\r\n",
        envelopeID: String? = nil
    ) -> SMTPMessage {
        SMTPMessage(sender: sender, recipient: recipient, bytes: Array(text.utf8), envelopeID: envelopeID)
    }
}
