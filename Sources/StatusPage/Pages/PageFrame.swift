import Basis

/// What all pages have around their content.
struct PageFrame: Sendable {
    /// The same page in another language.
    struct Alternate: Sendable {
        let code: String
        /// The language's own name, because whoever needs it may read no other.
        let name: String
        let path: String
        let url: String
    }

    let lang: String
    let title: String
    let summary: String
    let siteName: String
    let tone: String
    let url: String
    let homePath: String
    let historyPath: String
    let atomPath: String
    let rssPath: String
    let apiPath: String
    let stylesheetPath: String
    let iconPath: String
    let alternates: [Alternate]
    /// Said in a band on top where the page is not up to date.
    let warning: String?
    /// Of which place the times are.
    let clock: String
    let t: [String: String]
}

extension PageFrame {
    init(
        _ path: SitePath,
        title: String,
        summary: String,
        tone: String,
        warning: String?,
        voice: Voice
    ) {
        let page = voice.page
        lang = voice.language.code
        self.title = title
        self.summary = summary
        siteName = page.name
        self.tone = tone
        url = page.url + path.path(in: voice.language)
        homePath = SitePath.state.path(in: voice.language)
        historyPath = SitePath.history.path(in: voice.language)
        atomPath = SitePath.atom.path(in: voice.language)
        rssPath = SitePath.rss.path(in: voice.language)
        apiPath = SitePath.api("summary.json").path
        stylesheetPath = SitePath.stylesheet.path
        iconPath = SitePath.icon.path
        alternates = Language.spoken.filter { $0 != voice.language }.map { language in
            // An address that is nowhere leads back to the front.
            let own = path == .notFound ? SitePath.state.path(in: language) : path.path(in: language)
            return Alternate(
                code: language.code,
                name: voice.say("language_\(language.code)"),
                path: own,
                url: page.url + own
            )
        }
        self.warning = warning
        clock = voice.say("clock", ["zone": page.timeZone.replacing("_", with: " ")])
        t = voice.labels
    }
}
