import Basis
import Foundation

/// The words and codes that cells are read by.
enum Vocabulary {
    static let consents: [String: Address.Consent] = [
        "yes": .yes, "no": .no, "unknown": .unknown, "y": .yes, "n": .no, "sí": .yes, "si": .yes,
        "desconocido": .unknown,
    ]
    static let channels: [String: AddressChannel] = [
        "email": .email, "sms": .sms, "whatsapp": .whatsapp, "telegram": .telegram, "phone": .phone,
        "webhook": .webhook, "e-mail": .email, "correo": .email, "teléfono": .phone, "telefono": .phone,
    ]
    static let dependencyKinds: [String: Dependency.Kind] = ["hard": .hard, "soft": .soft]
    static let periods: [String: Subscription.Period] = [
        "month": .month, "year": .year, "monthly": .month, "yearly": .year, "annual": .year, "mes": .month,
        "mensual": .month, "año": .year, "anual": .year,
    ]
    static let statuses: [String: Subscription.Status] = [
        "active": .active, "suspended": .suspended, "ended": .ended, "activo": .active, "activa": .active,
        "suspendido": .suspended, "suspendida": .suspended, "terminado": .ended, "terminada": .ended,
    ]

    /// A language from its tag (`es`, `es-MX`, `spa`) or from its name in a language that the program speaks.
    static func language(_ text: String) -> Language? {
        if let usual = usualLanguages[text] { return usual }
        if let named = languageNames[folded(text)] { return named }
        guard let language = Language(text) else { return nil }
        if language.code.utf8.count == 3, let short = Locale.LanguageCode(language.code).identifier(.alpha2) {
            return Language(short)
        }
        return isoLanguages.contains(language.code) ? language : nil
    }

    /// A country from its code (ISO 3166 alpha-2) or from its name in a language that the program speaks.
    static func country(_ text: String) -> String? {
        let code = text.uppercased()
        if countries.contains(code) { return code }
        return countryNames[folded(text)]
    }

    /// A name of the IANA database.
    static func timeZone(_ text: String) -> String? {
        if timeZones.contains(text) { return text }
        guard text.contains("/") || text == "UTC", TimeZone(identifier: text) != nil else { return nil }
        return text
    }

    static func isCurrency(_ code: String) -> Bool { currencies.contains(code) }

    /// The currency of a country: what is meant where a price has none.
    static func currency(ofCountry country: String) -> String? {
        Locale(components: Locale.Components(languageCode: "en", languageRegion: Locale.Region(country)))
            .currency?
            .identifier
    }

    private static let isoLanguages = Set(Locale.LanguageCode.isoLanguageCodes.map(\.identifier))
    /// Two letters in lower case: nearly every cell, and no need to look further.
    private static let usualLanguages = Dictionary(
        isoLanguages.filter { $0.utf8.count == 2 }.compactMap { code in Language(code).map { (code, $0) } }
    ) { first, _ in first }
    private static let timeZones = Set(TimeZone.knownTimeZoneIdentifiers)
    private static let currencies = Set(Locale.Currency.isoCurrencies.map { $0.identifier.uppercased() })
    private static let countries = Set(
        Locale.Region.isoRegions.map(\.identifier).filter { $0.utf8.count == 2 && $0 != "ZZ" }
    )

    private static let languageNames: [String: Language] = {
        var names = ["castellano": Language.spanish]
        for speaker in Language.spoken {
            let locale = Locale(identifier: speaker.code)
            for code in isoLanguages where code.utf8.count == 2 {
                guard let name = locale.localizedString(forLanguageCode: code) else { continue }
                names[folded(name)] = Language(code)
            }
        }
        return names
    }()

    private static let countryNames: [String: String] = {
        var names = ["uk": "GB"]
        for speaker in Language.spoken {
            let locale = Locale(identifier: speaker.code)
            for code in countries {
                if let name = locale.localizedString(forRegionCode: code) { names[folded(name)] = code }
            }
        }
        return names
    }()

    /// Without case and accents.
    static func folded(_ text: String) -> String {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
    }
}
