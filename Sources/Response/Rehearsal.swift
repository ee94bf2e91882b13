import Access
import Basis
import Database

extension Response {
    /// Does a deed, looks at what it led to, and undoes all of it: a preview that cannot differ from what
    /// will happen.
    ///
    /// Nothing stays: no row, no audit entry, no announcement. Only ids that PostgreSQL drew are spent.
    /// - Parameter look: reads what the deed would leave behind, in its transaction; must not write.
    package func rehearse<Asked: Deed, Value: Sendable>(
        _ deed: Asked,
        by actor: Actor,
        at now: Instant,
        look: @escaping @Sendable (Asked.Answer, any Session) throws -> Value
    ) async throws -> Value {
        guard actor.has(Asked.role) || deed.isOpen(to: actor) else {
            throw AccessRefusal.needsRole(Asked.role)
        }
        let desk = desk
        do {
            try await database.write { session in
                let context = DeedContext(session: session, actor: actor, now: now, desk: desk)
                let answer = try deed.actOrAsk(in: context)
                throw Rehearsed(value: try look(answer, session))
            }
        } catch let rehearsed as Rehearsed<Value> {
            return rehearsed.value
        }
        throw DatabaseError(.unavailable, "a rehearsal was not undone")
    }
}

/// Thrown to undo the transaction, carrying out what was seen.
private struct Rehearsed<Value: Sendable>: Error {
    let value: Value
}
