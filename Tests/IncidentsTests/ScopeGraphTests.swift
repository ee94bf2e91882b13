import Basis
import Catalog
import Incidents
import Testing

struct ScopeGraphTests {
    @Test func `a hard dependency passes the impact on, through as many as there are`() {
        let graph = ScopeGraph(dependencies: [.hard(2, on: 1), .hard(3, on: 2), .hard(4, on: 9)])

        let reached = graph.reach(of: [1: .majorOutage])

        #expect(reached.keys.sorted() == [1, 2, 3])
        #expect(reached[3] == Reached(impact: .majorOutage, viaID: 2, isCertain: true))
        #expect(reached[1] == Reached(impact: .majorOutage, viaID: nil, isCertain: true))
        #expect(ScopeGraph.path(to: 3, in: reached) == [1, 2, 3])
        #expect(ScopeGraph.path(to: 4, in: reached).isEmpty)
    }

    @Test(
        arguments: [
            (.majorOutage, .degradedPerformance), (.partialOutage, .degradedPerformance),
            (.degradedPerformance, .degradedPerformance), (.underMaintenance, .underMaintenance),
        ] as [(ImpactLevel, ImpactLevel)]
    )
    func `a soft dependency passes on no more than a degradation`(failed: ImpactLevel, passed: ImpactLevel) {
        let graph = ScopeGraph(dependencies: [.soft(2, on: 1), .hard(3, on: 2)])

        let reached = graph.reach(of: [1: failed])

        #expect(reached[2] == Reached(impact: passed, viaID: 1, isCertain: false))
        #expect(reached[3] == Reached(impact: passed, viaID: 2, isCertain: false))
    }

