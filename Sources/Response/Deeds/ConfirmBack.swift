import Access
import Basis
import Catalog
import Incidents

/// A customer works again, is still broken, or nobody knows: asked by phone, answered on their link, or
/// checked.
package struct ConfirmBack: Deed {
    package static let name = "confirm_back"

    package var incident: String
    package var customer: String
    package var state: BackCheck.State
    package var source: BackCheck.Source

    package init(
        incident: String,
        customer: String,
        state: BackCheck.State,
        source: BackCheck.Source = .person
    ) {
        self.incident = incident
        self.customer = customer
        self.state = state
        self.source = source
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func isOpen(to actor: Actor) -> Bool {
        if case .customer = actor { true } else { false }
    }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        let person = try context.customer(customer)
        try BackCheckStore.set(
            state,
            customerID: person.id,
            incidentID: found.id,
            source: source,
            at: context.now,
            in: context.session
        )
        return Done()
    }
}

/// A customer answered on their link whether they had noticed before we told them.
package struct AnswerNotice: Deed {
    package static let name = "answer_notice"

    package var incident: String
    package var customer: String
    package var hadNoticed: Bool
    package var noticedAt: Instant?

    package init(incident: String, customer: String, hadNoticed: Bool, noticedAt: Instant? = nil) {
        self.incident = incident
        self.customer = customer
        self.hadNoticed = hadNoticed
        self.noticedAt = noticedAt
    }

    package func subject(_ answer: Done) -> String { Self.subject(incident: incident) }

    package func isOpen(to actor: Actor) -> Bool {
        if case .customer = actor { true } else { false }
    }

    package func act(in context: DeedContext) throws -> Done {
        let found = try context.incident(incident)
        let person = try context.customer(customer)
        try context.keepFirstAnswer(
            NoticedAnswer(
                incidentID: found.id,
                customerID: person.id,
                hadNoticed: hadNoticed,
                noticedAt: noticedAt,
                answeredAt: context.now
            )
        )
        return Done()
    }
}

extension DeedContext {
    /// Only the first answer says who was first: who is reached again later was told by us before.
    func keepFirstAnswer(_ answer: NoticedAnswer) throws {
        let earlier = try IncidentStore.answer(
            of: answer.customerID,
            incidentID: answer.incidentID,
            in: session
        )
        // One that was given first may come in last, out of a go-bag.
        if let earlier, earlier.answeredAt <= answer.answeredAt { return }
        try IncidentStore.setAnswer(answer, in: session)
    }

    /// The customer with the business's own id.
    func customer(_ externalID: String) throws -> Customer {
        guard let customer = try CustomerStore.with(externalID: externalID, in: session) else {
            throw DeedRefusal.unknownCustomer(externalID)
        }
        if case .customer(let id) = actor, id != customer.id { throw DeedRefusal.unknownCustomer(externalID) }
        return customer
    }
}
