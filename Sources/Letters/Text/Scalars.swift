/// Classes of code points, as the tokenizer asks for them; ASCII and Latin-1 by comparison, the rest by Unicode.
enum Scalars {
    static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 48 < 10 }

    static func isSpace(_ scalar: UInt32) -> Bool {
        scalar == 32 || (9...13).contains(scalar) || scalar == 0xA0 || scalar == 0x202F
            || (0x2000...0x200B).contains(scalar) || scalar == 0x3000 || scalar == 0xFEFF
            || scalar == 0x2028 || scalar == 0x2029 || scalar == 0x85 || scalar == 0x1680 || scalar == 0x205F
    }

    static func isLetter(_ scalar: UInt32) -> Bool {
        if scalar < 128 { return (scalar | 32) &- 97 < 26 }
        if scalar < 0x250 {
            return scalar >= 0xC0
                ? scalar != 0xD7 && scalar != 0xF7 : scalar == 0xAA || scalar == 0xB5 || scalar == 0xBA
        }
        if isCombining(scalar) { return true }
        guard scalar < 0x2000 || scalar > 0x2BFF else { return false }
        return Unicode.Scalar(scalar)?.properties.isAlphabetic ?? false
    }

    /// Accents that follow their letter.
    static func isCombining(_ scalar: UInt32) -> Bool { (0x300...0x36F).contains(scalar) }

    static func isUpper(_ scalar: UInt32) -> Bool {
        if scalar < 128 { return scalar &- 65 < 26 }
        if scalar < 0x100 { return (0xC0...0xDE).contains(scalar) && scalar != 0xD7 }
        return Unicode.Scalar(scalar)?.properties.isUppercase ?? false
    }

    /// Lower case, where that is one code point; a typographic apostrophe becomes the plain one.
    static func folded(_ scalar: UInt32) -> UInt32 {
        if scalar < 128 { return scalar &- 65 < 26 ? scalar + 32 : scalar }
        if scalar < 0x100 { return (0xC0...0xDE).contains(scalar) && scalar != 0xD7 ? scalar + 32 : scalar }
        if scalar == 0x2019 || scalar == 0x2BC { return 39 }
        if scalar == 0x2010 || scalar == 0x2011 { return 45 }
        guard let lower = Unicode.Scalar(scalar)?.properties.lowercaseMapping.unicodeScalars,
            let first = lower.first, lower.count == 1
        else { return scalar }
        return first.value
    }

    /// A vowel or an n with the accent that follows it, as one code point; nil where Spanish has none.
    static func composed(_ letter: UInt32, _ accent: UInt32) -> UInt32? {
        switch (letter, accent) {
        case (97, 0x301): 0xE1
        case (101, 0x301): 0xE9
        case (105, 0x301): 0xED
        case (111, 0x301): 0xF3
        case (117, 0x301): 0xFA
        case (110, 0x303): 0xF1
        case (117, 0x308): 0xFC
        default: nil
        }
    }

    static func isOpening(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0xBF, 0xA1, 34, 39, 0x201C, 0x2018, 0xAB, 40, 91, 0x201E: true
        default: false
        }
    }

    static func isClosing(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 34, 39, 0x201D, 0x2019, 0xBB, 41, 93: true
        default: false
        }
    }

    static func isDash(_ scalar: UInt32) -> Bool { scalar == 0x2013 || scalar == 0x2014 || scalar == 0x2015 }

    static func isCurrency(_ scalar: UInt32) -> Bool {
        scalar == 36 || (0xA2...0xA5).contains(scalar) || (0x20A0...0x20C0).contains(scalar)
    }
}

extension Scalars {
    /// A mark that opens a quotation.
    static func isQuote(_ mark: UInt32) -> Bool {
        switch mark {
        case 34, 39, 0x201C, 0x2018, 0xAB, 0x201E: true
        default: false
        }
    }

    static func closing(of quote: UInt32) -> UInt32 {
        switch quote {
        case 0x201C, 0x201E: 0x201D
        case 0x2018: 0x2019
        case 0xAB: 0xBB
        default: quote
        }
    }
}
