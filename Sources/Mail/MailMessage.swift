import Basis

/// One e-mail to one person, before it is made bytes.
package struct MailMessage: Sendable {
    package var from: MailAddress
    package var to: MailAddress
    package var replyTo: MailAddress?
    package var subject: String
    package var text: String
    /// The same words as HTML; nil makes a message of text alone.
    package var html: String?
    /// Without `<>`: `n-1.c-2@agency.example`. The same message sent again carries the same.
    package var messageID: String
    package var date: Instant
    package var language: Language
    /// Further headers in their order, such as `Auto-Submitted: auto-generated`.
    package var headers: [(name: String, value: String)]

    package init(
        from: MailAddress,
        to: MailAddress,
        replyTo: MailAddress? = nil,
        subject: String,
        text: String,
        html: String? = nil,
        messageID: String,
        date: Instant,
        language: Language,
        headers: [(name: String, value: String)] = []
    ) {
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.messageID = messageID
        self.date = date
        self.language = language
        self.headers = headers
    }

    /// Whether only a relay that announces SMTPUTF8 (RFC 6531) can take the message.
    package var needsSMTPUTF8: Bool {
        from.needsSMTPUTF8 || to.needsSMTPUTF8 || (replyTo?.needsSMTPUTF8 ?? false)
    }
}
