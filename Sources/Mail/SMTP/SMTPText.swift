import NIOCore

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A message's text as it goes over the wire: a dot that begins a line is doubled, and a line with a dot alone ends
/// it (RFC 5321 §4.5.2).
enum SMTPText {
    static func append(_ bytes: [UInt8], to output: inout ByteBuffer) {
        output.reserveCapacity(minimumWritableBytes: bytes.count + 64)
        if bytes.first == dot { output.writeInteger(dot) }
        bytes.withUnsafeBytes { raw in
            var rest = raw[...]
            // Most texts have no such line and are copied whole.
            while let next = lineWithDot(in: rest) {
                output.writeBytes(UnsafeRawBufferPointer(rebasing: rest[..<next]))
                output.writeInteger(dot)
                rest = rest[next...]
            }
            output.writeBytes(UnsafeRawBufferPointer(rebasing: rest))
        }
        let endsLine = bytes.count >= 2 && bytes[bytes.count - 2] == 13 && bytes[bytes.count - 1] == 10
        if !endsLine, !bytes.isEmpty { output.writeStaticString("\r\n") }
        output.writeStaticString(".\r\n")
    }

    private static let dot = UInt8(ascii: ".")

    /// Where the next dot stands that begins a line, behind the first byte.
    private static func lineWithDot(in rest: Slice<UnsafeRawBufferPointer>) -> Int? {
        guard let base = rest.base.baseAddress else { return nil }
        var start = rest.startIndex
        while start + 1 < rest.endIndex, let found = memchr(base + start, 10, rest.endIndex - start - 1) {
            start = base.distance(to: UnsafeRawPointer(found)) + 1
            if rest.base[start] == dot { return start }
        }
        return nil
    }
}
