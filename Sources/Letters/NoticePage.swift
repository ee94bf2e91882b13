import Basis

/// What the templates of a notice read: finished texts, in the order in which they are read.
struct NoticePage: Sendable {
    var language: String
    var subject: String
    /// What mail programs show behind the subject.
    var preheader: String
    var state: String
    var title: String
    var greeting: String
    var opening: String
    var sections: [NoticeSection]
    var closing: String
    var sender: String
    var zone: String
}

struct NoticeSection: Sendable {
    var heading: String
    /// The heading for a reader without markup.
    var headingUpper: String
    /// What somebody of ours wrote; at most one.
    var messages: [WrittenMessage] = []
    var paragraphs: [NoticeParagraph]
}

struct WrittenMessage: Sendable {
    /// In which it is written, which may not be that of the notice.
    var language: String
    var plain: String
    var bodyHTML: String
}

struct NoticeParagraph: Sendable {
    var text: String
    var link: NoticeLink?

    init(_ text: String, _ link: NoticeLink? = nil) {
        self.text = text
        self.link = link
    }
}

struct NoticeLink: Sendable {
    var address: String
    var label: String
    /// What a reader without markup gets: the address, or a telephone number as it is dialled.
    var shown: String
    var isButton: Bool
}

/// What the template of a call script reads.
struct ScriptPage: Sendable {
    struct Part: Sendable {
        var headingUpper: String
        /// What is said, sentence by sentence.
        var lines: [String]
        /// What is done meanwhile; not said.
        var notes: [String] = []
    }

    var parts: [Part]
}
