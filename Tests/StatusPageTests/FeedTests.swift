import Basis
import Foundation
import StatusPage
import Testing

struct FeedTests {
    @Test(arguments: Language.spoken)
    func `an Atom feed has what readers need, in its language`(language: Language) throws {
        let reader = XMLReader()
        #expect(reader.read(try Rendered.site().text("/history.atom", language)), "\(reader.problem ?? "")")

        #expect(reader.elements.count { $0 == "entry" } == 2)
        #expect(reader.elements.count { $0 == "id" } == 3)
        #expect(reader.attributes["feed"]?.first?["xml:lang"] == language.code)
        let selfLink = reader.attributes["link"]?.first { $0["rel"] == "self" }
        #expect(selfLink?["href"] == "https://estado.candil.example/\(language.code)/history.atom")
        #expect(reader.texts["updated"] == "2017-11-09T08:15:00.000Z")
        #expect(reader.texts["content"]?.contains("<strong>") == true)
    }

    @Test func `an RSS feed is well-formed and dates are those of mail`() throws {
        let reader = XMLReader()
        #expect(reader.read(try Rendered.site().text("/history.rss")), "\(reader.problem ?? "")")

        #expect(reader.elements.count { $0 == "item" } == 2)
        #expect(reader.texts["pubDate"] == "Thu, 09 Nov 2017 07:32:00 GMT")
    }

    @Test func `the id of an entry does not depend on language, scheme or port`() throws {
        var state = Sample.state()
        let first = XMLReader()
        _ = first.read(try Rendered.site(state).text("/history.rss", .spanish))
        state.page = PageIdentity(
            name: "Candil",
            url: "http://estado.candil.example:8080",
            timeZone: "UTC",
            language: .english
        )
        let second = XMLReader()
        _ = second.read(try Rendered.site(state).text("/history.rss", .english))

        #expect(first.texts["guid"] == "tag:estado.candil.example,2005:/INC-2")
        #expect(first.texts["guid"] == second.texts["guid"])
    }

    @Test func `a feed says that a text was changed`() throws {
        #expect(try Rendered.site().text("/history.atom").contains("Text corrected: 9 November 2017, 08:55"))
    }
}

struct HTTPDateTests {
    @Test(arguments: [
        ("1970-01-01T00:00:00Z", "Thu, 01 Jan 1970 00:00:00 GMT"),
        ("1969-12-31T23:59:59Z", "Wed, 31 Dec 1969 23:59:59 GMT"),
        ("2017-11-09T07:32:05Z", "Thu, 09 Nov 2017 07:32:05 GMT"),
        ("2024-02-29T12:00:00Z", "Thu, 29 Feb 2024 12:00:00 GMT"),
        ("2026-10-31T00:00:00Z", "Sat, 31 Oct 2026 00:00:00 GMT"),
    ])
    func `it is written and read`(moment: String, text: String) throws {
        let instant = try #require(Instant(rfc3339: moment))

        #expect(HTTPDate.text(instant) == text)
        #expect(HTTPDate.instant(text) == instant)
    }

    @Test(arguments: [
        "", "yesterday", "Thu, 09 Nov 2017 07:32:05 CET", "Thu, 32 Nov 2017 07:32:05 GMT",
        "2017-11-09T07:32:05Z",
        "Thu, 09 Foo 2017 07:32:05 GMT",
    ])
    func `what is no date is none`(text: String) {
        #expect(HTTPDate.instant(text) == nil)
    }
}
