import Basis

/// Holds a piece of JSON against its shape and notes all that is wrong with it, each with a pointer to the place
/// (RFC 6901): `#/title/es`.
struct ShapeCheck {
    private(set) var problems = Problems()
    /// What is answered may have keys that are not described yet; what comes may not.
    let allowsMore: Bool

    init(allowsMore: Bool = false) { self.allowsMore = allowsMore }

    /// Throws `Problems` where something is wrong.
    static func check(_ value: JSONValue, _ shape: Shape) throws(Problems) {
        var check = ShapeCheck()
        check.check(value, shape, at: "#")
        try check.problems.check()
    }

    mutating func check(_ value: JSONValue, _ shape: Shape, at place: String) {
        switch (shape, value) {
        case (.named(_, let inner), _): check(value, inner, at: place)
        case (.nullable, .null): break
        case (.nullable(let inner), _): check(value, inner, at: place)
        case (.object(let fields), .object(let members)): check(members, fields, at: place)
        case (.map(let inner, let max), .object(let members)):
            check(members, max: max, at: place) { $0.check($1, inner, at: $2) }
        case (.localized(let isLine), .object(let members)): check(members, isLine: isLine, at: place)
        case (.list(let inner, let max), .array(let elements)): check(elements, inner, max: max, at: place)
        case (.line(let max), .string(let text)): check(text, max: max, isLine: true, at: place)
        case (.text(let max), .string(let text)): check(text, max: max, isLine: false, at: place)
        case (.name(let max), .string(let text)):
            if !Self.isName(text, max: max) { add(place, "console.api.wrong.name") }
        case (.word(let words), .string(let text)):
            if !words.contains(text) {
                add(place, "console.api.wrong.word", ["words": words.joined(separator: ", ")])
            }
        case (.time, .string(let text)):
            if !Self.isTime(text) { add(place, "console.api.wrong.time") }
        case (.integer(let range), .integer(let number)):
            if !range.contains(number) {
                add(
                    place,
                    "console.api.wrong.range",
                    ["from": String(range.lowerBound), "to": String(range.upperBound)]
                )
            }
        case (.number, .integer), (.number, .number), (.boolean, .boolean), (.anything, _): break
        default: add(place, "console.api.wrong.type", ["type": shape.typeName])
        }
    }

    private mutating func check(_ members: [JSONValue.Member], _ fields: [Shape.Field], at place: String) {
        for field in fields {
            let path = "\(place)/\(Self.escaped(field.name))"
            if let member = members.first(where: { $0.key == field.name }) {
                check(member.value, field.shape, at: path)
            } else if field.isRequired {
                add(path, "console.api.wrong.missing")
            }
        }
        guard !allowsMore else { return }
        for member in members where !fields.contains(where: { $0.name == member.key }) {
            add("\(place)/\(Self.escaped(member.key))", "console.api.wrong.unknown")
        }
    }

    private mutating func check(
        _ members: [JSONValue.Member],
        max: Int,
        at place: String,
        _ body: (inout ShapeCheck, JSONValue, String) -> Void
    ) {
        if members.count > max { add(place, "console.api.wrong.many", ["count": String(max)]) }
        for member in members.prefix(max) {
            let path = "\(place)/\(Self.escaped(member.key))"
            check(member.key, max: 200, isLine: true, at: path)
            body(&self, member.value, path)
        }
    }

    private mutating func check(_ members: [JSONValue.Member], isLine: Bool, at place: String) {
        if members.isEmpty, !allowsMore { add(place, "console.api.wrong.no_language") }
        let shape = isLine ? Shape.line(max: Shape.lineMax) : .text(max: Shape.textMax)
        check(members, max: Shape.languagesMax, at: place) { check, value, path in
            check.check(value, shape, at: path)
        }
        for member in members where Language(member.key)?.code != member.key {
            add("\(place)/\(Self.escaped(member.key))", "console.api.wrong.language")
        }
    }

    private mutating func check(_ elements: [JSONValue], _ inner: Shape, max: Int, at place: String) {
        if elements.count > max { add(place, "console.api.wrong.many", ["count": String(max)]) }
        for (index, element) in elements.prefix(max).enumerated() {
            check(element, inner, at: "\(place)/\(index)")
        }
    }

    private mutating func check(_ text: String, max: Int, isLine: Bool, at place: String) {
        let scalars = text.unicodeScalars
        if scalars.isEmpty, !allowsMore {
            add(place, "console.api.wrong.empty")
        } else if scalars.count > max {
            add(place, "console.api.wrong.long", ["count": String(max)])
        } else if scalars.contains(where: { Self.isForbidden($0, isLine: isLine) }) {
            add(place, isLine ? "console.api.wrong.line" : "console.api.wrong.control")
        }
    }

    /// What would begin another line somewhere, end a text in C, or do something on a terminal. Texts keep their line
    /// ends and tabs.
    private static func isForbidden(_ scalar: Unicode.Scalar, isLine: Bool) -> Bool {
        switch scalar.value {
        case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: isLine
        case 0..<0x20, 0x7F..<0xA0: true
        default: false
        }
    }

    /// From 1970 to 9999: outside, RFC 3339 has no words for some of them in another zone.
    private static func isTime(_ text: String) -> Bool {
        guard let time = Instant(rfc3339: text) else { return false }
        return (0..<253_402_300_800_000).contains(time.milliseconds)
    }

    static func isName(_ text: String, max: Int) -> Bool {
        guard let first = text.utf8.first, (97...122).contains(first), text.utf8.count <= max else {
            return false
        }
        return text.utf8.allSatisfy { (97...122).contains($0) || (48...57).contains($0) || $0 == 95 }
    }

    /// The most that is said at once.
    private static let problemsMax = 50

    private mutating func add(_ place: String, _ key: MessageKey, _ values: [String: String] = [:]) {
        guard problems.all.count < Self.problemsMax else { return }
        problems.add(place, key, values)
    }

    private static func escaped(_ key: String) -> String {
        String(key.prefix(200)).replacing("~", with: "~0").replacing("/", with: "~1")
    }
}

extension Shape {
    /// What JSON calls it.
    var typeName: String {
        switch self {
        case .object, .map, .localized, .anything: "object"
        case .list: "array"
        case .line, .text, .word, .name, .time: "string"
        case .integer: "integer"
        case .number: "number"
        case .boolean: "boolean"
        case .nullable(let shape), .named(_, let shape): shape.typeName
        }
    }
}
