import Foundation

/// A file of the repository as text, with its path from the root.
struct TextFile: Sendable {
    let path: String
    let text: String

    init(_ path: String, _ text: String) {
        self.path = path
        self.text = text
    }

    var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The room it belongs to: `Catalog` for `Sources/Catalog/Import/Row.swift`.
    var room: String? {
        let parts = path.split(separator: "/")
        return parts.count > 2 && parts[0] == "Sources" ? String(parts[1]) : nil
    }

    func isIn(_ folder: String) -> Bool { path.hasPrefix(folder + "/") }
}

/// The files of this repository, read once.
enum Tree {
    /// The folder of `Package.swift`, above this file.
    static let root: String = {
        var folder = URL(fileURLWithPath: #filePath)
        repeat {
            folder.deleteLastPathComponent()
        } while !FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path)
            && folder.path != "/"
        return folder.path
    }()

    /// Everything that is written by hand, sorted by path.
    static let files: [TextFile] = {
        let extensions = [
            "swift", "json", "mustache", "md", "yml", "sql", "css", "js", "h", "cpp", "sh", "svg", "lock",
        ]
        let hand = ["Makefile", ".swift-format", "run", "modulemap"]
        return paths(in: "").filter { path in
            let name = String(path.split(separator: "/").last ?? "")
            return hand.contains(name) || path.hasPrefix("scripts/")
                || extensions.contains(String(name.split(separator: ".").last ?? ""))
        }.compactMap { path in
            // What is not text is not for these rules.
            (try? String(contentsOfFile: "\(root)/\(path)", encoding: .utf8)).map { TextFile(path, $0) }
        }
    }()

    static let swift: [TextFile] = files.filter { $0.path.hasSuffix(".swift") }
    static let sources: [SwiftFile] = swift.filter { $0.isIn("Sources") }.map(SwiftFile.init)
    static let tests: [SwiftFile] = swift.filter { $0.isIn("Tests") }.map(SwiftFile.init)
    static let benchmarks: [SwiftFile] = swift.filter { $0.isIn("Benchmarks") }.map(SwiftFile.init)
    static let templates: [TextFile] = files.filter { $0.path.hasSuffix(".mustache") }

    static func file(_ path: String) -> TextFile? { files.first { $0.path == path } }

    private static let notOurs: Set<String> = [
        ".build", ".git", ".swiftpm", "var", "Package.resolved", "__pycache__",
    ]

    private static func paths(in folder: String) -> [String] {
        let here = folder.isEmpty ? root : "\(root)/\(folder)"
        let names = (try? FileManager.default.contentsOfDirectory(atPath: here)) ?? []
        return names.sorted().filter { !notOurs.contains($0) }.flatMap { name in
            let path = folder.isEmpty ? name : "\(folder)/\(name)"
            var isFolder: ObjCBool = false
            _ = FileManager.default.fileExists(atPath: "\(root)/\(path)", isDirectory: &isFolder)
            return isFolder.boolValue ? paths(in: path) : [path]
        }
    }
}
