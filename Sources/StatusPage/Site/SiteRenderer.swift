import Basis
import Catalog
import Incidents
import Rendering

/// Makes the whole public site from one state. The same state and moment always give the same bytes.
package struct SiteRenderer: Sendable {
    private let templates: Templates
    private let catalogue: StringCatalogue
    package let page: PageIdentity

    /// Needs the templates and the strings of the room `StatusPage`.
    package init(templates: Templates, catalogue: StringCatalogue, page: PageIdentity) {
        self.templates = templates
        self.catalogue = catalogue
        self.page = page
    }

    /// Where the database cannot be asked any more (`isStale`), `now` is the moment at which the state was read: the
    /// pages then show what was so at that moment, and say so. Nobody can know what has become late since.
    ///
    /// What a `previous` site holds of incidents that are over is taken from there where it still holds.
    package func render(
        _ state: PublicState,
        now: Instant,
        isStale: Bool = false,
        previous: RenderedSite? = nil
    ) throws -> RenderedSite {
        let names = ComponentNames(state.components)
        var documents: [SitePath: SiteDocument] = [:]
        documents[.state] = try html(now) { voice in
            (StatePage.template, StatePage(state, names, voice, warning: warning(isStale, voice)))
        }
        documents[.history] = try html(now) { voice in
            (HistoryPage.template, HistoryPage(state, voice, warning: warning(isStale, voice)))
        }
        var past: [Int64: PastPage] = [:]
        for incident in state.incidents {
            let known = previous?.past[incident.id]
            let document =
                if let known, known.stillHolds(for: incident, names, isStale: isStale) {
                    known.document
                } else {
                    try page(of: incident, names, now, isStale)
                }
            documents[.incident(incident.name)] = document
            past[incident.id] = PastPage(incident, names, isStale: isStale, document: document)
        }
        documents.merge(try feeds(state, now)) { first, _ in first }
        documents.merge(api(state, now)) { first, _ in first }
        documents.merge(try furniture(tone: icon(of: state, now), now)) { first, _ in first }
        return RenderedSite(
            documents: documents,
            notFound: try notice("missing", .missing, now),
            asOf: now,
            isStale: isStale,
            past: past
        )
    }

    /// The site of a process that could not read anything yet: it claims nothing.
    package func renderUnknown(now: Instant) throws -> RenderedSite {
        let unavailable = try notice("unavailable", .unavailable, now)
        var documents = try furniture(tone: "unknown", now)
        documents[.state] = unavailable
        documents[.history] = unavailable
        let noData = SiteDocument(
            JSONValue(dictionaryLiteral: ("error", .string("unavailable"))).bytes,
            contentType: ContentType.json,
            lastModified: nil,
            status: .unavailable
        )
        for name in StatuspageDocuments.Name.allCases { documents[.api(name.rawValue)] = noData }
        return RenderedSite(
            documents: documents,
            notFound: unavailable,
            asOf: nil,
            isStale: true
        )
    }
}

extension SiteRenderer {
    private func voice(_ language: Language, _ now: Instant) -> Voice {
        Voice(catalogue: catalogue, page: page, language: language, now: now)
    }

    /// A page in every language of the site.
    private func html(
        _ now: Instant,
        status: SiteDocument.Status = .found,
        _ page: (Voice) -> (template: String, page: Any)
    ) throws -> SiteDocument {
        var texts: [Language: [UInt8]] = [:]
        for language in Language.spoken {
            let (template, content) = page(voice(language, now))
            texts[language] = Array(try templates.render(template, content).utf8)
        }
        return SiteDocument(
            texts,
            fallback: self.page.language,
            contentType: ContentType.html,
            lastModified: now,
            status: status
        )
    }

    private func warning(_ isStale: Bool, _ voice: Voice) -> String? {
        isStale ? voice.say("stale", ["time": voice.time.dateTime(voice.now)]) : nil
    }

    private func page(
        of incident: PublicIncident,
        _ names: ComponentNames,
        _ now: Instant,
        _ isStale: Bool
    ) throws -> SiteDocument {
        try html(now) { voice in
            (IncidentPage.template, IncidentPage(incident, names, voice, warning: warning(isStale, voice)))
        }
    }

    private func feeds(_ state: PublicState, _ now: Instant) throws -> [SitePath: SiteDocument] {
        var feeds: [Language: Feed] = [:]
        for language in Language.spoken {
            feeds[language] = try Feed(state, voice(language, now), render: templates.render)
        }
        func written(_ template: String, _ contentType: String) throws -> SiteDocument {
            SiteDocument(
                try feeds.mapValues { Array(try templates.render(template, $0).utf8) },
                fallback: page.language,
                contentType: contentType,
                lastModified: now
            )
        }
        return [
            .atom: try written(Feed.atom, ContentType.atom), .rss: try written(Feed.rss, ContentType.rss),
        ]
    }

    private func api(_ state: PublicState, _ now: Instant) -> [SitePath: SiteDocument] {
        let unsaid = LocalizedText(
            Dictionary(uniqueKeysWithValues: Language.spoken.map { ($0, voice($0, now).say("unsaid")) })
        )
        let documents = Language.spoken.map {
            StatuspageDocuments(state: state, language: $0, unsaid: unsaid)
        }
        let pairs = StatuspageDocuments.Name.allCases.map { name in
            let texts = documents.map { ($0.language, $0.document(name).bytes) }
            let document = SiteDocument(
                Dictionary(uniqueKeysWithValues: texts),
                fallback: page.language,
                contentType: ContentType.json,
                lastModified: now
            )
            return (SitePath.api(name.rawValue), document)
        }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    private func icon(of state: PublicState, _ now: Instant) -> String {
        Headline(state, voice(page.language, now)).tone
    }

    /// What does not speak: the icon that shows the state, and the note to robots.
    private func furniture(tone: String, _ now: Instant) throws -> [SitePath: SiteDocument] {
        [
            .icon: SiteDocument(
                Array(try templates.render("StatusPage/icon/\(tone)", [String: String]()).utf8),
                contentType: ContentType.svg,
                lastModified: now
            ),
            .robots: SiteDocument(
                Array(try templates.render("StatusPage/robots.text", [String: String]()).utf8),
                contentType: ContentType.text,
                lastModified: nil
            ),
        ]
    }

    private func notice(_ name: String, _ status: SiteDocument.Status, _ now: Instant) throws -> SiteDocument
    {
        try html(now, status: status) { voice in
            (NoticePage.template, NoticePage(.notFound, name, voice: voice))
        }
    }
}

private enum ContentType {
    static let html = "text/html; charset=utf-8"
    static let json = "application/json; charset=utf-8"
    static let atom = "application/atom+xml; charset=utf-8"
    static let rss = "application/rss+xml; charset=utf-8"
    static let svg = "image/svg+xml; charset=utf-8"
    static let text = "text/plain; charset=utf-8"
}
