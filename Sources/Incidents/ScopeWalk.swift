import Basis
import Catalog

/// The state of one walk over a `ScopeGraph`: worst impact first, in each impact certain before uncertain, then by
/// distance. Each step makes a reach strictly worse, so a component is settled when its turn comes.
struct ScopeWalk {
    /// How a component is reached, as far as known: smaller is worse for the customers, hence better here.
    private struct Mark {
        /// Of impact and certainty together: see `rank(_:isCertain:)`.
        var rank: Int32
        var distance: Int32
        /// The position before; -1 for a component that fails itself.
        var via: Int32

        func isBetter(than other: Mark) -> Bool {
            (rank, distance, via) < (other.rank, other.distance, other.via)
        }
    }

    private static let impacts = ImpactLevel.allCases.sorted(by: >)
    private static let unreached = Mark(rank: .max, distance: .max, via: .max)

    private var marks: [Mark]
    private var isSettled: [Bool]
    /// The positions in the order in which they were settled.
    private(set) var settled: [Int32] = []
    /// Who waits, by rank and then by distance; a position may wait in several places, the first one counts.
    private var waiting: [[[Int32]]]
    private var rank = 0
    private var distance = 0

    init(count: Int) {
        marks = Array(repeating: Self.unreached, count: count)
        isSettled = Array(repeating: false, count: count)
        waiting = Array(repeating: [], count: Self.impacts.count * 2)
    }

    mutating func begin(at position: Int32, _ impact: ImpactLevel) {
        offer(position, Mark(rank: Self.rank(impact, isCertain: true), distance: 0, via: -1))
    }

    /// The next component in order, or nil where all that can be reached is settled.
    mutating func next() -> Int32? {
        while rank < waiting.count {
            while distance < waiting[rank].count {
                while let position = waiting[rank][distance].popLast() {
                    if isSettled[Int(position)] { continue }
                    isSettled[Int(position)] = true
                    settled.append(position)
                    return position
                }
                distance += 1
            }
            rank += 1
            distance = 0
        }
        return nil
    }

    /// Lets what reached `source` reach `target` too.
    mutating func pass(from source: Int32, to target: Int32, isHard: Bool) {
        if isSettled[Int(target)] { return }
        let from = marks[Int(source)]
        let softest = Self.rank(.degradedPerformance, isCertain: false)
        let rank = isHard ? from.rank : max(from.rank | 1, softest)
        offer(target, Mark(rank: rank, distance: from.distance + 1, via: source))
    }

    func reached(_ position: Int32, ids: [Int64]) -> Reached {
        let mark = marks[Int(position)]
        return Reached(
            impact: Self.impacts[Int(mark.rank / 2)],
            viaID: mark.via < 0 ? nil : ids[Int(mark.via)],
            isCertain: mark.rank % 2 == 0
        )
    }

    private mutating func offer(_ position: Int32, _ mark: Mark) {
        let known = marks[Int(position)]
        guard mark.isBetter(than: known) else { return }
        marks[Int(position)] = mark
        guard (mark.rank, mark.distance) != (known.rank, known.distance) else { return }
        let rank = Int(mark.rank)
        let distance = Int(mark.distance)
        while waiting[rank].count <= distance { waiting[rank].append([]) }
        waiting[rank][distance].append(position)
    }

    /// 0 for the worst impact on a certain path, 1 for it on an uncertain one, 2 for the next impact …
    private static func rank(_ impact: ImpactLevel, isCertain: Bool) -> Int32 {
        let place = Int32(impacts.firstIndex(of: impact) ?? impacts.count - 1)
        return place * 2 + (isCertain ? 0 : 1)
    }
}
