import Access
import Basis
import Database

/// Where people's deeds are done: nobody else opens a write transaction for a person.
package struct Response: Sendable {
    package let database: any Database
    package let desk: Desk

    package init(database: any Database, desk: Desk) {
        self.database = database
        self.desk = desk
    }

    /// Does a deed in one transaction at the moment `now`: checks the role, carries it out, adds the audit row,
    /// announces what changed. The same key gives the same answer again and does nothing twice; another order under
    /// it is refused. Throws a `Refusal` where a rule says no, `Problems` where the order is wrong.
    /// - Parameters:
    ///   - door: how the actor came, for the audit row.
    ///   - check: what must still hold for this to be done, read in the deed's transaction: that nobody changed meanwhile
    ///     what the actor saw. It is not asked where the deed was done already under this key.
    package func perform<Asked: Deed>(
        _ deed: Asked,
        by actor: Actor,
        through door: Door = .program,
        key: IdempotencyKey? = nil,
        at now: Instant,
        provided check: (@Sendable (any Session) throws -> Void)? = nil
    ) async throws -> Asked.Answer {
        guard actor.has(Asked.role) || deed.isOpen(to: actor) else {
            throw AccessRefusal.needsRole(Asked.role)
        }
        let desk = desk
        return try await database.write { session in
            if let key, let answer = try DeedAnswers.answer(to: deed, by: actor, key: key, in: session) {
                return answer
            }
            try check?(session)
            let context = DeedContext(session: session, actor: actor, now: now, desk: desk)
            let answer = try deed.actOrAsk(in: context)
            try Audit.add(
                AuditEntry(
                    happenedAt: now,
                    actor: actor,
                    deed: Asked.name,
                    subject: deed.subject(answer),
                    door: door
                ),
                in: session
            )
            if let key { try DeedAnswers.keep(answer, to: deed, by: actor, key: key, at: now, in: session) }
            return answer
        }
    }

    /// Reads one consistent state.
    package func read<Value: Sendable>(
        _ body: @escaping @Sendable (any Session) throws -> Value
    ) async throws -> Value {
        try await database.read(body)
    }
}

/// A name that a caller gives to one order, so that asking twice does it once.
package struct IdempotencyKey: Sendable, Hashable, ExpressibleByStringLiteral {
    package let text: String

    /// Nil where the text is empty or longer than 255 bytes.
    package init?(_ text: String) {
        guard (1...255).contains(text.utf8.count) else { return nil }
        self.text = text
    }

    package init(stringLiteral text: String) { self.text = text }
}

/// The answers that were given under a key, stored in the transaction of their deed. A key is its actor's own: what
/// somebody else calls by the same name is another order.
enum DeedAnswers {
    static func answer<Asked: Deed>(
        to deed: Asked,
        by actor: Actor,
        key: IdempotencyKey,
        in session: any Session
    ) throws -> Asked.Answer? {
        let kept = try session.first(
            "SELECT order_hash, answer FROM deed_answer WHERE key_text = \(name(key, actor))"
        ) { (hash: try $0.next(String.self), answer: try $0.next(String.self)) }
        guard let kept else { return nil }
        guard kept.hash == hash(deed) else { throw DeedRefusal.keyUsedForAnotherOrder }
        guard Asked.keepsAnswer else { throw DeedRefusal.answerNotKept }
        return try JSONText.decode(Asked.Answer.self, from: kept.answer)
    }

    static func keep<Asked: Deed>(
        _ answer: Asked.Answer,
        to deed: Asked,
        by actor: Actor,
        key: IdempotencyKey,
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run(
            """
            INSERT INTO deed_answer (key_text, order_hash, answer, done_at)
            VALUES (\(name(key, actor)), \(hash(deed)), \(Asked.keepsAnswer ? JSONText.encode(answer) : ""), \(now))
            """
        )
    }

    private static func name(_ key: IdempotencyKey, _ actor: Actor) -> String {
        "\(actor.kind):\(actor.id ?? 0):\(key.text)"
    }

    private static func hash<Asked: Deed>(_ deed: Asked) -> String {
        sha256Hex(Array("\(Asked.name)\n\(JSONText.encode(deed))".utf8))
    }
}
