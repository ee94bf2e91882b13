import Basis
import Catalog

/// How a failure spreads over components. Pure; cycles are legal; no recursion, so that depth does not matter.
///
/// A hard dependency passes the impact on, a soft one at most `degraded_performance`, and then the path is no longer
/// certain. The worst impact wins; at equal impact certain paths win, then short ones, then those over smaller ids.
package struct ScopeGraph: Sendable {
    /// The components that take part in a dependency, ascending; a position in it stands for the component below.
    private let ids: [Int64]
    private let positions: [Int64: Int32]
    /// The edges against their direction: who depends on the component at a position lies at `starts[position]` up
    /// to `starts[position + 1]`.
    private let starts: [Int32]
    private let dependents: [Dependent]

    private struct Dependent {
        var position: Int32
        var isHard: Bool
    }

    package init(dependencies: [Dependency]) {
        let ids = Self.distinct(dependencies.flatMap { [$0.componentID, $0.dependsOnID] })
        let positions = Dictionary(uniqueKeysWithValues: zip(ids, 0..<Int32(ids.count)))
        var starts = [Int32](repeating: 0, count: ids.count + 1)
        let edges = dependencies.map { dependency in
            let target = positions[dependency.dependsOnID, default: 0]
            starts[Int(target) + 1] += 1
            let dependent = Dependent(
                position: positions[dependency.componentID, default: 0],
                isHard: dependency.kind == .hard
            )
            return (target, dependent)
        }
        for position in ids.indices { starts[position + 1] += starts[position] }
        var free = starts
        var dependents = [Dependent](repeating: Dependent(position: 0, isHard: false), count: edges.count)
        for (target, dependent) in edges {
            dependents[Int(free[Int(target)])] = dependent
            free[Int(target)] += 1
        }
        self.ids = ids
        self.positions = positions
        self.starts = starts
        self.dependents = dependents
    }

    /// All components that are hurt when `failed` fail, themselves included. What is operational does not fail.
    package func reach(of failed: [Int64: ImpactLevel]) -> [Int64: Reached] {
        var walk = ScopeWalk(count: ids.count)
        var reached: [Int64: Reached] = [:]
        for (id, impact) in failed where impact > .operational {
            if let position = positions[id] {
                walk.begin(at: position, impact)
            } else {
                reached[id] = Reached(impact: impact, viaID: nil, isCertain: true)
            }
        }
        while let position = walk.next() {
            for edge in dependents[Int(starts[Int(position)])..<Int(starts[Int(position) + 1])] {
                walk.pass(from: position, to: edge.position, isHard: edge.isHard)
            }
        }
        for position in walk.settled {
            reached[ids[Int(position)]] = walk.reached(position, ids: ids)
        }
        return reached
    }

    /// The components from the one that fails to `id`, both included; empty where the failure does not reach it.
    package static func path(to id: Int64, in reached: [Int64: Reached]) -> [Int64] {
        var path: [Int64] = []
        var next: Int64? = id
        // The bound only matters for rows that somebody else damaged: a walk never makes a circle.
        while let current = next, let reach = reached[current], path.count < reached.count {
            path.append(current)
            next = reach.viaID
        }
        return path.reversed()
    }

    /// The groups of components that depend on each other in a circle, each ascending, by their first. A component
    /// that depends on itself is one.
    package func cycles() -> [[Int64]] {
        StrongComponents.groups(starts: starts, targets: dependents.map(\.position)).compactMap { group in
            let isSelfCircle = group.count == 1 && dependsOnItself(group[0])
            return group.count > 1 || isSelfCircle ? group.map { ids[Int($0)] }.sorted() : nil
        }.sorted { $0[0] < $1[0] }
    }

    private func dependsOnItself(_ position: Int32) -> Bool {
        dependents[Int(starts[Int(position)])..<Int(starts[Int(position) + 1])].contains {
            $0.position == position
        }
    }

    private static func distinct(_ ids: [Int64]) -> [Int64] {
        var distinct: [Int64] = []
        for id in ids.sorted() where distinct.last != id { distinct.append(id) }
        return distinct
    }
}
