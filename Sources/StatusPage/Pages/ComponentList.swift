import Basis
import Catalog

/// The components of the page by group: short for a few, folded and cut for thousands.
struct ComponentList: Sendable {
    struct Row: Sendable {
        let name: ReadText
        let tone: String
        let word: String
    }

    struct Group: Sendable {
        let heading: String
        let tone: String
        let word: String
        let size: String
        let rows: [Row]
        /// How many more there are in this group than the page shows.
        let more: String?
    }

    /// Where groups are folded: what is wrong, without unfolding anything.
    let affectedNow: Group?
    let groups: [Group]
    /// Whether groups fold: with many components a reader on a phone would scroll for ever.
    let isFolded: Bool
    let moreGroups: String?

    /// What a page shows at most, whatever the catalogue holds: about 60 kB.
    enum Bounds {
        static let unfolded = 25
        static let rows = 300
        static let rowsPerGroup = 50
        static let groups = 100
    }

    init(_ state: PublicState, _ voice: Voice) {
        let isFolded = state.components.count > Bounds.unfolded
        let all = state.groups
        let unnamed = voice.say(all.count == 1 ? "services" : "other_services")
        let ordered = isFolded ? Self.affectedFirst(all) : all
        affectedNow = isFolded ? Self.affectedNow(state, voice) : nil
        var rowsLeft = Bounds.rows
        groups = ordered.prefix(Bounds.groups).map { group in
            let shown = Array(group.components.prefix(min(Bounds.rowsPerGroup, rowsLeft)))
            rowsLeft -= shown.count
            return Self.group(group, shown, heading: group.name ?? unnamed, voice)
        }
        self.isFolded = isFolded
        let hidden = ordered.dropFirst(Bounds.groups).reduce(0) { $0 + $1.components.count }
        let left = hidden + state.componentCount - state.components.count
        moreGroups = left > 0 ? voice.say("more_components", count: left) : nil
    }

    private static func affectedNow(_ state: PublicState, _ voice: Voice) -> Group? {
        let affected = state.affectedComponents
        guard !affected.isEmpty else { return nil }
        return group(
            PublicGroup(name: nil, components: affected),
            Array(affected.prefix(Bounds.rowsPerGroup)),
            heading: voice.say("affected_now"),
            voice
        )
    }

    private static func group(
        _ group: PublicGroup,
        _ shown: [PublicComponent],
        heading: String,
        _ voice: Voice
    ) -> Group {
        let rest = group.components.count - shown.count
        return Group(
            heading: heading,
            tone: group.impact.rawValue,
            word: voice.word(group.impact),
            size: voice.say("component_count", count: group.components.count),
            rows: shown.map { component in
                Row(
                    name: voice.read(component.name),
                    tone: component.impact.rawValue,
                    word: voice.word(component.impact)
                )
            },
            more: rest > 0 ? voice.say("more_components", count: rest) : nil
        )
    }

    /// Groups by how bad they are, and inside them the components too; equal ones as they stood.
    private static func affectedFirst(_ groups: [PublicGroup]) -> [PublicGroup] {
        func worstFirst<Element>(_ elements: [Element], _ impact: (Element) -> ImpactLevel) -> [Element] {
            elements.enumerated().sorted { left, right in
                (impact(right.element), left.offset) < (impact(left.element), right.offset)
            }.map(\.element)
        }
        return worstFirst(groups, \.impact).map { group in
            PublicGroup(name: group.name, components: worstFirst(group.components, \.impact))
        }
    }
}
