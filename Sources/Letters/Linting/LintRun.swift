import Basis

/// One letter against all rules of its language.
///
/// First every pattern that can match a sentence is tried on it, all rules at once; then the rules are settled one
/// after the other, each after those that its conditions ask about.
struct LintRun: ~Copyable {
    /// Of one pattern in one sentence.
    private static let mostMatches = 3

    /// A rule that fired.
    struct Hit: Sendable {
        let rule: Int
        /// Nil where something is absent or counted over the whole letter.
        let sentence: Int?
        /// Tokens.
        let tokens: Range<Int>?
    }

    private struct Candidate {
        let rule: Int32
        let sentence: Int32
        let start: Int32
        let end: Int32
    }

    let letter: ReadLetter
    let profile: LetterProfile
    private let book: RuleBook
    private let bits: [UInt64]
    private var matcher: PatternMatcher
    private var present: [UInt64]
    private(set) var hits: [Hit] = []
    /// For each rule, the sentences in which it fired.
    private var fired: [String: [Int]] = [:]
    private let bodyWords: Int
    private let firstBody: [Int]

    init(_ letter: ReadLetter, _ bits: [UInt64], _ book: RuleBook, _ profile: LetterProfile) {
        self.letter = letter
        self.bits = bits
        self.book = book
        self.profile = profile
        matcher = PatternMatcher(book.table)
        present = [UInt64](repeating: 0, count: letter.sentences.count * book.sets.stride)
        bodyWords = letter.bodyWords
        firstBody = Array(letter.sentences.indices.filter { letter.sentences[$0].zone == .body }.prefix(4))
    }

    mutating func run() {
        noteSets()
        let candidates = collect()
        var byRule = [[Candidate]](repeating: [], count: book.rules.count)
        for candidate in candidates { byRule[Int(candidate.rule)].append(candidate) }
        for (number, rule) in book.rules.enumerated() { settle(number, rule, byRule[number]) }
    }

    // MARK: Matching

    /// Which word sets each sentence has.
    private mutating func noteSets() {
        let stride = book.sets.stride
        for (number, sentence) in letter.sentences.enumerated() {
            let base = number * stride
            for token in sentence.tokens {
                let row = Int(letter.tokens[token].row) * stride
                for index in 0..<stride { present[base + index] |= bits[row + index] }
            }
        }
    }

    private mutating func collect() -> [Candidate] {
        var found: [Candidate] = []
        let stride = book.sets.stride
        for number in letter.sentences.indices {
            matcher.refill()
            for index in 0..<stride {
                var rest = present[number * stride + index]
                while rest != 0 {
                    let set = index * 64 + rest.trailingZeroBitCount
                    rest &= rest - 1
                    guard set < book.anchored.count else { break }
                    for pattern in book.anchored[set] { collect(Int(pattern), number, &found) }
                }
            }
            for pattern in book.unanchored { collect(Int(pattern), number, &found) }
        }
        return found
    }

    private mutating func collect(_ pattern: Int, _ number: Int, _ found: inout [Candidate]) {
        let owners = book.owners[pattern]
        let zone = letter.sentences[number].zone
        guard owners.contains(where: { book.rules[Int($0)].zones.contains(zone) }) else { return }
        for match in matches(pattern, number, limit: Self.mostMatches) {
            for owner in owners where book.rules[Int(owner)].zones.contains(zone) {
                found.append(
                    Candidate(
                        rule: owner,
                        sentence: Int32(number),
                        start: Int32(match.start),
                        end: Int32(match.end)
                    )
                )
            }
        }
    }

    private mutating func matches(
        _ number: Int,
        _ sentence: Int,
        within range: Range<Int>? = nil,
        limit: Int = 1
    ) -> [PatternMatcher.Match] {
        let pattern = book.table.patterns[number]
        let base = sentence * book.sets.stride
        for set in pattern.needed where present[base + Int(set) >> 6] & (1 << UInt64(set & 63)) == 0 {
            return []
        }
        return matcher.matches(
            pattern,
            letter.tokens,
            bits,
            book.sets.stride,
            in: range ?? letter.sentences[sentence].tokens,
            limit: limit
        )
    }

    // MARK: Settling

