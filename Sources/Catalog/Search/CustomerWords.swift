import Database

/// The words by which a customer is found: those of name and own id, the e-mail addresses whole, the telephone numbers
/// by their last digits.
enum CustomerWords {
    /// Of one customer; a name with more is found by its first ones.
    static let wordsMax = 24
    /// Bytes of one word; what is longer is found by its beginning.
    static let lengthMax = 64
    /// Fewer digits are no telephone number.
    static let digitsMin = 4

    static func of(name: String, externalID: String, addresses: [Address]) -> [String] {
        var words = Set(SearchText.words(of: name)).union(SearchText.words(of: externalID))
        for address in addresses {
            if address.channel == .email { words.insert(SearchText.folded(address.value)) }
            if address.channel.isTelephone, let number = number(address.value) { words.insert(number) }
        }
        return Array(words.map(cut).sorted().prefix(wordsMax))
    }

    /// What somebody typed, as beginnings of such words that must all be there; empty where there is nothing to find.
    static func asked(_ text: String) -> [String] {
        if text.contains("@") { return [cut(SearchText.folded(text))] }
        if let number = number(text) { return [cut(number)] }
        return Array(Set(SearchText.words(of: text)).map(cut).sorted().prefix(wordsMax))
    }

    /// The digits backwards, so that a number is found however much of its beginning was left out: `968 55 00 40` and
    /// `+34 968 550 040` begin the same way. Nil for what is no number.
    static func number(_ typed: String) -> String? {
        let extras: Set<Character> = ["+", " ", "-", ".", "(", ")", "/", "\u{a0}"]
        guard typed.allSatisfy({ extras.contains($0) || ($0.isASCII && $0.isNumber) }) else { return nil }
        let digits = typed.filter { $0.isNumber }.drop { $0 == "0" }
        guard digits.count >= digitsMin else { return nil }
        return "#" + String(digits.reversed())
    }

    private static func cut(_ word: String) -> String {
        guard word.utf8.count > lengthMax else { return word }
        var cut = word
        while cut.utf8.count > lengthMax { cut.removeLast() }
        return cut
    }
}
