/// Says of a stream of bytes, one at a time, whether it is UTF-8 (RFC 3629: no surrogates, nothing overlong).
struct UTF8Check {
    enum Verdict {
        case ascii
        /// Inside a sequence.
        case open
        /// The last byte of a whole sequence.
        case whole
        case broken
    }

    private var missing = 0
    /// What the next byte may be; narrower behind the lead bytes that could start something overlong.
    private var allowed: ClosedRange<UInt8> = 0x80...0xBF

    /// Whether the bytes end inside a sequence.
    var isOpen: Bool { missing > 0 }

    /// After `broken` the check starts again; the byte may have been the lead of a whole sequence.
    mutating func take(_ byte: UInt8) -> Verdict {
        if missing > 0 {
            defer { allowed = 0x80...0xBF }
            if allowed.contains(byte) {
                missing -= 1
                return missing == 0 ? .whole : .open
            }
            missing = 0
            allowed = 0x80...0xBF
            _ = take(byte)
            return .broken
        }
        switch byte {
        case 0x00...0x7F: return .ascii
        case 0xC2...0xDF: missing = 1
        case 0xE0: (missing, allowed) = (2, 0xA0...0xBF)
        case 0xED: (missing, allowed) = (2, 0x80...0x9F)
        case 0xE1...0xEF: missing = 2
        case 0xF0: (missing, allowed) = (3, 0x90...0xBF)
        case 0xF4: (missing, allowed) = (3, 0x80...0x8F)
        case 0xF1...0xF3: missing = 3
        default: return .broken
        }
        return .open
    }

    static func isValid(_ bytes: [UInt8]) -> Bool {
        var check = UTF8Check()
        for byte in bytes where check.take(byte) == .broken { return false }
        return !check.isOpen
    }
}
