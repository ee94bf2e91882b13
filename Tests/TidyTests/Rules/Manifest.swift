/// What `Package.swift` says of its targets: their folders and what each may import.
struct Manifest: Sendable {
    struct Target: Sendable, Equatable {
        var name: String
        var folder: String
        var line: Int
        /// Modules: rooms, C libraries and those of products.
        var imports: Set<String>
    }

    private(set) var targets: [Target] = []

    /// What a product lets a target import besides the module of its own name.
    private static let more = ["GRDB": ["GRDBSQLite"], "Hummingbird": ["HummingbirdCore"]]

    init(_ package: SwiftFile) {
        let reader = ManifestReader(package)
        for call in reader.calls([
            "room", "tests", ".executableTarget", ".testTarget", ".target", ".systemLibrary",
        ]) {
            guard var name = call.strings.first?.text, !name.isEmpty else { continue }
            let isTest = call.name == "tests" || call.name == ".testTarget"
            if call.name == "tests" { name += "Tests" }
            var imports: Set<String> = []
            for string in call.strings.dropFirst() where string.label != "path" && string.label != "exclude" {
                imports.insert(string.text)
            }
            for constant in call.names { imports.formUnion(reader.constants[constant] ?? []) }
            imports.remove(name)
            for product in imports { imports.formUnion(Self.more[product] ?? []) }
            let path = call.strings.first { $0.label == "path" }?.text
            let folder = path ?? (isTest ? "Tests/\(name)" : "Sources/\(name)")
            targets.append(Target(name: name, folder: folder, line: call.line, imports: imports))
        }
    }

    /// The target that a file belongs to: the one with the longest folder above it.
    func target(of path: String) -> Target? {
        targets.filter { path.hasPrefix($0.folder + "/") }.max { $0.folder.utf8.count < $1.folder.utf8.count }
    }
}

/// Reads calls and constants out of the manifest, as text.
struct ManifestReader {
    struct Call {
        var name: String
        var line: Int
        var strings: [(label: String, text: String)]
        var names: [String]
    }

    private let file: SwiftFile
    /// `yams` → `Yams`, `features` → all rooms that it lists.
    let constants: [String: Set<String>]

    init(_ file: SwiftFile) {
        self.file = file
        var constants: [String: Set<String>] = [:]
        var current: String?
        for (index, line) in file.codeLines.enumerated() {
            let words = line.names
            if line.hasPrefix("let "), words.count > 1, line.contains("Target.Dependency") {
                current = words[1]
            }
            if let name = current {
                let here = file.literals.filter { $0.line == index + 1 }.compactMap(\.plain)
                // Of a product, the name; its package is the second text.
                constants[name, default: []].formUnion(
                    line.contains(".product(") ? Array(here.prefix(1)) : here
                )
            }
            let isEnd = line.hasPrefix("]") || (line.hasPrefix("let ") && !line.hasSuffix("["))
            if isEnd { current = nil }
        }
        self.constants = constants
    }

    /// The calls of these functions, with the texts and names between their brackets.
    func calls(_ functions: [String]) -> [Call] {
        let bytes = Array(file.code.utf8)
        var calls: [Call] = []
        var line = 1
        var position = 0
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "\n") { line += 1 }
            if let name = functions.first(where: { isCall($0, at: position, bytes) }) {
                let opening = position + name.utf8.count
                let end = closing(opening, bytes)
                let inside = String(decoding: bytes[opening..<end], as: UTF8.self)
                let last = line + inside.utf8.count { $0 == UInt8(ascii: "\n") }
                calls.append(call(name, line, last, inside))
                line = last
                position = end
            }
            position += 1
        }
        return calls
    }

    private func isCall(_ name: String, at position: Int, _ bytes: [UInt8]) -> Bool {
        let wanted = Array((name + "(").utf8)
        guard position + wanted.count <= bytes.count,
            bytes[position..<(position + wanted.count)].elementsEqual(wanted)
        else { return false }
        let before = position == 0 ? UInt8(ascii: " ") : bytes[position - 1]
        // A declaration (`func room(`) is no call.
        let lineStart = bytes[..<position].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
        let head = String(decoding: bytes[lineStart..<position], as: UTF8.self)
        return !isNamePart(before) && !head.hasToken("func") && head.allSatisfy { $0 == " " } && !head.isEmpty
    }

    private func closing(_ opening: Int, _ bytes: [UInt8]) -> Int {
        var depth = 0
        for index in opening..<bytes.count {
            if bytes[index] == UInt8(ascii: "(") { depth += 1 }
            if bytes[index] == UInt8(ascii: ")") {
                depth -= 1
                if depth == 0 { return index }
            }
        }
        return bytes.count
    }

    private func call(_ name: String, _ first: Int, _ last: Int, _ inside: String) -> Call {
        let strings = file.literals.filter { (first...last).contains($0.line) }.compactMap {
            literal -> (String, String)? in
            guard let text = literal.plain else { return nil }
            let line = file.file.lines[literal.line - 1]
            let label = ["path", "exclude"].first {
                line.contains("\($0): \"\(text)\"") || line.contains("\($0): [\"\(text)\"")
            }
            return (label ?? "", text)
        }
        return Call(name: name, line: first, strings: strings, names: inside.names)
    }
}
