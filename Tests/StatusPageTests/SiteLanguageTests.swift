import Basis
import StatusPage
import Testing

struct AcceptedLanguagesTests {
    @Test(arguments: [
        ("", []), ("es", ["es"]), ("en", ["en"]), ("es-ES,es;q=0.9,en;q=0.8", ["es", "en"]),
        ("en;q=0.5, es;q=0.7", ["es", "en"]), ("de-DE,de;q=0.9,en-GB;q=0.4", ["en"]), ("fr", []),
        ("en;q=0, es", ["es"]), ("en;q=0", []), ("en;q=2,es", ["es"]), ("*", []), ("ES_mx", ["es"]),
        ("en ; q=0.1 , es ; q=0.2", ["es", "en"]), (";;;,,=,q", []), ("en;q=x,es;q=0.1", ["es"]),
        ("en,es", ["en", "es"]),
    ])
    func `the spoken languages of a header, best first`(header: String, codes: [String]) {
        #expect(AcceptedLanguages.preferred(header).map(\.code) == codes)
    }

    @Test func `an endless header is read only so far`() {
        let header = Array(repeating: "xx", count: 100_000).joined(separator: ",") + ",es"

        #expect(AcceptedLanguages.preferred(header).isEmpty)
    }
}

struct RenderedSiteTests {
    @Test(arguments: [
        ("/", nil), ("/es", "es"), ("/en/", "en"), ("/ES/incidents/inc-2", "es"), ("/incidents/INC-2/", nil),
        ("/en/history.atom", "en"), ("/api/v2/Incidents.json", nil),
        ("/api/v2/incidents/unresolved.json", nil),
    ])
    func `addresses are found whatever their case, with or without a language`(
        path: String,
        code: String?
    ) throws {
        let found = try #require(try Rendered.site().find(path))

        #expect(found.language?.code == code)
    }

    @Test(arguments: [
        "/incidents/INC-9", "/fr", "/es/es", "/esx", "", "/api/v2/", "/incidents", "/../", "/404",
    ])
    func `what is not there is not found`(path: String) throws {
        #expect(try Rendered.site().find(path) == nil)
    }

    @Test func `a reader of no spoken language gets the language of the page`() throws {
        let (document, _) = try #require(try Rendered.site().find("/"))

        #expect(document.variant(for: []).language == .spanish)
        #expect(document.variant(for: [.english]).language == .english)
    }

    @Test func `every page leads to itself in the other language and stays in its own`() throws {
        let site = try Rendered.site()

        for path in ["/", "/history", "/incidents/INC-2"] {
            let html = try site.text(path, .spanish)
            let other = path == "/" ? "/en" : "/en\(path)"
            #expect(html.contains("<a href=\"\(other)\" lang=\"en\" hreflang=\"en\">"))
            let links = html.split(separator: "<a ").compactMap { String($0).between("href=\"", "\"") }
            for link in links where link.hasPrefix("/") && link != other && !link.hasPrefix("/api/") {
                #expect(link.hasPrefix("/es"), "\(path) links to \(link)")
                #expect(site.find(link) != nil, "\(path) links to \(link), where nothing is")
            }
        }
    }

    @Test func `what was written in one language only says in which`() throws {
        let html = try Rendered.site().text("/incidents/INC-2", .english)

        #expect(html.contains("<div class=\"prose\" lang=\"es\"><p>El problema está en OVH."))
        #expect(html.contains("<div class=\"prose\"><p>OVH has lost power"))
    }
}
