import Foundation
import Rendering
import Yams

/// What a rule file holds: words, lists and maps in their order. YAML's other abilities are not used.
enum DataNode: Sendable, Equatable {
    case word(String)
    case list([DataNode])
    case map([Entry])

    struct Entry: Sendable, Equatable {
        let key: String
        let value: DataNode
    }

    /// A data file is no longer than this.
    static let maximumBytes = 1_000_000

    /// Reads a file. `upTo` names a top-level key from which on nothing is read: the examples of a rule are four
    /// fifths of its file, and linting a letter does not need them.
    static func read(_ path: String, upTo lastKey: String? = nil) throws -> DataNode {
        guard let data = FileManager.default.contents(atPath: path), data.count <= maximumBytes else {
            throw ResourceFault(problems: ["\(path) cannot be read"])
        }
        var text = String(decoding: data, as: UTF8.self)
        if let lastKey, let end = text.range(of: "\n\(lastKey):") { text = String(text[..<end.lowerBound]) }
        return try parse(text, path)
    }

    static func parse(_ text: String, _ path: String) throws -> DataNode {
        do {
            guard let node = try Yams.compose(yaml: text) else {
                throw ResourceFault(problems: ["\(path) is empty"])
            }
            return try DataNode(node, path, depth: 0)
        } catch let fault as ResourceFault {
            throw fault
        } catch {
            throw ResourceFault(problems: ["\(path) is no YAML: \(error)"])
        }
    }

    private init(_ node: Node, _ path: String, depth: Int) throws {
        guard depth < 20 else { throw ResourceFault(problems: ["\(path) is nested too deeply"]) }
        switch node {
        case .scalar(let scalar):
            self = .word(scalar.string)
        case .sequence(let sequence):
            self = .list(try sequence.map { try DataNode($0, path, depth: depth + 1) })
        case .mapping(let mapping):
            self = .map(
                try mapping.map { key, value in
                    guard let key = key.scalar?.string else {
                        throw ResourceFault(problems: ["\(path) has a key that is no word"])
                    }
                    return Entry(key: key, value: try DataNode(value, path, depth: depth + 1))
                }
            )
        case .alias:
            throw ResourceFault(problems: ["\(path) uses an alias"])
        }
    }

    subscript(key: String) -> DataNode? {
        guard case .map(let entries) = self else { return nil }
        return entries.first { $0.key == key }?.value
    }

    var keys: [String] {
        guard case .map(let entries) = self else { return [] }
        return entries.map(\.key)
    }

    var entries: [Entry] {
        guard case .map(let entries) = self else { return [] }
        return entries
    }

    var word: String? {
        guard case .word(let word) = self else { return nil }
        return word
    }

    /// A list, or one thing without its brackets.
    var items: [DataNode] {
        guard case .list(let items) = self else { return [self] }
        return items
    }

    var words: [String] { items.compactMap(\.word) }
    var int: Int? { word.flatMap { Int($0) } }
    var number: Double? { word.flatMap { Double($0) } }
}
