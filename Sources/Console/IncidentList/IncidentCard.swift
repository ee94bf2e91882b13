import Basis
import Catalog
import Database
import Incidents
import Rendering

/// One incident among others: what, since when, how bad, who knows.
struct IncidentCard: Sendable {
    let href: String
    let name: String
    let title: String
    let stage: Mark
    let level: Mark
    let since: String
    let bar: ToldBar?

    /// What a card is made from.
    struct Reading: Sendable {
        var incident: Incident
        var worst: ImpactLevel
        var told: ToldCounts

        init(
            _ incident: Incident,
            _ tallies: Tallies,
            at now: Instant,
            in session: any Session
        ) throws {
            self.incident = incident
            let impacts = try IncidentStore.impacts(of: incident.id, in: session).map(\.impact)
            worst = incident.basis == .list ? ScopeStore.listedImpact : impacts.max() ?? .operational
            told = try tallies.told.value(incident, at: now, in: session).counts
        }
    }

    init(_ reading: Reading, words: Words, now: Instant) {
        let incident = reading.incident
        href = Links.room(incident.name)
        name = incident.name
        title = words.localized(incident.title)
        stage = words.mark(incident.stage)
        level = words.mark(reading.worst)
        since = Self.since(incident, words, now)
        bar = reading.told.hurt > 0 ? ToldBar(reading.told, words: words) : nil
    }

    /// `Since 9:02, for 1 h 12 min`; `9:02 to 11:30` once it is over.
    static func since(_ incident: Incident, _ words: Words, _ now: Instant) -> String {
        let began = words.time.short(incident.beganAt, now: now)
        guard let over = incident.resolvedAt else {
            let span = words.time.duration(.minutes(max(0, (now - incident.beganAt).minutes)))
            return words("incident.since", ["time": began, "span": span])
        }
        return words(
            "incident.lasted",
            [
                "time": began, "until": words.time.short(over, now: now),
                "span": words.time.duration(.minutes(max(0, (over - incident.beganAt).minutes))),
            ]
        )
    }
}
