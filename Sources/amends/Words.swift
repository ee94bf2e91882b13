import ArgumentParser
import Assembly
import Basis
import Foundation
import Rendering

/// The words of the command line in the language of whoever sits at it (`LC_ALL`, `LC_MESSAGES`, `LANG`).
enum Words {
    static let language: Language = {
        let environment = ProcessInfo.processInfo.environment
        for name in ["LC_ALL", "LC_MESSAGES", "LANG"] {
            if let tag = environment[name], let language = Language(tag) { return language.spokenOrEnglish }
        }
        return .english
    }()

    /// The place of the program's own files; `--resources` is looked for before the arguments are parsed,
    /// because help needs it.
    static let root: ResourceRoot? = try? ResourceRoot.locate(
        explicit: explicitResources,
        environment: ProcessInfo.processInfo.environment,
        executable: executable
    )

    /// Without its files the program still runs; what it cannot say, it says as keys.
    static let catalogue: StringCatalogue? = root.flatMap {
        try? StringCatalogue(root: $0, rooms: Schema.rooms)
    }

    /// Where there is no /proc, as it was called.
    static var executable: String {
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe"))
            ?? CommandLine.arguments[0]
    }

    private static var explicitResources: String? {
        guard let index = CommandLine.arguments.firstIndex(of: "--resources") else { return nil }
        return CommandLine.arguments.dropFirst(index + 1).first
    }

    static func text(_ key: MessageKey, _ values: [String: String] = [:]) -> String {
        catalogue?.text(key, language, values) ?? key.name
    }

    static func text(_ message: Message) -> String { text(message.key, message.values) }
}

extension ArgumentHelp {
    /// Help from `strings/{es,en}.json`.
    static func words(_ key: MessageKey, valueName: String? = nil) -> ArgumentHelp {
        ArgumentHelp(stringLiteral: Words.text(key)).named(valueName)
    }

    private func named(_ valueName: String?) -> ArgumentHelp {
        var help = self
        help.valueName = valueName
        return help
    }
}

extension CommandConfiguration {
    init(_ name: String, _ key: MessageKey, subcommands: [any ParsableCommand.Type] = []) {
        self.init(commandName: name, abstract: Words.text(key), subcommands: subcommands)
    }
}
