import Basis
import Catalog

/// Reads what people type in options that repeat; all problems at once.
struct Typed {
    let now: Instant
    private(set) var problems = Problems()

    init(now: Instant) { self.now = now }

    /// `es=Texto`, once per language.
    mutating func text(_ option: String, _ values: [String]) -> LocalizedText {
        var text = LocalizedText()
        for value in values {
            let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            if parts.count == 2, let language = Language(String(parts[0])), !parts[1].isEmpty {
                if text[language] != nil {
                    problems.add(option, "cli.typed.twice", ["value": String(parts[0])])
                }
                text[language] = String(parts[1])
            } else {
                problems.add(option, "cli.typed.text", ["value": value, "option": option])
            }
        }
        return text
    }

    /// `web=major_outage`, once per component.
    mutating func impacts(_ values: [String]) -> [String: ImpactLevel] {
        var impacts: [String: ImpactLevel] = [:]
        for value in values {
            let parts = value.split(separator: "=", omittingEmptySubsequences: false)
            let id = parts.dropLast().joined(separator: "=")
            if parts.count >= 2, !id.isEmpty,
                let level = parts.last.flatMap({ ImpactLevel(rawValue: String($0)) })
            {
                impacts[id] = level
            } else {
                problems.add("--component", "cli.typed.impact", ["value": value])
            }
        }
        return impacts
    }

    /// RFC 3339, or a time from now.
    mutating func time(_ option: String, _ value: String?) -> Instant? {
        guard let value else { return nil }
        if let time = Instant(typed: value, now: now) { return time }
        problems.add(option, "cli.typed.time", ["value": value])
        return nil
    }

    /// One of an enum's words.
    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ option: String,
        _ value: String,
        _ type: Choice.Type = Choice.self
    ) -> Choice? {
        if let choice = Choice(rawValue: value) { return choice }
        let choices = Choice.allCases.map(\.rawValue).joined(separator: ", ")
        problems.add(option, "cli.typed.choice", ["value": value, "choices": choices])
        return nil
    }

    mutating func add(_ place: String, _ key: MessageKey, _ values: [String: String] = [:]) {
        problems.add(place, key, values)
    }

    func check() throws(Problems) { try problems.check() }
}
