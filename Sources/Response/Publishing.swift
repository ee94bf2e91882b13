import Access
import Basis
import Database
import Incidents

/// What every published update does, whichever deed publishes it: the state machine moves, the promises are settled
/// and made, the update is stored, and, where asked, its notices are launched.
struct Publishing {
    var status: Incident.Stage
    var message: LocalizedText
    var eta: Instant?
    var nextUpdate: Instant?
    var notify: Bool

    /// Returns the new update's public id.
    @discardableResult
    func publish(_ incident: inout Incident, in context: DeedContext) throws -> String {
        let isFirst = try IncidentStore.updates(of: incident.id, in: context.session).isEmpty
        _ = try incident.publish(status, at: context.now)
        incident = try IncidentStore.save(incident, in: context.session)
        try settlePromises(of: incident, in: context)
        let update = try IncidentStore.insert(
            IncidentUpdate(
                id: 0,
                publicID: context.desk.random.publicID(),
                incidentID: incident.id,
                status: status,
                message: message,
                publishedAt: context.now,
                editedAt: nil,
                isNotified: notify
            ),
            in: context.session
        )
        try Timeline.add("update", to: incident, ["update": update.publicID, "status": status.rawValue], in: context)
        if notify {
            try Telling(incident: incident, update: update, isFirst: isFirst).launch(in: context)
        }
        return update.publicID
    }

    private func settlePromises(of incident: Incident, in context: DeedContext) throws {
        let standing = try IncidentStore.promises(of: incident.id, in: context.session)
        let event: PromiseBook.Event =
            status == .resolved
            ? .resolved(at: context.now)
            : .updated(at: context.now, eta: eta, nextUpdate: nextUpdate)
        for change in PromiseBook.settle(standing, event: event) {
            try IncidentStore.save(change, in: context.session)
        }
        for (kind, due) in [(Promise.Kind.eta, eta), (.nextUpdate, nextUpdate)] {
            guard let due, status != .resolved else { continue }
            _ = try IncidentStore.insert(
                Promise(
                    id: 0,
                    incidentID: incident.id,
                    kind: kind,
                    what: LocalizedText(),
                    madeAt: context.now,
                    dueAt: due,
                    state: .due,
                    settledAt: nil
                ),
                in: context.session
            )
        }
    }
}
