import Access
import Basis
import Database
import Foundation
import TestSupport
import Testing

/// The trail as a chain: what is done to it behind the program's back is found, and named for what it is.
@Suite(.timeLimit(.minutes(2)))
struct AuditChainTests {
    /// A trail of thirty entries, with a checkpoint at ten, at twenty and at thirty.
    private struct Trail {
        let house: AccessHouse
        let folder: String
        var database: ThrowAwayDatabase { house.database }
        var file: CheckpointFile { CheckpointFile(path: "\(folder)/checkpoints.jsonl", keys: house.keys) }
        var sealer: AuditSealer { AuditSealer(database: database, checkpoints: file) }

        static func open(_ engine: DatabaseUnderTest) async throws -> Trail {
            Trail(
                house: try await AccessHouse.open(engine),
                folder: try ThrowAwayFolder.path("audit")
            )
        }

        static func thirty(_ engine: DatabaseUnderTest) async throws -> Trail {
            let trail = try await open(engine)
            for round in 0..<3 {
                try await trail.add(10)
                _ = try await trail.sealer.tick(trail.house.now + .minutes(Int64(round)))
            }
            return trail
        }

        func add(_ count: Int) async throws {
            let now = house.now
            try await database.write { session in
                for number in 0..<count {
                    try Audit.add(
                        AuditEntry(
                            happenedAt: now + .seconds(Int64(number)),
                            actor: .staff(id: Int64(number), role: .responder),
                            deed: "publish_update",
                            subject: "incident:\(number)",
                            door: .api(token: "abc")
                        ),
                        in: session
                    )
                }
            }
        }

        func run(_ statements: [SQL]) async throws {
            try await database.write { session in for statement in statements { try session.run(statement) } }
        }

        func report() async throws -> AuditReport {
            try await AuditVerifier(database: database, checkpoints: file).verify()
        }

        func faults() async throws -> [AuditFault] { try await report().faults }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `an untouched trail is whole`(_ engine: DatabaseUnderTest) async throws {
        let trail = try await Trail.thirty(engine)
        let report = try await trail.report()
        #expect(report.isWhole)
        #expect(report.links == 30 && report.checkpoints == 3 && report.waiting == 0)
        try await trail.add(1)
        #expect(try await trail.report().waiting == 1)
        #expect(try await trail.faults().isEmpty, "what waits is no fault")
        #expect(try await Trail.open(engine).report().isWhole, "and an empty one is whole too")
    }

    /// What somebody with the database in their hands does, and what it is called.
    @Test(
        arguments: DatabaseUnderTest.available,
        [edits, removals, swaps, seals].flatMap(\.keys).sorted()
    )
    func `tampering is named`(_ engine: DatabaseUnderTest, _ what: String) async throws {
        let trail = try await Trail.thirty(engine)
        let all = [Self.edits, Self.removals, Self.swaps, Self.seals]
        let (statements, faults) = try #require(all.compactMap { $0[what] }.first)
        try await trail.run(statements)
        #expect(try await trail.faults() == faults)
    }

    private typealias Tampering = (statements: [SQL], faults: [AuditFault])

    private static let edits: [String: Tampering] = {
        let changes: [String: SQL] = [
            "details": "details = '{}'", "time": "happened_at = happened_at + 1", "actor": "actor_id = NULL",
            "kind": "actor_kind = 'operator'", "deed": "deed = 'publish'",
            "subject": "subject = 'incident:99'",
            "border": "deed = 'publish_updat', subject = 'eincident:4'",
        ]
        return changes.mapValues {
            (["UPDATE audit_entry SET \($0) WHERE id = 15"], [.edited(position: 15, entry: 15)])
        }
    }()

    private static let stranger: SQL = """
        INSERT INTO audit_entry (happened_at, actor_kind, deed, subject, details)
        VALUES (0, 'system', 'nothing', 'nothing', '{}')
        """

    private static let removals: [String: Tampering] = [
        "one": (remove(15, 15), [.removed(first: 15, last: 15)]),
        "the first": (remove(1, 12), [.removed(first: 1, last: 12)]),
        "one put back as another": (
            remove(15, 15) + [stranger], [.removed(first: 15, last: 15), .slippedIn(entry: 31)]
        ),
        "the end": (remove(26, 30), [.cut(after: 25, expected: 30)]),
        "the end and the head": (
            remove(26, 30) + [
                "UPDATE audit_chain SET position = 25, hash = (SELECT hash FROM audit_seal WHERE position = 25)"
            ],
            [.cut(after: 25, expected: 30)]
        ),
        "everything": (
            remove(1, 30) + ["UPDATE audit_chain SET position = 0"], [.cut(after: 0, expected: 30)]
        ),
    ]

    private static let swaps: [String: Tampering] = [
        "neighbours": (swapRows(14, 15), [.swapped(14, 15)]),
        "far apart": (swapRows(3, 25), [.swapped(3, 25)]),
        "places of neighbours": (swapPlaces(14, 15), [.swapped(14, 15)]),
        "places far apart": (swapPlaces(4, 17), [.swapped(4, 17)]),
    ]