    private mutating func settle(_ number: Int, _ rule: Rule, _ candidates: [Candidate]) {
        if let least = rule.atLeastWords, bodyWords < least { return }
        switch rule.trigger {
        case .patterns: settleMatches(number, rule, candidates)
        case .absent(let types):
            guard !types.contains(where: { fired[$0] != nil }) else { return }
            settleLetter(number, rule)
        case .count(let patterns, let moreThan, let scope): count(number, rule, patterns, moreThan, scope)
        case .ratio(let of, let to, let moreThan, let atLeast):
            let (first, second) = (total(of), total(to))
            if first >= atLeast, Double(first) > moreThan * Double(max(1, second)) {
                settleLetter(number, rule)
            }
        case .sentenceWords(let moreThan): longSentences(number, rule, moreThan)
        case .readability(let lessThan):
            if let value = Readability.score(letter, book.language), value < lessThan {
                settleLetter(number, rule)
            }
        }
    }

    private mutating func settleMatches(_ number: Int, _ rule: Rule, _ candidates: [Candidate]) {
        var last = -1
        for candidate in candidates.sorted(by: {
            ($0.sentence, $0.start, -$0.end) < ($1.sentence, $1.start, -$1.end)
        }) {
            let sentence = Int(candidate.sentence)
            guard sentence != last, isOpening(sentence, rule.opening) else { continue }
            let tokens = Int(candidate.start)..<Int(candidate.end)
            guard holds(rule, sentence, tokens) else { continue }
            last = sentence
            fire(number, rule, sentence, tokens)
        }
    }

    private func isOpening(_ sentence: Int, _ opening: Int?) -> Bool {
        guard let opening else { return true }
        return firstBody.prefix(opening).contains(sentence)
    }

    private mutating func settleLetter(_ number: Int, _ rule: Rule) {
        guard holds(rule, nil, nil) else { return }
        hits.append(Hit(rule: number, sentence: nil, tokens: nil))
        fired[rule.id, default: []].append(-1)
        if rule.type != rule.id { fired[rule.type, default: []].append(-1) }
    }

    private mutating func fire(_ number: Int, _ rule: Rule, _ sentence: Int, _ tokens: Range<Int>) {
        hits.append(Hit(rule: number, sentence: sentence, tokens: tokens))
        fired[rule.id, default: []].append(sentence)
        if rule.type != rule.id { fired[rule.type, default: []].append(sentence) }
    }

    private mutating func count(
        _ number: Int,
        _ rule: Rule,
        _ patterns: [Int],
        _ moreThan: Int,
        _ scope: Rule.Scope
    ) {
        var counts: [Int: Int] = [:]
        var done: Set<Int> = []
        for sentence in letter.sentences.indices where rule.zones.contains(letter.sentences[sentence].zone) {
            let group =
                scope == .sentence ? sentence : scope == .paragraph ? letter.sentences[sentence].block : 0
            for match in distinct(patterns, sentence) where !done.contains(group) {
                counts[group, default: 0] += 1
                guard counts[group, default: 0] > moreThan else { continue }
                done.insert(group)
                let tokens = match.start..<match.end
                if holds(rule, sentence, tokens) { fire(number, rule, sentence, tokens) }
            }
        }
    }

    private mutating func total(_ patterns: [Int]) -> Int {
        var count = 0
        for sentence in letter.sentences.indices where letter.sentences[sentence].zone == .body {
            count += distinct(patterns, sentence).count
        }
        return count
    }

    /// The matches of several patterns in a sentence that do not overlap, from left to right.
    private mutating func distinct(_ patterns: [Int], _ sentence: Int) -> [PatternMatcher.Match] {
        var all: [PatternMatcher.Match] = []
        for pattern in patterns { all += matches(pattern, sentence, limit: 50) }
        var found: [PatternMatcher.Match] = []
        for match in all.sorted(by: { $0.start < $1.start }) where match.start >= found.last?.end ?? 0 {
            found.append(match)
        }
        return found
    }

