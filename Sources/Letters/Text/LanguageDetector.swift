import Basis
import Foundation
import Rendering

/// Tells Spanish from English by the commonest words and the letters that only Spanish has.
struct LanguageDetector: Sendable {
    /// The beginning of a text says enough.
    private static let mostScalars = 4_000

    private let words: [String: Set<String>]

    /// Reads one line, `frequent:`, of each `language.yml`.
    init(root: ResourceRoot) throws {
        var words: [String: Set<String>] = [:]
        for language in Language.spoken {
            let path = root.file("Letters", "Rules/\(language.code)/language.yml")
            guard let data = FileManager.default.contents(atPath: path) else {
                throw ResourceFault(problems: ["\(path) cannot be read"])
            }
            let line = String(decoding: data, as: UTF8.self).split(separator: "\n").first {
                $0.hasPrefix("frequent:")
            }
            let node = try DataNode.parse(String(line ?? "frequent: []"), path)
            words[language.code] = Set(node["frequent"]?.words.map { $0.lowercased() } ?? [])
        }
        self.words = words
    }

    init(words: [String: Set<String>]) { self.words = words }

    /// English where nothing speaks for Spanish.
    func language(of text: String) -> Language {
        var spanish = 0
        var english = 0
        var word = String.UnicodeScalarView()
        func count() {
            guard !word.isEmpty else { return }
            let form = String(word)
            word.removeAll(keepingCapacity: true)
            if words["es"]?.contains(form) == true { spanish += 2 }
            if words["en"]?.contains(form) == true { english += 2 }
        }
        for scalar in text.unicodeScalars.prefix(Self.mostScalars) {
            let folded = Scalars.folded(scalar.value)
            if Scalars.isLetter(folded), let letter = Unicode.Scalar(folded) {
                word.append(letter)
                if Self.isSpanish(folded) { spanish += 3 }
            } else {
                count()
                if folded == 0xBF || folded == 0xA1 { spanish += 6 }
            }
        }
        count()
        return spanish > english ? .spanish : .english
    }

    /// ñ, and vowels with an accent that English has only in names.
    private static func isSpanish(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xF1, 0xE1, 0xED, 0xF3, 0xFA: true
        default: false
        }
    }
}
