@preconcurrency import Dispatch
import GRDB
import Synchronization

/// Notices what other processes announced in the same file: a command line reaches a running server this way.
final class SQLiteWatch: Sendable {
    /// How often the file's change counter is looked at.
    static let period = DispatchTimeInterval.milliseconds(200)

    private struct State {
        var isStarted = false
        var versions: [String: Int64] = [:]
    }

    let hub: TopicHub
    private let pool: DatabasePool
    private let state = Mutex(State())
    private let timer: any DispatchSourceTimer

    init(pool: DatabasePool, hub: TopicHub) {
        self.pool = pool
        self.hub = hub
        timer = DispatchSource.makeTimerSource(queue: DispatchQueue(label: "amends.sqlite.watch"))
    }

    func start() {
        let isFirst = state.withLock { state in
            defer { state.isStarted = true }
            return !state.isStarted
        }
        guard isFirst else { return }
        state.withLock { $0.versions = currentVersions() ?? [:] }
        timer.setEventHandler { [weak self] in self?.look() }
        timer.schedule(deadline: .now() + Self.period, repeating: Self.period)
        timer.resume()
    }

    func stop() {
        let wasStarted = state.withLock { state in
            defer { state.isStarted = true }
            return state.isStarted
        }
        if !wasStarted { timer.resume() }  // a suspended source may not be released
        timer.cancel()
        hub.finish()
    }

    private func look() {
        guard let versions = currentVersions() else { return }
        let changed = state.withLock { state in
            defer { state.versions = versions }
            return versions.filter { state.versions[$0.key] != $0.value }
        }
        hub.publish(changed.keys.map { Topic($0) })
    }

    /// Nil while the file cannot be read; the next look will tell.
    private func currentVersions() -> [String: Int64]? {
        try? pool.read { db in
            let rows = try GRDB.Row.fetchAll(db.cachedStatement(sql: "SELECT topic, version FROM announcement"))
            return Dictionary(uniqueKeysWithValues: rows.map { ($0[0] as String, $0[1] as Int64) })
        }
    }
}
