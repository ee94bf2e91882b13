import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Letters
import Response
import TestSupport
import Testing

struct PerformTests {
    private static let text = LocalizedText([.spanish: "Es el proveedor."])

    /// Every deed on `INC-1`, in an order in which each may be done, and what the audit trail then says of it.
    private static let deeds: [(deed: any Deed, name: String, subject: String)] = [
        (NoteSighting(incident: "INC-1", source: .twitter, said: text), "note_sighting", "incident:INC-1"),
        (
            StateFacts(incident: "INC-1", facts: [Fact(id: Fact.Name.cause, type: .text, text: text)]),
            "state_facts", "incident:INC-1"
        ),
        (
            PublishUpdate(incident: "INC-1", status: .identified, message: text), "publish_update",
            "incident:INC-1"
        ),
        (PromiseSomething(incident: "INC-1", what: text, dueAt: .at(90)), "promise", "incident:INC-1"),
        (KeepPromise(promise: 2), "keep_promise", "promise:2"),
        (
            ChangeImpact(incident: "INC-1", impacts: ["web": .degradedPerformance]), "change_impact",
            "incident:INC-1"
        ),
        (
            RecordContact(incident: "INC-1", customer: "k1", channel: "phone"), "record_contact",
            "incident:INC-1"
        ),
        (
            AnswerNotice(incident: "INC-1", customer: "k1", hadNoticed: true), "answer_notice",
            "incident:INC-1"
        ),
        (ConfirmBack(incident: "INC-1", customer: "k1", state: .back), "confirm_back", "incident:INC-1"),
        (AssignCalls(incident: "INC-1"), "assign_calls", "incident:INC-1"),
        (InviteGuest(incident: "INC-1", guest: "Ane"), "invite_guest", "incident:INC-1"),
        (HoldCampaign(incident: "inc-1", reason: "x"), "hold_campaign", "incident:INC-1"),
        (ContinueCampaign(incident: "INC-1"), "continue_campaign", "incident:INC-1"),
        (HoldCampaign(incident: nil), "hold_campaign", "campaign:all"),
        (ContinueCampaign(incident: nil), "continue_campaign", "campaign:all"),
        (
            RestoreBackup(takenAt: .morning, reason: "x"), "restore_backup",
            "backup:2017-11-09T07:00:00.000Z"
        ),
        (ContinueCampaign(incident: nil), "continue_campaign", "campaign:all"),
        (ExportCustomer(customer: "k1"), "export_customer", "customer:1"),
        (EraseCustomer(customer: "k3"), "erase_customer", "customer:3"),
        (AddStaff(staff: .sample("ane")), "add_staff", "staff:ane"),
        (SetDuty(staff: "jon", isOnDuty: false), "set_duty", "staff:jon"),
        (ResolveIncident(incident: "INC-1", message: text), "resolve_incident", "incident:INC-1"),
        (
            CloseIncident(incident: "INC-1", despiteOpen: true, reason: "x"), "close_incident",
            "incident:INC-1"
        ),
        (ReopenIncident(incident: "INC-1"), "reopen_incident", "incident:INC-1"),
    ]

    @Test(arguments: DatabaseUnderTest.available)
    func `each deed leaves one row in the audit trail, with who did what to what`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open()
        let jon = Actor.staff(id: 1, role: .administrator)

        for given in Self.deeds { try await agency.perform(given.deed, by: jon) }

        let expected = Self.deeds.map { "staff \($0.name) \($0.subject)" }
        #expect(try await agency.audit() == ["operator open_incident incident:INC-1"] + expected)
    }

    /// Whoever looks an incident up in the audit trail finds all that was done to it.
    @Test(arguments: ["INC-1", "inc-1", "1"])
    func `an incident has one name in the audit trail`(_ name: String) async throws {
        let agency = try await Agency(.sqlite)
        try await agency.open()

        for deed: any Deed in [
            AssignCalls(incident: name), InviteGuest(incident: name, guest: "Ane"),
            NoteSighting(incident: name, source: .media, said: Self.text),
            ResolveIncident(incident: name, message: Self.text),
            CloseIncident(incident: name, despiteOpen: true), ReopenIncident(incident: name),
        ] {
            try await agency.perform(deed)
        }

        let subjects = try await agency.audit().map { $0.split(separator: " ").last ?? "" }
        #expect(Set(subjects) == ["incident:INC-1"])
        #expect(subjects.count == 7)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `calls are held and recorded, and are in the audit trail too`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)
        let call = try #require(try await agency.calls().first)
        let jon = Actor.staff(id: 1, role: .responder)

        try await agency.perform(HoldCall(call: call.id), by: jon)
        try await agency.perform(RecordCall(call: call.id, outcome: .reached), by: jon, at: .at(3))

        #expect(
            try await agency.audit().suffix(2) == [
                "staff hold_call call:\(call.id)", "staff record_call call:\(call.id)",
            ]
        )
        #expect(try await !agency.calls(at: .at(3)).map(\.id).contains(call.id))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who lacks the role is refused before anything happens`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        try await agency.open()
        let before = try await agency.rows()
        let nobodies: [Actor] = [.staff(id: 1, role: .viewer), .guest(sheetID: 1), .customer(id: 1)]

        for given in Self.deeds {
            let isForCustomers = given.deed is AnswerNotice || given.deed is ConfirmBack
            for actor in nobodies where !(isForCustomers && actor == .customer(id: 1)) {
                await #expect(throws: AccessRefusal.self, "\(given.name) by \(actor)") {
                    try await agency.perform(given.deed, by: actor)
                }
            }
        }
        await #expect(throws: AccessRefusal.needsRole(.administrator)) {
            try await agency.perform(
                AddStaff(staff: .sample("ane")),
                by: .staff(id: 1, role: .approver)
            )
        }

        #expect(try await agency.rows() == before)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a deed that a rule refuses leaves nothing behind`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)
        try await agency.perform(ResolveIncident(incident: "INC-1", message: Self.text))
        let before = try await agency.rows()

        await #expect(throws: Incident.Refusal.alreadyResolved) {
            try await agency.perform(
                PublishUpdate(incident: "INC-1", status: .identified, message: Self.text, notify: true)
            )
        }
        await #expect(throws: Incident.Refusal.openChecks(3)) {
            try await agency.perform(CloseIncident(incident: "INC-1"))
        }
        // The first component is known and is written before the second is found to be missing.
        await #expect(throws: DeedRefusal.unknownComponent("wed")) {
            try await agency.perform(
                ChangeImpact(incident: "INC-1", impacts: ["mail": .majorOutage, "wed": .majorOutage])
            )
        }

        #expect(try await agency.rows() == before)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `opening tells who is hurt through what breaks with it, and freezes them where asked`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)

        let quiet = try await agency.open()
        let untold = try await agency.rows()
        let told = try await agency.open(notify: true, at: .at(1))
        let rows = try await agency.rows()

        #expect([quiet.id, told.id] == ["INC-1", "INC-2"])
        #expect([quiet.customers, told.customers] == [3, 3])
        #expect(untold["campaign"] == 0)
        #expect(untold["notice"] == 0)
        #expect(untold["hurt_customer"] == 0)
        #expect(rows["campaign"] == 1)
        #expect(rows["notice"] == 3)
        #expect(rows["hurt_customer"] == 3)
        #expect(rows["call"] == 2)
        #expect(rows["promise"] == 2)
    }
}
