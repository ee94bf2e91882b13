import Access
import Basis
import Catalog
import Database
import Incidents
import Response
import TestSupport
import Testing

struct WrongOrderTests {
    private static let text = LocalizedText([.spanish: "Es el proveedor."])
    private static let nothing = LocalizedText()

    /// Orders in which everything is wrong, and where each problem lies.
    private static let wrong: [(deed: any Deed, problems: [String])] = [
        (
            OpenIncident(
                title: nothing,
                impacts: ["wed": .majorOutage, "mial": .majorOutage],
                beganAt: .at(1),
                eta: .morning,
                nextUpdate: .at(-1)
            ),
            [
                "began response.began_in_future", "component response.unknown_component",
                "component response.unknown_component", "eta response.time_is_past",
                "next_update response.time_is_past", "title response.title_missing",
            ]
        ),
        (OpenIncident(title: text), ["component response.nobody_named"]),
        (OpenIncident(title: text, listed: []), ["component response.nobody_named"]),
        (
            OpenIncident(
                title: text,
                listed: [.init(customer: "k9"), .init(customer: "k1"), .init(customer: "k8")]
            ),
            ["customers:2 response.unknown_customer", "customers:4 response.unknown_customer"]
        ),
        (
            PublishUpdate(
                incident: "INC-1",
                status: .closed,
                message: nothing,
                eta: .at(-1),
                nextUpdate: .morning
            ),
            [
                "eta response.time_is_past", "message response.message_missing",
                "next_update response.time_is_past", "status response.close_is_own_deed",
            ]
        ),
        (ResolveIncident(incident: "INC-1", message: nothing), ["message response.message_missing"]),
        (EditUpdate(update: "u1", message: nothing), ["message response.message_missing"]),
        (
            PromiseSomething(incident: "INC-1", what: nothing, dueAt: .morning),
            ["due response.time_is_past", "what response.what_missing"]
        ),
        (
            NoteSighting(incident: "INC-1", source: .media, said: nothing, link: "javascript:alert(1)"),
            ["link response.link_not_web", "said response.said_missing"]
        ),
        (
            InviteGuest(incident: "INC-1", guest: "", calls: 0, hours: 73),
            ["calls response.calls_range", "hours response.hours_range", "name response.name_missing"]
        ),
        (
            InviteGuest(incident: "INC-1", guest: "Ane", calls: 101, hours: 0),
            ["calls response.calls_range", "hours response.hours_range"]
        ),
        (AddStaff(staff: .sample("", name: "")), ["id response.id_missing", "name response.name_missing"]),
        (AddStaff(staff: .sample("jon")), ["id response.staff_exists"]),
    ]

    /// Orders about what is not there.
    private static let unknown: [(deed: any Deed, refusal: DeedRefusal)] = [
        (AssignCalls(incident: "INC-9"), .unknownIncident("INC-9")),
        (NoteSighting(incident: "", source: .media, said: text), .unknownIncident("")),
        (RecordContact(incident: "INC-1", customer: "k9", channel: "phone"), .unknownCustomer("k9")),
        (AnswerNotice(incident: "INC-1", customer: "K1", hadNoticed: true), .unknownCustomer("K1")),
        (ConfirmBack(incident: "INC-1", customer: "", state: .back), .unknownCustomer("")),
        (ChangeImpact(incident: "INC-1", impacts: ["wed": .majorOutage]), .unknownComponent("wed")),
        (SetDuty(staff: "nobody", isOnDuty: true), .unknownStaff("nobody")),
        (EditUpdate(update: "nothing", message: text), .unknownUpdate("nothing")),
        (KeepPromise(promise: 9), .unknownPromise),
    ]

    @Test(arguments: DatabaseUnderTest.available)
    func `all that is wrong with an order is said at once, and nothing is done`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open()
        try await agency.database.write { session in
            try session.run("UPDATE incident_update SET public_id = 'u1'")
        }
        let before = try await agency.rows()

        for given in Self.wrong {
            let thrown = await #expect(throws: Problems.self, "\(given.deed)") {
                try await agency.perform(given.deed)
            }
            let said = (thrown?.all ?? []).map { "\($0.place) \($0.message.key)" }
            #expect(said.sorted() == given.problems, "\(given.deed)")
        }

        #expect(try await agency.rows() == before)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what is not there is refused by its name, and nothing is done`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open()
        let before = try await agency.rows()

        for given in Self.unknown {
            await #expect(throws: given.refusal) { try await agency.perform(given.deed) }
        }

        #expect(try await agency.rows() == before)
    }
}
