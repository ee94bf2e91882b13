import Basis
import Database

/// Reads components and what they depend on.
package enum ComponentStore {
    /// The components whose own ids these are.
    package static func with(externalIDs: [String], in session: any Session) throws -> [Component] {
        var components = try inSlices(externalIDs) { slice in
            try session.rows(
                "SELECT \(Component.columns) FROM component WHERE external_id IN \(list: slice) ORDER BY id",
                Component.init(row:)
            )
        }
        let domains = try mailDomains(ofComponents: components.map(\.id), in: session)
        for index in components.indices {
            components[index].mailDomains = domains[components[index].id] ?? []
        }
        return components
    }

    /// All components in the order in which they are shown.
    package static func all(in session: any Session) throws -> [Component] {
        var components = try session.rows(
            "SELECT \(Component.columns) FROM component ORDER BY position, id",
            Component.init(row:)
        )
        let domains = try mailDomains(ofComponents: nil, in: session)
        for index in components.indices {
            components[index].mailDomains = domains[components[index].id] ?? []
        }
        return components
    }

    package static func with(externalID: String, in session: any Session) throws -> Component? {
        try one("external_id = \(externalID)", in: session)
    }

    package static func with(id: Int64, in session: any Session) throws -> Component? {
        try one("id = \(id)", in: session)
    }

    /// The names of the components with these ids.
    package static func names(ids: Set<Int64>, in session: any Session) throws -> [Int64: LocalizedText] {
        let pairs = try inSlices(ids.sorted()) { slice in
            try session.rows("SELECT id, name FROM component WHERE id IN \(list: slice)") { row in
                (id: try row.next(Int64.self), name: try row.next(LocalizedText.self))
            }
        }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.id, $0.name) })
    }

    /// Ids inside by their own ids; what is unknown is missing.
    package static func ids(externalIDs: [String], in session: any Session) throws -> [String: Int64] {
        let pairs = try inSlices(externalIDs) { slice in
            try session.rows("SELECT external_id, id FROM component WHERE external_id IN \(list: slice)") {
                row in
                (externalID: try row.next(String.self), id: try row.next(Int64.self))
            }
        }
        return Dictionary(pairs.map { ($0.externalID, $0.id) }) { first, _ in first }
    }

    /// Own ids by the ids inside.
    package static func externalIDs(of ids: Set<Int64>, in session: any Session) throws -> [Int64: String] {
        let pairs = try inSlices(ids.sorted()) { slice in
            try session.rows("SELECT id, external_id FROM component WHERE id IN \(list: slice)") { row in
                (id: try row.next(Int64.self), externalID: try row.next(String.self))
            }
        }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.id, $0.externalID) })
    }

    /// All dependencies, by component and then by what it depends on.
    package static func dependencies(in session: any Session) throws -> [Dependency] {
        try session.rows(
            "SELECT component_id, depends_on_id, kind FROM dependency ORDER BY component_id, depends_on_id"
        ) { Dependency(componentID: try $0.next(), dependsOnID: try $0.next(), kind: try $0.next()) }
    }

    /// What these components depend on.
    package static func dependencies(
        ofComponents ids: [Int64],
        in session: any Session
    ) throws -> [Dependency] {
        try inSlices(ids) { slice in
            try session.rows(
                "SELECT component_id, depends_on_id, kind FROM dependency WHERE component_id IN \(list: slice)"
            ) { Dependency(componentID: try $0.next(), dependsOnID: try $0.next(), kind: try $0.next()) }
        }
    }

    /// Components whose name, own id or provider contains `text`, in the order in which they are shown.
    package static func search(_ text: String, limit: Int, in session: any Session) throws -> [Component] {
        let dialect = session.dialect
        // A name is kept with its languages: what is only the code of one is no name.
        return try session.rows(
            """
            SELECT \(Component.columns) FROM component
            WHERE \(dialect.contains("name", text)) OR \(dialect.contains("external_id", text))
                OR \(dialect.contains("COALESCE(provider, '')", text))
            ORDER BY position, id LIMIT \(limit + searchSlack)
            """,
            Component.init(row:)
        ).filter { component in
            let asked = SearchText.folded(text)
            let texts = component.name.texts.values + [component.externalID, component.provider ?? ""]
            return texts.contains { SearchText.folded($0).contains(asked) }
        }.prefix(limit).map(\.self)
    }

    private static let searchSlack = 100

    package static func count(in session: any Session) throws -> Int {
        try session.count("SELECT count(*) FROM component")
    }

    private static func one(_ condition: SQL, in session: any Session) throws -> Component? {
        guard
            var component = try session.first(
                "SELECT \(Component.columns) FROM component WHERE \(condition)",
                Component.init(row:)
            )
        else { return nil }
        component.mailDomains = try mailDomains(ofComponents: [component.id], in: session)[component.id] ?? []
        return component
    }

    /// Of all components where nil.
    private static func mailDomains(
        ofComponents ids: [Int64]?,
        in session: any Session
    ) throws -> [Int64: [MailDomain]] {
        let conditions: [SQL] =
            ids.map { ids in inSlices(ids) { ["WHERE component_id IN \(list: $0)"] } } ?? [""]
        var domains: [Int64: [MailDomain]] = [:]
        for condition in conditions {
            try session.each(
                "SELECT component_id, domain, covers_subdomains FROM component_mail_domain \(condition)"
            ) { row in
                let id = try row.next(Int64.self)
                domains[id, default: []].append(
                    MailDomain(domain: try row.next(), coversSubdomains: try row.next())
                )
            }
        }
        return domains.mapValues { $0.sorted() }
    }
}

extension Dependency.Kind: SQLText {}

extension Component {
    fileprivate static let columns: SQL =
        "id, external_id, public_id, name, group_name, provider, status_url, position"

    fileprivate init(row: Row) throws {
        id = try row.next()
        externalID = try row.next()
        publicID = try row.next()
        name = try row.next()
        group = try row.nextOrNil()
        provider = try row.nextOrNil()
        statusURL = try row.nextOrNil()
        position = try row.next()
        mailDomains = []
    }
}
