import Basis

/// What a kind of letter must do, in which order. From `Frameworks/<id>.yml`.
package struct Framework: Sendable {
    /// One thing that the letter must do.
    package struct Step: Sendable {
        package var id: String
        package var title: LocalizedText
        /// Types of elements: one of them does the step.
        package var any: [String]
        /// Types of elements: all of them are needed.
        package var all: [String]
        package var isRequired: Bool
        package var weight: Int
        /// Where it is missing.
        package var level: Level
        package var reason: LocalizedText
        package var mend: LocalizedText
    }

    /// Which step comes before which.
    package struct Order: Sendable {
        package enum Rule: Sendable, Equatable {
            /// One occurrence of each, rising.
            case sequence([String])
            /// No occurrence of `step` before the first of `other`.
            case notBefore(step: String, other: String)
        }

        package var rule: Rule
        package var level: Level
        package var reason: LocalizedText
        package var mend: LocalizedText
    }

    /// What is reported where it is found.
    package struct Report: Sendable {
        package var any: [String]
        package var level: Level
        package var reason: LocalizedText
        package var mend: LocalizedText
    }

    /// Which answers to the four questions it fits.
    package struct Proposal: Sendable {
        package var ongoing: Bool?
        package var ours: Bool?
        package var data: Bool?
        package var many: Bool?
        package var rank: Int
        package var why: LocalizedText
    }

    package var id: String
    package var title: LocalizedText
    package var about: LocalizedText
    package var source: LocalizedText
    package var profile: LetterProfile
    package var tone: LocalizedText
    /// Ids of facts that must be known before writing.
    package var needs: [String]
    package var proposal: Proposal?
    package var maximumWords: Int?
    package var steps: [Step]
    package var order: [Order]
    package var reports: [Report]
}

/// The four questions that propose a framework; nil = not known.
package struct LetterSituation: Sendable, Equatable {
    /// Is it still happening?
    package var ongoing: Bool?
    /// Did it begin with us?
    package var ours: Bool?
    /// Was data touched?
    package var data: Bool?
    /// Many people, or one?
    package var many: Bool?

    package init(ongoing: Bool?, ours: Bool?, data: Bool?, many: Bool?) {
        self.ongoing = ongoing
        self.ours = ours
        self.data = data
        self.many = many
    }
}

extension [Framework] {
    /// The frameworks that fit, the best first: the highest rank, ties by id.
    package func proposed(for situation: LetterSituation) -> [Framework] {
        filter { framework in
            guard let proposal = framework.proposal else { return false }
            let pairs = [
                (proposal.ongoing, situation.ongoing), (proposal.ours, situation.ours),
                (proposal.data, situation.data), (proposal.many, situation.many),
            ]
            return pairs.allSatisfy { wanted, given in wanted == nil || wanted == given }
        }
        .sorted { ($1.proposal?.rank ?? 0, $0.id) < ($0.proposal?.rank ?? 0, $1.id) }
    }
}
