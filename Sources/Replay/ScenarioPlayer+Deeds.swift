import Access
import Assembly
import Basis
import Catalog
import Database
import Incidents
import Letters
import Response

/// How each scripted event becomes a deed: the same deeds that the console and the command line do.
extension ScenarioPlayer {
    func perform(_ event: ScriptedEvent, at now: Instant) async throws {
        if let open = event.open { try await self.open(open, at: now) }
        if let update = event.update { try await publish(update, at: now) }
        if let sighting = event.sighting { try await note(sighting, at: now) }
        if let contact = event.contact { try await record(contact, at: now) }
        if let impact = event.impact { try await change(impact, at: now) }
        if let facts = event.facts { try await state(facts, at: now) }
        if let duty = event.duty {
            try await deed(SetDuty(staff: duty.staff, isOnDuty: duty.onDuty), at: now)
        }
        if let resolve = event.resolve {
            try await deed(
                ResolveIncident(
                    incident: name(resolve.incident),
                    message: LocalizedText(resolve.message),
                    notify: resolve.notify ?? false
                ),
                at: now
            )
        }
        if let check = event.checkBack { try await checkBack(check, at: now) }
        if let close = event.close {
            try await deed(
                CloseIncident(
                    incident: name(close.incident),
                    despiteOpen: close.despiteOpen ?? false,
                    reason: close.reason
                ),
                at: now
            )
        }
    }

    func take(_ answer: ScriptedAnswer, at now: Instant) async throws {
        try await deed(
            AnswerNotice(incident: name(nil), customer: answer.id, hadNoticed: answer.noticed),
            at: now
        )
    }

    @discardableResult
    private func deed<Asked: Deed>(_ deed: Asked, at now: Instant) async throws -> Asked.Answer {
        try await house.response.perform(deed, by: .operator, at: now)
    }

    private func open(_ open: ScriptedEvent.Open, at now: Instant) async throws {
        var impacts: [String: ImpactLevel] = [:]
        for (component, level) in open.components ?? [:] { impacts[component] = try word(level) }
        let answer = try await deed(
            OpenIncident(
                title: LocalizedText(open.title),
                impacts: impacts,
                kind: try open.kind.map { try word($0) } ?? .outage,
                origin: try open.origin.map { try word($0) } ?? .unknown,
                message: LocalizedText(open.message),
                beganAt: try scenario.clock.instant(open.began),
                eta: try scenario.clock.instant(open.eta),
                nextUpdate: try scenario.clock.instant(open.nextUpdate),
                notify: open.notify ?? false
            ),
            at: now
        )
        opened(answer.id, as: open.label)
    }

    private func publish(_ update: ScriptedEvent.Update, at now: Instant) async throws {
        try await deed(
            PublishUpdate(
                incident: name(update.incident),
                status: try word(update.status),
                message: LocalizedText(update.message),
                eta: try scenario.clock.instant(update.eta),
                nextUpdate: try scenario.clock.instant(update.nextUpdate),
                notify: update.notify ?? false
            ),
            at: now
        )
    }

    private func note(_ sighting: ScriptedEvent.ScriptedSighting, at now: Instant) async throws {
        try await deed(
            NoteSighting(
                incident: name(sighting.incident),
                source: try word(sighting.source),
                who: sighting.who,
                said: LocalizedText(sighting.text),
                link: sighting.link,
                seenAt: try scenario.clock.instant(sighting.seen),
                trust: try word(sighting.trust),
                eta: try scenario.clock.instant(sighting.eta)
            ),
            at: now
        )
    }

    private func record(_ contact: ScriptedEvent.Contact, at now: Instant) async throws {
        try await deed(
            RecordContact(
                incident: name(contact.incident),
                customer: contact.customer,
                channel: contact.channel,
                happenedAt: try scenario.clock.instant(contact.when),
                said: contact.said
            ),
            at: now
        )
    }

    private func change(_ impact: ScriptedEvent.Impact, at now: Instant) async throws {
        try await deed(
            ChangeImpact(
                incident: name(impact.incident),
                impacts: [impact.component: try word(impact.impact)]
            ),
            at: now
        )
    }

    private func state(_ facts: ScriptedEvent.Facts, at now: Instant) async throws {
        var stated: [Fact] = []
        for (id, texts) in [
            (Fact.Name.cause, facts.cause), (Fact.Name.workaround, facts.workaround),
            (Fact.Name.fix, facts.fix),
        ] {
            if let texts { stated.append(Fact(id: id, type: .text, text: LocalizedText(texts))) }
        }
        for (id, choice) in [
            (Fact.Name.dataExposed, facts.dataExposed), (Fact.Name.dataLost, facts.dataLost),
        ] {
            if let choice { stated.append(Fact(id: id, type: .choice, value: choice)) }
        }
        try await deed(StateFacts(incident: name(facts.incident), facts: stated), at: now)
    }

    /// Each hurt customer is asked; who is not scripted is back.
    private func checkBack(_ check: ScriptedEvent.CheckBack, at now: Instant) async throws {
        let incident = name(check.incident)
        let behaviours = Dictionary(
            uniqueKeysWithValues: (scenario.script.customers ?? []).map { ($0.id, $0.back ?? "yes") }
        )
        let hurt = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: incident, in: session) else { return [String]() }
            let ids = try ScopeStore.everHurt(found.id, at: now, in: session)
            return try CustomerStore.with(ids: ids.sorted(), in: session).map(\.externalID).sorted()
        }
        for customer in hurt {
            let states: [String: BackCheck.State] = ["yes": .back, "no": .stillBroken, "unknown": .unknown]
            guard let state = states[behaviours[customer] ?? "yes"] else {
                throw ScenarioError("timeline.yml: \(customer): back is yes, no or unknown")
            }
            try await deed(
                ConfirmBack(incident: incident, customer: customer, state: state, source: .call),
                at: now
            )
        }
    }

    private func word<Word: RawRepresentable<String>>(_ text: String) throws -> Word {
        guard let word = Word(rawValue: text) else {
            throw ScenarioError("timeline.yml: \(text) is no \(Word.self)")
        }
        return word
    }
}
