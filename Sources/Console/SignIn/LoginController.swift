import Access
import Basis
import HTTPTypes
import Hummingbird

/// Logging in and out.
struct LoginController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("login", .anybody, use: form)
            .form("login", .anybody, use: attempt)
            .form("login/code", .anybody, use: confirm)
            .form("logout", .staff(.viewer), use: logOut)
    }

    @Sendable
    func form(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard visit.caller == nil else { return visit.redirect(to: Links.home) }
        return try await LoginPage(visit, next: visit.value("next")).answer(.ok)
    }

    @Sendable
    func attempt(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        var page = LoginPage(visit, next: form["next"])
        page.login = form["login"]
        do {
            let typed = LoginForm(
                login: form["login"] ?? "",
                password: form.plain("password"),
                source: visit.arrival.source,
                device: DeviceCookie.token(in: request, isEncrypted: visit.arrival.isEncrypted)
            )
            let login = house.entry.login(house.database, house.random)
            switch try await login.attempt(typed, at: visit.now) {
            case .signedIn(let signedIn): return visit.entered(signedIn, next: page.next)
            case .codeWanted(let challenge):
                return try CodePage(visit, challenge, next: page.next).answer(.ok)
            }
        } catch let refusal as AccessRefusal {
            return try await page.answer(refusal)
        }
    }

    @Sendable
    func confirm(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let challenge = form["challenge"] ?? ""
        let next = form["next"]
        do {
            let signedIn = try await house.entry.login(house.database, house.random).confirm(
                challenge: challenge,
                code: form["code"] ?? "",
                device: DeviceCookie.token(in: request, isEncrypted: visit.arrival.isEncrypted),
                at: visit.now
            )
            return visit.entered(signedIn, next: next)
        } catch AccessRefusal.loginRefused {
            // The five minutes are over, or the account is no longer what it was.
            return try await LoginPage(visit, next: next).answer(.loginRefused)
        } catch let refusal as AccessRefusal {
            return try CodePage(visit, challenge, next: next).answer(refusal)
        }
    }

    @Sendable
    func logOut(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        if let signIn = visit.caller?.signIn {
            try await house.entry.login(house.database, house.random).logOut(signIn, at: visit.now)
        }
        var response = visit.redirect(to: Links.login)
        response.setCookie(SessionCookie.make("", isEncrypted: visit.arrival.isEncrypted, life: nil))
        return response
    }
}

/// Asks who somebody is: at `/login`, and in the place of every page that needs it.
struct LoginPage {
    let visit: Visit
    /// Where to go on afterwards; only ever one of our own pages.
    let next: String?
    var login: String?

    init(_ visit: Visit, next: String?) {
        self.visit = visit
        self.next = next.flatMap(Links.own)
    }

    /// The page, or, before anybody can log in, how that comes about.
    func answer(_ status: HTTPResponse.Status) async throws -> Response {
        guard try await visit.read({ try AccountStore.isAnybodyActive(in: $0) }) else {
            return try visit.page("door", DoorPage(visit, "login_first", action: nil), status: status)
        }
        return try page(FieldProblems(), status)
    }

    func answer(_ refusal: AccessRefusal) async throws -> Response {
        try page(FieldProblems(refused: refusal.message, words: visit.words), refusal.status)
            .retrying(after: refusal)
    }

    private func page(_ problems: FieldProblems, _ status: HTTPResponse.Status) throws -> Response {
        func line(_ name: String, type: String, value: String?, autocomplete: String) -> FormPage.Item {
            .line(
                name,
                "login",
                visit.words,
                value: value,
                type: type,
                autocomplete: autocomplete,
                problems: problems
            )
        }
        let model = DoorPage(
            visit,
            "login",
            action: Links.login,
            items: [
                line("login", type: "text", value: login, autocomplete: "username"),
                line("password", type: "password", value: nil, autocomplete: "current-password"),
            ],
            hidden: HiddenField.next(next),
            problems: problems
        )
        return try visit.page("door", model, status: status)
    }
}

/// Asks for the second factor.
struct CodePage {
    let visit: Visit
    let challenge: String
    let next: String?

    init(_ visit: Visit, _ challenge: String, next: String?) {
        self.visit = visit
        self.challenge = challenge
        self.next = next.flatMap(Links.own)
    }

    func answer(_ status: HTTPResponse.Status) throws -> Response { try page(FieldProblems(), status) }

    func answer(_ refusal: AccessRefusal) throws -> Response {
        try page(FieldProblems(refused: refusal.message, words: visit.words), refusal.status)
            .retrying(after: refusal)
    }

    private func page(_ problems: FieldProblems, _ status: HTTPResponse.Status) throws -> Response {
        let code = FormPage.Item.line(
            "code",
            "login_code",
            visit.words,
            autocomplete: "one-time-code",
            problems: problems
        )
        let model = DoorPage(
            visit,
            "login_code",
            action: Links.loginCode,
            items: [code],
            hidden: [HiddenField(name: "challenge", value: challenge)] + HiddenField.next(next),
            problems: problems
        )
        return try visit.page("door", model, status: status)
    }
}

extension HiddenField {
    fileprivate static func next(_ path: String?) -> [HiddenField] {
        path.map { [HiddenField(name: "next", value: $0)] } ?? []
    }
}

extension Visit {
    /// Somebody is in: their cookies, and the page to which they wanted to go.
    func entered(_ signedIn: SignedIn, next: String?) -> Response {
        var response = redirect(to: next.flatMap(Links.own) ?? Links.home)
        setCookies(signedIn, on: &response)
        return response
    }

    func setCookies(_ signedIn: SignedIn, on response: inout Response) {
        let isEncrypted = arrival.isEncrypted
        response.setCookie(
            SessionCookie.make(signedIn.token, isEncrypted: isEncrypted, life: house.entry.limits.absolute)
        )
        response.setCookie(DeviceCookie.make(signedIn.device, isEncrypted: isEncrypted))
    }
}

extension AccessRefusal {
    /// What the protocol calls it.
    var status: HTTPResponse.Status {
        switch self {
        case .needsLogin, .loginRefused, .wrongCode: .unauthorized
        case .needsRole: .forbidden
        case .loginTooSoon: .tooManyRequests
        case .tooManyLogins: .serviceUnavailable
        case .linkGone: .gone
        case .unknownStaff, .unknownToken: .notFound
        case .secondFactorAlreadyOn, .lastAdministrator, .accountDisabled, .tooManyTokens: .conflict
        }
    }
}

extension Response {
    /// Says after how many seconds to come again, where that is the reason.
    fileprivate consuming func retrying(after refusal: AccessRefusal) -> Response {
        if case .loginTooSoon(let wait) = refusal {
            headers[.retryAfter] = String(max(1, (wait.milliseconds + 999) / 1_000))
        }
        return self
    }
}
