import Basis
import Foundation
import Rendering
import Review

/// What a replay came to: the scorecard, and whether each expectation held.
package struct ReplayOutcome: Encodable, Sendable {
    package let scenario: String
    package let passed: Bool
    package let scorecard: Scorecard
    package let expectations: [Checked]
    /// Why the scorecard is good or bad, in the languages of the program.
    package let why: [LocalizedText]

    package struct Checked: Encodable, Sendable {
        package let what: String
        package let expected: Expected
        package let actual: Double?
        package let passed: Bool

        private enum CodingKeys: String, CodingKey {
            case what, expected, actual, passed
        }

        package func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(what, forKey: .what)
            try container.encode(expected, forKey: .expected)
            try container.encode(actual, forKey: .actual)
            try container.encode(passed, forKey: .passed)
        }
    }

    /// A bound as it stands in `expected.yml`: a number or null, or `{"at_least": 3}`.
    package struct Expected: Encodable, Sendable {
        let bound: Expectation.Bound

        package func encode(to encoder: any Encoder) throws {
            switch bound {
            case .equals(let value):
                var container = encoder.singleValueContainer()
                try container.encode(value)
            case .atLeast(let value):
                var container = encoder.singleValueContainer()
                try container.encode(["at_least": value])
            case .atMost(let value):
                var container = encoder.singleValueContainer()
                try container.encode(["at_most": value])
            }
        }

        var text: String {
            switch bound {
            case .equals(let value): "= \(plain(value))"
            case .atLeast(let value): "≥ \(plain(value))"
            case .atMost(let value): "≤ \(plain(value))"
            }
        }
    }

    static func check(_ expectations: [Expectation], _ card: Scorecard) throws -> [Checked] {
        try expectations.map { expectation in
            guard let figure = card.figure(expectation.what) else {
                throw ScenarioError("expected.yml: the scorecard has no figure \(expectation.what)")
            }
            return Checked(
                what: expectation.what,
                expected: Expected(bound: expectation.bound),
                actual: figure,
                passed: expectation.holds(figure)
            )
        }
    }
}

/// The outcome as lines for a terminal.
package struct ReplayText {
    private let catalogue: StringCatalogue
    private let language: Language

    package init(catalogue: StringCatalogue, language: Language) {
        self.catalogue = catalogue
        self.language = language
    }

    package func render(_ outcome: ReplayOutcome) -> String {
        var lines = ["", "  \(outcome.scenario)", ""]
        lines.append(ScorecardText(catalogue: catalogue, language: language).render(outcome.scorecard))
        for checked in outcome.expectations {
            let sign = checked.passed ? "✓" : "✗"
            lines.append("  \(sign) \(checked.what) \(checked.expected.text): \(plain(checked.actual))")
        }
        lines.append("")
        lines.append("  " + catalogue.text(outcome.passed ? "replay.passed" : "replay.failed", language))
        return lines.joined(separator: "\n") + "\n"
    }

    /// The line with which a headless demo ends.
    package func lastLine(_ card: Scorecard) -> String {
        catalogue.text(
            "replay.last_line",
            language,
            [
                "first": String(card.toldFirst), "known": String(card.toldFirst + card.knewFirst),
                "hurt": String(card.customersHurt), "told": String(card.told),
                "unreachable": String(card.unreachable),
            ]
        )
    }
}

private func plain(_ number: Double?) -> String {
    guard let number else { return "null" }
    return number == number.rounded() ? String(Int64(number)) : String(number)
}