    private mutating func longSentences(_ number: Int, _ rule: Rule, _ moreThan: Int) {
        for (index, sentence) in letter.sentences.enumerated() where rule.zones.contains(sentence.zone) {
            let words = sentence.tokens.reduce(0) { $0 + (letter.tokens[$1].mark == 0 ? 1 : 0) }
            if words > moreThan, holds(rule, index, sentence.tokens) {
                fire(number, rule, index, sentence.tokens)
            }
        }
    }

    /// The words of some tokens.
    func words(_ tokens: Range<Int>) -> String {
        guard let last = tokens.last else { return "" }
        return letter.text.joined(Int(letter.tokens[tokens.lowerBound].start), Int(letter.tokens[last].end))
    }

    // MARK: Conditions

    private mutating func holds(_ rule: Rule, _ sentence: Int?, _ tokens: Range<Int>?) -> Bool {
        for condition in rule.onlyIf where !holds(condition, sentence, tokens) { return false }
        for condition in rule.unless where holds(condition, sentence, tokens) { return false }
        return true
    }

    private mutating func holds(_ condition: Rule.Condition, _ sentence: Int?, _ tokens: Range<Int>?) -> Bool
    {
        switch condition {
        case .patterns(let patterns, let scope):
            for place in places(scope, sentence, tokens) {
                for pattern in patterns where !matches(pattern, place.sentence, within: place.tokens).isEmpty
                { return true }
            }
            return false
        case .rules(let names, let scope):
            return names.contains { name in
                guard let sentences = fired[name] else { return false }
                return scope == .letter || isFired(sentences, scope, sentence, tokens, name)
            }
        }
    }

    private func isFired(
        _ sentences: [Int],
        _ scope: Rule.Scope,
        _ sentence: Int?,
        _ tokens: Range<Int>?,
        _ name: String
    ) -> Bool {
        let places = places(scope, sentence, tokens)
        guard scope == .clause || scope == .before || scope == .after else {
            return places.contains { sentences.contains($0.sentence) }
        }
        return hits.contains { hit in
            guard let found = hit.tokens, hit.sentence == sentence else { return false }
            let rule = book.rules[hit.rule]
            return (rule.id == name || rule.type == name) && places.contains { $0.tokens.overlaps(found) }
        }
    }

    private struct Place {
        let sentence: Int
        let tokens: Range<Int>
    }

    /// Where a condition looks.
    private func places(_ scope: Rule.Scope, _ sentence: Int?, _ tokens: Range<Int>?) -> [Place] {
        guard let sentence, let tokens else {
            return whole { $0.zone == (scope == .quoted ? .quoted : .body) }
        }
        let own = letter.sentences[sentence]
        switch scope {
        case .sentence: return [Place(sentence: sentence, tokens: own.tokens)]
        case .clause: return [Place(sentence: sentence, tokens: clause(tokens, own.tokens))]
        case .before: return [Place(sentence: sentence, tokens: own.tokens.lowerBound..<tokens.lowerBound)]
        case .after: return [Place(sentence: sentence, tokens: tokens.upperBound..<own.tokens.upperBound)]
        case .near:
            return (sentence - 1...sentence + 1).filter { letter.sentences.indices.contains($0) }
                .filter { letter.sentences[$0].zone == own.zone }
                .map { Place(sentence: $0, tokens: letter.sentences[$0].tokens) }
        case .paragraph: return whole { $0.block == own.block }
        case .letter: return whole { $0.zone == .body }
        case .elsewhere: return whole { $0.zone == .body }.filter { $0.sentence != sentence }
        case .quoted: return whole { $0.zone == .quoted }
        }
    }

    private func whole(_ isMeant: (Sentence) -> Bool) -> [Place] {
        letter.sentences.indices.filter { isMeant(letter.sentences[$0]) }
            .map { Place(sentence: $0, tokens: letter.sentences[$0].tokens) }
    }

    /// The clauses that a match touches.
    func clause(_ tokens: Range<Int>, _ sentence: Range<Int>) -> Range<Int> {
        var start = tokens.lowerBound
        while start > sentence.lowerBound, !letter.tokens[start].flags.contains(.clauseStart) { start -= 1 }
        var end = max(tokens.upperBound, start + 1)
        while end < sentence.upperBound, !letter.tokens[end].flags.contains(.clauseStart) { end += 1 }
        return start..<min(end, sentence.upperBound)
    }
}
