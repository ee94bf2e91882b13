import Basis
import Database
import Incidents
import Review
import TestSupport
import Testing

struct ScorecardReaderTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `an incident of which nothing came is a card of zeros`(_ engine: DatabaseUnderTest) async throws {
        let after = try await Aftermath(engine)
        let incident = try await after.incident()

        let card = try await after.card(incident, at: .at(20))

        var expected = Scorecard()
        expected.customersHurt = 6
        expected.longestSilenceSeconds = 1_200
        #expect(card == expected)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `each person is joined over notices, contacts and answers`(_ engine: DatabaseUnderTest) async throws
    {
        let after = try await Aftermath(engine)
        let incident = try await after.incident()
        let campaign = try await after.campaign(incident)
        for customer in Int64(1)...4 {
            let channel = customer == 3 ? "phone" : "email"
            try await after.notice(campaign, to: customer, "handed_over", by: channel, at: .at(customer))
        }
        try await after.answer(incident, from: 1, hadNoticed: false)
        try await after.contact(incident, from: 2, at: .at(9))
        try await after.contact(incident, from: 2, at: .at(1))
        try await after.answer(incident, from: 3, hadNoticed: true)
        try await after.contact(incident, from: 5, at: .at(2))

        let card = try await after.card(incident)

        #expect(card.told == 4)
        #expect(card.toldFirst == 1)
        #expect(card.knewFirst == 3, "by their contact, by their answer, and one whom nobody told")
        #expect(card.toldUnknownWhich == 1)
        #expect(card.byChannel == ["email": 3, "phone": 1])
        #expect(card.firstNoticeSeconds == 660)
        #expect(card.medianNoticeSeconds == 720)
        #expect(card.lastNoticeSeconds == 840)
        #expect(card.contactsBeforeTold == 2)
        #expect(card.contactsAfterTold == 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `told is the first notice that was handed over, whichever campaign`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let after = try await Aftermath(engine)
        let incident = try await after.incident()
        let first = try await after.campaign(incident)
        let second = try await after.campaign(incident, at: .at(30))
        try await after.notice(first, to: 1, "handed_over", by: "phone", at: .at(50))
        try await after.notice(second, to: 1, "handed_over", by: "email", at: .at(40))
        try await after.notice(first, to: 2, "unknown", by: "email")
        try await after.notice(first, to: 3, "refused", by: "email")
        try await after.notice(second, to: 3, "handed_over", by: "email", at: .at(31))

        let card = try await after.card(incident)

        #expect(card.told == 2)
        #expect(card.byChannel == ["email": 2])
        #expect(card.firstNoticeSeconds == 2_460)
        #expect(card.lastNoticeSeconds == 3_000)
        #expect(card.unreachable == 0, "one may have arrived, and one was told later")
    }

    /// What each of two notices came to, and whether the person counts as unreachable.
    @Test(arguments: DatabaseUnderTest.available)
    func `unreachable is who was given up, not who still waits or whose notice was replaced`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let cases: [(first: (String, String?), second: (String, String?)?, isUnreachable: Bool)] = [
            (("skipped", "no_address"), nil, true), (("skipped", "carrier_affected"), nil, true),
            (("refused", "bounced"), nil, true), (("skipped", "superseded"), nil, false),
            (("skipped", "fixed_meanwhile"), nil, false), (("waiting", nil), nil, false),
            (("skipped", "superseded"), ("to_call", nil), false),
            (("skipped", "superseded"), ("skipped", "no_address"), true),
            (("refused", "bounced"), ("to_call", nil), false),
            (("refused", "bounced"), ("unknown", nil), false),
            (("to_call", nil), ("skipped", "opted_out"), false),
        ]
        let after = try await Aftermath(engine, customers: Int64(cases.count))

