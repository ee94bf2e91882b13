import Basis
import Database

/// Somebody who works here.
package struct Staff: Sendable, Hashable, Codable {
    package var id: Int64
    package var externalID: String
    package var name: String
    package var email: String?
    /// E.164.
    package var phone: String?
    package var role: Role
    package var languages: [Language]
    package var isOnDuty: Bool

    /// The `id` is ignored where somebody new is added.
    package init(
        id: Int64,
        externalID: String,
        name: String,
        email: String?,
        phone: String?,
        role: Role,
        languages: [Language],
        isOnDuty: Bool
    ) {
        self.id = id
        self.externalID = externalID
        self.name = name
        self.email = email
        self.phone = phone
        self.role = role
        self.languages = languages
        self.isOnDuty = isOnDuty
    }

    package var actor: Actor { .staff(id: id, role: role) }
}

extension Staff {
    fileprivate static let columns: SQL = "id, external_id, name, email, phone, role, languages, on_duty"

    /// The same for a query over several tables.
    static let qualifiedColumns: SQL = """
        staff.id, staff.external_id, staff.name, staff.email, staff.phone, staff.role, staff.languages,
        staff.on_duty
        """

    init(row: Row) throws {
        id = try row.next()
        externalID = try row.next()
        name = try row.next()
        email = try row.nextOrNil()
        phone = try row.nextOrNil()
        role = try row.next()
        languages = try row.json()
        isOnDuty = try row.next()
    }
}

/// Reads and writes staff.
package enum StaffStore {
    /// Everybody who was not disabled, by name.
    package static func all(in session: any Session) throws -> [Staff] {
        try session.rows(
            "SELECT \(Staff.columns) FROM staff WHERE disabled_at IS NULL ORDER BY name, id",
            Staff.init(row:)
        )
    }

    /// Everybody who works or worked here, by name.
    package static func everybody(in session: any Session) throws -> [Staff] {
        try session.rows("SELECT \(Staff.columns) FROM staff ORDER BY name, id", Staff.init(row:))
    }

    package static func onDuty(in session: any Session) throws -> [Staff] {
        try all(in: session).filter(\.isOnDuty)
    }

    package static func with(id: Int64, in session: any Session) throws -> Staff? {
        try session.first("SELECT \(Staff.columns) FROM staff WHERE id = \(id)", Staff.init(row:))
    }

    package static func with(externalID: String, in session: any Session) throws -> Staff? {
        try session.first(
            "SELECT \(Staff.columns) FROM staff WHERE external_id = \(externalID)",
            Staff.init(row:)
        )
    }

    /// Adds a member of staff; the `id` given is ignored, the new one returned.
    package static func add(_ staff: Staff, at now: Instant, in session: any Session) throws -> Int64 {
        try session.insert(
            """
            INSERT INTO staff (external_id, name, email, phone, role, languages, on_duty, created_at)
            VALUES (\(staff.externalID), \(staff.name), \(staff.email), \(staff.phone), \(staff.role),
                    \(JSONColumn(staff.languages)), \(staff.isOnDuty), \(now))
            RETURNING id
            """
        )
    }

    package static func setDuty(_ isOnDuty: Bool, staff id: Int64, in session: any Session) throws {
        try session.run("UPDATE staff SET on_duty = \(isOnDuty) WHERE id = \(id)")
    }
}
