import Access
import Basis
import Incidents
import Rendering
import Response

/// One order as it will be carried out, and the buttons that decide on it: only those that this person may press.
struct ApprovalPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let title: String
    let state: Mark
    let asked: String
    /// Until when it waits, or what became of it.
    let outcome: String
    let reason: String?
    let room: LinkItem?
    let cost: String?
    let texts: [TextCard]
    let preview: Preview?
    /// Why it cannot be carried out any more.
    let lost: String?
    let changes: [TimelineLine]
    let decide: Decide?
    let withdraw: String?
    /// Why this person sees no buttons, and who would.
    let whoElse: String?

    /// What is sent, in one language.
    struct TextCard: Sendable {
        let lang: String
        let language: String
        let subject: String
        let text: String
    }

    /// What a second person may do; in place of it, one who is alone may break the glass.
    struct Decide: Sendable {
        let approve: String?
        let decline: String?
        let glass: String?
        let reason: TextField
    }

    init(_ visit: Visit, _ reading: ApprovalReading, problems: FieldProblems = FieldProblems()) {
        let words = visit.words
        let approval = reading.approval
        let incident = reading.room?.incident
        title = words.count(
            "approvals.telling",
            approval.shown.recipients,
            ["incident": incident?.name ?? ""]
        )
        frame = visit.frame(
            title: title,
            section: .approvals,
            banner: problems.banner(words),
            home: Links.approval(approval.id)
        )
        t = words.t
        state = words.mark(approval)
        asked = words(
            "approvals.asked",
            [
                "name": reading.author ?? words("approvals.operator"),
                "time": words.time.short(approval.askedAt, now: visit.now),
            ]
        )
        outcome = Self.outcome(reading, words, now: visit.now)
        reason = approval.reason
        room = incident.map { LinkItem.room($0, words) }
        cost = approval.shown.cost.map { words("approval.cost", ["sum": "\($0.decimal) \($0.currency)"]) }
        texts = Self.texts(approval.shown.texts, words)
        preview = reading.holds ? Preview(reading.preview, words: words) : nil
        lost = !approval.state.isFinal && !reading.holds ? words("approval.lost") : nil
        changes = Self.changes(reading, words, now: visit.now)
        let may = ApprovalRights(reading, actor: visit.caller?.actor)
        decide = may.decides || may.breaksGlass ? Decide(approval, may, problems, words) : nil
        withdraw = may.withdraws ? Links.approval(approval.id, "withdraw") : nil
        whoElse = may.isOpen && !may.decides ? Self.whoElse(reading, may, words) : nil
    }

    private static func outcome(_ reading: ApprovalReading, _ words: Words, now: Instant) -> String {
        let approval = reading.approval
        guard let endedAt = approval.endedAt else {
            return words("approval.until", ["time": words.time.short(approval.expiresAt, now: now)])
        }
        let values = [
            "name": reading.decider ?? words("approvals.operator"),
            "time": words.time.short(endedAt, now: now),
        ]
        if approval.brokeGlass { return words("approval.was_glass", values) }
        if let cause = approval.cause { return words("approval.cause.\(cause.rawValue)", values) }
        return words("approval.was_\(approval.state.rawValue)", values)
    }

    private static func texts(_ texts: [LocalizedText], _ words: Words) -> [TextCard] {
        guard let subject = texts.first else { return [] }
        return subject.languages.map { language in
            TextCard(
                lang: language.code,
                language: words.textIfAny("console.language.\(language.code)") ?? language.code,
                subject: subject[language] ?? "",
                text: texts.dropFirst().compactMap { $0[language] }.joined(separator: "\n\n")
            )
        }
    }

    /// What happened to the incident since it was asked.
    private static func changes(_ reading: ApprovalReading, _ words: Words, now: Instant) -> [TimelineLine] {
        guard !reading.approval.state.isFinal, var room = reading.room else { return [] }
        let own = TimelineEntry.Kind.approvalWaiting
        room.timeline = room.timeline.filter {
            $0.happenedAt > reading.approval.askedAt && $0.kind != own
        }
        return TimelineLine.lines(room, words: words, now: now)
    }

    private static func whoElse(_ reading: ApprovalReading, _ may: ApprovalRights, _ words: Words) -> String {
        guard !reading.approvers.isEmpty else {
            return words(may.breaksGlass ? "approval.alone" : "approval.nobody")
        }
        return words("approval.who_can", ["names": words.time.list(reading.approvers)])
    }
}

/// What somebody may do about an order: what the rules would refuse is not offered.
struct ApprovalRights: Sendable {
    let isOpen: Bool
    let decides: Bool
    let breaksGlass: Bool
    let withdraws: Bool

    init(_ reading: ApprovalReading, actor: Actor?) {
        let approval = reading.approval
        let isAuthor = actor.map(approval.author.isSame) ?? false
        let isApprover = actor.map { $0.staffID != nil && $0.has(.approver) } ?? false
        isOpen = approval.state == .waiting
        decides = isOpen && isApprover && !isAuthor
        breaksGlass = isOpen && isApprover && isAuthor && reading.approvers.isEmpty
        withdraws = isOpen && (isAuthor || actor?.has(.administrator) ?? false)
    }
}

extension ApprovalPage.Decide {
    init(_ approval: Approval, _ may: ApprovalRights, _ problems: FieldProblems, _ words: Words) {
        approve = may.decides ? Links.approval(approval.id, "approve") : nil
        decline = may.decides ? Links.approval(approval.id, "decline") : nil
        glass = may.breaksGlass ? Links.approval(approval.id, "glass") : nil
        reason = TextField(
            "reason",
            label: words(may.decides ? "approval.reason" : "approval.reason_glass"),
            hint: may.decides ? words("approval.reason_hint") : nil,
            problem: problems["reason"],
            isLong: true
        )
    }
}
