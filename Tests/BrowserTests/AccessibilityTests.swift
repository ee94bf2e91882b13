import Basis
import Foundation
import Testing

/// Every page, as axe-core judges it and as a narrow window shows it: in both languages, by day on a desk and by night
/// on a telephone.
///
/// With `PICTURES` in the environment each page is also written there as a picture, in both windows by day and night.
@Suite(.serialized) struct AccessibilityTests {
    @Test func `every page of the console is in the table`() async throws {
        try await Stage.set(.empty) { stage in
            let forgotten = try PageTable.forgotten(stage)
            let routes = try PageTable.routes(stage)
            #expect(routes.contains("/customers/{customer}"))
            #expect(forgotten == [])
        }
    }

    @Test(arguments: Language.spoken)
    func `no page keeps anybody out`(_ language: Language) async throws {
        try await Stage.set(.during("08:35")) { stage in
            try await Browser.use { browser in
                try await Inspector.prepare(browser, language)
                for page in try await PageTable.addressed(stage, language) {
                    try await browser.go(to: page.address)
                    try await Inspector.inspect(page.name, browser, language)
                }
                try await Upload(stage: stage, browser: browser).show { name in
                    try await Inspector.inspect(name, browser, language)
                }
            }
        }
    }

    @Test(arguments: Language.spoken)
    func `nor do those of a house after its first bad day, or before it`(_ language: Language) async throws {
        try await Browser.use { browser in
            try await Inspector.prepare(browser, language)
            try await Stage.set(.after) { stage in
                try await Self.waitForDoctor(stage, browser)
                for (name, path) in [
                    ("home", "/"), ("room", "/incidents/INC-1"), ("scorecard", "/incidents/INC-1/scorecard"),
                    ("customer", "/customers/panaderia-la-espiga"), ("sheet", "/incidents/INC-1/calls/lucia"),
                ] {
                    try await browser.go(to: stage.console + path)
                    try await Inspector.inspect("after-\(name)", browser, language)
                }
                try await browser.go(to: "\(stage.site)/\(language.code)")
                try await Inspector.inspect("after-site", browser, language)
            }
            try await Stage.set(.empty) { stage in
                for path in ["/", "/search", "/incidents", "/incidents/new", "/customers", "/staff"] {
                    try await browser.go(to: stage.console + path)
                    try await Inspector.inspect("empty" + path.replacing("/", with: "-"), browser, language)
                }
            }
        }
    }
}

extension AccessibilityTests {
    /// The doctor looks when the server starts; a calm home shows what it found.
    private static func waitForDoctor(_ stage: Stage, _ browser: Browser) async throws {
        for _ in 0..<100 {
            try await browser.go(to: stage.console + "/")
            if try await browser.run("return Boolean(document.getElementById('ready'))").isTrue { return }
            try await Task.sleep(for: .milliseconds(100))
        }
        Issue.record("the home page never said whether everything is ready")
    }
}

/// Judges the page that a browser is on.
enum Inspector {
    /// Where pictures go; nil where nobody asked for them.
    private static let pictures = ProcessInfo.processInfo.environment["PICTURES"]

    static func prepare(_ browser: Browser, _ language: Language) async throws {
        try await Axe.load(in: browser)
        try await browser.speak(language.code)
    }

    static func inspect(
        _ name: String,
        _ browser: Browser,
        _ language: Language,
        location: SourceLocation = #_sourceLocation
    ) async throws {
        if let pictures { try await draw(name, browser, language, into: pictures) }
        // What is folded is judged, too.
        try await browser.run("for (const part of document.querySelectorAll('details')) part.open = true")
        for window in [Browser.Window.desk, .phoneAtNight] {
            try await browser.take(window)
            let place = "\(name), \(language.code), \(window)"
            let violations = try await Axe.violations(in: browser)
            #expect(violations == [], "\(place)", sourceLocation: location)
            let overflow = try await browser.overflow()
            #expect(overflow == nil, "\(place) is wider than its window", sourceLocation: location)
        }
        let lang = try await browser.run("return document.documentElement.lang").text
        #expect(lang == language.code, "\(name)", sourceLocation: location)
    }

    private static func draw(
        _ name: String,
        _ browser: Browser,
        _ language: Language,
        into folder: String
    ) async throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for window in [Browser.Window.desk, .phone, .deskAtNight, .phoneAtNight] {
            try await browser.take(window)
            let file = "\(folder)/\(name).\(language.code).\(window).png"
            try await browser.picture(in: window).write(to: URL(fileURLWithPath: file))
        }
    }
}
