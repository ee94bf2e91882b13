import Basis

/// The whole public site as bytes. Made once per change, then only read.
package struct RenderedSite: Sendable {
    /// By address in lower case, because clients differ (`/api/v2/Incidents.json`, `/incidents/inc-1`).
    private let documents: [String: SiteDocument]
    /// What an address that is not there is answered with.
    package let notFound: SiteDocument
    /// The moment of the state that it shows; nil before any was ever read.
    package let asOf: Instant?
    /// Whether the database could not be asked any more: an old truth, shown with its time.
    package let isStale: Bool
    /// The pages of past incidents, by id: most of them need not be made again.
    let past: [Int64: PastPage]

    init(
        documents: [SitePath: SiteDocument],
        notFound: SiteDocument,
        asOf: Instant?,
        isStale: Bool,
        past: [Int64: PastPage] = [:]
    ) {
        self.past = past
        self.documents = Dictionary(documents.map { ($0.key.path.lowercased(), $0.value) }) { first, _ in
            first
        }
        self.notFound = notFound
        self.asOf = asOf
        self.isStale = isStale
    }

    package var paths: [String] { documents.keys.sorted() }

    /// The document at an address, and the language that the address itself asks for (`/es/history`).
    package func find(_ path: String) -> (document: SiteDocument, language: Language?)? {
        var path = path.lowercased()
        while path.count > 1, path.hasSuffix("/") { path.removeLast() }
        if let document = documents[path] { return (document, nil) }
        guard let language = Self.languagePrefix(of: path) else { return nil }
        let rest = path.dropFirst(language.code.count + 1)
        return documents[rest.isEmpty ? "/" : String(rest)].map { ($0, language) }
    }

    /// The language of an address that begins with one, also where nothing is there.
    package static func languagePrefix(of path: String) -> Language? {
        Language.spoken.first { path == "/\($0.code)" || path.hasPrefix("/\($0.code)/") }
    }
}

/// The page of an incident that is over, with all that it was made from.
struct PastPage: Sendable {
    let incident: PublicIncident
    let names: [LocalizedText?]
    let isStale: Bool
    let document: SiteDocument

    /// nil for an incident whose page would read differently at another moment.
    init?(_ incident: PublicIncident, _ names: ComponentNames, isStale: Bool, document: SiteDocument) {
        guard Self.isTimeless(incident) else { return nil }
        self.incident = incident
        self.names = incident.affected.map { names[$0.componentID] }
        self.isStale = isStale
        self.document = document
    }

    func stillHolds(for incident: PublicIncident, _ names: ComponentNames, isStale: Bool) -> Bool {
        // The warning of a stale page tells a moment.
        !isStale && !self.isStale && self.incident == incident
            && self.names == incident.affected.map { names[$0.componentID] }
    }

    private static func isTimeless(_ incident: PublicIncident) -> Bool {
        !incident.isOpen && incident.nextUpdateAt == nil
    }
}

/// One address's content, in one language or in several.
package struct SiteDocument: Sendable {
    package struct Variant: Sendable {
        package var bytes: [UInt8]
        /// A strong validator in its quotes.
        package var etag: String

        init(_ bytes: [UInt8]) {
            self.bytes = bytes
            etag = "\"\(sha256Hex(bytes).prefix(20))\""
        }
    }

    package enum Status: Sendable {
        case found
        case missing
        /// Nothing is known yet, and nothing is claimed.
        case unavailable
    }

    package let status: Status
    package let contentType: String
    package let lastModified: Instant?
    private let variants: [Language: Variant]
    private let only: Variant?
    private let fallback: Language

    /// A document without language, or in one.
    package init(_ bytes: [UInt8], contentType: String, lastModified: Instant?, status: Status = .found) {
        self.status = status
        self.contentType = contentType
        self.lastModified = lastModified
        variants = [:]
        only = Variant(bytes)
        fallback = .english
    }

    /// A document in all languages of the site; `fallback` is for readers of none of them.
    package init(
        _ texts: [Language: [UInt8]],
        fallback: Language,
        contentType: String,
        lastModified: Instant?,
        status: Status = .found
    ) {
        self.status = status
        self.contentType = contentType
        self.lastModified = lastModified
        variants = texts.mapValues(Variant.init)
        only = nil
        self.fallback = fallback
    }

    /// Whether the reader's language decides what is answered.
    package var isNegotiated: Bool { only == nil }

    /// The variant for a reader who prefers `languages`, in that order, and its language.
    package func variant(for languages: [Language]) -> (content: Variant, language: Language?) {
        if let only { return (only, nil) }
        for language in languages + [fallback] {
            if let content = variants[language] { return (content, language) }
        }
        return (Variant([]), nil)
    }
}
