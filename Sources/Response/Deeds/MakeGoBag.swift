import Basis
import Catalog
import Database
import Delivery
import GoBag
import Incidents

/// Somebody takes customers, scripts and call sheets with them in a go-bag. It is a bulk read: the audit trail says
/// who took how many, before anything is read.
///
/// The passphrase is no part of the order, which may be stored and shown.
package struct MakeGoBag: Deed {
    package static let name = "make_go_bag"

    /// Nil for the day when nothing works at all: the customers and empty scripts.
    package var incident: String?
    package var narrowing: BagNarrowing

    package init(incident: String? = nil, narrowing: BagNarrowing = BagNarrowing()) {
        self.incident = incident
        self.narrowing = narrowing
    }

    package struct Answer: Codable, Sendable, Equatable {
        package var bag: String
        package var customers: Int
        package var madeAt: Instant
    }

    package func subject(_ answer: Answer) -> String { "go_bag:\(answer.bag)" }

    package func act(in context: DeedContext) throws -> Answer {
        let found = try incident.map(context.incident)
        if let component = narrowing.component,
            try ComponentStore.with(externalID: component, in: context.session) == nil
        {
            throw DeedRefusal.unknownComponent(component)
        }
        let customers = try BagCustomers.choose(
            found,
            found.map { IncidentRecipients.subject($0.id) },
            narrowing,
            at: context.now,
            in: context.session
        )
        let bag = context.desk.random.publicID()
        try BagStore.add(
            bag: bag,
            incidentID: found?.id,
            customers: customers.count,
            at: context.now,
            in: context.session
        )
        return Answer(bag: bag, customers: customers.count, madeAt: context.now)
    }
}
