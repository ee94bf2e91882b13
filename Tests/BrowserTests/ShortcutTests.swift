import Foundation
import Testing

/// Keys for whoever works here often: written in the page, listed on demand, and off for whoever wants none.
@Suite(.serialized) struct ShortcutTests {
    @Test func `keys lead where the help sheet says, and nowhere while somebody types`() async throws {
        try await Stage.set(.empty) { stage in
            try await Browser.use { browser in
                try await browser.take(.desk)
                try await browser.go(to: stage.console + "/")

                try await browser.type("/")
                #expect(try await focus(browser) == "find")
                try await browser.type("n?2")
                #expect(try await browser.run("return document.activeElement.value").text == "n?2")
                #expect(try await browser.pathHere() == "/")
                try await browser.leaving { try await browser.press(.enter) }
                #expect(try await browser.pathHere() == "/search")

                try await browser.leaving { try await browser.type("2") }
                #expect(try await browser.pathHere() == "/incidents")
            }
        }
    }

    @Test func `the help sheet lists the keys of the page, keeps the focus and gives it back`() async throws {
        try await Stage.set(.empty) { stage in
            try await Browser.use { browser in
                try await browser.take(.desk)
                try await browser.go(to: stage.console + "/?lang=en")

                try await browser.type("?")
                #expect(try await isOpen(browser))
                let text =
                    try await browser.run("return document.getElementById('keys').innerText").text ?? ""
                #expect(text.contains("Incidents"))
                #expect(text.contains("Something is broken"))
                for _ in 0..<12 { try await browser.press(.tab) }
                let inside = try await browser.run(
                    """
                    const here = document.activeElement;
                    return here === document.body || document.getElementById("keys").contains(here);
                    """
                )
                #expect(inside.isTrue)
                try await browser.press(.escape)
                #expect(try await isOpen(browser) == false)
            }
        }
    }

    @Test func `whoever turns the keys off has none, also on the next page`() async throws {
        try await Stage.set(.empty) { stage in
            try await Browser.use { browser in
                try await browser.take(.desk)
                try await browser.go(to: stage.console + "/")
                try await browser.type("?")
                try await browser.run("document.getElementById('keys-on').click()")
                try await browser.press(.escape)

                try await browser.go(to: stage.console + "/incidents")
                try await browser.type("1/?")
                #expect(try await browser.pathHere() == "/incidents")
                #expect(try await focus(browser) == "")
                #expect(try await isOpen(browser) == false)
            }
        }
    }

    private func focus(_ browser: Browser) async throws -> String {
        try await browser.run("return document.activeElement.id").text ?? ""
    }

    private func isOpen(_ browser: Browser) async throws -> Bool {
        try await browser.run("return document.getElementById('keys').open").isTrue
    }
}
