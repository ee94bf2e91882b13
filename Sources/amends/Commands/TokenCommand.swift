import Access
import ArgumentParser
import Assembly
import Basis
import Database
import Response

struct TokenCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "token",
        "cli.token",
        subcommands: [TokenMake.self, TokenList.self, TokenRevoke.self]
    )
}

struct TokenMake: AmendsCommand {
    static let configuration = CommandConfiguration("make", "cli.token.make")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.token.staff", valueName: "id")) var staff: String?
    @Option(help: .words("cli.token.purpose")) var purpose: String
    @Option(help: .words("cli.token.role")) var role = "responder"
    @Option(help: .words("cli.token.expires", valueName: "time")) var expires = "+90d"
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let chosen = typed.choice("--role", role, Role.self)
        let expiresAt = typed.time("--expires", expires)
        try typed.check()
        guard let chosen, let expiresAt else { return .wrongInput }
        let answer = try await house.perform(
            MakeToken(purpose: purpose, role: chosen, expiresAt: expiresAt, staff: staff)
        )
        if format == .json {
            try Output.json(answer)
        } else {
            // Alone on its line, for a shell to take up.
            Output.line(answer.token)
        }
        return .done
    }
}

struct TokenList: AmendsCommand {
    static let configuration = CommandConfiguration("list", "cli.token.list")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.token.only_staff", valueName: "id")) var staff: String?
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let (actor, _) = try await house.caller()
        let only = staff
        let views = try await house.response.read { session in
            let everybody = try StaffStore.everybody(in: session)
            // Only the operator and administrators see the tokens of others.
            let seen = everybody.filter {
                (only == nil || $0.externalID == only)
                    && ($0.id == actor.staffID || actor.has(.administrator))
            }
            if let only, !everybody.contains(where: { $0.externalID == only }) {
                throw DeedRefusal.unknownStaff(only)
            }
            return try seen.flatMap { person in
                try APITokenStore.all(of: person.id, in: session).map { TokenView($0, owner: person) }
            }
        }
        if format == .json {
            try Output.json(views)
        } else {
            for view in views {
                let end = view.revokedAt ?? view.expiresAt
                Output.line("\(view.id)\t\(view.staff)\t\(view.role)\t\(end.rfc3339)\t\(view.purpose)")
            }
        }
        return .done
    }
}

/// What `token list` prints of a token; never its secret.
private struct TokenView: Codable {
    var id: String
    var staff: String
    var purpose: String
    var role: String
    var createdAt: Instant
    var expiresAt: Instant
    var lastUsedAt: Instant?
    var revokedAt: Instant?

    init(_ token: APIToken, owner: Staff) {
        id = token.publicID
        staff = owner.externalID
        purpose = token.purpose
        role = token.role.rawValue
        createdAt = token.createdAt
        expiresAt = token.expiresAt
        lastUsedAt = token.lastUsedAt
        revokedAt = token.revokedAt
    }

    private enum CodingKeys: String, CodingKey {
        case id, staff, purpose, role
        case createdAt = "created_at"
        case expiresAt = "expires_at"
        case lastUsedAt = "last_used_at"
        case revokedAt = "revoked_at"
    }
}

struct TokenRevoke: AmendsCommand {
    static let configuration = CommandConfiguration("revoke", "cli.token.revoke")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.token.id")) var id: String

    func run(in house: House) async throws -> ExitStatus {
        _ = try await house.perform(RevokeToken(token: id))
        return .done
    }
}
