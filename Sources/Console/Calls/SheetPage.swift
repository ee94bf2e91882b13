import Basis
import Catalog
import Delivery
import Incidents
import Rendering

/// One person's call sheet, for a thumb: who is next, the number, what to say, what came of it.
struct SheetPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let name: String
    let incident: String
    /// Where its forms are posted: the sheet's own address.
    let base: String
    let done: Int
    let total: Int
    let progress: String
    let estimate: String?
    let current: CallCard?
    let waiting: [Waiting]
    /// The way back; helpers have none.
    let overview: LinkItem?

    /// A call that comes later.
    struct Waiting: Sendable {
        let name: String
        let note: String?
    }

    init(_ visit: Visit, _ reading: SheetReading, base: String, problems: FieldProblems, isGuest: Bool) {
        let words = visit.words
        name = reading.name
        frame = visit.frame(
            title: words("sheet.title", ["name": reading.name]),
            section: .incidents,
            scripts: ["calls.js"],
            banner: problems.banner(words),
            home: base,
            isGuest: isGuest
        )
        t = words.t
        incident = words.localized(reading.incident.title)
        self.base = base
        done = reading.done
        total = max(1, reading.done + reading.slips.count)
        progress = words(
            "calls.progress",
            [
                "done": words.time.number(reading.done),
                "total": words.time.number(reading.done + reading.slips.count),
            ]
        )
        estimate = CallsSection.estimate(reading.estimate, words, visit.now)
        let slip = reading.current(at: visit.now)
        current = slip.map { CallCard($0, reading, words: words, now: visit.now, problems: problems) }
        waiting = reading.slips.filter { $0.id != slip?.id }.map { later in
            Waiting(name: later.customer.name, note: Self.note(later, reading, words, visit.now))
        }
        overview =
            isGuest
            ? nil : LinkItem(href: Links.calls(reading.incident.name), label: words("sheet.overview"))
    }

    private static func note(
        _ slip: CallSlip,
        _ reading: SheetReading,
        _ words: Words,
        _ now: Instant
    ) -> String? {
        if slip.heldBy != nil { return words("sheet.held") }
        if slip.dueAt > now { return words("sheet.from", ["time": words.time.short(slip.dueAt, now: now)]) }
        return slip.attempts.isEmpty ? nil : words.count("sheet.tried", slip.attempts.count)
    }
}

/// The call to make now.
struct CallCard: Sendable {
    let id: Int64
    let customer: String
    let ask: String?
    let way: String
    let icon: String
    let number: String
    let link: String
    let isPhone: Bool
    /// Whether it is taken, so that nobody else makes it: only then its outcome can be said.
    let isHeld: Bool
    let lang: String
    /// What to write, where it is no telephone call.
    let text: String?
    let say: [String]
    let asides: [CallScriptParts.Aside]
    let history: [String]
    let due: String?
    let callLabel: String
    let since: TextField
    let callBack: TextField
    let note: TextField

    init(_ slip: CallSlip, _ reading: SheetReading, words: Words, now: Instant, problems: FieldProblems) {
        id = slip.id
        customer = slip.customer.name
        ask = slip.contact.map { words("sheet.ask", ["name": $0.name, "role": words.role(of: $0)]) }
        way = words("way.\(slip.way.rawValue)")
        icon = slip.way == .phone ? "phone" : "message"
        number = ReadableNumber.text(slip.number)
        link = slip.link
        isPhone = slip.way == .phone
        isHeld = slip.heldBy == reading.holder
        lang = slip.language.code
        let script = CallScriptParts(slip.script)
        text = slip.way == .phone ? nil : slip.shortText
        say = slip.way == .phone ? script.say : []
        asides = slip.way == .phone ? script.asides : []
        history = slip.attempts.map { attempt in
            words(
                "sheet.attempt",
                [
                    "time": words.time.short(attempt.happenedAt, now: now),
                    "outcome": words("outcome.\(attempt.outcome.rawValue)"),
                    "way": words.textIfAny("console.way.\(attempt.channel.rawValue)")
                        ?? attempt.channel.rawValue,
                ]
            )
        }
        due =
            slip.dueAt > now
            ? words("sheet.from", ["time": words.time.short(slip.dueAt, now: now)]) : nil
        callLabel = words("sheet.call_\(slip.way.rawValue)", ["name": slip.customer.name])
        since = TextField("since", label: words("sheet.since"), type: "time")
        callBack = TextField(
            "call_back",
            label: words("sheet.call_back_at"),
            problem: problems["call_back"],
            type: "time"
        )
        note = TextField("note", label: words("sheet.note"))
    }
}
