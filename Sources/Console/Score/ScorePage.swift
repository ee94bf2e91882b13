import Basis
import Incidents
import Rendering
import Review

/// The scorecard of one incident: who heard it from us first, with the base of each share, and what it says about us.
struct ScorePage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let room: LinkItem
    let share: String
    let shareText: String
    let bar: [BarPart]
    let summary: String
    let findings: [Finding]
    let figures: [Figure]
    let ways: [Figure]
    let passedOver: [Figure]

    struct BarPart: Sendable {
        let look: String
        let label: String
        let count: String
        let x: Int
        let width: Int
    }

    struct Finding: Sendable {
        let mark: Mark
        let text: String
    }

    struct Figure: Sendable {
        let name: String
        let value: String
    }

    init(_ visit: Visit, _ incident: Incident, _ card: Scorecard) {
        let words = visit.words
        title = words("score.title")
        frame = visit.frame(title: "\(incident.name) · \(title)", section: .incidents)
        t = words.t
        room = .room(incident, words)
        let known = card.toldFirst + card.knewFirst
        share = card.toldFirstShare.map { "\(words.time.number(Int(($0 * 100).rounded(.down)))) %" } ?? "–"
        shareText = words(
            "score.share",
            ["first": words.time.number(card.toldFirst), "known": words.time.number(known)]
        )
        bar = Self.bar(card, words)
        summary = bar.map { "\($0.label): \($0.count)" }.joined(separator: ", ")
        findings = card.findings.map {
            Finding(mark: Self.mark($0.weight, words), text: words.text($0.message))
        }
        figures = Self.figures(card, words)
        ways = Self.counts(card.byChannel, family: "way", words)
        passedOver = Self.counts(card.passedOverByReason, family: "reason", words)
    }

    /// Each hurt customer once.
    private static func bar(_ card: Scorecard, _ words: Words) -> [BarPart] {
        let parts = [
            ("told", "score.told_first", card.toldFirst), ("waiting", "score.knew_first", card.knewFirst),
            ("call", "score.unknown_which", card.toldUnknownWhich),
            (
                "lost", "score.not_told",
                max(0, card.customersHurt - card.toldFirst - card.knewFirst - card.toldUnknownWhich)
            ),
        ]
        let base = max(card.customersHurt, 1)
        var before = 0
        return parts.map { look, word, count in
            let start = before * ToldBar.width / base
            before += count
            return BarPart(
                look: look,
                label: words(word),
                count: words.time.number(count),
                x: start,
                width: before * ToldBar.width / base - start
            )
        }
    }

    private static func mark(_ weight: ScorecardFinding.Weight, _ words: Words) -> Mark {
        switch weight {
        case .good: Mark(look: "good", label: words("score.good"))
        case .note: Mark(look: "note", label: words("score.note"))
        case .bad: Mark(look: "bad", label: words("score.bad"))
        }
    }

    private static func figures(_ card: Scorecard, _ words: Words) -> [Figure] {
        func span(_ seconds: Int64?) -> String { seconds.map { words.time.duration(.seconds($0)) } ?? "–" }
        func numbers(_ counts: [Int]) -> String { counts.map(words.time.number).joined(separator: " / ") }
        let all: [(String, String)] = [
            ("hurt", numbers([card.customersHurt])), ("told", numbers([card.told])),
            ("unreachable", numbers([card.unreachable])), ("first", span(card.firstNoticeSeconds)),
            ("median", span(card.medianNoticeSeconds)), ("last", span(card.lastNoticeSeconds)),
            ("silence", span(card.longestSilenceSeconds)),
            ("promises", numbers([card.promisesKept, card.promisesReplaced, card.promisesLate])),
            ("contacts", numbers([card.contactsBeforeTold, card.contactsAfterTold])),
            ("broken_carrier", numbers([card.emailsToAffectedCarrier])),
        ]
        return all.map { word, value in
            let name = words.textIfAny("review.figure.\(word)") ?? word
            return Figure(name: name.prefix(1).uppercased() + name.dropFirst(), value: value)
        }
    }

    private static func counts(_ counts: [String: Int], family: String, _ words: Words) -> [Figure] {
        counts.filter { $0.value > 0 }.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.map { code, count in
            Figure(
                name: words.textIfAny("console.\(family).\(code)") ?? code,
                value: words.time.number(count)
            )
        }
    }
}
