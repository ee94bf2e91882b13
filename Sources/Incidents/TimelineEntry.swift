import Access
import Basis
import Database

/// One line of the story of an incident, whoever wrote it: a person, a customer or the program.
package struct TimelineEntry: Sendable, Hashable {
    package internal(set) var id: Int64
    package var incidentID: Int64
    package var happenedAt: Instant
    /// What happened; see `Kind`. The sentence is `incidents.timeline.<kind>`, filled with `details`.
    package var kind: String
    package var actorKind: String
    package var actorID: Int64?
    package var details: [String: String]

    /// A new entry, not stored yet.
    package init(
        incidentID: Int64,
        happenedAt: Instant,
        kind: String,
        actor: Actor,
        details: [String: String] = [:]
    ) {
        id = 0
        self.incidentID = incidentID
        self.happenedAt = happenedAt
        self.kind = kind
        actorKind = actor.kind
        actorID = actor.id
        self.details = details
    }

    /// The kinds that have a sentence, each with the details that it wants.
    package enum Kind {
        package static let opened = "opened"
        /// `text`
        package static let edited = "edited"
        /// `from`, `to`
        package static let moved = "moved"
        /// `status`, `text`
        package static let updated = "updated"
        /// `text`
        package static let updateEdited = "update_edited"
        /// `component`, `impact`
        package static let impactChanged = "impact_changed"
        /// `source`, `who`, `text`
        package static let sighted = "sighted"
        /// `name`, `text`
        package static let factStated = "fact_stated"
        /// `kind`, `due`
        package static let promiseMade = "promise_made"
        /// `kind`, `due`
        package static let promiseKept = "promise_kept"
        /// `kind`, `due`
        package static let promiseReplaced = "promise_replaced"
        /// `kind`, `due`
        package static let promiseLate = "promise_late"
        /// `customer`, `channel`
        package static let contacted = "contacted"
        /// `customer`
        package static let noticedAnswered = "noticed_answered"
        /// `customer`, `outcome`
        package static let called = "called"
        /// `customer`, `state`
        package static let backChecked = "back_checked"
        /// `count`, `audience`
        package static let campaignLaunched = "campaign_launched"
        /// `reason`
        package static let campaignHeld = "campaign_held"
        package static let campaignContinued = "campaign_continued"
        /// `count`
        package static let approvalWaiting = "approval_waiting"
        /// `count`
        package static let approvalExecuted = "approval_executed"
        /// `count`, `reason`
        package static let approvalDeclined = "approval_declined"
        package static let approvalExpired = "approval_expired"
        package static let approvalInvalidated = "approval_invalidated"
        /// `count`, `reason`: one approver alone took it upon themselves.
        package static let glassBroken = "glass_broken"
        /// `hurt`
        package static let scopeComputed = "scope_computed"

        package static let all = [
            opened, edited, moved, updated, updateEdited, impactChanged, sighted, factStated, promiseMade,
            promiseKept,
            promiseReplaced, promiseLate, contacted, noticedAnswered, called, backChecked, campaignLaunched,
            campaignHeld, campaignContinued, approvalWaiting, approvalExecuted, approvalDeclined,
            approvalExpired, approvalInvalidated, glassBroken, scopeComputed,
        ]
    }
}

extension TimelineEntry {
    /// The sentence of this entry. Details that are words of the program (`stage`, `impact` …) are still in its own
    /// language: `wordKey` says which sentence names them.
    package var message: Message { Message("incidents.timeline.\(kind)", details) }

    /// The name of the word that a detail holds; nil where it is a text, a name or a time.
    package func wordKey(ofDetail name: String) -> MessageKey? {
        guard let value = details[name] else { return nil }
        switch (kind, name) {
        case (Kind.moved, "from"), (Kind.moved, "to"), (Kind.updated, "status"):
            return "incidents.stage.\(value)"
        case (Kind.sighted, "source"): return "incidents.sighting_source.\(value)"
        case (Kind.promiseMade, "kind"), (Kind.promiseKept, "kind"), (Kind.promiseReplaced, "kind"),
            (Kind.promiseLate, "kind"):
            return "incidents.promise_kind.\(value)"
        case (Kind.backChecked, "state"): return "incidents.back_state.\(value)"
        case (Kind.campaignLaunched, "audience"): return "incidents.audience.\(value)"
        default: return nil
        }
    }
}
