import Basis
import Catalog
import Incidents
import Letters
import Response

/// The four answers and what follows from them: an incident that is not opened yet. Read from a form, carried on by
/// the form itself.
struct Draft: Sendable {
    /// What people notice, in the words of who answers the telephone.
    enum Noticed: String, CaseIterable, Sendable {
        case down
        case partly
        case slow
        case wrongDelivery = "wrong_delivery"
        case mistake
        case defect

        /// How badly the components fail that are only ticked.
        var level: ImpactLevel {
            switch self {
            case .down: .majorOutage
            case .partly: .partialOutage
            case .slow, .wrongDelivery, .mistake, .defect: .degradedPerformance
            }
        }

        var kind: Incident.Kind {
            switch self {
            case .down, .partly: .outage
            case .slow: .degradation
            case .wrongDelivery: .wrongDelivery
            case .mistake: .mistake
            case .defect: .defect
            }
        }
    }

    enum Ongoing: String, CaseIterable, Sendable {
        case yes
        case no
        case unknown
    }

    var noticed: Noticed?
    var ongoing: Ongoing?
    var origin: Incident.Origin?
    var data: DataTouched?
    var since: Instant?
    /// Ticked components by their own id.
    var impacts: [String: ImpactLevel]
    /// The uploaded list of customers, where the hurt are known by name.
    var list: String?
    var title: LocalizedText
    var message: LocalizedText
    var eta: Instant?
    /// Minutes from now; nil for no promise.
    var nextUpdateMinutes: Int?
    var notify: Bool
    var key: String

    /// All that is wrong with the four answers, at once.
    var problems: Problems {
        var problems = Problems()
        if noticed == nil { problems.add("noticed", "console.new.answer_missing") }
        if ongoing == nil { problems.add("ongoing", "console.new.answer_missing") }
        if origin == nil { problems.add("origin", "console.new.answer_missing") }
        if data == nil { problems.add("data", "console.new.answer_missing") }
        if impacts.isEmpty, list == nil { problems.add("component", "console.new.nothing_chosen") }
        return problems
    }

    /// An attack or touched data weighs more than how it shows.
    var kind: Incident.Kind {
        if origin == .attack { return .security }
        if data == .yes { return .data }
        return noticed?.kind ?? .outage
    }

    func order(listed: [OpenIncident.ListedCustomer]?, now: Instant, notify: Bool? = nil) -> OpenIncident {
        OpenIncident(
            title: title,
            impacts: impacts,
            listed: listed,
            kind: kind,
            origin: origin ?? .unknown,
            message: message,
            beganAt: since,
            eta: eta,
            nextUpdate: nextUpdateMinutes.map { LocalTime.wholeMinute(now + .minutes(Int64($0))) },
            dataTouched: data,
            notify: notify ?? self.notify
        )
    }
}

extension Draft {
    /// What the wording form holds that the questions do not.
    static let wordingFields: Set<String> = ["eta", "next_update", "notify"]

    init(_ form: FormFields, time: LocalTime, now: Instant) {
        noticed = form["noticed"].flatMap(Noticed.init)
        ongoing = form["ongoing"].flatMap(Ongoing.init)
        origin = form["origin"].flatMap(Incident.Origin.init)
        data = form["data"].flatMap(DataTouched.init)
        since = form["since"].flatMap { time.last($0, before: now) }
        let usual = noticed?.level ?? .majorOutage
        let ticked = form.pairs.filter { $0.name == "component" }.map(\.value)
        impacts = ticked.reduce(into: [:]) { impacts, id in
            impacts[id] = form["level.\(id)"].flatMap(ImpactLevel.init) ?? usual
        }
        list = form["list"]
        title = form.localized("title")
        message = form.localized("message")
        eta = form["eta"].flatMap { time.next($0, after: now) }
        nextUpdateMinutes = form["next_update"].flatMap(Int.init)
        notify = !form.has("wording") || form["notify"] == "yes"
        key = form["key"] ?? ""
    }
}

extension FormFields {
    /// The fields `name.es`, `name.en` … as one text.
    func localized(_ name: String) -> LocalizedText {
        LocalizedText(
            starting("\(name).").reduce(into: [:]) { texts, field in
                if let language = Language(field.rest) { texts[language] = field.value.trimmingWhitespace() }
            }
        )
    }
}
