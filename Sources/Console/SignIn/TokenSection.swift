import Access
import Basis
import Rendering

/// The tokens of somebody's programs, on their account page.
struct TokenSection: Sendable {
    let rows: [Row]
    let items: [FormPage.Item]
    /// The text of the one that was just made; shown this once.
    let made: String?
    let guide: String

    struct Row: Sendable {
        let purpose: String
        let id: String
        let role: String
        let until: String
        let used: String
        let revoke: String
    }

    /// The lives that are offered, in days.
    static let lives = [7, 30, 90, 365]
    static let usualLife = 90

    init(_ visit: Visit, _ staff: Staff, _ tokens: [APIToken], made: String?, problems: FieldProblems) {
        let words = visit.words
        self.made = made
        guide = Links.api
        rows = tokens.filter { $0.revokedAt == nil && $0.expiresAt > visit.now }.map { token in
            Row(
                purpose: token.purpose,
                id: token.publicID,
                role: words("role.\(token.role.rawValue)"),
                until: words.time.dateTime(token.expiresAt),
                used: token.lastUsedAt.map { words.time.dateTime($0) } ?? words("account.token_never"),
                revoke: Links.account("tokens/\(token.publicID)/revoke")
            )
        }
        let roles = Role.allCases.filter { $0 <= staff.role }
        items = [
            .text(
                TextField(
                    "purpose",
                    label: words("account.token_purpose"),
                    hint: words("account.token_purpose_hint"),
                    problem: problems["purpose"],
                    isRequired: true
                )
            ),
            .select(
                SelectField(
                    "role",
                    label: words("account.token_role"),
                    options: roles.map { ($0.rawValue, words("role.\($0.rawValue)")) },
                    chosen: min(.responder, staff.role).rawValue
                )
            ),
            .select(
                SelectField(
                    "days",
                    label: words("account.token_days"),
                    options: Self.lives.map { (String($0), words.count("account.token_days_count", $0)) },
                    chosen: String(Self.usualLife)
                )
            ),
        ]
    }
}
