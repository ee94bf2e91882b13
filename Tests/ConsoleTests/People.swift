import Access
import Basis
import Console
import Response

/// Somebody for each role who can log in, on a fixture that begins without.
enum People {
    static let password = "correct horse battery staple"

    /// Makes an account for a member of staff and chooses its password by the link, as they would.
    static func give(_ id: String, _ role: Role, in fixture: ConsoleFixture) async throws {
        let now = fixture.clock.now()
        let staff = Staff(
            id: 0,
            externalID: id,
            name: id.uppercased(),
            email: "\(id)@taller.test",
            phone: nil,
            role: role,
            languages: [.spanish],
            isOnDuty: false
        )
        let response = fixture.house.response
        _ = try await response.perform(AddStaff(staff: staff), by: .operator, at: now)
        let link = try await response.perform(InviteStaff(staff: id), by: .operator, at: now)
        let entry = fixture.house.entry
        _ = try await AccountDesk(
            AccessContext(
                database: fixture.house.database,
                hasher: entry.hasher,
                keys: entry.keys,
                limits: entry.limits,
                random: fixture.house.random
            )
        ).choose(password: password, token: link.token, at: now)
    }

    /// `viewer`, `responder`, `approver`, `administrator`, each with the role of their name.
    static func all(in fixture: ConsoleFixture) async throws {
        for role in Role.allCases.reversed() { try await give(role.rawValue, role, in: fixture) }
    }
}
