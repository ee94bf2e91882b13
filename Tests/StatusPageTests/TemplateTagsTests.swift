import Basis
import Letters
import Rendering
import StatusPage
import Testing

/// A tag that names nothing renders nothing, silently: every tag of every template has its value.
struct TemplateTagsTests {
    private let templates: Templates
    private let voice: Voice

    init() throws {
        templates = try Templates(root: Rendered.root(), rooms: ["StatusPage"])
        voice = Voice(
            catalogue: try StringCatalogue(root: Rendered.root(), rooms: ["StatusPage"]),
            page: Sample.page,
            language: .english,
            now: Sample.now
        )
    }

    /// A page on which everything is filled: folded groups, more of everything than is shown.
    private func fullState() -> PublicState {
        var incident = Sample.outage
        incident.title = LocalizedText([.spanish: "Solo en español"])
        incident.updates += Array(repeating: incident.updates[1], count: 3)
        incident.affectedCount = 900
        incident.sheet = .init([
            .init(id: "cause", type: .text, text: LocalizedText([.spanish: "Solo en español"]))
        ])
        let many = (6...5_000).map { Sample.component(Int64($0), LocalizedText([.spanish: "S"]), group: "G") }
        var over = Sample.past
        over.title = LocalizedText([.spanish: "Solo en español"])
        return Sample.state(components: Sample.components + many, incidents: [incident, over])
    }

    @Test func `state page`() {
        let state = fullState()
        let page = StatePage(state, ComponentNames(state.components), voice, warning: "old")

        #expect(templates.unknownTags(StatePage.template, in: page).isEmpty)
    }

    @Test func `incident page`() {
        let state = fullState()
        let page = IncidentPage(state.incidents[0], ComponentNames(state.components), voice, warning: "old")

        #expect(templates.unknownTags(IncidentPage.template, in: page).isEmpty)
    }

    @Test func `history page`() {
        #expect(
            templates.unknownTags(HistoryPage.template, in: HistoryPage(fullState(), voice, warning: "old"))
                .isEmpty
        )
    }

    @Test func `feeds`() throws {
        let feed = try Feed(fullState(), voice, render: templates.render)

        #expect(templates.unknownTags(Feed.atom, in: feed).isEmpty)
        #expect(templates.unknownTags(Feed.rss, in: feed).isEmpty)
    }

    @Test func `every page has a template and every template is used`() {
        let roots = [
            StatePage.template, IncidentPage.template, HistoryPage.template, NoticePage.template, Feed.atom,
            Feed.rss,
            Feed.entry, "StatusPage/layout", "StatusPage/robots.text",
        ]

        #expect(Set(templates.names).isSuperset(of: roots))
        for name in templates.names
        where !name.contains("/part/") && !name.contains("/shape/") && !name.contains("/icon/") {
            #expect(roots.contains(name), "\(name)")
        }
    }

    @Test(arguments: Language.spoken)
    func `no page shows a missing string`(language: Language) throws {
        let site = try Rendered.site(fullState())
        for path in site.paths { #expect(!(try site.text(path, language)).contains("⟦"), "\(path)") }
        let quiet = try Rendered.site(Sample.quiet)
        for path in quiet.paths { #expect(!(try quiet.text(path, language)).contains("⟦"), "\(path)") }
    }
}
