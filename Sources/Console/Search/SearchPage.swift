import Basis
import Catalog
import Incidents
import Rendering

/// What was found, by kind; before anything was typed, what can be.
struct SearchPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let search: String
    let isBlank: Bool
    let isEmpty: Bool
    let nothing: String
    let incidents: [IncidentRow]
    let customers: [CustomerRow]
    let moreCustomers: String?
    let components: [ComponentRow]

    struct IncidentRow: Sendable {
        let href: String
        let title: String
        let name: String
        let since: String
        let stage: Mark
    }

    struct CustomerRow: Sendable {
        let href: String
        let name: String
        let id: String
        let hurting: [LinkItem]
    }

    struct ComponentRow: Sendable {
        let name: String
        let provider: String?
        let customers: String
        let failing: [LinkItem]
        /// Where an incident is opened with it; nil while there is one.
        let open: String?
    }

    init(_ visit: Visit, _ reading: SearchReading?, asked: String) {
        let words = visit.words
        search = asked
        frame = visit.frame(
            title: asked.isEmpty ? words("search.title") : words("search.of", ["text": asked]),
            section: nil,
            searched: asked
        )
        t = words.t
        isBlank = reading == nil
        incidents = (reading?.incidents ?? []).map { incident in
            IncidentRow(
                href: Links.room(incident.name),
                title: words.localized(incident.title),
                name: incident.name,
                since: IncidentCard.since(incident, words, visit.now),
                stage: words.mark(incident.stage)
            )
        }
        customers = (reading?.customers ?? []).map { customer in
            CustomerRow(
                href: Links.customer(customer.externalID),
                name: customer.name,
                id: customer.externalID,
                hurting: Self.links(reading?.hurting[customer.id])
            )
        }
        moreCustomers = reading?.hasMoreCustomers == true ? Links.with(Links.customers, ["q": asked]) : nil
        components = (reading?.components ?? []).map { found in
            Self.row(
                found.component,
                found.customers,
                Self.links(reading?.failing[found.component.id]),
                words
            )
        }
        isEmpty = reading != nil && incidents.isEmpty && customers.isEmpty && components.isEmpty
        nothing = words("search.nothing", ["text": asked])
    }

    private static func links(_ incidents: [Incident]?) -> [LinkItem] {
        (incidents ?? []).map { LinkItem(href: Links.room($0.name), label: $0.name) }
    }

    private static func row(
        _ component: Component,
        _ customers: Int,
        _ failing: [LinkItem],
        _ words: Words
    ) -> ComponentRow {
        let isMany = customers > SearchReading.customersMax
        return ComponentRow(
            name: words.localized(component.name),
            provider: component.provider,
            customers: isMany
                ? words("search.many_customers", ["count": words.time.number(SearchReading.customersMax)])
                : words.count("search.customers_with", customers),
            failing: failing,
            open: failing.isEmpty ? Links.with(Links.newIncident, ["component": component.externalID]) : nil
        )
    }
}
