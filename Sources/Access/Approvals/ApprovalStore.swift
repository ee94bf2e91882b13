import Basis
import Database

/// What is asked of a second person.
package struct ApprovalRequest: Sendable, Hashable {
    package var deed: String
    /// The deed as JSON, as `JSONText.encode` writes it.
    package var order: String
    package var shown: Approval.Shown
    package var factsVersion: String
    package var life: Span

    package init(
        deed: String,
        order: String,
        shown: Approval.Shown,
        factsVersion: String,
        life: Span = .hours(24)
    ) {
        self.deed = deed
        self.order = order
        self.shown = shown
        self.factsVersion = factsVersion
        self.life = life
    }
}

extension Topic {
    /// The list of orders that wait for somebody.
    package static let approvals = Topic("approvals")
}

/// Keeps orders that wait. Each change works in the transaction of the deed that makes it, which adds the audit row.
package enum ApprovalStore {
    /// The most that one author has waiting.
    package static let waitingMax = 100
    /// The most bytes of an order.
    package static let orderMax = 1_048_576

    /// Keeps an order until somebody decides; returns its id.
    package static func ask(
        _ request: ApprovalRequest,
        by author: Actor,
        at now: Instant,
        in session: any Session
    ) throws -> Int64 {
        guard request.order.utf8.count <= orderMax else { throw ApprovalRefusal.orderTooLong }
        let waiting = try session.count(
            """
            SELECT COUNT(*) FROM approval
            WHERE state = 'waiting' AND author_kind = \(author.kind) AND COALESCE(author_id, 0) = \(author.id ?? 0)
            """
        )
        guard waiting < waitingMax else { throw ApprovalRefusal.tooManyWaiting(waitingMax) }
        let id = try session.insert(
            """
            INSERT INTO approval (deed, order_json, order_hash, shown, facts_version, author_kind, author_id,
                asked_at, expires_at, state, broke_glass)
            VALUES (\(request.deed), \(request.order), \(sha256Hex(Array(request.order.utf8))),
                \(JSONColumn(request.shown)), \(request.factsVersion), \(author.kind), \(author.id), \(now),
                \(now + request.life), 'waiting', 0)
            RETURNING id
            """
        )
        try session.announce(.approvals)
        return id
    }

    package static func with(id: Int64, in session: any Session) throws -> Approval? {
        try session.first("SELECT \(columns) FROM approval WHERE id = \(id)", Approval.init(row:))
    }

    /// What waits for a decision, or to be carried out, oldest first.
    package static func open(in session: any Session) throws -> [Approval] {
        try session.rows(
            "SELECT \(columns) FROM approval WHERE state IN ('waiting', 'approved') ORDER BY id LIMIT 1000",
            Approval.init(row:)
        )
    }

    /// What is over, newest first, in pages.
    package static func ended(
        before id: Int64 = .max,
        limit: Int = 50,
        in session: any Session
    ) throws -> [Approval] {
        try session.rows(
            """
            SELECT \(columns) FROM approval
            WHERE state NOT IN ('waiting', 'approved') AND id < \(id) ORDER BY id DESC LIMIT \(limit)
            """,
            Approval.init(row:)
        )
    }

    /// Approves; the state afterwards says whether it became so, or had run out or lost its ground.
    package static func approve(
        _ id: Int64,
        by actor: Actor,
        reason: String?,
        facts: String,
        at now: Instant,
        in session: any Session
    ) throws -> Approval {
        let approver = try approver(actor, in: session)
        return try apply(.approve(approver, reason: reason, facts: facts), to: id, at: now, in: session)
    }

    package static func decline(
        _ id: Int64,
        by actor: Actor,
        reason: String,
        at now: Instant,
        in session: any Session
    ) throws -> Approval {
        try apply(.decline(try approver(actor, in: session), reason: reason), to: id, at: now, in: session)
    }

    /// One approver alone takes it upon themselves.
    package static func breakGlass(
        _ id: Int64,
        by actor: Actor,
        reason: String,
        facts: String,
        at now: Instant,
        in session: any Session
    ) throws -> Approval {
        let others = try AccountStore.activeApprovers(besides: actor.staffID, in: session)
        let approver = try approver(actor, in: session)
        return try apply(
            .breakGlass(approver, reason: reason, facts: facts, others: others),
            to: id,
            at: now,
            in: session
        )
    }

    package static func withdraw(
        _ id: Int64,
        by actor: Actor,
        at now: Instant,
        in session: any Session
    ) throws -> Approval {
        try apply(.withdraw(by: actor), to: id, at: now, in: session)
    }

    /// Takes an approved order to carry it out, in the transaction that does so: a second time there is none.
    /// Where the state afterwards is not `executed`, nothing is to be done.
    /// - Parameter role: what its author must still be.
    package static func execute(
        _ id: Int64,
        facts: String,
        needing role: Role = .viewer,
        at now: Instant,
        in session: any Session
    ) throws -> Approval {
        guard let approval = try with(id: id, in: session) else { throw ApprovalRefusal.unknown }
        let isActive = try author(of: approval, in: session)?.has(role) ?? false
        return try apply(.execute(facts: facts, authorIsActive: isActive), to: id, at: now, in: session)
    }

    /// Who asked, with the role they have now: the deed is done in their name. Nil where they have left.
    package static func author(of approval: Approval, in session: any Session) throws -> Actor? {
        guard approval.author.kind == Actor.staff(id: 0, role: .viewer).kind, let id = approval.author.id
        else {
            return approval.author.kind == Actor.operator.kind ? .operator : .system
        }
        guard let account = try AccountStore.with(staffID: id, in: session), account.state == .active else {
            return nil
        }
        return try StaffStore.with(id: id, in: session)?.actor
    }

    /// How many wait for a decision.
    package static func waitingCount(in session: any Session) throws -> Int {
        try session.count("SELECT COUNT(*) FROM approval WHERE state = 'waiting'")
    }

    /// What the storey above knows of an order that waits.
    package struct Watch: Sendable {
        /// The version of the facts as they are now.
        var facts: @Sendable (Approval, any Session) throws -> String
        /// Told, in the same transaction, what became of it.
        var ended: @Sendable (Approval, any Session) throws -> Void

        package init(
            facts: @escaping @Sendable (Approval, any Session) throws -> String,
            ended: @escaping @Sendable (Approval, any Session) throws -> Void
        ) {
            self.facts = facts
            self.ended = ended
        }
    }

    /// Ends what has run out and what has lost its ground; returns when the next one runs out.
    package static func tick(
        _ database: any Database,
        _ now: Instant,
        _ watch: Watch
    ) async throws -> Instant? {
        let due = try await database.read { session in
            try open(in: session).filter {
                try $0.expiresAt <= now || watch.facts($0, session) != $0.factsVersion
            }.map(\.id)
        }
        for id in due {
            try await database.write { session in
                guard let approval = try with(id: id, in: session) else { return }
                let facts = try watch.facts(approval, session)
                let after = try apply(.lookAgain(facts: facts), to: id, at: now, in: session)
                if after.state != approval.state { try watch.ended(after, session) }
            }
        }
        return try await database.read { session in
            try session.first(
                "SELECT MIN(expires_at) FROM approval WHERE state IN ('waiting', 'approved')"
            ) { try $0.nextOrNil(Instant.self) } ?? nil
        }
    }

    private static func apply(
        _ event: ApprovalEvent,
        to id: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> Approval {
        guard var approval = try with(id: id, in: session) else { throw ApprovalRefusal.unknown }
        let before = approval.state
        try approval.apply(event, at: now)
        guard approval.state != before else { return approval }
        let changed = try session.run(
            """
            UPDATE approval SET state = \(approval.state), decided_by = \(approval.decidedBy),
                decided_at = \(approval.decidedAt), reason = \(approval.reason),
                broke_glass = \(approval.brokeGlass), cause = \(approval.cause), ended_at = \(approval.endedAt)
            WHERE id = \(id) AND state = \(before)
            """
        )
        guard changed == 1 else { throw ApprovalRefusal.unknown }
        try session.announce(.approvals)
        return approval
    }

    /// Whoever decides, with no more than the role they have at this moment.
    private static func approver(_ actor: Actor, in session: any Session) throws -> Approver {
        guard case .staff(let id, let role) = actor else { return Approver(actor) }
        guard let account = try AccountStore.with(staffID: id, in: session), account.state == .active,
            let staff = try StaffStore.with(id: id, in: session)
        else { throw ApprovalRefusal.needsApprover }
        return Approver(
            .staff(id: id, role: min(role, staff.role)),
            vouchedBy: account.vouchedBy,
            vouchedAt: account.vouchedAt
        )
    }
}

extension ApprovalStore {
    fileprivate static let columns: SQL = """
        id, deed, order_json, order_hash, shown, facts_version, author_kind, author_id, asked_at, expires_at,
        state, decided_by, decided_at, reason, broke_glass, cause, ended_at
        """
}

extension Approval {
    fileprivate init(row: Row) throws {
        id = try row.next()
        deed = try row.next()
        order = try row.next()
        let hash = try row.next(String.self)
        guard hash == sha256Hex(Array(order.utf8)) else {
            throw DatabaseError(.malformedRow, "the order of approval \(id) is not the one that was stored")
        }
        shown = try row.json()
        factsVersion = try row.next()
        author = Author(kind: try row.next(), id: try row.nextOrNil())
        askedAt = try row.next()
        expiresAt = try row.next()
        state = try row.next()
        decidedBy = try row.nextOrNil()
        decidedAt = try row.nextOrNil()
        reason = try row.nextOrNil()
        brokeGlass = try row.next()
        cause = try row.nextOrNil()
        endedAt = try row.nextOrNil()
    }
}
