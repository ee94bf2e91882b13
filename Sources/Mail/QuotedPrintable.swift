import CGMime

/// Text in the encoding that every relay carries: ASCII lines of at most 76 characters (RFC 2045 §6.7).
enum QuotedPrintable {
    /// Appends `text` encoded, whatever its line ends, with CRLF after every line and at the end.
    static func append(_ text: String, to bytes: inout [UInt8]) {
        var input = unixLines(text)
        if input.last != 10 { input.append(10) }
        var state = GMimeEncoding()
        g_mime_encoding_init_encode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE)
        let capacity = g_mime_encoding_outlen(&state, input.count)
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: capacity) { output in
            let count = input.withUnsafeBufferPointer { input in
                input.withMemoryRebound(to: CChar.self) { input in
                    g_mime_encoding_flush(&state, input.baseAddress, input.count, output.baseAddress)
                }
            }
            appendWithCRLF(
                UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count]),
                to: &bytes
            )
        }
    }

    /// LF line ends, and no control characters, at which some readers stop.
    private static func unixLines(_ text: String) -> [UInt8] {
        guard text.utf8.contains(where: isUnwanted) else { return Array(text.utf8) }
        var lines: [UInt8] = []
        lines.reserveCapacity(text.utf8.count + 1)
        var previous: UInt8 = 0
        for byte in text.utf8 {
            if byte == 13 || (byte == 10 && previous != 13) {
                lines.append(10)
            } else if byte != 10, !isUnwanted(byte) {
                lines.append(byte)
            }
            previous = byte
        }
        return lines
    }

    private static func isUnwanted(_ byte: UInt8) -> Bool {
        (byte < 32 && byte != 9 && byte != 10) || byte == 127
    }

    private static func appendWithCRLF(_ encoded: UnsafeRawBufferPointer, to bytes: inout [UInt8]) {
        var start = 0
        while let end = encoded[start...].firstIndex(of: 10) {
            bytes += encoded[start..<end]
            bytes += [13, 10]
            start = end + 1
        }
        bytes += encoded[start...]
    }
}
