import Basis
import Rendering

/// Chooses the sentences of one notice from its facts. What is not known is said to be unknown or left out.
struct NoticeWording {
    let facts: NoticeFacts
    let voice: NoticeVoice

    var title: String { facts.title.text(voice.language).typed.insideSentence }

    var subject: String {
        let state = facts.reach == .none ? "unaffected" : facts.stage.rawValue
        return voice.say("subject.\(state)", ["title": title])
    }

    var opening: String {
        switch (facts.isResolved, facts.isFirst) {
        case (false, true):
            return voice.say("opening.first" + suffix(possibly: "_possibly", none: "_none", hurt: ".\(kind)"))
        case (false, false):
            return voice.say("opening.update" + suffix(possibly: "", none: "_none", hurt: ""))
        case (true, true):
            return voice.say(
                "opening.resolved_first" + suffix(possibly: "_possibly", none: "_none", hurt: "")
            )
        case (true, false):
            return voice.say(
                "opening.resolved" + suffix(possibly: ".\(kind)", none: "_none", hurt: ".\(kind)")
            )
        }
    }

    /// What the reader is told about cause and data: only what the fact sheet says.
    var known: [String] {
        [began, cause, data(Fact.Name.dataExposed), data(Fact.Name.dataLost)].compactMap(\.self)
    }

    var means: String {
        let key = facts.isResolved ? "means_resolved" : "means"
        return voice.say(
            "\(key).\(facts.reach.rawValue)",
            ["services": NoticeVoice.services].used(by: facts.reach)
        )
    }

    /// The estimate, whose it is, or that there is none; nil when it is over.
    var estimate: String? {
        guard !facts.isResolved else { return nil }
        guard let estimate = facts.estimate, estimate.at > voice.now else {
            return voice.say("next.no_estimate")
        }
        let when = voice.deadline(estimate.at)
        guard let whose = estimate.whose?.typed else { return voice.say("next.estimate", ["when": when]) }
        return voice.say("next.estimate_theirs", ["who": whose, "when": when])
    }

    var nextUpdate: String? {
        facts.nextUpdate.map { voice.say("next.update", ["when": voice.deadline($0)]) }
    }

    /// What we do, that the duty is ours, and once at the beginning and at the end that we are sorry.
    var doing: [String] {
        var sentences = [voice.say("doing.\(doingKey)")]
        if let fix = statement(Fact.Name.fix) { sentences = [fix] }
        guard facts.reach != .none else { return sentences }
        sentences.append(voice.say("duty.\(facts.origin.rawValue)"))
        if facts.isFirst || facts.isResolved { sentences.append(voice.say("regret")) }
        return sentences
    }

    /// A fact in the words of whoever stated it.
    func statement(_ name: String) -> String? {
        facts.sheet.text(name, voice.language)?.typed.asSentence
    }

    private var kind: String { facts.kind.rawValue }

    private var doingKey: String {
        let isTheirs = facts.origin == .upstream && !facts.isResolved
        return facts.stage.rawValue + (isTheirs ? "_upstream" : "")
    }

    private var began: String? {
        guard let ended = facts.resolvedAt, facts.isResolved, ended > facts.beganAt else {
            return voice.say("happened.began", ["when": voice.moment(facts.beganAt)])
        }
        let values = [
            "began": voice.moment(facts.beganAt), "ended": voice.moment(ended, after: facts.beganAt),
            "duration": voice.duration(ended - facts.beganAt),
        ]
        return voice.say("happened.lasted", values)
    }

    private var cause: String? {
        if let cause = statement(Fact.Name.cause) { return voice.say("happened.cause", ["cause": cause]) }
        // Where the origin is known, the published message may name the cause, so its absence here says nothing.
        let isUnknown = facts.origin == .unknown || facts.sheet[Fact.Name.cause]?.choice == .unknown
        return isUnknown ? voice.say("happened.cause_unknown") : nil
    }

    func data(_ name: String) -> String? {
        if let statement = statement(name) { return statement }
        return facts.sheet[name]?.choice.map { voice.say("happened.\(name).\($0.rawValue)") }
    }

    private func suffix(possibly: String, none: String, hurt: String) -> String {
        switch facts.reach {
        case .services, .listed: hurt
        case .possibly: possibly
        case .none: none
        }
    }
}

extension NoticeFacts.Kind {
    /// Whether something runs or does not, so that one can ask whether it works again.
    var isAboutService: Bool { self == .outage || self == .degradation }
}

extension [String: String] {
    /// Who is not hurt has no services to name.
    fileprivate func used(by reach: NoticeFacts.Reach) -> Self { reach == .none ? [:] : self }
}
