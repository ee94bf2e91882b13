import Foundation
import Testing

/// axe-core, the judge of accessibility, in the pages that a browser opens.
struct Axe: Sendable {
    /// The success criteria that the pages must meet: WCAG 2.2, levels A and AA.
    private static let tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]

    /// Its text, which the Python package brings along.
    private static let source = Result { try find() }

    struct Missing: Error, CustomStringConvertible {
        let description =
            "axe-core is not there; `make test` installs it with scripts/python-tools, which says what it needs"
    }

    private static func find() throws -> String {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "../../..")
        let packages = root.standardized.appending(path: ".build/python-tools/lib")
        let files = FileManager.default.enumerator(at: packages, includingPropertiesForKeys: nil)
        while let file = files?.nextObject() as? URL {
            guard file.lastPathComponent == "axe.min.js" else { continue }
            return try String(contentsOf: file, encoding: .utf8)
        }
        throw Missing()
    }

    /// From now on it is in every page that the browser opens.
    static func load(in browser: Browser) async throws {
        let script = try source.get()
        try await browser.devTools("Page.addScriptToEvaluateOnNewDocument", ["source": .text(script)])
    }

    /// What is wrong with the page as it stands, a line each.
    static func violations(in browser: Browser) async throws -> [String] {
        let tags = tags.map { "\"\($0)\"" }.joined(separator: ", ")
        let found = try await browser.runLong(
            """
            axe.run(document, { runOnly: { type: "tag", values: [\(tags)] }, resultTypes: ["violations"] })
              .then((result) => done(result.violations.flatMap((rule) => rule.nodes.map(
                (node) => `${rule.id}: ${node.target.join(" ")}: ${node.failureSummary}`))))
              .catch((error) => done([`axe failed: ${error}`]));
            """
        )
        return found.list.compactMap(\.text)
    }
}
