import Access
import Basis
import Database
import Delivery
import Response

/// One person's calls in numbers, with the name that links use.
struct CallSheetReading: Sendable {
    /// Nil for calls that nobody has.
    var name: String?
    /// The own id of the member of staff whose sheet it is; nil for guests and for nobody.
    var staffID: String?
    var isGuest: Bool
    var isOnDuty: Bool
    var open: Int
    var done: Int

    /// Everybody's sheets, and when they will be done.
    static func all(
        _ incidentID: Int64,
        at now: Instant,
        in session: any Session
    ) throws -> (sheets: [CallSheetReading], estimate: CallEstimate) {
        let sheets = try CallDesk.sheets(IncidentRecipients.subject(incidentID), at: now, in: session)
        let staff = Dictionary(
            try StaffStore.all(in: session).map { ($0.id, $0.externalID) },
            uniquingKeysWith: { first, _ in first }
        )
        let readings = sheets.map { sheet in
            CallSheetReading(
                name: sheet.name,
                staffID: sheet.owner.staffID.flatMap { staff[$0] },
                isGuest: sheet.owner.isGuestSheet,
                isOnDuty: sheet.isOnDuty,
                open: sheet.open,
                done: sheet.reached
            )
        }
        return (readings, CallDesk.estimate(sheets, at: now))
    }
}

extension CallOwner {
    fileprivate var staffID: Int64? {
        if case .staff(let id) = self { id } else { nil }
    }

    fileprivate var isGuestSheet: Bool {
        if case .guest = self { true } else { false }
    }
}
