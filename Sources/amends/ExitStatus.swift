import ArgumentParser
import Basis
import Foundation

/// How a command ends, as scripts read it.
enum ExitStatus: Int32 {
    case done = 0
    /// Done, but it found what it was asked to look for.
    case found = 1
    /// Wrong input, nothing changed.
    case wrongInput = 2
    case failed = 3

    /// Says on standard error what went wrong and what to do, and names the status.
    static func report(_ error: any Error) -> ExitStatus {
        switch error {
        case let problems as Problems:
            for problem in problems.all { complain("\(problem.place): \(Words.text(problem.message))") }
            return .wrongInput
        case let refusal as any Refusal:
            complain(Words.text(refusal.message))
            return .wrongInput
        default:
            complain("\(error)")
            return .failed
        }
    }

    static func complain(_ sentence: String) {
        FileHandle.standardError.write(Data("amends: \(sentence)\n".utf8))
    }
}

/// Writes to standard output, the result of a command.
enum Output {
    static func line(_ text: String) {
        FileHandle.standardOutput.write(Data((text + "\n").utf8))
    }

    static func raw(_ text: String) {
        FileHandle.standardOutput.write(Data(text.utf8))
    }

    /// One JSON document with sorted keys.
    static func json(_ value: some Encodable) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
        line(String(decoding: try encoder.encode(value), as: UTF8.self))
    }
}

enum Format: String, ExpressibleByArgument, CaseIterable {
    case table
    case json
    case csv
}
