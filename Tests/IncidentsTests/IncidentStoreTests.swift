import Access
import Basis
import Catalog
import Database
import Incidents
import Letters
import TestSupport
import Testing

struct IncidentStoreTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `an incident is found again as it was saved`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        var incident = try await shop.open()
        _ = try incident.publish(.identified, at: .at(5))
        _ = try incident.publish(.monitoring, at: .at(9))
        let changed = incident

        try await shop.database.write { try IncidentStore.save(changed, in: $0) }
        let found = try await shop.database.read { session in
            [
                try IncidentStore.with(id: changed.id, in: session),
                try IncidentStore.with(name: changed.name.lowercased(), in: session),
                try IncidentStore.with(publicID: changed.publicID, in: session),
                try IncidentStore.with(name: "INC-99", in: session),
                try IncidentStore.with(name: "x", in: session),
            ]
        }

        #expect(found == [changed, changed, changed, nil, nil])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the open ones are those that are not over`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        for (index, stage) in Incident.Stage.allCases.enumerated() {
            let sample = try Incident.sample(stage: stage, publicID: "public\(index)")
            try await shop.database.write { session in
                var incident = sample
                try IncidentStore.insert(&incident, in: session)
            }
        }

        let open = try await shop.database.read { try IncidentStore.open(in: $0) }
        let newest = try await shop.database.read { try IncidentStore.all(limit: 2, in: $0) }

        #expect(open.map(\.stage) == [.monitoring, .identified, .investigating])
        #expect(newest.map(\.stage) == [.closed, .resolved])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an update that is edited keeps its first words and shows that it changed`(
        engine: DatabaseUnderTest
    ) async throws {
        let shop = try await Shop(engine)
        let incident = try await shop.open()
        let first = LocalizedText([.spanish: "Hacia las 11"])
        try await shop.database.write { session in
            for (index, text) in [first, LocalizedText([.spanish: "Ya vuelve"])].enumerated() {
                var update = IncidentUpdate(
                    publicID: "update\(index)",
                    incidentID: incident.id,
                    status: .identified,
                    message: text,
                    publishedAt: .at(Int64(index)),
                    isNotified: index == 0
                )
                try IncidentStore.addUpdate(&update, in: session)
            }
            let edits: [(Int64, String)] = [(5, "Hacia las 12"), (6, "Hacia las 13"), (7, "Hacia las 11")]
            for (minute, words) in edits {
                let text = LocalizedText([.spanish: words])
                try IncidentStore.editUpdate(publicID: "update0", message: text, at: .at(minute), in: session)
                try IncidentStore.editUpdate(
                    publicID: "update0",
                    message: text,
                    at: .at(minute + 20),
                    in: session
                )
            }
        }

        let updates = try await shop.database.read { try IncidentStore.updates(of: incident.id, in: $0) }
        let original = try await shop.database.read {
            try IncidentStore.originalMessage(ofUpdate: "update0", in: $0)
        }

        #expect(updates.map(\.publicID) == ["update1", "update0"])
        #expect(updates[0].editedAt == nil)
        #expect(updates[1].editedAt == .at(7))
        #expect(updates[1].isNotified)
        #expect(original == first)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `sightings, contacts, answers and the timeline are kept as they came`(
        engine: DatabaseUnderTest
    ) async throws {
        let shop = try await Shop(engine)
        try await shop.customers(2)
        let id = try await shop.open().id
        let entry = TimelineEntry(
            incidentID: id,
            happenedAt: .at(3),
            kind: TimelineEntry.Kind.contacted,
            actor: .staff(id: 7, role: .responder),
            details: ["customer": "k1"]
        )
        try await shop.database.write { session in
            for minute in [Int64(1), 2] {
                var sighting = Sighting(
                    incidentID: id,
                    source: .twitter,
                    who: "OVH",
                    said: LocalizedText([.spanish: "Sin corriente"]),
                    link: "https://example.org/\(minute)",
                    seenAt: .at(minute),
                    notedAt: .at(9),
                    trust: .confirmed,
                    etaAt: .at(60)
                )
                try IncidentStore.addSighting(&sighting, in: session)
                var contact = FirstContact(
                    incidentID: id,
                    customerID: 3 - minute,
                    channel: "phone",
                    happenedAt: .at(minute)
                )
                try IncidentStore.addContact(&contact, in: session)
                let answer = NoticedAnswer(
                    incidentID: id,
                    customerID: 1,
                    hadNoticed: minute == 2,
                    answeredAt: .at(minute)
                )
                try IncidentStore.setAnswer(answer, in: session)
            }
            try IncidentStore.addTimeline(entry, in: session)
        }

        try await shop.database.read { session in
            #expect(try IncidentStore.sightings(of: id, in: session).map(\.seenAt) == [.at(2), .at(1)])
            #expect(try IncidentStore.contacts(of: id, in: session).map(\.customerID) == [2, 1])
            #expect(try IncidentStore.answers(of: id, in: session).map(\.hadNoticed) == [true])
            #expect(try IncidentStore.answer(of: 1, incidentID: id, in: session)?.answeredAt == .at(2))
            #expect(try IncidentStore.answer(of: 2, incidentID: id, in: session) == nil)
            let first = try #require(try IncidentStore.timeline(of: id, limit: 5, in: session).first)
            #expect(first.actorKind == "staff")
            #expect(first.actorID == 7)
            #expect(first.details == entry.details)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a corrected fact is another version, the same one is not`(engine: DatabaseUnderTest) async throws {
        let shop = try await Shop(engine)
        let id = try await shop.open().id
        let no = Fact(id: Fact.Name.dataExposed, type: .choice, value: "no")
        let yes = Fact(
            id: Fact.Name.dataExposed,
            type: .choice,
            value: "yes",
            text: LocalizedText([.spanish: "Sí."])
        )

        let versions = try await shop.database.write { session in
            try [no, no, yes, no].enumerated().map { index, fact in
                try FactStore.state(fact, of: id, at: .at(Int64(index)), in: session)
            }
        }
        let sheet = try await shop.database.read { try FactStore.sheet(id, in: $0) }
        let all = try await shop.database.read { session in
            try FactStore.versions(of: Fact.Name.dataExposed, incidentID: id, in: session)
        }

        #expect(versions == [1, 1, 2, 3])
        #expect(sheet[Fact.Name.dataExposed]?.choice == .no)
        #expect(sheet.versions == [Fact.Name.dataExposed: 3])
        #expect(all.map(\.value) == ["no", "yes", "no"])
        #expect(all[1].text == yes.text)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `reopening forgets who was back and is told in the timeline`(engine: DatabaseUnderTest) async throws
    {
        let shop = try await Shop(engine)
        try await shop.customers(1)
        var incident = try await shop.open()
        _ = try incident.publish(.resolved, at: .at(5))
        let effects = try incident.reopen(at: .at(6))
        let reopened = incident

        try await shop.database.write { session in
            let id = reopened.id
            try BackCheckStore.set(
                .back,
                customerID: 1,
                incidentID: id,
                source: .call,
                at: .at(5),
                in: session
            )
            try IncidentStore.carryOut(effects, of: reopened, by: .operator, at: .at(6), in: session)
        }

        try await shop.database.read { session in
            #expect(try BackCheckStore.check(of: 1, incidentID: reopened.id, in: session) == nil)
            let entry = try #require(try IncidentStore.timeline(of: reopened.id, limit: 1, in: session).first)
            #expect(entry.kind == TimelineEntry.Kind.moved)
            #expect(entry.details == ["from": "resolved", "to": "investigating"])
        }
    }
}
