import Access
import Basis
import Catalog
import Foundation
import HTTPTypes
import Hummingbird
import Response

/// Who works here, and who is on duty.
struct StaffController: Sendable {
    let house: ConsoleHouse
    let assets: StaticFiles

    var endpoints: RouteTable {
        RouteTable()
            .page("staff", .staff(.viewer), use: list)
            .form("staff", .staff(.administrator), use: add)
            .form("staff/:staff/duty", .staff(.responder), use: setDuty)
            .form("staff/:staff/invite", .staff(.administrator), use: invite)
            .form("staff/:staff/reset", .staff(.administrator), use: reset)
            .form("staff/:staff/enable", .staff(.administrator), use: enable)
            .form("staff/:staff/disable", .staff(.administrator), use: disable)
            .form("staff/:staff/role", .staff(.administrator), use: changeRole)
    }

    @Sendable
    func list(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        return try await page(visit, nil, FieldProblems())
    }

    @Sendable
    func add(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let form = context.form else { throw HTTPError(.forbidden) }
        do {
            try await visit.perform(AddStaff(staff: try staff(form)))
            return visit.redirect(to: Links.staff, done: "staff_added")
        } catch {
            guard let problems = FieldProblems(error, fields: StaffPage.fields, words: visit.words) else {
                throw error
            }
            return try await page(visit, form, problems)
        }
    }

    @Sendable
    func setDuty(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        let staff = try Self.staff(context)
        try await visit.perform(SetDuty(staff: staff, isOnDuty: context.form?["duty"] == "on"))
        // Only to one of our own pages.
        return visit.redirect(to: context.form?["back"].flatMap(Links.own) ?? Links.staff)
    }

    @Sendable
    func invite(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await giveLink(request, context, life: AccountLink.Kind.invitation.life) {
            InviteStaff(staff: $0)
        }
    }

    @Sendable
    func reset(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let dropsSecondFactor = context.form?["drop_second_factor"] == "on"
        return try await giveLink(request, context, life: AccountLink.Kind.reset.life) {
            ResetPassword(staff: $0, dropsSecondFactor: dropsSecondFactor)
        }
    }

    @Sendable
    func enable(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        try await giveLink(request, context, life: AccountLink.Kind.invitation.life) {
            EnableStaff(staff: $0)
        }
    }

    @Sendable
    func disable(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        try await visit.perform(DisableStaff(staff: try Self.staff(context)))
        return visit.redirect(to: Links.staff, done: "staff_disabled")
    }

    @Sendable
    func changeRole(_ request: Request, _ context: ConsoleContext) async throws -> Response {
        let visit = Visit(house, assets, request, context)
        guard let role = context.form?["role"].flatMap(Role.init) else { throw HTTPError(.badRequest) }
        try await visit.perform(ChangeRole(staff: try Self.staff(context), newRole: role))
        return visit.redirect(to: Links.staff, done: "role_changed")
    }

    /// Shows the link that a deed made, this once, above the list.
    private func giveLink<Asked: Deed>(
        _ request: Request,
        _ context: ConsoleContext,
        life: Span,
        _ deed: (String) -> Asked
    ) async throws -> Response where Asked.Answer == AccountLinkAnswer {
        let visit = Visit(house, assets, request, context)
        let id = try Self.staff(context)
        let answer = try await visit.perform(deed(id))
        let link = StaffPage.NewLink(staff: id, path: answer.path, endsAt: visit.now + life)
        return try await page(visit, nil, FieldProblems(), link: link)
    }

    /// The own id in the address.
    private static func staff(_ context: ConsoleContext) throws -> String {
        try context.parameters.require("staff").removingPercentEncoding ?? ""
    }

    private func page(
        _ visit: Visit,
        _ form: FormFields?,
        _ problems: FieldProblems,
        link: StaffPage.NewLink? = nil
    ) async throws -> Response {
        let team = try await visit.read { try Staffing.list(in: $0) }
        return try visit.page(
            "staff",
            StaffPage(visit, team, form: form, problems: problems, link: link),
            status: problems.isEmpty ? .ok : .unprocessableContent
        )
    }

    private func staff(_ form: FormFields) throws -> Staff {
        var problems = Problems()
        var phone: String?
        if let typed = form["phone"] {
            phone = PhoneBook.e164(typed, country: house.zone.identifier == "Europe/Madrid" ? "ES" : nil)
            if phone == nil { problems.add("phone", "console.staff.bad_phone", ["typed": typed]) }
        }
        let languages = form.pairs.filter { $0.name == "language" }.compactMap { Language($0.value) }
        if languages.isEmpty { problems.add("language", "console.staff.language_missing") }
        try problems.check()
        return Staff(
            id: 0,
            externalID: form["id"] ?? "",
            name: form["name"] ?? "",
            email: form["email"],
            phone: phone,
            role: form["role"].flatMap(Role.init) ?? .responder,
            languages: languages,
            isOnDuty: form["duty"] == "on"
        )
    }
}
