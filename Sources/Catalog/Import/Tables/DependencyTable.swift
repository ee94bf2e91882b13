import Basis
import Database

/// Rows of `dependencies.csv`: which component needs which.
struct DependencyTable: ImportTable {
    struct Draft: Sendable {
        var component: String
        var dependsOn: String
        var dependency: Dependency
    }

    typealias References = [String: Int64]

    static let kind = ImportKind.dependencies

    private let component: Column?
    private let dependsOn: Column?
    private let kind: Column?

    init(layout: Layout, rules: ImportRules) {
        component = layout["component"]
        dependsOn = layout["depends_on"]
        kind = layout["kind"]
    }

    func draft(from cells: inout CellReader) -> Draft? {
        let component = cells.ownID(component)
        let dependsOn = cells.ownID(dependsOn)
        let kind = cells.word(kind, of: Vocabulary.dependencyKinds) ?? .hard
        guard cells.problems.isEmpty, let component, let dependsOn else { return nil }
        return Draft(
            component: component,
            dependsOn: dependsOn,
            dependency: Dependency(componentID: 0, dependsOnID: 0, kind: kind)
        )
    }

    func references(
        of drafts: [Draft],
        _ arrivals: ImportArrivals,
        in session: any Session
    ) throws -> References {
        let components = Set(drafts.flatMap { [$0.component, $0.dependsOn] })
        return try ComponentStore.ids(externalIDs: Array(components), in: session)
            .adding(components) { arrivals.components[$0] }
    }

    func entry(from draft: Draft, _ references: References, _ cells: inout CellReader) -> Draft? {
        for (column, named) in [(component, draft.component), (dependsOn, draft.dependsOn)] {
            if let column, references[named] == nil {
                cells.reject("catalog.reject.unknown_component", column, named)
            }
        }
        guard let componentID = references[draft.component], let dependsOnID = references[draft.dependsOn]
        else {
            return nil
        }
        guard componentID != dependsOnID else {
            if let dependsOn { cells.reject("catalog.reject.depends_on_itself", dependsOn, draft.dependsOn) }
            return nil
        }
        var entry = draft
        entry.dependency.componentID = componentID
        entry.dependency.dependsOnID = dependsOnID
        return entry
    }

    func identify(_ entry: Draft, into hasher: inout Hasher) {
        hasher.combine(entry.dependency.componentID)
        hasher.combine(entry.dependency.dependsOnID)
    }

    func shown(_ entry: Draft) -> [String: String] {
        ["component": entry.component, "depends_on": entry.dependsOn, "kind": entry.dependency.kind.rawValue]
    }

    func write(_ entries: [Draft], with desk: ImportDesk, in session: any Session) throws -> ImportTally {
        let stored = try ComponentStore.dependencies(
            ofComponents: Array(Set(entries.map(\.dependency.componentID))),
            in: session
        )
        let known = Dictionary(grouping: stored, by: \.componentID)
        var tally = ImportTally()
        var rows: [[SQLValue]] = []
        for entry in entries {
            let new = entry.dependency
            let old = known[new.componentID]?.first { $0.dependsOnID == new.dependsOnID }
            if old == nil {
                tally.imported += 1
            } else if old == new {
                tally.unchanged += 1
            } else {
                tally.updated += 1
            }
            if old != new {
                rows.append([new.componentID.sqlValue, new.dependsOnID.sqlValue, new.kind.sqlValue])
            }
        }
        try session.insertRows(
            "INSERT INTO dependency (component_id, depends_on_id, kind)",
            rows,
            "ON CONFLICT (component_id, depends_on_id) DO UPDATE SET kind = excluded.kind"
        )
        return tally
    }
}
