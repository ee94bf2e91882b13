import Basis
import Rendering

/// One way of doing one thing in a letter, with the circumstances in which it may be said.
struct WrittenSentence: Sendable {
    /// Words, `{facts}`, and `[usted|tú]` where the two registers differ.
    let say: String
    /// Each question with the answers of which one must hold.
    let when: [Condition]
    /// Facts that must be there although the sentence does not tell them.
    let has: [String]
    /// Facts that must not be there.
    let lacks: [String]
    /// The facts that it tells.
    let slots: [String]

    struct Condition: Sendable {
        let question: String
        let answers: [String]
    }

    /// Names that are always known and therefore say nothing about how well a sentence fits.
    static let always: Set<String> = ["sender", "title", "event", "event_in", "began", "page"]

    /// Of several that fit, those are taken that ask and tell most.
    var weight: Int {
        when.count + has.count + lacks.count + slots.filter { !Self.always.contains($0) }.count
    }

    func fits(_ circumstances: Circumstances, _ values: [String: String]) -> Bool {
        when.allSatisfy { circumstances.fits($0.question, $0.answers) }
            && slots.allSatisfy { values[$0] != nil }
            && has.allSatisfy { values[$0] != nil }
            && lacks.allSatisfy { values[$0] == nil }
    }

    /// The sentence with its facts, in a register.
    func spoken(_ register: ComposeOptions.Register, _ values: [String: String]) -> String {
        var text = ""
        var rest = Substring(say)
        while let start = rest.firstIndex(where: { $0 == "{" || $0 == "[" }) {
            text += rest[..<start]
            let isFact = rest[start] == "{"
            guard let end = rest[start...].firstIndex(of: isFact ? "}" : "]") else { break }
            let inner = rest[rest.index(after: start)..<end]
            if isFact {
                text += values[String(inner)] ?? ""
            } else {
                let both = inner.split(separator: "|", omittingEmptySubsequences: false)
                text += register == .tu ? (both.last ?? "") : (both.first ?? "")
            }
            rest = rest[rest.index(after: end)...]
        }
        return (text + rest).withSingleMarks
    }
}

extension WrittenSentence {
    private static let keys: Set<String> = ["say", "when", "has", "lacks"]

    /// Reads one; what is wrong with it goes to `complain`. A sentence without circumstances may be a bare word.
    init(_ node: DataNode, complain: (String) -> Void) {
        if let word = node.word {
            self.init(say: word, when: [], has: [], lacks: [])
            return
        }
        for key in node.keys where !Self.keys.contains(key) { complain("the key \(key) is unknown") }
        if node["say"]?.word == nil { complain("a sentence says nothing") }
        let when = (node["when"]?.entries ?? []).map { Condition(question: $0.key, answers: $0.value.words) }
        for condition in when where condition.question != "framework" {
            guard let allowed = Circumstances.questions[condition.question] else {
                complain("\(condition.question) is no question")
                continue
            }
            for answer in condition.answers where !allowed.contains(answer) {
                complain("\(answer) is no answer to \(condition.question)")
            }
        }
        self.init(
            say: node["say"]?.word ?? "",
            when: when,
            has: node["has"]?.words ?? [],
            lacks: node["lacks"]?.words ?? []
        )
    }

    private init(say: String, when: [Condition], has: [String], lacks: [String]) {
        self.say = say
        self.when = when
        self.has = has
        self.lacks = lacks
        slots = say.split(separator: "{").dropFirst(say.hasPrefix("{") ? 0 : 1).compactMap {
            $0.contains("}") ? String($0.prefix { $0 != "}" }) : nil
        }
    }
}

extension String {
    /// A fact that ends in a full stop before one of ours, and blanks that a left-out word leaves.
    fileprivate var withSingleMarks: String {
        var kept = ""
        for character in self {
            if character == " ", kept.last == " " || kept.isEmpty { continue }
            if character == ".", kept.last == "." || kept.last == "?" || kept.last == "!" { continue }
            if ",.;:".contains(character), kept.last == " " { kept.removeLast() }
            kept.append(character)
        }
        while kept.last == " " { kept.removeLast() }
        return kept
    }
}
