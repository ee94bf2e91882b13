import Access
import Basis
import Catalog
import Database
import Delivery
import Incidents
import Letters
import Review
import TestSupport

extension Instant {
    /// 2017-11-09 08:00 in Spain: the morning of the outage.
    static let morning = Instant(seconds: 1_510_210_800)

    /// Minutes after `morning`.
    static func at(_ minutes: Int64) -> Instant { morning + .minutes(minutes) }
}

/// What an incident left behind in all rooms' tables, filled in by hand.
struct Aftermath: Sendable {
    let database: ThrowAwayDatabase

    init(_ engine: DatabaseUnderTest, customers: Int64 = 6) async throws {
        database = try await engine.open(
            AccessMigrations.all + CatalogMigrations.all + IncidentMigrations.all + DeliveryMigrations.all
        )
        try await database.write { session in
            try session.run(
                """
                INSERT INTO component (id, external_id, public_id, name, position, created_at, updated_at)
                VALUES (1, 'web', 'web', '{}', 1, 0, 0)
                """
            )
            for id in 1...customers {
                try session.run(
                    """
                    INSERT INTO customer (id, external_id, name, language)
                    VALUES (\(id), \("k\(id)"), \("Cliente \(id)"), 'es')
                    """
                )
            }
        }
    }

    /// An incident that began at minute -10 and was opened at minute 0, with its list of hurt customers.
    func incident(_ publicID: String = "one", hurt: ClosedRange<Int64> = 1...6) async throws -> Incident {
        try await database.write { session in
            var incident = Incident(
                publicID: publicID,
                title: LocalizedText([.spanish: "Corte"]),
                kind: .outage,
                origin: .upstream,
                basis: .list,
                beganAt: .at(-10),
                openedAt: .morning
            )
            try IncidentStore.insert(&incident, in: session)
            let listed = hurt.map { ListedCustomer(customerID: $0) }
            try ScopeStore.addListed(listed, incidentID: incident.id, in: session)
            return incident
        }
    }

    func campaign(
        _ incident: Incident,
        kind: String = "incident",
        at created: Instant = .at(1)
    ) async throws -> Int64 {
        try await database.write { session in
            let id = try session.insert(
                """
                INSERT INTO campaign (subject_kind, subject_id, purpose, audience, state, is_urgent, time_zone,
                                      machine_channels, created_at)
                VALUES (\(kind), \(incident.id), 'update', 'hurt', 'finished', 0, 'UTC', '["email"]', \(created))
                RETURNING id
                """
            )
            try session.run(
                """
                INSERT INTO wave (id, campaign_id, number, recipients, hash, frozen_at)
                VALUES (\(id), \(id), 1, 0, 'x', \(created))
                """
            )
            return id
        }
    }

    /// What became of the notice to a customer.
    func notice(
        _ campaign: Int64,
        to customer: Int64,
        _ state: String,
        by channel: String? = nil,
        at told: Instant? = nil,
        address: Int64? = nil,
        reason: String? = nil,
        isPossibleDuplicate: Bool = false
    ) async throws {
        try await database.write { session in
            try session.run(
                """
                INSERT INTO notice (campaign_id, wave_id, customer_id, state, channel, address_id, reason, attempts,
                                    is_possible_duplicate, handed_over_at)
                VALUES (\(campaign), \(campaign), \(customer), \(state), \(channel), \(address), \(reason), 1,
                        \(isPossibleDuplicate), \(told))
                """
            )
        }
    }

    /// An e-mail address; its id is the customer's.
    func address(_ customer: Int64, _ value: String) async throws {
        try await database.write { session in
            try session.run(
                """
                INSERT INTO address (id, customer_id, channel, value, preference, consent, standing)
                VALUES (\(customer), \(customer), 'email', \(value), 1, 'yes', 'usable')
                """
            )
        }
    }

    func block(_ campaign: Int64, _ kind: String, _ value: String) async throws {
        try await database.write { session in
            try session.run(
                """
                INSERT INTO blocked_carrier (campaign_id, kind, value, component_id)
                VALUES (\(campaign), \(kind), \(value), 1)
                """
            )
        }
    }

    func contact(_ incident: Incident, from customer: Int64, at moment: Instant) async throws {
        try await database.write { session in
            var contact = FirstContact(
                incidentID: incident.id,
                customerID: customer,
                channel: "phone",
                happenedAt: moment
            )
            try IncidentStore.addContact(&contact, in: session)
        }
    }

    func answer(_ incident: Incident, from customer: Int64, hadNoticed: Bool) async throws {
        try await database.write { session in
            let answer = NoticedAnswer(
                incidentID: incident.id,
                customerID: customer,
                hadNoticed: hadNoticed,
                answeredAt: .at(500)
            )
            try IncidentStore.setAnswer(answer, in: session)
        }
    }

    func publish(_ incident: Incident, _ publicID: String, at moment: Instant) async throws {
        try await database.write { session in
            var update = IncidentUpdate(
                publicID: publicID,
                incidentID: incident.id,
                status: .identified,
                message: LocalizedText([.spanish: "Seguimos"]),
                publishedAt: moment,
                isNotified: false
            )
            try IncidentStore.addUpdate(&update, in: session)
        }
    }

    func card(_ incidents: Incident..., at now: Instant = .at(600)) async throws -> Scorecard {
        try await database.read { try Scorecard.make(incidents, at: now, in: $0) }
    }
}
