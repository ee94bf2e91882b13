/// Numbers as spreadsheets of different countries write them: `1.234,50`, `1,234.50`, `12,5`, `6.8E+8`.
enum SpreadsheetNumber: Equatable {
    /// With a point, and no marks between thousands: `1234.50`.
    case decimal(String)
    /// `1.234` is a thousand and more in one country and little more than one in another.
    case ambiguous
    case none

    init(_ text: String) {
        if text.utf8.allSatisfy(Self.isDigit), !text.isEmpty {
            self = .decimal(text)
            return
        }
        let compact = text.filter { $0 != " " && $0 != "\u{A0}" && $0 != "\u{202F}" }
        let isNegative = compact.hasPrefix("-")
        let digits = isNegative ? compact.dropFirst() : compact[...]
        guard Self.isNumber(digits) else {
            self = .none
            return
        }
        let marks = digits.filter { $0 == "." || $0 == "," }
        guard let last = marks.last else {
            self = .decimal(compact)
            return
        }
        let parts = digits.split(separator: last, omittingEmptySubsequences: false)
        let sign = isNegative ? "-" : ""
        if marks.contains(where: { $0 != last }) {
            self = Self.mixed(parts, sign: sign, thousands: last == "." ? "," : ".")
        } else if parts.count > 2 {
            self = Self.isGrouped(parts) ? .decimal(sign + parts.joined()) : .none
        } else if parts[1].count == 3, Self.isGrouped(parts), parts[0] != "0" {
            self = .ambiguous
        } else {
            self = Self.joined(parts[0], parts[1], sign: sign)
        }
    }

    /// Both marks: the last one is the decimal one and stands once.
    private static func mixed(_ parts: [Substring], sign: String, thousands: Character) -> Self {
        guard parts.count == 2 else { return .none }
        let groups = parts[0].split(separator: thousands, omittingEmptySubsequences: false)
        guard isGrouped(groups), !parts[1].contains(thousands) else { return .none }
        return joined(Substring(groups.joined()), parts[1], sign: sign)
    }

    private static func joined(_ whole: Substring, _ fraction: Substring, sign: String) -> Self {
        guard !(whole.isEmpty && fraction.isEmpty) else { return .none }
        return .decimal("\(sign)\(whole.isEmpty ? "0" : whole)" + (fraction.isEmpty ? "" : ".\(fraction)"))
    }

    private static func isGrouped(_ groups: [Substring]) -> Bool {
        guard let first = groups.first, (1...3).contains(first.count) else { return false }
        return groups.dropFirst().allSatisfy { $0.count == 3 }
    }

    /// Digits, with points and commas among them.
    static func isNumber(_ text: some StringProtocol) -> Bool {
        text.utf8.contains(where: isDigit)
            && text.utf8.allSatisfy { isDigit($0) || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: ",") }
    }

    /// Whether a spreadsheet shortened a long number (`6.8E+8`, `3,49686E+10`), so that its last digits are lost.
    static func isShortened(_ text: String) -> Bool {
        guard let first = text.utf8.first, isDigit(first),
            text.utf8.contains(where: { $0 | 32 == UInt8(ascii: "e") })
        else { return false }
        let parts = text.uppercased().split(separator: "E", omittingEmptySubsequences: false)
        guard parts.count == 2, isNumber(parts[0]) else { return false }
        let exponent = parts[1].drop { $0 == "+" || $0 == "-" }
        return (parts[1].hasPrefix("+") || parts[0].contains { $0 == "." || $0 == "," })
            && (1...3).contains(exponent.count) && exponent.utf8.allSatisfy(isDigit)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
}
