import Access

/// Who asks, and how they came.
struct Caller: Sendable {
    var actor: Actor
    var door: Door
    /// The session of a member of staff.
    var signIn: SignIn?

    /// The call sheet of a helper's link.
    var sheet: Int64? {
        if case .guest(let sheet) = actor { sheet } else { nil }
    }

    /// Until somebody can log in, whoever reaches the loopback listener owns the machine.
    static let owner = Caller(actor: .operator, door: .commandLine)
}
