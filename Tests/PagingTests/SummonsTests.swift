import Access
import Basis
import Paging
import Testing

/// Who is called, in which order, and when the next ones are.
@Suite struct SummonsTests {
    private static let noon = Instant(seconds: 1_510_225_200)

    private func person(_ id: Int64, _ role: Role = .responder, isOnDuty: Bool = true) -> Staff {
        Staff(
            id: id,
            externalID: "p\(id)",
            name: "P\(id)",
            email: nil,
            phone: nil,
            role: role,
            languages: [.spanish],
            isOnDuty: isOnDuty
        )
    }

    private func summons(_ cause: Summons.Cause, id: Int64 = 1, author: Int64? = nil) -> Summons {
        Summons(id: 1, cause: cause, causeID: id, openedAt: Self.noon, author: author)
    }

    @Test func `an incident calls everybody on duty at once but whoever opened it, and then the others`() {
        let team = [person(1), person(2), person(3, isOnDuty: false), person(4, .viewer), person(5)]
        #expect(summons(.incident, author: 5).rounds(team) == [[1, 2], [3]])
    }

    @Test func `a promise calls one after the other, not always the same one first`() {
        let team = [person(1), person(2), person(3, isOnDuty: false)]
        #expect(summons(.promise, id: 2).rounds(team) == [[1], [2], [3]])
        #expect(summons(.promise, id: 3).rounds(team) == [[2], [1], [3]])
    }

    @Test func `an approval calls those who may give it, and never its author`() {
        let team = [
            person(1, .approver), person(2, .administrator), person(3), person(4, .approver, isOnDuty: false),
        ]
        #expect(summons(.approval, author: 2).rounds(team) == [[1], [4]])
    }

    @Test func `the next are called when nobody has seen it in five minutes, until everybody was called`() {
        let team = [person(1), person(2), person(3, isOnDuty: false)]
        var called = summons(.promise, id: 2)
        #expect(called.due(team, at: Self.noon).staff == [1])
        #expect(called.due(team, at: Self.noon).next == Self.noon + .minutes(5))
        called.calls = [Summons.Call(staffID: 1, calledAt: Self.noon)]
        #expect(called.due(team, at: Self.noon + .minutes(4)).staff.isEmpty)
        #expect(called.due(team, at: Self.noon + .minutes(5)).staff == [2])
        called.calls.append(Summons.Call(staffID: 2, calledAt: Self.noon + .minutes(5)))
        #expect(called.due(team, at: Self.noon + .minutes(10)).staff == [3])
        called.calls.append(Summons.Call(staffID: 3, calledAt: Self.noon + .minutes(10)))
        let last = called.due(team, at: Self.noon + .minutes(30))
        #expect(last.staff.isEmpty)
        #expect(last.next == nil)
    }

    @Test func `whoever comes on duty while nobody answers is called too`() {
        var called = summons(.incident)
        called.calls = [Summons.Call(staffID: 1, calledAt: Self.noon)]
        #expect(called.due([person(1), person(2)], at: Self.noon + .minutes(5)).staff == [2])
    }

    @Test func `where nobody is there nobody is called, and it does not go round for ever`() {
        #expect(summons(.incident).due([], at: Self.noon).next == nil)
        let own = summons(.approval, author: 1).due([person(1, .approver)], at: Self.noon)
        #expect(own.staff.isEmpty)
        #expect(own.next == nil)
    }
}
