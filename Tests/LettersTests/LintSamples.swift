import Basis
import Foundation
import Letters
import Rendering

/// The real rules, and small sets of rules that a test writes itself.
enum LintSamples {
    static let root = ResourceRoot(
        path: URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Sources").path
    )

    static let linter = LetterLinter(root: root)

    static func report(
        _ text: String,
        _ language: String? = nil,
        framework: String? = nil,
        profile: LetterProfile? = nil
    ) throws -> LintReport {
        try linter.lint(
            text,
            options: LintOptions(language: language, framework: framework, profile: profile)
        )
    }

    /// The types of all that is found in a text.
    static func types(_ text: String, _ language: String, profile: LetterProfile? = nil) throws -> Set<String>
    {
        let report = try report(text, language, profile: profile)
        return Set(report.elements.map(\.type) + report.findings.map(\.type))
    }
}

/// A folder with rules of a test's own, beside the real `language.yml`; removed at the end.
final class RuleFolder {
    let path: String

    /// - Parameters:
    ///   - lexicons: `lexicons.yml`
    ///   - rules: for each anti-pattern what stands between its texts and its examples.
    init(lexicons: String = "none: [nothing]", _ rules: [String: String], language: String = "en") throws {
        path = NSTemporaryDirectory() + "rules-\(UUID().uuidString)"
        let folder = "\(path)/Letters/Rules/\(language)"
        try FileManager.default.createDirectory(
            atPath: "\(folder)/antipattern",
            withIntermediateDirectories: true
        )
        try FileManager.default.copyItem(
            atPath: LintSamples.root.file("Letters", "Rules/\(language)/language.yml"),
            toPath: "\(folder)/language.yml"
        )
        try Data(lexicons.utf8).write(to: URL(fileURLWithPath: "\(folder)/lexicons.yml"))
        for (id, body) in rules {
            try Data(Self.rule(id, body).utf8).write(
                to: URL(fileURLWithPath: "\(folder)/antipattern/\(id).yml")
            )
        }
    }

    deinit {
        // A folder left behind in the temporary one harms nobody.
        try? FileManager.default.removeItem(atPath: path)
    }

    var root: ResourceRoot { ResourceRoot(path: path) }

    /// The ids of the rules that fire, with the words found.
    func hits(_ text: String, profile: LetterProfile = .general) throws -> [String: String] {
        let report = try LetterLinter(root: root).lint(
            text,
            options: LintOptions(language: "en", profile: profile)
        )
        return Dictionary(report.findings.map { ($0.type, $0.text ?? "") }) { first, _ in first }
    }

    private static func rule(_ id: String, _ body: String) -> String {
        """
        id: \(id)
        kind: antipattern
        level: warning
        title: a
        reason: b
        source: c
        mend: d
        \(body)
        """
    }
}
