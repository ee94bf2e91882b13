import Access
import Basis
import Rendering

/// Somebody's own account.
struct AccountPage: Sendable {
    struct Reading: Sendable {
        var hasSecondFactor: Bool
        var codesLeft: Int
        var sessions: [SignIn]
        var tokens: [APIToken]
    }

    let frame: Frame
    let t: [String: String]
    let title: String
    let who: String
    let password: [FormPage.Item]
    let factor: Factor
    let sessions: [Session]
    let hasOthers: Bool
    let tokens: TokenSection

    /// The second factor, in one of its states.
    struct Factor: Sendable {
        let isOff: Bool
        /// A new secret waits for its first code.
        let pending: Pending?
        let on: On?
        /// Recovery codes, shown this once.
        let codes: [String]

        struct Pending: Sendable {
            /// In groups of four, for typing it in.
            let secret: String
            /// For the telephone on which this page is read.
            let url: String
            let items: [FormPage.Item]
        }

        struct On: Sendable {
            let codesLeft: String
            let items: [FormPage.Item]
        }
    }

    struct Session: Sendable {
        let since: String
        let lastUsed: String
        let isThis: Bool
    }

    init(
        _ visit: Visit,
        _ signIn: SignIn,
        _ reading: Reading,
        pending: TOTP?,
        codes: [String],
        madeToken: String?,
        problems: FieldProblems
    ) {
        let words = visit.words
        title = words("account.title")
        frame = visit.frame(
            title: title,
            section: nil,
            banner: problems.banner(words),
            home: Links.account
        )
        t = words.t
        let staff = signIn.staff
        who = words(
            "account.who",
            [
                "name": staff.name, "id": staff.externalID, "role": words("role.\(staff.role.rawValue)"),
            ]
        )
        func secret(_ name: String, _ autocomplete: String, _ problems: FieldProblems) -> FormPage.Item {
            .line(
                name,
                "account",
                words,
                type: "password",
                autocomplete: autocomplete,
                problems: problems
            )
        }
        password = [
            secret("current", "current-password", problems), secret("password", "new-password", problems),
        ]
        factor = Self.factor(visit, staff, reading, pending: pending, codes: codes, problems: problems)
        // Those who have just been given codes are in a new session, which the page that was asked for cannot know.
        sessions = (codes.isEmpty ? reading.sessions : []).map {
            Session(
                since: words.time.dateTime($0.createdAt),
                lastUsed: words.time.dateTime($0.lastUsedAt),
                isThis: $0.id == signIn.id
            )
        }
        hasOthers = sessions.contains { !$0.isThis }
        tokens = TokenSection(visit, staff, reading.tokens, made: madeToken, problems: problems)
    }

    private static func factor(
        _ visit: Visit,
        _ staff: Staff,
        _ reading: Reading,
        pending: TOTP?,
        codes: [String],
        problems: FieldProblems
    ) -> Factor {
        let words = visit.words
        let isOn = reading.hasSecondFactor || !codes.isEmpty
        let codesLeft = codes.isEmpty ? reading.codesLeft : codes.count
        return Factor(
            isOff: !isOn && pending == nil,
            pending: pending.map { Self.pending($0, visit, staff, problems) },
            on: isOn
                ? Factor.On(
                    codesLeft: words.count("account.codes_left", codesLeft),
                    items: [again(words)]
                ) : nil,
            codes: codes
        )
    }

    private static func pending(
        _ factor: TOTP,
        _ visit: Visit,
        _ staff: Staff,
        _ problems: FieldProblems
    ) -> Factor.Pending {
        let secret = Array(Base32.encode(factor.secret))
        let groups = stride(from: 0, to: secret.count, by: 4).map { start in
            String(secret[start..<min(start + 4, secret.count)])
        }
        let code = FormPage.Item.line(
            "code",
            "account",
            visit.words,
            autocomplete: "one-time-code",
            problems: problems
        )
        return Factor.Pending(
            secret: groups.joined(separator: " "),
            url: factor.url(issuer: "Amends \(visit.house.senderName)", account: staff.externalID),
            items: [code]
        )
    }

    /// The password once more. A second field of one name on a page needs an id of its own.
    private static func again(_ words: Words) -> FormPage.Item {
        .text(
            TextField(
                "password",
                id: "field-again",
                label: words("account.current"),
                type: "password",
                isRequired: true,
                autocomplete: "current-password"
            )
        )
    }
}
