import Basis
import Incidents
import Rendering

/// The incidents as a feed: one entry for each, which changes as updates come.
package struct Feed: Sendable {
    package static let atom = "StatusPage/atom"
    package static let rss = "StatusPage/rss"
    package static let entry = "StatusPage/entry"
    /// As many as readers show; Statuspage's own feeds hold as many.
    static let entriesMax = 50

    struct Entry: Sendable {
        let id: String
        let url: String
        let title: String
        let published: String
        let updated: String
        let rssDate: String
        /// Written into the feed as escaped text.
        let content: String
    }

    let feedTitle: String
    let feedAuthor: String
    let feedLang: String
    let feedID: String
    let pageURL: String
    let atomURL: String
    let rssURL: String
    let feedUpdated: String
    let rssBuilt: String
    let entries: [Entry]

    package init(_ state: PublicState, _ voice: Voice, render: (String, Any) throws -> String) throws {
        let site = state.page
        feedTitle = voice.say("feed_title", ["name": site.name])
        feedAuthor = site.name
        feedLang = voice.language.code
        feedID = "tag:\(Self.authority(of: site.url)),2005:/\(voice.language.code)/history"
        pageURL = site.url + SitePath.state.path(in: voice.language)
        atomURL = site.url + SitePath.atom.path(in: voice.language)
        rssURL = site.url + SitePath.rss.path(in: voice.language)
        feedUpdated = state.changedAt.rfc3339
        rssBuilt = HTTPDate.text(state.changedAt)
        entries = try state.incidents.prefix(Self.entriesMax).map { incident in
            let updates = incident.updates.map { UpdateBlock($0, voice, isFull: true) }
            return Entry(
                id: "tag:\(Self.authority(of: site.url)),2005:/\(incident.name)",
                url: site.url + SitePath.incident(incident.name).path(in: voice.language),
                title: incident.title.text(voice.language),
                published: incident.openedAt.rfc3339,
                updated: incident.changedAt.rfc3339,
                rssDate: HTTPDate.text(incident.openedAt),
                content: try render(Self.entry, FeedContent(updates: updates))
            )
        }
    }

    /// The host of an address: ids of entries must not change when a scheme or a port does.
    private static func authority(of url: String) -> String {
        let rest = url.firstRange(of: "://").map { url[$0.upperBound...] } ?? Substring(url)
        let host = rest.prefix { $0 != "/" && $0 != ":" }
        return host.isEmpty ? "localhost" : String(host)
    }
}

/// The updates of one entry, for its template.
package struct FeedContent: Sendable {
    let updates: [UpdateBlock]
}
