import Access
import Basis
import Incidents

/// The customers hear what is known now, when it should be over, and when they hear more.
package struct PublishUpdate: Deed {
    package static let name = "publish_update"

    package var incident: String
    package var status: Incident.Stage
    package var message: LocalizedText
    package var eta: Instant?
    package var nextUpdate: Instant?
    package var notify: Bool

    package init(
        incident: String,
        status: Incident.Stage,
        message: LocalizedText,
        eta: Instant? = nil,
        nextUpdate: Instant? = nil,
        notify: Bool = false
    ) {
        self.incident = incident
        self.status = status
        self.message = message
        self.eta = eta
        self.nextUpdate = nextUpdate
        self.notify = notify
    }

    package struct Answer: Codable, Sendable, Equatable {
        package var id: String
        package var update: String
        /// Set where the telling waits for a second person; `state` is `waiting` then.
        package var approval: Int64?
        package var state: Approval.State?
    }

    package func subject(_ answer: Answer) -> String { "incident:\(answer.id)" }

    package func act(in context: DeedContext) throws -> Answer {
        var found = try context.incident(incident)
        var problems = Problems()
        if message.isEmpty { problems.add("message", "response.message_missing") }
        if status == .closed { problems.add("status", "response.close_is_own_deed") }
        for (place, time) in [("eta", eta), ("next_update", nextUpdate)] {
            if let time, time <= context.now { problems.add(place, "response.time_is_past") }
        }
        try problems.check()
        let publishing = Publishing(
            status: status,
            message: message,
            eta: eta,
            nextUpdate: nextUpdate,
            notify: notify
        )
        let published = try publishing.publish(&found, in: context)
        return Answer(
            id: found.name,
            update: published.update,
            approval: published.telling.approval,
            state: published.telling.state
        )
    }
}

/// The wording of a published update is mended. The page shows that it was changed; nobody is told again.
package struct EditUpdate: Deed {
    package static let name = "edit_update"

    /// The update's public id.
    package var update: String
    package var message: LocalizedText

    package init(update: String, message: LocalizedText) {
        self.update = update
        self.message = message
    }

    package func subject(_ answer: Done) -> String { "update:\(update)" }

    package func act(in context: DeedContext) throws -> Done {
        guard let found = try IncidentStore.update(publicID: update, in: context.session),
            let incident = try IncidentStore.with(id: found.incidentID, in: context.session)
        else { throw DeedRefusal.unknownUpdate(update) }
        var problems = Problems()
        if message.isEmpty { problems.add("message", "response.message_missing") }
        try problems.check()
        try IncidentStore.editUpdate(publicID: update, message: message, at: context.now, in: context.session)
        try Timeline.add(
            TimelineEntry.Kind.updateEdited,
            to: incident,
            ["text": message.text(.english)],
            in: context
        )
        return Done()
    }
}

/// The trouble is over: the last update of the incident, with its own wave of notices.
package struct ResolveIncident: Deed {
    package static let name = "resolve_incident"

    package var incident: String
    package var message: LocalizedText
    package var notify: Bool

    package init(incident: String, message: LocalizedText, notify: Bool = false) {
        self.incident = incident
        self.message = message
        self.notify = notify
    }

    package typealias Answer = PublishUpdate.Answer

    package func subject(_ answer: Answer) -> String { "incident:\(answer.id)" }

    package func act(in context: DeedContext) throws -> Answer {
        try PublishUpdate(incident: incident, status: .resolved, message: message, notify: notify).act(
            in: context
        )
    }
}
