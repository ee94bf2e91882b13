import Basis
import Rendering

/// Puts the sentences of a notice into the sections of a mail: what happened, what it means for the reader, what we
/// do, when they hear more, how to reach us.
struct NoticeLayout {
    let wording: NoticeWording
    let message: (text: String, language: Language)?

    private var facts: NoticeFacts { wording.facts }
    private var voice: NoticeVoice { wording.voice }

    var page: NoticePage {
        NoticePage(
            language: voice.language.code,
            subject: wording.subject,
            preheader: wording.nextUpdate ?? wording.opening,
            state: voice.say("state.\(facts.stage.rawValue)"),
            title: wording.title,
            greeting: voice.say("greeting", ["customer": NoticeVoice.customer]),
            opening: wording.opening,
            sections: [happened, means, meanwhile, doing, next, contact].compactMap(\.self),
            closing: voice.say("closing"),
            sender: facts.sender.typed,
            zone: voice.say("zone", ["zone": voice.zoneName])
        )
    }

    private var happened: NoticeSection? {
        section("happened", wording.known.map { NoticeParagraph($0) }, messages: messages)
    }

    private var means: NoticeSection? {
        var paragraphs = [NoticeParagraph(wording.means)]
        if facts.reach != .none {
            if facts.isResolved {
                paragraphs.append(check)
            } else if takesAnswer {
                paragraphs.append(noticed)
            }
        }
        return section("means", paragraphs)
    }

    /// That it works again, and what to do where it does not.
    private var check: NoticeParagraph {
        let text = voice.say(facts.kind.isAboutService ? "check.service" : "check.matter")
        guard takesAnswer else { return NoticeParagraph(text) }
        let label = voice.say(facts.kind.isAboutService ? "link.check_label" : "link.check_label_matter")
        return NoticeParagraph(text, button(label))
    }

    private var noticed: NoticeParagraph {
        NoticeParagraph(voice.say("link.noticed"), button(voice.say("link.noticed_label")))
    }

    /// Whether this notice asks something that the page behind the link can take.
    private var takesAnswer: Bool {
        facts.linkTakesAnswers && facts.reach != .none && (facts.isFirst || facts.isResolved)
    }

    /// What happened to the customers of a list is nobody else's business: there is no public page of it.
    private var offersPage: Bool { !takesAnswer && facts.reach != .listed }

    private var meanwhile: NoticeSection? {
        guard !facts.isResolved, let workaround = wording.statement(Fact.Name.workaround) else { return nil }
        return section("meanwhile", [NoticeParagraph(workaround)])
    }

    private var doing: NoticeSection? {
        section(facts.isResolved ? "done" : "doing", wording.doing.map { NoticeParagraph($0) })
    }

    private var next: NoticeSection? {
        var paragraphs = [wording.estimate, wording.nextUpdate].compactMap(\.self).map { NoticeParagraph($0) }
        if paragraphs.isEmpty { return nil }
        if offersPage { paragraphs.append(follow) }
        return section("next", paragraphs)
    }

    private var contact: NoticeSection? {
        var paragraphs: [NoticeParagraph] = []
        if let statement = wording.statement(Fact.Name.contact) {
            paragraphs.append(NoticeParagraph(statement))
        }
        if let phone = facts.contactPhone?.typed {
            paragraphs.append(
                NoticeParagraph(voice.say("contact.phone"), plainLink("tel:", phone.dialled, phone))
            )
        }
        if let email = facts.contactEmail?.typed {
            paragraphs.append(NoticeParagraph(voice.say("contact.email"), plainLink("mailto:", email, email)))
        }
        if next == nil, offersPage { paragraphs.append(follow) }
        return paragraphs.isEmpty ? nil : section("contact", paragraphs)
    }

    private var follow: NoticeParagraph {
        NoticeParagraph(voice.say("link.follow"), button(voice.say("link.follow_label")))
    }

    private var messages: [WrittenMessage] {
        guard let message else { return [] }
        let text = message.text.typed
        let plain = Markdown.plain(text)
        return [WrittenMessage(language: message.language.code, plain: plain, bodyHTML: Markdown.html(text))]
    }

    private func section(
        _ name: String,
        _ paragraphs: [NoticeParagraph],
        messages: [WrittenMessage] = []
    ) -> NoticeSection {
        let heading = voice.say("heading.\(name)")
        return NoticeSection(
            heading: heading,
            headingUpper: heading.uppercased(),
            messages: messages,
            paragraphs: paragraphs
        )
    }

    private func button(_ label: String) -> NoticeLink {
        NoticeLink(address: NoticeVoice.link, label: label, shown: NoticeVoice.link, isButton: true)
    }

    private func plainLink(_ scheme: String, _ address: String, _ shown: String) -> NoticeLink {
        NoticeLink(address: scheme + address, label: shown, shown: shown, isButton: false)
    }
}

extension String {
    /// A telephone number as a link wants it: without the blanks that make it readable.
    fileprivate var dialled: String { filter { $0.isNumber || $0 == "+" } }
}
