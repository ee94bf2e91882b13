/// Runs patterns over the tokens of a sentence. Bounded: each gap is left at each token once at most.
struct PatternMatcher: ~Copyable {
    /// Steps for one sentence; only a text made to be slow needs more, and then finds less.
    static let longestRun = 400_000

    struct Match: Sendable {
        /// Tokens.
        let start: Int
        let end: Int
    }

    private struct Choice {
        let step: Int32
        let token: Int32
        let taken: Int32
    }

    private let table: PatternTable
    private var choices: [Choice] = []
    private var visited: [UInt64] = []
    private var stepsLeft = 0

    init(_ table: PatternTable) {
        self.table = table
    }

    /// A new sentence may take its own number of steps.
    mutating func refill() { stepsLeft = Self.longestRun }

    /// The matches of a pattern in a range of tokens that is one sentence or part of one, from left to right and
    /// not overlapping.
    mutating func matches(
        _ pattern: PatternTable.Pattern,
        _ tokens: [Token],
        _ bits: [UInt64],
        _ stride: Int,
        in range: Range<Int>,
        limit: Int
    ) -> [Match] {
        var found: [Match] = []
        let words = (Int(pattern.gaps) * (range.count + 1) + 63) / 64
        visited.removeAll(keepingCapacity: true)
        visited.append(contentsOf: repeatElement(0, count: words))
        var token = range.lowerBound
        while token < range.upperBound, stepsLeft > 0 {
            if canStart(pattern, token, tokens, bits, stride, range),
                let end = run(pattern, token, tokens, bits, stride, range)
            {
                found.append(Match(start: token, end: end))
                guard found.count < limit else { break }
                token = max(end, token + 1)
                for index in visited.indices { visited[index] = 0 }
            } else {
                token += 1
            }
        }
        return found
    }

    private func canStart(
        _ pattern: PatternTable.Pattern,
        _ token: Int,
        _ tokens: [Token],
        _ bits: [UInt64],
        _ stride: Int,
        _ range: Range<Int>
    ) -> Bool {
        if pattern.first >= 0 {
            let set = Int(pattern.first)
            guard bits[Int(tokens[token].row) * stride + set >> 6] & (1 << UInt64(set & 63)) != 0 else {
                return false
            }
        }
        return !pattern.isGuarded || !Self.isNegated(token, tokens, from: range.lowerBound)
    }

    /// Whether a negator stands among the four tokens before, in the same clause.
    private static func isNegated(_ token: Int, _ tokens: [Token], from first: Int) -> Bool {
        var index = token - 1
        while index >= first, index >= token - 4 {
            if tokens[index].flags.contains(.negator) { return true }
            if tokens[index].mark == 44 || tokens[index].flags.contains(.wall) { return false }
            index -= 1
        }
        return false
    }

    /// The end of a match that begins at `start`; nil where there is none.
    private mutating func run(
        _ pattern: PatternTable.Pattern,
        _ start: Int,
        _ tokens: [Token],
        _ bits: [UInt64],
        _ stride: Int,
        _ range: Range<Int>
    ) -> Int? {
        choices.removeAll(keepingCapacity: true)
        var step = Int(pattern.program)
        var token = start
        while stepsLeft > 0 {
            stepsLeft -= 1
            let program = table.steps[step]
            var fits = true
            switch program.kind {
            case .found:
                return token
            case .set:
                let set = Int(program.first)
                fits =
                    token < range.upperBound
                    && bits[Int(tokens[token].row) * stride + set >> 6] & (1 << UInt64(set & 63)) != 0
                token += 1
                step += 1
            case .name:
                fits = token < range.upperBound && tokens[token].flags.contains(.name)
                token += 1
                step += 1
            case .jump:
                step = Int(program.first)
            case .start:
                fits = token < range.upperBound && tokens[token].flags.contains(.start)
                step += 1
            case .end:
                fits = Self.isEnd(token, tokens, range)
                step += 1
            case .split:
                choices.append(Choice(step: Int32(step), token: Int32(token), taken: 1))
                step = Int(table.targets[Int(program.first)])
            case .gap:
                choices.append(Choice(step: Int32(step), token: Int32(token), taken: 0))
                fits = false
            }
            if !fits {
                guard let next = resume(pattern, tokens, range) else { return nil }
                (step, token) = next
            }
        }
        return nil
    }

    /// The next way not yet tried.
    private mutating func resume(
        _ pattern: PatternTable.Pattern,
        _ tokens: [Token],
        _ range: Range<Int>
    ) -> (Int, Int)? {
        while let choice = choices.popLast() {
            let program = table.steps[Int(choice.step)]
            let taken = Int(choice.taken)
            if program.kind == .split {
                if taken + 1 < Int(program.second) {
                    choices.append(Choice(step: choice.step, token: choice.token, taken: choice.taken + 1))
                }
                return (Int(table.targets[Int(program.first) + taken]), Int(choice.token))
            }
            let token = Int(choice.token) + taken
            guard token <= range.upperBound else { continue }
            if taken > 0 {
                let passed = tokens[token - 1].flags
                guard !passed.contains(.wall), !pattern.isGuarded || !passed.contains(.negator) else {
                    continue
                }
            }
            if taken < Int(program.first) {
                choices.append(Choice(step: choice.step, token: choice.token, taken: choice.taken + 1))
            }
            let place = Int(program.second) * (range.count + 1) + token - range.lowerBound
            guard visited[place >> 6] & (1 << UInt64(place & 63)) == 0 else { continue }
            visited[place >> 6] |= 1 << UInt64(place & 63)
            return (Int(choice.step) + 1, token)
        }
        return nil
    }

    /// Whether only closing marks are left.
    private static func isEnd(_ token: Int, _ tokens: [Token], _ range: Range<Int>) -> Bool {
        var index = token
        while index < range.upperBound {
            let mark = tokens[index].mark
            guard mark == 46 || mark == 33 || mark == 63 || mark == 0x2026 || Scalars.isClosing(mark) else {
                return false
            }
            index += 1
        }
        return true
    }
}
