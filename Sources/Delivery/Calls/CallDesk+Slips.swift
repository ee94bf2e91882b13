import Basis
import Catalog
import Database
import Rendering

extension CallDesk {
    /// Which calls to list.
    package enum Selection: Sendable, Hashable {
        /// All open ones of a subject.
        case subject(Subject)
        case owner(CallOwner, Subject)
        /// Those of a subject to these customers: as many as a statement takes.
        case customers([Int64], Subject)
        case call(Int64)
    }

    /// The open calls of a selection with all that their callers need: what is due first, promised calls before all.
    /// Of a held campaign only those that somebody is on, so that what they say can be written down.
    package static func slips(
        _ selection: Selection,
        source: any RecipientSource,
        limit: Int = 500,
        at now: Instant,
        in session: any Session
    ) throws -> [CallSlip] {
        let drafts = try drafts(selection, limit: limit, at: now, in: session)
        let customers = try CustomerStore.with(ids: Array(Set(drafts.map(\.customerID))), in: session)
        let byID = Dictionary(uniqueKeysWithValues: customers.map { ($0.id, $0) })
        let contacts = try AddressStore.contacts(customerIDs: customers.map(\.id), in: session)
        let attempts = try attempts(of: drafts.map(\.noticeID), in: session)
        let words = try words(for: drafts, source: source, at: now, in: session)
        return drafts.compactMap { draft in
            guard let customer = byID[draft.customerID] else { return nil }
            let texts = words(draft, customer)
            return CallSlip(
                id: draft.id,
                owner: draft.owner,
                customer: customer,
                contact: draft.contactID.flatMap { contacts[$0] },
                way: draft.way,
                addressID: draft.addressID,
                number: draft.number,
                dueAt: draft.dueAt,
                round: draft.round,
                heldBy: draft.heldBy,
                heldUntil: draft.heldUntil,
                language: texts.language,
                script: texts.script,
                shortText: texts.short,
                link: CallLink.make(draft.way, number: draft.number, text: texts.short),
                attempts: attempts[draft.noticeID] ?? []
            )
        }
    }

    private struct Draft {
        var id: Int64
        var noticeID: Int64
        var campaignID: Int64
        var customerID: Int64
        var way: CallWay
        var addressID: Int64
        var number: String
        var contactID: Int64?
        var staffID: Int64?
        var guestSheetID: Int64?
        var dueAt: Instant
        var heldBy: String?
        var heldUntil: Instant?
        var round: Int

        var owner: CallOwner {
            if let guestSheetID { return .guest(guestSheetID) }
            return staffID.map(CallOwner.staff) ?? .nobody
        }
    }

    private struct Texts {
        var language: Language
        var script: String
        var short: String
    }

    private static func drafts(
        _ selection: Selection,
        limit: Int,
        at now: Instant,
        in session: any Session
    ) throws -> [Draft] {
        try session.rows(
            """
            SELECT c.id, c.notice_id, c.campaign_id, c.customer_id, c.way, c.address_id, a.value, a.contact_id,
                   c.staff_id, CASE WHEN g.expires_at > \(now) THEN c.guest_sheet_id END, c.due_at,
                   CASE WHEN c.held_until > \(now) THEN c.held_by END, c.held_until, c.round
            FROM call c
            JOIN campaign k ON k.id = c.campaign_id
            JOIN address a ON a.id = c.address_id
            LEFT JOIN guest_sheet g ON g.id = c.guest_sheet_id
            WHERE c.state = 'open' AND (k.state <> 'held' OR c.held_until > \(now))
                AND \(condition(selection, at: now))
            ORDER BY CASE WHEN c.due_at <= \(now) THEN 0 ELSE c.due_at END,
                     CASE WHEN c.position = 0 THEN 0 ELSE c.round END, c.position, c.id
            LIMIT \(limit)
            """
        ) { row in
            Draft(
                id: try row.next(),
                noticeID: try row.next(),
                campaignID: try row.next(),
                customerID: try row.next(),
                way: try row.next(),
                addressID: try row.next(),
                number: try row.next(),
                contactID: try row.nextOrNil(),
                staffID: try row.nextOrNil(),
                guestSheetID: try row.nextOrNil(),
                dueAt: try row.next(),
                heldBy: try row.nextOrNil(),
                heldUntil: try row.nextOrNil(),
                round: try row.next()
            )
        }
    }

    private static func condition(_ selection: Selection, at now: Instant) -> SQL {
        let ofSubject = { (subject: Subject) -> SQL in
            "k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id)"
        }
        switch selection {
        case .call(let id): return "c.id = \(id)"
        case .subject(let subject): return ofSubject(subject)
        case .customers(let ids, let subject):
            return "c.customer_id IN \(list: ids) AND \(ofSubject(subject))"
        case .owner(.staff(let id), let subject):
            return "c.staff_id = \(id) AND \(ofSubject(subject))"
        case .owner(.guest(let id), let subject):
            return "c.guest_sheet_id = \(id) AND g.expires_at > \(now) AND \(ofSubject(subject))"
        case .owner(.nobody, let subject):
            return "c.staff_id IS NULL AND (g.id IS NULL OR g.expires_at <= \(now)) AND \(ofSubject(subject))"
        }
    }

    private static func attempts(of notices: [Int64], in session: any Session) throws -> [Int64: [Attempt]] {
        let all = try CallStore.slices(notices).flatMap { try AttemptStore.of(notices: $0, in: session) }
        return Dictionary(grouping: all, by: \.noticeID)
    }

    /// What to say and write for each of the drafts, with the customer's own words in it.
    private static func words(
        for drafts: [Draft],
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws -> (Draft, Customer) -> Texts {
        var variants: [Int64: VariantSet] = [:]
        var personal: [Int64: [Int64: [String: String]]] = [:]
        for (campaignID, group) in Dictionary(grouping: drafts, by: \.campaignID) {
            guard let campaign = try CampaignStore.with(id: campaignID, in: session) else { continue }
            variants[campaignID] = try VariantStore.of(campaign: campaignID, in: session)
            let customers = group.map(\.customerID)
            personal[campaignID] = try source.personal(campaign, customerIDs: customers, at: now, in: session)
        }
        return { draft, customer in
            guard let variant = variants[draft.campaignID]?.variant(for: customer.language) else {
                return Texts(language: customer.language, script: "", short: "")
            }
            let values = personal[draft.campaignID]?[customer.id] ?? [:]
            return Texts(
                language: variant.language,
                script: variant.script.spliced(values, escape: \.self),
                short: variant.shortText.spliced(values, escape: \.self)
            )
        }
    }
}
