import Basis

/// Why an order was not approved, declined or carried out.
package enum ApprovalRefusal: Refusal, Equatable {
    case unknown
    /// It is in this state already.
    case already(Approval.State)
    case notApproved
    /// Nobody approves or declines what they asked for themselves.
    case ownOrder
    /// Only staff with the role of an approver: the operator of the machine never.
    case needsApprover
    /// The author gave this approver their role or password after asking.
    case vouchedByAuthor
    case reasonMissing
    case reasonLong(Int)
    /// The glass stays whole while there is another approver to ask.
    case somebodyElseCanApprove
    case notYours
    case tooManyWaiting(Int)
    case orderTooLong

    package var message: Message {
        switch self {
        case .unknown: Message("access.approval.unknown")
        case .already(let state): Message("access.approval.already_\(state.rawValue)")
        case .notApproved: Message("access.approval.not_approved")
        case .ownOrder: Message("access.approval.own_order")
        case .needsApprover: Message("access.needs_role.approver")
        case .vouchedByAuthor: Message("access.approval.vouched_by_author")
        case .reasonMissing: Message("access.approval.reason_missing")
        case .reasonLong(let count): Message("access.line_long", ["count": String(count)])
        case .somebodyElseCanApprove: Message("access.approval.somebody_else")
        case .notYours: Message("access.approval.not_yours")
        case .tooManyWaiting(let count): Message("access.approval.too_many", ["count": String(count)])
        case .orderTooLong: Message("access.approval.order_long")
        }
    }
}
