import Basis
import Catalog

/// The last 90 days, each with the worst that happened on it: pure, so that a table of cases can hold it.
package struct DayBars: Sendable, Equatable {
    /// Neighbouring days of the same state.
    package struct Run: Sendable, Equatable {
        /// nil where nothing was known yet.
        package var impact: ImpactLevel?
        package var firstDay: Int
        package var length: Int

        package init(impact: ImpactLevel?, firstDay: Int, length: Int) {
            self.impact = impact
            self.firstDay = firstDay
            self.length = length
        }
    }

    package let runs: [Run]
    let dayCount: Int

    init(_ state: PublicState, now: Instant) {
        self.init(
            troubles: state.troubles,
            knownSince: state.knownSince,
            page: state.page,
            now: now,
            dayCount: PublicState.Bounds.daysShown
        )
    }

    package init(
        troubles: [PublicTrouble],
        knownSince: Instant?,
        page: PageIdentity,
        now: Instant,
        dayCount: Int
    ) {
        self.dayCount = dayCount
        let today = page.day(of: now)
        let first = today - dayCount + 1
        var days = [ImpactLevel?](repeating: .operational, count: dayCount)
        let unknown = knownSince.map { page.day(of: $0) - first } ?? dayCount
        for day in 0..<min(max(unknown, 0), dayCount) { days[day] = nil }
        for trouble in troubles {
            let begin = max(page.day(of: trouble.beganAt), first)
            let end = min(page.day(of: trouble.endedAt ?? now), today)
            for day in stride(from: begin, through: end, by: 1) {
                days[day - first] = max(days[day - first] ?? .operational, trouble.impact)
            }
        }
        runs = Self.runs(of: days)
    }

    /// On how many of the days something was wrong.
    package var daysWithTrouble: Int {
        runs.filter { ($0.impact ?? .operational) > .operational }.reduce(0) { $0 + $1.length }
    }

    /// How many of the days are known at all.
    package var daysKnown: Int { runs.filter { $0.impact != nil }.reduce(0) { $0 + $1.length } }

    private static func runs(of days: [ImpactLevel?]) -> [Run] {
        days.enumerated().reduce(into: []) { runs, day in
            if let last = runs.last, last.impact == day.element {
                runs[runs.count - 1].length += 1
            } else {
                runs.append(Run(impact: day.element, firstDay: day.offset, length: 1))
            }
        }
    }
}

/// The days as lines of a drawing: one dashed line for each run, so that three months are a few hundred bytes.
struct BarChart: Sendable {
    struct Line: Sendable {
        let x1: Int
        let x2: Int
        let y: Int
        let height: Int
        let tone: String
    }

    let lines: [Line]
    let width: Int
    let height: Int
    let summary: String

    private static let pitch = 4
    private static let barWidth = 3
    private static let fullHeight = 32

    init(_ days: DayBars, _ voice: Voice) {
        lines = days.runs.map { run in
            // Worse is higher, so that nobody needs to tell the colours apart.
            let height = Self.height(run.impact)
            return Line(
                x1: run.firstDay * Self.pitch,
                x2: (run.firstDay + run.length) * Self.pitch - (Self.pitch - Self.barWidth),
                y: Self.fullHeight - height / 2,
                height: height,
                tone: run.impact?.rawValue ?? "unknown"
            )
        }
        width = days.dayCount * Self.pitch - (Self.pitch - Self.barWidth)
        height = Self.fullHeight
        summary =
            days.daysWithTrouble == 0
            ? voice.say("days_without_trouble", count: days.daysKnown)
            : voice.say("days_with_trouble", count: days.daysWithTrouble)
    }

    private static func height(_ impact: ImpactLevel?) -> Int {
        switch impact {
        case nil: 4
        case .operational: 10
        case .underMaintenance: 14
        case .degradedPerformance: 18
        case .partialOutage: 24
        case .majorOutage: 32
        }
    }
}
