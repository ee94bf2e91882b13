import Basis
import Incidents
import Response

/// The form by which an update is published: in the room, and on its own page with the preview.
struct PublishForm: Sendable {
    static let fields: Set<String> = ["status", "message", "eta", "next_update"]
    /// The sites' languages, and those of customers up to this many.
    private static let languagesMax = 5

    let action: String
    let status: ChoiceField
    let wording: Wording
    let eta: TextField
    let nextUpdate: ChoiceField
    let notify: ChoiceField
    let key: String

    /// - Parameter languages: those of the hurt customers, most of them first.
    init(
        _ visit: Visit,
        _ incident: Incident,
        _ draft: UpdateDraft? = nil,
        languages: [Language],
        key: String,
        problems: FieldProblems = FieldProblems()
    ) {
        let words = visit.words
        let draft = draft ?? UpdateDraft(status: incident.stage)
        action = Links.room(incident.name, "publish")
        status = ChoiceField(
            "status",
            legend: words("publish.status"),
            options: [Incident.Stage.investigating, .identified, .monitoring, .resolved].map { stage in
                (stage.rawValue, words("stage.\(stage.rawValue)"), words("publish.status.\(stage.rawValue)"))
            },
            chosen: draft.status.rawValue,
            problem: problems["status"],
            isSide: true
        )
        let wanted = languages.prefix(Self.languagesMax)
        wording = Wording(
            title: nil,
            message: draft.message,
            languages: wanted + Language.spoken.filter { !wanted.contains($0) },
            problems,
            words
        )
        eta = TextField(
            "eta",
            label: words("publish.eta"),
            hint: words("publish.eta_hint"),
            value: draft.etaTyped,
            problem: problems["eta"],
            type: "time"
        )
        nextUpdate = .nextUpdate(draft.nextUpdateMinutes, problems, words)
        notify = .notify(draft.notify, words)
        self.key = key
    }
}

/// An update that is not published yet, as its form holds it.
struct UpdateDraft: Sendable {
    var status: Incident.Stage
    var message = LocalizedText()
    var etaTyped: String?
    var eta: Instant?
    var nextUpdateMinutes: Int? = 30
    var notify = true

    init(status: Incident.Stage) {
        self.status = status
    }

    init(_ form: FormFields, time: LocalTime, now: Instant) {
        status = form["status"].flatMap(Incident.Stage.init) ?? .investigating
        message = form.localized("message")
        etaTyped = form["eta"]
        eta = etaTyped.flatMap { time.next($0, after: now) }
        nextUpdateMinutes = form["next_update"].flatMap(Int.init)
        notify = form["notify"] == "yes"
    }

    func order(_ incident: String, now: Instant) -> PublishUpdate {
        let isOver = status == .resolved
        return PublishUpdate(
            incident: incident,
            status: status,
            message: message,
            eta: isOver ? nil : eta,
            nextUpdate: isOver
                ? nil : nextUpdateMinutes.map { LocalTime.wholeMinute(now + .minutes(Int64($0))) },
            notify: notify
        )
    }
}
