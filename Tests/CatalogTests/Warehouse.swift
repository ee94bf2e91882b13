import Access
import Basis
import Catalog
import Database
import Foundation
import TestSupport

/// A fresh catalog on one engine, a folder for files, and the import between them.
struct Warehouse: Sendable {
    let database: ThrowAwayDatabase
    let folder: String
    private let catalogImport: CatalogImport

    init(_ engine: DatabaseUnderTest = .sqlite) async throws {
        database = try await engine.open(AccessMigrations.all + CatalogMigrations.all)
        folder = try ThrowAwayFolder.path("import")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        catalogImport = CatalogImport(
            database: database,
            random: SeededRandom(seed: 7),
            clock: ManualClock(Instant(seconds: 1_500_000_000))
        )
    }

    /// Writes a file and returns its path.
    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        let path = "\(folder)/\(name)"
        try Data(bytes).write(to: URL(fileURLWithPath: path))
        return path
    }

    func file(_ name: String, _ text: String) throws -> String { try file(name, Array(text.utf8)) }

    /// Imports files; reasons are written as the keys of their messages.
    func run(
        _ files: CatalogFiles,
        rules: ImportRules = ImportRules(),
        progress: (@Sendable (ImportProgress) -> Void)? = nil
    ) async throws -> ImportReport {
        try await catalogImport.run(files, rules: rules, say: { $0.shortKey }, progress: progress)
    }

    func customers(_ text: String, rules: ImportRules = ImportRules()) async throws -> ImportReport {
        try await run(CatalogFiles(customers: try file("customers.csv", text)), rules: rules)
    }

    /// Customers and components that other lists can name.
    func stock(customers: [String] = ["k1", "k2"], components: [String] = ["web", "mail"]) async throws {
        let people = customers.map { "\($0),Cliente \($0)\n" }.joined()
        let services = components.map { "\($0),Servicio \($0)\n" }.joined()
        _ = try await run(
            CatalogFiles(
                components: try file("stock-components.csv", "id,name_es\n" + services),
                customers: try file("stock-customers.csv", "id,name\n" + people)
            )
        )
    }

    func preview(
        _ kind: ImportKind,
        _ bytes: [UInt8],
        mapping: [String: String]? = nil,
        name: String = "list.csv",
        rules: ImportRules = ImportRules()
    ) async throws -> ImportPreview {
        try await catalogImport.preview(kind, bytes: bytes, name: name, mapping: mapping, rules: rules)
    }

    func preview(
        _ kind: ImportKind,
        _ text: String,
        mapping: [String: String]? = nil
    ) async throws -> ImportPreview {
        try await preview(kind, Array(text.utf8), mapping: mapping)
    }

    func customer(_ externalID: String) async throws -> Customer? {
        try await database.read { try CustomerStore.with(externalID: externalID, in: $0) }
    }

    /// The addresses of a customer that can be used, in their order, as `email:a@b.example`.
    func addresses(_ externalID: String) async throws -> [String] {
        try await database.read { session in
            guard let customer = try CustomerStore.with(externalID: externalID, in: session) else {
                return []
            }
            let addresses = try AddressStore.of(customerIDs: [customer.id], in: session)[customer.id] ?? []
            return addresses.map { "\($0.channel.rawValue):\($0.value)" }
        }
    }

    /// Line and reasons of each row of a file of rejected rows, with its cells.
    func rejected(_ path: String) throws -> [[String]] {
        let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
        return text.split(separator: "\r\n").dropFirst().map { line in
            line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
    }
}

extension Message {
    /// `phone` for `catalog.reject.phone`.
    var shortKey: String { key.name.split(separator: ".").dropFirst(2).joined(separator: ".") }
}

extension ImportReport {
    /// The counts, in the order of the command line.
    var counts: [Int] { [rows, imported, updated, unchanged, rejected] }
}
