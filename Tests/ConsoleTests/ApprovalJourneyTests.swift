import Access
import Basis
import Console
import Database
import HTTPTypes
import Response
import Testing

/// Two people at two browsers: what one asks for the other lets go.
@Suite(.timeLimit(.minutes(3)))
struct ApprovalJourneyTests {
    private func fixture() async throws -> ConsoleFixture {
        let fixture = try await ConsoleFixture(approvals: ApprovalPolicy(aboveRecipients: 0))
        try await People.all(in: fixture)
        return fixture
    }

    private func browser(_ login: String, _ fixture: ConsoleFixture) async throws -> Browser {
        let browser = Browser(fixture)
        try await browser.logIn(login)
        return browser
    }

    /// Opens the incident as the first of two, and is told beforehand that it will wait.
    private func open(_ browser: Browser) async throws {
        let wording = try await browser.post("/incidents/new", Trouble.answers + [("step", "next")])
        #expect(wording.text.contains("will wait for a second person"))
        let opened = try await browser.post(
            "/incidents/new",
            Trouble.answers + Trouble.wording + [("step", "open")]
        )
        #expect(opened.location == "/incidents/INC-1?done=opened_waiting", "\(opened.text.prefix(1_000))")
    }

    private func waiting(_ fixture: ConsoleFixture) async throws -> [String] {
        try await fixture.house.database.read { session in
            try session.rows("SELECT gate FROM campaign ORDER BY id") {
                try $0.nextOrNil(String.self) ?? "open"
            }
        }
    }

    @Test func `the first asks, nobody is kept waiting but the machines, the second approves`() async throws {
        let fixture = try await fixture()
        let asker = try await browser("responder", fixture)
        try await open(asker)
        let room = try await asker.get("/incidents/INC-1")
        #expect(room.text.contains("It waits for a second person."))
        #expect(room.text.contains("/approvals/1"))
        #expect(try await asker.get("/incidents/INC-1/calls").text.contains("Calls"))
        let own = try await asker.get("/approvals/1")
        #expect(!own.text.contains("Approve and send") && own.text.contains("Take back"))
        #expect(own.text.contains("ADMINISTRATOR and APPROVER can"))
        #expect(try await asker.post("/approvals/1/approve").status == .forbidden)

        let second = try await browser("approver", fixture)
        #expect(try await second.get("/").text.contains("<b class=\"nav-count\">1</b>"))
        #expect(try await second.get("/approvals").text.contains("Telling 3 customers: INC-1"))
        let page = try await second.get("/approvals/1")
        #expect(page.text.contains("Approve and send") && page.text.contains("Asked for by RESPONDER"))
        #expect(page.text.contains("Sin servicio: OVH") && page.text.contains("Not working: OVH"))
        #expect(page.text.contains("clinica@correo.test"), "what real customers will receive")
        let program = try await Program(.approver, in: fixture, id: "program")
        let answer = try await program.get("approvals/1")
        let shape = try #require(Operation.all.first { $0.id == "get_approval" }?.answer)
        #expect(Operation.faults(of: answer.json, shape) == [])
        let done = try await second.post("/approvals/1/approve", [("reason", "Go.")])
        #expect(done.location == "/approvals/1?done=order_executed")
        #expect(try await waiting(fixture) == ["open"])
        #expect(try await second.get("/approvals/1").text.contains("approved by APPROVER"))
        #expect(try await second.get("/").text.contains("nav-count") == false)
        #expect(try await asker.get("/incidents/INC-1").text.contains("A second person approved"))
    }

    @Test func `an approver who asked is refused by every button, and the other administrator is not`()
        async throws
    {
        let fixture = try await fixture()
        let author = try await browser("approver", fixture)
        try await open(author)
        for part in ["approve", "decline", "glass"] {
            let page = try await author.post("/approvals/1/\(part)", [("reason", "Now.")])
            #expect(page.status == .conflict, "\(part)")
            #expect(try await waiting(fixture) == ["approval"])
        }
        let other = try await browser("administrator", fixture)
        let refused = try await other.post("/approvals/1/decline", [("reason", " ")])
        #expect(refused.status == .conflict && refused.text.contains("Say why."))
        #expect(
            try await other.post("/approvals/1/decline", [("reason", "The wrong text.")]).location
                == "/approvals/1?done=order_declined"
        )
        let seen = try await author.get("/approvals/1").text
        #expect(seen.contains("The wrong text.") && seen.contains("declined by ADMINISTRATOR"))
        #expect(try await author.get("/incidents/INC-1").text.contains("was declined"))
    }

    @Test func `what changed since it was asked is shown, and it cannot be approved any more`() async throws {
        let fixture = try await fixture()
        try await open(try await browser("responder", fixture))
        fixture.clock.advance(by: .minutes(3))
        let second = try await browser("approver", fixture)
        try await second.post("/incidents/INC-1/facts", [("data_exposed", "yes")])
        let page = try await second.get("/approvals/1").text
        #expect(page.contains("What happened since it was asked for"))
        #expect(page.contains("can no longer be approved"))
        let done = try await second.post("/approvals/1/approve")
        #expect(done.location == "/approvals/1?done=order_invalidated")
        #expect(try await second.get("/incidents/INC-1").text.contains("is off"))
    }

    @Test func `who is alone may break the glass, says why, and it stays in the story`() async throws {
        let fixture = try await ConsoleFixture(approvals: ApprovalPolicy(aboveRecipients: 0))
        try await People.give("sola", .administrator, in: fixture)
        let browser = try await browser("sola", fixture)
        let wording = try await browser.post("/incidents/new", Trouble.answers + [("step", "next")])
        #expect(wording.text.contains("there is none now"))
        try await browser.post("/incidents/new", Trouble.answers + Trouble.wording + [("step", "open")])
        #expect(try await browser.get("/approvals/1").text.contains("Send without a second person"))
        #expect(try await browser.post("/approvals/1/glass").status == .conflict)
        let done = try await browser.post("/approvals/1/glass", [("reason", "I am alone tonight.")])
        #expect(done.location == "/approvals/1?done=order_executed")
        let story = try await browser.get("/incidents/INC-1").text
        #expect(story.contains("were told without a second person") && story.contains("I am alone tonight."))
    }

    @Test func `the stop button of the room, who pressed it, and on it goes`() async throws {
        let fixture = try await ConsoleFixture()
        try await People.all(in: fixture)
        let browser = try await browser("responder", fixture)
        try await browser.post("/incidents/new", Trouble.answers + Trouble.wording + [("step", "open")])
        #expect(try await browser.get("/incidents/INC-1").text.contains("Stop telling"))
        let stopped = try await browser.post("/incidents/INC-1/telling/stop", [("reason", "Wrong text")])
        #expect(stopped.location == "/incidents/INC-1?done=telling_stopped")
        let room = try await browser.get("/incidents/INC-1").text
        #expect(room.contains("by RESPONDER. Wrong text") && !room.contains("Stop telling"))
        try await browser.post("/incidents/INC-1/telling/continue")
        #expect(try await browser.get("/incidents/INC-1").text.contains("They are being sent."))

        let viewer = try await self.browser("viewer", fixture)
        #expect(!(try await viewer.get("/incidents/INC-1").text.contains("Stop telling")))
    }
}
