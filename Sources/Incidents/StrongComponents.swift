/// Tarjan's strongly connected components, with its own stack in place of recursion.
enum StrongComponents {
    /// - Parameters:
    ///   - starts: where the edges of each node begin in `targets`; one more entry than there are nodes.
    ///   - targets: the node at the end of each edge.
    /// - Returns: every node in exactly one group; nodes of one group reach each other.
    static func groups(starts: [Int32], targets: [Int32]) -> [[Int32]] {
        var search = Search(starts: starts, targets: targets)
        for node in 0..<Int32(starts.count - 1) where search.number[Int(node)] < 0 { search.visit(node) }
        return search.groups
    }

    private struct Search {
        let starts: [Int32]
        let targets: [Int32]
        /// In which order a node was found; -1 before.
        var number: [Int32]
        private var lowest: [Int32]
        private var nextEdge: [Int32]
        private var isOpen: [Bool]
        private var open: [Int32] = []
        private var found: Int32 = 0
        private(set) var groups: [[Int32]] = []

        init(starts: [Int32], targets: [Int32]) {
            let count = starts.count - 1
            self.starts = starts
            self.targets = targets
            number = Array(repeating: -1, count: count)
            lowest = Array(repeating: 0, count: count)
            nextEdge = Array(starts.dropLast())
            isOpen = Array(repeating: false, count: count)
        }

        mutating func visit(_ root: Int32) {
            var path = [root]
            enter(root)
            while let node = path.last {
                if let target = takeEdge(of: node) {
                    if number[target] < 0 {
                        enter(Int32(target))
                        path.append(Int32(target))
                    } else if isOpen[target] {
                        lowest[Int(node)] = min(lowest[Int(node)], number[target])
                    }
                } else {
                    path.removeLast()
                    if let parent = path.last {
                        lowest[Int(parent)] = min(lowest[Int(parent)], lowest[Int(node)])
                    }
                    if lowest[Int(node)] == number[Int(node)] { closeGroup(of: node) }
                }
            }
        }

        private mutating func enter(_ node: Int32) {
            number[Int(node)] = found
            lowest[Int(node)] = found
            found += 1
            isOpen[Int(node)] = true
            open.append(node)
        }

        private mutating func takeEdge(of node: Int32) -> Int? {
            let edge = nextEdge[Int(node)]
            guard edge < starts[Int(node) + 1] else { return nil }
            nextEdge[Int(node)] = edge + 1
            return Int(targets[Int(edge)])
        }

        private mutating func closeGroup(of root: Int32) {
            var group: [Int32] = []
            while let node = open.popLast() {
                isOpen[Int(node)] = false
                group.append(node)
                if node == root { break }
            }
            groups.append(group)
        }
    }
}
