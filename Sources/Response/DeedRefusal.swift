import Basis

/// Why a deed was not done, where no room's own rule said so.
package enum DeedRefusal: Refusal, Equatable {
    case keyUsedForAnotherOrder
    /// It was done under this key before, and its answer opens something, so it is not shown twice.
    case answerNotKept
    /// What is to be changed is no longer as whoever asks saw it.
    case changedMeanwhile
    case unknownIncident(String)
    case unknownCustomer(String)
    case unknownComponent(String)
    case unknownStaff(String)
    case unknownUpdate(String)
    case unknownPromise
    /// An order of a kind that this version does not carry out.
    case unknownOrder(String)
    /// It was approved, replaced or stopped before.
    case tellingIsOver

    package var message: Message {
        switch self {
        case .keyUsedForAnotherOrder: Message("response.key_used")
        case .answerNotKept: Message("response.answer_not_kept")
        case .changedMeanwhile: Message("response.changed_meanwhile")
        case .unknownIncident(let id): Message("response.unknown_incident", ["id": id])
        case .unknownCustomer(let id): Message("response.unknown_customer", ["id": id])
        case .unknownComponent(let id): Message("response.unknown_component", ["id": id])
        case .unknownStaff(let id): Message("response.unknown_staff", ["id": id])
        case .unknownUpdate(let id): Message("response.unknown_update", ["id": id])
        case .unknownPromise: Message("response.unknown_promise")
        case .unknownOrder(let name): Message("response.unknown_order", ["deed": name])
        case .tellingIsOver: Message("response.telling_is_over")
        }
    }
}
