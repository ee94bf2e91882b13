import Access
import Assembly
import Basis
import Database
import Foundation
import Rendering
import TestSupport
import Testing

struct HouseTests {
    private func open(
        _ folder: String,
        _ overrides: [String: String] = [:],
        seed: UInt64 = 1
    ) async throws -> House {
        var settings = overrides
        settings["folder"] = folder
        return try await House.open(
            try SettingsReader.read(path: nil, environment: [:], overrides: settings, readsFile: false),
            root: try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath),
            clock: ManualClock(Instant(seconds: 1_510_210_800)),
            random: SeededRandom(seed: seed)
        )
    }

    /// A token of one house as another one reads it.
    private func isSameKey(_ one: House, _ other: House) -> Bool {
        let now = one.clock.now()
        let token = one.keys.signer.sign("7", purpose: "test", expiry: now + .hours(1))
        return other.keys.signer.subject(of: token, purpose: "test", now: now) == "7"
    }

    @Test func `the secret is made once, and only its owner can read it`() async throws {
        let folder = try ThrowAwayFolder.path("house")
        let first = try await open(folder, seed: 1)
        let made = try #require(FileManager.default.contents(atPath: "\(folder)/secret"))
        let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/secret")

        let second = try await open(folder, seed: 2)

        #expect(made.count >= 32)
        #expect((attributes[.posixPermissions] as? NSNumber)?.intValue == 0o600)
        #expect(FileManager.default.contents(atPath: "\(folder)/secret") == made)
        #expect(isSameKey(first, second))
        await first.close()
        await second.close()
    }

    /// Another one would end every link that was ever sent.
    @Test func `a secret that was cut short is not replaced`() async throws {
        let folder = try ThrowAwayFolder.path("house")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try Data("short".utf8).write(to: URL(fileURLWithPath: "\(folder)/secret"))

        let error = await #expect(throws: AssemblyError.self) { try await open(folder) }

        #expect(error.map { "\($0)".contains("\(folder)/secret") } == true)
        #expect(FileManager.default.contents(atPath: "\(folder)/secret") == Data("short".utf8))
    }

    @Test func `another folder has another secret`() async throws {
        let first = try await open(try ThrowAwayFolder.path("house"), seed: 1)
        let second = try await open(try ThrowAwayFolder.path("house"), seed: 2)

        #expect(!isSameKey(first, second))
        await first.close()
        await second.close()
    }

    @Test func `a secret from the settings is the same on all nodes and is not written down`() async throws {
        let secret = ["secret": "0123456789012345678901234567890123456789"]
        let folders = [try ThrowAwayFolder.path("house"), try ThrowAwayFolder.path("house")]
        let first = try await open(folders[0], secret, seed: 1)
        let second = try await open(folders[1], secret, seed: 2)

        #expect(isSameKey(first, second))
        for folder in folders {
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/secret"))
        }
        await first.close()
        await second.close()
    }

    @Test func `a schema that is brought up to date by hand is not touched`() async throws {
        let folder = try ThrowAwayFolder.path("house")

        let error = await #expect(throws: AssemblyError.self) {
            try await open(folder, ["migrate": "manual"])
        }
        #expect(error.map { "\($0)".contains("amends migrate") } == true)

        let automatic = try await open(folder)
        await automatic.close()
        let manual = try await open(folder, ["migrate": "manual"])
        #expect(try await manual.database.migrationLedger().pending(of: Schema.migrations).isEmpty)
        await manual.close()
    }
}

struct SchemaTests {
    @Test(arguments: DatabaseUnderTest.available)
    func `all rooms' tables stand beside each other, and a second start changes nothing`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open()

        let first = try await database.migrate(Schema.migrations)
        let second = try await database.migrate(Schema.migrations)

        #expect(first.count == Schema.migrations.count)
        #expect(second.isEmpty)
    }

    @Test func `no migration has the name of another`() {
        let names = Schema.migrations.map(\.name)

        #expect(!names.isEmpty)
        #expect(Set(names).count == names.count)
    }

    @Test func `each room that is listed has its strings in both languages`() throws {
        let root = try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
        let catalogue = try StringCatalogue(root: root, rooms: Schema.rooms)

        #expect(catalogue.text("assembly.settings.no_file", .english) == "There is no such file.")
        #expect(
            catalogue.text("assembly.settings.no_file", .spanish)
                != catalogue.text("assembly.settings.no_file", .english)
        )
    }
}
