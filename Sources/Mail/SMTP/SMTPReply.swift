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
        eachLine: ((Substring) -> Void)? = nil
    ) throws(Garbage) -> SMTPReply? {
        while bytes.readableBytes > 0 {
            var step = Step.needsMore
            let length = bytes.withUnsafeReadableBytes { raw in
                step = line(in: raw, eachLine)
                return step == .needsMore ? 0 : (raw.firstIndex(of: 10) ?? raw.count - 1) + 1
            }
            bytes.moveReaderIndex(forwardBy: length)
            switch step {
            case .needsMore: return nil
            case .garbage: throw Garbage()
            case .last: return taken()
            case .goesOn: continue
            }
        }
        return nil
    }

    private enum Step {
        case needsMore
        case goesOn
        case last
        case garbage
    }

    /// Takes one line from the front, without a copy of it.
    private mutating func line(in raw: UnsafeRawBufferPointer, _ eachLine: ((Substring) -> Void)?) -> Step {
        guard var end = raw.prefix(Self.lineMax).firstIndex(of: 10) else {
            return raw.count >= Self.lineMax ? .garbage : .needsMore
        }
        if end > 0, raw[end - 1] == 13 { end -= 1 }
        guard end >= 3, end == 3 || raw[3] == 32 || raw[3] == 45 else { return .garbage }
        let (first, second, third) = (Int(raw[0]) - 48, Int(raw[1]) - 48, Int(raw[2]) - 48)
        guard (2...5).contains(first), (0...9).contains(second), (0...9).contains(third) else {
            return .garbage
        }
        let said = first * 100 + second * 10 + third
        lines += 1
        guard lines == 1 || said == code, lines <= Self.linesMax else { return .garbage }
        code = said
        let rest = UnsafeRawBufferPointer(rebasing: raw[min(4, end)..<end])
        keep(rest)
        if let eachLine, code == 250 { eachLine(Substring(decoding: rest, as: UTF8.self)) }
        return end == 3 || raw[3] == 32 ? .last : .goesOn
    }

    private mutating func keep(_ rest: UnsafeRawBufferPointer) {
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
        let isPlain = rest.allSatisfy { (32...126).contains($0) }
        let text =
            isPlain
            ? String(decoding: rest, as: UTF8.self)
            : HeaderText.cleaned(String(decoding: rest, as: UTF8.self))
        return SMTPReply(code: code, enhanced: enhanced, text: text)
    }

    /// Takes `5.1.1 ` off the front where it stands there and fits the code.
    private static func enhancedCode(_ rest: inout ArraySlice<UInt8>, of code: Int) -> SMTPReply.EnhancedCode?
    {
        var left = rest
        guard let kind = number(&left), kind == code / 100, dot(&left), let subject = number(&left),
            dot(&left),
            let detail = number(&left), left.isEmpty || left.first == 32
        else { return nil }
        rest = left.drop { $0 == 32 }
        return SMTPReply.EnhancedCode(kind, subject, detail)
    }

    /// One to three digits.
    private static func number(_ left: inout ArraySlice<UInt8>) -> Int? {
        var number: Int?
        while let byte = left.first, (48...57).contains(byte) {
            number = (number ?? 0) * 10 + Int(byte) - 48
            left.removeFirst()
            if let number, number > 999 { return nil }
        }
        return number
    }

    private static func dot(_ left: inout ArraySlice<UInt8>) -> Bool {
        guard left.first == 46 else { return false }
        left.removeFirst()
        return true
    }
}
