import Basis
import Catalog
import Database
import Foundation

/// Whether what we tell with hangs on what may fail: the relay and the telephone are components too.
struct CarrierCheck {
    let relay: String?
    let phone: String?
    /// Where what we tell with stands.
    let places: [PlaceCheck.Place]

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

    /// Whether what we tell with stands at a provider that customers hang on too. Where it does not, or nobody knows
    /// where it stands, the provider of most customers is named.
    private func crowded(at now: Instant, in session: any Session) throws -> [Doctor.Finding] {
        let providers = try Self.providers(at: now, in: session)
        let customers = String(try CustomerStore.count(in: session))
        let own = try relay.flatMap { try ComponentStore.with(externalID: $0, in: session) }?.provider
        var found = PlaceCheck.findings(places, providers)
        if let own, let provider = providers.first(where: { $0.name == own }) {
            found.removeAll { $0.part == .mail && $0.provider == provider }
            found.append(PlaceCheck.Finding(part: .mail, provider: provider, seen: relay ?? ""))
        }
        let findings = found.map { finding in
            Doctor.Finding.problem(
                finding.part.key,
                [
                    "provider": finding.provider.name, "count": String(finding.provider.customers),
                    "customers": customers, "host": finding.seen,
                ]
            )
        }
        guard let most = providers.first, !found.contains(where: { $0.provider == most }) else {
            return findings
        }
        let values = ["provider": most.name, "count": String(most.customers), "customers": customers]
        return findings + [.advice("assembly.doctor.provider", values)]
    }

    /// The providers that customers hang on, that of most customers first.
    private static func providers(
        at now: Instant,
        in session: any Session
    ) throws -> [PlaceCheck.Provider] {
        let components = Dictionary(
            grouping: try ComponentStore.all(in: session),
            by: { $0.provider ?? "" }
        )
        return try session.rows(
            """
            SELECT c.provider, count(DISTINCT s.customer_id) FROM component c
            JOIN subscription s ON s.component_id = c.id
            WHERE c.provider IS NOT NULL AND \(SubscriptionStore.activeFilter(at: now))
            GROUP BY c.provider ORDER BY 2 DESC, 1 LIMIT 200
            """
        ) { row in
            let name = try row.text(0)
            let own = components[name] ?? []
            return PlaceCheck.Provider(
                name,
                customers: Int(try row.int64(1)),
                domains: own.flatMap(\.mailDomains),
                hosts: own.compactMap { $0.statusURL.flatMap(URL.init(string:))?.host() }
            )
        }
    }
}

extension PlaceCheck.Part {
    fileprivate var key: MessageKey {
        switch self {
        case .program: "assembly.doctor.program_at_provider"
        case .page: "assembly.doctor.page_at_provider"
        case .mail: "assembly.doctor.relay_at_provider"
        case .database: "assembly.doctor.database_at_provider"
        }
    }
}
