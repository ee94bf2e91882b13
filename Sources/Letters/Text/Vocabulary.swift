import Basis

/// The distinct words met so far, each with what it means to the rules: one row of bits, a bit for each word set
/// that it belongs to. A word is looked up by its code points; its stem is made once.
struct Vocabulary: Sendable {
    /// Above this, a vocabulary is not kept for the next letter.
    static let maximumWords = 30_000

    /// Folded code points of all words, one after the other.
    private var letters: [UInt32] = []
    /// Where each word begins in `letters`; one more than there are words.
    private var starts: [Int32] = [0]
    /// Open addressing: 0 or the number of a word plus one.
    private var table: [Int32]
    /// One row per word.
    private(set) var rows: WordRows
    private(set) var traits: [WordTraits] = []

    init(_ sets: WordSets, capacity: Int = 4096) {
        table = [Int32](repeating: 0, count: capacity)
        rows = WordRows(stride: sets.stride)
    }

    var count: Int { traits.count }

    /// The number of a word; adds it where it is new.
    mutating func word(
        _ folded: [UInt32],
        _ sets: WordSets,
        _ data: LanguageData,
        _ stemmer: borrowing Stemmer
    ) -> Int32 {
        var slot = hash(folded)
        while table[slot] != 0 {
            if equals(Int(table[slot]) - 1, folded) { return table[slot] - 1 }
            slot = (slot + 1) & (table.count - 1)
        }
        return add(folded, slot, sets, data, stemmer)
    }

    /// The letters of a word as a string, in lower case.
    func string(_ word: Int32) -> String {
        var view = String.UnicodeScalarView()
        for letter in letters[Int(starts[Int(word)])..<Int(starts[Int(word) + 1])] {
            if let scalar = Unicode.Scalar(letter) { view.append(scalar) }
        }
        return String(view)
    }

    /// The row of an entity of several words, which only this letter needs.
    mutating func entityRow(_ kinds: EntityKinds, words: some Sequence<Int32>, _ sets: WordSets) -> Int32 {
        rows.append(sets.members(kinds), words: words)
    }

    mutating func forgetEntities() { rows.truncate() }

    private mutating func add(
        _ folded: [UInt32],
        _ slot: Int,
        _ sets: WordSets,
        _ data: LanguageData,
        _ stemmer: borrowing Stemmer
    ) -> Int32 {
        let number = Int32(count)
        letters += folded
        starts.append(Int32(letters.count))
        let form = string(number)
        var wordTraits = data.traits[form] ?? WordTraits()
        if data.language == .english, form.hasSuffix("n't") { wordTraits.flags.insert(.negator) }
        traits.append(wordTraits)
        rows.appendWord(sets.members(form: form, stem: stemmer.stem(form)))
        table[slot] = number + 1
        if count * 2 > table.count { grow() }
        return number
    }

    private mutating func grow() {
        table = [Int32](repeating: 0, count: table.count * 2)
        for word in 0..<count {
            var slot = hash(letters[Int(starts[word])..<Int(starts[word + 1])])
            while table[slot] != 0 { slot = (slot + 1) & (table.count - 1) }
            table[slot] = Int32(word) + 1
        }
    }

    private func hash(_ word: some Sequence<UInt32>) -> Int {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for letter in word { hash = (hash ^ UInt64(letter)) &* 0x100_0000_01B3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 29)) & (table.count - 1)
    }

    private func equals(_ word: Int, _ folded: [UInt32]) -> Bool {
        let start = Int(starts[word])
        guard Int(starts[word + 1]) - start == folded.count else { return false }
        for index in folded.indices where letters[start + index] != folded[index] { return false }
        return true
    }
}
