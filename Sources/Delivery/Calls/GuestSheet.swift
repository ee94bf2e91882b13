import Basis
import Database

/// Some calls that a helper without an account makes. The link to it is signed by the storey above; who has it sees
/// and settles only what is on the sheet.
package struct GuestSheet: Sendable, Hashable {
    package var id: Int64
    package var subject: Subject
    /// Who helps.
    package var name: String
    package var expiresAt: Instant
    package var createdAt: Instant
}

/// Reads and writes guest sheets.
package enum GuestSheetStore {
    /// Makes a sheet and moves up to `count` open calls to it that nobody is on: first those without an owner, then
    /// the last ones of the longest lists.
    ///
    /// - Parameter languages: those that the helper speaks; empty for any.
    package static func create(
        subject: Subject,
        name: String,
        count: Int,
        languages: Set<Language> = [],
        expiresAt: Instant,
        at now: Instant,
        in session: any Session
    ) throws -> (sheet: GuestSheet, moved: Int) {
        let id = try session.insert(
            """
            INSERT INTO guest_sheet (subject_kind, subject_id, name, expires_at, created_at)
            VALUES (\(subject.kind), \(subject.id), \(name), \(expiresAt), \(now))
            RETURNING id
            """
        )
        let open = try CallStore.open(subject, at: now, in: session)
        let movable = open.filter { call in
            !call.isHeld && call.guestSheetID == nil
                && (languages.isEmpty || languages.contains(call.language))
        }
        let chosen = choose(count, of: movable)
        for ids in CallStore.slices(chosen) {
            try session.run(
                "UPDATE call SET guest_sheet_id = \(id), staff_id = NULL WHERE id IN \(list: ids)"
            )
        }
        try session.announce(.delivery(subject))
        let sheet = GuestSheet(id: id, subject: subject, name: name, expiresAt: expiresAt, createdAt: now)
        return (sheet, chosen.count)
    }

    package static func with(id: Int64, in session: any Session) throws -> GuestSheet? {
        try session.first("SELECT \(columns) FROM guest_sheet WHERE id = \(id)", sheet(row:))
    }

    package static func of(_ subject: Subject, in session: any Session) throws -> [GuestSheet] {
        try session.rows(
            """
            SELECT \(columns) FROM guest_sheet
            WHERE subject_kind = \(subject.kind) AND subject_id = \(subject.id) ORDER BY id
            """,
            sheet(row:)
        )
    }

    private static let columns: SQL = "id, subject_kind, subject_id, name, expires_at, created_at"

    private static func sheet(row: Row) throws -> GuestSheet {
        GuestSheet(
            id: try row.next(),
            subject: Subject(kind: try row.next(), id: try row.next()),
            name: try row.next(),
            expiresAt: try row.next(),
            createdAt: try row.next()
        )
    }

    private static func choose(_ count: Int, of calls: [OpenCall]) -> [Int64] {
        var chosen = calls.filter { $0.staffID == nil }.prefix(count).map(\.id)
        var lists = Dictionary(grouping: calls.filter { $0.staffID != nil }) { $0.staffID ?? 0 }
        while chosen.count < count,
            let longest = lists.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
            let last = longest.value.last
        {
            chosen.append(last.id)
            lists[longest.key] = longest.value.dropLast()
        }
        return chosen
    }
}
