import Access
import Basis
import Database
import Incidents
import Response
import TestSupport
import Testing

struct RehearsalTests {
    private struct Look: Sendable, Equatable {
        var answer: OpenIncident.Answer
        var notices: Int
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a rehearsal sees what the deed will do, and leaves nothing`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        let before = try await agency.rows()

        let seen = try await agency.response.rehearse(.sample(notify: true), by: .operator, at: .morning) {
            Look(answer: $0, notices: try $1.count("SELECT count(*) FROM notice"))
        }

        #expect(seen.answer.customers == 3)
        #expect(seen.notices == 3)
        #expect(try await agency.rows() == before)
        try await agency.open(notify: true)
        #expect(try await agency.rows()["notice"] == seen.notices)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what the deed refuses, its rehearsal refuses`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        let before = try await agency.rows()

        await #expect(throws: AccessRefusal.needsRole(.responder)) {
            try await agency.response.rehearse(
                .sample(),
                by: .staff(id: 1, role: .viewer),
                at: .morning
            ) { answer, _ in answer }
        }
        await #expect(throws: DeedRefusal.unknownIncident("INC-9")) {
            try await agency.response.rehearse(
                AssignCalls(incident: "INC-9"),
                by: .operator,
                at: .morning
            ) { _, _ in 0 }
        }
        await #expect(throws: Problems.self) {
            try await agency.response.rehearse(.sample(title: ""), by: .operator, at: .morning) { _, _ in 0 }
        }

        #expect(try await agency.rows() == before)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an error while looking is that error, and leaves nothing either`(
        _ engine: DatabaseUnderTest
    ) async throws {
        struct Blind: Error {}
        let agency = try await Agency(engine)
        let before = try await agency.rows()

        await #expect(throws: Blind.self) {
            try await agency.response.rehearse(.sample(), by: .operator, at: .morning) { _, _ -> Int in
                throw Blind()
            }
        }

        #expect(try await agency.rows() == before)
    }
}
