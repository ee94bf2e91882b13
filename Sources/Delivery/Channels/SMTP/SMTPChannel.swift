import Basis
import Catalog
import Mail

/// E-mail through a relay. "Handed over" means that the relay took it; what the recipient's host says comes later, as
/// a bounce.
///
/// A message sent again carries the same Message-ID, so that the far end can fold the two.
package struct SMTPChannel: Channel {
    package let kind = AddressChannel.email
    package let repeatsAfterUnknown = 1

    private let pool: SMTPPool
    private let sender: NoticeSender

    /// When to come again where the relay's answer names no time.
    private static let pause = Span.seconds(30)

    package init(pool: SMTPPool, sender: NoticeSender) {
        self.pool = pool
        self.sender = sender
    }

    package func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome] {
        let built = group.map { notice in Result { try message(for: notice) } }
        // Those that cannot be built are answered below.
        let messages = built.compactMap { try? $0.get() }
        var outcomes = await pool.send(messages).makeIterator()
        return built.map { result in
            switch result {
            case .success:
                outcome(outcomes.next() ?? SMTPOutcome(.unknown(detail: "the pool gave no answer")))
            case .failure(let error): .refusedRecipient(detail: "\(error)")
            }
        }
    }

    private func message(for notice: OutgoingNotice) throws -> SMTPMessage {
        let mail = NoticeMail.message(notice, from: sender)
        var message = SMTPMessage(
            sender: try mail.from.envelope(),
            recipient: try mail.to.envelope(),
            bytes: try MIMEBuilder.build(mail),
            envelopeID: notice.key
        )
        message.brake = notice.brake
        return message
    }

    private func outcome(_ outcome: SMTPOutcome) -> DeliveryOutcome {
        let after = outcome.after ?? Self.pause
        return switch outcome.verdict {
        case .accepted(let reference): .handedOver(reference: reference)
        case .domainRests(let detail), .lost(let detail): .retry(after: after, detail: detail)
        case .relayRests: .notTried(after: after, stopsChannel: true)
        case .held: .notTried(after: after, stopsChannel: false)
        case .refusedRecipient(let detail): .refusedRecipient(detail: detail)
        case .refusedSender(let detail): .refusedSender(detail: detail)
        case .unknown(let detail): .unknown(detail: detail)
        }
    }
}
