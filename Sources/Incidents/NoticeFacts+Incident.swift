import Basis
import Letters

extension NoticeFacts {
    /// What a notice about an incident may say now, from what is stored of it.
    /// - Parameters:
    ///   - message: what the update says that the notice carries.
    ///   - isFirst: whether the readers hear of it from us for the first time.
    package init(
        of incident: Incident,
        message: LocalizedText,
        isFirst: Bool,
        reach: Reach,
        sheet: FactSheet,
        promises: [Promise],
        sightings: [Sighting],
        now: Instant,
        pageURL: String,
        sender: String,
        contactPhone: String? = nil,
        contactEmail: String? = nil
    ) {
        self.init(
            title: incident.title,
            kind: incident.kind,
            origin: incident.origin,
            stage: Stage(rawValue: incident.stage.rawValue) ?? .resolved,
            isFirst: isFirst,
            reach: reach,
            beganAt: incident.beganAt,
            resolvedAt: incident.resolvedAt,
            message: message,
            estimate: Estimate(promises: promises, sightings: sightings, at: now),
            nextUpdate: promises.standing(.nextUpdate, at: now)?.dueAt,
            sheet: sheet,
            contactPhone: contactPhone,
            contactEmail: contactEmail,
            pageURL: pageURL,
            sender: sender
        )
    }
}

extension NoticeFacts.Estimate {
    /// By when it is expected to be over: our own promise where one stands, else what somebody else said, as theirs.
    package init?(promises: [Promise], sightings: [Sighting], at now: Instant) {
        if let promise = promises.standing(.eta, at: now) {
            self.init(at: promise.dueAt)
        } else if let sighting = sightings.estimateOfOthers(at: now), let eta = sighting.etaAt {
            self.init(at: eta, whose: sighting.who)
        } else {
            return nil
        }
    }
}

extension Sequence<Promise> {
    /// The promise of a kind that is still owed and lies ahead; of several the one made last.
    package func standing(_ kind: Promise.Kind, at now: Instant) -> Promise? {
        filter { $0.kind == kind && $0.isOpen && $0.dueAt > now }.max {
            ($0.madeAt, $0.id) < ($1.madeAt, $1.id)
        }
    }
}
