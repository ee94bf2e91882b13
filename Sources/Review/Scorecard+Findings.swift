import Basis

/// One thing that the scorecard says about how customers were treated.
package struct ScorecardFinding: Sendable, Equatable {
    package enum Weight: String, Sendable {
        case good
        case note
        case bad
    }

    package var weight: Weight
    package var message: Message
}

extension Scorecard {
    /// Half the hurt: with fewer told than this, that customers stay says nothing about trust (seed 001).
    private static let fewTold = 0.5
    /// Seed 004: inform them before they tell you.
    private static let shareGoal = 0.9
    private static let firstNoticeGoal: Int64 = 3_600
    private static let silenceGoal: Int64 = 3_600

    /// Why the card is good or bad, worst first.
    package var findings: [ScorecardFinding] {
        guard customersHurt > 0 else {
            return [ScorecardFinding(weight: .note, message: Message("review.nobody_hurt"))]
        }
        return (telling + speaking + asking).sorted { $0.weight.rank < $1.weight.rank }
    }

    private var telling: [ScorecardFinding] {
        var findings: [ScorecardFinding] = []
        let base = ["told": String(told), "hurt": String(customersHurt)]
        if told == 0 {
            findings.append(.bad("review.told_nobody", base))
        } else if Double(told) < 0.95 * Double(customersHurt) {
            findings.append(.bad("review.told_some", base))
        } else {
            findings.append(.good("review.told_all", base))
        }
        if let share = toldFirstShare {
            let values = ["first": String(toldFirst), "known": String(toldFirst + knewFirst)]
            let isGood = share >= Self.shareGoal
            findings.append(isGood ? .good("review.told_first", values) : .bad("review.knew_first", values))
        }
        if let first = firstNoticeSeconds, first > Self.firstNoticeGoal {
            findings.append(.bad("review.first_notice_late", ["minutes": String(first / 60)]))
        }
        if unreachable > 0 { findings.append(.note("review.unreachable", ["count": String(unreachable)])) }
        if emailsToAffectedCarrier > 0 {
            findings.append(.bad("review.broken_carrier", ["count": String(emailsToAffectedCarrier)]))
        }
        return findings
    }

    private var speaking: [ScorecardFinding] {
        var findings: [ScorecardFinding] = []
        if promisesDue == 0 {
            findings.append(.bad("review.no_promise"))
        } else if promisesLate > 0 {
            findings.append(.bad("review.promises_late", ["count": String(promisesLate)]))
        } else {
            findings.append(
                .good(
                    "review.promises_kept",
                    [
                        "kept": String(promisesKept), "replaced": String(promisesReplaced),
                        "due": String(promisesDue),
                    ]
                )
            )
        }
        if let silence = longestSilenceSeconds, silence > Self.silenceGoal {
            findings.append(.bad("review.silence", ["minutes": String(silence / 60)]))
        }
        return findings
    }

    private var asking: [ScorecardFinding] {
        var findings: [ScorecardFinding] = []
        if contactsBeforeTold > 0 {
            findings.append(.note("review.had_to_ask", ["count": String(contactsBeforeTold)]))
        }
        if Double(told) < Self.fewTold * Double(customersHurt) {
            findings.append(.bad("review.staying_is_not_trust"))
        }
        return findings
    }
}

extension ScorecardFinding {
    fileprivate static func good(_ key: MessageKey, _ values: [String: String] = [:]) -> Self {
        Self(weight: .good, message: Message(key, values))
    }

    fileprivate static func note(_ key: MessageKey, _ values: [String: String] = [:]) -> Self {
        Self(weight: .note, message: Message(key, values))
    }

    fileprivate static func bad(_ key: MessageKey, _ values: [String: String] = [:]) -> Self {
        Self(weight: .bad, message: Message(key, values))
    }
}

extension ScorecardFinding.Weight {
    fileprivate var rank: Int {
        switch self {
        case .bad: 0
        case .note: 1
        case .good: 2
        }
    }
}
