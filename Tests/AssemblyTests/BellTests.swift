import Assembly
import Basis
import Testing

/// What wakes the background work, and lets it sleep in between.
@Suite(.timeLimit(.minutes(1)))
struct BellTests {
    @Test func `it goes on sleeping after a sleep that nobody ended`() async {
        let bell = Bell()
        await bell.wait(atMost: Span(milliseconds: 5))
        let start = ContinuousClock.now

        await bell.wait(atMost: Span(milliseconds: 200))

        #expect(ContinuousClock.now - start >= .milliseconds(190))
    }

    @Test func `a ring wakes the sleeper, also after many sleeps`() async {
        let bell = Bell()
        for _ in 0..<3 { await bell.wait(atMost: Span(milliseconds: 5)) }

        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bell.wait(atMost: .hours(1)) }
            group.addTask {
                // The sleep between the tries of a test has no failure to tell.
                try? await Task.sleep(for: .milliseconds(20))
                bell.ring()
            }
        }
    }

    @Test func `a ring before the sleep is remembered once`() async {
        let bell = Bell()
        bell.ring()
        bell.ring()
        await bell.wait(atMost: .hours(1))
        let start = ContinuousClock.now

        await bell.wait(atMost: Span(milliseconds: 100))

        #expect(ContinuousClock.now - start >= .milliseconds(90))
    }

    @Test func `who is cancelled does not sleep on`() async {
        let bell = Bell()
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await bell.wait(atMost: .hours(1)) }
            group.cancelAll()
        }
    }
}
