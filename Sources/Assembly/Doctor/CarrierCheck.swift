import Basis
import Catalog
import Database

/// Whether what we tell with hangs on what may fail: the relay and the telephone are components too.
struct CarrierCheck {
    let relay: String?
    let phone: String?

    func findings(at now: Instant, in session: any Session) throws -> [Doctor.Finding] {
        let components = try ComponentStore.count(in: session)
        guard components > 0 else { return [.problem("assembly.doctor.no_components")] }
        return try named(in: session) + crowded(at: now, in: session)
    }

    private func named(in session: any Session) throws -> [Doctor.Finding] {
        var findings: [Doctor.Finding] = []
        for (setting, component) in [("relay_component", relay), ("phone_component", phone)] {
            guard let component else {
                findings.append(.advice("assembly.doctor.carrier_unnamed", ["setting": setting]))
                continue
            }
            guard try ComponentStore.with(externalID: component, in: session) == nil else { continue }
            let values = ["setting": setting, "component": component]
            findings.append(.problem("assembly.doctor.carrier_unknown", values))
        }
        return findings
    }

    /// The provider that most customers hang on, and whether our own mail hangs on it too.
    private func crowded(at now: Instant, in session: any Session) throws -> [Doctor.Finding] {
        let most = try session.first(
            """
            SELECT c.provider, count(DISTINCT s.customer_id) FROM component c
            JOIN subscription s ON s.component_id = c.id
            WHERE c.provider IS NOT NULL AND \(SubscriptionStore.activeFilter(at: now))
            GROUP BY c.provider ORDER BY 2 DESC, 1 LIMIT 1
            """
        ) { (provider: try $0.text(0), customers: try $0.int64(1)) }
        guard let most else { return [] }
        let values = [
            "provider": most.provider, "count": String(most.customers),
            "customers": String(try CustomerStore.count(in: session)),
        ]
        let own = try relay.flatMap { try ComponentStore.with(externalID: $0, in: session) }?.provider
        return [
            own == most.provider
                ? .problem("assembly.doctor.relay_at_provider", values)
                : .advice("assembly.doctor.provider", values)
        ]
    }
}
