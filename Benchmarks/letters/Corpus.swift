import Foundation

/// Letters and sentences that others wrote and somebody labelled; read, never kept.
struct Corpus {
    struct Labels: Decodable {
        let letters: [Letter]
    }

    struct Letter: Decodable {
        let file: String
        let lang: String
        let elements: [Span]
        let antipatterns: [Span]?
    }

    /// Code points after the file's first line; null for an absence.
    struct Span: Decodable {
        let type: String
        let start: Int?
        let end: Int?
        let text: String?
    }

    struct Sentences: Decodable {
        let antipatterns: [String: [String: Pair]]
        let elements: [String: [String: [String]]]
        let extra: [String: [String: [String]]]

        private enum CodingKeys: String, CodingKey {
            case antipatterns
            case elements
            case extra = "extra_rules_positive"
        }
    }

    struct Pair: Decodable {
        let pos: [String]
        let neg: [String]
    }

    let folder: String

    func labels() throws -> [Letter] {
        try JSONDecoder().decode(Labels.self, from: try read("labels.json")).letters
    }

    func sentences() throws -> Sentences {
        try JSONDecoder().decode(Sentences.self, from: try read("sentences.json"))
    }

    /// A letter without its first line, which says where it is from.
    func text(_ kind: String, _ file: String) throws -> String {
        let whole = String(decoding: try read("\(kind)/\(file)"), as: UTF8.self)
        guard let end = whole.firstIndex(of: "\n") else { return "" }
        return String(whole[whole.index(after: end)...])
    }

    func files(_ kind: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: "\(folder)/\(kind)").sorted()
    }

    private func read(_ path: String) throws -> Data {
        try Data(contentsOf: URL(fileURLWithPath: "\(folder)/\(path)"))
    }
}
