import Basis
import Catalog
import Database
import Delivery
import Incidents
import Rendering

/// Who of the hurt knows, by which way, and who cannot be reached.
struct ToldSection: Sendable {
    let bar: ToldBar
    let ways: [Way]
    let reasons: [Reason]
    let isEmpty: Bool

    struct Way: Sendable {
        let label: String
        let told: String
        let waiting: String
        let refused: String
    }

    struct Reason: Sendable {
        let label: String
        let count: String
    }

    init(_ report: ToldReport, _ words: Words) {
        bar = ToldBar(report.counts, words: words)
        ways = report.ways.map { way in
            Way(
                label: words.textIfAny("console.way.\(way.channel)") ?? way.channel,
                told: words.time.number(way.told),
                waiting: words.time.number(way.waiting),
                refused: words.time.number(way.refused)
            )
        }
        reasons = report.reasons.map { reason in
            Reason(
                label: words.textIfAny("console.reason.\(reason.code)") ?? reason.code,
                count: words.time.number(reason.count)
            )
        }
        isEmpty = !report.hasCampaign
    }
}

/// Who is hurt, and why.
struct HurtSection: Sendable {
    let headline: String
    let components: [Component]
    /// The less important ones, folded.
    let folded: Folded<Component>?
    let more: String?
    let customers: [HurtRow]
    let all: LinkItem
    let csv: String

    private static let componentsShown = 5

    struct Component: Sendable {
        let name: String
        let level: Mark
        /// From what failed to it, by name; nil where it failed itself.
        let path: Path?
        let isPossible: Bool

        struct Path: Sendable {
            let steps: [String]
        }
    }

    init(_ reading: RoomReading, _ words: Words, now: Instant) {
        headline = words.count("room.hurt", reading.told.counts.hurt)
        let reached = reading.components.map { line in
            Component(
                name: words.localized(line.name),
                level: words.mark(line.impact),
                path: line.path.count > 1 ? Component.Path(steps: line.path.map(words.localized)) : nil,
                isPossible: !line.isCertain
            )
        }
        // One more is shown sooner than said.
        let shown = reached.count > Self.componentsShown + 1 ? Self.componentsShown : reached.count
        components = Array(reached.prefix(shown))
        folded = Folded(reached.dropFirst(shown)) { words.count("room.other_components", $0) }
        let hidden = reading.componentCount - reached.count
        more = hidden > 0 ? words.count("room.more_components", hidden) : nil
        customers = reading.customers.map { HurtRow($0, reading.names, reading.incident, words, now: now) }
        all = LinkItem(
            href: Links.room(reading.incident.name, "customers"),
            label: words.count("room.all_customers", reading.told.counts.hurt)
        )
        csv = Links.room(reading.incident.name, "customers.csv")
    }
}

/// One hurt customer in a table.
struct HurtRow: Sendable {
    let href: String
    let name: String
    let level: Mark
    let why: String
    let told: Mark
    let toldHow: String?
    let back: Mark?

    init(_ line: HurtLine, _ names: ComponentNames, _ incident: Incident, _ words: Words, now: Instant) {
        href = Links.customer(line.customer.externalID)
        name = line.customer.name
        level = words.mark(ImpactLevel(severity: line.severity) ?? .operational)
        let listed = line.listed.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        let past = words.time.list(line.past.map { words.localized(names[$0]) })
        why =
            line.past.isEmpty
            ? words.time.list(line.components.map { words.localized(names[$0]) } + listed)
            : words("hurt.was", ["components": past])
        told = Self.mark(line.told, words)
        toldHow = Self.how(line.told, words, now)
        back =
            incident.isOngoing
            ? nil : Self.backMark(line.back, words)
    }

    static func mark(_ told: HurtLine.ToldState?, _ words: Words) -> Mark {
        let look =
            switch told?.state {
            case .handedOver: "good"
            case .waiting, .sending, .unknown: "watch"
            case .toCall: "note"
            case .refused, .skipped: "bad"
            case nil: "idle"
            }
        return Mark(look: look, label: words("notice.\(told?.state.rawValue ?? "none")"))
    }

    static func how(_ told: HurtLine.ToldState?, _ words: Words, _ now: Instant) -> String? {
        guard let told else { return nil }
        if let reason = told.reason { return words.textIfAny("console.reason.\(reason.rawValue)") }
        guard let channel = told.channel else { return nil }
        let way = words.textIfAny("console.way.\(channel)") ?? channel
        guard let at = told.at else { return way }
        return words("notice.how", ["way": way, "time": words.time.short(at, now: now)])
    }

    static func backMark(_ state: BackCheck.State?, _ words: Words) -> Mark {
        switch state {
        case .back: Mark(look: "good", label: words("back.back"))
        case .stillBroken: Mark(look: "bad", label: words("back.still_broken"))
        case .unknown, nil: Mark(look: "idle", label: words("back.unknown"))
        }
    }
}

/// The call sheets by person, and when they will be done.
struct CallsSection: Sendable {
    let estimate: String?
    let sheets: [Sheet]
    let all: String

    struct Sheet: Sendable {
        let href: String?
        let name: String
        let progress: String
        let done: Int
        let total: Int
        let isGuest: Bool
    }

    /// Nil where nobody has to be called.
    init?(_ reading: RoomReading, _ words: Words, now: Instant) {
        let sheets = reading.sheets.filter { $0.open + $0.done > 0 }
        guard !sheets.isEmpty else { return nil }
        estimate = Self.estimate(reading.estimate, words, now)
        self.sheets = sheets.map { sheet in
            Sheet(
                href: sheet.staffID.map { Links.sheet(reading.incident.name, $0) },
                name: sheet.name ?? words("calls.unassigned"),
                progress: words(
                    "calls.progress",
                    [
                        "done": words.time.number(sheet.done),
                        "total": words.time.number(sheet.done + sheet.open),
                    ]
                ),
                done: sheet.done,
                total: max(1, sheet.done + sheet.open),
                isGuest: sheet.isGuest
            )
        }
        all = Links.calls(reading.incident.name)
    }

    /// `3 people, 41 calls, done about 9:20`.
    static func estimate(_ estimate: CallEstimate?, _ words: Words, _ now: Instant) -> String? {
        guard let estimate, estimate.calls > 0 else { return nil }
        let calls = words.count("calls.calls", estimate.calls)
        guard let doneAt = estimate.doneAt, estimate.people > 0 else {
            return words("calls.nobody", ["calls": calls])
        }
        return words(
            "calls.estimate",
            [
                "people": words.count("calls.people", estimate.people), "calls": calls,
                "time": words.time.short(doneAt, now: now),
            ]
        )
    }
}
