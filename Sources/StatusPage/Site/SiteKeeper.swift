import Basis
import Database
import Synchronization

/// Keeps the public site as it was rendered last, for everybody to read at any moment, and makes it again when
/// something changed.
///
/// A request only ever reads `current`. Where the state cannot be read, the last good one stays and says its time;
/// it is also kept in a file, so that a process that starts while the database is away has something to show.
package actor SiteKeeper {
    package typealias Load = @Sendable (_ now: Instant) async throws -> PublicState

    private nonisolated let site: Mutex<RenderedSite>
    private let renderer: SiteRenderer
    private let load: Load
    private let shelf: StateShelf?
    private let poll: Span
    private let report: @Sendable (String) -> Void

    private var kept: StateShelf.Content?
    private var renderedAt: Instant?
    private var isRunning = false
    private var isAskedAgain = false
    private var tickedAt: Instant?

    /// Shows what lies on the shelf until the state was read for the first time. The state is also read every `poll`
    /// although nothing was announced, so that a database that went away is noticed; `report` is told, in a
    /// sentence for a log, why the page is not up to date.
    package init(
        renderer: SiteRenderer,
        shelf: StateShelf? = nil,
        poll: Span = .seconds(30),
        now: Instant,
        report: @escaping @Sendable (String) -> Void = { _ in },
        load: @escaping Load
    ) throws {
        self.renderer = renderer
        self.shelf = shelf
        self.poll = poll
        self.report = report
        self.load = load
        kept = Self.content(of: shelf, for: renderer.page, report)
        let first =
            try kept.map { try renderer.render($0.state, now: $0.readAt, isStale: true) }
            ?? renderer.renderUnknown(now: now)
        site = Mutex(first)
    }

    /// Keeps the site of what a database holds.
    package init(
        database: any Database,
        renderer: SiteRenderer,
        shelf: StateShelf? = nil,
        poll: Span = .seconds(30),
        now: Instant,
        report: @escaping @Sendable (String) -> Void = { _ in }
    ) throws {
        let page = renderer.page
        try self.init(renderer: renderer, shelf: shelf, poll: poll, now: now, report: report) { now in
            try await database.read { try PublicState.load(page, in: $0, now: now) }
        }
    }

    package nonisolated var current: RenderedSite { site.withLock { $0 } }

    /// Reads the state, and renders it where a reader would see something new.
    ///
    /// One reading runs at a time. Who asks meanwhile returns at once, and the reading is repeated for them.
    package func refresh(now: Instant) async {
        guard !isRunning else {
            isAskedAgain = true
            return
        }
        isRunning = true
        repeat {
            isAskedAgain = false
            await renew(now)
        } while isAskedAgain
        isRunning = false
    }

    /// Background work, called when it is time or when something was announced: refreshes, and says when to call
    /// again. In a storm of announcements the state is read once a second.
    package func tick(_ now: Instant) async -> Instant? {
        // A clock that was set back must not silence the page.
        if let tickedAt, now >= tickedAt, now < tickedAt + Self.pause { return tickedAt + Self.pause }
        tickedAt = now
        await refresh(now: now)
        return min(now + poll, kept?.state.nextChange(after: now) ?? now + poll)
    }

    private static let pause = Span.seconds(1)

    private func renew(_ now: Instant) async {
        do {
            let state = try await load(now)
            let isNew = state != kept?.state
            kept = StateShelf.Content(state: state, readAt: now)
            if isNew || current.isStale || isOutOfDate(now) {
                try show(state, now, isStale: false)
            }
            if isNew { keep() }
        } catch {
            report("the public page cannot be brought up to date: \(error)")
            keepOld()
        }
    }

    private func keep() {
        guard let kept, let shelf else { return }
        do {
            try shelf.put(kept)
        } catch {
            report("the state of the public page cannot be kept in \(shelf.path): \(error)")
        }
    }

    /// Shows the last good state with its time, where it is not shown so already.
    private func keepOld() {
        guard let kept, !current.isStale else { return }
        do {
            try show(kept.state, kept.readAt, isStale: true)
        } catch {
            report("the last good public page cannot be shown: \(error)")
        }
    }

    private func show(_ state: PublicState, _ now: Instant, isStale: Bool) throws {
        let rendered = try renderer.render(state, now: now, isStale: isStale, previous: current)
        site.withLock { $0 = rendered }
        renderedAt = now
    }

    private func isOutOfDate(_ now: Instant) -> Bool {
        guard let kept, let renderedAt else { return true }
        return kept.state.nextChange(after: renderedAt) <= now
    }

    private static func content(
        of shelf: StateShelf?,
        for page: PageIdentity,
        _ report: (String) -> Void
    ) -> StateShelf.Content? {
        do {
            let content = try shelf?.take()
            // A file of another page, or from before the page was renamed, would show what is not so.
            return content?.state.page == page ? content : nil
        } catch {
            report("the kept state of the public page cannot be read: \(error)")
            return nil
        }
    }
}
