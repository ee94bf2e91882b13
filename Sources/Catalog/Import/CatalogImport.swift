import Access
import Basis
import Database

/// Brings lists of components, dependencies, customers, contacts and subscriptions into the catalog.
///
/// Rows are known by their own ids, so an import can be repeated: what is there already stays as it is. It is many
/// short transactions; one that was killed is finished by running it again.
package struct CatalogImport: Sendable {
    private let database: any Database
    private let random: any RandomSource
    private let clock: any WallClock

    package init(database: any Database, random: any RandomSource, clock: any WallClock) {
        self.database = database
        self.random = random
        self.clock = clock
    }

    /// Imports files, in the order in which they name each other.
    ///
    /// Throws `Problems` of all files at once where one cannot be imported at all; nothing was changed then. Rows that
    /// are wrong are listed in `F.rejected.csv`, with the reasons as `say` words them; the others are imported.
    package func run(
        _ files: CatalogFiles,
        rules: ImportRules = ImportRules(),
        by actor: Actor = .operator,
        say: @escaping @Sendable (Message) -> String,
        progress: (@Sendable (ImportProgress) -> Void)? = nil
    ) async throws -> ImportReport {
        let start = ContinuousClock.now
        let sources = try sources(of: files)
        var report = ImportReport()
        for (source, rejections) in sources {
            let run = ImportRun(
                source: source,
                rules: rules,
                database: database,
                desk: ImportDesk(random: random, now: clock.now()),
                progress: progress
            )
            try await run.all(say: say, rejections: rejections, into: &report)
        }
        report.seconds = (ContinuousClock.now - start) / .seconds(1)
        try await finish(report, by: actor)
        return report
    }

    /// What would become of files: for people to look at before they import them. Changes nothing.
    ///
    /// What one file brings, those behind it may name. Without a mapping the titles of its columns are guessed at.
    /// Fails with `Problems` for a file that cannot be read.
    package func preview(
        _ files: CatalogFiles,
        rules: ImportRules = ImportRules()
    ) async throws -> [ImportKind: Result<ImportPreview, Problems>] {
        var previews: [ImportKind: Result<ImportPreview, Problems>] = [:]
        var arrivals = ImportArrivals.none
        for kind in ImportKind.allCases {
            guard let path = files.paths[kind] else { continue }
            do {
                let preview = try await ImportPreview.make(
                    kind,
                    .path(path),
                    place: path,
                    mapping: files.mappings[kind],
                    rules: rules,
                    database: database,
                    arrivals: &arrivals
                )
                previews[kind] = .success(preview)
            } catch let problems as Problems {
                previews[kind] = .failure(problems)
            }
        }
        return previews
    }

    /// What the columns of a file are taken to mean where nobody said it, by title.
    package func guess(_ kind: ImportKind, path: String) throws -> [String: String] {
        Synonyms.mapping(try ImportSource.titles(kind, .path(path), place: path), kind)
    }

    /// What would become of bytes that are one file.
    package func preview(
        _ kind: ImportKind,
        bytes: [UInt8],
        name: String,
        mapping: [String: String]? = nil,
        rules: ImportRules = ImportRules()
    ) async throws -> ImportPreview {
        var arrivals = ImportArrivals.none
        return try await ImportPreview.make(
            kind,
            .bytes(bytes),
            place: name,
            mapping: mapping,
            rules: rules,
            database: database,
            arrivals: &arrivals
        )
    }

    /// Opens all files before the first row of any is written.
    private func sources(of files: CatalogFiles) throws -> [(ImportSource, RejectedFile)] {
        var problems = Problems()
        var sources: [(ImportSource, RejectedFile)] = []
        for kind in ImportKind.allCases {
            guard let path = files.paths[kind] else { continue }
            do {
                let mapping = files.mappings[kind].map { ImportSource.Mapping.given($0) } ?? .titles
                let source = try ImportSource(kind, .path(path), place: path, mapping: mapping)
                sources.append((source, try RejectedFile(for: source)))
            } catch let found as Problems {
                for problem in found.all {
                    problems.add(problem.place, problem.message.key, problem.message.values)
                }
            }
        }
        if files.paths.isEmpty { problems.add("import", "catalog.problem.nothing_named") }
        try problems.check()
        return sources
    }

    /// The audit row, and the announcement, with which the import is over.
    private func finish(_ report: ImportReport, by actor: Actor) async throws {
        let entry = AuditEntry(
            happenedAt: clock.now(),
            actor: actor,
            deed: "import_catalog",
            subject: "catalog",
            details: [
                "rows": String(report.rows), "imported": String(report.imported),
                "updated": String(report.updated),
                "unchanged": String(report.unchanged), "rejected": String(report.rejected),
            ]
        )
        try await database.write { session in
            try Audit.add(entry, in: session)
            try session.announce(.catalog)
        }
    }
}
