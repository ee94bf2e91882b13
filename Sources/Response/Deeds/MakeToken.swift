import Access
import Basis

/// A program gets a token with which it acts for a member of staff, at most as they may themselves.
package struct MakeToken: Deed {
    package static let name = "make_token"
    package static let role = Role.viewer
    package static let keepsAnswer = false
    /// The most that a token may do which somebody made for somebody else: else they could approve in their name.
    package static let roleForOthersMax = Role.responder

    /// What it is for, in its owner's words.
    package var purpose: String
    package var tokenRole: Role
    package var expiresAt: Instant
    /// The owner's own id; nil: whoever asks. The operator of the machine has no account and must name one.
    package var staff: String?

    package init(purpose: String, role: Role, expiresAt: Instant, staff: String? = nil) {
        self.purpose = purpose
        tokenRole = role
        self.expiresAt = expiresAt
        self.staff = staff
    }

    /// The text is shown this once.
    package struct Answer: Codable, Sendable, Equatable {
        package var id: String
        package var token: String
    }

    package func subject(_ answer: Answer) -> String { "token:\(answer.id)" }

    package func act(in context: DeedContext) throws -> Answer {
        let made = try APITokenStore.make(
            purpose: purpose,
            role: tokenRole,
            expiresAt: expiresAt,
            owner: try owner(in: context),
            random: context.desk.random,
            at: context.now,
            in: context.session
        )
        return Answer(id: made.token.publicID, token: made.text)
    }

    private func owner(in context: DeedContext) throws -> Actor {
        guard let staff else {
            guard context.actor.staffID != nil else {
                throw Problems([Problem("staff", "response.token_without_owner")])
            }
            return context.actor
        }
        let owner = try context.staff(staff)
        if owner.id == context.actor.staffID { return context.actor }
        guard context.actor.has(.administrator) else { throw AccessRefusal.needsRole(.administrator) }
        guard tokenRole <= Self.roleForOthersMax else {
            throw Problems([Problem("role", "response.token_for_another")])
        }
        return owner.actor
    }
}

/// A token is worth nothing any more. Its owner's deed, or an administrator's.
package struct RevokeToken: Deed {
    package static let name = "revoke_token"
    package static let role = Role.viewer

    /// The part of it that may be shown.
    package var token: String

    package init(token: String) { self.token = token }

    package func subject(_ answer: Done) -> String { "token:\(token)" }

    package func act(in context: DeedContext) throws -> Done {
        try APITokenStore.revoke(token, by: context.actor, at: context.now, in: context.session)
        return Done()
    }
}
