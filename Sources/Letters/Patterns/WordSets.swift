/// All word sets of a language's patterns: which words, stems, beginnings and entities each one has.
///
/// Patterns ask only "is this token in that set?", which is one bit; equal sets are one set.
struct WordSets: Sendable {
    /// What a set may hold.
    enum Member: Sendable, Hashable {
        case exact(String)
        case stem(String)
        case prefix(String)
        case entity(EntityKinds)
    }

    private var known: [Set<Member>: Int32] = [:]
    private var exact: [String: [Int32]] = [:]
    private var stems: [String: [Int32]] = [:]
    /// By the first three letters.
    private var prefixes: [String: [Prefix]] = [:]
    private var entities: [(kinds: EntityKinds, set: Int32)] = []
    /// How many tokens of ordinary text are in a set, roughly: what is rare is looked for first.
    private(set) var weights: [Int] = []

    private struct Prefix: Sendable {
        let letters: String
        let set: Int32
    }

    var count: Int { weights.count }
    /// 64-bit words in a row of bits.
    var stride: Int { max(1, (count + 63) / 64) }

    mutating func set(_ members: Set<Member>, _ data: LanguageData) -> Int32 {
        if let set = known[members] { return set }
        let set = Int32(count)
        known[members] = set
        weights.append(members.reduce(0) { $0 + Self.weight($1, data) })
        for member in members {
            switch member {
            case .exact(let word): exact[word, default: []].append(set)
            case .stem(let word): stems[word, default: []].append(set)
            case .prefix(let word):
                prefixes[String(word.prefix(3)), default: []].append(Prefix(letters: word, set: set))
            case .entity(let kinds): entities.append((kinds, set))
            }
        }
        return set
    }

    /// The sets that a word is in.
    func members(form: String, stem: String) -> [Int32] {
        var found = exact[form] ?? []
        found += stems[stem] ?? []
        if !prefixes.isEmpty, let candidates = prefixes[String(form.prefix(3))] {
            for candidate in candidates where form.hasPrefix(candidate.letters) {
                found.append(candidate.set)
            }
        }
        return found
    }

    /// The sets that an entity is in.
    func members(_ kinds: EntityKinds) -> [Int32] {
        entities.filter { !$0.kinds.isDisjoint(with: kinds) }.map(\.set)
    }

    private static func weight(_ member: Member, _ data: LanguageData) -> Int {
        switch member {
        case .exact(let word), .stem(let word): data.frequent.contains(word) ? 60 : 1
        case .prefix: 3
        case .entity: 20
        }
    }
}
