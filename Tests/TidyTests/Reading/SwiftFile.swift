/// A Swift file taken apart: the code without its comments and texts, and both of those with their lines.
struct SwiftFile: Sendable {
    /// A string literal; interpolations are holes.
    struct Literal: Sendable, Equatable {
        enum Piece: Sendable, Equatable {
            case text(String)
            case hole
        }

        var line: Int
        var pieces: [Piece]
        /// Whether something is added to it: `"opening.first" + ending`.
        var goesOn = false
        /// The function that it is the first argument of: `words` for `words("home.title")`.
        var call: String?

        /// The whole text where nothing is interpolated.
        var plain: String? {
            if pieces.isEmpty { return "" }
            guard pieces.count == 1, case .text(let text) = pieces[0] else { return nil }
            return text
        }
    }

    struct Comment: Sendable, Equatable {
        var line: Int
        var text: String
    }

    let file: TextFile
    /// As long as the file, with blanks where comments and texts were.
    let code: String
    let codeLines: [Substring]
    let literals: [Literal]
    let comments: [Comment]

    init(_ file: TextFile) {
        self.file = file
        var scanner = SwiftScanner(file.text)
        scanner.run()
        code = String(decoding: scanner.code, as: UTF8.self)
        codeLines = code.split(separator: "\n", omittingEmptySubsequences: false)
        literals = scanner.literals
        comments = scanner.comments
    }

    init(_ path: String, _ text: String) {
        self.init(TextFile(path, text))
    }

    var path: String { file.path }
}

/// Walks over Swift source byte by byte; knows comments, texts with their raw and long forms, and interpolation.
struct SwiftScanner {
    private(set) var code: [UInt8] = []
    private(set) var literals: [SwiftFile.Literal] = []
    private(set) var comments: [SwiftFile.Comment] = []

    private let bytes: [UInt8]
    private var position = 0
    private var line = 1

    init(_ text: String) {
        bytes = Array(text.utf8)
        code.reserveCapacity(bytes.count)
    }

    mutating func run() { scanCode(untilClosing: false) }

    private func peek(_ ahead: Int = 0) -> UInt8? {
        position + ahead < bytes.count ? bytes[position + ahead] : nil
    }

    private func isAt(_ text: StaticString) -> Bool {
        text.withUTF8Buffer { wanted in
            position + wanted.count <= bytes.count
                && bytes[position..<(position + wanted.count)].elementsEqual(wanted)
        }
    }

    /// Takes one byte; what is not code leaves a blank, so that columns and lines stay.
    private mutating func take(asCode: Bool) {
        let byte = bytes[position]
        if byte == UInt8(ascii: "\n") { line += 1 }
        code.append(asCode || byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
        position += 1
    }

    private mutating func scanCode(untilClosing: Bool) {
        var depth = 0
        while let byte = peek() {
            switch byte {
            case UInt8(ascii: "/") where isAt("//"): scanLineComment()
            case UInt8(ascii: "/") where isAt("/*"): scanBlockComment()
            case UInt8(ascii: "\""), UInt8(ascii: "#"):
                if let hashes = hashesBeforeQuote() { scanText(hashes: hashes) } else { take(asCode: true) }
            case UInt8(ascii: "("):
                depth += 1
                take(asCode: true)
            case UInt8(ascii: ")"):
                if untilClosing, depth == 0 { return }
                depth -= 1
                take(asCode: true)
            default: take(asCode: true)
            }
        }
    }

    /// How many `#` stand before a quote here; nil where no text begins.
    private func hashesBeforeQuote() -> Int? {
        var count = 0
        while peek(count) == UInt8(ascii: "#") { count += 1 }
        return peek(count) == UInt8(ascii: "\"") ? count : nil
    }

    private mutating func scanLineComment() {
        let start = position
        let first = line
        while let byte = peek(), byte != UInt8(ascii: "\n") { take(asCode: false) }
        comments.append(.init(line: first, text: String(decoding: bytes[start..<position], as: UTF8.self)))
    }

    private mutating func scanBlockComment() {
        let start = position
        let first = line
        var depth = 0
        while peek() != nil {
            let isOpening = isAt("/*")
            let isClosing = isAt("*/")
            take(asCode: false)
            guard isOpening || isClosing else { continue }
            take(asCode: false)
            depth += isOpening ? 1 : -1
            if depth == 0 { break }
        }
        comments.append(.init(line: first, text: String(decoding: bytes[start..<position], as: UTF8.self)))
    }

    private mutating func scanText(hashes: Int) {
        let first = line
        let call = callBefore
        for _ in 0..<hashes { take(asCode: false) }
        let quotes = isAt("\"\"\"") ? 3 : 1
        for _ in 0..<quotes { take(asCode: false) }
        var pieces: [SwiftFile.Literal.Piece] = []
        var text: [UInt8] = []
        func keep() {
            if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
            text = []
        }
        while let byte = peek(), !isClosing(quotes: quotes, hashes: hashes) {
            if byte == UInt8(ascii: "\n"), quotes == 1 { break }
            guard byte == UInt8(ascii: "\\"), isEscape(hashes: hashes) else {
                text.append(byte)
                take(asCode: false)
                continue
            }
            for _ in 0...hashes { take(asCode: false) }
            if peek() == UInt8(ascii: "(") {
                keep()
                take(asCode: true)
                scanCode(untilClosing: true)
                if peek() != nil { take(asCode: true) }
                pieces.append(.hole)
            } else if let escaped = peek() {
                text.append(escaped == UInt8(ascii: "n") ? UInt8(ascii: "\n") : escaped)
                take(asCode: false)
            }
        }
        keep()
        if isClosing(quotes: quotes, hashes: hashes) {
            for _ in 0..<(quotes + hashes) { take(asCode: false) }
        }
        literals.append(.init(line: first, pieces: pieces, goesOn: isAdding, call: call))
    }

    /// The name before the bracket that was just opened.
    private var callBefore: String? {
        guard code.last == UInt8(ascii: "(") else { return nil }
        let name = code.dropLast().reversed().prefix(while: isNamePart)
        return name.isEmpty ? nil : String(decoding: name.reversed(), as: UTF8.self)
    }

    /// Whether a `+` comes next.
    private var isAdding: Bool {
        var ahead = 0
        while let byte = peek(ahead), byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") { ahead += 1 }
        return peek(ahead) == UInt8(ascii: "+")
    }

    private func isEscape(hashes: Int) -> Bool {
        (0..<hashes).allSatisfy { peek(1 + $0) == UInt8(ascii: "#") }
    }

    private func isClosing(quotes: Int, hashes: Int) -> Bool {
        (0..<quotes).allSatisfy { peek($0) == UInt8(ascii: "\"") }
            && (0..<hashes).allSatisfy { peek(quotes + $0) == UInt8(ascii: "#") }
    }
}
