import Access
import Assembly
import Basis
import Catalog
import Delivery
import Incidents
import Mail
import Response
import Review
import Testing

@Suite struct OutageJourneyTests {
    @Test func `each hurt customer is told in a way that still works, and nobody else`() async throws {
        try await Journey.tell { journey in
            try await journey.agency()

            let incident = try await journey.open()
            try await journey.deliver()

            #expect(try journey.mails(to: "ana@fine.example").count == 1)
            #expect(try journey.mails(to: "ben@broken.example").isEmpty)
            #expect(try journey.mails(to: "zoe@fine.example").isEmpty)
            let calls = try await journey.calls(incident)
            #expect(calls.map(\.customer.externalID).sorted() == ["ben", "eva"])
            let tom = try await journey.staff("tom")
            #expect(
                calls.first { $0.customer.externalID == "ben" }?.owner == .staff(tom.id),
                "only Tom speaks English"
            )
            let report = try await journey.report(incident)
            #expect(report.planned == 4)
            #expect(report.handedOver == 1)
            #expect(report.toCall == 2)
            #expect(report.skippedByReason == ["carrier_affected": 1])
            #expect(report.passedOverByReason["carrier_affected"] == 2)
        }
    }

    @Test func `the mail speaks the customer's language and names their own services`() async throws {
        try await Journey.tell { journey in
            try await journey.agency()

            _ = try await journey.open()
            try await journey.deliver()

            let mail = try #require(try journey.mails(to: "ana@fine.example").first)
            #expect(mail.subject.contains("Sin servicio"))
            #expect(mail.text?.contains("Páginas web") == true)
            #expect(mail.text?.contains("No responde nada.") == true)
            #expect(mail.html?.contains("lang=\"es\"") == true)
        }
    }

    @Test func `a newer update replaces what still waits of an older one`() async throws {
        try await Journey.tell { journey in
            try await journey.agency()
            let incident = try await journey.open()

            try await journey.perform(
                PublishUpdate(
                    incident: incident,
                    status: .identified,
                    message: LocalizedText([.spanish: "Es el proveedor.", .english: "It is the provider."]),
                    notify: true
                )
            )
            try await journey.deliver()

            let mails = try journey.mails(to: "ana@fine.example")
            #expect(mails.count == 1, "the first was never sent, so it never is")
            #expect(mails.first?.text?.contains("Es el proveedor.") == true)
            let calls = try await journey.calls(incident)
            #expect(calls.count == 2)
            let report = try await journey.report(incident)
            #expect(report.skippedByReason["superseded"] == 3)
        }
    }

    @Test func `who is not reached by phone falls to the next way, and who knew first is counted so`()
        async throws
    {
        try await Journey.tell { journey in
            try await journey.agency()
            let incident = try await journey.open()
            try await journey.deliver()
            let calls = try await journey.calls(incident)
            let ben = try #require(calls.first { $0.customer.externalID == "ben" })
            let eva = try #require(calls.first { $0.customer.externalID == "eva" })

            try await journey.advance(by: .minutes(5))
            try await journey.perform(RecordCall(call: ben.id, outcome: .alreadyKnew))
            try await journey.perform(RecordCall(call: eva.id, outcome: .reached))

            let card = try await journey.scorecard(incident)
            #expect(card.customersHurt == 4)
            #expect(card.told == 3)
            #expect(card.knewFirst == 1)
            #expect(card.toldFirst == 1)
            #expect(card.toldUnknownWhich == 1)
            #expect(card.toldFirstShare == 0.5)
            #expect(card.unreachable == 1)
        }
    }

    @Test func `a promise is kept by an update in time and late without one`() async throws {
        try await Journey.tell { journey in
            try await journey.agency()
            let incident = try await journey.open(notify: false, nextUpdate: .minutes(30))

            try await journey.advance(by: .minutes(31))

            let card = try await journey.scorecard(incident)
            #expect(card.promisesLate == 1)
            #expect(card.promisesKept == 0)
        }
    }

    @Test func `resolving tells everybody who was hurt, and closing asks about those not known to be back`()
        async throws
    {
        try await Journey.tell { journey in
            try await journey.agency()
            let incident = try await journey.open()
            try await journey.deliver()
            try await journey.perform(ChangeImpact(incident: incident, impacts: ["provider": .operational]))

            try await journey.perform(
                ResolveIncident(
                    incident: incident,
                    message: LocalizedText([.spanish: "Ya funciona.", .english: "It works again."]),
                    notify: true
                )
            )
            try await journey.deliver()

            #expect(try journey.mails(to: "ana@fine.example").count == 2)
            #expect(try journey.mails(to: "leo@broken.example").count == 1, "his mailbox works again")
            await #expect(throws: Incident.Refusal.openChecks(4)) {
                try await journey.perform(CloseIncident(incident: incident))
            }
            for customer in ["ana", "ben", "eva", "leo"] {
                try await journey.perform(ConfirmBack(incident: incident, customer: customer, state: .back))
            }
            try await journey.perform(CloseIncident(incident: incident))
        }
    }

    @Test func `the same key does the deed once, and another order under it is refused`() async throws {
        try await Journey.tell { journey in
            try await journey.agency()
            let order = OpenIncident(
                title: LocalizedText([.spanish: "Corte"]),
                impacts: ["web": .partialOutage]
            )
            let other = OpenIncident(
                title: LocalizedText([.spanish: "Otro"]),
                impacts: ["web": .partialOutage]
            )
            let now = journey.clock.now()

            let first = try await journey.house.response.perform(order, by: .operator, key: "k1", at: now)
            let again = try await journey.house.response.perform(order, by: .operator, key: "k1", at: now)

            #expect(first == again)
            await #expect(throws: DeedRefusal.keyUsedForAnotherOrder) {
                try await journey.house.response.perform(other, by: .operator, key: "k1", at: now)
            }
        }
    }

    @Test func `all that is wrong with an order is said at once, and nothing is done`() async throws {
        try await Journey.tell { journey in
            try await journey.agency()

            let problems = await #expect(throws: Problems.self) {
                try await journey.perform(
                    OpenIncident(
                        title: LocalizedText(),
                        impacts: ["nosuch": .majorOutage],
                        nextUpdate: Journey.start - .minutes(1)
                    )
                )
            }

            #expect(problems?.all.map(\.place).sorted() == ["component", "next_update", "title"])
            let count = try await journey.house.response.read {
                try IncidentStore.all(limit: 10, in: $0).count
            }
            #expect(count == 0)
        }
    }
}
