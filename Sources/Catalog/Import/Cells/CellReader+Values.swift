import Basis
import Foundation

extension CellReader {
    /// A telephone number in E.164, read as it would be dialled in `country`.
    mutating func phone(_ column: Column?, country: String) -> String? {
        guard let column, let text = text(column, allowing: Self.looksDialled) else { return nil }
        if SpreadsheetNumber.isShortened(text) {
            reject("catalog.reject.shortened", column, text)
            return nil
        }
        if let number = PhoneBook.e164(text, country: country) { return number }
        if let meant = Self.withPlus(text) {
            reject("catalog.reject.phone_plus_lost", column, text, ["meant": meant])
        } else {
            reject("catalog.reject.phone", column, text, ["country": country])
        }
        return nil
    }

    /// One e-mail address.
    mutating func email(_ column: Column?) -> String? {
        guard let column, let text = text(column) else { return nil }
        let address = MailAddress.normalised(text)
        if address == nil { reject("catalog.reject.email", column, text) }
        return address
    }

    /// Domain names separated by blanks, commas or semicolons.
    mutating func domains<Name>(_ column: Column?, _ read: (Substring) -> Name?) -> [Name] {
        guard let column, let text = text(column, charactersMax: 50_000) else { return [] }
        var names: [Name] = []
        for part in text.split(whereSeparator: { " ,;\n\r\t\u{A0}".contains($0) }) {
            if let name = read(part) {
                names.append(name)
            } else {
                reject("catalog.reject.domain", column, String(part))
            }
        }
        return names
    }

    /// An address of the web.
    mutating func webAddress(_ column: Column?) -> String? {
        guard let column, let text = text(column) else { return nil }
        let isWeb = ["http", "https"].contains(URL(string: text)?.scheme?.lowercased() ?? "")
        guard isWeb, let host = URL(string: text)?.host(), !host.isEmpty, !text.contains(" ") else {
            reject("catalog.reject.web_address", column, text)
            return nil
        }
        return text
    }

    /// A whole number in a range.
    mutating func count(_ column: Column?, in range: ClosedRange<Int>) -> Int? {
        guard let column, let text = text(column) else { return nil }
        switch SpreadsheetNumber(text) {
        case .ambiguous:
            reject("catalog.reject.number_ambiguous", column, text)
        case .decimal(let decimal):
            let parts = decimal.split(separator: ".")
            if parts.dropFirst().allSatisfy({ $0.allSatisfy { $0 == "0" } }), let number = Int(parts[0]),
                range.contains(number)
            {
                return number
            }
            fallthrough
        case .none:
            reject("catalog.reject.count", column, text, ["from": String(range.lowerBound)])
        }
        return nil
    }

    /// An amount of money, in minor units.
    mutating func price(_ column: Column?, currency: String) -> Money? {
        guard let column, let text = text(column) else { return nil }
        if let plain = Self.plainMinorUnits(text, places: Money.places(of: currency) ?? 2) {
            return Money(minorUnits: plain, currency: currency)
        }
        switch SpreadsheetNumber(Self.amount(text, currency)) {
        case .ambiguous:
            reject("catalog.reject.number_ambiguous", column, text)
        case .decimal(let decimal):
            if let money = Money(decimal: Self.rounded(decimal, currency), currency: currency) {
                return money
            }
            reject("catalog.reject.price", column, text, ["currency": currency])
        case .none:
            reject("catalog.reject.price", column, text, ["currency": currency])
        }
        return nil
    }

    /// A moment: the beginning of the day where only a day is given, or its end where `isLast`.
    mutating func moment(_ column: Column?, country: String, isLast: Bool = false) -> Instant? {
        guard let column, let text = text(column) else { return nil }
        switch SpreadsheetDate(text, country: country) {
        case .day(let start): return isLast ? start + .days(1) : start
        case .moment(let moment): return moment
        case .ambiguous: reject("catalog.reject.date_ambiguous", column, text)
        case .none: reject("catalog.reject.date", column, text)
        }
        return nil
    }

    /// What most prices are, `39` or `39.90`, read without more ado; nil for any other writing.
    private static func plainMinorUnits(_ text: String, places: Int) -> Int64? {
        var units: Int64 = 0
        var fraction: Int?
        guard text.utf8.count <= 12, text.utf8.last.map({ $0 > 47 }) ?? false else { return nil }
        for byte in text.utf8 {
            if byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",") {
                guard fraction == nil, units > 0 else { return nil }
                fraction = 0
            } else {
                guard (48...57).contains(byte) else { return nil }
                units = units * 10 + Int64(byte - 48)
                if let digits = fraction { fraction = digits + 1 }
            }
        }
        // Three places could part thousands.
        guard (fraction ?? 0) <= min(places, 2) else { return nil }
        for _ in (fraction ?? 0)..<places { units *= 10 }
        return units
    }

    /// Without the sign of its currency in front or behind.
    private static func amount(_ text: String, _ currency: String) -> String {
        guard text.utf8.contains(where: { $0 > 57 }) else { return text }
        var amount = text[...]
        for sign in [currency == "EUR" ? "€" : currency, currency] {
            if amount.hasSuffix(sign) { amount = amount.dropLast(sign.count) }
            if amount.hasPrefix(sign) { amount = amount.dropFirst(sign.count) }
        }
        return String(amount)
    }

    /// Without the noughts at its end that the currency has no places for.
    private static func rounded(_ decimal: String, _ currency: String) -> String {
        guard let point = decimal.firstIndex(of: ".") else { return decimal }
        let places = Money.places(of: currency) ?? 2
        var fraction = decimal[decimal.index(after: point)...]
        while fraction.count > places, fraction.last == "0" { fraction.removeLast() }
        return fraction.isEmpty ? String(decimal[..<point]) : "\(decimal[..<point]).\(fraction)"
    }

    /// Whether a cell that begins with `+` is a telephone number and no formula: `+34 (968) 55-01-12`.
    static func looksDialled(_ text: String) -> Bool {
        let digits = text.utf8.filter { (48...57).contains($0) }.count
        return digits >= 3
            && text.unicodeScalars.allSatisfy { "+0123456789 ()-./\u{A0}".unicodeScalars.contains($0) }
    }

    /// The number that is meant where the plus before the country's prefix is lost or written as noughts.
    private static func withPlus(_ text: String) -> String? {
        let digits = text.filter { ("0"..."9").contains($0) }
        guard digits.count >= 9, !text.contains("+") else { return nil }
        return PhoneBook.e164("+" + digits.drop { $0 == "0" }, country: nil)
    }
}
