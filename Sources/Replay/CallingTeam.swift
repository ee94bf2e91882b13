import Access
import Assembly
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Response

/// The stand-in for staff who call and customers who answer: each person on duty takes the next call of their own
/// sheet, and the customer behaves as the scenario says.
final class CallingTeam {
    private struct OnThePhone {
        var slip: CallSlip
        var caller: Actor
        var until: Instant
    }

    private let house: House
    private let span: Span
    private let behaviours: [String: Behaviour]
    private let time: ScenarioTime
    private var attempts: [Int64: Int] = [:]
    private var busy: [Int64: OnThePhone] = [:]

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
        let onDuty = try await house.response.read { try StaffStore.onDuty(in: $0) }
        let free = Set(onDuty.map(\.id)).subtracting(busy.keys)
        let due = try await openSlips(at: now).filter { slip in slip.staffID.map(free.contains) ?? false }
            .map { max($0.dueAt, now) }
        return (busy.values.map(\.until) + due).min()
    }

    /// Ends the calls that are over and begins new ones. Returns whether anything happened.
    func work(at now: Instant) async throws -> Bool {
        var didWork = false
        for (person, call) in busy.sorted(by: { $0.key < $1.key }) where call.until <= now {
            busy[person] = nil
            try await hangUp(call, at: now)
            didWork = true
        }
        let onDuty = try await house.response.read { try StaffStore.onDuty(in: $0) }
        for person in onDuty where busy[person.id] == nil {
            let mine = try await openSlips(at: now).first {
                $0.staffID == person.id && $0.dueAt <= now && $0.heldBy == nil
            }
            guard let mine else { continue }
            _ = try await house.response.perform(HoldCall(call: mine.id), by: person.actor, at: now)
            busy[person.id] = OnThePhone(slip: mine, caller: person.actor, until: now + span)
            didWork = true
        }
        return didWork
    }

    private func openSlips(at now: Instant) async throws -> [CallSlip] {
        let source = house.source
        return try await house.response.read { session in
            try IncidentStore.open(in: session).reversed().flatMap { incident in
                let subject = IncidentRecipients.subject(incident.id)
                return try CallDesk.slips(.subject(subject), source: source, at: now, in: session)
            }
        }
    }

    /// What they said counts also where a newer update took the call's place while they spoke.
    private func hangUp(_ call: OnThePhone, at now: Instant) async throws {
        let behaviour = behaviours[call.slip.customer.externalID]
        let outcome = try outcome(for: call.slip, behaviour)
        attempts[call.slip.customer.id, default: 0] += 1
        do {
            _ = try await house.response.perform(
                RecordCall(
                    call: call.slip.id,
                    outcome: outcome,
                    knewSince: outcome == .alreadyKnew ? try time.instant(behaviour?.knewSince) : nil,
                    callBackAt: outcome == .callBack ? now + .minutes(30) : nil
                ),
                by: call.caller,
                at: now
            )
        } catch CallDesk.Refusal.alreadySettled {
            return  // the incident was resolved while they spoke
        }
    }

    private func outcome(for slip: CallSlip, _ behaviour: Behaviour?) throws -> RecordCall.Outcome {
        let script = behaviour?.calls ?? []
        let attempt = attempts[slip.customer.id, default: 0]
        let standard: RecordCall.Outcome = slip.way == .phone ? .reached : .sent
        guard attempt < script.count else { return standard }
        guard let scripted = RecordCall.Outcome(rawValue: script[attempt]) else {
            throw ScenarioError("timeline.yml: \(script[attempt]) is no outcome of a call")
        }
        return scripted
    }
}

extension CallSlip {
    fileprivate var staffID: Int64? {
        if case .staff(let id) = owner { id } else { nil }
    }
}
