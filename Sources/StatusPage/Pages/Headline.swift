import Basis
import Catalog
import Incidents
import Rendering

/// The big sentence of the page and its colour: what a stranger in trouble reads first, and perhaps only.
struct Headline: Sendable {
    let text: String
    /// A level's name, also the name of its icon and its style.
    let tone: String

    /// More names than this are counted instead of listed.
    private static let namesMax = 3

    init(_ state: PublicState, _ voice: Voice) {
        let open = state.openIncidents
        let affected = state.affectedComponents
        guard let level = affected.first?.impact else {
            (text, tone) = Self.withoutComponents(state, open, voice)
            return
        }
        tone = level.rawValue
        let worstHit = affected.filter { $0.impact == level }
        if !open.isEmpty, open.allSatisfy({ $0.stage == .monitoring }) {
            text = Self.about(affected, "recovering", voice)
        } else if level == .majorOutage, worstHit.count == state.componentCount,
            worstHit.count > Self.namesMax
        {
            text = voice.say("headline_nothing_works")
        } else {
            text = Self.about(worstHit, level.rawValue, voice)
        }
    }

    private static func about(_ components: [PublicComponent], _ what: String, _ voice: Voice) -> String {
        guard components.count <= namesMax else {
            return voice.say("headline_many_\(what)", count: components.count)
        }
        let names = voice.time.list(components.map { $0.name.text(voice.language) })
        return voice.say("headline_\(what)", count: components.count, ["names": names])
    }

    private static func withoutComponents(
        _ state: PublicState,
        _ open: [PublicIncident],
        _ voice: Voice
    ) -> (text: String, tone: String) {
        let name =
            if !open.isEmpty {
                open.allSatisfy { $0.stage == .monitoring } ? "headline_checking" : "headline_incident"
            } else {
                state.justResolved(now: voice.now) == nil ? "headline_operational" : "headline_recovered"
            }
        // An incident that reaches none of the listed components is no green light all the same.
        let level: ImpactLevel = name == "headline_incident" ? .degradedPerformance : .operational
        return (voice.say(name), level.rawValue)
    }
}
