import Foundation

/// A room's sentences in one language, in the order of the file.
struct StringTable: Sendable {
    struct Entry: Sendable, Equatable {
        var line: Int
        var key: String
        var text: String
    }

    let path: String
    let entries: [Entry]
    let isReadable: Bool

    /// Reads the flat object line by line, so that order, lines and keys given twice are seen.
    init(_ file: TextFile) {
        path = file.path
        // What is not readable is a finding later.
        isReadable = (try? JSONDecoder().decode([String: String].self, from: Data(file.text.utf8))) != nil
        entries = file.lines.enumerated().compactMap { index, line in
            let body = line.drop { $0 == " " }
            guard body.hasPrefix("\"") else { return nil }
            let object = "{" + (body.hasSuffix(",") ? body.dropLast() : body) + "}"
            // A line that is no pair makes the whole unreadable.
            let pair = try? JSONDecoder().decode([String: String].self, from: Data(object.utf8))
            return pair?.first.map { Entry(line: index + 1, key: $0.key, text: $0.value) }
        }
    }

    var keys: Set<String> { Set(entries.map(\.key)) }

    static func slots(_ text: String) -> Set<String> {
        Set(
            text.split(separator: "{", omittingEmptySubsequences: false).dropFirst().compactMap { part in
                guard let end = part.firstIndex(of: "}") else { return nil }
                let name = part[..<end]
                let isName =
                    !name.isEmpty && name.utf8.allSatisfy { isNamePart($0) && !(65...90).contains($0) }
                return isName ? String(name) : nil
            }
        )
    }
}

/// Both languages of a room say the same things, each as its speakers write.
enum StringParity {
    static func findings(_ spanish: StringTable, _ english: StringTable) -> [Finding] {
        [spanish, english].flatMap(shape) + missing(in: spanish, from: english)
            + missing(in: english, from: spanish)
            + slots(spanish, english) + marks(spanish)
    }

    private static func shape(_ table: StringTable) -> [Finding] {
        guard table.isReadable else {
            return [
                Finding(
                    table.path,
                    1,
                    rule: "strings",
                    "is no flat object of texts",
                    remedy: "write \"key\": \"text\", one a line"
                )
            ]
        }
        var findings: [Finding] = []
        for (last, next) in zip(table.entries, table.entries.dropFirst()) where last.key >= next.key {
            let found =
                last.key == next.key ? "\(next.key) is there twice" : "\(next.key) comes after \(last.key)"
            findings.append(
                Finding(
                    table.path,
                    next.line,
                    rule: "strings",
                    found,
                    remedy: "keep the keys sorted and single"
                )
            )
        }
        for entry in table.entries
        where entry.text.isEmpty || entry.text.first == " " || entry.text.last == " " {
            findings.append(
                Finding(
                    table.path,
                    entry.line,
                    rule: "strings",
                    "\(entry.key) is empty or padded",
                    remedy: "write the text, without blanks around it"
                )
            )
        }
        for entry in table.entries
        where entry.key.hasSuffix(".one") && !table.keys.contains(entry.key.dropLast(3) + "other") {
            findings.append(
                Finding(
                    table.path,
                    entry.line,
                    rule: "strings",
                    "\(entry.key) has no .other",
                    remedy: "write the other plural"
                )
            )
        }
        return findings
    }

    private static func missing(in table: StringTable, from other: StringTable) -> [Finding] {
        other.keys.subtracting(table.keys).sorted().map {
            Finding(
                table.path,
                1,
                rule: "strings",
                "\($0) is missing",
                remedy: "write it as somebody who speaks the language"
            )
        }
    }

    private static func slots(_ spanish: StringTable, _ english: StringTable) -> [Finding] {
        let texts = Dictionary(english.entries.map { ($0.key, $0.text) }) { first, _ in first }
        return spanish.entries.compactMap { entry in
            guard let text = texts[entry.key] else { return nil }
            // "one customer" needs no figure in one language where the other has one.
            let free: Set<String> = entry.key.hasSuffix(".one") ? ["count"] : []
            let here = StringTable.slots(entry.text).subtracting(free)
            let there = StringTable.slots(text).subtracting(free)
            guard here != there else { return nil }
            let odd = here.symmetricDifference(there).sorted().joined(separator: ", ")
            return Finding(
                spanish.path,
                entry.line,
                rule: "strings",
                "\(entry.key): only one language has {\(odd)}",
                remedy: "use the same slots"
            )
        }
    }

    /// Spanish opens its questions and exclamations.
    private static func marks(_ table: StringTable) -> [Finding] {
        table.entries.compactMap { entry in
            let words = entry.text.split(separator: " ").filter { !$0.contains("://") && !$0.contains("=") }
                .joined(separator: " ")
            let isOpen = ["?": "¿", "!": "¡"].contains { mark, opening in
                words.contains { String($0) == mark } && !words.contains(opening)
            }
            guard isOpen else { return nil }
            return Finding(
                table.path,
                entry.line,
                rule: "strings",
                "\(entry.key) lacks ¿ or ¡",
                remedy: "open the question or the exclamation"
            )
        }
    }
}
