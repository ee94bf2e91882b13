import Access
import Assembly
import Basis
import Catalog
import Database
import Incidents
import Response

/// Many customers with names as people have them, services, staff, and years of incidents.
struct Crowd: Sendable {
    static let now = Instant(seconds: 1_510_214_400)
    static let incidents = 1_000
    static let components = 60

    private static let first = [
        "Ana", "Luis", "María", "José", "Carmen", "Íñigo", "Núria", "Pau", "Elena", "Óscar", "Rosa", "Iván",
        "Julia", "Marta", "Hugo", "Begoña", "Andrés", "Sofía", "Martín", "Lucía",
    ]
    private static let last = [
        "García", "Peña", "López", "Núñez", "Soler", "Ibáñez", "Vidal", "Arrieta", "Urruti", "Zurbano",
        "Montes", "Cano", "Ferrer", "Ríos", "Muñoz", "Prats", "Olmo", "Sáez", "Vega", "Quiroga",
    ]
    private static let trade = [
        "Taller", "Panadería", "Notaría", "Óptica", "Hotel", "Bar", "Clínica", "Gestoría",
    ]

    let house: House
    let customers: Int

    /// A customer's name; about one in four thousand has the same first three words.
    static func name(_ id: Int) -> String {
        "\(trade[id % 8]) \(first[id / 8 % 20]) \(last[id / 160 % 20]) \(last[id / 3_200 % 20])"
    }

    /// Writes everything; returns how long it took.
    func settle() async throws -> Double {
        try await seconds {
            try await catalog()
            for start in stride(from: 1, through: customers, by: 1_000) {
                let ids = start...min(start + 999, customers)
                try await house.database.write { try Self.insert(ids, in: $0) }
            }
            try await team()
            try await pastIncidents()
            try await openIncidents()
        }
    }

    /// Gives all customers their words, as the server does beside its work.
    func index() async throws -> Double {
        try await seconds {
            while try await SearchIndexer.tick(house.database, Self.now) != nil {}
            if house.database.dialect == .postgres {
                try await house.database.write { try $0.run("ANALYZE") }
            }
        }
    }

    private func catalog() async throws {
        try await house.database.write { session in
            let rows: [[SQLValue]] = (1...Self.components).map { id in
                [
                    .integer(Int64(id)), .text("c\(id)"), .text("component\(100 + id)"),
                    .text("{\"es\":\"Servicio \(id)\",\"en\":\"Service \(id)\"}"),
                    .text(id % 2 == 0 ? "OVH" : "Arsys"),
                    .integer(Int64(id)), .integer(0), .integer(0),
                ]
            }
            try session.insertRows(
                "INSERT INTO component (id, external_id, public_id, name, provider, position, created_at, updated_at)",
                rows
            )
        }
    }

    private static func insert(_ ids: ClosedRange<Int>, in session: any Session) throws {
        try session.insertRows(
            "INSERT INTO customer (id, external_id, name, language)",
            ids.map {
                [.integer(Int64($0)), .text("K\($0)"), .text(name($0)), .text($0 % 5 == 0 ? "en" : "es")]
            }
        )
        // Everybody has the first service, and one of the others.
        try session.insertRows(
            "INSERT INTO subscription (component_id, customer_id, quantity, status, started_at)",
            ids.flatMap { id in
                [1, 2 + id % (components - 1)].map { component in
                    [
                        .integer(Int64(component)), .integer(Int64(id)), .integer(1), .text("active"),
                        .integer(0),
                    ]
                }
            }
        )
        try session.insertRows(
            "INSERT INTO address (customer_id, channel, value, preference, consent, standing)",
            ids.flatMap { id -> [[SQLValue]] in
                let ways = [("email", "info@k\(id).example", 50), ("phone", "+346\(10_000_000 + id)", 60)]
                return ways.map { channel, value, preference in
                    [
                        .integer(Int64(id)), .text(channel), .text(value), .integer(Int64(preference)),
                        .text("unknown"), .text("usable"),
                    ]
                }
            }
        )
    }

    private func team() async throws {
        for id in ["ana", "leo", "eva", "tom", "zoe"] {
            let staff = Staff(
                id: 0,
                externalID: id,
                name: id,
                email: nil,
                phone: nil,
                role: .responder,
                languages: [.spanish, .english],
                isOnDuty: true
            )
            _ = try await house.response.perform(AddStaff(staff: staff), by: .operator, at: Self.now)
        }
    }
}
