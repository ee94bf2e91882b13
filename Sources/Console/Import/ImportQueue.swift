import Access
import Basis
import Catalog
import Logging
import Synchronization

/// Runs imports in the background, one after another, and remembers how the last ones went.
///
/// Importing is many short transactions and can be repeated, so one that a shutdown interrupts is begun again by
/// whoever started it.
package final class ImportQueue: Sendable {
    /// What became of an import.
    enum Status: Sendable {
        case waiting
        case running(ImportProgress)
        case done(ImportReport)
        /// What is wrong with the files, or the number under which the fault is logged.
        case refused([Problem])
        case failed(String)
    }

    struct Job: Sendable {
        var id: String
        var files: CatalogFiles
        var rules: ImportRules
        var actor: Actor
        /// Words the reasons in the files of rejected rows.
        var say: @Sendable (Message) -> String
    }

    /// Older ones are forgotten; their files are there still.
    private static let remembered = 50

    private struct State {
        var order: [String] = []
        var all: [String: Status] = [:]
        var waiting: [Job] = []
    }

    private let state = Mutex(State())
    private let arrivals: AsyncStream<Void>
    private let bell: AsyncStream<Void>.Continuation

    package init() {
        (arrivals, bell) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func status(_ id: String) -> Status? { state.withLock { $0.all[id] } }

    /// Lets an import wait for its turn. One that waits or runs already is left alone.
    func add(_ job: Job) {
        state.withLock { state in
            switch state.all[job.id] {
            case .waiting, .running: return
            case .done, .refused, .failed, nil: break
            }
            state.order.removeAll { $0 == job.id }
            state.order.append(job.id)
            state.all[job.id] = .waiting
            if state.order.count > Self.remembered { state.all[state.order.removeFirst()] = nil }
            state.waiting.append(job)
        }
        bell.yield()
    }

    /// Runs what comes, one after another, until the task is cancelled.
    package func run(with catalogImport: CatalogImport, logger: Logger) async {
        await workOff(with: catalogImport, logger: logger)
        for await _ in arrivals { await workOff(with: catalogImport, logger: logger) }
    }

    /// Runs all that waits.
    package func workOff(with catalogImport: CatalogImport, logger: Logger) async {
        while !Task.isCancelled, let job = next() { set(job.id, await run(job, catalogImport, logger)) }
    }

    private func next() -> Job? {
        state.withLock { $0.waiting.isEmpty ? nil : $0.waiting.removeFirst() }
    }

    private func run(_ job: Job, _ catalogImport: CatalogImport, _ logger: Logger) async -> Status {
        do {
            let report = try await catalogImport.run(job.files, rules: job.rules, by: job.actor, say: job.say)
            {
                [weak self] progress in
                self?.set(job.id, .running(progress))
            }
            return .done(report)
        } catch let problems as Problems {
            return .refused(problems.all)
        } catch {
            logger.error("an import failed", metadata: ["import": "\(job.id)", "error": "\(error)"])
            return .failed(String(job.id.prefix(8)))
        }
    }

    private func set(_ id: String, _ status: Status) {
        state.withLock { state in
            if state.all[id] != nil { state.all[id] = status }
        }
    }
}
