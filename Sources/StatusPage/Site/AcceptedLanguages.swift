import Basis

/// The languages of an `Accept-Language` header, best first (RFC 9110 §12.5.4).
package enum AcceptedLanguages {
    /// A header is worth reading up to here; browsers send a handful of languages.
    private static let partsMax = 20

    /// Those that the site speaks and the reader does not refuse, best first; equal ones in the order written.
    package static func preferred(_ header: String) -> [Language] {
        var weights: [(language: Language, weight: Double)] = []
        var refused: Set<Language> = []
        for part in header.split(separator: ",").prefix(partsMax) {
            guard let (language, weight) = read(part) else { continue }
            if weight > 0 { weights.append((language, weight)) } else { refused.insert(language) }
        }
        let ranked = weights.enumerated().sorted { left, right in
            left.element.weight == right.element.weight
                ? left.offset < right.offset : left.element.weight > right.element.weight
        }
        var order: [Language] = []
        for language in ranked.map(\.element.language)
        where Language.spoken.contains(language) && !refused.contains(language) && !order.contains(language) {
            order.append(language)
        }
        return order
    }

    private static func read(_ part: Substring) -> (Language, Double)? {
        let fields = part.split(separator: ";", omittingEmptySubsequences: false).map(trimmed)
        guard let language = fields.first.flatMap({ Language(String($0)) }) else { return nil }
        for field in fields.dropFirst() where field.lowercased().hasPrefix("q=") {
            guard let weight = Double(field.dropFirst(2)), (0...1).contains(weight) else { return nil }
            return (language, weight)
        }
        return (language, 1)
    }

    private static func trimmed(_ text: Substring) -> Substring {
        var text = text
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return text.drop { $0 == " " || $0 == "\t" }
    }
}
