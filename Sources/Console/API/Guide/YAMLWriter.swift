import Basis

/// Writes JSON as YAML in blocks, in the order of its keys. Texts are always quoted, so that none is taken for a number,
/// a date or "no".
enum YAMLWriter {
    static func text(_ value: JSONValue) -> String {
        var text = ""
        write(value, indent: 0, into: &text)
        return text
    }

    private static func write(_ value: JSONValue, indent: Int, into text: inout String) {
        switch value {
        case .object(let members) where !members.isEmpty:
            for member in members {
                text += pad(indent) + key(member.key) + ":"
                below(member.value, indent: indent + 1, into: &text)
            }
        case .array(let elements) where !elements.isEmpty:
            for element in elements {
                text += pad(indent) + "-"
                below(element, indent: indent + 1, into: &text)
            }
        default: text += pad(indent) + scalar(value) + "\n"
        }
    }

    private static func below(_ value: JSONValue, indent: Int, into text: inout String) {
        if value.isScalar {
            text += " " + scalar(value) + "\n"
        } else if case .array(let elements) = value, elements.allSatisfy(\.isScalar) {
            text += " [" + elements.map(scalar).joined(separator: ", ") + "]\n"
        } else {
            text += "\n"
            write(value, indent: indent, into: &text)
        }
    }

    private static func pad(_ indent: Int) -> String { String(repeating: "  ", count: indent) }

    private static func scalar(_ value: JSONValue) -> String { String(decoding: value.bytes, as: UTF8.self) }

    private static func key(_ key: String) -> String {
        let isPlain = key.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || $0 == 95 || $0 == 45
        }
        return isPlain && !key.isEmpty ? key : scalar(.string(key))
    }
}

extension JSONValue {
    fileprivate var isScalar: Bool {
        switch self {
        case .object(let members): members.isEmpty
        case .array: false
        default: true
        }
    }
}
