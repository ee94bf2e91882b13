/// The name of a sentence in a room's `strings/{es,en}.json`, as `room.thing`: `catalog.unknown_component`.
package struct MessageKey: Sendable, Hashable, Codable, ExpressibleByStringInterpolation,
    CustomStringConvertible
{
    package let name: String

    package init(_ name: String) { self.name = name }
    package init(stringLiteral name: String) { self.name = name }
    package var description: String { name }

    package init(from decoder: any Decoder) throws {
        name = try decoder.singleValueContainer().decode(String.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(name)
    }
}

/// One sentence for a person, not yet in a language: a key and what fills its `{slots}`.
package struct Message: Sendable, Hashable, Codable {
    package var key: MessageKey
    package var values: [String: String]

    package init(_ key: MessageKey, _ values: [String: String] = [:]) {
        self.key = key
        self.values = values
    }
}

/// One thing that is wrong with what was given, and where.
package struct Problem: Sendable, Hashable, Codable {
    /// The file, line, option or field, as the person knows it: `customers.csv:12`, `--component`, `title`.
    package var place: String
    package var message: Message

    package init(_ place: String, _ key: MessageKey, _ values: [String: String] = [:]) {
        self.place = place
        message = Message(key, values)
    }
}

/// All that is wrong with what was given, at once. Nothing was changed.
package struct Problems: Error, Sendable, Equatable {
    package private(set) var all: [Problem]

    package init(_ all: [Problem] = []) { self.all = all }

    package mutating func add(_ place: String, _ key: MessageKey, _ values: [String: String] = [:]) {
        all.append(Problem(place, key, values))
    }

    /// Throws itself where there is at least one problem.
    package func check() throws(Problems) {
        if !all.isEmpty { throw self }
    }
}

/// A rule said no. Each room's refusals are closed enums; every case has a sentence in both languages.
package protocol Refusal: Error, Sendable {
    var message: Message { get }
}
