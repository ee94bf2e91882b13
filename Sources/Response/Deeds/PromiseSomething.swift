import Basis
import Incidents

/// Something else is owed by a date: a check by hand, an answer, a refund.
package struct PromiseSomething: Deed {
    package static let name = "promise"

    package var incident: String
    package var what: LocalizedText
    package var dueAt: Instant

    package init(incident: String, what: LocalizedText, dueAt: Instant) {
        self.incident = incident
        self.what = what
        self.dueAt = dueAt
    }

    package struct Answer: Codable, Sendable, Equatable {
        package var id: String
        package var promise: Int64
    }

    package func subject(_ answer: Answer) -> String { "incident:\(answer.id)" }

    package func act(in context: DeedContext) throws -> Answer {
        let found = try context.incident(incident)
        var problems = Problems()
        if what.isEmpty { problems.add("what", "response.what_missing") }
        if dueAt <= context.now { problems.add("due", "response.time_is_past") }
        try problems.check()
        var promise = try Promise(
            incidentID: found.id,
            kind: .other,
            what: what,
            madeAt: context.now,
            dueAt: dueAt
        )
        try PromiseStore.make(&promise, by: context.actor, in: context.session)
        return Answer(id: found.name, promise: promise.id)
    }
}

/// What was promised is done.
package struct KeepPromise: Deed {
    package static let name = "keep_promise"

    package var promise: Int64

    package init(promise: Int64) { self.promise = promise }

    package func subject(_ answer: Done) -> String { "promise:\(promise)" }

    package func act(in context: DeedContext) throws -> Done {
        let kept = try PromiseStore.keep(promise, at: context.now, by: context.actor, in: context.session)
        if kept == nil { throw DeedRefusal.unknownPromise }
        return Done()
    }
}