        for (index, given) in cases.enumerated() {
            let id = Int64(index + 1)
            let incident = try await after.incident("i\(index)", hurt: id...id)
            let first = try await after.campaign(incident)
            try await after.notice(first, to: id, given.first.0, reason: given.first.1)
            if let last = given.second {
                let second = try await after.campaign(incident, at: .at(30))
                try await after.notice(second, to: id, last.0, reason: last.1)
            }

            let card = try await after.card(incident)

            #expect(card.unreachable == (given.isUnreachable ? 1 : 0), "\(given)")
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `notices of another matter and to people who were not hurt do not count`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let after = try await Aftermath(engine)
        let incident = try await after.incident(hurt: 1...2)
        let other = try await after.campaign(incident, kind: "recall")
        let own = try await after.campaign(incident)
        try await after.notice(other, to: 1, "handed_over", by: "email", at: .at(5))
        try await after.notice(own, to: 6, "handed_over", by: "email", at: .at(5))
        try await after.contact(incident, from: 6, at: .at(1))

        let card = try await after.card(incident)

        #expect(card.customersHurt == 2)
        #expect(card.told == 0)
        #expect(card.contactsBeforeTold == 0)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `reasons are counted by their codes, and what may have come twice`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let after = try await Aftermath(engine)
        let incident = try await after.incident()
        let campaign = try await after.campaign(incident)
        try await after.notice(campaign, to: 1, "skipped", reason: "no_address")
        try await after.notice(campaign, to: 2, "skipped", reason: "no_address")
        try await after.notice(campaign, to: 3, "skipped", reason: "opted_out")
        try await after.notice(
            campaign,
            to: 4,
            "handed_over",
            by: "email",
            at: .at(5),
            isPossibleDuplicate: true
        )

        let card = try await after.card(incident)

        #expect(card.skippedByReason == ["no_address": 2, "opted_out": 1])
        #expect(card.possibleDuplicates == 1)
        #expect(card.unreachable == 3)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an e-mail to a mailbox whose carrier was broken is found, another is not`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let after = try await Aftermath(engine)
        let incident = try await after.incident()
        let campaign = try await after.campaign(incident)
        let addresses = [
            "a@down.example", "b@sub.down.example", "c@notdown.example", "d@x.wild.example", "e@wild.example",
            "f@down.example",
        ]
        try await after.block(campaign, "mail_domain", "down.example")
        try await after.block(campaign, "mail_subdomains", "wild.example")
        for (index, value) in addresses.enumerated() {
            let id = Int64(index + 1)
            try await after.address(id, value)
            let state = id == 6 ? "refused" : "handed_over"
            try await after.notice(campaign, to: id, state, by: "email", at: .at(5), address: id)
        }

        #expect(try await after.card(incident).emailsToAffectedCarrier == 2, "a and d")
        try await after.block(campaign, "channel", "email")
        #expect(try await after.card(incident).emailsToAffectedCarrier == 5)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `promises are counted by how they ended`(_ engine: DatabaseUnderTest) async throws {
        let after = try await Aftermath(engine)
        let incident = try await after.incident()
        let states = [
            "kept", "kept", "kept", "replaced", "replaced", "late", "kept_late", "kept_late", "kept_late",
            "due",
        ]
        try await after.database.write { session in
            for state in states {
                try session.run(
                    """
                    INSERT INTO promise (incident_id, kind, what, made_at, due_at, state)
                    VALUES (\(incident.id), 'other', '{}', 0, 1, \(state))
                    """
                )
            }
        }

        let card = try await after.card(incident)

        #expect(card.promisesDue == 10)
        #expect(card.promisesKept == 3)
        #expect(card.promisesReplaced == 2)
        #expect(card.promisesLate == 4)
    }

    /// Minutes of the words, when it was over, and the longest silence.
    @Test(arguments: DatabaseUnderTest.available)
    func `silence lasts from opening over each word to the end`(_ engine: DatabaseUnderTest) async throws {
        let cases: [(words: [Int64], resolved: Int64?, silence: Int64)] = [
            ([], 50, 50), ([30], 50, 30), ([10], 50, 40), ([20, 35, 50], 50, 20), ([35, 20, 5], 50, 15),
            ([20], nil, 580), ([], nil, 600),
        ]
        let after = try await Aftermath(engine)

        for (index, given) in cases.enumerated() {
            var incident = try await after.incident("i\(index)")
            for word in given.words {
                try await after.publish(incident, "u\(index)-\(word)", at: .at(word))
            }
            if let resolved = given.resolved { _ = try incident.publish(.resolved, at: .at(resolved)) }

            let card = try await after.card(incident)

            #expect(card.longestSilenceSeconds == given.silence * 60, "\(given)")
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a person hurt by two incidents counts in both, and times are taken together`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let after = try await Aftermath(engine)
        let one = try await after.incident("one", hurt: 1...2)
        let two = try await after.incident("two", hurt: 2...4)
        let (first, second) = (try await after.campaign(one), try await after.campaign(two))
        try await after.notice(first, to: 2, "handed_over", by: "email", at: .at(0))
        try await after.notice(second, to: 2, "handed_over", by: "phone", at: .at(10))
        try await after.notice(second, to: 3, "handed_over", by: "phone", at: .at(20))
        try await after.publish(one, "u1", at: .at(599))

        let card = try await after.card(one, two)

        #expect(card.customersHurt == 5)
        #expect(card.told == 3)
        #expect(card.byChannel == ["email": 1, "phone": 2])
        #expect(card.medianNoticeSeconds == 1_200)
        #expect(card.longestSilenceSeconds == 36_000)
    }
}
