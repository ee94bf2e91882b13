import Basis
import Foundation
import Yams

/// One YAML file of a scenario: what stands in it, and on which line.
struct ScenarioFile {
    /// The way from the top of a file to a value.
    enum Step: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
        case key(String)
        case index(Int)

        init(stringLiteral key: String) { self = .key(key) }
        init(integerLiteral index: Int) { self = .index(index) }
    }

    let name: String
    private let text: String
    private let top: Node?

    /// Nil, with a problem, where the file is not there.
    init?(_ name: String, folder: String, problems: inout Problems) {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
            problems.add(name, "replay.scenario.missing_file")
            return nil
        }
        self.name = name
        text = String(decoding: data, as: UTF8.self)
        // Only for the lines: what is no YAML is said by `decode`.
        top = try? Yams.compose(yaml: text)
    }

    /// The file as a value; nil, with a problem that says line and field, where it is none.
    func decode<Value: Decodable>(_ type: Value.Type, problems: inout Problems) -> Value? {
        do {
            return try YAMLDecoder().decode(type, from: text)
        } catch let error as DecodingError {
            let (path, detail) = error.pathAndDetail
            let steps = path.map { $0.intValue.map(Step.index) ?? .key($0.stringValue) }
            problems.add(place(steps), "replay.scenario.unreadable", ["detail": detail])
        } catch {
            problems.add(name, "replay.scenario.unreadable", ["detail": "\(error)"])
        }
        return nil
    }

    /// `timeline.yml:41: events.update.status`, with the line of the last step that is there.
    func place(_ path: [Step]) -> String {
        var node = top
        var line = node?.mark?.line
        for step in path {
            switch step {
            case .key(let key): node = node?.mapping?[key]
            case .index(let index):
                node = node?.sequence.flatMap { $0.indices.contains(index) ? $0[index] : nil }
            }
            line = node?.mark?.line ?? line
        }
        let keys = path.compactMap { step in if case .key(let key) = step { key } else { nil } }
        let location = line.map { "\(name):\($0)" } ?? name
        return keys.isEmpty ? location : "\(location): \(keys.joined(separator: "."))"
    }
}

extension DecodingError {
    fileprivate var pathAndDetail: ([any CodingKey], String) {
        switch self {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let inner = context.underlyingError.map { ": \($0)" } ?? ""
            return (context.codingPath, context.debugDescription + inner)
        case .keyNotFound(let key, let context): return (context.codingPath, "\(key.stringValue) is missing")
        @unknown default: return ([], "\(self)")
        }
    }
}