    @Test func `what works does not fail, and what nobody depends on fails alone`() {
        let graph = ScopeGraph(dependencies: [.hard(2, on: 1)])

        #expect(graph.reach(of: [1: .operational]).isEmpty)
        #expect(graph.reach(of: [:]).isEmpty)
        #expect(
            graph.reach(of: [7: .partialOutage]) == [
                7: Reached(impact: .partialOutage, viaID: nil, isCertain: true)
            ]
        )
    }

    @Test func `the worst impact wins, also over what was said of the component itself`() {
        let graph = ScopeGraph(dependencies: [.hard(3, on: 1), .hard(3, on: 2)])

        let reached = graph.reach(of: [1: .partialOutage, 2: .majorOutage, 3: .degradedPerformance])

        #expect(reached[3] == Reached(impact: .majorOutage, viaID: 2, isCertain: true))
    }

    @Test func `at equal impact a certain path wins over a shorter one`() {
        let graph = ScopeGraph(dependencies: [
            .soft(5, on: 1), .hard(5, on: 4), .hard(4, on: 3), .hard(3, on: 2),
        ])

        let reached = graph.reach(of: [1: .majorOutage, 2: .degradedPerformance])

        #expect(reached[5] == Reached(impact: .degradedPerformance, viaID: 4, isCertain: true))
        #expect(ScopeGraph.path(to: 5, in: reached) == [2, 3, 4, 5])
    }

    @Test func `at equal impact and certainty the shorter path wins, then the smaller id`() {
        let graph = ScopeGraph(dependencies: [
            .hard(2, on: 1), .hard(9, on: 2), .hard(8, on: 1), .hard(7, on: 1), .hard(9, on: 8),
            .hard(9, on: 7),
            .hard(6, on: 1), .hard(5, on: 6), .hard(9, on: 5),
        ])

        let reached = graph.reach(of: [1: .majorOutage])

        #expect(ScopeGraph.path(to: 9, in: reached) == [1, 2, 9])
    }

    @Test func `circles and dependencies on oneself end`() {
        let graph = ScopeGraph(dependencies: [
            .hard(1, on: 3), .hard(2, on: 1), .hard(3, on: 2), .hard(3, on: 3), .soft(4, on: 4),
            .hard(5, on: 4),
        ])

        let reached = graph.reach(of: [2: .majorOutage])

        #expect(reached.keys.sorted() == [1, 2, 3])
        #expect(ScopeGraph.path(to: 1, in: reached) == [2, 3, 1])
        #expect(graph.cycles() == [[1, 2, 3], [4]])
    }

    @Test func `damaged memories of a walk still give a path`() {
        let reached: [Int64: Reached] = [
            1: Reached(impact: .majorOutage, viaID: 2, isCertain: true),
            2: Reached(impact: .majorOutage, viaID: 1, isCertain: true),
        ]

        #expect(ScopeGraph.path(to: 1, in: reached).count == 2)
    }

    @Test func `a chain of sixty thousand is no deeper than any other graph`() {
        let length: Int64 = 60_000
        let graph = ScopeGraph(dependencies: (1..<length).map { .hard($0 + 1, on: $0) })

        let reached = graph.reach(of: [1: .partialOutage])

        #expect(reached.count == Int(length))
        #expect(ScopeGraph.path(to: length, in: reached).count == Int(length))
        #expect(graph.cycles().isEmpty)
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `any graph is walked as the rule says`(seed: UInt64) {
        var random = Dice(seed: seed)
        let count = Int64(random.roll(12) + 2)
        let dependencies = random.dependencies(among: count, edges: random.roll(40))
        let failed = random.failures(among: count)

        let reached = ScopeGraph(dependencies: dependencies).reach(of: failed)

        let expected = NaiveReach.of(failed, dependencies)
        #expect(reached.mapValues { NaiveReach.Mark($0) } == expected)
        for id in reached.keys {
            let path = ScopeGraph.path(to: id, in: reached)
            #expect(path.last == id)
            #expect(Set(path).count == path.count)
            #expect(path.first.map { (failed[$0] ?? .operational) > .operational } == true)
            for (from, to) in zip(path, path.dropFirst()) {
                #expect(dependencies.contains { $0.componentID == to && $0.dependsOnID == from })
            }
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `circles are found as reachability says`(seed: UInt64) {
        var random = Dice(seed: seed)
        let dependencies = random.dependencies(among: 8, edges: random.roll(14))
        let graph = ScopeGraph(dependencies: dependencies)

        let inCircles = Set(graph.cycles().joined())

        for id in 0..<Int64(8) {
            let dependents = dependencies.filter { $0.dependsOnID == id }.map(\.componentID)
            let returns = dependents.contains { start in
                graph.reach(of: [start: .majorOutage])[id] != nil
            }
            #expect(inCircles.contains(id) == returns)
        }
    }
}

/// Repeatable dice for random graphs.
struct Dice {
    private let random: SeededRandom

    init(seed: UInt64) { random = SeededRandom(seed: seed) }

    mutating func roll(_ sides: Int) -> Int { random.bytes(2).reduce(0) { $0 * 256 + Int($1) } % sides }

    mutating func dependencies(among count: Int64, edges: Int) -> [Dependency] {
        (0..<edges).map { _ in
            Dependency(
                componentID: Int64(roll(Int(count))),
                dependsOnID: Int64(roll(Int(count))),
                kind: roll(3) == 0 ? .soft : .hard
            )
        }
    }

    mutating func failures(among count: Int64) -> [Int64: ImpactLevel] {
        let pairs = (0...roll(3)).map { _ in (Int64(roll(Int(count))), ImpactLevel.allCases[roll(5)]) }
        return Dictionary(pairs) { first, _ in first }
    }
}

/// The rule said in the slowest way: let every edge improve its end until nothing changes.
enum NaiveReach {
    struct Mark: Equatable {
        var impact: ImpactLevel
        var isCertain: Bool

        init(impact: ImpactLevel, isCertain: Bool) {
            self.impact = impact
            self.isCertain = isCertain
        }

        init(_ reached: Reached) {
            impact = reached.impact
            isCertain = reached.isCertain
        }
    }

    static func of(_ failed: [Int64: ImpactLevel], _ dependencies: [Dependency]) -> [Int64: Mark] {
        var marks = failed.filter { $0.value > .operational }.mapValues { Mark(impact: $0, isCertain: true) }
        var hasChanged = true
        while hasChanged {
            hasChanged = false
            for edge in dependencies {
                guard let from = marks[edge.dependsOnID] else { continue }
                let isHard = edge.kind == .hard
                let offer = Mark(
                    impact: isHard ? from.impact : min(from.impact, .degradedPerformance),
                    isCertain: isHard && from.isCertain
                )
                if let known = marks[edge.componentID], !isWorse(offer, than: known) { continue }
                marks[edge.componentID] = offer
                hasChanged = true
            }
        }
        return marks
    }

    private static func isWorse(_ offer: Mark, than known: Mark) -> Bool {
        offer.impact != known.impact ? offer.impact > known.impact : offer.isCertain && !known.isCertain
    }
}
