import Access
import Basis
import Catalog
import Database

extension IncidentStore {
    /// Stores a published update and gives it its id.
    package static func addUpdate(_ update: inout IncidentUpdate, in session: any Session) throws {
        update.id = try session.insert(
            """
            INSERT INTO incident_update (public_id, incident_id, status, message, published_at, is_notified)
            VALUES (\(update.publicID), \(update.incidentID), \(update.status), \(update.message),
                    \(update.publishedAt), \(update.isNotified))
            RETURNING id
            """
        )
        try announce(update.incidentID, in: session)
    }

    /// The updates of an incident, newest first.
    package static func updates(of incidentID: Int64, in session: any Session) throws -> [IncidentUpdate] {
        try session.rows(
            """
            SELECT \(IncidentUpdate.columns) FROM incident_update
            WHERE incident_id = \(incidentID) ORDER BY id DESC
            """,
            IncidentUpdate.init(row:)
        )
    }

    package static func update(publicID: String, in session: any Session) throws -> IncidentUpdate? {
        try session.first(
            "SELECT \(IncidentUpdate.columns) FROM incident_update WHERE public_id = \(publicID)",
            IncidentUpdate.init(row:)
        )
    }

    /// Changes what an update says. The first wording is kept, and readers are shown that it was changed.
    package static func editUpdate(
        publicID: String,
        message: LocalizedText,
        at now: Instant,
        in session: any Session
    ) throws {
        guard let update = try update(publicID: publicID, in: session), update.message != message else {
            return
        }
        try session.run(
            """
            UPDATE incident_update
            SET original_message = COALESCE(original_message, message), message = \(message), edited_at = \(now)
            WHERE id = \(update.id)
            """
        )
        try announce(update.incidentID, in: session)
    }

    /// What an update said when it was published first.
    package static func originalMessage(
        ofUpdate publicID: String,
        in session: any Session
    ) throws -> LocalizedText? {
        try session.value(
            "SELECT COALESCE(original_message, message) FROM incident_update WHERE public_id = \(publicID)"
        )
    }

    /// The components that somebody said fail, with how badly, by component id.
    package static func impacts(
        of incidentID: Int64,
        in session: any Session
    ) throws -> [(componentID: Int64, impact: ImpactLevel)] {
        try session.rows(
            """
            SELECT component_id, impact FROM incident_component
            WHERE incident_id = \(incidentID) ORDER BY component_id
            """
        ) { (componentID: try $0.next(), impact: try $0.next()) }
    }

    /// Says how badly a component fails. What works again becomes `operational` and stays listed. Recompute the
    /// scope afterwards.
    package static func setImpact(
        _ impact: ImpactLevel,
        componentID: Int64,
        incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws {
        try session.run(
            """
            INSERT INTO incident_component (incident_id, component_id, impact, changed_at)
            VALUES (\(incidentID), \(componentID), \(impact), \(now))
            ON CONFLICT (incident_id, component_id)
            DO UPDATE SET impact = excluded.impact, changed_at = excluded.changed_at
            """
        )
        try announce(incidentID, in: session)
    }
}

extension IncidentUpdate {
    fileprivate static let columns: SQL = """
        id, public_id, incident_id, status, message, published_at, edited_at, is_notified
        """

    fileprivate init(row: Row) throws {
        id = try row.next()
        publicID = try row.next()
        incidentID = try row.next()
        status = try row.next()
        message = try row.next()
        publishedAt = try row.next()
        editedAt = try row.nextOrNil()
        isNotified = try row.next()
    }
}
