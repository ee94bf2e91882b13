import Mail
import Paging

/// Sends what the staff are to read the way that customers' mail goes.
struct HouseMail: StaffMail {
    /// Nil: into the Maildir.
    let relay: SMTPPool?
    let maildir: String

    func hand(over message: MailMessage) async throws {
        let bytes = try MIMEBuilder.build(message)
        guard let relay else {
            _ = try Maildir(path: maildir).deliver(bytes, name: message.messageID)
            return
        }
        let outcome = await relay.send([
            SMTPMessage(
                sender: try message.from.envelope(),
                recipient: try message.to.envelope(),
                bytes: bytes,
                envelopeID: message.messageID
            )
        ]).first
        guard case .accepted = outcome?.verdict else {
            throw AssemblyError("the relay did not take the message")
        }
    }
}
