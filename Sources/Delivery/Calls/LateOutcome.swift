import Basis

/// What came of a call that somebody made away from the program and tells it later, with its own time.
package struct LateOutcome: Sendable, Hashable {
    package var outcome: CallOutcome
    /// The way they went, which need not be the one that the sheet showed by then.
    package var way: CallWay
    /// The address they used; nil where they used another number than the ones known here.
    package var addressID: Int64?
    package var note: String?
    /// Who called.
    package var staffID: Int64?
    package var at: Instant

    package init(
        _ outcome: CallOutcome,
        way: CallWay,
        addressID: Int64? = nil,
        note: String? = nil,
        staffID: Int64? = nil,
        at: Instant
    ) {
        self.outcome = outcome
        self.way = way
        self.addressID = addressID
        self.note = note
        self.staffID = staffID
        self.at = at
    }
}

/// What telling an outcome late led to. All but `settled` leave the customer's notice as others left it; the attempt
/// stands in its history all the same.
package enum LateFate: String, Sendable, Hashable, Codable, CaseIterable {
    /// It counts as if it had been told at once.
    case settled
    /// A newer attempt has moved the call on already.
    case overtaken
    /// They had been told, here or there, when this came.
    case alreadyTold = "already_told"
    /// The call had ended without them: given up, or replaced by a newer notice.
    case closed
    /// Nobody was to call them; it is kept with the incident.
    case noCall = "no_call"
}

/// How a call stands when somebody tells of it late.
package struct CallStanding: Sendable, Hashable {
    package var isOpen: Bool
    /// When the customer was told.
    package var toldAt: Instant?
    /// When somebody last tried.
    package var triedAt: Instant?

    package init(isOpen: Bool, toldAt: Instant? = nil, triedAt: Instant? = nil) {
        self.isOpen = isOpen
        self.toldAt = toldAt
        self.triedAt = triedAt
    }
}

/// What a late outcome may still change. Pure.
///
/// Told is told: whoever heard it first, that is when they were told, and a call that failed afterwards takes nothing
/// away. A wish to be called again and a number that is not theirs hold though others have called since.
package enum LateStep: Sendable, Hashable {
    /// As if it had been told at once.
    case settle
    /// They had been told later than this: the moment moves, nothing else.
    case movesToldAt
    /// Only into the history.
    case keep(LateFate)

    package static func of(_ late: LateOutcome, _ standing: CallStanding) -> LateStep {
        if let toldAt = standing.toldAt {
            return late.outcome.isTold && late.at < toldAt ? .movesToldAt : .keep(.alreadyTold)
        }
        if late.outcome.isTold { return .settle }
        guard standing.isOpen else { return .keep(.closed) }
        switch late.outcome {
        case .callBack, .wrongNumber: return .settle
        case .voicemail, .noAnswer, .reached, .alreadyKnew, .sent:
            guard let triedAt = standing.triedAt, triedAt > late.at else { return .settle }
            return .keep(.overtaken)
        }
    }

    package var fate: LateFate {
        switch self {
        case .settle: .settled
        case .movesToldAt: .alreadyTold
        case .keep(let fate): fate
        }
    }
}
