import Access
import Basis
import HTTPTypes
import Hummingbird
import Response

/// What somebody does with their own account: password, second factor, sessions.
struct AccountController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    static let fields: Set<String> = ["password", "code", "purpose"]

    var endpoints: RouteTable {
        RouteTable()
            .page("account", .staff(.viewer), use: show)
            .form("account/password", .staff(.viewer), use: changePassword)
            .form("account/second-factor", .staff(.viewer), use: beginSecondFactor)
            .form("account/second-factor/on", .staff(.viewer), use: turnOnSecondFactor)
            .form("account/second-factor/off", .staff(.viewer), use: turnOffSecondFactor)
            .form("account/sessions", .staff(.viewer), use: endOtherSessions)
            .form("account/tokens", .staff(.viewer), use: makeToken)
            .form("account/tokens/:token/revoke", .staff(.viewer), use: revokeToken)
    }

    private var desk: AccountDesk { house.entry.desk(house.database, house.random) }

    @Sendable
    func show(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await page(Visit(house, assets, request, context))
    }

    @Sendable
    func changePassword(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await act(request, context, done: "password_changed") { visit, form, staff in
            try await desk.change(
                from: form.plain("current"),
                to: form.plain("password"),
                staffID: staff.id,
                at: visit.now
            )
        }
    }

    /// Shows the secret for the authenticator; nothing changes until its first code is right.
    @Sendable
    func beginSecondFactor(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let staff = try visit.signIn.staff
        do {
            let factor = try await desk.beginSecondFactor(staffID: staff.id)
            return try await page(visit, pending: factor)
        } catch let refusal as AccessRefusal {
            return try await page(visit, refused: refusal)
        }
    }

    @Sendable
    func turnOnSecondFactor(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let staff = try visit.signIn.staff
        do {
            let (codes, signedIn) = try await desk.turnOnSecondFactor(
                code: form["code"] ?? "",
                staffID: staff.id,
                at: visit.now
            )
            var response = try await page(visit, codes: codes)
            visit.setCookies(signedIn, on: &response)
            return response
        } catch let refusal as AccessRefusal {
            // The secret stays the one that was shown: somebody may only have mistyped.
            let factor = try await desk.pendingSecondFactor(staffID: staff.id)
            return try await page(visit, pending: factor, refused: refusal)
        }
    }

    @Sendable
    func turnOffSecondFactor(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await act(request, context, done: "second_factor_off") { visit, form, staff in
            try await desk.turnOffSecondFactor(
                password: form.plain("password"),
                staffID: staff.id,
                at: visit.now
            )
        }
    }

    @Sendable
    func endOtherSessions(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await act(request, context, done: "sessions_ended") { visit, _, staff in
            try await desk.endOtherSessions(of: staff, at: visit.now)
        }
    }

    /// Shows the token's text this once.
    @Sendable
    func makeToken(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let days = form["days"].flatMap { Int64($0) } ?? Int64(TokenSection.usualLife)
        guard (1...Int64(TokenSection.lives.max() ?? 1)).contains(days) else { throw HTTPError(.badRequest) }
        do {
            let made = try await visit.perform(
                MakeToken(
                    purpose: form["purpose"] ?? "",
                    role: form["role"].flatMap { Role(rawValue: $0) } ?? .viewer,
                    expiresAt: visit.now + .days(days)
                )
            )
            return try await page(visit, madeToken: made.token)
        } catch let problems as Problems {
            return try await page(
                visit,
                problems: FieldProblems(problems, fields: Self.fields, words: visit.words)
            )
        }
    }

    @Sendable
    func revokeToken(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        try await visit.perform(RevokeToken(token: try context.parameters.require("token")))
        return visit.redirect(to: Links.account, done: "token_revoked")
    }

    /// Something that ends all sessions and begins a new one for whoever asks.
    private func act(
        _ request: Request,
        _ context: ConsoleContext,
        done: String,
        _ change: (Visit, FormFields, Staff) async throws -> SignedIn
    ) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let staff = try visit.signIn.staff
        do {
            let signedIn = try await change(visit, form, staff)
            var response = visit.redirect(to: Links.account, done: done)
            visit.setCookies(signedIn, on: &response)
            return response
        } catch let problems as Problems {
            return try await page(
                visit,
                problems: FieldProblems(problems, fields: Self.fields, words: visit.words)
            )
        } catch let refusal as AccessRefusal {
            return try await page(visit, refused: refusal)
        }
    }

    private func page(
        _ visit: Visit,
        pending: TOTP? = nil,
        codes: [String] = [],
        madeToken: String? = nil,
        problems: FieldProblems = FieldProblems(),
        refused: AccessRefusal? = nil
    ) async throws -> Response {
        let signIn = try visit.signIn
        let (limits, now) = (house.entry.limits, visit.now)
        let reading = try await visit.read { session in
            AccountPage.Reading(
                hasSecondFactor: try AccountStore.with(staffID: signIn.staff.id, in: session)?
                    .hasSecondFactor ?? false,
                codesLeft: try SecondFactorStore.recoveryCodesLeft(staffID: signIn.staff.id, in: session),
                sessions: try SignInStore.all(of: signIn.staff.id, limits: limits, at: now, in: session),
                tokens: try APITokenStore.all(of: signIn.staff.id, in: session)
            )
        }
        let problems = refused.map { FieldProblems(refused: $0.message, words: visit.words) } ?? problems
        let model = AccountPage(
            visit,
            signIn,
            reading,
            pending: pending,
            codes: codes,
            madeToken: madeToken,
            problems: problems
        )
        return try visit.page(
            "account",
            model,
            status: refused?.status ?? (problems.isEmpty ? .ok : .unprocessableContent)
        )
    }
}

extension Visit {
    /// The session of whoever asks; the owner of a machine on which nobody can log in has none.
    var signIn: SignIn {
        get throws {
            guard let signIn = caller?.signIn else { throw HTTPError(.notFound) }
            return signIn
        }
    }
}
