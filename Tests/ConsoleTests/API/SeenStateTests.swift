import Basis
import Console
import HTTPTypes
import Testing

/// Two people in the console with the same form open.
@Suite struct SeenStateTests {
    @Test(arguments: [
        ("facts", [("cause.es", "Uno")], [("cause.es", "Dos")]),
        ("impact", [("level.ovh-net", "partial_outage")], [("level.ovh-net", "operational")]),
    ])
    func `whoever is slower is told so, and overwrites nothing`(
        _ part: String,
        _ first: [(String, String)],
        _ second: [(String, String)]
    ) async throws {
        let fixture = try await ConsoleFixture()
        let (one, two) = (Browser(fixture), Browser(fixture))
        try await Trouble(one).open()
        let path = "/incidents/INC-1/\(part)"
        let (seenByOne, seenByTwo) = (
            Self.seen(try await one.get(path)), Self.seen(try await two.get(path))
        )
        #expect(seenByOne == seenByTwo)
        #expect(try await one.post(path, first + [("seen", seenByOne)]).status == .seeOther)
        let late = try await two.post(path, second + [("seen", seenByTwo)])
        #expect(late.status == .unprocessableContent)
        let now = Self.seen(late)
        #expect(now != seenByTwo)
        #expect(try await two.post(path, second + [("seen", now)]).status == .seeOther)
    }

    /// The state that a form carries, as a browser reads it.
    private static func seen(_ page: Browser.Page) -> String {
        page.hidden("seen").replacing("&quot;", with: "\"")
    }
}
