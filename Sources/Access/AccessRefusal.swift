import Basis

/// Why somebody may not do a thing.
package enum AccessRefusal: Refusal, Equatable {
    case needsRole(Role)
    case needsLogin
    /// One answer for every reason: an unknown account, a wrong password, a disabled one.
    case loginRefused
    /// Passwords are being hashed for as many as the machine can take.
    case tooManyLogins
    case loginTooSoon(Span)
    /// A link that was used, replaced or has run out.
    case linkGone
    case wrongCode
    case secondFactorAlreadyOn
    case unknownStaff
    case lastAdministrator
    case accountDisabled
    case tooManyTokens(Int)
    case unknownToken

    package var message: Message {
        switch self {
        case .needsRole(let role): Message("access.needs_role.\(role.rawValue)")
        case .needsLogin: Message("access.needs_login")
        case .loginRefused: Message("access.login_refused")
        case .tooManyLogins: Message("access.too_many_logins")
        case .loginTooSoon(let wait):
            Message("access.login_too_soon", ["seconds": String(max(1, (wait.milliseconds + 999) / 1_000))])
        case .linkGone: Message("access.link_gone")
        case .wrongCode: Message("access.wrong_code")
        case .secondFactorAlreadyOn: Message("access.second_factor_already_on")
        case .unknownStaff: Message("access.unknown_staff")
        case .lastAdministrator: Message("access.last_administrator")
        case .accountDisabled: Message("access.account_disabled")
        case .tooManyTokens(let count): Message("access.too_many_tokens", ["count": String(count)])
        case .unknownToken: Message("access.unknown_token")
        }
    }
}
