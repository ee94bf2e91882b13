import Access
import Basis
import Database
import Incidents
import Logging
import Mail
import Rendering

/// Hands one message to whoever carries mail; the same for a relay and a Maildir.
package protocol StaffMail: Sendable {
    /// Throws where it was not taken; it is tried again.
    func hand(over message: MailMessage) async throws
}

/// Background work: calls whoever is needed, and the next ones where nobody has seen it.
package struct Pager: Sendable {
    /// How long to rest after mail was not taken.
    private static let rest = Span.seconds(30)

    private let database: any Database
    private let mail: any StaffMail
    private let words: SummonsWords
    private let logger: Logger

    package init(database: any Database, mail: any StaffMail, words: SummonsWords, logger: Logger) {
        self.database = database
        self.mail = mail
        self.words = words
        self.logger = logger
    }

    /// Does what is due at `now` and answers when to look again; nil where nobody is needed.
    package func tick(_ now: Instant) async throws -> Instant? {
        let next = try await database.write { session in try Self.call(at: now, in: session) }
        let failed = try await handOver(at: now)
        return [next, failed ? now + Self.rest : nil].compactMap(\.self).min()
    }

    private static func call(at now: Instant, in session: any Session) throws -> Instant? {
        try SummonsStore.open(at: now, in: session)
        try SummonsStore.end(at: now, in: session)
        let team = try StaffStore.all(in: session)
        var next = try SummonsStore.nextPromise(after: now, in: session)
        var hasCalled = false
        for summons in try SummonsStore.open(in: session) {
            let due = summons.due(team, at: now)
            try SummonsStore.call(due.staff, summons, at: now, in: session)
            hasCalled = hasCalled || !due.staff.isEmpty
            next = [next, due.next].compactMap(\.self).min()
        }
        if hasCalled { try session.announce(.summons) }
        return next
    }

    /// Sends what was not sent yet. A crash in between sends a message again, with the same Message-ID.
    private func handOver(at now: Instant) async throws -> Bool {
        let waiting = try await database.read { try SummonsLetter.waiting(in: $0) }
        var failed = false
        for letter in waiting {
            do {
                if let message = words.message(letter, at: now) { try await mail.hand(over: message) }
                try await database.write { try letter.note(handedAt: now, in: $0) }
            } catch {
                failed = true
                // Not the address: only whose it was.
                logger.warning(
                    "a member of staff could not be called by e-mail",
                    metadata: ["staff": "\(letter.staff.id)"]
                )
            }
        }
        return failed
    }
}
