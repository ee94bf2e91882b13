import Basis
import Incidents
import Testing

struct IncidentLifeCycleTests {
    /// One cell of the table: what an event makes of a stage.
    struct Cell: CustomTestStringConvertible, Sendable {
        var stage: Incident.Stage
        var event: LifeCycleEvent
        var expected: Result<Incident.Stage, Incident.Refusal>

        var testDescription: String { "\(stage) + \(event)" }

        /// Every stage with every event; the rule is written a second time here, as a table of what people know.
        static let all: [Cell] = Incident.Stage.allCases.flatMap { stage in
            LifeCycleEvent.allCases.map { Cell(stage: stage, event: $0, expected: expected(stage, $0)) }
        }

        private static func expected(
            _ stage: Incident.Stage,
            _ event: LifeCycleEvent
        ) -> Result<Incident.Stage, Incident.Refusal> {
            switch (stage, event) {
            case (.closed, .publish): .failure(.isClosed)
            case (.resolved, .publish): .failure(.alreadyResolved)
            case (_, .publish(.closed)): .failure(.closedIsNoStatus)
            case (_, .publish(let status)): .success(status)
            case (.closed, .close): .failure(.alreadyClosed)
            case (.resolved, .close(2, false)): .failure(.openChecks(2))
            case (.resolved, .close): .success(.closed)
            case (_, .close): .failure(.notResolved)
            case (.resolved, .reopen), (.closed, .reopen): .success(.investigating)
            case (_, .reopen): .failure(.stillOpen)
            }
        }
    }

    @Test func `the table has a cell for each stage and event`() {
        #expect(Cell.all.count == Incident.Stage.allCases.count * LifeCycleEvent.allCases.count)
        #expect(Cell.all.count == 50)
    }

    @Test(arguments: Cell.all)
    func `each event at each stage moves or is refused`(cell: Cell) throws {
        var incident = try Incident.sample(stage: cell.stage)
        let before = incident

        let result = cell.event.apply(to: &incident, at: .at(60))

        switch cell.expected {
        case .success(let stage):
            #expect(incident.stage == stage)
            #expect(incident.version == before.version + 1)
            let effects = try result.get()
            let moved = Incident.Effect.moved(from: before.stage, to: stage)
            #expect(effects.contains(moved) == (before.stage != stage))
            #expect(effects.contains(.forgetBackChecks) == (cell.event == .reopen))
        case .failure(let refusal):
            #expect(throws: refusal) { try result.get() }
            #expect(incident == before)
        }
    }

    @Test(arguments: Cell.all)
    func `the times of an incident fit its stage`(cell: Cell) throws {
        var incident = try Incident.sample(stage: cell.stage)
        guard case .success = cell.event.apply(to: &incident, at: .at(60)) else { return }

        #expect((incident.resolvedAt != nil) == !incident.isOngoing)
        #expect((incident.closedAt != nil) == (incident.stage == .closed))
        if incident.stage == .identified { #expect(incident.identifiedAt != nil) }
        if incident.stage == .investigating { #expect(incident.identifiedAt == nil) }
        #expect((incident.monitoringAt != nil) == (incident.stage == .monitoring) || !incident.isOngoing)
    }

    @Test func `an update without a new status keeps the first times`() throws {
        var incident = try Incident.sample()

        _ = try incident.publish(.identified, at: .at(10))
        let effects = try incident.publish(.identified, at: .at(20))
        _ = try incident.publish(.monitoring, at: .at(30))
        _ = try incident.publish(.monitoring, at: .at(40))
        _ = try incident.publish(.resolved, at: .at(50))

        #expect(effects.isEmpty)
        #expect(incident.identifiedAt == .at(10))
        #expect(incident.monitoringAt == .at(30))
        #expect(incident.resolvedAt == .at(50))
    }

    @Test func `what looked fixed may turn out not to be`() throws {
        var incident = try Incident.sample(stage: .monitoring)

        let effects = try incident.publish(.identified, at: .at(10))

        #expect(effects == [.moved(from: .monitoring, to: .identified)])
        #expect(incident.monitoringAt == nil)
    }

    @Test(arguments: [("INC-7", 7), ("inc-12", 12), ("3", 3)] as [(String, Int64)])
    func `an incident is found by its name`(name: String, id: Int64) {
        #expect(Incident.id(fromName: name) == id)
        #expect(Incident.id(fromName: Incident.name(id: id)) == id)
    }

    @Test(arguments: [
        "", "INC-", "INC--1", "INC-+1", "-1", "OVH", "INC-7x", "INC-99999999999999999999", "INC-٧",
    ])
    func `what is no name is none`(name: String) {
        #expect(Incident.id(fromName: name) == nil)
    }
}
