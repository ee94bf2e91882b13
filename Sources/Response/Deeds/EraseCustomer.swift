import Access
import Basis
import Catalog
import Database
import Delivery
import GoBag
import Incidents

/// A customer asked to be forgotten. Who they were goes out of every room; what was counted stays, as lines about a
/// number. What people wrote about them in their own words is named, for somebody to mend: only people can tell what of
/// it says who it was. Doing it again under the alias takes out what came in meanwhile.
package struct EraseCustomer: Deed {
    package static let name = "erase_customer"
    package static let role = Role.administrator

    /// The own id, or the alias of somebody who was erased before.
    package var customer: String

    package init(customer: String) { self.customer = customer }

    package struct Answer: Codable, Sendable, Equatable {
        /// Ours, which says nothing about who it was.
        package var id: Int64
        /// What stands in their place: `erased-7`.
        package var alias: String
        package var mentions: [Mention]
    }

    /// By our own number: the trail keeps what it has, and is to hold nobody's name.
    package func subject(_ answer: Answer) -> String { "customer:\(answer.id)" }

    package func act(in context: DeedContext) throws -> Answer {
        let (session, now) = (context.session, context.now)
        guard let found = try CustomerStore.with(externalID: customer, in: session) else {
            throw DeedRefusal.unknownCustomer(customer)
        }
        let alias = CustomerEraser.alias(found.id)
        let traces = found.externalID == alias ? [] : try CustomerEraser.traces(of: found, in: session)
        try IncidentStore.erase(
            customer: found.id,
            named: found.externalID,
            alias: alias,
            at: now,
            in: session
        )
        try NoticeEraser.erase(customer: found.id, at: now, in: session)
        try BagStore.erase(customer: found.id, in: session)
        let endings = try NoticeEraser.endings(customer: found.id, in: session)
        try CustomerEraser.erase(found.id, endings: endings, at: now, in: session)
        return Answer(id: found.id, alias: alias, mentions: try Mention.find(traces, in: session))
    }
}

/// Everything that is known about one customer, for the customer. Reading so much is in the audit trail too.
package struct ExportCustomer: Deed {
    package static let name = "export_customer"
    package static let role = Role.administrator

    package var customer: String

    package init(customer: String) { self.customer = customer }

    package func subject(_ answer: CustomerDossier) -> String { "customer:\(answer.number)" }

    package func act(in context: DeedContext) throws -> CustomerDossier {
        guard let found = try CustomerStore.with(externalID: customer, in: context.session) else {
            throw DeedRefusal.unknownCustomer(customer)
        }
        return try CustomerDossier(found, in: context)
    }
}
