import Basis
import Mail
import Rendering

/// Who notices are from.
package struct NoticeSender: Sendable, Hashable {
    package var name: String
    package var address: String

    package init(name: String, address: String) {
        self.name = name
        self.address = address
    }

    /// Behind the `@` of our Message-IDs.
    package var domain: String {
        address.split(separator: "@", maxSplits: 1).last.map(String.init) ?? "localhost"
    }
}

/// A notice as an e-mail: its wording with the person's own words in it, and headers that let machines see that no
/// person wrote it.
enum NoticeMail {
    static func message(_ notice: OutgoingNotice, from sender: NoticeSender) -> MailMessage {
        let variant = notice.variant
        return MailMessage(
            from: Mail.MailAddress(name: sender.name, address: sender.address),
            to: Mail.MailAddress(address: notice.address),
            subject: variant.title.spliced(notice.personal, escape: \.self),
            text: variant.bodyText.spliced(notice.personal, escape: \.self),
            html: variant.bodyHTML.spliced(notice.personal, escape: HTML.escape),
            messageID: messageID(key: notice.key, domain: sender.domain),
            date: notice.at,
            language: variant.writtenIn,
            headers: [
                // RFC 3834: no out-of-office notes, please.
                (name: "Auto-Submitted", value: "auto-generated"),
                (
                    name: "X-Amends-Campaign",
                    value: "\(notice.subject.kind)-\(notice.subject.id); \(notice.purpose)"
                ),
            ]
        )
    }

    /// Without `<>`, the same at every attempt.
    static func messageID(key: String, domain: String) -> String { "\(key)@\(domain)" }
}
