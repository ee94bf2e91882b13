import Access
import Basis
import Catalog
import Database
import HTTPTypes
import Incidents
import Paging
import Response

extension Operation {
    /// Who works here, who they are to the program, and what was done.
    static let staff: [Operation] =
        [
            .reading("get_me", .staff, "me", answer: me) { call, session in
                guard case .api(let id) = call.caller.door, let staffID = call.caller.actor.staffID,
                    let staff = try StaffStore.with(id: staffID, in: session),
                    let token = try APITokenStore.all(of: staffID, in: session).first(where: {
                        $0.publicID == id
                    })
                else { throw AccessRefusal.needsLogin }
                return ["staff": staff.json, "token": token.json]
            },
            .list("list_staff", .staff, "staff", of: Staff.shape) { _, page, session in
                try page.cut(try StaffStore.all(in: session), id: \.id, json: \.json)
            },
            .deed(
                AddStaff.self,
                .staff,
                "staff",
                body: .object([
                    .required("id", .ownID),
                    .required("name", .line(max: 200)),
                    .required("role", .word(Role.self)),
                    .optional("email", .line(max: 254)),
                    .optional("phone", .line(max: 40)),
                    .optional("languages", .list(.name(max: 3), max: Shape.languagesMax)),
                    .optional("on_duty", .boolean),
                ])
            ) { try $0.newcomer() },
            .list("list_tokens", .staff, "tokens", of: APIToken.shape) { call, page, session in
                guard let staffID = call.caller.actor.staffID else { throw AccessRefusal.needsLogin }
                return try page.cut(try APITokenStore.all(of: staffID, in: session), id: \.id, json: \.json)
            },
            .deed(RevokeToken.self, .staff, "tokens/:token", method: .delete) {
                RevokeToken(token: $0.at("token"))
            },
            .list("list_audit", .staff, "audit", .staff(.administrator), of: AuditRecord.shape) {
                _,
                page,
                session in
                try page.answer(
                    try Audit.records(before: try page.id(from: .max), limit: page.limit + 1, in: session),
                    id: \.id
                ) { try $0.json() }
            },
        ] + accounts + summons

    private static let accounts: [Operation] = [
        .deed(
            SetDuty.self,
            .staff,
            "staff/:staff/duty",
            method: .put,
            body: .object([.required("on_duty", .boolean)])
        ) {
            SetDuty(staff: $0.at("staff"), isOnDuty: $0.flag("on_duty") ?? false)
        },
        .deed(
            ChangeRole.self,
            .staff,
            "staff/:staff/role",
            method: .put,
            body: .object([.required("role", .word(Role.self))])
        ) { ChangeRole(staff: $0.at("staff"), newRole: $0.word("role") ?? .viewer) },
        .deed(
            InviteStaff.self,
            .staff,
            "staff/:staff/invitation",
            answer: link,
            status: .created,
            { InviteStaff(staff: $0.at("staff")) },
            shown: { ["path": .string($0.path)] }
        ),
        .deed(
            ResetPassword.self,
            .staff,
            "staff/:staff/reset",
            body: .object([.optional("drop_second_factor", .boolean)]),
            answer: link,
            status: .created,
            {
                ResetPassword(
                    staff: $0.at("staff"),
                    dropsSecondFactor: $0.flag("drop_second_factor") ?? false
                )
            },
            shown: { ["path": .string($0.path)] }
        ),
        .deed(DisableStaff.self, .staff, "staff/:staff/disable") { DisableStaff(staff: $0.at("staff")) },
        .deed(
            EnableStaff.self,
            .staff,
            "staff/:staff/enable",
            answer: link,
            status: .created,
            { EnableStaff(staff: $0.at("staff")) },
            shown: { ["path": .string($0.path)] }
        ),
    ]

    private static let summons: [Operation] = [
        .list("list_summons", .staff, "summons", of: Summons.shape) { call, page, session in
            guard let staffID = call.caller.actor.staffID else { throw AccessRefusal.needsLogin }
            return try page.cut(try SummonsStore.waiting(for: staffID, in: session), id: \.id) { summons in
                summons.json(incident: try SummonsStore.incident(of: summons, in: session)?.name)
            }
        },
        .deed(SeeSummons.self, .staff, "summons/:summons/seen") {
            SeeSummons(summons: $0.number(at: "summons"))
        },
    ]

    private static let me = Shape.object([
        .required("staff", Staff.shape), .required("token", APIToken.shape),
    ])
    /// Behind the console's address.
    private static let link = Shape.object([.required("path", .line(max: 2_000))])
}

extension APICall {
    /// A telephone number is kept as the rest of the house reads it.
    fileprivate func newcomer() throws -> AddStaff {
        var problems = Problems()
        let phone = text("phone")
        let number = phone.flatMap { PhoneBook.e164($0, country: nil) }
        if phone != nil, number == nil { problems.add("phone", "console.api.wrong.phone") }
        let languages = (list("languages") ?? []).compactMap { $0.plainText.flatMap { Language($0) } }
        try problems.check()
        return AddStaff(
            staff: Staff(
                id: 0,
                externalID: text("id") ?? "",
                name: text("name") ?? "",
                email: text("email"),
                phone: number,
                role: word("role") ?? .viewer,
                languages: languages.isEmpty ? [.english] : languages,
                isOnDuty: flag("on_duty") ?? false
            )
        )
    }
}
