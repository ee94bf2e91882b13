import Testing

/// One place that is not tidy: where, which rule, and what to do about it.
struct Finding: Hashable, Comparable, CustomStringConvertible {
    var file: String
    var line: Int
    var rule: String
    var found: String
    var remedy: String

    init(_ file: String, _ line: Int, rule: String, _ found: String, remedy: String) {
        self.file = file
        self.line = line
        self.rule = rule
        self.found = found
        self.remedy = remedy
    }

    var description: String { "\(file):\(line): \(rule): \(found); \(remedy)" }

    static func < (left: Self, right: Self) -> Bool {
        (left.file, left.line, left.rule, left.found) < (right.file, right.line, right.rule, right.found)
    }
}

/// Fails once with all findings, one per line, so that one run shows all that is to mend.
func expectTidy(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
    let lines = findings.sorted().map(\.description).joined(separator: "\n")
    #expect(findings.isEmpty, Comment(rawValue: "\n\(lines)"), sourceLocation: sourceLocation)
}
