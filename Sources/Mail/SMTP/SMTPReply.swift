import NIOCore

/// An answer of the far end: its code, its enhanced code where it has one (RFC 3463), and its words.
package struct SMTPReply: Sendable, Hashable {
    package var code: Int
    package var enhanced: EnhancedCode?
    /// The words of all lines, without codes and control characters, and no more than ``SMTPReplyReader/textMax``.
    package var text: String

    package init(code: Int, enhanced: EnhancedCode? = nil, text: String = "") {
        self.code = code
        self.enhanced = enhanced
        self.text = text
    }

    package var isPositive: Bool { (200...299).contains(code) }
    package var isTemporary: Bool { (400...499).contains(code) }

    /// For a report: `550 5.1.1 No such user`.
    package var line: String {
        [String(code), enhanced?.description, text.isEmpty ? nil : text].compactMap(\.self)
            .joined(separator: " ")
    }

    /// `5.1.1`: class, subject, detail.
    package struct EnhancedCode: Sendable, Hashable, CustomStringConvertible {
        package var kind: Int
        package var subject: Int
        package var detail: Int

        package init(_ kind: Int, _ subject: Int, _ detail: Int) {
            self.kind = kind
            self.subject = subject
            self.detail = detail
        }

        package var description: String { "\(kind).\(subject).\(detail)" }
    }
}

/// Reads answers out of bytes as they come. What is no answer ends the conversation and nothing else.
struct SMTPReplyReader {
    /// RFC 5321 §4.5.3.1.5 allows 512 bytes a line; far ends that say more are borne up to this.
    static let lineMax = 2_048
    static let linesMax = 128
    /// What is kept of the words.
    static let textMax = 400

    private var code = 0
    private var lines = 0
    private var words: [UInt8] = []

    /// The bytes are not an answer in the sense of RFC 5321 §4.2.
    struct Garbage: Error {}

    /// The next whole answer, or nil where more bytes are needed. `eachLine` gets the words of every line.
    mutating func next(
        _ bytes: inout ByteBuffer,
        eachLine: (Substring) -> Void = { _ in }
    ) throws(Garbage) -> SMTPReply? {
        while let line = try nextLine(&bytes) {
            guard line.count >= 3, line.count == 3 || line[3] == 32 || line[3] == 45 else { throw Garbage() }
            let digits = line.prefix(3).map { Int($0) - 48 }
            guard (2...5).contains(digits[0]), (0...9).contains(digits[1]), (0...9).contains(digits[2])
            else { throw Garbage() }
            let said = digits[0] * 100 + digits[1] * 10 + digits[2]
            lines += 1
            guard lines == 1 || said == code, lines <= Self.linesMax else { throw Garbage() }
            code = said
            let rest = line.dropFirst(4)
            keep(rest)
            if code == 250 { eachLine(Substring(decoding: rest, as: UTF8.self)) }
            if line.count == 3 || line[3] == 32 { return taken() }
        }
        return nil
    }

    private func nextLine(_ bytes: inout ByteBuffer) throws(Garbage) -> [UInt8]? {
        let view = bytes.readableBytesView
        guard let end = view.firstIndex(of: 10) else {
            if view.count > Self.lineMax { throw Garbage() }
            return nil
        }
        let length = end - view.startIndex
        guard length <= Self.lineMax, var line = bytes.readBytes(length: length) else { throw Garbage() }
        bytes.moveReaderIndex(forwardBy: 1)
        if line.last == 13 { line.removeLast() }
        return line
    }

    private mutating func keep(_ rest: ArraySlice<UInt8>) {
        guard words.count < Self.textMax else { return }
        if !words.isEmpty { words.append(32) }
        words += rest.prefix(Self.textMax - words.count)
    }

    private mutating func taken() -> SMTPReply {
        defer {
            lines = 0
            words.removeAll(keepingCapacity: true)
        }
        var rest = words[...]
        let enhanced = Self.enhancedCode(&rest, of: code)
        if rest.allSatisfy({ (32...126).contains($0) }) {
            return SMTPReply(code: code, enhanced: enhanced, text: String(decoding: rest, as: UTF8.self))
        }
        let text = HeaderText.cleaned(String(decoding: rest, as: UTF8.self))
        return SMTPReply(code: code, enhanced: enhanced, text: text)
    }

    /// Takes `5.1.1 ` off the front where it stands there and fits the code.
    private static func enhancedCode(_ rest: inout ArraySlice<UInt8>, of code: Int) -> SMTPReply.EnhancedCode?
    {
        var numbers: [Int] = []
        var number: Int?
        var index = rest.startIndex
        while index < rest.endIndex, index - rest.startIndex < 10 {
            let byte = rest[index]
            if (48...57).contains(byte) {
                number = (number ?? 0) * 10 + Int(byte) - 48
            } else if byte == 46, let known = number, numbers.count < 2 {
                numbers.append(known)
                number = nil
            } else {
                break
            }
            index += 1
        }
        guard let last = number, numbers.count == 2, numbers[0] == code / 100, last < 1_000,
            index == rest.endIndex || rest[index] == 32
        else { return nil }
        rest = rest[index...].drop { $0 == 32 }
        return SMTPReply.EnhancedCode(numbers[0], numbers[1], last)
    }
}
