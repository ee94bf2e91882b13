import Access
import Basis
import Database
import Incidents
import Letters
import Response
import TestSupport
import Testing

/// Deeds that are done only as long as something holds, and answers that are shown once.
struct GuardedDeedTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `what no longer holds undoes the deed, and a kept answer is given all the same`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open()
        let before = try await agency.rows()
        let order = EditIncident(incident: "INC-1", title: LocalizedText([.spanish: "Otro"]))
        let stale: @Sendable (any Session) throws -> Void = { _ in throw DeedRefusal.changedMeanwhile }

        await #expect(throws: DeedRefusal.changedMeanwhile) {
            try await agency.response.perform(order, by: .operator, at: .morning, provided: stale)
        }
        #expect(try await agency.rows() == before)

        _ = try await agency.response.perform(order, by: .operator, key: "k", at: .morning)
        _ = try await agency.response.perform(order, by: .operator, key: "k", at: .at(1), provided: stale)
        let title = try await agency.database.read { try IncidentStore.with(id: 1, in: $0)?.title }
        #expect(title == LocalizedText([.spanish: "Otro"]))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an edit changes what it names, counts the version and tells the story`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open()
        let before = try await agency.database.read { try IncidentStore.with(id: 1, in: $0) }
        try await agency.perform(EditIncident(incident: "INC-1", kind: .security, beganAt: .at(-30)))
        let (after, story) = try await agency.database.read { session in
            (
                try IncidentStore.with(id: 1, in: session),
                try IncidentStore.timeline(of: 1, limit: 10, in: session)
            )
        }
        #expect(after?.title == before?.title)
        #expect(after?.origin == before?.origin)
        #expect(after?.kind == .security)
        #expect(after?.beganAt == .at(-30))
        #expect(after?.version == before.map { $0.version + 1 })
        #expect(story.first?.kind == TimelineEntry.Kind.edited)
        await #expect(throws: Problems.self) {
            try await agency.perform(EditIncident(incident: "INC-1", title: LocalizedText()))
        }
        await #expect(throws: Problems.self) {
            try await agency.perform(EditIncident(incident: "INC-1", beganAt: .at(5)))
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what opens something is never kept, and its key opens nothing again`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        let order = MakeToken(purpose: "x", role: .responder, expiresAt: .at(60), staff: "jon")
        let made = try await agency.response.perform(order, by: .operator, key: "k", at: .morning)
        await #expect(throws: DeedRefusal.answerNotKept) {
            try await agency.response.perform(order, by: .operator, key: "k", at: .at(1))
        }
        let kept = try await agency.database.read { session in
            try session.rows("SELECT order_hash, answer FROM deed_answer") {
                "\(try $0.next(String.self)) \(try $0.next(String.self))"
            }
        }
        #expect(kept.count == 1)
        #expect(!kept.contains { $0.contains(made.token) })
        #expect(try await agency.audit().last == "operator make_token token:\(made.id)")
    }
}
