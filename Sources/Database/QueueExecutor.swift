import Dispatch

/// Runs an actor on a serial queue of its own, so that blocking C never takes a thread of Swift's shared
/// pool.
package final class QueueExecutor: SerialExecutor {
    private let queue: DispatchQueue

    package init(label: String) {
        queue = DispatchQueue(label: label)
    }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }

    /// Lets `assumeIsolated` recognise work that `run` started.
    package func checkIsolated() {
        dispatchPrecondition(condition: .onQueue(queue))
    }

    /// Starts work of the actor that lives here, for callers that cannot wait.
    package func run<Resident: Actor>(
        _ resident: Resident,
        _ work: @escaping @Sendable (isolated Resident) -> Void
    ) {
        queue.async { resident.assumeIsolated(work) }
    }

    /// The same after a while, unless the actor has gone by then.
    package func run<Resident: Actor>(
        _ resident: Resident,
        after milliseconds: Int,
        _ work: @escaping @Sendable (isolated Resident) -> Void
    ) {
        queue.asyncAfter(deadline: .now() + .milliseconds(milliseconds)) { [weak resident] in
            resident?.assumeIsolated(work)
        }
    }

    /// Waits without a thread, and without ending early when the calling task is cancelled: a transaction
    /// that was begun is brought to its end.
    package static func pause(milliseconds: Int) async {
        await withCheckedContinuation { continuation in
            DispatchQueue.global().asyncAfter(deadline: .now() + .milliseconds(milliseconds)) {
                continuation.resume()
            }
        }
    }
}