    private static let seals: [String: Tampering] = [
        "seal taken": (
            ["DELETE FROM audit_seal WHERE position = 15"],
            [.removed(first: 15, last: 15), .slippedIn(entry: 15)]
        ),
        "seal changed": (
            ["UPDATE audit_seal SET hash = 'abc' WHERE position = 15"], [.resealed(position: 15)]
        ),
        "slipped in": ([stranger], [.slippedIn(entry: 31)]),
    ]

    /// Exchanges what two rows say.
    private static func swapRows(_ one: Int64, _ other: Int64) -> [SQL] {
        [
            """
            CREATE TEMPORARY TABLE kept AS SELECT id, happened_at, actor_id, subject FROM audit_entry
            WHERE id IN (\(one), \(other))
            """,
            """
            UPDATE audit_entry SET
                happened_at = (SELECT k.happened_at FROM kept k WHERE k.id <> audit_entry.id),
                actor_id = (SELECT k.actor_id FROM kept k WHERE k.id <> audit_entry.id),
                subject = (SELECT k.subject FROM kept k WHERE k.id <> audit_entry.id)
            WHERE id IN (\(one), \(other))
            """,
            "DROP TABLE kept",
        ]
    }

    /// Exchanges the places of two links.
    private static func swapPlaces(_ one: Int64, _ other: Int64) -> [SQL] {
        [
            "UPDATE audit_seal SET position = -1 WHERE position = \(one)",
            "UPDATE audit_seal SET position = \(one) WHERE position = \(other)",
            "UPDATE audit_seal SET position = \(other) WHERE position = -1",
        ]
    }

    private static func remove(_ first: Int64, _ last: Int64) -> [SQL] {
        [
            "DELETE FROM audit_seal WHERE position >= \(first) AND position <= \(last)",
            "DELETE FROM audit_entry WHERE id >= \(first) AND id <= \(last)",
        ]
    }

    /// Takes the chain apart from a position on, as somebody who knows how it is made.
    private func unseal(_ trail: Trail, after position: Int64) async throws {
        try await trail.run([
            """
            INSERT INTO audit_pending (entry_id) SELECT entry_id FROM audit_seal WHERE position > \(position)
            """,
            "DELETE FROM audit_seal WHERE position > \(position)",
            """
            UPDATE audit_chain SET position = \(position),
                hash = COALESCE((SELECT hash FROM audit_seal WHERE position = \(position)),
                    '0000000000000000000000000000000000000000000000000000000000000000')
            """,
        ])
    }

    /// The same program without the checkpoints seals whatever is there.
    private func sealElsewhere(_ trail: Trail) async throws {
        let file = CheckpointFile(path: "\(trail.folder)/forger.jsonl", keys: trail.house.keys)
        _ = try await AuditSealer(database: trail.database, checkpoints: file).tick(trail.house.now)
    }

