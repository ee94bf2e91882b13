import NIOCore

/// One conversation with a relay as a rule without a wire: bytes in, bytes and events out.
///
/// A message's envelope goes behind the final dot of the one before it, in the same write, where the far end offers
/// PIPELINING (RFC 2920), so that a message costs one round trip. At most two are in hand: one whose dot is out and one
/// whose envelope is.
package struct SMTPSession {
    package enum Event: Sendable, Hashable {
        /// Begin TLS, then call ``secured()``.
        case startTLS
        /// Logged in: messages are taken.
        case ready
        /// What became of the oldest message in hand.
        case settled(SMTPVerdict)
        /// Nothing more comes of this conversation: close it, and see ``end(_:)`` for what is in hand.
        case over(SMTPVerdict)
    }

    /// What the far end owes us; each has its patience.
    package enum Awaited: Sendable, Hashable {
        case nothing
        case login
        case command
        case finalDot
    }

    enum Phase: Sendable, Hashable {
        case greeting
        case ehlo
        case helo
        case startTLS
        case handshake
        case authPlain
        case authLogin
        case authUser
        case authPassword
        case mail
        case quitting
        case over
    }

    /// Answers that are due, in their order.
    enum Due: UInt8, Sendable {
        case reset
        case mail
        case recipient
        case data
        case finalDot
        /// The dot of a message without recipients, whose answer says nothing.
        case emptyDot
    }

    /// The message whose envelope is out and whose text is not.
    struct Envelope {
        var message: SMTPMessage
        var mailAccepted = false
        var refusal: SMTPVerdict?
    }

    /// What is to be written next; whoever writes clears it.
    package var output = ByteBuffer()
    package internal(set) var capabilities = SMTPCapabilities()
    package internal(set) var isSecure: Bool

    let relay: SMTPRelay
    var phase = Phase.greeting
    var reader = SMTPReplyReader()
    var due: [Due] = []
    var envelope: Envelope?
    /// A transaction at the far end that was given up and is not closed.
    var needsReset = false
    /// The far end said 421: it answers nothing more.
    var isLeaving = false

    package init(_ relay: SMTPRelay) {
        self.relay = relay
        isSecure = relay.security == .implicit
    }

    package var awaited: Awaited {
        switch phase {
        case .mail: due.first.map { $0 == .finalDot ? .finalDot : .command } ?? .nothing
        case .over: .nothing
        default: .login
        }
    }

    /// Whether ``send(_:)`` may be called.
    package var takesMessage: Bool {
        phase == .mail && !isLeaving && envelope == nil && (capabilities.pipelining || due.isEmpty)
    }

    /// Reads the next answer. Nil: more bytes are needed. Call it until then.
    package mutating func receive(_ bytes: inout ByteBuffer) -> Event? {
        while phase != .over {
            if isLeaving { return over(.lost(detail: "the relay said 421 and closes")) }
            let reply: SMTPReply?
            do {
                reply = try nextReply(&bytes)
            } catch {
                return over(.lost(detail: "the relay's answer cannot be read"))
            }
            guard let reply else { return nil }
            if let event = takeReply(reply, more: bytes.readableBytes) { return event }
        }
        return nil
    }

    private mutating func nextReply(_ bytes: inout ByteBuffer) throws(SMTPReplyReader.Garbage) -> SMTPReply? {
        guard phase == .ehlo else { return try reader.next(&bytes) }
        var announced = capabilities
        defer { capabilities = announced }
        return try reader.next(&bytes) { announced.take($0) }
    }

    private mutating func takeReply(_ reply: SMTPReply, more: Int) -> Event? {
        switch phase {
        case .mail: return takeMailReply(reply)
        case .quitting: return over(.lost(detail: reply.line))
        case .over: return nil
        default: return takeLoginReply(reply, more: more)
        }
    }

    /// Says goodbye where nothing is in hand.
    package mutating func quit() {
        guard phase == .mail, due.isEmpty else { return }
        output.writeStaticString("QUIT\r\n")
        phase = .quitting
    }

    /// The conversation ended. What became of the messages in hand, oldest first.
    package mutating func end(_ detail: String) -> [SMTPVerdict] {
        phase = .over
        defer {
            due = []
            envelope = nil
        }
        var verdicts: [SMTPVerdict] = []
        if due.contains(.finalDot) { verdicts.append(.unknown(detail: detail)) }
        if let envelope { verdicts.append(envelope.refusal ?? .lost(detail: detail)) }
        return verdicts
    }

    mutating func over(_ verdict: SMTPVerdict) -> Event {
        phase = .over
        return .over(verdict)
    }
}
