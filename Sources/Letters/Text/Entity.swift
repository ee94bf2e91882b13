/// What a group of tokens is, apart from its words. A token may be several at once.
package struct EntityKinds: OptionSet, Sendable, Hashable {
    package let rawValue: UInt16
    package init(rawValue: UInt16) { self.rawValue = rawValue }

    package static let date = EntityKinds(rawValue: 1)
    package static let time = EntityKinds(rawValue: 2)
    package static let duration = EntityKinds(rawValue: 4)
    package static let money = EntityKinds(rawValue: 8)
    package static let percent = EntityKinds(rawValue: 16)
    package static let phone = EntityKinds(rawValue: 32)
    package static let mail = EntityKinds(rawValue: 64)
    package static let url = EntityKinds(rawValue: 128)
    package static let number = EntityKinds(rawValue: 256)
    package static let day = EntityKinds(rawValue: 512)

    static let when: EntityKinds = [.date, .time, .duration, .day]
    static let figure: EntityKinds = [.number, .money, .percent, .duration]

    /// The name in a pattern, as `{date}`.
    static func named(_ name: String) -> EntityKinds? { names[name] }

    private static let names: [String: EntityKinds] = [
        "date": .date, "time": .time, "duration": .duration, "money": .money, "percent": .percent,
        "phone": .phone,
        "mail": .mail, "url": .url, "number": .number, "day": .day, "when": .when, "figure": .figure,
    ]
}
