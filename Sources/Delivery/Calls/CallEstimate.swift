import Basis

/// When the calls will be done: "3 people, 41 calls, done about 09:20". Pure.
package struct CallEstimate: Sendable, Hashable, Codable {
    package static let usualMinutesPerCall = 3

    /// Those who have calls to make.
    package var people: Int
    package var calls: Int
    /// Nil where nobody is there to make them.
    package var doneAt: Instant?

    package init(people: Int, calls: Int, doneAt: Instant?) {
        self.people = people
        self.calls = calls
        self.doneAt = doneAt
    }

    /// - Parameters:
    ///   - lists: for each person on duty, when their open calls may be made.
    ///   - unassigned: the same for calls that nobody has yet; they are shared out in thought.
    package static func make(
        lists: [[Instant]],
        unassigned: [Instant] = [],
        minutesPerCall: Int = usualMinutesPerCall,
        now: Instant
    ) -> CallEstimate {
        let calls = lists.reduce(unassigned.count) { $0 + $1.count }
        var shared = lists
        for call in unassigned where !shared.isEmpty {
            let shortest = shared.indices.min { shared[$0].count < shared[$1].count } ?? 0
            shared[shortest].append(call)
        }
        let busy = shared.filter { !$0.isEmpty }
        let length = Span.minutes(Int64(max(1, minutesPerCall)))
        let ends = busy.map { list in
            list.sorted().reduce(now) { free, due in max(free, due) + length }
        }
        return CallEstimate(people: busy.count, calls: calls, doneAt: ends.max())
    }
}
