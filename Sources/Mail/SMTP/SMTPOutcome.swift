import Basis

/// What became of one message of a group, and when it makes sense to come again.
package struct SMTPOutcome: Sendable, Hashable {
    package var verdict: SMTPVerdict
    /// Where the verdict says "later".
    package var after: Span?

    package init(_ verdict: SMTPVerdict, after: Span? = nil) {
        self.verdict = verdict
        self.after = after
    }
}

/// Messages handed over together on one connection, and who waits for what becomes of them. Lives on the pool's loop.
final class SMTPGroup {
    let messages: [SMTPMessage]
    /// The first that was not tried.
    var next = 0
    /// How many connections ended under it.
    var losses = 0
    private var outcomes: [SMTPOutcome?]
    private var open: Int
    private let answer: ([SMTPOutcome]) -> Void

    init(_ messages: [SMTPMessage], answer: @escaping ([SMTPOutcome]) -> Void) {
        self.messages = messages
        self.answer = answer
        outcomes = Array(repeating: nil, count: messages.count)
        open = messages.count
    }

    var isSettled: Bool { open == 0 }

    /// The first outcome counts; with the last one the group is answered.
    func settle(_ index: Int, _ outcome: SMTPOutcome) {
        guard outcomes[index] == nil else { return }
        outcomes[index] = outcome
        open -= 1
        if open == 0 { answer(outcomes.compactMap(\.self)) }
    }

    /// All that have no outcome yet.
    func settleRest(_ outcome: SMTPOutcome) {
        for index in messages.indices { settle(index, outcome) }
    }
}
