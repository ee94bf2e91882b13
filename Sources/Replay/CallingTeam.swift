import Access
import Assembly
import Basis
import Database
import Delivery
import Incidents
import Response

/// The stand-in for staff who call and customers who answer: each person on duty takes the next call of their own
/// sheet, and the customer behaves as the scenario says.
final class CallingTeam {
    private struct OnThePhone {
        var line: CallLine
        var until: Instant
    }

    private let house: House
    private let span: Span
    private let behaviours: [String: Behaviour]
    private let time: ScenarioTime
    private var attempts: [String: Int] = [:]
    private var busy: [String: OnThePhone] = [:]

    init(house: House, scenario: Scenario) {
        self.house = house
        span = .minutes(Int64(scenario.script.minutesPerCall ?? 3))
        behaviours = Dictionary(
            uniqueKeysWithValues: (scenario.script.customers ?? []).map { ($0.id, $0) }
        )
        time = scenario.clock
    }

    /// When somebody hangs up, or a call falls due for somebody who is free.
    func nextMoment(after now: Instant) async throws -> Instant? {
        let free = try await house.response.read { try StaffStore.onDuty(in: $0) }.map(\.externalID)
            .filter { busy[$0] == nil }
        let due = try await openLines().filter { line in line.staff.map { free.contains($0) } ?? false }
            .map { max($0.dueAt, now) }
        return (busy.values.map(\.until) + due).min()
    }

    /// Ends the calls that are over and begins new ones. Returns whether anything happened.
    func work(at now: Instant, incidents: [String]) async throws -> Bool {
        var didWork = false
        for (person, call) in busy.sorted(by: { $0.key < $1.key }) where call.until <= now {
            busy[person] = nil
            try await hangUp(call.line, at: now)
            didWork = true
        }
        let staff = try await house.response.read { try StaffStore.onDuty(in: $0) }
        for person in staff where busy[person.externalID] == nil {
            let mine = try await openLines().first { $0.staff == person.externalID && $0.dueAt <= now }
            guard let mine else { continue }
            _ = try await house.response.perform(
                HoldCall(call: mine.call, holder: person.externalID),
                by: person.actor,
                at: now
            )
            busy[person.externalID] = OnThePhone(line: mine, until: now + span)
            didWork = true
        }
        return didWork
    }

    private func openLines() async throws -> [CallLine] {
        try await house.response.read { session in
            try IncidentStore.all(limit: 100, in: session).reversed().flatMap { incident in
                try CallDesk.lines(subject: IncidentRecipients.subject(incident.id), in: session)
            }
        }
    }

    /// Records the outcome; where a newer update took the call's place meanwhile, it counts for the new one.
    private func hangUp(_ line: CallLine, at now: Instant) async throws {
        let current = try await openLines().first { $0.call == line.call || $0.customer == line.customer }
        guard let current else { return }
        let behaviour = behaviours[line.customer]
        let outcome = try outcome(for: line, behaviour)
        attempts[line.customer, default: 0] += 1
        _ = try await house.response.perform(
            RecordCall(
                call: current.call,
                outcome: outcome,
                knewSince: outcome == .alreadyKnew ? try time.instant(behaviour?.knewSince) : nil,
                callBackAt: outcome == .callBack ? now + .minutes(30) : nil
            ),
            by: .operator,
            at: now
        )
    }

    private func outcome(for line: CallLine, _ behaviour: Behaviour?) throws -> CallOutcome {
        let script = behaviour?.calls ?? []
        let attempt = attempts[line.customer, default: 0]
        let standard: CallOutcome = line.way == "phone" ? .reached : .sent
        guard attempt < script.count else { return standard }
        guard let scripted = CallOutcome(rawValue: script[attempt]) else {
            throw ScenarioError("timeline.yml: \(script[attempt]) is no outcome of a call")
        }
        return scripted
    }
}
