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

    var endpoints: RouteCollection<ConsoleContext> {
        RouteCollection(context: ConsoleContext.self)
            .get("staff", use: list)
            .post("staff", use: add)
            .post("staff/:staff/duty", use: setDuty)
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
        let staff = try context.parameters.require("staff").removingPercentEncoding ?? ""
        try await visit.perform(SetDuty(staff: staff, isOnDuty: context.form?["duty"] == "on"))
        // Only to one of our own pages.
        let asked = context.form?["back"] ?? Links.staff
        let isOwn = asked.hasPrefix("/") && !asked.hasPrefix("//") && !asked.contains("\\")
        return visit.redirect(to: isOwn ? asked : Links.staff)
    }

    private func page(_ visit: Visit, _ form: FormFields?, _ problems: FieldProblems) async throws -> Response
    {
        let staff = try await visit.read { try StaffStore.all(in: $0) }
        return try visit.page(
            "staff",
            StaffPage(visit, staff, form: form, problems: problems),
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
