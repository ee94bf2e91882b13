import Basis
import Foundation
import Rendering

/// The scorecard as lines for a terminal.
package struct ScorecardText {
    private let catalogue: StringCatalogue
    private let language: Language

    package init(catalogue: StringCatalogue, language: Language) {
        self.catalogue = catalogue
        self.language = language
    }

    package func render(_ card: Scorecard) -> String {
        var lines = figures(card).map { label, figure in
            let text = catalogue.text("review.figure.\(label)", language)
            return "  " + text + String(repeating: " ", count: max(2, 44 - text.count)) + figure
        }
        lines.append("")
        for finding in card.findings {
            lines.append("  \(finding.weight.sign) \(catalogue.text(finding.message, language))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private func figures(_ card: Scorecard) -> [(String, String)] {
        let time = ReadableTime(language: language, zone: .gmt)
        func span(_ seconds: Int64?) -> String { seconds.map { time.duration(.seconds($0)) } ?? "–" }
        let channels = card.byChannel.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let passedOver = card.passedOverByReason.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let share = card.toldFirstShare.map { "\(Int(($0 * 100).rounded())) %" } ?? "–"
        return [
            ("hurt", String(card.customersHurt)), ("told", String(card.told)),
            ("by_channel", channels.isEmpty ? "–" : channels.joined(separator: ", ")),
            ("told_first", "\(card.toldFirst) / \(card.toldFirst + card.knewFirst)  (\(share))"),
            ("unknown_which", String(card.toldUnknownWhich)), ("unreachable", String(card.unreachable)),
            ("passed_over", passedOver.isEmpty ? "–" : passedOver.joined(separator: ", ")),
            ("broken_carrier", String(card.emailsToAffectedCarrier)),
            ("first", span(card.firstNoticeSeconds)),
            ("median", span(card.medianNoticeSeconds)), ("last", span(card.lastNoticeSeconds)),
            ("promises", "\(card.promisesKept) / \(card.promisesReplaced) / \(card.promisesLate)"),
            ("silence", span(card.longestSilenceSeconds)),
            ("contacts", "\(card.contactsBeforeTold) / \(card.contactsAfterTold)"),
        ]
    }
}

extension ScorecardFinding.Weight {
    fileprivate var sign: String {
        switch self {
        case .good: "✓"
        case .note: "·"
        case .bad: "✗"
        }
    }
}
