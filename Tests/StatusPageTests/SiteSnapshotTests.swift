import Basis
import Foundation
import StatusPage
import Testing

/// What strangers read, word for word, on the morning of the outage and on a quiet day.
struct SiteSnapshotTests {
    @Test(
        arguments: [
            ("/", "state.html"), ("/incidents/INC-2", "incident-open.html"),
            ("/incidents/INC-1", "incident-past.html"),
            ("/history", "history.html"), ("/history.atom", "history.atom.xml"),
            ("/history.rss", "history.rss.xml"),
        ],
        Language.spoken
    )
    func `pages and feeds of the outage`(document: (path: String, name: String), language: Language) throws {
        let site = try Rendered.site()

        try expectSnapshot(
            site.text(document.path, language),
            named: "outage/\(language.code)-\(document.name)"
        )
    }

    @Test(arguments: Language.spoken)
    func `the front page of a quiet day`(language: Language) throws {
        let site = try Rendered.site(Sample.quiet)

        try expectSnapshot(site.text("/", language), named: "quiet/\(language.code)-state.html")
    }

    @Test(arguments: Language.spoken)
    func `the page of an address where nothing is`(language: Language) throws {
        let missing = try Rendered.site().notFound.variant(for: [language])

        try expectSnapshot(
            String(decoding: missing.content.bytes, as: UTF8.self),
            named: "\(language.code)-missing.html"
        )
    }

    @Test(arguments: Language.spoken)
    func `the front page before anything is known`(language: Language) throws {
        let site = try Rendered.renderer().renderUnknown(now: Sample.now)

        try expectSnapshot(site.text("/", language), named: "\(language.code)-unknown.html")
    }

    @Test(arguments: [
        "summary", "status", "components", "incidents", "incidents/unresolved", "scheduled-maintenances",
        "scheduled-maintenances/upcoming", "scheduled-maintenances/active",
    ])
    func `documents for machines`(name: String) throws {
        let document = try Rendered.site().json("\(name).json")
        let readable = try JSONSerialization.data(
            withJSONObject: document,
            options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        )

        try expectSnapshot(
            String(decoding: readable, as: UTF8.self) + "\n",
            named: "outage/api-\(name.replacing("/", with: "-")).json"
        )
    }

    @Test func `the same state gives the same bytes`() throws {
        let renderer = try Rendered.renderer()
        let first = try renderer.render(Sample.state(), now: Sample.now)
        let second = try renderer.render(Sample.state(), now: Sample.now, previous: first)

        for path in first.paths {
            for language in Language.spoken {
                #expect(try first.text(path, language) == second.text(path, language))
            }
        }
    }
}
