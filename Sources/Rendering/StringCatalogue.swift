import Basis
import Foundation

/// The sentences of all rooms in the languages that the program speaks, loaded once.
///
/// A key that is missing in one language, a slot that only one language has and malformed JSON are found at start.
package struct StringCatalogue: Sendable {
    private let texts: [Language: [String: String]]
    /// Sorted, so that a slice is a range.
    private let sortedKeys: [String]

    /// Reads `<root>/<Room>/strings/{es,en}.json` of each room.
    package init(root: ResourceRoot, rooms: [String]) throws {
        var problems: [String] = []
        var texts: [Language: [String: String]] = [:]
        for room in rooms {
            var read: [Language: [String: String]] = [:]
            for language in Language.spoken {
                do {
                    read[language] = try Self.strings(root.file(room, "strings/\(language.code).json"))
                } catch {
                    problems.append("\(error)")
                }
            }
            guard read.count == Language.spoken.count else { continue }
            problems += StringParity.problems(room: room, read)
            let repeated = Set(texts[.english, default: [:]].keys).intersection(
                read[.english, default: [:]].keys
            )
            if !repeated.isEmpty {
                problems.append(
                    "\(room) repeats keys of another room: \(repeated.sorted().joined(separator: ", "))"
                )
            }
            for (language, strings) in read {
                texts[language, default: [:]].merge(strings) { first, _ in first }
            }
        }
        guard problems.isEmpty else { throw ResourceFault(problems: problems) }
        self.texts = texts
        sortedKeys = (texts[.english] ?? [:]).keys.sorted()
    }

    /// The sentence with its slots filled. Where `key.one` and `key.other` exist, the value named `count` chooses.
    ///
    /// An unknown key comes back as `⟦key⟧`, to be seen and not to stop anybody; so does a slot without a value.
    package func text(_ message: Message, _ language: Language) -> String {
        text(message.key, language, message.values)
    }

    package func text(_ key: MessageKey, _ language: Language, _ values: [String: String] = [:]) -> String {
        let strings = texts[language.spokenOrEnglish] ?? [:]
        let plural = key.name + (values["count"] == "1" ? ".one" : ".other")
        guard let pattern = strings[key.name] ?? strings[plural] else { return "⟦\(key.name)⟧" }
        return Self.filled(pattern, values)
    }

    /// The sentences whose keys begin with `prefix`, by the rest of their keys, for a template to read as `{{t.title}}`.
    ///
    /// As a template cannot ask for a key with a point in it, such a key is there a second time with `_` instead.
    package func slice(_ prefix: String, _ language: Language) -> [String: String] {
        let strings = texts[language.spokenOrEnglish] ?? [:]
        var slice: [String: String] = [:]
        for key in sortedKeys[lowerBound(prefix)...].prefix(while: { $0.hasPrefix(prefix) }) {
            let rest = String(key.dropFirst(prefix.count))
            slice[rest] = strings[key]
            if rest.contains(".") { slice[rest.replacing(".", with: "_")] = strings[key] }
        }
        return slice
    }

    /// Whether there is a sentence, also one with a plural.
    package func has(_ key: MessageKey) -> Bool {
        guard let strings = texts[.english] else { return false }
        return strings[key.name] != nil
            || (strings[key.name + ".one"] != nil && strings[key.name + ".other"] != nil)
    }

    /// All keys, sorted.
    package var keys: [String] { sortedKeys }

    private func lowerBound(_ prefix: String) -> Int {
        var low = 0
        var high = sortedKeys.count
        while low < high {
            let middle = (low + high) / 2
            if sortedKeys[middle] < prefix { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// One pass, so that a value that contains braces is not taken for a pattern.
    private static func filled(_ pattern: String, _ values: [String: String]) -> String {
        guard pattern.contains("{") else { return pattern }
        var text = ""
        var rest = Substring(pattern)
        while let slot = StringSlot.first(in: rest) {
            text += rest[..<slot.range.lowerBound]
            text += values[slot.name] ?? "⟦\(slot.name)⟧"
            rest = rest[slot.range.upperBound...]
        }
        return text + rest
    }

    private static func strings(_ path: String) throws -> [String: String] {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw ResourceFault(problems: ["\(path) cannot be read"])
        }
        do {
            return try JSONDecoder().decode([String: String].self, from: data)
        } catch {
            throw ResourceFault(problems: ["\(path) is not an object of strings: \(error)"])
        }
    }
}

/// A `{slot}` in a sentence.
struct StringSlot {
    let name: String
    let range: Range<Substring.Index>

    /// The first one, or nil. Braces around anything but a lower_snake name are ordinary text.
    static func first(in text: Substring) -> StringSlot? {
        var rest = text
        while let opening = rest.firstIndex(of: "{") {
            let start = rest.index(after: opening)
            let name = rest[start...].prefix {
                ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "_"
            }
            if !name.isEmpty, name.endIndex < rest.endIndex, rest[name.endIndex] == "}" {
                return StringSlot(name: String(name), range: opening..<rest.index(after: name.endIndex))
            }
            rest = rest[start...]
        }
        return nil
    }

    static func names(in text: String) -> Set<String> {
        var names: Set<String> = []
        var rest = Substring(text)
        while let slot = first(in: rest) {
            names.insert(slot.name)
            rest = rest[slot.range.upperBound...]
        }
        return names
    }
}

/// Both languages of a room say the same things.
private enum StringParity {
    static func problems(room: String, _ read: [Language: [String: String]]) -> [String] {
        let all = read.values.reduce(into: Set<String>()) { $0.formUnion($1.keys) }
        var problems: [String] = []
        for key in all.sorted() {
            let missing = Language.spoken.filter { read[$0]?[key] == nil }
            problems += missing.map { "\(room)/strings/\($0.code).json lacks \(key)" }
            guard missing.isEmpty else { continue }
            if key.hasSuffix(".one"), !all.contains(key.dropLast(3) + "other") {
                problems.append("\(room)/strings has \(key) without .other")
            }
            let slots = Language.spoken.map { language in
                // "one customer" needs no figure in one language, where the other has one.
                StringSlot.names(in: read[language]?[key] ?? "").subtracting(
                    key.hasSuffix(".one") ? ["count"] : []
                )
            }
            if let first = slots.first, slots.contains(where: { $0 != first }) {
                problems.append("\(room)/strings: \(key) has other slots in each language")
            }
        }
        return problems
    }
}

/// Resources that cannot be used: everything that is wrong with them, found at start.
package struct ResourceFault: Error, Equatable, CustomStringConvertible {
    package let problems: [String]

    package init(problems: [String]) { self.problems = problems }

    package var description: String { problems.joined(separator: "; ") }
}
