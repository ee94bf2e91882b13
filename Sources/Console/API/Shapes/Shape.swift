import Basis

/// What a piece of JSON must look like. The same value checks what comes, and describes in `openapi.yaml` what may come
/// and what is answered, so that the two cannot drift apart.
package indirect enum Shape: Sendable {
    case object([Field])
    case list(Shape, max: Int)
    /// Values by keys that are not known beforehand: `{"web": "major_outage"}`.
    case map(Shape, max: Int)
    /// One line: no line ends, no control characters.
    case line(max: Int)
    /// A text of several lines.
    case text(max: Int)
    /// Texts by the languages they are written in.
    case localized(isLine: Bool)
    /// One of a few words.
    case word([String])
    /// Lower-case letters, digits and `_`, beginning with a letter.
    case name(max: Int)
    case integer(ClosedRange<Int>)
    case number
    case boolean
    /// RFC 3339
    case time
    case nullable(Shape)
    /// A shape that has a name of its own in the document.
    case named(String, Shape)
    /// Whatever an object holds; for answers only.
    case anything

    package struct Field: Sendable {
        package let name: String
        package let shape: Shape
        package let isRequired: Bool

        static func required(_ name: String, _ shape: Shape) -> Field {
            Field(name: name, shape: shape, isRequired: true)
        }

        static func optional(_ name: String, _ shape: Shape) -> Field {
            Field(name: name, shape: shape, isRequired: false)
        }
    }

    /// One of the words of an enum.
    static func word<Word: RawRepresentable<String> & CaseIterable>(_ type: Word.Type) -> Shape {
        .word(type.allCases.map(\.rawValue))
    }

    /// The most languages of one text.
    static let languagesMax = 40
    static let lineMax = 300
    static let textMax = 20_000

    /// An id as people gave it to customers, components and staff.
    static let ownID = Shape.line(max: 200)
    /// An amount as a decimal, and its currency.
    static let money = Shape.named(
        "Money",
        .object([.required("amount", .line(max: 20)), .required("currency", .line(max: 3))])
    )

    /// Without the name.
    var plain: Shape {
        if case .named(_, let shape) = self { shape.plain } else { self }
    }

    /// The fields of an object; none where it is something else.
    package var fields: [Field] {
        switch self {
        case .object(let fields): fields
        case .named(_, let shape), .nullable(let shape): shape.fields
        default: []
        }
    }
}
