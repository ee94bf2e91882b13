/// Finds components that need each other in a circle: legal, but worth knowing.
package enum DependencyCycles {
    /// The groups of components that can all reach each other, each by id, the groups by their first id.
    ///
    /// Tarjan's strongly connected components without recursion, so that a chain of any length fits.
    package static func all(in dependencies: [Dependency]) -> [[Int64]] {
        var search = Search(dependencies)
        for node in search.nodes { search.visit(node) }
        return search.cycles.map { $0.sorted() }.sorted { $0[0] < $1[0] }
    }

    private struct Search {
        private struct Frame {
            var node: Int64
            var nextEdge = 0
        }

        let nodes: [Int64]
        private(set) var cycles: [[Int64]] = []
        private let edges: [Int64: [Int64]]
        private var order: [Int64: Int] = [:]
        private var low: [Int64: Int] = [:]
        private var stack: [Int64] = []
        private var isOnStack: Set<Int64> = []

        init(_ dependencies: [Dependency]) {
            edges = Dictionary(grouping: dependencies, by: \.componentID).mapValues { $0.map(\.dependsOnID) }
            nodes = edges.keys.sorted()
        }

        mutating func visit(_ root: Int64) {
            guard order[root] == nil else { return }
            var frames: [Frame] = []
            enter(root, &frames)
            while var frame = frames.popLast() {
                let targets = edges[frame.node] ?? []
                guard frame.nextEdge < targets.count else {
                    leave(frame.node, parent: frames.last?.node)
                    continue
                }
                let target = targets[frame.nextEdge]
                frame.nextEdge += 1
                frames.append(frame)
                if order[target] == nil {
                    enter(target, &frames)
                } else if isOnStack.contains(target), let reached = order[target] {
                    lower(frame.node, to: reached)
                }
            }
        }

        private mutating func enter(_ node: Int64, _ frames: inout [Frame]) {
            order[node] = order.count
            low[node] = order[node]
            stack.append(node)
            isOnStack.insert(node)
            frames.append(Frame(node: node))
        }

        private mutating func leave(_ node: Int64, parent: Int64?) {
            if let parent, let reached = low[node] { lower(parent, to: reached) }
            guard low[node] == order[node] else { return }
            var group: [Int64] = []
            while let member = stack.popLast() {
                isOnStack.remove(member)
                group.append(member)
                if member == node { break }
            }
            if group.count > 1 { cycles.append(group) }
        }

        private mutating func lower(_ node: Int64, to reached: Int) {
            low[node] = min(low[node] ?? reached, reached)
        }
    }
}
