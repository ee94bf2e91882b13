import Access
import Basis
import HTTPTypes
import Hummingbird

/// The links by which somebody gets an account: the set-up of the first administrator, invitations, new passwords.
struct AccountLinkController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    static let setUpFields: Set<String> = ["name", "id", "email", "password"]
    static let chooseFields: Set<String> = ["password"]

    var endpoints: RouteTable {
        RouteTable()
            .page("setup/:token", .anybody, use: setUpForm)
            .form("setup/:token", .anybody, use: setUp)
            .page("account/link/:token", .anybody, use: chooseForm)
            .form("account/link/:token", .anybody, use: choose)
    }

    private var desk: AccountDesk { house.entry.desk(house.database, house.random) }

    @Sendable
    func setUpForm(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let token = try context.parameters.require("token")
        switch try await visit.read({ try SetUp.standing(token, at: visit.now, in: $0) }) {
        case .open: return try setUpPage(visit, token, nil, FieldProblems())
        case .gone: throw AccessRefusal.linkGone
        case .unknown: throw HTTPError(.notFound)
        }
    }

    @Sendable
    func setUp(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let token = try context.parameters.require("token")
        do {
            let newcomer = SetUp.Newcomer(
                externalID: form["id"] ?? "",
                name: form["name"] ?? "",
                email: form["email"],
                languages: [visit.words.language]
            )
            let signedIn = try await desk.setUp(
                token,
                newcomer,
                password: form.plain("password"),
                at: visit.now
            )
            return visit.entered(signedIn, next: nil)
        } catch let problems as Problems {
            let fields = FieldProblems(problems, fields: Self.setUpFields, words: visit.words)
            return try setUpPage(visit, token, form, fields)
        }
    }

    @Sendable
    func chooseForm(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        return try await choosePage(visit, try context.parameters.require("token"), FieldProblems())
    }

    @Sendable
    func choose(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        let token = try context.parameters.require("token")
        do {
            let password = form.plain("password")
            switch try await desk.choose(password: password, token: token, at: visit.now) {
            case .signedIn(let signedIn): return visit.entered(signedIn, next: nil)
            case .mustLogIn(let device):
                var response = visit.redirect(to: Links.login)
                response.setCookie(DeviceCookie.make(device, isEncrypted: visit.arrival.isEncrypted))
                return response
            }
        } catch let problems as Problems {
            let fields = FieldProblems(problems, fields: Self.chooseFields, words: visit.words)
            return try await choosePage(visit, token, fields)
        }
    }

    private func setUpPage(
        _ visit: Visit,
        _ token: String,
        _ form: FormFields?,
        _ problems: FieldProblems
    ) throws -> Response {
        func line(
            _ name: String,
            type: String = "text",
            isRequired: Bool = true,
            autocomplete: String
        ) -> FormPage.Item {
            .line(
                name,
                "setup",
                visit.words,
                value: type == "password" ? nil : form?[name],
                type: type,
                isRequired: isRequired,
                autocomplete: autocomplete,
                problems: problems
            )
        }
        let model = DoorPage(
            visit,
            "setup",
            action: Links.setUp(token),
            items: [
                line("name", autocomplete: "name"),
                line("id", autocomplete: "username"),
                line("email", type: "email", isRequired: false, autocomplete: "email"),
                line("password", type: "password", autocomplete: "new-password"),
            ],
            problems: problems
        )
        return try secret(visit.page("door", model, status: problems.isEmpty ? .ok : .unprocessableContent))
    }

    private func choosePage(
        _ visit: Visit,
        _ token: String,
        _ problems: FieldProblems
    ) async throws -> Response {
        guard let owner = try await desk.owner(of: token, at: visit.now) else {
            throw AccessRefusal.linkGone
        }
        let password = FormPage.Item.line(
            "password",
            "choose_password",
            visit.words,
            type: "password",
            autocomplete: "new-password",
            problems: problems
        )
        let model = DoorPage(
            visit,
            "choose_password",
            action: Links.accountLink(token),
            items: [password],
            values: ["name": owner.name, "id": owner.externalID],
            problems: problems
        )
        return try secret(visit.page("door", model, status: problems.isEmpty ? .ok : .unprocessableContent))
    }

    /// The address of the page is a key: nothing that is loaded or opened from it learns it.
    private func secret(_ response: Response) -> Response {
        var response = response
        response.headers[.referrerPolicy] = "no-referrer"
        return response
    }
}
