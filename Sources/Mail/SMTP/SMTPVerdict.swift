/// What an answer means for the message (the classes of RFC 5321 §4.2.1 are too few: who is refused matters).
package enum SMTPVerdict: Sendable, Hashable {
    /// Taken over by the far end.
    case accepted(reference: String)
    /// Not now, for everybody at this recipient's domain.
    case domainRests(detail: String)
    /// Not now, whoever the recipient is: the relay itself is busy, full or away. The message was not taken.
    case relayRests(detail: String)
    /// The conversation ended before the message was handed over; nothing says that the next one will.
    case lost(detail: String)
    /// This recipient will not take it.
    case refusedRecipient(detail: String)
    /// We ourselves, or what we write, are refused: nothing more goes out before a person looks.
    case refusedSender(detail: String)
    /// It was handed over and no answer came.
    case unknown(detail: String)
    /// It was not tried, as its domain rests.
    case held
}

/// Where in the conversation an answer was given.
package enum SMTPStage: Sendable, Hashable {
    /// Greeting, EHLO, STARTTLS, AUTH.
    case login
    case mail
    case recipient
    /// DATA, or the dot that ends the message.
    case data
}

extension SMTPReply {
    /// What the answer means, by the table of answers to mail: the enhanced code before the code, and the words only
    /// where one code has two meanings.
    package func verdict(at stage: SMTPStage) -> SMTPVerdict {
        if isPositive { return .accepted(reference: text) }
        if isTemporary {
            return stage == .recipient || stage == .data
                ? .domainRests(detail: line) : .relayRests(detail: line)
        }
        guard code >= 500 else { return .refusedSender(detail: line) }
        if code == 530 || code == 535 || stage == .login { return .refusedSender(detail: line) }
        if let enhanced { return verdict(of: enhanced, at: stage) }
        // A full mailbox, which RFC 5321 §4.5.3.1.10 wants treated like 452.
        if code == 552, stage == .recipient { return .domainRests(detail: line) }
        return stage == .recipient ? .refusedRecipient(detail: line) : .refusedSender(detail: line)
    }

    private func verdict(of enhanced: EnhancedCode, at stage: SMTPStage) -> SMTPVerdict {
        switch (enhanced.subject, enhanced.detail) {
        // The sender's address, though the subject is that of addresses.
        case (1, 7), (1, 8): return .refusedSender(detail: line)
        case (1, _), (4, _): return .refusedRecipient(detail: line)
        // Disabled, or "at a rate that prevents": only the words tell.
        case (2, 1): return saysTooFast ? .domainRests(detail: line) : .refusedRecipient(detail: line)
        // Full: it may be emptied.
        case (2, 2): return .domainRests(detail: line)
        case (2, _): return .refusedRecipient(detail: line)
        case (7, _), (6, _): return .refusedSender(detail: line)
        default: return stage == .recipient ? .refusedRecipient(detail: line) : .refusedSender(detail: line)
        }
    }

    private var saysTooFast: Bool {
        let lowered = text.lowercased()
        return ["at a rate", "too quickly", "too fast", "too many", "try again"].contains(
            where: lowered.contains
        )
    }
}

extension SMTPVerdict {
    /// The far end's words, or ours where it said nothing.
    package var detail: String {
        switch self {
        case .accepted(let text): text
        case .domainRests(let detail), .relayRests(let detail), .lost(let detail),
            .refusedRecipient(let detail),
            .refusedSender(let detail), .unknown(let detail):
            detail
        case .held: ""
        }
    }
}
