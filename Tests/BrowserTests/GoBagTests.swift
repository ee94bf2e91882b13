import Access
import Assembly
import Basis
import Delivery
import Foundation
import GoBag
import Response
import TestSupport
import Testing

/// The go-bag on a telephone without a network: opened from its file, filled with outcomes, brought home.
@Suite(.serialized) struct GoBagTests {
    @Test(arguments: Language.spoken)
    func `three outcomes of an hour without a network come home, once only`(_ language: Language) async throws
    {
        try await Stage.set(.during("08:18")) { stage in
            let bag = try await Bag.make(stage, incident: "INC-1", language)
            try await Browser.use { browser in
                try await Inspector.prepare(browser, language)
                let phone = Telephone(browser: browser, bag: bag, language: language)
                try await phone.open()
                let names = try await phone.makeThreeCalls()
                try await phone.reload(expecting: names)
                let text = try await phone.export()

                let merge = MergeGoBag(files: [.init(name: "a.txt", text: text)])
                func bring() async throws -> MergeGoBag.Answer {
                    try await stage.house.response.perform(merge, by: .operator, at: stage.house.clock.now())
                }
                let first = try await bring()
                #expect(first.merged == 3 && first.known == 0 && first.conflicts.isEmpty)
                let second = try await bring()
                #expect(second.merged == 0 && second.known == 3)
            }
        }
    }

    @Test(arguments: Language.spoken)
    func `on the day when nothing works, the script is filled in once for everybody`(
        _ language: Language
    ) async throws {
        try await Stage.set(.during("09:10")) { stage in
            let bag = try await Bag.make(stage, incident: nil, language)
            try await Browser.use { browser in
                try await Inspector.prepare(browser, language)
                let phone = Telephone(browser: browser, bag: bag, language: language)
                try await phone.open()
                try await phone.pickBusiest()
                try await phone.inspect("day-mine")
                try await browser.run("location.hash = '#facts'")
                try await browser.wait(until: "document.getElementById('what-es')")
                try await browser.run("document.getElementById('what-es').focus()")
                try await browser.type("el servidor de correo")
                try await phone.inspect("day-facts")
                try await browser.run("location.hash = '#mine'")
                try await browser.wait(until: "document.getElementById('who')")
                let said =
                    try await browser.run("return document.querySelector('.script').innerText").text ?? ""
                #expect(said.contains("el servidor de correo no funciona desde"))
            }
        }
    }
}

/// A bag as a file.
struct Bag: Sendable {
    static let phrase = "tres bueyes cruzan despacio"

    var path: String
    /// A name in it, which must never be seen from outside.
    var secret: String

    static func make(_ stage: Stage, incident: String?, _ language: Language) async throws -> Bag {
        let house = stage.house
        let maker = try GoBagMaker(
            response: house.response,
            templates: house.templates,
            catalogue: house.catalogue,
            root: house.root
        )
        let made = try await maker.make(
            MakeGoBag(incident: incident),
            passphrase: try Passphrase(phrase, place: "passphrase"),
            language: language,
            by: .operator,
            at: house.clock.now()
        )
        let folder = try ThrowAwayFolder.path("gobag")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data(made.html.utf8).write(to: URL(fileURLWithPath: "\(folder)/bag.html"))
        return Bag(path: "\(folder)/bag.html", secret: "Panadería La Espiga")
    }
}

/// Somebody's telephone, without a network.
struct Telephone: Sendable {
    let browser: Browser
    let bag: Bag
    let language: Language

    func inspect(_ name: String) async throws {
        try await Inspector.inspect("gobag-\(name)", browser, language)
        try await browser.take(.phone)
    }

