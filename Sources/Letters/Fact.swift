import Basis

/// One thing that we state about an incident, in the form in which letters may use it.
///
/// Nothing else may be stated in a letter: what is not on the fact sheet is not known.
package struct Fact: Sendable, Hashable, Codable {
    /// How `value` is to be read.
    package enum Form: String, Sendable, CaseIterable, Codable {
        /// `2017-11-09`
        case date
        /// RFC 3339
        case time
        /// Whole seconds
        case duration
        /// A decimal, a blank and the ISO 4217 code: `12.50 EUR`
        case money
        case number
        /// A decimal without the sign: `99.999`
        case percent
        case name
        case text
        /// One word of a closed list: `yes`, `no`, `unknown`
        case choice
    }

    /// What the fact is about: `cause`, `data_exposed`, or a word of one's own. See `Name`.
    package var id: String
    package var type: Form
    /// The fact for machines, in the form that `type` says. Empty where only the wording counts.
    package var value: String
    /// The fact as customers read it.
    package var text: LocalizedText
    /// 1 for the first statement; each correction counts on.
    package var version: Int

    package init(
        id: String,
        type: Form,
        value: String = "",
        text: LocalizedText = LocalizedText(),
        version: Int = 1
    ) {
        self.id = id
        self.type = type
        self.value = value
        self.text = text
        self.version = version
    }

    /// What is stated, apart from which version it is.
    package func states(sameAs other: Fact) -> Bool {
        id == other.id && type == other.type && value == other.value && text == other.text
    }
}

extension Fact {
    /// The ids that the program itself gives a meaning to.
    package enum Name {
        package static let cause = "cause"
        package static let workaround = "workaround"
        /// A choice: whether data of customers was seen by somebody who should not.
        package static let dataExposed = "data_exposed"
        /// A choice: whether data of customers was lost.
        package static let dataLost = "data_lost"
        package static let fix = "fix"
        package static let beganAt = "began_at"
        package static let restoredAt = "restored_at"
        package static let eta = "eta"
        package static let nextUpdate = "next_update"
        /// How customers reach us, where it is not the usual way.
        package static let contact = "contact"
    }

    /// The answers to a question of the sort "was data touched?".
    package enum Choice: String, Sendable, CaseIterable, Codable {
        case yes
        case no
        case unknown
    }

    /// The answer that a fact of the type `choice` holds.
    package var choice: Choice? { type == .choice ? Choice(rawValue: value) : nil }
}

extension Fact {
    private enum CodingKeys: String, CodingKey {
        case id
        case type
        case value
        case text
        case version
    }

    /// Reads the form of `amends lint --facts`, where `value`, `text` and `version` may be absent.
    package init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        id = try container.decode(String.self, forKey: .id)
        type = try container.decode(Form.self, forKey: .type)
        value = try container.decodeIfPresent(String.self, forKey: .value) ?? ""
        text = try container.decodeIfPresent(LocalizedText.self, forKey: .text) ?? LocalizedText()
        version = try container.decodeIfPresent(Int.self, forKey: .version) ?? 1
    }
}
