import Basis

/// Why somebody may not do a thing.
package enum AccessRefusal: Refusal, Equatable {
    case needsRole(Role)

    package var message: Message {
        switch self {
        case .needsRole(let role): Message("access.needs_role.\(role.rawValue)")
        }
    }
}
