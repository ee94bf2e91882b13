import Foundation
import Letters

/// Times the linter on ordinary letters, on a long text and on strings made to be slow.
struct Speed {
    private static let letterLength = 2_000

    let corpus: Corpus
    let linter: LetterLinter

    func run() throws -> [String] {
        var lines: [String] = []
        for language in ["es", "en"] {
            let texts = try texts(language)
            let whole = texts.joined(separator: "\n\n")
            let letter = String(whole.unicodeScalars.prefix(Self.letterLength).map(Character.init))
            _ = try linter.lint(whole, options: .init(language: language))
            let one = try best(200) { _ = try linter.lint(letter, options: .init(language: language)) }
            let long = String(repeating: whole + "\n\n", count: max(1, 900_000 / max(1, whole.utf8.count)))
            let all = try best(5) { _ = try linter.lint(long, options: .init(language: language)) }
            let rate = Double(long.utf8.count) / 1e6 / seconds(all)
            lines.append(
                "speed \(language): \(rounded(seconds(one) * 1000)) ms for \(Self.letterLength) characters, "
                    + "\(rounded(rate)) MB/s over \(long.utf8.count) bytes"
            )
        }
        return lines + (try hostile())
    }

    private func texts(_ language: String) throws -> [String] {
        try corpus.files("unlabelled").filter { $0.contains(".\(language).") }.map {
            try corpus.text("unlabelled", $0)
        }
    }

    /// 100 kB each; goal: under 50 ms.
    private func hostile() throws -> [String] {
        let seeds: [(String, String)] = [
            ("one letter", "a"), ("blanks", " "), ("line ends", "\n"), ("marks", "!?."), ("quotes", "\""),
            ("opening quotes", "“"), ("digits", "1"), ("points", "a."), ("mail-like", "a@a."),
            ("accents", "e\u{301}"),
            ("emoji", "👩‍👩‍👧"), ("one endless sentence", "we are sorry if you may "),
            ("disculpas sin fin", "lamentamos si esto pudo haber causado a usted "), ("numbers", "1 2 3 "),
            ("phones", "+1 (2) 3-4 "), ("greetings", "Dear Dear, "), ("labels", "Customer: \"a\" Reply: "),
            ("clauses", "but, or; no: "), ("apostrophes", "a'a-a'"), ("bullets", "- a\n"),
            ("quoted lines", "> sorry if\n"),
        ]
        return try seeds.flatMap { name, seed in
            let text = String(repeating: seed, count: 100_000 / seed.utf8.count)
            return try ["es", "en"].map { language in
                let time = try best(2) { _ = try linter.lint(text, options: .init(language: language)) }
                return "hostile \(language), \(name): \(rounded(seconds(time) * 1000)) ms"
            }
        }
    }

    private func best(_ rounds: Int, _ body: () throws -> Void) rethrows -> Duration {
        var best = Duration.seconds(1_000_000)
        for _ in 0..<rounds { best = min(best, try ContinuousClock().measure(body)) }
        return best
    }

    private func seconds(_ duration: Duration) -> Double { duration / .seconds(1) }
}
