import Basis
import Database

/// Rows of `components.csv` or entries of `components.yml`.
struct ComponentTable: ImportTable {
    static let kind = ImportKind.components

    private let id: Column?
    private let names: [(language: Language, column: Column)]
    private let group: Column?
    private let provider: Column?
    private let mailDomains: Column?
    private let statusURL: Column?

    init(layout: Layout, rules: ImportRules) {
        id = layout["id"]
        names = layout.fields.compactMap { field in
            guard let language = ImportKind.nameLanguage(field), let column = layout[field] else {
                return nil
            }
            return (language, column)
        }
        group = layout["group"]
        provider = layout["provider"]
        mailDomains = layout["mail_domains"]
        statusURL = layout["status_url"]
    }

    func draft(from cells: inout CellReader) -> Component? {
        let externalID = cells.ownID(id)
        var name = LocalizedText()
        for (language, column) in names { name[language] = cells.text(column) }
        if name.isEmpty, cells.problems.isEmpty, let column = names.first?.column {
            cells.reject("catalog.reject.empty", column, "")
        }
        let component = Component(
            id: 0,
            externalID: externalID ?? "",
            publicID: "",
            name: name,
            group: cells.text(group),
            provider: cells.text(provider),
            statusURL: cells.webAddress(statusURL),
            mailDomains: Array(Set(cells.domains(mailDomains) { MailDomain(typed: $0) })).sorted()
        )
        return cells.problems.isEmpty ? component : nil
    }

    func identify(_ entry: Component, into hasher: inout Hasher) { hasher.combine(entry.externalID) }

    func note(_ entry: Component, in arrivals: inout ImportArrivals) { arrivals.add(component: entry) }

    func shown(_ entry: Component) -> [String: String] {
        var shown = [
            "id": entry.externalID, "group": entry.group ?? "", "provider": entry.provider ?? "",
            "mail_domains": entry.mailDomains.map(\.typed).joined(separator: " "),
            "status_url": entry.statusURL ?? "",
        ]
        for language in entry.name.languages { shown["name_\(language.code)"] = entry.name[language] }
        return shown
    }

    func write(_ entries: [Component], with desk: ImportDesk, in session: any Session) throws -> ImportTally {
        let known = try ComponentStore.with(externalIDs: entries.map(\.externalID), in: session)
        let byExternalID = Dictionary(known.map { ($0.externalID, $0) }) { first, _ in first }
        var position = try session.count("SELECT COALESCE(MAX(position), 0) FROM component")
        var tally = ImportTally()
        var changes: [Component] = []
        for entry in entries {
            guard let old = byExternalID[entry.externalID] else {
                position += 1
                var new = entry
                new.publicID = desk.random.publicID()
                new.position = position
                changes.append(new)
                tally.imported += 1
                continue
            }
            let merged = merged(entry, into: old)
            if merged == old {
                tally.unchanged += 1
            } else {
                changes.append(merged)
                tally.updated += 1
            }
        }
        try ComponentWriter.upsert(changes, at: desk.now, in: session)
        return tally
    }

    /// What the file says, and what it does not speak of as it was.
    private func merged(_ new: Component, into old: Component) -> Component {
        var component = old
        for (language, _) in names { component.name[language] = new.name[language] }
        if group != nil { component.group = new.group }
        if provider != nil { component.provider = new.provider }
        if mailDomains != nil { component.mailDomains = new.mailDomains }
        if statusURL != nil { component.statusURL = new.statusURL }
        return component
    }
}

/// Writes components.
enum ComponentWriter {
    /// Inserts or changes components with distinct own ids, and their mail domains.
    static func upsert(_ components: [Component], at now: Instant, in session: any Session) throws {
        guard !components.isEmpty else { return }
        let rows = components.map { component in
            [
                component.externalID.sqlValue, component.publicID.sqlValue, component.name.sqlValue,
                component.group.orNull, component.provider.orNull, component.statusURL.orNull,
                component.position.sqlValue, now.sqlValue, now.sqlValue,
            ]
        }
        let ids = try session.insertRows(
            """
            INSERT INTO component
                (external_id, public_id, name, group_name, provider, status_url, position, created_at, updated_at)
            """,
            rows,
            """
            ON CONFLICT (external_id) DO UPDATE SET
                name = excluded.name, group_name = excluded.group_name, provider = excluded.provider,
                status_url = excluded.status_url, updated_at = excluded.updated_at
            RETURNING external_id, id
            """
        ) { (externalID: try $0.text(0), id: try $0.int64(1)) }
        let idByExternalID = Dictionary(ids.map { ($0.externalID, $0.id) }) { first, _ in first }
        _ = try inSlices(ids.map(\.id)) { slice in
            [try session.run("DELETE FROM component_mail_domain WHERE component_id IN \(list: slice)")]
        }
        var domains: [[SQLValue]] = []
        for component in components {
            guard let id = idByExternalID[component.externalID] else { continue }
            for carried in component.mailDomains {
                domains.append([id.sqlValue, carried.domain.sqlValue, carried.coversSubdomains.sqlValue])
            }
        }
        try session.insertRows(
            "INSERT INTO component_mail_domain (component_id, domain, covers_subdomains)",
            domains
        )
    }
}
