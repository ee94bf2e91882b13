/// Reports in SARIF 2.1.0, for the code scanning of forges.
package struct LintSARIF: Encodable, Sendable {
    package static let schema = "https://json.schemastore.org/sarif-2.1.0.json"

    private let reports: [(name: String, text: String, report: LintReport)]

    /// - Parameter reports: a file's name as an address relative to where the command ran, its text and its report.
    package init(_ reports: [(name: String, text: String, report: LintReport)]) {
        self.reports = reports
    }

    private enum Key: String, CodingKey {
        case schema = "$schema"
        case version
        case runs
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(Self.schema, forKey: .schema)
        try container.encode("2.1.0", forKey: .version)
        try container.encode([run], forKey: .runs)
    }

    private var run: SARIFRun {
        var rules: [String: SARIFRule] = [:]
        var results: [SARIFResult] = []
        for (name, text, report) in reports {
            let places = TextPlaces(LetterText(text))
            for finding in report.findings {
                rules[finding.rule] = SARIFRule(finding)
                results.append(SARIFResult(finding, name, places))
            }
        }
        return SARIFRun(
            tool: .init(driver: .init(name: "amends", rules: rules.values.sorted { $0.id < $1.id })),
            columnKind: "unicodeCodePoints",
            results: results
        )
    }
}

// MARK: The shapes of the standard

private struct SARIFRun: Encodable {
    let tool: SARIFTool
    let columnKind: String
    let results: [SARIFResult]
}

private struct SARIFTool: Encodable {
    let driver: Driver

    struct Driver: Encodable {
        let name: String
        let rules: [SARIFRule]
    }
}

private struct SARIFText: Encodable {
    let text: String
}

private struct SARIFRule: Encodable {
    let id: String
    let shortDescription: SARIFText
    let fullDescription: SARIFText
    let help: SARIFText

    init(_ finding: LintReport.Finding) {
        id = finding.rule
        shortDescription = SARIFText(text: finding.title.isEmpty ? finding.type : finding.title)
        fullDescription = SARIFText(text: finding.message)
        help = SARIFText(text: finding.suggestion)
    }
}

private struct SARIFResult: Encodable {
    struct Location: Encodable {
        let physicalLocation: Physical
    }

    struct Physical: Encodable {
        let artifactLocation: Artifact
        let region: Region?
    }

    struct Artifact: Encodable {
        let uri: String
    }

    struct Region: Encodable {
        let startLine: Int
        let startColumn: Int
        let endLine: Int
        let endColumn: Int
        let charOffset: Int
        let charLength: Int
    }

    /// A path as part of an address: what an address does not have is written `%20`.
    private static func address(_ path: String) -> String {
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        var address = String.UnicodeScalarView()
        for byte in path.utf8 {
            let letter = Unicode.Scalar(byte)
            if byte < 128,
                letter.properties.isAlphabetic || (48...57).contains(byte)
                    || "/._-~".unicodeScalars.contains(letter)
            {
                address.append(letter)
            } else {
                address.append(contentsOf: ["%", digits[Int(byte >> 4)], digits[Int(byte & 15)]])
            }
        }
        return String(address)
    }

    let ruleId: String
    let level: String
    let message: SARIFText
    let locations: [Location]

    init(_ finding: LintReport.Finding, _ name: String, _ places: TextPlaces) {
        ruleId = finding.rule
        level = finding.level == .suggestion ? "note" : finding.level.rawValue
        message = SARIFText(
            text: [finding.message, finding.suggestion].filter { !$0.isEmpty }.joined(separator: " ")
        )
        var region: Region?
        if let start = finding.start, let end = finding.end {
            let (first, last) = (places.place(start), places.place(end))
            region = Region(
                startLine: first.line,
                startColumn: first.column,
                endLine: last.line,
                endColumn: last.column,
                charOffset: start,
                charLength: end - start
            )
        }
        locations = [
            Location(
                physicalLocation: Physical(
                    artifactLocation: Artifact(uri: Self.address(name)),
                    region: region
                )
            )
        ]
    }
}
