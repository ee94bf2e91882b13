import Basis
import Database

/// Who does a deed.
package enum Actor: Sendable, Hashable, Codable {
    case staff(id: Int64, role: Role)
    /// Whoever owns the machine: the command line and the console on loopback before anybody can log in. May
    /// never approve.
    case `operator`
    /// A helper with a signed link that shows one call sheet.
    case guest(sheetID: Int64)
    /// A customer on their signed link.
    case customer(id: Int64)
    /// The program itself: planners, promise keepers.
    case system

    package var kind: String {
        switch self {
        case .staff: "staff"
        case .operator: "operator"
        case .guest: "guest"
        case .customer: "customer"
        case .system: "system"
        }
    }

    package var id: Int64? {
        switch self {
        case .staff(let id, _): id
        case .guest(let sheetID): sheetID
        case .customer(let id): id
        case .operator, .system: nil
        }
    }

    /// Whether this actor may do what asks for `role`. The operator may do all but approve.
    package func has(_ role: Role) -> Bool {
        switch self {
        case .staff(_, let own): own >= role
        case .operator: role != .approver
        case .system: true
        case .guest, .customer: false
        }
    }
}

/// What a member of staff may do; each role may do what the ones before it may.
package enum Role: String, Sendable, CaseIterable, Codable, Comparable, SQLText {
    case viewer
    case responder
    case approver
    case administrator

    package static func < (left: Self, right: Self) -> Bool { left.rank < right.rank }

    private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
}
