import Basis
import Catalog
import TestSupport
import Testing

/// What spreadsheets make of dates, numbers and words, and what is understood of it.
struct SpreadsheetHabitsTests {
    private static func understood(
        _ field: String,
        _ value: String,
        rules: ImportRules = ImportRules()
    ) async throws -> String? {
        let warehouse = try await Warehouse()
        try await warehouse.stock()
        let text = "customer;component;unit_price;currency;start;end;status;\(field)\nk1;web;;;;;;\(value)\n"
        let columns = text.replacing(";\(field);", with: ";x;")
        let preview = try await warehouse.preview(
            .subscriptions,
            Array(columns.utf8),
            mapping: ["customer": "customer", "component": "component", field: field],
            rules: rules
        )
        guard let row = preview.rows.first else { return nil }
        return row.reasons.isEmpty ? row.values[field] : row.reasons.map(\.shortKey).joined()
    }

    @Test(arguments: [
        ("2024-12-31", "2024-12-31"), ("31/12/2024", "2024-12-31"), ("3/4/2024", "2024-04-03"),
        ("03-04-2024", "2024-04-03"), ("3.4.2024", "2024-04-03"), ("2024/4/3", "2024-04-03"),
        ("31/12/2024 0:00:00", "2024-12-31"), ("2024-12-31T10:00:00Z", "2024-12-31"),
        ("12/31/2024", "date_ambiguous"), ("31/12/24", "date_ambiguous"), ("45657", "date_ambiguous"),
        ("0024-01-01", "date"), ("31/02/2024", "date"), ("mañana", "date"), ("1/2", "date"), ("2024", "date"),
    ])
    func `dates`(_ typed: String, _ expected: String) async throws {
        #expect(try await Self.understood("start", typed) == expected)
    }

    @Test func `dates of a country that writes the month first`() async throws {
        let rules = ImportRules(language: .english, country: "US", currency: "USD")

        #expect(try await Self.understood("start", "03/04/2024", rules: rules) == "2024-03-04")
        #expect(try await Self.understood("start", "31/12/2024", rules: rules) == "date_ambiguous")
    }

    @Test(arguments: [
        ("39", "39.00"), ("39.9", "39.90"), ("39,90", "39.90"), ("0,5", "0.50"), (",5", "0.50"),
        ("1.234,50", "1234.50"), ("1,234.50", "1234.50"), ("1.234.567", "1234567.00"), ("1 234,5", "1234.50"),
        ("39,90 €", "39.90"), ("€39", "39.00"), ("39.900", "number_ambiguous"), ("1,234", "number_ambiguous"),
        ("0,000", "0.00"), ("12.34.56", "price"), ("12,3456", "price"), ("gratis", "price"), ("-3", "price"),
        ("12 $", "price"), ("1e3", "price"), ("12.", "12.00"), ("99999999999999999999", "price"),
    ])
    func `prices`(_ typed: String, _ expected: String) async throws {
        #expect(try await Self.understood("unit_price", typed) == expected)
    }

    @Test func `a price without a currency is in that of the rules, or asked about`() async throws {
        let silent = ImportRules(language: .spanish, country: "ES", currency: nil)
        let yen = ImportRules(language: .spanish, country: "JP", currency: "JPY")

        #expect(try await Self.understood("unit_price", "12", rules: silent) == "price_without_currency")
        #expect(try await Self.understood("unit_price", "1200", rules: yen) == "1200")
        #expect(try await Self.understood("unit_price", "12.5", rules: yen) == "price")
    }

    @Test(arguments: [
        ("", "active"), ("ACTIVE", "active"), ("Suspendida", "suspended"), ("ended", "ended"),
        ("-", "active"),
    ])
    func `words in any case`(_ typed: String, _ expected: String) async throws {
        #expect(try await Self.understood("status", typed) == expected)
    }

    @Test func `a subscription lasts through its last day`() async throws {
        let warehouse = try await Warehouse()
        try await warehouse.stock()
        let path = try warehouse.file("s.csv", "customer,component,start,end\nk1,web,2024-01-01,2024-06-30\n")
        _ = try await warehouse.run(CatalogFiles(subscriptions: path))

        let active = try await warehouse.database.read { session in
            try ["2023-12-31", "2024-01-01", "2024-06-30", "2024-07-01"].map { day in
                let now = try #require(Instant(date: day))
                return try SubscriptionStore.activeComponents(
                    customerIDs: [1],
                    among: nil,
                    at: now,
                    in: session
                ).count
            }
        }

        #expect(active == [0, 1, 1, 0])
    }

    @Test(arguments: [
        ("es", "es"), ("ES", "es"), ("es-MX", "es"), ("en_GB", "en"), ("spa", "es"), ("español", "es"),
        ("Castellano", "es"), ("English", "en"), ("inglés", "en"), ("catalán", "ca"), ("", "es"),
        ("zz", "language"),
        ("klingonés", "language"),
    ])
    func `languages by code or name`(_ typed: String, _ expected: String) async throws {
        let preview = try await Warehouse().preview(.customers, "id,name,language\nk1,Bar,\(typed)\n")

        let row = try #require(preview.rows.first)
        #expect((row.reasons.first?.shortKey ?? row.values["language"]) == expected)
    }

    @Test(arguments: [
        ("ES", "ES"), ("es", "ES"), ("España", "ES"), ("Spain", "ES"), ("francia", "FR"), ("UK", "GB"),
        ("", ""),
        ("XX", "country"), ("E", "country"), ("ZZ", "country"),
    ])
    func `countries by code or name`(_ typed: String, _ expected: String) async throws {
        let preview = try await Warehouse().preview(.customers, "id,name,country\nk1,Bar,\(typed)\n")

        let row = try #require(preview.rows.first)
        #expect((row.reasons.first?.shortKey ?? row.values["country"]) == expected)
    }
}
