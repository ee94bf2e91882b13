/// Puts entities together and cuts blocks into sentences and clauses.
struct SentenceReader {
    /// A quotation is no longer, in tokens; an opening mark without its closing one quotes nothing.
    private static let longestQuotation = 400

    private let raws: [RawToken]
    private let scalars: [UInt32]
    private let traits: [WordTraits]
    private let phrases: PhraseBook
    private(set) var tokens: [Token] = []
    private(set) var sentences: [Sentence] = []
    /// Where the customer's words end, in raw tokens.
    private var quotedUntil = 0
    private var labelUntil = 0
    private var isCustomerSpeaking = false

    static func read(
        _ text: LetterText,
        _ raws: [RawToken],
        _ blocks: [Block],
        _ vocabulary: inout Vocabulary,
        _ book: RuleBook
    ) -> ReadLetter {
        var reader = SentenceReader(
            raws: raws,
            scalars: text.scalars,
            traits: vocabulary.traits,
            phrases: book.phrases
        )
        reader.tokens.reserveCapacity(raws.count)
        for (number, block) in blocks.enumerated() { reader.read(block, number, &vocabulary, book.sets) }
        return ReadLetter(text: text, raws: raws, tokens: reader.tokens, sentences: reader.sentences)
    }

    private init(raws: [RawToken], scalars: [UInt32], traits: [WordTraits], phrases: PhraseBook) {
        self.raws = raws
        self.scalars = scalars
        self.traits = traits
        self.phrases = phrases
    }

    private mutating func read(
        _ block: Block,
        _ number: Int,
        _ vocabulary: inout Vocabulary,
        _ sets: WordSets
    ) {
        let entities = EntityReader(raws: raws, traits: traits, scalars: scalars, end: block.raws.upperBound)
        var raw = block.raws.lowerBound
        var first = tokens.count
        var zone = zone(at: raw, block)
        isCustomerSpeaking = false
        while raw < block.raws.upperBound {
            let here = self.zone(at: raw, block)
            if here != zone {
                close(&first, number, zone)
                zone = here
            }
            let token = token(at: raw, entities, block, &vocabulary, sets)
            tokens.append(token)
            raw = Int(token.endRaw)
            if endsSentence(token, block) || tokens.count - first >= Sentence.maximumTokens {
                while raw < block.raws.upperBound, raws[raw].isGlued, Scalars.isClosing(raws[raw].mark),
                    quotedUntil <= raw
                {
                    tokens.append(self.token(at: raw, entities, block, &vocabulary, sets))
                    raw += 1
                }
                close(&first, number, zone)
            }
        }
        close(&first, number, zone)
    }

    // MARK: Tokens

    private func token(
        at raw: Int,
        _ entities: EntityReader,
        _ block: Block,
        _ vocabulary: inout Vocabulary,
        _ sets: WordSets
    ) -> Token {
        let source = raws[raw]
        var token = Token(
            start: source.start,
            end: source.end,
            row: source.word,
            word: source.word,
            firstRaw: Int32(raw),
            endRaw: Int32(raw + 1),
            entity: [],
            flags: [],
            mark: source.mark
        )
        if source.isGlued { token.flags.insert(.glued) }
        if source.isCapital { token.flags.insert(.capital) }
        if let entity = entities.entity(at: raw) {
            token.entity = entity.kinds
            token.end = raws[entity.end - 1].end
            token.endRaw = Int32(entity.end)
            if entity.end > raw + 1 { token.word = -1 }
            token.mark = 0
            token.row = vocabulary.entityRow(
                entity.kinds,
                words: (raw..<entity.end).map { raws[$0].word },
                sets
            )
            return token
        }
        if source.mark == 59 || source.mark == 58 { token.flags.insert(.wall) }
        if traits[Int(source.word)].flags.contains(.negator), !phrases.isHarmless(raws, raw, in: block.raws) {
            token.flags.insert(.negator)
        }
        return token
    }

    // MARK: Sentences

    private func endsSentence(_ token: Token, _ block: Block) -> Bool {
        let next = Int(token.endRaw)
        if token.entity.contains(.time), next < block.raws.upperBound, scalars[Int(token.end) - 1] == 46 {
            return raws[next].isCapital && !raws[next].isGlued
        }
        switch token.mark {
        case 33, 63, 0x2026: return next >= block.raws.upperBound || !isSentenceMark(raws[next].mark)
        case 46:
            if next < block.raws.upperBound {
                if raws[next].mark == 46 { return false }
                if raws[next].isGlued, !Scalars.isClosing(raws[next].mark) { return false }
            }
            return !isAbbreviation(before: Int(token.firstRaw), next, block)
        default: return false
        }
    }

