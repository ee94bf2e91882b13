import Foundation
import Hummingbird

/// What a posted form held: names and values in the order in which they were sent. Bounded in number.
struct FormFields: Sendable, Hashable {
    /// 2,000 components with a level each, and the texts.
    static let countMax = 5_000

    private(set) var pairs: [Pair] = []

    struct Pair: Sendable, Hashable {
        var name: String
        var value: String
    }

    init(_ pairs: KeyValuePairs<String, String> = [:]) {
        self.pairs = pairs.map { Pair(name: $0.key, value: $0.value) }
    }

    /// Reads `application/x-www-form-urlencoded`.
    /// - Throws: 400 where it is not that, 413 where there are too many fields.
    init(urlEncoded bytes: some Collection<UInt8>) throws {
        for pair in bytes.split(separator: UInt8(ascii: "&")) {
            guard pairs.count < Self.countMax else { throw HTTPError(.contentTooLarge) }
            let parts = pair.split(
                separator: UInt8(ascii: "="),
                maxSplits: 1,
                omittingEmptySubsequences: false
            )
            guard let name = Self.decoded(parts[0]), let value = parts.count > 1 ? Self.decoded(parts[1]) : ""
            else {
                throw HTTPError(.badRequest)
            }
            pairs.append(Pair(name: name, value: value))
        }
    }

    /// The first value of a field, without blanks around it; nil where it is absent or empty.
    subscript(name: String) -> String? {
        guard let value = pairs.first(where: { $0.name == name })?.value.trimmingWhitespace(), !value.isEmpty
        else {
            return nil
        }
        return value
    }

    /// The first value of a field as it was typed: a password may begin with a blank.
    func plain(_ name: String) -> String { pairs.first { $0.name == name }?.value ?? "" }

    func has(_ name: String) -> Bool { pairs.contains { $0.name == name } }

    /// The fields whose names begin with `prefix`, by the rest of their names: `level.web` of `level.`.
    func starting(_ prefix: String) -> [(rest: String, value: String)] {
        pairs.compactMap {
            $0.name.hasPrefix(prefix) ? (String($0.name.dropFirst(prefix.count)), $0.value) : nil
        }
    }

    mutating func add(_ name: String, _ value: String) {
        pairs.append(Pair(name: name, value: value))
    }

    mutating func set(_ name: String, _ value: String) {
        pairs.removeAll { $0.name == name }
        pairs.append(Pair(name: name, value: value))
    }

    /// All but the named ones: for carrying answers on to the next step.
    func without(_ names: Set<String>) -> [Pair] { pairs.filter { !names.contains($0.name) } }

    /// `+` and `%XX`; browsers send line ends as CR LF, which become LF. Nil where it is not UTF-8 or has a NUL.
    private static func decoded(_ bytes: some Sequence<UInt8>) -> String? {
        var plain: [UInt8] = []
        var iterator = bytes.makeIterator()
        while let byte = iterator.next() {
            switch byte {
            case UInt8(ascii: "+"): plain.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard let high = iterator.next().flatMap(hex), let low = iterator.next().flatMap(hex) else {
                    return nil
                }
                plain.append(high << 4 | low)
            default: plain.append(byte)
            }
        }
        return text(plain)
    }

    /// Text from a form: UTF-8 without NUL, with LF line ends.
    static func text(_ bytes: [UInt8]) -> String? {
        guard !bytes.contains(0), let text = String(validating: bytes, as: UTF8.self) else { return nil }
        return text.replacing("\r\n", with: "\n")
    }

    private static func hex(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