    @Test(arguments: DatabaseUnderTest.available, [0, 14] as [Int64])
    func `a chain written anew does not fit what was signed`(
        _ engine: DatabaseUnderTest,
        _ after: Int64
    ) async throws {
        let trail = try await Trail.thirty(engine)
        try await trail.run(["UPDATE audit_entry SET subject = 'incident:99' WHERE id = 15"])
        try await unseal(trail, after: after)
        try await sealElsewhere(trail)
        let (good, bad): (Int64, Int64) = (10, 20)
        #expect(try await trail.faults() == [.rewritten(after: good, upTo: bad)])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a tail cut off and grown again to the same length does not fit`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let trail = try await Trail.thirty(engine)
        try await trail.run(Self.remove(26, 30))
        try await unseal(trail, after: 25)
        try await trail.add(5)
        try await sealElsewhere(trail)
        #expect(try await trail.report().links == 30)
        #expect(try await trail.faults() == [.rewritten(after: 20, upTo: 30)])
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the sealer signs nothing that does not follow from what it signed`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let trail = try await Trail.thirty(engine)
        try await trail.add(5)
        let moment = trail.house.now + .minutes(2) + .seconds(1)
        #expect(try await trail.sealer.tick(moment) == trail.house.now + .minutes(3), "not yet")
        try await trail.run(["UPDATE audit_entry SET subject = 'incident:99' WHERE id = 33"])
        let late = trail.house.now + .hours(1)
        await #expect(throws: AuditChainError.self) { try await trail.sealer.tick(late) }
        #expect(try await trail.report().checkpoints == 3)
        #expect(try await trail.faults() == [.edited(position: 33, entry: 33)])

        try await trail.run(Self.remove(26, 35))
        try await unseal(trail, after: 25)
        await #expect(throws: AuditChainError.self) { try await trail.sealer.tick(late) }
        try await trail.add(10)
        await #expect(throws: AuditChainError.self) { try await trail.sealer.tick(late) }
        #expect(try await trail.report().checkpoints == 3)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a checkpoint that we did not sign is named, and half a line of a crash passed over`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let trail = try await Trail.thirty(engine)
        let path = trail.file.path
        var text = try String(contentsOfFile: path, encoding: .utf8)
        #expect(text.split(separator: "\n").count == 3)
        text = text.replacing(#""count":20"#, with: #""count":19"#) + #"{"at":12,"cou"#
        try text.write(toFile: path, atomically: true, encoding: .utf8)
        let report = try await trail.report()
        #expect(report.faults == [.forgedCheckpoint(line: 2)])
        #expect(report.unreadableLines == 1 && report.checkpoints == 2)

        try await trail.add(1)
        _ = try await trail.sealer.tick(trail.house.now + .hours(1))
        let after = try await trail.report()
        #expect(after.checkpoints == 3 && after.unreadableLines == 1, "what comes next has a line of its own")

        let foreign = CheckpointFile(path: path, keys: AccessKeys(secret: [UInt8](repeating: 9, count: 32)))
        let seen = try await AuditVerifier(database: trail.database, checkpoints: foreign).verify()
        #expect(seen.checkpoints == 0 && seen.faults.count == 4, "with another secret none of them is ours")
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `several nodes that seal at the same time make one chain`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let trail = try await Trail.open(engine)
        let now = trail.house.now
        try await withThrowingTaskGroup(of: Void.self) { group in
            for node in 0..<4 {
                group.addTask {
                    for round in 0..<5 {
                        try await trail.add(7)
                        let file = CheckpointFile(
                            path: "\(trail.folder)/node\(node).jsonl",
                            keys: trail.house.keys
                        )
                        _ = try await AuditSealer(database: trail.database, checkpoints: file)
                            .tick(now + .minutes(Int64(round)))
                    }
                }
            }
            try await group.waitForAll()
        }
        _ = try await trail.sealer.tick(now + .hours(1))
        for name in ["node0", "node1", "node2", "node3", "checkpoints"] {
            let file = CheckpointFile(path: "\(trail.folder)/\(name).jsonl", keys: trail.house.keys)
            let report = try await AuditVerifier(database: trail.database, checkpoints: file).verify()
            #expect(report.isWhole && report.links == 140 && report.waiting == 0)
        }
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `a long trail is walked in pieces, and its many checkpoints too`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let trail = try await Trail.open(engine)
        for round in 0..<500 {
            try await trail.add(3)
            _ = try await trail.sealer.tick(trail.house.now + .minutes(Int64(round)))
        }
        let report = try await trail.report()
        #expect(report.isWhole && report.links == 1_500 && report.checkpoints == 500)
        try await trail.run(["UPDATE audit_entry SET deed = 'x' WHERE id IN (3, 700, 1499)"])
        #expect(
            try await trail.faults()
                == [3, 700, 1_499].map { .edited(position: $0, entry: $0) }
        )
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `what was written before there was a chain is sealed with the rest`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let database = try await engine.open()
        let before = AccessMigrations.all.filter { !$0.name.contains("chain") }
        _ = try await database.migrate(before)
        try await database.write {
            try $0.run(
                """
                INSERT INTO audit_entry (happened_at, actor_kind, deed, subject, details)
                VALUES (1, 'system', 'import', 'import:1', '{}')
                """
            )
        }
        _ = try await database.migrate(AccessMigrations.all)
        let folder = try ThrowAwayFolder.path("audit")
        let file = CheckpointFile(path: "\(folder)/c.jsonl", keys: AccessKeys(secret: AccessHouse.secret))
        _ = try await AuditSealer(database: database, checkpoints: file).tick(AccessHouse.start)
        let report = try await AuditVerifier(database: database, checkpoints: file).verify()
        #expect(report.isWhole && report.links == 1 && report.checkpoints == 1)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `the export has every entry on a line of its own, with its hash`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let trail = try await Trail.thirty(engine)
        var lines: [String] = []
        var position: Int64 = 0
        while true {
            let from = position
            let page = try await trail.database.read {
                try AuditExport.page(after: from, limit: 7, in: $0)
            }
            if page.lines.isEmpty { break }
            lines += page.lines
            position = page.position
        }
        #expect(lines.count == 30 && lines.allSatisfy { !$0.contains("\n") })
        let first = try #require(
            try JSONSerialization.jsonObject(with: Data((lines.first ?? "").utf8)) as? [String: any Sendable]
        )
        #expect(first["deed"] as? String == "publish_update")
        #expect(first["details"] as? [String: String] == ["door": "api", "token": "abc"])
        #expect((first["hash"] as? String)?.count == 64)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `after an old backup was restored, the checkpoints are set aside and kept`(
        _ engine: DatabaseUnderTest
    ) async throws {
        let trail = try await Trail.thirty(engine)
        try await trail.run(Self.remove(26, 30))
        try await unseal(trail, after: 25)
        let moment = trail.house.now + .hours(1)
        await #expect(throws: AuditChainError.self) { try await trail.sealer.tick(moment) }
        let kept = try #require(try await trail.file.setAside(at: moment))
        #expect(FileManager.default.fileExists(atPath: kept))
        _ = try await trail.sealer.tick(moment)
        let report = try await trail.report()
        #expect(report.isWhole && report.links == 25 && report.checkpoints == 1)
        #expect(
            try await CheckpointFile(path: kept + "x", keys: trail.house.keys).setAside(at: moment) == nil
        )
    }
}
