import Access
import Basis
import Database
import Incidents
import TestSupport
import Testing

struct PromiseKeeperTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `promises are called late when their time has passed, not before`(
        engine: DatabaseUnderTest
    ) async throws {
        let shop = try await Shop(engine)
        let id = try await shop.open().id
        let event = PromiseBook.Event.updated(at: .morning, newETA: .at(120), newNextUpdate: .at(60))
        try await shop.database.write { try PromiseStore.settle(event, of: id, by: .operator, in: $0) }
        let justLate = Instant.at(60) + Span(milliseconds: 1)

        let first = try await PromiseKeeper.tick(shop.database, .morning)
        let atTime = try await PromiseKeeper.tick(shop.database, .at(60))
        let states = try await shop.states(id)
        let after = try await PromiseKeeper.tick(shop.database, justLate)
        let last = try await PromiseKeeper.tick(shop.database, .at(500))

        #expect(first == justLate)
        #expect(atTime == justLate)
        #expect(states == [.due, .due])
        #expect(after == .at(120) + Span(milliseconds: 1))
        #expect(last == nil)
        #expect(try await shop.states(id) == [.late, .late])
        let story = try await shop.database.read { try IncidentStore.timeline(of: id, limit: 9, in: $0) }
        let late = story.filter { $0.kind == TimelineEntry.Kind.promiseLate }
        #expect(late.map(\.happenedAt) == [.at(120), .at(60)])
        #expect(late.allSatisfy { $0.actorKind == "system" })
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a morning of promises ends as it was lived`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        let id = try await shop.open().id
        let events: [PromiseBook.Event] = [
            .updated(at: .morning, newETA: .at(120), newNextUpdate: .at(60)),
            .updated(at: .at(55), newETA: .at(180), newNextUpdate: .at(110)),
            .promised(at: .at(100), newNextUpdate: .at(130)),
            .updated(at: .at(140), newETA: .at(180)),
            .resolved(at: .at(170)),
        ]

        for event in events {
            _ = try await PromiseKeeper.tick(shop.database, event.moment)
            try await shop.database.write { try PromiseStore.settle(event, of: id, by: .operator, in: $0) }
        }

        // eta 120, update 60, eta 180, update 110, update 130
        #expect(try await shop.states(id) == [.replaced, .kept, .kept, .replaced, .keptLate])
        #expect(
            try await shop.database.read { try IncidentStore.openPromises(dueBefore: .at(900), in: $0) }
                .isEmpty
        )
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a promise of another kind is kept when somebody says so`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        let id = try await shop.open().id
        let promised = try await shop.database.write { session in
            var promise = try Promise(
                incidentID: id,
                kind: .other,
                what: LocalizedText([.spanish: "El informe"]),
                madeAt: .morning,
                dueAt: .at(60)
            )
            try PromiseStore.make(&promise, by: .operator, in: session)
            return promise
        }
        _ = try await PromiseKeeper.tick(shop.database, .at(61))

        let open = try await shop.database.read { try IncidentStore.openPromises(dueBefore: .at(61), in: $0) }
        let kept = try await shop.database.write { session in
            try PromiseStore.keep(promised.id, at: .at(70), by: .operator, in: session)
        }
        let nobody = try await shop.database.write {
            try PromiseStore.keep(99, at: .at(70), by: .operator, in: $0)
        }

        #expect(open.map(\.id) == [promised.id])
        #expect(kept?.state == .keptLate)
        #expect(kept?.what == promised.what)
        #expect(nobody == nil)
        await #expect(throws: Promise.Refusal.alreadySettled) {
            try await shop.database.write {
                try PromiseStore.keep(promised.id, at: .at(80), by: .operator, in: $0)
            }
        }
    }

    @Test func `more promises than one transaction takes are all called late`() async throws {
        let shop = try await Shop(.sqlite)
        let id = try await shop.open().id
        try await shop.database.write { session in
            for minute in Int64(1)...450 {
                var promise = try Promise(incidentID: id, kind: .other, madeAt: .morning, dueAt: .at(minute))
                try PromiseStore.make(&promise, by: .operator, in: session)
            }
        }

        let next = try await PromiseKeeper.tick(shop.database, .at(440))

        #expect(next == .at(440) + Span(milliseconds: 1))
        #expect(try await shop.states(id).count { $0 == .late } == 439)
    }
}

extension Shop {
    fileprivate func states(_ incidentID: Int64) async throws -> [Promise.State] {
        try await database.read { try IncidentStore.promises(of: incidentID, in: $0).map(\.state) }
    }
}
