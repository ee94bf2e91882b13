import Basis
import Database

/// What a program shows to act for a member of staff. Stored without its secret.
package struct APIToken: Sendable, Hashable {
    package var id: Int64
    /// The part that may be shown: in lists, in the trail.
    package var publicID: String
    package var staffID: Int64
    /// What it is for, in its owner's words.
    package var purpose: String
    /// The most it may do; never more than its owner.
    package var role: Role
    package var createdAt: Instant
    package var expiresAt: Instant
    package var lastUsedAt: Instant?
    package var revokedAt: Instant?

    /// Who acts where it is shown. The id is the owner's, so an order of theirs cannot be approved with it.
    package func actor(owner: Staff) -> Actor { .staff(id: owner.id, role: min(role, owner.role)) }
}

/// The text of a token: `amends_<public id>_<secret>`, so that scanners for lost secrets know it.
package struct APITokenText: Sendable, Hashable, Unprinted {
    private static let prefix = "amends"
    private static let secretLength = 24

    package let publicID: String
    let secret: String

    /// Reads what stands behind `Authorization: Bearer`; nil where it is no token of ours.
    package init?(_ text: String) {
        guard text.utf8.count <= 128 else { return nil }
        let parts = text.split(separator: "_", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == Self.prefix, parts[1].utf8.count == 12, !parts[2].isEmpty,
            text.utf8.allSatisfy({ $0 > 32 && $0 < 127 })
        else { return nil }
        publicID = String(parts[1])
        secret = String(parts[2])
    }

    init(random: any RandomSource) {
        publicID = random.publicID()
        secret = Base64URL.encode(random.bytes(Self.secretLength))
    }

    package var text: String { "\(Self.prefix)_\(publicID)_\(secret)" }
}
