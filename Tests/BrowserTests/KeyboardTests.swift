import Assembly
import Basis
import Foundation
import Testing

/// The whole way through an incident without a mouse.
@Suite(.serialized) struct KeyboardTests {
    @Test func `the console is set up, and an incident opened, told and resolved, with the keyboard alone`()
        async throws
    {
        try await Stage.set(.after) { stage in
            try await Browser.use { browser in
                try await Inspector.prepare(browser, .english)
                try await browser.take(.desk)
                let keyboard = Keyboard(browser: browser)
                let token = try #require(try await stage.house.beginSetUp())
                try await browser.go(to: stage.console + "/setup/\(token)")

                try await Self.setUp(keyboard)
                try await Self.logIn(keyboard, stage)
                try await Self.open(keyboard)
                try await Self.publish(keyboard)
                try await Self.resolve(keyboard)
            }
        }
    }

    private static let password = "correct horse battery staple"

    private static func setUp(_ keyboard: Keyboard) async throws {
        try await keyboard.fill(["name": "Ane Mendi", "id": "ane", "password": password])
        try await keyboard.follow("main form button")
        #expect(try await keyboard.browser.pathHere() == "/")
    }

    private static func logIn(_ keyboard: Keyboard, _ stage: Stage) async throws {
        try await keyboard.follow("a.account")
        try await keyboard.follow("form[action='/logout'] button")
        #expect(try await keyboard.browser.pathHere() == "/login")
        try await keyboard.browser.go(to: stage.console + "/")
        try await keyboard.fill(["login": "ane", "password": password])
        try await keyboard.follow("main form button")
        #expect(try await keyboard.browser.pathHere() == "/")
    }

    private static func open(_ keyboard: Keyboard) async throws {
        let browser = keyboard.browser
        try await keyboard.follow("main a[href='/incidents/new']")
        for question in ["noticed", "ongoing", "origin", "data"] {
            try await keyboard.reach("input[name=\(question)]")
            try await browser.press(.space)
        }
        try await keyboard.reach("#components input[type=checkbox]")
        try await browser.press(.space)
        try await keyboard.follow("button[name=step][value=next]")
        try await Inspector.inspect("wording", browser, .english)
        try await browser.take(.desk)
        try await keyboard.follow("button[name=step][value=open]")
        #expect(try await browser.pathHere() == "/incidents/INC-2")
    }

    private static func publish(_ keyboard: Keyboard) async throws {
        let browser = keyboard.browser
        try await keyboard.reach("aside .publish summary")
        try await browser.press(.enter)
        try await keyboard.reach("aside textarea[name^=message]")
        try await browser.type("We found the cause.")
        try await keyboard.follow("aside button[value=preview]")
        try await Inspector.inspect("publish-preview", browser, .english)
        try await browser.take(.desk)
        try await keyboard.follow("button[value=publish]")
        #expect(try await browser.pathHere() == "/incidents/INC-2")
        #expect(
            try await browser.run("return document.body.innerText").text?.contains("We found the cause.")
                == true
        )
    }

    private static func resolve(_ keyboard: Keyboard) async throws {
        let browser = keyboard.browser
        try await keyboard.follow("a[href$='status=resolved']")
        try await keyboard.follow("button[value=preview]")
        try await keyboard.follow("button[value=publish]")
        let stage = try await browser.run("return document.querySelector('#head').innerText").text ?? ""
        #expect(stage.contains("Resolved"))
    }
}

/// Two hands on a keyboard.
struct Keyboard: Sendable {
    /// More stops than any page has.
    private static let stopsMax = 400

    let browser: Browser

    /// Presses Tab until the focus is on `selector`. Every stop on the way must be seen.
    func reach(_ selector: String, location: SourceLocation = #_sourceLocation) async throws {
        for _ in 0..<Self.stopsMax {
            try await browser.press(.tab)
            let stop = try await browser.run(Self.look, [.text(selector)])
            #expect(
                stop["hidden"].text == nil,
                "the focus is on something that nobody sees",
                sourceLocation: location
            )
            if stop["isThere"].isTrue { return }
        }
        throw WebDriver.Failure(what: "Tab never comes to", message: selector)
    }

    /// Goes to the fields of a form in any order and types.
    func fill(_ values: KeyValuePairs<String, String>) async throws {
        for (name, value) in values {
            try await reach("input[name=\(name)]")
            try await browser.type(value)
        }
    }

    /// Goes to a link or a button and presses Enter, which leads to another page.
    func follow(_ selector: String, location: SourceLocation = #_sourceLocation) async throws {
        try await reach(selector, location: location)
        try await browser.leaving { try await browser.press(.enter) }
    }

    /// Whether the focus is where it should be, and what has it where that cannot be seen.
    private static let look = """
        const here = document.activeElement;
        if (!here || here === document.body) return { isThere: false, hidden: null };
        const box = (here.closest("label") ?? here).getBoundingClientRect();
        const inside = box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight;
        const top = inside && document.elementFromPoint(
          Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1),
          Math.min(Math.max(box.top + box.height / 2, 0), innerHeight - 1));
        const isSeen = inside && top && (here.contains(top) || top.contains(here) || top.closest("label"));
        return { isThere: here.matches(arguments[0]), hidden: isSeen ? null : here.outerHTML.slice(0, 120) };
        """
}
