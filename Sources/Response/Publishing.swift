import Access
import Basis
import Database
import Incidents

/// What every published update does, whichever deed publishes it: the state machine moves, the promises are
/// settled and made, the update is stored, and, where asked, its notices are launched.
struct Publishing {
    var status: Incident.Stage
    var message: LocalizedText
    var eta: Instant?
    var nextUpdate: Instant?
    var notify: Bool

    struct Published {
        /// Its public id.
        var update: String
        /// Whether the telling waits for somebody.
        var telling = TellCustomers.Answer()
    }

    func publish(_ incident: inout Incident, in context: DeedContext) throws -> Published {
        let isFirst = try IncidentStore.updates(of: incident.id, in: context.session).isEmpty
        let effects = try incident.publish(status, at: context.now)
        try IncidentStore.save(incident, in: context.session)
        try IncidentStore.carryOut(
            effects,
            of: incident,
            by: context.actor,
            at: context.now,
            in: context.session
        )
        try PromiseStore.settle(
            .published(status, at: context.now, newETA: eta, newNextUpdate: nextUpdate),
            of: incident.id,
            by: context.actor,
            in: context.session
        )
        var update = IncidentUpdate(
            publicID: context.desk.random.publicID(),
            incidentID: incident.id,
            status: status,
            message: message,
            publishedAt: context.now,
            isNotified: notify
        )
        try IncidentStore.addUpdate(&update, in: context.session)
        let text = message.text(.english)
        try Timeline.add(
            TimelineEntry.Kind.updated,
            to: incident,
            ["status": status.rawValue, "text": text],
            in: context
        )
        guard notify else { return Published(update: update.publicID) }
        let telling = Telling(incident: incident, update: update, isFirst: isFirst)
        return Published(update: update.publicID, telling: try telling.launch(in: context))
    }
}
