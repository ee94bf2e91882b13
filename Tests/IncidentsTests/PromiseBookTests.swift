import Basis
import Incidents
import Testing

struct PromiseBookTests {
    /// A promise due at minute 60, and what an event makes of it.
    struct Case: CustomTestStringConvertible, Sendable {
        var kind: Promise.Kind
        var isLate = false
        var event: PromiseBook.Event
        /// Nil where nothing changes.
        var state: Promise.State?
        var isSettled = true

        var testDescription: String { "\(kind)\(isLate ? " late" : "") + \(event)" }
    }

    static let nextUpdates: [Case] = [
        Case(kind: .nextUpdate, event: .updated(at: .at(59)), state: .kept),
        Case(kind: .nextUpdate, event: .updated(at: .at(60)), state: .kept),
        Case(kind: .nextUpdate, event: .updated(at: .at(61)), state: .keptLate),
        Case(kind: .nextUpdate, event: .updated(at: .at(59), newNextUpdate: .at(90)), state: .kept),
        Case(kind: .nextUpdate, event: .promised(at: .at(59), newNextUpdate: .at(90)), state: .replaced),
        Case(kind: .nextUpdate, event: .promised(at: .at(60), newNextUpdate: .at(90)), state: .replaced),
        Case(kind: .nextUpdate, event: .promised(at: .at(61), newNextUpdate: .at(90)), state: .late),
        Case(kind: .nextUpdate, event: .promised(at: .at(30), newNextUpdate: .at(60)), state: nil),
        Case(kind: .nextUpdate, event: .promised(at: .at(30), newETA: .at(90)), state: nil),
        Case(kind: .nextUpdate, event: .resolved(at: .at(60)), state: .kept),
        Case(kind: .nextUpdate, event: .resolved(at: .at(61)), state: .keptLate),
        Case(kind: .nextUpdate, event: .tick(.at(60)), state: nil),
        Case(kind: .nextUpdate, event: .tick(.at(61)), state: .late, isSettled: false),
        Case(kind: .nextUpdate, isLate: true, event: .tick(.at(90)), state: nil),
        Case(kind: .nextUpdate, isLate: true, event: .updated(at: .at(70)), state: .keptLate),
        Case(kind: .nextUpdate, isLate: true, event: .resolved(at: .at(70)), state: .keptLate),
    ]

    static let estimates: [Case] = [
        Case(kind: .eta, event: .resolved(at: .at(59)), state: .kept),
        Case(kind: .eta, event: .resolved(at: .at(60)), state: .kept),
        Case(kind: .eta, event: .resolved(at: .at(61)), state: .keptLate),
        Case(kind: .eta, event: .updated(at: .at(30)), state: nil),
        Case(kind: .eta, event: .updated(at: .at(30), newNextUpdate: .at(90)), state: nil),
        Case(kind: .eta, event: .updated(at: .at(30), newETA: .at(60)), state: nil),
        Case(kind: .eta, event: .updated(at: .at(30), newETA: .at(90)), state: .replaced),
        Case(kind: .eta, event: .updated(at: .at(60), newETA: .at(90)), state: .replaced),
        Case(kind: .eta, event: .updated(at: .at(61), newETA: .at(90)), state: .late),
        Case(kind: .eta, event: .updated(at: .at(61)), state: .late, isSettled: false),
        Case(kind: .eta, event: .tick(.at(60)), state: nil),
        Case(kind: .eta, event: .tick(.at(61)), state: .late, isSettled: false),
        Case(kind: .eta, isLate: true, event: .updated(at: .at(70), newETA: .at(90)), state: .late),
        Case(kind: .eta, isLate: true, event: .updated(at: .at(70)), state: nil),
        Case(kind: .eta, isLate: true, event: .resolved(at: .at(70)), state: .keptLate),
    ]

    static let others: [Case] = [
        Case(kind: .other, event: .updated(at: .at(30), newETA: .at(90), newNextUpdate: .at(90)), state: nil),
        Case(kind: .other, event: .resolved(at: .at(30)), state: nil),
        Case(kind: .other, event: .tick(.at(61)), state: .late, isSettled: false),
        Case(kind: .other, isLate: true, event: .resolved(at: .at(70)), state: nil),
    ]

    private func promise(_ kind: Promise.Kind, dueAt: Instant = .at(60)) throws -> Promise {
        try Promise(incidentID: 1, kind: kind, madeAt: .morning, dueAt: dueAt)
    }

    @Test(arguments: nextUpdates + estimates + others)
    func `an event settles a promise or leaves it`(given: Case) throws {
        var promise = try promise(given.kind)
        if given.isLate { promise = try #require(PromiseBook.settle([promise], .tick(.at(61))).first) }

        let changed = PromiseBook.settle([promise], given.event)

        guard let state = given.state else {
            #expect(changed.isEmpty)
            return
        }
        let settled = try #require(changed.first)
        #expect(settled.state == state)
        #expect(settled.settledAt == (given.isSettled ? given.event.moment : nil))
        #expect(settled.isOpen == !given.isSettled)
    }

    @Test(arguments: Promise.Kind.allCases)
    func `what is settled stays as it is, whatever happens`(kind: Promise.Kind) throws {
        var kept = try promise(kind)
        try kept.keep(at: .at(10))

        for given in Self.nextUpdates + Self.estimates + Self.others {
            #expect(PromiseBook.settle([kept], given.event).isEmpty)
        }
        #expect(throws: Promise.Refusal.alreadySettled) { try kept.keep(at: .at(20)) }
    }

    @Test func `an update makes the promises that it states, once`() throws {
        let open = [try promise(.eta)]
        let event = PromiseBook.Event.updated(at: .at(30), newETA: .at(60), newNextUpdate: .at(45))

        let made = try PromiseBook.made(by: event, of: 1, standing: open)

        #expect(made.map(\.kind) == [.nextUpdate])
        #expect(made.map(\.dueAt) == [.at(45)])
        #expect(made.map(\.madeAt) == [.at(30)])
    }

    @Test func `a promise of the past is refused`() throws {
        let event = PromiseBook.Event.updated(at: .at(30), newETA: .at(30))

        #expect(throws: Promise.Refusal.inThePast) { try PromiseBook.made(by: event, of: 1, standing: []) }
        #expect(throws: Promise.Refusal.inThePast) { try promise(.other, dueAt: .morning) }
    }

    @Test func `an update that says it is over is the end, any other an update`() {
        let next = Instant.at(90)

        for status in Incident.Stage.allCases where status != .resolved {
            let event = PromiseBook.Event.published(status, at: .at(30), newETA: .at(60), newNextUpdate: next)
            #expect(event == .updated(at: .at(30), newETA: .at(60), newNextUpdate: next))
        }
        let end = PromiseBook.Event.published(.resolved, at: .at(30), newETA: .at(60), newNextUpdate: next)
        #expect(end == .resolved(at: .at(30), newNextUpdate: next))
    }

    @Test func `of the promises that stand, the one made last is told`() throws {
        let first = try Promise(incidentID: 1, kind: .eta, madeAt: .morning, dueAt: .at(90))
        let second = try Promise(incidentID: 1, kind: .eta, madeAt: .at(10), dueAt: .at(60))

        #expect([first, second].standing(.eta, at: .at(20))?.dueAt == .at(60))
        #expect([first, second].standing(.eta, at: .at(60))?.dueAt == .at(90))
        #expect([first, second].standing(.nextUpdate, at: .at(20)) == nil)
    }
}