    private func isSentenceMark(_ mark: UInt32) -> Bool {
        mark == 33 || mark == 63 || mark == 46 || mark == 0x2026
    }

    /// `Mr.`, `e.g.`, `J.`
    private func isAbbreviation(before point: Int, _ next: Int, _ block: Block) -> Bool {
        guard point > block.raws.lowerBound, raws[point].isGlued, next < block.raws.upperBound else {
            return false
        }
        let word = raws[point - 1]
        guard word.kind == .word else { return false }
        let isInitial = word.end - word.start == 1 && word.isCapital
        return isInitial || traits[Int(word.word)].flags.contains(.abbreviation)
            || (word.end - word.start == 1 && !raws[next].isCapital)
    }

    private mutating func close(_ first: inout Int, _ block: Int, _ zone: Zone) {
        guard first < tokens.count else { return }
        markPlaces(first..<tokens.count)
        sentences.append(
            Sentence(
                tokens: first..<tokens.count,
                block: block,
                zone: zone,
                start: Int(tokens[first].start),
                end: Int(tokens[tokens.count - 1].end)
            )
        )
        first = tokens.count
    }

    /// Beginnings of clauses, and what is a name.
    private mutating func markPlaces(_ range: Range<Int>) {
        var isStart = true
        var hasBegun = false
        for index in range {
            let mark = tokens[index].mark
            if isStart {
                tokens[index].flags.formUnion([.start, .clauseStart])
                if !Scalars.isOpening(mark), mark != 42 { isStart = false }
            } else if hasBegun, isClauseWord(index),
                tokens[index - 1].mark == 44 || mark == 0 && isStrongBreak(index)
            {
                tokens[index].flags.insert(.clauseStart)
            }
            if hasBegun, !isStart, tokens[index].flags.contains(.capital), tokens[index].entity.isEmpty,
                mark == 0
            {
                tokens[index].flags.insert(.name)
            }
            if mark == 0, !isStart { hasBegun = true }
            if tokens[index].flags.contains(.wall) || Scalars.isDash(mark) {
                isStart = true
                hasBegun = false
            }
        }
    }

    private func isClauseWord(_ index: Int) -> Bool {
        tokens[index].word >= 0 && traits[Int(tokens[index].word)].flags.contains(.clauseWord)
    }

    private func isStrongBreak(_ index: Int) -> Bool { Scalars.isDash(tokens[index - 1].mark) }

    // MARK: The customer's words

    private mutating func zone(at raw: Int, _ block: Block) -> Zone {
        guard block.zone == .body || block.zone == .greeting else { return block.zone }
        if raw < labelUntil { return .label }
        if raw < quotedUntil { return .quoted }
        if let end = labelEnd(raw, block) { return beginLabel(end, block, isCustomer: isCustomerLabel(raw)) }
        if isCustomerSpeaking { return .quoted }
        if let end = phrases.wroteEnd(raws, raw..<block.raws.upperBound),
            let close = quotation(near: end, block)
        {
            quotedUntil = close.upperBound
            labelUntil = close.lowerBound
            return .label
        }
        return block.zone
    }

    private mutating func beginLabel(_ end: Int, _ block: Block, isCustomer: Bool) -> Zone {
        labelUntil = end
        isCustomerSpeaking = false
        guard isCustomer else { return .label }
        if let quotation = quotation(near: end, block), quotation.lowerBound == end {
            quotedUntil = quotation.upperBound
        } else {
            isCustomerSpeaking = true
        }
        return .label
    }

    private func isCustomerLabel(_ raw: Int) -> Bool {
        traits[Int(raws[raw].word)].flags.contains(.customerLabel)
    }

    /// After `Customer:` or `Reply:`
    private func labelEnd(_ raw: Int, _ block: Block) -> Int? {
        guard raw + 1 < block.raws.upperBound, raws[raw + 1].mark == 58, raws[raw + 1].isGlued else {
            return nil
        }
        let flags = traits[Int(raws[raw].word)].flags
        return flags.contains(.customerLabel) || flags.contains(.companyLabel) ? raw + 2 : nil
    }

    /// A quotation that begins within a few tokens.
    private func quotation(near raw: Int, _ block: Block) -> Range<Int>? {
        var start = raw
        while start < min(raw + 4, block.raws.upperBound), !Scalars.isQuote(raws[start].mark) { start += 1 }
        guard start < block.raws.upperBound, Scalars.isQuote(raws[start].mark) else { return nil }
        let closing = Scalars.closing(of: raws[start].mark)
        var end = start + 1
        while end < min(block.raws.upperBound, start + Self.longestQuotation) {
            if raws[end].mark == closing { return start..<(end + 1) }
            end += 1
        }
        return nil
    }
}
