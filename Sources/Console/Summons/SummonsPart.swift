import Incidents
import Paging

/// What somebody is called for, as the top of every page shows it.
struct SummonsPart: Sendable {
    let frame: Frame
    let t: [String: String]
    let items: [Item]
    /// Changes when there is something new, so that the page knows when to sound.
    let newest: String

    struct Item: Sendable {
        let text: String
        let href: String
        let action: String
    }

    init(_ visit: Visit, _ waiting: [(summons: Summons, incident: Incident?)]) {
        let words = visit.words
        frame = visit.frame(title: "", section: nil)
        t = words.t
        items = waiting.map { summons, incident in
            Item(
                text: words(
                    "summons.\(summons.cause.rawValue)",
                    [
                        "incident": incident?.name ?? "",
                        "title": incident.map { words.localized($0.title) } ?? "",
                    ]
                ),
                href: SummonsWords.path(summons.cause, summons.causeID, incident),
                action: Links.summonsSeen(summons.id)
            )
        }
        newest = waiting.map(\.summons.id).max().map(String.init) ?? ""
    }
}
