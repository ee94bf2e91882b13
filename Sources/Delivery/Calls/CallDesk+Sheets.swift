import Access
import Basis
import Catalog
import Database
import Rendering

/// Whose calls these are.
package enum CallOwner: Sendable, Hashable {
    case staff(Int64)
    case guest(Int64)
    case nobody
}

/// One person's list in numbers.
package struct CallSheet: Sendable, Hashable {
    package var owner: CallOwner
    /// Nil for calls that nobody has.
    package var name: String?
    package var isOnDuty: Bool
    package var open: Int
    /// Told by this person.
    package var reached: Int
    /// When the open calls may be made, for the estimate.
    package var dues: [Instant]
}

/// One call as the caller sees it: whom, how, and what to say.
package struct CallSlip: Sendable, Hashable {
    package var id: Int64
    package var owner: CallOwner
    package var customer: Customer
    /// Who answers there, where the number belongs to a person.
    package var contact: Contact?
    package var way: CallWay
    package var addressID: Int64
    package var number: String
    package var dueAt: Instant
    package var round: Int
    /// Who is on this call now; see `CallDesk.name(ofHolder:in:)`.
    package var heldBy: String?
    package var heldUntil: Instant?
    package var language: Language
    /// What to say, in the customer's language.
    package var script: String
    /// What to write.
    package var shortText: String
    /// Begins the call or the message on the caller's own telephone.
    package var link: String
    /// What came of it so far, oldest first.
    package var attempts: [Attempt]
}

extension CallDesk {
    /// Everybody's list of a subject: staff with calls or on duty, then guests, then what nobody has.
    package static func sheets(
        _ subject: Subject,
        at now: Instant,
        in session: any Session
    ) throws -> [CallSheet] {
        let open = try CallStore.open(subject, at: now, in: session)
        let byOwner = Dictionary(grouping: open, by: owner(of:))
        let reached = try reachedByStaff(subject, in: session)
        var sheets: [CallSheet] = []
        func add(_ owner: CallOwner, _ name: String?, isOnDuty: Bool, reached: Int) {
            let dues = (byOwner[owner] ?? []).map(\.dueAt)
            guard isOnDuty || !dues.isEmpty || reached > 0 else { return }
            sheets.append(
                CallSheet(
                    owner: owner,
                    name: name,
                    isOnDuty: isOnDuty,
                    open: dues.count,
                    reached: reached,
                    dues: dues
                )
            )
        }
        for staff in try StaffStore.all(in: session) {
            add(.staff(staff.id), staff.name, isOnDuty: staff.isOnDuty, reached: reached[staff.id] ?? 0)
        }
        for sheet in try GuestSheetStore.of(subject, in: session) {
            add(.guest(sheet.id), sheet.name, isOnDuty: false, reached: 0)
        }
        add(.nobody, nil, isOnDuty: false, reached: 0)
        return sheets
    }

    /// When the calls of a subject will be done if everybody on duty makes theirs.
    package static func estimate(
        _ sheets: [CallSheet],
        minutesPerCall: Int = CallEstimate.usualMinutesPerCall,
        at now: Instant
    ) -> CallEstimate {
        let working = sheets.filter { $0.isOnDuty || $0.owner.isGuest }
        let rest = sheets.filter { !($0.isOnDuty || $0.owner.isGuest) }
        return CallEstimate.make(
            lists: working.map(\.dues),
            unassigned: rest.flatMap(\.dues),
            minutesPerCall: minutesPerCall,
            now: now
        )
    }

    /// Shares the open calls of a subject out over who is on duty. Returns how many changed hands.
    @discardableResult
    package static func assign(_ subject: Subject, at now: Instant, in session: any Session) throws -> Int {
        let calls = try CallStore.open(subject, at: now, in: session)
        let callers = try StaffStore.onDuty(in: session).map { staff in
            CallSplit.Caller(
                id: staff.id,
                externalID: staff.externalID,
                name: staff.name,
                languages: Set(staff.languages)
            )
        }
        let owners = CallSplit.assign(
            calls.map { call in
                CallSplit.Call(
                    id: call.id,
                    language: call.language,
                    accountManager: call.accountManager,
                    ownerID: call.staffID,
                    isFixed: call.isHeld || call.guestSheetID != nil
                )
            },
            to: callers
        )
        let changed = calls.filter { owners[$0.id] != nil && owners[$0.id] != $0.staffID }
        for (owner, moved) in Dictionary(grouping: changed, by: { owners[$0.id] ?? 0 }).sorted(by: {
            $0.key < $1.key
        }) {
            for ids in CallStore.slices(moved.map(\.id)) {
                try session.run(
                    "UPDATE call SET staff_id = \(owner), guest_sheet_id = NULL WHERE id IN \(list: ids)"
                )
            }
        }
        if !changed.isEmpty { try session.announce(.delivery(subject)) }
        return changed.count
    }

    /// The most open calls that are shared out without being asked; more than that, nobody is going to make.
    static let assignedUnaskedMax = 5_000

    /// Shares out calls that came up by themselves: planned in a later wave, or because a mail was refused.
    static func assignNew(_ subject: Subject, at now: Instant, in session: any Session) throws {
        let (open, free) = try CallStore.counts(subject, in: session)
        guard free > 0, open <= assignedUnaskedMax else { return }
        try assign(subject, at: now, in: session)
    }

    private static func owner(of call: OpenCall) -> CallOwner {
        if let sheet = call.guestSheetID { return .guest(sheet) }
        return call.staffID.map(CallOwner.staff) ?? .nobody
    }

    private static func reachedByStaff(_ subject: Subject, in session: any Session) throws -> [Int64: Int] {
        let outcomes: [AttemptOutcome] = [.reached, .alreadyKnew, .sent]
        let pairs = try session.rows(
            """
            SELECT t.staff_id, count(*) FROM call c
            JOIN campaign k ON k.id = c.campaign_id
            JOIN attempt t ON t.notice_id = c.notice_id
            WHERE k.subject_kind = \(subject.kind) AND k.subject_id = \(subject.id)
                AND t.outcome IN \(list: outcomes) AND t.staff_id IS NOT NULL
            GROUP BY t.staff_id
            """
        ) { (id: try $0.int64(0), count: try $0.int64(1)) }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.id, Int($0.count)) })
    }
}

extension CallOwner {
    var isGuest: Bool {
        if case .guest = self { return true }
        return false
    }
}
