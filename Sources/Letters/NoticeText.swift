import Basis

/// A notice worded for the readers of one language, with slot markers (`customer`, `services`, `link`) where each
/// person's own words go.
package struct NoticeText: Sendable, Hashable {
    /// The longest text for a phone, with the slots filled: two parts of an SMS in the GSM alphabet.
    package static let shortLimit = 300

    /// The language it is worded in: the one asked for, or English where the program does not speak that.
    package var language: Language
    /// In which language the published message really is, which may be another: to be shown before sending.
    package var writtenIn: Language
    package var subject: String
    /// The plain body of an e-mail.
    package var text: String
    /// The same as an accessible HTML document.
    package var html: String
    /// For SMS, WhatsApp and the like: at most `shortLimit` characters, with the link.
    package var short: String
    /// What a person says on the phone, in sentences that can be said.
    package var script: String

    package init(
        language: Language,
        writtenIn: Language,
        subject: String,
        text: String,
        html: String,
        short: String,
        script: String
    ) {
        self.language = language
        self.writtenIn = writtenIn
        self.subject = subject
        self.text = text
        self.html = html
        self.short = short
        self.script = script
    }
}
