import Access
import Basis
import Database
import Delivery
import Incidents
import Response
import TestSupport
import Testing

/// What people without an account may do on a signed link, and only about themselves.
struct LinkTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `a customer answers for themselves and for nobody else`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        try await agency.open()
        let ana = Actor.customer(id: 1)

        try await agency.perform(AnswerNotice(incident: "INC-1", customer: "k1", hadNoticed: false), by: ana)
        try await agency.perform(ConfirmBack(incident: "INC-1", customer: "k1", state: .back), by: ana)
        for deed: any Deed in [
            AnswerNotice(incident: "INC-1", customer: "k2", hadNoticed: true),
            ConfirmBack(incident: "INC-1", customer: "k2", state: .back),
        ] {
            await #expect(throws: DeedRefusal.unknownCustomer("k2")) {
                try await agency.perform(deed, by: ana)
            }
        }

        let answers = try await agency.database.read { try IncidentStore.answers(of: 1, in: $0) }
        #expect(answers.map(\.customerID) == [1])
        #expect(try await agency.audit().suffix(2).allSatisfy { $0.hasPrefix("customer ") })
    }

    /// Who is asked again later was told by us in the meantime.
    @Test(arguments: DatabaseUnderTest.available)
    func `the first answer stays`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        try await agency.open()

        for (minute, hadNoticed) in [(Int64(1), false), (2, true)] {
            try await agency.perform(
                AnswerNotice(incident: "INC-1", customer: "k1", hadNoticed: hadNoticed),
                at: .at(minute)
            )
        }

        let answer = try await agency.database.read { session in
            try IncidentStore.answer(of: 1, incidentID: 1, in: session)
        }
        #expect(answer?.hadNoticed == false)
        #expect(answer?.answeredAt == .at(1))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a helper is given calls by a link that ends, and records only those`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)

        let invited = try await agency.response.perform(
            InviteGuest(incident: "INC-1", guest: "Ane", calls: 1, hours: 2),
            by: .operator,
            at: .morning
        )
        let (signer, token) = (agency.signer, invited.token)
        let guest = Actor.guest(sheetID: invited.sheet)
        let calls = try await agency.calls()
        let mine = try #require(calls.first { $0.owner == .guest(invited.sheet) })
        let other = try #require(calls.first { $0.owner != .guest(invited.sheet) })

        #expect(invited.calls == 1)
        #expect(calls.count == 2)
        let purpose = InviteGuest.purpose
        #expect(signer.subject(of: token, purpose: purpose, now: .at(120)) == String(invited.sheet))
        #expect(signer.subject(of: token, purpose: purpose, now: .at(121)) == nil)
        await #expect(throws: CallDesk.Refusal.notOnYourSheet) {
            try await agency.perform(RecordCall(call: other.id, outcome: .reached), by: guest)
        }
        await #expect(throws: CallDesk.Refusal.sheetExpired) {
            try await agency.perform(RecordCall(call: mine.id, outcome: .reached), by: guest, at: .at(121))
        }
        try await agency.perform(RecordCall(call: mine.id, outcome: .reached), by: guest, at: .at(5))
        #expect(try await agency.calls(at: .at(5)).map(\.id) == [other.id])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `to be called back needs a time, and the call stays`(_ engine: DatabaseUnderTest) async throws {
        let agency = try await Agency(engine)
        try await agency.open(notify: true)
        let call = try #require(try await agency.calls().first)
        let before = try await agency.rows()

        await #expect(throws: Problems([Problem("call_back", "response.call_back_missing")])) {
            try await agency.perform(RecordCall(call: call.id, outcome: .callBack))
        }

        #expect(try await agency.rows() == before)
    }
}
