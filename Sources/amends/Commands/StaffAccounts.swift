import Access
import ArgumentParser
import Assembly
import Basis
import Response

struct StaffInvite: AmendsCommand {
    static let configuration = CommandConfiguration("invite", "cli.staff.invite")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.staff.id")) var id: String

    func run(in house: House) async throws -> ExitStatus {
        house.show(try await house.perform(InviteStaff(staff: id)))
    }
}

struct StaffReset: AmendsCommand {
    static let configuration = CommandConfiguration("reset", "cli.staff.reset")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.staff.id")) var id: String
    @Flag(help: .words("cli.staff.reset.factor")) var dropSecondFactor = false

    func run(in house: House) async throws -> ExitStatus {
        house.show(
            try await house.perform(ResetPassword(staff: id, dropsSecondFactor: dropSecondFactor))
        )
    }
}

struct StaffDisable: AmendsCommand {
    static let configuration = CommandConfiguration("disable", "cli.staff.disable")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.staff.id")) var id: String

    func run(in house: House) async throws -> ExitStatus {
        _ = try await house.perform(DisableStaff(staff: id))
        return .done
    }
}

struct StaffEnable: AmendsCommand {
    static let configuration = CommandConfiguration("enable", "cli.staff.enable")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.staff.id")) var id: String

    func run(in house: House) async throws -> ExitStatus {
        house.show(try await house.perform(EnableStaff(staff: id)))
    }
}

struct StaffRole: AmendsCommand {
    static let configuration = CommandConfiguration("role", "cli.staff.role_change")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.staff.id")) var id: String
    @Argument(help: .words("cli.staff.role")) var role: String

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let chosen = typed.choice("role", role, Role.self)
        try typed.check()
        guard let chosen else { return .wrongInput }
        _ = try await house.perform(ChangeRole(staff: id, newRole: chosen))
        return .done
    }
}

extension House {
    /// Writes the link of an account where its owner can be given it.
    fileprivate func show(_ link: AccountLinkAnswer) -> ExitStatus {
        Output.line(Words.text("cli.staff.link", ["url": settings.console.address() + link.path]))
        return .done
    }
}
