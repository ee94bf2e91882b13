import Basis
import Catalog
import Incidents
import Letters

extension ScenarioCheck {
    /// One event: its time, that it is exactly one deed, and each word of it.
    mutating func event(_ event: ScriptedEvent, at path: [Step], labels: Set<String>, staff: Set<String>) {
        time(event.at, path + ["at"])
        let deeds: [Any?] = [
            event.open, event.update, event.sighting, event.contact, event.impact, event.facts, event.duty,
            event.resolve, event.checkBack, event.close,
        ]
        let count = deeds.count { $0 != nil }
        if count != 1 { add(timeline, path, "replay.scenario.one_deed", String(count)) }
        if let open = event.open { self.open(open, path + ["open"]) }
        if let update = event.update { self.update(update, path + ["update"]) }
        if let sighting = event.sighting { self.sighting(sighting, path + ["sighting"]) }
        time(event.contact?.when, path + ["contact", "when"])
        word(event.impact?.impact, as: ImpactLevel.self, timeline, path + ["impact", "impact"])
        if let facts = event.facts { self.facts(facts, path + ["facts"]) }
        if let duty = event.duty, !staff.contains(duty.staff) {
            add(timeline, path + ["duty", "staff"], "replay.scenario.unknown_staff", duty.staff)
        }
        texts(event.resolve?.message, path + ["resolve", "message"])
        for (deed, label) in event.labels where !labels.contains(label) {
            add(timeline, path + [.key(deed), "incident"], "replay.scenario.unknown_label", label)
        }
    }

    private mutating func open(_ open: ScriptedEvent.Open, _ path: [Step]) {
        texts(open.title, path + ["title"])
        texts(open.message, path + ["message"])
        for (component, impact) in (open.components ?? [:]).sorted(by: { $0.key < $1.key }) {
            word(impact, as: ImpactLevel.self, timeline, path + ["components", .key(component)])
        }
        word(open.kind, as: Incident.Kind.self, timeline, path + ["kind"])
        word(open.origin, as: Incident.Origin.self, timeline, path + ["origin"])
        time(open.began, path + ["began"])
        time(open.eta, path + ["eta"])
        time(open.nextUpdate, path + ["next_update"])
    }

    private mutating func update(_ update: ScriptedEvent.Update, _ path: [Step]) {
        word(update.status, as: Incident.Stage.self, timeline, path + ["status"])
        texts(update.message, path + ["message"])
        time(update.eta, path + ["eta"])
        time(update.nextUpdate, path + ["next_update"])
    }

    private mutating func sighting(_ sighting: ScriptedEvent.ScriptedSighting, _ path: [Step]) {
        word(sighting.source, as: Sighting.Source.self, timeline, path + ["source"])
        word(sighting.trust, as: Sighting.Trust.self, timeline, path + ["trust"])
        texts(sighting.text, path + ["text"])
        time(sighting.seen, path + ["seen"])
        time(sighting.eta, path + ["eta"])
    }

    private mutating func facts(_ facts: ScriptedEvent.Facts, _ path: [Step]) {
        texts(facts.cause, path + ["cause"])
        texts(facts.workaround, path + ["workaround"])
        texts(facts.fix, path + ["fix"])
        let answers = ["yes", "no", "unknown"]
        choice(facts.dataExposed, answers, timeline, path + ["data_exposed"])
        choice(facts.dataLost, answers, timeline, path + ["data_lost"])
    }
}

extension ScriptedEvent {
    /// The incident that the deed names, by the deed.
    fileprivate var labels: [(deed: String, label: String)] {
        let named: [(String, String?)] = [
            ("update", update?.incident), ("sighting", sighting?.incident), ("contact", contact?.incident),
            ("impact", impact?.incident), ("facts", facts?.incident), ("resolve", resolve?.incident),
            ("check_back", checkBack?.incident), ("close", close?.incident),
        ]
        return named.compactMap { deed, label in label.map { (deed, $0) } }
    }
}
