import Basis
import Rendering

/// What somebody says on the phone: short sentences, one question that tells us who noticed first, and honest answers
/// to what people ask.
struct CallScript {
    let wording: NoticeWording
    let message: (text: String, language: Language)?

    private var facts: NoticeFacts { wording.facts }
    private var voice: NoticeVoice { wording.voice }

    var page: ScriptPage {
        ScriptPage(parts: [say, ask, time, data, fault, voicemail, goodbye].compactMap(\.self))
    }

    private var say: ScriptPage.Part {
        var lines = [
            voice.say("script.hello", ["customer": NoticeVoice.customer]),
            voice.say("script.who", ["sender": facts.sender.typed]),
            voice.say("script.why.\(phase)"),
            voice.say("script.what", ["title": wording.title]),
        ]
        if let message { lines.append(Markdown.plain(message.text.typed).onOneLine) }
        lines.append(reach)
        if !facts.isResolved, let workaround = wording.statement(Fact.Name.workaround) {
            lines.append(voice.say("script.meanwhile", ["text": workaround]))
        }
        if facts.reach != .none, facts.isFirst || facts.isResolved {
            lines.append(voice.say("script.regret"))
        }
        if let next = facts.nextUpdate { lines.append(voice.say("script.next", ["when": voice.soon(next)])) }
        return part("say", lines)
    }

    private var ask: ScriptPage.Part? {
        guard facts.reach != .none else { return nil }
        if facts.isResolved {
            let question = voice.say(facts.kind.isAboutService ? "script.ask.back" : "script.ask.right")
            return part("ask", [question], notes: [voice.say("script.ask.back_note")])
        }
        guard facts.isFirst else { return nil }
        return part("ask", [voice.say("script.ask.noticed")], notes: [voice.say("script.ask.noticed_note")])
    }

    private var time: ScriptPage.Part? {
        guard !facts.isResolved else { return nil }
        guard let estimate = facts.estimate, estimate.at > voice.now else {
            return part("time", [voice.say("script.time.unknown")])
        }
        let when = voice.soon(estimate.at)
        guard let whose = estimate.whose?.typed else {
            return part("time", [voice.say("script.time.estimate", ["when": when])])
        }
        return part("time", [voice.say("script.time.estimate_theirs", ["who": whose, "when": when])])
    }

    private var data: ScriptPage.Part? {
        let lines = [wording.data(Fact.Name.dataExposed), wording.data(Fact.Name.dataLost)].compactMap(\.self)
        return lines.isEmpty ? nil : part("data", lines)
    }

    private var fault: ScriptPage.Part? {
        facts.reach == .none ? nil : part("fault", [voice.say("duty.\(facts.origin.rawValue)")])
    }

    private var voicemail: ScriptPage.Part {
        let key = facts.isResolved ? "script.voicemail_resolved" : "script.voicemail"
        return part("voicemail", [voice.say(key, ["sender": facts.sender.typed, "title": wording.title])])
    }

    private var goodbye: ScriptPage.Part {
        guard let phone = facts.contactPhone?.typed else {
            return part("goodbye", [voice.say("script.goodbye")])
        }
        return part("goodbye", [voice.say("script.goodbye_phone", ["phone": phone])])
    }

    private var phase: String {
        if facts.isResolved { return "resolved" }
        return facts.isFirst ? "first" : "update"
    }

    private var reach: String {
        switch facts.reach {
        case .services, .listed:
            voice.say(
                facts.isResolved ? "script.affected" : "script.affects",
                ["services": NoticeVoice.services]
            )
        case .possibly: voice.say("script.may_affect", ["services": NoticeVoice.services])
        case .none: voice.say("script.unaffected")
        }
    }

    private func part(_ name: String, _ lines: [String], notes: [String] = []) -> ScriptPage.Part {
        ScriptPage.Part(
            headingUpper: voice.say("script.heading.\(name)").uppercased(),
            lines: lines,
            notes: notes
        )
    }
}

extension String {
    fileprivate var onOneLine: String {
        split(whereSeparator: \.isNewline).joined(separator: " ")
    }
}
