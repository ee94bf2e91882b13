import Basis
import Database
import Letters

/// The fact sheet of an incident. Facts are never overwritten: a correction is a new version, so that it stays known
/// who was told what.
package enum FactStore {
    /// The newest version of each fact.
    package static func sheet(_ incidentID: Int64, in session: any Session) throws -> FactSheet {
        FactSheet(try facts(of: incidentID, in: session))
    }

    /// States a fact. The same statement again changes nothing; another one becomes the next version.
    /// - Returns: the version that now stands.
    @discardableResult
    package static func state(
        _ fact: Fact,
        of incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> Int {
        let last = try facts(of: incidentID, named: fact.id, in: session).last
        if let last, last.states(sameAs: fact) { return last.version }
        let version = (last?.version ?? 0) + 1
        try session.run(
            """
            INSERT INTO fact (incident_id, name, version, type, value, wording, stated_at)
            VALUES (\(incidentID), \(fact.id), \(version), \(fact.type), \(fact.value), \(fact.text), \(now))
            """
        )
        try IncidentStore.announce(incidentID, in: session)
        return version
    }

    /// All versions of one fact, the first one first.
    package static func versions(
        of name: String,
        incidentID: Int64,
        in session: any Session
    ) throws -> [Fact] {
        try facts(of: incidentID, named: name, in: session)
    }

    private static func facts(
        of incidentID: Int64,
        named name: String? = nil,
        in session: any Session
    ) throws -> [Fact] {
        let filter: SQL = name.map { "AND name = \($0)" } ?? ""
        return try session.rows(
            """
            SELECT name, type, value, wording, version FROM fact
            WHERE incident_id = \(incidentID) \(filter) ORDER BY name, version
            """,
            Fact.init(row:)
        )
    }
}

extension Fact.Form: SQLText {}

extension Fact {
    fileprivate init(row: Row) throws {
        self.init(
            id: try row.next(),
            type: try row.next(),
            value: try row.next(),
            text: try row.next(),
            version: try row.next()
        )
    }
}