    /// A wrong passphrase, then the right one, both typed.
    func open() async throws {
        try await browser.take(.phone)
        try await browser.devTools("Network.enable", [:])
        let offline: JSON = [
            "offline": true, "latency": 0, "downloadThroughput": 0, "uploadThroughput": 0,
        ]
        try await browser.devTools("Network.emulateNetworkConditions", offline)
        try await browser.go(to: "file://\(bag.path)")
        #expect(
            try await browser.run("return document.documentElement.outerHTML").text?.contains(bag.secret)
                == false
        )
        try await inspect("locked")
        try await browser.run("document.getElementById('passphrase').focus()")
        try await browser.type("tres bueyes cruzan deprisa")
        try await browser.press(.enter)
        try await browser.wait(until: "document.querySelector('#passphrase-wrong:not([hidden])')")
        try await inspect("wrong")
        try await unlock()
    }

    private func unlock() async throws {
        try await browser.run(
            "const field = document.getElementById('passphrase'); field.focus(); field.select()"
        )
        try await browser.type(Bag.phrase)
        try await browser.press(.enter)
        try await browser.wait(until: "document.querySelector('main.bag')")
    }

    /// Says to be whoever has the most to do.
    func pickBusiest() async throws {
        try await inspect("who")
        try await browser.run(
            """
            const load = (button) => parseInt(button.lastChild.textContent) || 0;
            [...document.querySelectorAll(".pick")].sort((one, two) => load(two) - load(one))[0].click();
            """
        )
        try await browser.wait(until: "document.getElementById('who')")
    }

    /// Reached; already knew, since when; no answer, with a note. Returns whom.
    func makeThreeCalls() async throws -> [String] {
        try await pickBusiest()
        try await inspect("mine")
        var names: [String] = []
        for tap in [
            "document.querySelector('button[data-outcome=reached]').click()",
            """
            document.querySelector("[data-opens=already_knew]").click();
            document.getElementById("since").value = "08:10";
            document.querySelector("button[data-outcome=already_knew]").click();
            """,
            """
            document.getElementById("note").value = "Por la tarde, mejor";
            document.querySelector("button[data-outcome=no_answer]").click();
            """,
        ] {
            let name = try await browser.run("return document.getElementById('who').textContent").text ?? ""
            names.append(name)
            let link = try await browser.run("return document.querySelector('.call-number').href").text ?? ""
            #expect(link.hasPrefix("tel:+"))
            try await browser.run(tap)
            try await browser.wait(until: "document.getElementById('live').textContent.includes('\(name)')")
        }
        try await inspect("called")
        return names
    }

    /// What was recorded is there again, and lay in the browser unreadable meanwhile.
    func reload(expecting names: [String]) async throws {
        let kept = try await browser.run("return JSON.stringify(localStorage)").text ?? ""
        #expect(kept.contains("amends-gobag:"))
        for plain in names + ["reached", "no_answer", "tarde"] { #expect(!kept.contains(plain)) }
        try await browser.leaving { try await browser.run("location.reload()") }
        #expect(try await browser.run("return document.getElementById('passphrase').value").text == "")
        try await unlock()
        try await browser.run("location.hash = '#all'")
        try await browser.wait(until: "document.getElementById('found')")
        try await inspect("all")
        try await browser.run("location.hash = '#hand'")
        try await browser.wait(until: "document.getElementById('save')")
        let shown = try await browser.run("return document.querySelector('main').innerText").text ?? ""
        for name in names { #expect(shown.contains(name)) }
        try await inspect("hand")
    }

    /// The file, as it lands among the downloads; it says what the text to copy says.
    func export() async throws -> String {
        let folder = URL(fileURLWithPath: bag.path).deletingLastPathComponent().appending(path: "downloads")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let place: JSON = ["behavior": "allow", "downloadPath": .text(folder.path)]
        try await browser.devTools("Browser.setDownloadBehavior", place)
        let copied = try await browser.run("return document.querySelector('.sealed-text').value").text ?? ""
        #expect(copied.hasPrefix("amends-bag-1."))
        try await browser.run("document.getElementById('save').click()")
        for _ in 0..<1_500 {
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            if let name = names.first(where: { $0.hasSuffix(".amends.txt") }) {
                let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
                if !text.isEmpty { return text }
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw WebDriver.Failure(what: "the result", message: "was not downloaded")
    }
}
