import Basis
import Catalog
import Incidents

extension PublicState {
    /// Newest first.
    package var openIncidents: [PublicIncident] { incidents.filter(\.isOpen) }

    /// The worst that is happening to a component now.
    package var worst: ImpactLevel { components.map(\.impact).max() ?? .operational }

    /// Those that are not working as they should, worst first, then in the order of the page.
    package var affectedComponents: [PublicComponent] {
        let affected = components.enumerated().filter { $0.element.impact > .operational }
        return affected.sorted { left, right in
            (right.element.impact, left.offset) < (left.element.impact, right.offset)
        }.map(\.element)
    }

    /// The last that ended within a day before `now`: for as long the page says that all is well *again*.
    package func justResolved(now: Instant) -> PublicIncident? {
        incidents.filter { incident in
            guard let resolvedAt = incident.resolvedAt, !incident.isOpen else { return false }
            return resolvedAt > now - Self.recovery
        }.max { ($0.resolvedAt ?? $0.openedAt) < ($1.resolvedAt ?? $1.openedAt) }
    }

    /// When the page will read differently although nothing changed: a promised time passes, a recovery is a day
    /// old, another day begins.
    package func nextChange(after now: Instant) -> Instant {
        let promised = incidents.flatMap { incident in
            incident.estimates.map(\.at) + [incident.nextUpdateAt].compactMap(\.self)
        }
        let recovered = incidents.compactMap(\.resolvedAt).map { $0 + Self.recovery }
        let midnight = page.midnight(after: now)
        return (promised + recovered).filter { $0 > now }.reduce(midnight, min)
    }

    private static let recovery = Span.days(1)
}

/// A part of the page: components under one heading.
package struct PublicGroup: Sendable, Equatable {
    /// nil for the components that are in none.
    package var name: String?
    package var components: [PublicComponent]

    package var impact: ImpactLevel { components.map(\.impact).max() ?? .operational }

    /// Only groups have an id; it is made from the name, which is all there is.
    package var publicID: String? { name.map { DerivedID.twelve("group", $0) } }
}

extension PublicState {
    /// The components by group, in the order in which the first of each stands.
    package var groups: [PublicGroup] {
        var groups: [PublicGroup] = []
        var places: [String?: Int] = [:]
        for component in components {
            if let place = places[component.group] {
                groups[place].components.append(component)
            } else {
                places[component.group] = groups.count
                groups.append(PublicGroup(name: component.group, components: [component]))
            }
        }
        return groups
    }
}
