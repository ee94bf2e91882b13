import Basis
import Foundation
import Rendering

/// Words one notice for the readers of a language: the mail, the text for a phone and the script of a call.
///
/// The texts of each language are written, not translated. Nothing is said that is not in the facts.
package struct NoticeComposer: Sendable {
    private let templates: Templates
    private let catalogue: StringCatalogue

    package init(templates: Templates, catalogue: StringCatalogue) {
        self.templates = templates
        self.catalogue = catalogue
    }

    /// - Parameters:
    ///   - language: of the readers; where the program does not speak it, the frame is English and only the
    ///     published message is theirs.
    ///   - zone: in which all times are told; the notice names it.
    package func compose(
        _ facts: NoticeFacts,
        language: Language,
        zone: TimeZone,
        now: Instant
    ) throws -> NoticeText {
        let voice = NoticeVoice(catalogue: catalogue, language: language, zone: zone, now: now)
        let wording = NoticeWording(facts: facts, voice: voice)
        let message = facts.message.resolved([language, voice.language])
        let page = NoticeLayout(wording: wording, message: message).page
        return NoticeText(
            language: voice.language,
            writtenIn: message?.language ?? voice.language,
            subject: wording.subject,
            text: try templates.render("Letters/notice.text", page).withCalmLines,
            html: try templates.render("Letters/notice.html", page),
            short: ShortNotice(wording: wording).text,
            script: try templates.render(
                "Letters/script.text",
                CallScript(wording: wording, message: message).page
            )
            .withCalmLines
        )
    }
}

extension String {
    /// Never more than one empty line, none at the ends but the last line's.
    fileprivate var withCalmLines: String {
        var lines: [Substring] = []
        for line in split(separator: "\n", omittingEmptySubsequences: false) {
            if line.isEmpty, lines.last?.isEmpty ?? true { continue }
            lines.append(line)
        }
        while lines.last?.isEmpty == true { lines.removeLast() }
        return lines.joined(separator: "\n") + "\n"
    }
}
