/// What stands on the line behind a benchmark's name: `--name value`, or `--name` alone.
package struct Arguments: Sendable {
    private let words: [String]

    package init(_ words: some Sequence<String> = CommandLine.arguments.dropFirst()) {
        self.words = Array(words)
    }

    package func has(_ name: String) -> Bool { words.contains("--" + name) }

    package func text(_ name: String) -> String? {
        guard let place = words.firstIndex(of: "--" + name), place + 1 < words.count else { return nil }
        return words[place + 1]
    }

    /// `fallback` where the line has no such number.
    package func number(_ name: String, _ fallback: Int) -> Int { text(name).flatMap { Int($0) } ?? fallback }
}
