import NIOCore

/// Messages on their way.
extension SMTPSession {
    /// Puts the envelope of a message out; only where ``takesMessage``. A verdict at once means that the far end was
    /// not asked: it said before that it cannot take such a message.
    package mutating func send(_ message: SMTPMessage) -> SMTPVerdict? {
        if let obstacle = obstacle(to: message) { return obstacle }
        if needsReset {
            output.writeStaticString("RSET\r\n")
            due.append(.reset)
            needsReset = false
        }
        writeMail(message)
        due.append(.mail)
        if capabilities.pipelining {
            writeRecipient(message)
            output.writeStaticString("DATA\r\n")
            due.append(.recipient)
            due.append(.data)
        }
        envelope = Envelope(message: message)
        return nil
    }

    private func obstacle(to message: SMTPMessage) -> SMTPVerdict? {
        func isUnsafe(_ byte: UInt8) -> Bool { byte < 32 || byte == 127 }
        if message.recipient.isEmpty || message.recipient.utf8.contains(where: isUnsafe) {
            return .refusedRecipient(detail: "no address for an envelope")
        }
        if message.sender.utf8.contains(where: isUnsafe) {
            return .refusedSender(detail: "no address for an envelope")
        }
        if message.needsSMTPUTF8, !capabilities.smtpUTF8 {
            return .refusedRecipient(detail: "the relay takes no addresses beyond ASCII (SMTPUTF8)")
        }
        if message.is8Bit, !capabilities.eightBitMIME, !message.needsSMTPUTF8 {
            return .refusedSender(detail: "the relay takes no text beyond ASCII (8BITMIME)")
        }
        if let most = capabilities.sizeMax, message.bytes.count > most {
            return .refusedSender(detail: "the message is larger than the relay's \(most) bytes")
        }
        return nil
    }

    private mutating func writeMail(_ message: SMTPMessage) {
        output.writeStaticString("MAIL FROM:<")
        output.writeString(message.sender)
        output.writeStaticString(">")
        if capabilities.announcesSize { output.writeString(" SIZE=\(message.bytes.count)") }
        if message.is8Bit, capabilities.eightBitMIME { output.writeStaticString(" BODY=8BITMIME") }
        if message.needsSMTPUTF8 { output.writeStaticString(" SMTPUTF8") }
        if capabilities.dsn {
            output.writeStaticString(" RET=HDRS")
            if let id = message.envelopeID { output.writeString(" ENVID=\(Self.xtext(id))") }
        }
        output.writeStaticString("\r\n")
    }

    private mutating func writeRecipient(_ message: SMTPMessage) {
        output.writeStaticString("RCPT TO:<")
        output.writeString(message.recipient)
        output.writeStaticString(">")
        // Addresses beyond ASCII would need the `utf-8` type of RFC 6533; the relay can name them without us.
        if capabilities.dsn, !message.needsSMTPUTF8 {
            output.writeString(" NOTIFY=FAILURE ORCPT=rfc822;\(Self.xtext(message.recipient))")
        }
        output.writeStaticString("\r\n")
    }

    /// RFC 3461 §4: printable characters but `+` and `=`; the others as `+XX`.
    private static func xtext(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { (33...126).contains($0) && $0 != 43 && $0 != 61 }
        if isPlain { return text }
        return text.utf8.reduce(into: "") { written, byte in
            if (33...126).contains(byte), byte != 43, byte != 61 {
                written.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                written += digits.count == 1 ? "+0\(digits)" : "+\(digits)"
            }
        }
    }

    mutating func takeMailReply(_ reply: SMTPReply) -> Event? {
        if reply.code == 421 { isLeaving = true }
        // "Go on" where nothing may go on: from here on answers and questions would not fit together.
        if (300...399).contains(reply.code), due.first != .data { return over(.lost(detail: reply.line)) }
        guard !due.isEmpty else {
            // Unasked: usually 421 because we were silent for too long.
            return over(.lost(detail: reply.line))
        }
        switch due.removeFirst() {
        case .reset:
            if reply.isPositive || reply.code == 421 { return nil }
            return over(.lost(detail: reply.line))
        case .finalDot: return .settled(reply.verdict(at: .data))
        case .emptyDot: return settleEnvelope()
        case .mail: return takeMail(reply)
        case .recipient: return takeRecipient(reply)
        case .data: return takeData(reply)
        }
    }

    private mutating func takeMail(_ reply: SMTPReply) -> Event? {
        guard reply.isPositive else {
            refuse(reply.verdict(at: .mail))
            return capabilities.pipelining ? nil : settleEnvelope()
        }
        envelope?.mailAccepted = true
        guard !capabilities.pipelining, let message = envelope?.message else { return nil }
        writeRecipient(message)
        due.append(.recipient)
        return nil
    }

    private mutating func takeRecipient(_ reply: SMTPReply) -> Event? {
        guard reply.isPositive else {
            refuse(reply.verdict(at: .recipient))
            return capabilities.pipelining ? nil : settleEnvelope()
        }
        guard !capabilities.pipelining else { return nil }
        output.writeStaticString("DATA\r\n")
        due.append(.data)
        return nil
    }

    private mutating func takeData(_ reply: SMTPReply) -> Event? {
        guard reply.code == 354 else {
            let verdict = reply.verdict(at: .data)
            // A yes in the place of "go ahead" would let the text be read as commands.
            if case .accepted = verdict { return over(.lost(detail: reply.line)) }
            refuse(verdict)
            return settleEnvelope()
        }
        guard let envelope, envelope.refusal == nil else {
            // "Go ahead" although there is nobody to send to: an empty text, whose answer does not matter.
            output.writeStaticString(".\r\n")
            due.append(.emptyDot)
            return nil
        }
        SMTPText.append(envelope.message.bytes, to: &output)
        due.append(.finalDot)
        self.envelope = nil
        return nil
    }

    /// The first refusal counts: what follows it is only its echo.
    private mutating func refuse(_ verdict: SMTPVerdict) {
        if envelope?.refusal == nil { envelope?.refusal = verdict }
    }

    private mutating func settleEnvelope() -> Event? {
        guard let settled = envelope else { return nil }
        needsReset = settled.mailAccepted
        envelope = nil
        return .settled(settled.refusal ?? .lost(detail: "the relay answered out of turn"))
    }
}
