import Basis

/// Why a bag is not made, or what came back is not merged.
package enum BagRefusal: Refusal, Equatable {
    /// More customers than a telephone opens.
    case tooManyCustomers(most: Int)
    case nobodyInIt

    package var message: Message {
        switch self {
        case .tooManyCustomers(let most): Message("gobag.too_many_customers", ["most": String(most)])
        case .nobodyInIt: Message("gobag.nobody_in_it")
        }
    }
}
