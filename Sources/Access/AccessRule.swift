/// Who may pass. Each route and each deed names one; there is no default, so what names none lets nobody through.
package enum AccessRule: Sendable, Hashable {
    /// The login page, its style sheet, whether the program is well.
    case anybody
    case staff(Role)
    /// A helper on the sheet of their own link, and staff of this role.
    case sheet(orStaff: Role)
    /// A customer on their own link, and staff of this role.
    case customer(orStaff: Role)

    package enum Verdict: Sendable, Hashable {
        case pass
        /// Nobody is logged in: 401, or the login page.
        case needsLogin
        /// Somebody is, who may not: 403.
        case needsRole(Role)
    }

    /// - Parameters:
    ///   - actor: whom the session, the token or the link stands for; nil where there is none that is still good.
    ///   - sheet: the call sheet that is asked for.
    ///   - customer: the customer whose page is asked for.
    package func verdict(for actor: Actor?, sheet: Int64? = nil, customer: Int64? = nil) -> Verdict {
        guard self != .anybody else { return .pass }
        guard let actor else { return .needsLogin }
        switch (self, actor) {
        case (.sheet, .guest(let own)) where sheet == own: return .pass
        case (.customer, .customer(let own)) where customer == own: return .pass
        default: return actor.has(role) ? .pass : .needsRole(role)
        }
    }

    /// Throws what the verdict says.
    package func check(_ actor: Actor?, sheet: Int64? = nil, customer: Int64? = nil) throws(AccessRefusal) {
        switch verdict(for: actor, sheet: sheet, customer: customer) {
        case .pass: return
        case .needsLogin: throw .needsLogin
        case .needsRole(let role): throw .needsRole(role)
        }
    }

    /// What staff need.
    package var role: Role {
        switch self {
        case .anybody: .viewer
        case .staff(let role), .sheet(let role), .customer(let role): role
        }
    }
}

/// Through which door somebody came, for the audit trail: ids, never an address of the network.
package enum Door: Sendable, Hashable {
    case console(signIn: Int64)
    case api(token: String)
    case commandLine
    case link
    case program

    package var details: [String: String] {
        switch self {
        case .console(let signIn): ["door": "console", "session": String(signIn)]
        case .api(let token): ["door": "api", "token": token]
        case .commandLine: ["door": "command_line"]
        case .link: ["door": "link"]
        case .program: ["door": "program"]
        }
    }
}
