import Basis
import Console
import Database
import Foundation
import HTTPTypes
import Testing

/// Whole days at the console, through its forms and nothing else.
struct JourneyTests {
    @Test func `four questions lead to a preview of what three customers will receive`() async throws {
        let browser = Browser(try await ConsoleFixture(), language: .spanish)
        let page = try await browser.post("/incidents/new", Trouble.answers + [("step", "next")])
        #expect(page.status == .ok)
        // Six of the seven are on OVH; one of them has no telephone, the mail of two is carried by what is down.
        #expect(page.text.contains("6 clientes afectados"))
        #expect(page.text.contains("Abrir y avisar a 6 clientes"))
        #expect(page.text.matches(of: /class="message"/).count == 3)
        #expect(
            page.text.contains("lasa@abogados.test") || page.text.contains("hola@panaderia.example") == false
        )
        #expect(page.text.contains("+34688111001"), "their mail is carried by what is down")
        #expect(try await browser.get("/incidents").text.contains("INC-1") == false)
    }

    @Test func `what is missing is said beside its question, and what was answered stays`() async throws {
        let browser = Browser(try await ConsoleFixture())
        let page = try await browser.post(
            "/incidents/new",
            [("noticed", "slow"), ("key", "k"), ("step", "next")]
        )
        #expect(page.status == .unprocessableContent)
        #expect(page.text.matches(of: /Choose an answer/).count == 3)
        #expect(page.text.contains("Say what is broken"))
        #expect(page.text.firstMatch(of: /value="slow" checked/) != nil)
    }

    @Test func `sending the last step twice opens one incident`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        let fields = Trouble.answers + Trouble.wording + [("step", "open")]
        #expect(try await browser.post("/incidents/new", fields).location.hasPrefix("/incidents/INC-1"))
        #expect(try await browser.post("/incidents/new", fields).location.hasPrefix("/incidents/INC-1"))
        fixture.clock.advance(by: .minutes(2))
        #expect(try await browser.post("/incidents/new", fields).location == "/incidents?done=opened_before")
        #expect(try await fixture.house.database.read { try $0.count("SELECT count(*) FROM incident") } == 1)
    }

    @Test func `a morning from the first alarm to the closed incident`() async throws {
        let fixture = try await ConsoleFixture()
        let browser = Browser(fixture)
        try await Trouble(browser).open()

        let room = try await browser.get("/incidents/INC-1")
        #expect(room.text.contains("6 customers hurt"))
        #expect(room.text.contains("OVH expects it to be fixed at 11:00"))

        fixture.clock.advance(by: .minutes(10))
        try await call(browser)
        try await publish(browser, fixture)
        try await close(browser, fixture)
    }

    /// Takes the first call of the list, reaches them; the second one already knew.
    private func call(_ browser: Browser) async throws {
        let sheet = try await browser.get("/incidents/INC-1/calls/lucia")
        let call = sheet.hidden("call")
        #expect(!call.isEmpty)
        #expect(!sheet.text.contains("/outcome"))
        #expect(
            try await browser.post("/incidents/INC-1/calls/lucia/hold", [("call", call)]).status == .seeOther
        )
        let held = try await browser.get("/incidents/INC-1/calls/lucia")
        #expect(held.text.contains("href=\"tel:+34"))
        #expect(held.text.contains("/incidents/INC-1/calls/lucia/outcome"))
        let reached = [("call", call), ("outcome", "reached")]
        #expect(try await browser.post("/incidents/INC-1/calls/lucia/outcome", reached).status == .seeOther)

        let next = try await browser.get("/incidents/INC-1/calls/lucia").hidden("call")
        #expect(next != call)
        let late = try await browser.post(
            "/incidents/INC-1/calls/lucia/outcome",
            [("call", next), ("outcome", "call_back")]
        )
        #expect(late.status == .unprocessableContent)
        let knew = [("call", next), ("outcome", "already_knew"), ("since", "08:50")]
        #expect(try await browser.post("/incidents/INC-1/calls/lucia/outcome", knew).status == .seeOther)
    }

    private func publish(_ browser: Browser, _ fixture: ConsoleFixture) async throws {
        let update = [
            ("status", "identified"), ("message.en", "A power cut at the provider."),
            ("message.es", "Un corte de luz del proveedor."), ("next_update", "60"), ("notify", "yes"),
            ("key", "u1"),
        ]
        let preview = try await browser.post("/incidents/INC-1/publish", update + [("step", "preview")])
        #expect(preview.text.contains("Publish and tell 6 customers"))
        #expect(preview.text.contains("Un corte de luz del proveedor."))
        #expect(
            try await browser.get("/incidents/INC-1").text.contains("A power cut at the provider.") == false
        )
        let empty = try await browser.post(
            "/incidents/INC-1/publish",
            [("status", "identified"), ("step", "publish")]
        )
        #expect(empty.status == .unprocessableContent)
        let done = try await browser.post("/incidents/INC-1/publish", update + [("step", "publish")])
        #expect(done.location == "/incidents/INC-1?done=published_told")
        fixture.clock.advance(by: .minutes(40))
    }

    private func close(_ browser: Browser, _ fixture: ConsoleFixture) async throws {
        try await browser.post("/incidents/INC-1/impact", [("level.ovh-net", "operational")])
        let over = [
            ("status", "resolved"), ("message.en", "All works."), ("notify", "yes"), ("key", "u2"),
            ("step", "publish"),
        ]
        #expect(try await browser.post("/incidents/INC-1/publish", over).status == .seeOther)

        let asked = try await browser.get("/incidents/INC-1/close")
        #expect(asked.text.contains("Of 6 customers nobody knows"))
        #expect(
            try await browser.post("/incidents/INC-1/close", [("despite_open", "no")]).status
                == .unprocessableContent
        )

        for customer in ["panaderia", "bodega", "clinica", "surf", "taller", "abogados"] {
            let back = [("customer", customer), ("state", "back")]
            #expect(try await browser.post("/incidents/INC-1/back", back).status == .seeOther)
        }
        #expect(try await browser.get("/incidents/INC-1/back").text.contains("Everybody is back"))
        #expect(try await browser.post("/incidents/INC-1/close").location == "/incidents/INC-1?done=closed")
        #expect(try await browser.get("/").text.contains("All is calm"))
        #expect(
            try await browser.post("/incidents/INC-1/reopen").location == "/incidents/INC-1?done=reopened"
        )
    }

    @Test func `an incident about a list of customers tells each what the list says of them`() async throws {
        let browser = Browser(try await ConsoleFixture())
        let answers = [
            ("noticed", "wrong_delivery"), ("ongoing", "no"), ("origin", "ours"), ("data", "no"),
            ("key", "k"),
            ("step", "next"),
        ]
        let list = "customer,order\npanaderia,P-100\nclinica,P-200\n"
        let page = try await browser.upload("/incidents/new", fields: answers, files: [("list_file", list)])
        #expect(page.status == .ok)
        #expect(page.text.contains("2 customers hurt"))
        #expect(page.text.contains("P-100"))
        #expect(!page.hidden("list").isEmpty)
    }

    @Test func `the hurt customers can be fetched as a file and searched`() async throws {
        let browser = Browser(try await ConsoleFixture())
        try await Trouble(browser).open()
        let file = try await browser.get("/incidents/INC-1/customers.csv")
        #expect(file.headers[.contentType]?.hasPrefix("text/csv") == true)
        let lines = file.text.split(separator: "\r\n")
        #expect(lines.first == "customer,name,component,impact,path,told")
        #expect(
            lines.contains {
                $0.hasPrefix("panaderia,Panadería Arrieta,ovh-web,major_outage,ovh-net > ovh-web")
            }
        )
        #expect(!file.text.contains("floristeria"))
        let found = try await browser.get("/incidents/INC-1/customers?q=sota").text
        #expect(found.contains("Clínica Dental Sota"))
        #expect(!found.contains("Bodega Urruti"))
    }
}
