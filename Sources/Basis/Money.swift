/// An amount in the minor unit of its currency: 1,250 EUR means €12.50, 500 JPY means ¥500.
package struct Money: Sendable, Hashable, Codable {
    package var minorUnits: Int64
    /// ISO 4217, upper case.
    package var currency: String

    package init(minorUnits: Int64, currency: String) {
        self.minorUnits = minorUnits
        self.currency = currency
    }

    /// Reads a decimal (`12.5`, `12,50`, `-3`); nil where it is none, has more places than the currency, or
    /// overflows.
    package init?(decimal text: String, currency: String) {
        guard let places = Money.places(of: currency) else { return nil }
        var digits = Substring(text)
        let isNegative = digits.first == "-"
        if isNegative { digits.removeFirst() }
        let parts = digits.split(
            separator: digits.contains(",") ? "," : ".",
            omittingEmptySubsequences: false
        )
        guard (1...2).contains(parts.count), !parts[0].isEmpty, digits.count <= 15 else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.count <= places, parts.joined().utf8.allSatisfy({ (48...57).contains($0) }) else {
            return nil
        }
        let filled = parts[0] + fraction + String(repeating: "0", count: places - fraction.count)
        guard let value = Int64(filled) else { return nil }
        self.init(minorUnits: isNegative ? -value : value, currency: currency)
    }

    /// The decimal form with a point: `12.50`.
    package var decimal: String {
        let places = Money.places(of: currency) ?? 2
        let digits = String(minorUnits.magnitude)
        let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
        let sign = minorUnits < 0 ? "-" : ""
        guard places > 0 else { return sign + padded }
        return "\(sign)\(padded.dropLast(places)).\(padded.suffix(places))"
    }

    /// How many decimal places a currency has (ISO 4217); nil where the code is not three capital letters.
    package static func places(of currency: String) -> Int? {
        guard currency.utf8.count == 3, currency.utf8.allSatisfy({ (65...90).contains($0) }) else {
            return nil
        }
        if withoutPlaces.contains(currency) { return 0 }
        return withThreePlaces.contains(currency) ? 3 : 2
    }

    private static let withoutPlaces: Set<String> = [
        "BIF", "CLP", "DJF", "GNF", "ISK", "JPY", "KMF", "KRW", "PYG", "RWF", "UGX", "VND", "VUV", "XAF",
        "XOF", "XPF",
    ]
    private static let withThreePlaces: Set<String> = ["BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND"]
}
