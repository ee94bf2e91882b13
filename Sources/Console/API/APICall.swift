import Access
import Basis
import Database
import Foundation
import HTTPTypes
import Response

/// One request of a program, checked: who asks, what stands in the path, the query and the body.
struct APICall: Sendable {
    let house: ConsoleHouse
    let caller: Caller
    let now: Instant
    /// Of the path, decoded.
    let path: [String: String]
    /// Of the query; each once.
    let query: [String: String]
    let body: JSONValue
    let key: IdempotencyKey?
    let match: EntityTag.Condition?

    /// A parameter of the path; empty where the path has none of this name, which no table says.
    func at(_ name: String) -> String { path[name] ?? "" }

    func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await house.response.read(body)
    }

    /// Does a deed as who asks, under their key, provided that what they saw still stands.
    func perform<Asked: Deed>(_ deed: Asked, guarded: Operation.Resource?) async throws -> Asked.Answer {
        var check: (@Sendable (any Session) throws -> Void)?
        if let match, let guarded {
            check = { session in
                guard match.holds(for: EntityTag.of(try guarded(self, session))) else {
                    throw DeedRefusal.changedMeanwhile
                }
            }
        }
        return try await house.response.perform(
            deed,
            by: caller.actor,
            through: caller.door,
            key: key,
            at: now,
            provided: check
        )
    }
}

/// Reading the body, which is known to have its shape.
extension APICall {
    func text(_ name: String) -> String? {
        if case .string(let text)? = body[name] { text.unixLines } else { nil }
    }

    func localized(_ name: String) -> LocalizedText? { body[name]?.localized }

    func time(_ name: String) -> Instant? { text(name).flatMap { Instant(rfc3339: $0) } }

    func flag(_ name: String) -> Bool? {
        if case .boolean(let flag)? = body[name] { flag } else { nil }
    }

    func number(_ name: String) -> Int? {
        if case .integer(let number)? = body[name] { number } else { nil }
    }

    func word<Word: RawRepresentable<String>>(_ name: String, _ type: Word.Type = Word.self) -> Word? {
        text(name).flatMap { Word(rawValue: $0) }
    }

    func list(_ name: String) -> [JSONValue]? {
        if case .array(let elements)? = body[name] { elements } else { nil }
    }

    func members(_ name: String) -> [JSONValue.Member] {
        if case .object(let members)? = body[name] { members } else { [] }
    }

    /// A number of the path; what is none names nothing.
    func number(at name: String) -> Int64 { Int64(at(name)) ?? 0 }
}

extension JSONValue {
    /// The texts of an object by language; nil where it is no object.
    var localized: LocalizedText? {
        guard case .object(let members) = self else { return nil }
        var text = LocalizedText()
        for member in members {
            guard let language = Language(member.key), case .string(let words) = member.value else {
                continue
            }
            text[language] = words.unixLines
        }
        return text
    }

    /// What `Codable` writes; for reports that have their JSON already.
    static func written(_ value: some Encodable) throws -> JSONValue {
        try JSONReader.read(Array(JSONText.encode(value).utf8))
    }
}

extension String {
    /// With the line ends that the house keeps.
    fileprivate var unixLines: String {
        utf8.contains(0x0D) ? replacing("\r\n", with: "\n").replacing("\r", with: "\n") : self
    }
}

/// What is answered.
struct APIAnswer: Sendable {
    var body: JSONValue?
    var tag: String?
    /// Behind `/api/v1/`.
    var location: String?

    init(_ body: JSONValue?, tag: String? = nil, location: String? = nil) {
        self.body = body
        self.tag = tag
        self.location = location
    }
}
