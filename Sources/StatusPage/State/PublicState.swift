import Basis
import Catalog
import Incidents

/// All that a stranger may know, as one value: what the public page, the feeds and the documents are made of.
///
/// It is loaded in one read, compared with the last one, kept in a file for the day on which the database is gone,
/// and rendered without asking anybody anything.
package struct PublicState: Sendable, Equatable, Codable {
    package var page: PageIdentity
    /// In the order of the page. At most `Bounds.components`, the affected ones first of all to be among them.
    package var components: [PublicComponent]
    /// How many are listed publicly in all, also where `components` was cut.
    package var componentCount: Int
    /// The open ones and the newest of the past, newest first.
    package var incidents: [PublicIncident]
    /// When something was wrong, for the bars of the last 90 days.
    package var troubles: [PublicTrouble]
    /// Before this moment nothing is known about any day.
    package var knownSince: Instant?
    /// The last moment at which anything in here changed.
    package var changedAt: Instant

    package init(
        page: PageIdentity,
        components: [PublicComponent],
        componentCount: Int? = nil,
        incidents: [PublicIncident],
        troubles: [PublicTrouble],
        knownSince: Instant?,
        changedAt: Instant
    ) {
        self.page = page
        self.components = components
        self.componentCount = componentCount ?? components.count
        self.incidents = incidents
        self.troubles = troubles
        self.knownSince = knownSince
        self.changedAt = changedAt
    }

    /// What bounds the page, whatever the catalogue holds.
    package enum Bounds {
        package static let components = 5_000
        package static let incidents = 100
        package static let updates = 5_000
        package static let affectedPerIncident = 200
        package static let troubles = 1_000
        package static let daysShown = 90
    }
}

/// A component as customers know it.
package struct PublicComponent: Sendable, Equatable, Codable {
    package var id: Int64
    package var publicID: String
    package var name: LocalizedText
    package var group: String?
    package var position: Int
    /// The worst that any open incident does to it.
    package var impact: ImpactLevel
    package var createdAt: Instant
    package var updatedAt: Instant

    package init(
        id: Int64,
        publicID: String,
        name: LocalizedText,
        group: String?,
        position: Int,
        impact: ImpactLevel,
        createdAt: Instant,
        updatedAt: Instant
    ) {
        self.id = id
        self.publicID = publicID
        self.name = name
        self.group = group
        self.position = position
        self.impact = impact
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// From when to when something was how bad.
package struct PublicTrouble: Sendable, Equatable, Codable {
    package var beganAt: Instant
    /// nil while it lasts.
    package var endedAt: Instant?
    package var impact: ImpactLevel

    package init(beganAt: Instant, endedAt: Instant?, impact: ImpactLevel) {
        self.beganAt = beganAt
        self.endedAt = endedAt
        self.impact = impact
    }
}
