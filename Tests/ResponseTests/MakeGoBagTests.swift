import Access
import Basis
import Catalog
import Database
import Delivery
import GoBag
import Incidents
import Response
import TestSupport
import Testing

struct MakeGoBagTests {
    private func contents(
        _ agency: Agency,
        incident named: String? = nil,
        _ narrowing: BagNarrowing = BagNarrowing(),
        most: Int = BagCustomers.most
    ) async throws -> BagReading {
        let source = agency.source
        return try await agency.database.read { session in
            let incident = try named.flatMap { try IncidentStore.with(name: $0, in: session) }
            let subject = incident.map { IncidentRecipients.subject($0.id) }
            let ids = try BagCustomers.choose(
                incident,
                subject,
                narrowing,
                most: most,
                at: .morning,
                in: session
            )
            return try BagReading(
                customerIDs: ids,
                incident,
                subject,
                source: source,
                at: .morning,
                in: session
            )
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a bag holds those who are hurt: who calls them, by which number, and what to say`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)
        try await agency.perform(AssignCalls(incident: "INC-1"))

        let bag = try await contents(agency, incident: "INC-1")

        #expect(bag.callers.map(\.id) == ["jon"])
        let called = try #require(bag.customers.first { $0.id == "k2" })
        #expect(
            called.call?.caller == "jon" && called.why == [2] && called.ways.map(\.number) == ["+34968550112"]
        )
        let lines = called.words?.script.map { bag.texts[$0] } ?? []
        #expect(lines.contains { $0.contains("Corte") } && called.words?.language == "es")
        // Told by a machine: nobody's call, but they may ring, and then the same is said to them.
        let mailed = try #require(bag.customers.first { $0.id == "k1" })
        #expect(mailed.call == nil && mailed.mails == ["ana@fine.example"] && mailed.words != nil)
        #expect(Set(bag.texts).count == bag.texts.count)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `without an incident it holds everybody, and no words`(_ engine: DatabaseUnderTest) async throws {
        let bag = try await contents(try await Agency(engine))

        #expect(bag.customers.map(\.id) == ["k1", "k2", "k3"])
        #expect(bag.customers.allSatisfy { $0.words == nil && $0.call == nil && $0.why.isEmpty })
        #expect(bag.customers.map(\.has) == [[1], [2], [2]] && bag.texts.isEmpty)
        #expect(bag.components.keys.sorted() == ["1", "2"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `it is narrowed by component, tier and account manager`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)
        try await agency.database.write { session in
            try session.run("UPDATE customer SET tier = 'gold', account_manager = 'jon' WHERE id = 2")
        }
        let table: [(BagNarrowing, [String])] = [
            (BagNarrowing(component: "mail"), ["k2", "k3"]), (BagNarrowing(tier: "gold"), ["k2"]),
            (BagNarrowing(accountManager: "jon"), ["k2"]),
            (BagNarrowing(component: "mail", tier: "gold", accountManager: "jon"), ["k2"]),
        ]
        for (narrowing, ids) in table {
            #expect(try await contents(agency, narrowing).customers.map(\.id) == ids)
            #expect(
                try await contents(agency, incident: "INC-1", narrowing).customers.map(\.id).sorted() == ids
            )
        }
        await #expect(throws: BagRefusal.nobodyInIt) {
            try await contents(agency, BagNarrowing(component: "web", tier: "gold"))
        }
    }

    @Test(arguments: DatabaseUnderTest.available, [nil, "INC-1"])
    func `more customers than a telephone opens are refused with how to narrow them`(
        _ engine: DatabaseUnderTest,
        _ incident: String?
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)

        await #expect(throws: BagRefusal.tooManyCustomers(most: 2)) {
            try await contents(agency, incident: incident, most: 2)
        }
        #expect(try await contents(agency, incident: incident, most: 3).customers.count == 3)
    }

    @Test
    func `whoever takes a bag stands in the audit trail; viewers and guests take none`() async throws {
        let agency = try await Agency(.sqlite)
        let viewer = Actor.staff(id: 1, role: .viewer)
        for actor in [viewer, .guest(sheetID: 1), .customer(id: 2)] {
            await #expect(throws: AccessRefusal.needsRole(.responder)) {
                try await agency.perform(MakeGoBag(), by: actor)
            }
            await #expect(throws: AccessRefusal.needsRole(.responder)) {
                try await agency.perform(MergeGoBag(files: []), by: actor)
            }
        }

        let made = try await agency.response.perform(MakeGoBag(), by: .operator, at: .morning)

        #expect(made.customers == 3)
        #expect(try await agency.audit() == ["operator make_go_bag go_bag:\(made.bag)"])
    }

    @Test
    func `what is not there cannot be packed`() async throws {
        let agency = try await Agency(.sqlite)

        await #expect(throws: DeedRefusal.unknownIncident("INC-9")) {
            try await agency.perform(MakeGoBag(incident: "INC-9"))
        }
        await #expect(throws: DeedRefusal.unknownComponent("x")) {
            try await agency.perform(MakeGoBag(narrowing: BagNarrowing(component: "x")))
        }
    }
}
