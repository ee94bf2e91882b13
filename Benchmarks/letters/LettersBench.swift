import Foundation
import Letters

/// Prints how well and how fast letters are checked: `bench-letters DATA-FOLDER [--details] [--speed] [--resources F]`.
///
/// The folder has `labels.json`, `sentences.json`, `labelled/` and `unlabelled/`. Without it only "skipped" is printed.
@main
enum LettersBench {
    static func main() throws {
        var arguments = Array(CommandLine.arguments.dropFirst())
        var resources = "Sources"
        if let index = arguments.firstIndex(of: "--resources"), index + 1 < arguments.count {
            resources = arguments[index + 1]
            arguments.removeSubrange(index...(index + 1))
        }
        let details = arguments.contains("--details")
        let onlySpeed = arguments.contains("--speed")
        arguments.removeAll { $0.hasPrefix("--") }
        guard let folder = arguments.first, FileManager.default.fileExists(atPath: "\(folder)/labels.json")
        else {
            say("bench-letters: skipped: no corpora")
            return
        }
        let corpus = Corpus(folder: folder)
        let linter = try LetterLinter(resources: resources)
        if !onlySpeed {
            for line in try Accuracy(corpus: corpus, linter: linter, details: details).run() { say(line) }
        }
        for line in try Speed(corpus: corpus, linter: linter).run() { say(line) }
    }

    private static func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
