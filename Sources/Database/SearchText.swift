import Foundation

/// Text as a search compares it, the same on both engines: ASCII in lower case, and Latin letters without their marks,
/// so that `optica` finds `Óptica` and `PENA` finds `Peña`.
package enum SearchText {
    /// The letters with marks from U+00C0 to U+017F, and what they are without, in lower case: `À` → `a`.
    private static let pairs: [(marked: Unicode.Scalar, plain: UInt8)] = (0xc0...0x17f).compactMap { code in
        guard let scalar = Unicode.Scalar(UInt32(code)) else { return nil }
        let parts = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars
        guard parts.count > 1, let first = parts.first, first.isASCII else { return nil }
        return (scalar, lower(UInt8(first.value)))
    }

    /// The two sides of `translate`.
    static let marked = String(String.UnicodeScalarView(pairs.map(\.marked)))
    static let plain = String(decoding: pairs.map(\.plain), as: UTF8.self)

    /// What stands for the two bytes of a letter, by its place behind U+00C0; zero where it stays.
    private static let table: [UInt8] = pairs.reduce(into: [UInt8](repeating: 0, count: 0x180 - 0xc0)) {
        $0[Int($1.marked.value) - 0xc0] = $1.plain
    }

    package static func folded(_ text: String) -> String {
        var text = text.precomposedStringWithCanonicalMapping
        return String(decoding: text.withUTF8(folded), as: UTF8.self)
    }

    /// - Parameter bytes: UTF-8.
    static func folded(_ bytes: UnsafeBufferPointer<UInt8>) -> [UInt8] {
        var folded: [UInt8] = []
        folded.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            // All letters of the table take two bytes, of which the first is one of these.
            if (0xc3...0xc5).contains(byte), index < bytes.count {
                let plain = table[(Int(byte & 0x1f) << 6 | Int(bytes[index] & 0x3f)) - 0xc0]
                if plain != 0 {
                    folded.append(plain)
                    index += 1
                    continue
                }
            }
            folded.append(lower(byte))
        }
        return folded
    }

    /// The words of a text as a search compares them; what is neither letter nor digit parts them.
    package static func words(of text: String) -> [String] {
        folded(text).utf8.split { !isInWord($0) }.map { String(decoding: $0, as: UTF8.self) }
    }

    private static func isInWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: true
        default: false
        }
    }

    private static func lower(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
