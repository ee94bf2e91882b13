import Access
import Basis
import Catalog
import Database
import Delivery
import Foundation
import GoBag
import Incidents
import Rendering
import Response
import TestSupport
import Testing

/// The agency with an open incident whose two calls (`k2`, `k3`) are in a bag.
private struct PackedAgency {
    let agency: Agency
    let bag: String
    let jon = Actor.staff(id: 1, role: .responder)

    init(_ engine: DatabaseUnderTest) async throws {
        agency = try await Agency(engine)
        try await agency.open(notify: true)
        try await agency.perform(AssignCalls(incident: "INC-1"))
        bag = try await agency.response.perform(MakeGoBag(incident: "INC-1"), by: jon, at: .at(1)).bag
    }

    func call(_ customer: String) async throws -> CallSlip {
        try #require(try await agency.calls().first { $0.customer.externalID == customer })
    }

    func file(
        _ outcomes: [BagResult.Outcome],
        bag: String? = nil,
        name: String = "a.txt"
    ) throws -> MergeGoBag.File {
        let result = BagResult(bag: bag ?? self.bag, outcomes: outcomes)
        return MergeGoBag.File(name: name, text: try SealedResult.seal(result, signer: agency.signer))
    }

    @discardableResult
    func merge(
        _ files: [MergeGoBag.File],
        incident: String? = nil,
        at now: Instant = .at(120)
    ) async throws -> MergeGoBag.Answer {
        try await agency.response.perform(MergeGoBag(files: files, incident: incident), by: jon, at: now)
    }

    /// What the history of a customer's newest notice says: `reached 10, no_answer 12`, in its order.
    func attempts(_ customer: Int64) async throws -> String {
        let entry = try await entry(customer)
        return entry.attempts.map { "\($0.outcome.rawValue) \(($0.happenedAt - .morning).minutes)" }
            .joined(separator: ", ")
    }

    func entry(_ customer: Int64) async throws -> CustomerHistory.Entry {
        let history = try await agency.database.read {
            try CustomerHistory.of(customer, IncidentRecipients.subject(1), in: $0)
        }
        return try #require(history.entries.first)
    }

    func fates() async throws -> [String] {
        try await agency.database.read { session in
            try session.rows("SELECT outcome, fate FROM go_bag_outcome ORDER BY happened_at, id") { row in
                "\(try row.next(String.self)) \(try row.next(String.self))"
            }
        }
    }
}

extension BagResult.Outcome {
    fileprivate static func said(
        _ outcome: AttemptOutcome,
        _ customer: String,
        _ minute: Int64,
        call: CallSlip? = nil,
        since: Instant? = nil,
        callBack: Instant? = nil
    ) -> BagResult.Outcome {
        BagResult.Outcome(
            id: "\(customer)-\(outcome.rawValue)-\(minute)",
            customer: customer,
            call: call?.id,
            address: call?.addressID,
            outcome: outcome,
            at: .at(minute),
            since: since,
            callBack: callBack,
            caller: "jon"
        )
    }
}

struct GoBagTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `outcomes count with their own time, and once only`(_ engine: DatabaseUnderTest) async throws {
        let packed = try await PackedAgency(engine)
        let (first, second) = (try await packed.call("k2"), try await packed.call("k3"))
        let file = try packed.file([
            .said(.noAnswer, "k3", 12, call: second),
            .said(.alreadyKnew, "k2", 10, call: first, since: .at(-20)),
        ])

        let answer = try await packed.merge([file])

