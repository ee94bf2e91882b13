import Basis
import Foundation
import Rendering

/// The facts in the forms in which sentences tell them; what is not known has no entry.
struct LetterValues {
    let facts: LetterFacts
    let voice: NoticeVoice
    let words: SmallWords
    let zone: TimeZone

    private var notice: NoticeFacts { facts.notice }

    var all: [String: String] {
        var values: [String: String] = [:]
        for fact in notice.sheet.facts where fact.type == .text || fact.type == .name || fact.type == .choice
        {
            // A fact in another language would be told in words that the reader may not understand.
            guard let text = fact.text[voice.language]?.typed ?? bare(fact), !text.isEmpty else { continue }
            values[fact.id] = fact.type == .name ? text : text.capitalisedFirst.asSentence
            values["\(fact.id)_in"] = text.insideSentence.loweredFirst(words)
        }
        addFigures(&values)
        addMoments(&values)
        values["sender"] = notice.sender.typed
        values["page"] = notice.pageURL.typed
        values["phone"] = notice.contactPhone?.typed
        values["email"] = notice.contactEmail?.typed
        values["customer"] = facts.customer
        values["services"] = facts.services
        let title = notice.title.text(voice.language).typed
        values["title"] = title.insideSentence
        values["event"] = values["what"] ?? title.capitalisedFirst.asSentence
        values["event_in"] = values["what_in"] ?? title.insideSentence.loweredFirst(words)
        return values.filter { !$0.value.isEmpty }
    }

    /// A name is the same in every language.
    private func bare(_ fact: Fact) -> String? {
        guard fact.type == .name else { return nil }
        return fact.value.isEmpty ? fact.text.resolved([voice.language])?.text.typed : fact.value.typed
    }

    /// Amounts and numbers with a wording of their own.
    private func addFigures(_ values: inout [String: String]) {
        let told: Set<Fact.Form> = [.money, .number, .percent, .duration, .date]
        for fact in notice.sheet.facts where told.contains(fact.type) {
            guard let text = fact.text[voice.language]?.typed, !text.isEmpty else { continue }
            values[fact.id] = text.capitalisedFirst.asSentence
            values["\(fact.id)_in"] = text.insideSentence.loweredFirst(words)
        }
    }

    private func addMoments(_ values: inout [String: String]) {
        let began = moment(Fact.Name.beganAt) ?? notice.beganAt
        let restored = moment(Fact.Name.restoredAt) ?? notice.resolvedAt
        values["began"] = notice.isResolved ? voice.moment(began) : today(began)
        if let restored, notice.isResolved, restored > began {
            values["restored"] = voice.moment(restored, after: began)
            values["restored_day"] = voice.moment(restored)
            values["restored_since"] = ReadableTime(language: voice.language, zone: zone).dateTime(restored)
            values["lasted"] = LetterFacts.length(restored - began, voice.language)
        }
        if let next = moment(Fact.Name.nextUpdate) ?? notice.nextUpdate, next > voice.now {
            values["next"] = told(next, voice.soon(next))
        }
        guard !notice.isResolved, let estimate = notice.estimate, estimate.at > voice.now else { return }
        if let whose = estimate.whose?.typed, !whose.isEmpty {
            values["eta_theirs"] = told(estimate.at, voice.soon(estimate.at))
            values["eta_who"] = whose
        } else {
            values["eta"] = told(estimate.at, voice.soon(estimate.at))
        }
    }

    /// When it began, for a text that goes out while it lasts.
    private func today(_ moment: Instant) -> String {
        let text = voice.moment(moment, after: voice.now)
        return told(moment, text)
    }

    /// A clock time of today is said to be today's, because a letter may be read tomorrow.
    private func told(_ moment: Instant, _ text: String) -> String {
        guard text != voice.deadline(moment), text != voice.moment(moment) else { return text }
        return voice.say("compose.today", ["when": text])
    }

    private func moment(_ name: String) -> Instant? {
        notice.sheet[name].flatMap { $0.type == .time ? Instant(rfc3339: $0.value) : nil }
    }
}

extension String {
    var capitalisedFirst: String {
        guard let first else { return self }
        return first.uppercased() + dropFirst()
    }

    /// Small at the beginning, to go on in a sentence, where the first word is one that never is a name.
    func loweredFirst(_ words: SmallWords) -> String {
        let first = prefix { $0.isLetter || $0 == "'" || $0 == "’" }
        guard words.contains(first.lowercased().replacing("’", with: "'")) else { return self }
        return first.lowercased() + dropFirst(first.count)
    }
}

/// The words of a language that statements begin with and that are no names.
struct SmallWords: Sendable {
    private let words: Set<String>
    private let endings: [String]
    private let exceptions: Set<String>

    init(_ node: DataNode) {
        words = Set(node["small"]?.words ?? [])
        endings = node["endings"]?.words ?? []
        exceptions = Set(node["not_small"]?.words ?? [])
    }

    func contains(_ word: String) -> Bool {
        guard !exceptions.contains(word) else { return false }
        return words.contains(word) || endings.contains { word.hasSuffix($0) && word.count > $0.count + 1 }
    }
}
