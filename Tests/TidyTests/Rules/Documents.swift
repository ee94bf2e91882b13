import Foundation

/// The documents keep up with the program.
enum Documents {
    /// DESIGN's words, which code, addresses and tables use.
    static let words = [
        "provider", "component", "dependency", "customer", "contact", "address", "subscription", "incident",
        "impact",
        "sighting", "scope", "audience", "update", "promise", "campaign", "variant", "wave", "notice",
        "channel",
        "attempt", "carrier", "assisted", "call sheet", "letter", "framework", "element", "fact sheet",
        "finding",
        "policy", "grant", "redemption", "conversation", "message", "triage", "reply", "action",
        "post-mortem", "recall",
        "survey", "scorecard", "playbook", "staff", "actor", "deed", "order", "approval", "told", "noticed",
        "told first", "knew first", "told, not known which",
    ]

    /// Every word has a row `| word | palabra | what it is | qué es |` with nothing left out.
    static func missingWords(in table: TextFile) -> [Finding] {
        var rows: Set<String> = []
        var findings: [Finding] = []
        for (index, line) in table.lines.enumerated() where line.hasPrefix("| ") && !line.hasPrefix("|--") {
            let cells = line.split(separator: "|", omittingEmptySubsequences: false).dropFirst().dropLast()
                .map {
                    $0.filter { $0 != "*" }.trimmingBlanks
                }
            guard let word = cells.first, words.contains(word.lowercased()) else { continue }
            rows.insert(word.lowercased())
            if cells.count < 4 || cells.contains("") {
                findings.append(
                    Finding(
                        table.path,
                        index + 1,
                        rule: "words",
                        "\(word) is not told in both languages",
                        remedy: "fill the row"
                    )
                )
            }
        }
        return findings
            + Set(words).subtracting(rows).sorted().map {
                Finding(
                    table.path,
                    1,
                    rule: "words",
                    "\($0) is missing",
                    remedy: "give it a row in English and Spanish"
                )
            }
    }

    /// Something stands under Unreleased.
    static func changelog(_ file: TextFile) -> [Finding] {
        let lines = file.lines
        guard let start = lines.firstIndex(where: { $0.hasPrefix("## ") && $0.contains("Unreleased") }) else {
            return [
                Finding(
                    file.path,
                    1,
                    rule: "changelog",
                    "no heading Unreleased",
                    remedy: "begin one: ## Unreleased"
                )
            ]
        }
        let section = lines[(start + 1)...].prefix { !$0.hasPrefix("## ") }
        guard section.contains(where: { $0.hasPrefix("- ") }) else {
            return [
                Finding(
                    file.path,
                    start + 1,
                    rule: "changelog",
                    "nothing under Unreleased",
                    remedy: "say what changes for people"
                )
            ]
        }
        return []
    }

    /// Relative links of a document lead to files that exist.
    static func brokenLinks(in file: TextFile, paths: Set<String>) -> [Finding] {
        let folder = file.path.split(separator: "/").dropLast().map(String.init)
        return file.lines.enumerated().flatMap { index, line in
            line.components(after: "](").compactMap { rest -> Finding? in
                let target = rest.prefix { $0 != ")" && $0 != "#" && $0 != " " }
                guard !target.isEmpty, !target.contains("://"), !target.hasPrefix("mailto:") else {
                    return nil
                }
                var parts = folder
                for part in target.split(separator: "/") {
                    if part == ".." { _ = parts.popLast() } else if part != "." { parts.append(String(part)) }
                }
                let path = parts.joined(separator: "/")
                let isThere = paths.contains(path) || paths.contains { $0.hasPrefix(path + "/") }
                guard !isThere else { return nil }
                return Finding(
                    file.path,
                    index + 1,
                    rule: "links",
                    "\(target) is not there",
                    remedy: "mend the link or write the document"
                )
            }
        }
    }
}

extension StringProtocol {
    fileprivate var trimmingBlanks: String {
        var text = Substring(self)
        while text.first == " " { text.removeFirst() }
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// What follows each occurrence.
    fileprivate func components(after mark: String) -> [Substring] {
        var parts: [Substring] = []
        var rest = Substring(self)
        while let range = rest.range(of: mark) {
            rest = rest[range.upperBound...]
            parts.append(rest)
        }
        return parts
    }
}
