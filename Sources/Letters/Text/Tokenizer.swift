/// Cuts a letter into words, numbers and marks, in one pass.
struct Tokenizer: ~Copyable {
    /// An address is looked for no further than this.
    private static let longestAddress = 80
    /// A longer word is cut: nothing that people write.
    private static let longestWord = 64

    private let scalars: [UInt32]
    private var position = 0
    private var tokens: [RawToken] = []
    private var folded: [UInt32] = []

    private init(_ text: LetterText) {
        scalars = text.scalars
        tokens.reserveCapacity(text.count / 4)
    }

    static func tokens(
        _ text: LetterText,
        _ vocabulary: inout Vocabulary,
        _ book: RuleBook,
        _ stemmer: borrowing Stemmer
    ) -> [RawToken] {
        var tokenizer = Tokenizer(text)
        while let token = tokenizer.next() {
            var token = token
            token.word = vocabulary.word(tokenizer.folded, book.sets, book.data, stemmer)
            tokenizer.tokens.append(token)
        }
        return tokenizer.tokens
    }

    /// The next token without its number, its letters in `folded`; nil at the end.
    private mutating func next() -> RawToken? {
        let before = position
        while position < scalars.count, Scalars.isSpace(scalars[position]) { position += 1 }
        guard position < scalars.count else { return nil }
        folded.removeAll(keepingCapacity: true)
        let start = position
        let first = scalars[start]
        var token = RawToken(
            start: Int32(start),
            end: 0,
            kind: .mark,
            isGlued: start == before && start > 0,
            isCapital: Scalars.isUpper(first),
            word: 0,
            mark: 0
        )
        if let end = address(start) {
            token.kind = first == 104 || first == 119 || first == 72 || first == 87 ? kind(start, end) : .mail
            fold(start, end)
        } else if Scalars.isDigit(first) {
            token.kind = .number
            fold(start, numberEnd(start))
        } else if Scalars.isLetter(first) || first == 95 {
            token.kind = .word
            fold(start, wordEnd(start))
        } else {
            token.mark = first
            fold(start, start + 1)
        }
        token.end = Int32(position)
        return token
    }

    /// Puts the letters from `start` to `end` into `folded`, accents joined to their letters.
    private mutating func fold(_ start: Int, _ end: Int) {
        for index in start..<end {
            let scalar = scalars[index]
            if Scalars.isCombining(scalar), let last = folded.last {
                if let joined = Scalars.composed(last, scalar) { folded[folded.count - 1] = joined }
                continue
            }
            folded.append(Scalars.folded(scalar))
        }
        position = end
    }

    /// Letters and digits, with an apostrophe or a hyphen between two of them.
    private func wordEnd(_ start: Int) -> Int {
        var index = start
        let limit = min(scalars.count, start + Self.longestWord)
        while index < limit {
            let scalar = scalars[index]
            if Scalars.isLetter(scalar) || Scalars.isDigit(scalar) || scalar == 95 {
                index += 1
            } else if isJoint(scalar), index + 1 < limit, Scalars.isLetter(scalars[index + 1]) {
                index += 1
            } else {
                break
            }
        }
        return max(index, start + 1)
    }

    private func isJoint(_ scalar: UInt32) -> Bool {
        scalar == 39 || scalar == 0x2019 || scalar == 45 || scalar == 0x2010 || scalar == 0x2011
    }

    /// Digits with `. , : / -` between two of them.
    private func numberEnd(_ start: Int) -> Int {
        var index = start
        let limit = min(scalars.count, start + Self.longestWord)
        while index < limit {
            let scalar = scalars[index]
            if Scalars.isDigit(scalar) {
                index += 1
            } else if (44...47).contains(scalar) || scalar == 58 || scalar == 0x2013, index + 1 < limit,
                Scalars.isDigit(scalars[index + 1])
            {
                index += 1
            } else {
                break
            }
        }
        return index
    }

    /// The end of a web or mail address that begins here; nil where there is none.
    private func address(_ start: Int) -> Int? {
        let first = scalars[start] | 32
        if first == 104 || first == 119, let end = webAddress(start) { return end }
        guard Scalars.isLetter(scalars[start]) || Scalars.isDigit(scalars[start]) else { return nil }
        let limit = min(scalars.count, start + Self.longestAddress)
        var index = start
        while index < limit, isAddressLetter(scalars[index]) { index += 1 }
        guard index < limit, scalars[index] == 64, index > start else { return nil }
        let domain = index + 1
        index = domain
        var hasPoint = false
        while index < limit,
            Scalars.isLetter(scalars[index]) || Scalars.isDigit(scalars[index]) || scalars[index] == 45
                || (scalars[index] == 46 && index + 1 < limit && Scalars.isLetter(scalars[index + 1]))
        {
            hasPoint = hasPoint || scalars[index] == 46
            index += 1
        }
        return hasPoint && index > domain ? index : nil
    }

    private func isAddressLetter(_ scalar: UInt32) -> Bool {
        scalar < 128
            && (Scalars.isLetter(scalar) || Scalars.isDigit(scalar) || scalar == 46 || scalar == 95
                || scalar == 43 || scalar == 45 || scalar == 37)
    }

    private func webAddress(_ start: Int) -> Int? {
        guard starts(with: "http://", start) || starts(with: "https://", start) || starts(with: "www.", start)
        else {
            return nil
        }
        var index = start
        let limit = min(scalars.count, start + 2048)
        while index < limit, !Scalars.isSpace(scalars[index]), scalars[index] != 62, scalars[index] != 60 {
            index += 1
        }
        while index > start + 4, isTrailing(scalars[index - 1]) { index -= 1 }
        return index
    }

    /// Marks that end a sentence rather than an address.
    private func isTrailing(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 46, 44, 59, 58, 33, 63, 41, 93, 34, 39, 0x201D, 0x2019, 0xBB: true
        default: false
        }
    }

    private func kind(_ start: Int, _ end: Int) -> RawToken.Kind {
        scalars[start..<end].contains(64) && !scalars[start..<end].contains(47) ? .mail : .url
    }

    private func starts(with prefix: StaticString, _ start: Int) -> Bool {
        guard start + prefix.utf8CodeUnitCount <= scalars.count else { return false }
        return prefix.withUTF8Buffer { bytes in
            for (offset, byte) in bytes.enumerated()
            where Scalars.folded(scalars[start + offset]) != UInt32(byte) {
                return false
            }
            return true
        }
    }
}
