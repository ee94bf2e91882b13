import Access
import ArgumentParser
import Assembly
import Basis
import Catalog
import Response

struct StaffCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "staff",
        "cli.staff",
        subcommands: [
            StaffAdd.self, StaffList.self, StaffDuty.self, StaffInvite.self, StaffReset.self,
            StaffDisable.self,
            StaffEnable.self, StaffRole.self,
        ]
    )
}

struct StaffAdd: AmendsCommand {
    static let configuration = CommandConfiguration("add", "cli.staff.add")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.staff.id")) var id: String
    @Option(help: .words("cli.staff.name")) var name: String
    @Option(help: .words("cli.staff.role")) var role = "responder"
    @Option(help: .words("cli.staff.languages")) var languages = "es"
    @Option(help: .words("cli.staff.phone")) var phone: String?
    @Option(help: .words("cli.staff.email")) var email: String?
    @Flag(help: .words("cli.staff.off_duty")) var offDuty = false

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        let chosenRole = typed.choice("--role", role, Role.self)
        let spoken = languages.split(separator: ",").compactMap { Language(String($0)) }
        if spoken.isEmpty { typed.add("--languages", "cli.staff.no_language", ["value": languages]) }
        let number = phone.flatMap { PhoneBook.e164($0, country: house.settings.country) }
        if let phone, number == nil { typed.add("--phone", "cli.staff.no_phone", ["value": phone]) }
        try typed.check()
        guard let chosenRole else { return .wrongInput }
        let staff = Staff(
            id: 0,
            externalID: id,
            name: name,
            email: email,
            phone: number,
            role: chosenRole,
            languages: spoken,
            isOnDuty: !offDuty
        )
        _ = try await house.perform(AddStaff(staff: staff))
        return .done
    }
}

struct StaffList: AmendsCommand {
    static let configuration = CommandConfiguration("list", "cli.staff.list")

    @OptionGroup var common: CommonOptions
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let staff = try await house.response.read { try StaffStore.all(in: $0) }
        if format == .json {
            try Output.json(staff)
        } else {
            for person in staff {
                let duty = Words.text(person.isOnDuty ? "cli.staff.is_on_duty" : "cli.staff.is_off_duty")
                Output.line("\(person.externalID)\t\(person.name)\t\(person.role.rawValue)\t\(duty)")
            }
        }
        return .done
    }
}

struct StaffDuty: AmendsCommand {
    static let configuration = CommandConfiguration("duty", "cli.staff.duty")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.staff.id")) var id: String
    @Argument(help: .words("cli.staff.on_or_off")) var duty: String

    func run(in house: House) async throws -> ExitStatus {
        var typed = Typed(now: house.clock.now())
        if !["on", "off"].contains(duty) {
            typed.add("duty", "cli.typed.choice", ["value": duty, "choices": "on, off"])
        }
        try typed.check()
        _ = try await house.perform(
            SetDuty(staff: id, isOnDuty: duty == "on")
        )
        return .done
    }
}
