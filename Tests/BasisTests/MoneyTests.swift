import Basis
import Testing

struct MoneyTests {
    @Test(arguments: [
        ("12.5", "EUR", Int64(1_250)), ("12,50", "EUR", 1_250), ("12", "EUR", 1_200), ("-3", "EUR", -300),
        ("0.05", "EUR", 5), ("-0.05", "EUR", -5), ("007", "EUR", 700), ("500", "JPY", 500),
        ("1.234", "BHD", 1_234), ("1.2", "TND", 1_200), ("999999999999.99", "USD", 99_999_999_999_999),
    ])
    func `a decimal is read in minor units`(_ text: String, _ currency: String, _ minorUnits: Int64) {
        let money = Money(decimal: text, currency: currency)

        #expect(money == Money(minorUnits: minorUnits, currency: currency))
    }

    /// `1.234` is a thousand and more to some readers and a bit over one to others, so it is neither.
    @Test(arguments: [
        ("", "EUR"), ("-", "EUR"), (".5", "EUR"), ("--5", "EUR"), ("+5", "EUR"), ("5-", "EUR"),
        ("1.234", "EUR"), ("12.345", "EUR"), ("1.2.3", "EUR"), ("1.234,56", "EUR"), ("1,234.56", "EUR"),
        ("500.0", "JPY"), ("1.2345", "BHD"), ("1 2", "EUR"), (" 12", "EUR"), ("12€", "EUR"), ("1e3", "EUR"),
        ("１２", "EUR"), ("0x10", "EUR"), ("1234567890123456", "EUR"), ("99999999999999999999", "EUR"),
        ("12", "eur"), ("12", "EU"), ("12", "EURO"), ("12", "E€"), ("12", ""),
    ])
    func `what is no amount of the currency is nothing`(_ text: String, _ currency: String) {
        #expect(Money(decimal: text, currency: currency) == nil)
    }

    @Test(arguments: [
        (Int64(1_250), "EUR", "12.50"), (5, "EUR", "0.05"), (-5, "EUR", "-0.05"), (0, "EUR", "0.00"),
        (-1_250, "EUR", "-12.50"), (500, "JPY", "500"), (-7, "JPY", "-7"), (1, "BHD", "0.001"),
        (1_234, "BHD", "1.234"), (Int64.min, "EUR", "-92233720368547758.08"),
    ])
    func `an amount is written with all places of its currency`(
        _ minorUnits: Int64,
        _ currency: String,
        _ text: String
    ) {
        #expect(Money(minorUnits: minorUnits, currency: currency).decimal == text)
    }

    @Test(arguments: ["EUR", "JPY", "KWD"])
    func `what was written is read again`(_ currency: String) {
        for minorUnits: Int64 in [0, 1, -1, 9, 99, 100, -101, 1_000, 123_456_789, -999_999_999] {
            let money = Money(minorUnits: minorUnits, currency: currency)
            #expect(Money(decimal: money.decimal, currency: currency) == money)
        }
    }

    @Test(arguments: [
        ("EUR", 2), ("USD", 2), ("JPY", 0), ("CLP", 0), ("KWD", 3), ("eur", nil), ("EURO", nil), ("", nil),
    ])
    func `a currency has its places`(_ currency: String, _ places: Int?) {
        #expect(Money.places(of: currency) == places)
    }
}
