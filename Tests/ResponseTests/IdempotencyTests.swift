import Access
import Basis
import Catalog
import Database
import Incidents
import Response
import TestSupport
import Testing

struct IdempotencyTests {
    @Test(arguments: [("", false), ("k", true), (String(repeating: "k", count: 255), true)])
    func `a key has at most 255 bytes and at least one`(_ text: String, _ isKey: Bool) {
        #expect((IdempotencyKey(text) != nil) == isKey)
        #expect(IdempotencyKey(text + String(repeating: "ñ", count: 128)) == nil)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the same order under the same key is done once and answered twice`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        let first = try await agency.response.perform(.sample(), by: .operator, key: "k1", at: .morning)
        let rows = try await agency.rows()

        let again = try await agency.response.perform(.sample(), by: .operator, key: "k1", at: .at(9))

        #expect(again == first)
        #expect(try await agency.rows() == rows)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `another key, or none, is another order`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)

        for key: IdempotencyKey? in ["k1", "k2", nil, nil] {
            try await agency.perform(.sample(), key: key)
        }

        #expect(try await agency.rows()["incident"] == 4)
        #expect(try await agency.rows()["deed_answer"] == 2)
    }

    /// Two deeds may look the same once they are written down: `{"incident":"INC-1"}`.
    @Test(arguments: DatabaseUnderTest.available)
    func `another order under a key is refused, also another deed of the same shape`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.perform(.sample(), key: "k1")
        try await agency.perform(AssignCalls(incident: "INC-1"), key: "k2")
        let before = try await agency.rows()

        await #expect(throws: DeedRefusal.keyUsedForAnotherOrder) {
            try await agency.perform(.sample(title: "Otro"), key: "k1")
        }
        await #expect(throws: DeedRefusal.keyUsedForAnotherOrder) {
            try await agency.perform(ReopenIncident(incident: "INC-1"), key: "k2")
        }

        #expect(try await agency.rows() == before)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an order that was refused does not use its key up`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        let order = AssignCalls(incident: "INC-1")
        await #expect(throws: DeedRefusal.unknownIncident("INC-1")) {
            try await agency.perform(order, key: "k1")
        }

        try await agency.open()
        try await agency.perform(order, key: "k1")

        #expect(try await agency.audit().last == "operator assign_calls incident:INC-1")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who may not do a thing is not given the answer to it either`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.perform(.sample(), key: "k1")

        await #expect(throws: AccessRefusal.needsRole(.responder)) {
            try await agency.perform(.sample(), by: .staff(id: 1, role: .viewer), key: "k1")
        }
    }

    /// A map has no order: however it was put together, the order is the same.
    @Test func `the same map is the same order`() async throws {
        let agency = try await Agency(.sqlite)
        let names = ["web", "mail", "c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8"]
        func order(_ names: [String]) -> ChangeImpact {
            var impacts: [String: ImpactLevel] = [:]
            for name in names { impacts[name] = .partialOutage }
            return ChangeImpact(incident: "INC-1", impacts: impacts)
        }
        try await agency.open()
        try await agency.database.write { session in
            for (index, name) in names.dropFirst(2).enumerated() {
                try session.run(
                    """
                    INSERT INTO component (id, external_id, public_id, name, position, created_at, updated_at)
                    VALUES (\(index + 3), \(name), \(name), '{}', 9, 0, 0)
                    """
                )
            }
        }

        for turn in names.indices {
            try await agency.perform(order(Array(names[turn...] + names[..<turn])), key: "k1")
        }

        #expect(try await agency.audit().count == 2)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `who asks eight times at once gets one incident`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)

        let answers = try await withThrowingTaskGroup(of: OpenIncident.Answer.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    try await agency.response.perform(.sample(), by: .operator, key: "k1", at: .morning)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }

        #expect(answers.count == 8)
        #expect(Set(answers.map(\.id)).count == 1)
        #expect(try await agency.rows()["incident"] == 1)
    }
}
