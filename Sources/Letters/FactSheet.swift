import Basis
import Foundation

/// All that we state about one incident: the newest version of each fact.
package struct FactSheet: Sendable, Hashable, Codable {
    /// By id, each id once.
    package private(set) var facts: [Fact]

    package init(_ facts: [Fact] = []) {
        let newest = facts.reduce(into: [String: Fact]()) { newest, fact in
            if let known = newest[fact.id], known.version > fact.version { return }
            newest[fact.id] = fact
        }
        self.facts = newest.values.sorted { $0.id < $1.id }
    }

    package subscript(id: String) -> Fact? { facts.first { $0.id == id } }

    /// The wording of a fact for a reader of `language`; nil where it was never stated.
    package func text(_ id: String, _ language: Language) -> String? {
        guard let fact = self[id], let text = fact.text.resolved([language])?.text else { return nil }
        return text
    }

    /// Which version of which fact a letter made from this sheet has told.
    package var versions: [String: Int] {
        Dictionary(uniqueKeysWithValues: facts.map { ($0.id, $0.version) })
    }

    /// Reads `{"facts":[{"id","type","value","text"}]}`.
    package init(json: Data) throws {
        self = try JSONDecoder().decode(FactSheet.self, from: json)
    }

    private enum CodingKeys: String, CodingKey {
        case facts
    }

    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.init(try container.decode([Fact].self, forKey: .facts))
    }
}
