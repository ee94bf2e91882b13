import Foundation
import NIOHTTP1
import TestSupport

/// One Chromium without a screen, driven as a person would: it goes to pages, presses keys, and shows what it sees.
///
/// Pages are waited for by asking them, not by the driver: an open room listens to a stream that never ends.
final class Browser: Sendable {
    /// How long a page may take until it is there, on a machine that does much else.
    private static let patience = Duration.seconds(30)

    private let keeper: ChromeDriver
    private let driver: WebDriver
    private let path: String

    /// Opens a browser, and closes it behind the test.
    static func use(_ test: (Browser) async throws -> Void) async throws {
        let browser = try await Browser()
        do {
            try await test(browser)
        } catch {
            await browser.close()
            throw error
        }
        await browser.close()
    }

    private init() async throws {
        keeper = try await ChromeDriver()
        driver = WebDriver(port: keeper.port)
        let arguments: [JSON] = [
            "--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--hide-scrollbars",
            "--force-color-profile=srgb", "--no-first-run", "--disable-background-networking",
            "--user-data-dir=\(keeper.folder)/profile",
        ]
        let options: JSON = ["binary": .text(ChromeDriver.browser), "args": .list(arguments)]
        let wanted: JSON = [
            "browserName": "chrome", "pageLoadStrategy": "none", "goog:chromeOptions": options,
            "timeouts": ["script": 60_000],
        ]
        let answer = try await driver.send(.POST, "/session", ["capabilities": ["alwaysMatch": wanted]])
        guard let id = answer["sessionId"].text else {
            throw WebDriver.Failure(what: "session", message: "the driver gave no session")
        }
        path = "/session/\(id)"
    }

    private func close() async {
        // The keeper ends what does not end by itself.
        _ = try? await driver.send(.DELETE, path)
    }

    // MARK: Going somewhere

    func go(to address: String) async throws {
        try await leaving { try await self.driver.send(.POST, "\(self.path)/url", ["url": .text(address)]) }
    }

    /// Does what leads to another page, and waits until that is there.
    func leaving(_ act: () async throws -> Void) async throws {
        // Before the first page there is nothing to leave.
        _ = try? await run("window.isLeft = true")
        try await act()
        try await wait(until: "!window.isLeft && document.readyState === 'complete'")
    }

    /// Waits until a condition of the page holds.
    func wait(until condition: String) async throws {
        let end = ContinuousClock.now + Self.patience
        while true {
            // While one page goes and another comes there is nobody to ask.
            if let answer = try? await run("return Boolean(\(condition))"), answer.isTrue { return }
            guard ContinuousClock.now < end else {
                let here = (try? await address()) ?? "?"
                throw WebDriver.Failure(what: "waited in vain at \(here)", message: condition)
            }
            try await Task.sleep(for: .milliseconds(10))
        }
    }

    func address() async throws -> String { try await run("return location.href").text ?? "" }

    /// The path of the page, without host and query.
    func pathHere() async throws -> String { try await run("return location.pathname").text ?? "" }

    // MARK: Asking the page

    /// Runs the body of a function in the page.
    @discardableResult
    func run(_ script: String, _ arguments: [JSON] = []) async throws -> JSON {
        try await driver.send(
            .POST,
            "\(path)/execute/sync",
            ["script": .text(script), "args": .list(arguments)]
        )
    }

    /// Runs the body of a function in the page that calls `done(value)` when it has its answer.
    func runLong(_ script: String) async throws -> JSON {
        try await driver.send(
            .POST,
            "\(path)/execute/async",
            ["script": .text("const done = arguments[arguments.length - 1];\n" + script), "args": []]
        )
    }

    /// Says something to Chromium itself.
    @discardableResult
    func devTools(_ command: String, _ parameters: JSON) async throws -> JSON {
        let body: JSON = ["cmd": .text(command), "params": parameters]
        return try await driver.send(.POST, "\(path)/goog/cdp/execute", body)
    }

    // MARK: Keys

    /// Presses keys as a person does, one after the other.
    func press(_ keys: Key...) async throws {
        try await press(keys.map(\.rawValue))
    }

    func type(_ text: String) async throws {
        try await press(text.map(String.init))
    }

    private func press(_ keys: [String]) async throws {
        let actions: [JSON] = keys.flatMap { key -> [JSON] in
            [["type": "keyDown", "value": .text(key)], ["type": "keyUp", "value": .text(key)]]
        }
        let keyboard: JSON = ["type": "key", "id": "keyboard", "actions": .list(actions)]
        try await driver.send(.POST, "\(path)/actions", ["actions": [keyboard]])
    }

    /// Chooses a file in a field of a form.
    func choose(_ file: String, in selector: String) async throws {
        let found = try await driver.send(
            .POST,
            "\(path)/element",
            ["using": "css selector", "value": .text(selector)]
        )
        guard case .object(let reference) = found, let id = reference.values.first?.text else { return }
        try await driver.send(.POST, "\(path)/element/\(id)/value", ["text": .text(file)])
    }
}

/// Keys that write nothing, as WebDriver numbers them.
enum Key: String {
    case tab = "\u{E004}"
    case enter = "\u{E007}"
    case escape = "\u{E00C}"
    case space = " "
    case down = "\u{E015}"
}
