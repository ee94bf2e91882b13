import Letters

/// How far found spans agree with labelled ones: of the same type, and overlapping by half of the shorter.
struct Agreement {
    struct Span {
        let type: String
        /// Nil for an absence.
        let place: Range<Int>?
        let text: String
    }

    private(set) var found = 0
    private(set) var rightlyFound = 0
    private(set) var labelled = 0
    private(set) var labelledFound = 0
    private(set) var byType: [String: [Int]] = [:]
    private(set) var disagreements: [String] = []

    var precision: Double { found == 0 ? 1 : Double(rightlyFound) / Double(found) }
    var recall: Double { labelled == 0 ? 1 : Double(labelledFound) / Double(labelled) }
    var f1: Double { precision + recall == 0 ? 0 : 2 * precision * recall / (precision + recall) }

    mutating func add(_ letter: String, found spans: [Span], labelled gold: [Span]) {
        for span in spans {
            let isRight = gold.contains { Self.agree(span, $0) }
            found += 1
            rightlyFound += isRight ? 1 : 0
            count(span.type, isRight ? [1, 1, 0, 0] : [0, 1, 0, 0])
            if !isRight { disagreements.append("\(letter): + \(span.type): \(span.text.prefix(140))") }
        }
        for span in gold {
            let isFound = spans.contains { Self.agree(span, $0) }
            labelled += 1
            labelledFound += isFound ? 1 : 0
            count(span.type, isFound ? [0, 0, 1, 1] : [0, 0, 0, 1])
            if !isFound { disagreements.append("\(letter): - \(span.type): \(span.text.prefix(140))") }
        }
    }

    private mutating func count(_ type: String, _ numbers: [Int]) {
        byType[type, default: [0, 0, 0, 0]] = zip(byType[type, default: [0, 0, 0, 0]], numbers).map {
            $0 + $1
        }
    }

    private static func agree(_ first: Span, _ second: Span) -> Bool {
        guard first.type == second.type else { return false }
        guard let one = first.place, let other = second.place else {
            return first.place == nil && second.place == nil
        }
        let shared = one.clamped(to: other).count
        return shared > 0 && 2 * shared >= min(one.count, other.count)
    }

    func printed(_ title: String, details: Bool) -> String {
        let figures = [("precision", precision), ("recall", recall), ("F1", f1)]
            .map { "\($0.0) \(rounded($0.1))" }.joined(separator: "  ")
        var lines = ["\(title): \(figures)  (\(rightlyFound)/\(found), \(labelledFound)/\(labelled))"]
        guard details else { return lines[0] }
        for (type, counts) in byType.sorted(by: { $0.key < $1.key }) {
            lines.append("    \(type): \(counts[0])/\(counts[1]) right, \(counts[2])/\(counts[3]) found")
        }
        return (lines + disagreements.map { "    " + $0 }).joined(separator: "\n")
    }
}

func rounded(_ value: Double) -> String { "\((value * 1000).rounded() / 1000)" }
