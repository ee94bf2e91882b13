import Basis

/// What the engine must know of a language: negators, number words, months, greetings. From `language.yml`.
struct LanguageData: Sendable {
    let language: Language
    /// What single words mean, by their form in lower case.
    private(set) var traits: [String: WordTraits] = [:]
    private(set) var notNegators: [[String]] = []
    private(set) var greetings: [[String]] = []
    private(set) var closings: [[String]] = []
    private(set) var footers: [[String]] = []
    private(set) var wroteWords: [[String]] = []
    private(set) var frequent: Set<String> = []

    init(_ node: DataNode, _ language: Language) {
        self.language = language
        let flags: [(String, WordTraits.Flags)] = [
            ("negators", .negator), ("clause_words", .clauseWord), ("abbreviations", .abbreviation),
            ("customer_labels", .customerLabel), ("company_labels", .companyLabel),
            ("articles", .article), ("frequent", .frequent),
        ]
        for (key, flag) in flags {
            for word in node[key]?.words ?? [] {
                traits[word.lowercased(), default: WordTraits()].flags.insert(flag)
            }
        }
        frequent = Set((node["frequent"]?.words ?? []).map { $0.lowercased() })
        for entry in node["days"]?.entries ?? [] {
            traits[entry.key.lowercased(), default: WordTraits()].flags.insert(.day)
            traits[entry.key.lowercased(), default: WordTraits()].weekday = UInt8(
                clamping: entry.value.int ?? 0
            )
        }
        for entry in node["months"]?.entries ?? [] {
            traits[entry.key.lowercased(), default: WordTraits()].month = UInt8(
                clamping: entry.value.int ?? 0
            )
        }
        for entry in node["numbers"]?.entries ?? [] {
            traits[entry.key.lowercased(), default: WordTraits()].number = entry.value.number ?? 0
        }
        for entry in node["units"]?.entries ?? [] {
            traits[entry.key.lowercased(), default: WordTraits()].unit = Int32(clamping: entry.value.int ?? 0)
        }
        for entry in node["currencies"]?.entries ?? [] {
            traits[entry.key.lowercased(), default: WordTraits()].currency = entry.value.word
        }
        for entry in node["noons"]?.entries ?? [] {
            traits[entry.key.lowercased(), default: WordTraits()].noon = entry.value.word
        }
        notNegators = Self.phrases(node["not_negators"])
        greetings = Self.phrases(node["greetings"])
        closings = Self.phrases(node["closings"])
        footers = Self.phrases(node["footers"])
        wroteWords = Self.phrases(node["wrote_words"])
    }

    /// The phrases as words, the longest first.
    private static func phrases(_ node: DataNode?) -> [[String]] {
        (node?.words ?? []).map { $0.lowercased().split(separator: " ").map(String.init) }
            .sorted { $0.count > $1.count }
    }
}

/// What a word is for the engine, apart from any rule.
struct WordTraits: Sendable, Equatable {
    struct Flags: OptionSet, Sendable {
        let rawValue: UInt16
        static let negator = Flags(rawValue: 1)
        static let clauseWord = Flags(rawValue: 2)
        static let abbreviation = Flags(rawValue: 4)
        static let customerLabel = Flags(rawValue: 8)
        static let companyLabel = Flags(rawValue: 16)
        static let day = Flags(rawValue: 32)
        static let article = Flags(rawValue: 64)
        static let frequent = Flags(rawValue: 128)
    }

    var flags: Flags = []
    /// What a number word counts; 0 for all others.
    var number: Double = 0
    /// The seconds of a unit of time; 0 for all others.
    var unit: Int32 = 0
    /// 1 to 12; 0 for all others.
    var month: UInt8 = 0
    /// 1 = Monday; 0 for all others, also for "today".
    var weekday: UInt8 = 0
    /// ISO 4217.
    var currency: String?
    /// `12:00`
    var noon: String?
}
