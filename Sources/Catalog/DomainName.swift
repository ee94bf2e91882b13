import Foundation

/// Domain names as machines compare them.
package enum DomainName {
    /// The longest name that DNS carries.
    private static let bytesMax = 253

    /// The name in lower case and ASCII (IDNA), without a dot at its end; nil where it is no name with at least two labels.
    package static func ascii(_ typed: String) -> String? {
        if isPlain(typed) { return typed }
        guard typed.utf8.count <= bytesMax * 4 else { return nil }
        let folded = folded(typed)
        let labels = folded.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2 else { return nil }
        var name = ""
        name.reserveCapacity(folded.utf8.count)
        for label in labels {
            guard let label = asciiLabel(label) else { return nil }
            if !name.isEmpty { name += "." }
            name += label
        }
        return name.utf8.count <= bytesMax ? name : nil
    }

    /// Whether a name is in its final form already, as nearly all are.
    private static func isPlain(_ name: String) -> Bool {
        var labelBytes = 0
        var dots = 0
        var last = UInt8(ascii: ".")
        for byte in name.utf8 {
            if byte == UInt8(ascii: ".") {
                guard labelBytes > 0, last != UInt8(ascii: "-") else { return false }
                dots += 1
                labelBytes = 0
            } else {
                guard isHostByte(byte), labelBytes < 63, labelBytes > 0 || byte != UInt8(ascii: "-") else {
                    return false
                }
                labelBytes += 1
            }
            last = byte
        }
        return dots > 0 && labelBytes > 0 && last != UInt8(ascii: "-") && name.utf8.count <= bytesMax
    }

    private static func folded(_ typed: String) -> String {
        var name = typed
        if !name.utf8.allSatisfy({ $0 < 128 }) {
            // Full-width letters and dots as East Asian keyboards write them; NFKC leaves the ideographic stop.
            name = name.precomposedStringWithCompatibilityMapping.replacing("\u{3002}", with: ".")
        }
        name = name.lowercased()
        if name.hasSuffix(".") { name.removeLast() }
        return name
    }

    private static func asciiLabel(_ label: Substring) -> String? {
        var ascii = String(label)
        if !label.utf8.allSatisfy({ $0 < 128 }) {
            guard label.unicodeScalars.allSatisfy(isLetterOrDigit), let encoded = Punycode.encode(label)
            else {
                return nil
            }
            ascii = "xn--" + encoded
        }
        guard (1...63).contains(ascii.utf8.count), ascii.first != "-", ascii.last != "-",
            ascii.utf8.allSatisfy(isHostByte)
        else { return nil }
        return ascii
    }

    private static func isLetterOrDigit(_ scalar: Unicode.Scalar) -> Bool {
        scalar == "-" || scalar.properties.isXIDContinue
    }

    /// Letters, digits, the hyphen, and the underscore that some hosts carry all the same.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
        case UInt8(ascii: "-"), UInt8(ascii: "_"): true
        default: false
        }
    }
}

/// Unicode in the letters of a host name (RFC 3492).
enum Punycode {
    private static let base = 36
    private static let tMin = 1
    private static let tMax = 26

    /// The encoded form of a label, without `xn--`; nil where it is longer than any label.
    static func encode(_ label: some StringProtocol) -> String? {
        let scalars = label.unicodeScalars.map { Int($0.value) }
        guard scalars.count <= 63 else { return nil }
        var output = scalars.filter { $0 < 128 }.map { UInt8($0) }
        let basicCount = output.count
        if basicCount > 0 { output.append(UInt8(ascii: "-")) }
        var code = 128
        var delta = 0
        var bias = 72
        var handled = basicCount
        while handled < scalars.count {
            guard let next = scalars.filter({ $0 >= code }).min() else { return nil }
            delta += (next - code) * (handled + 1)
            code = next
            for scalar in scalars {
                if scalar < code { delta += 1 }
                guard scalar == code else { continue }
                append(delta, bias: bias, to: &output)
                bias = adapted(delta, points: handled + 1, isFirst: handled == basicCount)
                delta = 0
                handled += 1
            }
            delta += 1
            code += 1
        }
        return String(decoding: output, as: UTF8.self)
    }

    private static func append(_ delta: Int, bias: Int, to output: inout [UInt8]) {
        var rest = delta
        var step = base
        while true {
            let threshold = min(max(step - bias, tMin), tMax)
            if rest < threshold { break }
            output.append(digit(threshold + (rest - threshold) % (base - threshold)))
            rest = (rest - threshold) / (base - threshold)
            step += base
        }
        output.append(digit(rest))
    }

    private static func digit(_ value: Int) -> UInt8 {
        UInt8(value < 26 ? Int(UInt8(ascii: "a")) + value : Int(UInt8(ascii: "0")) + value - 26)
    }

    private static func adapted(_ delta: Int, points: Int, isFirst: Bool) -> Int {
        var rest = isFirst ? delta / 700 : delta / 2
        rest += rest / points
        var step = 0
        while rest > (base - tMin) * tMax / 2 {
            rest /= base - tMin
            step += base
        }
        return step + (base - tMin + 1) * rest / (rest + 38)
    }
}
