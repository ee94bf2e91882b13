/// Why some bytes are no JSON that we take.
package enum JSONFault: Error, Sendable, Equatable {
    case notUTF8
    /// No JSON at this byte (RFC 8259).
    case malformed(offset: Int)
    /// More than `JSONReader.depthMax` lists and objects in one another.
    case tooDeep(offset: Int)
    /// A key that stands twice in one object: readers do not agree which of them counts.
    case repeatedKey(String)
}

/// Reads JSON strictly: what two readers could understand in two ways is refused. Never traps, whatever comes; the
/// caller bounds the bytes.
package struct JSONReader {
    package static let depthMax = 16
    /// The longest number that is read, in digits and signs.
    private static let numberMax = 40

    private let bytes: [UInt8]
    private var place = 0

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    package static func read(_ bytes: [UInt8]) throws(JSONFault) -> JSONValue {
        guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
        var reader = JSONReader(bytes)
        reader.skipBlanks()
        let value = try reader.value(depth: 0)
        reader.skipBlanks()
        guard reader.place == bytes.count else { throw reader.malformed }
        return value
    }

    private var malformed: JSONFault { .malformed(offset: place) }
    private var next: UInt8? { place < bytes.count ? bytes[place] : nil }

    private mutating func skipBlanks() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { place += 1 }
    }

    private mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard next == UInt8(ascii: character) else { return false }
        place += 1
        return true
    }

    private mutating func take(word: String) throws(JSONFault) {
        guard bytes[place...].starts(with: word.utf8) else { throw malformed }
        place += word.utf8.count
    }

    private mutating func value(depth: Int) throws(JSONFault) -> JSONValue {
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth + 1)
        case UInt8(ascii: "["): return try array(depth: depth + 1)
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "t"):
            try take(word: "true")
            return true
        case UInt8(ascii: "f"):
            try take(word: "false")
            return false
        case UInt8(ascii: "n"):
            try take(word: "null")
            return nil
        default: return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth <= Self.depthMax else { throw .tooDeep(offset: place) }
        place += 1
        var members: [JSONValue.Member] = []
        var keys: Set<String> = []
        skipBlanks()
        if take("}") { return .object([]) }
        while true {
            skipBlanks()
            guard next == UInt8(ascii: "\"") else { throw malformed }
            let key = try string()
            guard keys.insert(key).inserted else { throw .repeatedKey(String(key.prefix(100))) }
            skipBlanks()
            guard take(":") else { throw malformed }
            skipBlanks()
            members.append(JSONValue.Member(key: key, value: try value(depth: depth)))
            skipBlanks()
            if take("}") { return .object(members) }
            guard take(",") else { throw malformed }
        }
    }

    private mutating func array(depth: Int) throws(JSONFault) -> JSONValue {
        guard depth <= Self.depthMax else { throw .tooDeep(offset: place) }
        place += 1
        var elements: [JSONValue] = []
        skipBlanks()
        if take("]") { return .array([]) }
        while true {
            skipBlanks()
            elements.append(try value(depth: depth))
            skipBlanks()
            if take("]") { return .array(elements) }
            guard take(",") else { throw malformed }
        }
    }

    private mutating func number() throws(JSONFault) -> JSONValue {
        let start = place
        _ = take("-")
        if !take("0") {
            guard try digits() else { throw malformed }
        }
        var isInteger = true
        if take(".") {
            isInteger = false
            guard try digits() else { throw malformed }
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            guard try digits() else { throw malformed }
        }
        let text = String(decoding: bytes[start..<place], as: UTF8.self)
        guard text.utf8.count <= Self.numberMax else { throw .malformed(offset: start) }
        if isInteger, let integer = Int(text) { return .integer(integer) }
        return .number(text)
    }

    private mutating func digits() throws(JSONFault) -> Bool {
        let start = place
        while let byte = next, (48...57).contains(byte) { place += 1 }
        return place > start
    }

    private mutating func string() throws(JSONFault) -> String {
        place += 1
        var text: [UInt8] = []
        while let byte = next {
            switch byte {
            case UInt8(ascii: "\""):
                place += 1
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): try escape(into: &text)
            case 0..<0x20: throw malformed
            default:
                text.append(byte)
                place += 1
            }
        }
        throw malformed
    }

    private mutating func escape(into text: inout [UInt8]) throws(JSONFault) {
        place += 1
        guard let byte = next else { throw malformed }
        place += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
        case UInt8(ascii: "b"): text.append(0x08)
        case UInt8(ascii: "f"): text.append(0x0C)
        case UInt8(ascii: "n"): text.append(0x0A)
        case UInt8(ascii: "r"): text.append(0x0D)
        case UInt8(ascii: "t"): text.append(0x09)
        case UInt8(ascii: "u"): text.append(contentsOf: String(try scalar()).utf8)
        default: throw .malformed(offset: place - 1)
        }
    }

    /// What `\u` begins: one unit, or the two halves of a pair. A half alone is no character.
    private mutating func scalar() throws(JSONFault) -> Character {
        let unit = try hexadecimal()
        guard (0xD800...0xDFFF).contains(unit) else {
            guard let scalar = Unicode.Scalar(unit) else { throw malformed }
            return Character(scalar)
        }
        guard unit < 0xDC00, take("\\"), take("u") else { throw malformed }
        let low = try hexadecimal()
        guard (0xDC00...0xDFFF).contains(low),
            let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
        else { throw malformed }
        return Character(scalar)
    }

    private mutating func hexadecimal() throws(JSONFault) -> UInt32 {
        guard place + 4 <= bytes.count else { throw malformed }
        let digits = bytes[place..<place + 4]
        guard digits.allSatisfy({ byte in Character(Unicode.Scalar(byte)).isHexDigit }),
            let unit = UInt32(String(decoding: digits, as: UTF8.self), radix: 16)
        else { throw malformed }
        place += 4
        return unit
    }
}
