import Access
import Assembly
import Basis
import Foundation
import Response
import TestSupport
import Testing

/// The pages in front of the console, and one's own account.
@Suite(.serialized) struct DoorTests {
    private static let password = "correct horse battery staple"

    @Test(arguments: Language.spoken)
    func `nobody is kept out of logging in`(_ language: Language) async throws {
        try await Stage.set(.empty) { stage in
            try await Browser.use { browser in
                try await Inspector.prepare(browser, language)
                try await browser.go(to: stage.console + "/login")
                let token = try #require(try await stage.house.beginSetUp())
                try await browser.go(to: stage.console + "/setup/\(token)")
                try await Inspector.inspect("setup", browser, language)
                try await Self.send(browser, ["name": "Ane Mendi", "id": "ane", "password": "short"])
                try await Inspector.inspect("setup-problem", browser, language)
                try await Self.send(browser, ["name": "Ane Mendi", "id": "ane", "password": Self.password])
                try await Self.account(stage, browser, language)
                try await Self.team(stage, browser, language)
                try await Self.logIn(stage, browser, language)
            }
        }
    }

    private static func account(_ stage: Stage, _ browser: Browser, _ language: Language) async throws {
        try await browser.go(to: stage.console + "/account")
        try await Inspector.inspect("account", browser, language)
        try await press(browser, "form[action='/account/second-factor']")
        try await Inspector.inspect("account-factor", browser, language)
        let secret = try await browser.run("return document.querySelector('.secret').innerText").text ?? ""
        let code = TOTP(secret: Base32Text.bytes(secret)).code(step: TOTP.step(at: stage.house.clock.now()))
        try await send(browser, ["code": code], "form[action='/account/second-factor/on']")
        try await Inspector.inspect("account-codes", browser, language)
    }

    private static func team(_ stage: Stage, _ browser: Browser, _ language: Language) async throws {
        let staff = Staff(
            id: 0,
            externalID: "jon",
            name: "Jon Aguirre",
            email: nil,
            phone: "+34944111000",
            role: .responder,
            languages: [.spanish],
            isOnDuty: true
        )
        _ = try await stage.house.response.perform(
            AddStaff(staff: staff),
            by: .operator,
            at: stage.house.clock.now()
        )
        try await browser.go(to: stage.console + "/staff")
        try await Inspector.inspect("team", browser, language)
        try await press(browser, "form[action='/staff/jon/invite']")
        try await Inspector.inspect("team-link", browser, language)
    }

    private static func logIn(_ stage: Stage, _ browser: Browser, _ language: Language) async throws {
        let link = try await browser.run("return document.querySelector('.secret').innerText").text ?? ""
        try await browser.go(to: stage.console + "/account")
        try await press(browser, "form[action='/logout']")
        try await Inspector.inspect("login", browser, language)
        try await send(browser, ["login": "ane", "password": "not the password"])
        try await Inspector.inspect("login-refused", browser, language)
        try await send(browser, ["login": "ane", "password": password])
        try await Inspector.inspect("login-code", browser, language)
        try await browser.go(to: link)
        try await Inspector.inspect("choose-password", browser, language)
        try await send(browser, ["password": password])
        try await browser.go(to: link)
        try await Inspector.inspect("link-gone", browser, language)
    }

    /// Fills a form and sends it.
    private static func send(
        _ browser: Browser,
        _ values: KeyValuePairs<String, String>,
        _ form: String = "main form"
    ) async throws {
        for (name, value) in values {
            try await browser.run(
                "document.querySelector(arguments[0]).value = arguments[1]",
                [.text("\(form) [name=\(name)]"), .text(value)]
            )
        }
        try await press(browser, form)
    }

    private static func press(_ browser: Browser, _ form: String) async throws {
        try await browser.leaving {
            try await browser.run("document.querySelector(arguments[0]).requestSubmit()", [.text(form)])
        }
    }
}