        #expect(
            answer.merged == 2 && answer.known == 0 && answer.conflicts.isEmpty && answer.bags == [packed.bag]
        )
        let told = try await packed.entry(2)
        #expect(told.state == .handedOver && told.handedOverAt == .at(10) && told.attempts[0].staffID == 1)
        #expect(try await packed.attempts(3) == "no_answer 12")
        let noticed = try await packed.agency.database.read {
            try IncidentStore.answer(of: 2, incidentID: 1, in: $0)
        }
        #expect(noticed?.noticedAt == .at(-20) && noticed?.answeredAt == .at(10))
        let rows = try await packed.agency.rows()

        let again = try await packed.merge([file, file], at: .at(130))

        #expect(again.merged == 0 && again.known == 2 && again.conflicts.isEmpty)
        #expect(try await packed.agency.rows() == rows.merging(["audit_entry": 1]) { $0 + $1 })
    }

    @Test(arguments: DatabaseUnderTest.available, [[0, 1], [1, 0]])
    func `two bags for one customer are both kept, in the order in which it happened`(
        _ engine: DatabaseUnderTest,
        _ order: [Int]
    ) async throws {
        let packed = try await PackedAgency(engine)
        let call = try await packed.call("k2")
        let other = try await packed.agency.response.perform(
            MakeGoBag(incident: "INC-1"),
            by: packed.jon,
            at: .at(2)
        )
        let files = [
            try packed.file([.said(.reached, "k2", 20, call: call)]),
            try packed.file([.said(.voicemail, "k2", 15, call: call)], bag: other.bag),
        ]

        for index in order { try await packed.merge([files[index]]) }

        #expect(try await packed.attempts(2) == "voicemail 15, reached 20")
        let entry = try await packed.entry(2)
        #expect(entry.state == .handedOver && entry.handedOverAt == .at(20))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `results that come together settle as if they had been told at once`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let packed = try await PackedAgency(engine)
        let call = try await packed.call("k2")
        let files = [
            try packed.file([.said(.reached, "k2", 20, call: call)]),
            try packed.file([.said(.noAnswer, "k2", 15, call: call)], name: "b.txt"),
        ]

        let answer = try await packed.merge(files)

        #expect(answer.merged == 2 && answer.conflicts.isEmpty)
        #expect(try await packed.fates() == ["no_answer settled", "reached settled"])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what others told online meanwhile is shown as a conflict, and the first to tell counts`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let packed = try await PackedAgency(engine)
        let (first, second) = (try await packed.call("k2"), try await packed.call("k3"))
        for call in [first, second] {
            try await packed.agency.perform(
                RecordCall(call: call.id, outcome: .reached),
                by: packed.jon,
                at: .at(30)
            )
        }

        let answer = try await packed.merge([
            try packed.file([
                .said(.wrongNumber, "k2", 40, call: first), .said(.alreadyKnew, "k3", 20, call: second),
            ])
        ])

        #expect(answer.merged == 2 && answer.conflicts.map(\.customer) == ["k3", "k2"])
        #expect(
            answer.conflicts.allSatisfy {
                $0.fate == .alreadyTold && $0.toldAt == .at(30) && $0.toldBy == "jon"
            }
        )
        #expect(try await packed.attempts(2) == "reached 30, wrong_number 40")
        #expect(try await packed.entry(2).handedOverAt == .at(30))
        #expect(try await packed.entry(3).handedOverAt == .at(20))
        let noticed = try await packed.agency.database.read {
            try IncidentStore.answer(of: 3, incidentID: 1, in: $0)
        }
        #expect(noticed?.hadNoticed == true && noticed?.answeredAt == .at(20))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `whoever is on the telephone with a customer does not keep a result out`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let packed = try await PackedAgency(engine)
        let call = try await packed.call("k2")
        try await packed.agency.perform(HoldCall(call: call.id), at: .at(119))

        let answer = try await packed.merge([try packed.file([.said(.reached, "k2", 20, call: call)])])

        #expect(answer.merged == 1 && answer.conflicts.isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a wish to be called again becomes due, though its time has passed`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let packed = try await PackedAgency(engine)
        let call = try await packed.call("k2")

        try await packed.merge([try packed.file([.said(.callBack, "k2", 20, call: call, callBack: .at(50))])])

        let slip = try #require(try await packed.agency.calls(at: .at(120)).first)
        #expect(slip.customer.externalID == "k2" && slip.dueAt == .at(50))
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `customers whom nobody was to call are kept with the incident, unknown ones stay in the file`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let packed = try await PackedAgency(engine)
        let file = try packed.file([.said(.reached, "k1", 20), .said(.reached, "gone", 21)])

        let answer = try await packed.merge([file])

        #expect(answer.merged == 1 && answer.conflicts.map(\.fate) == [.noCall, nil])
        #expect(try await packed.fates() == ["reached no_call"])
        #expect(try await packed.merge([file]).conflicts.map(\.customer) == ["gone"])
    }

    /// A telephone's clock may be years off; the history must stay within what can be.
    @Test
    func `times outside the bag's life are moved to its edges`() async throws {
        let packed = try await PackedAgency(.sqlite)
        let (first, second) = (try await packed.call("k2"), try await packed.call("k3"))

        try await packed.merge([
            try packed.file([
                .said(.reached, "k2", -5_000, call: first), .said(.reached, "k3", 5_000, call: second),
            ])
        ])

        #expect(try await packed.attempts(2) == "reached 1")
        #expect(try await packed.attempts(3) == "reached 120")
    }

    @Test
    func `forged and damaged files are refused all at once, and nothing is merged`() async throws {
        let packed = try await PackedAgency(.sqlite)
        let good = try packed.file([.said(.reached, "k2", 20)])
        let strange = TokenSigner(secret: Array(repeating: 9, count: 32))
        let forged = try SealedResult.seal(
            BagResult(bag: packed.bag, outcomes: [.said(.reached, "k3", 20)]),
            signer: strange
        )
        let before = try await packed.agency.rows()

        let problems = await #expect(throws: Problems.self) {
            try await packed.merge([
                good, .init(name: "b.txt", text: forged), .init(name: "c.txt", text: "Hola"),
            ])
        }

        #expect(
            problems?.all.map { "\($0.place) \($0.message.key)" } == [
                "b.txt gobag.result.damaged", "c.txt gobag.result.none",
            ]
        )
        #expect(try await packed.agency.rows() == before)
    }

    @Test(arguments: [0, MergeGoBag.filesMax + 1])
    func `no file and too many files are refused`(_ count: Int) async throws {
        let packed = try await PackedAgency(.sqlite)
        let file = try packed.file([])

        await #expect(throws: Problems.self) {
            try await packed.merge(Array(repeating: file, count: count))
        }
    }

    /// Made on the day when nothing worked, or before the backup that this database came from.
    @Test(arguments: DatabaseUnderTest.available, [true, false])
    func `a bag without an incident is merged into the one that is named`(
        _ engine: DatabaseUnderTest,
        _ isKnown: Bool
    ) async throws {
        let packed = try await PackedAgency(engine)
        let made = try await packed.agency.response.perform(MakeGoBag(), by: packed.jon, at: .at(3))
        let file = try packed.file([.said(.reached, "k2", 20)], bag: isKnown ? made.bag : "lost")

        let problems = await #expect(throws: Problems.self) { try await packed.merge([file]) }
        #expect(problems?.all.map(\.place) == ["incident"])

        #expect(try await packed.merge([file], incident: "INC-1").merged == 1)
        #expect(try await packed.entry(2).handedOverAt == .at(20))
    }
}
