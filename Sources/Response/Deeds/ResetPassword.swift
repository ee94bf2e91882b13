import Access
import Basis

/// A password is forgotten or in wrong hands: it is worth nothing from now on, and a link lets its owner choose another.
package struct ResetPassword: Deed {
    package static let name = "reset_password"
    package static let role = Role.administrator
    package static let keepsAnswer = false

    /// Their own id.
    package var staff: String
    /// The telephone with the codes is lost too.
    package var dropsSecondFactor: Bool

    package init(staff: String, dropsSecondFactor: Bool = false) {
        self.staff = staff
        self.dropsSecondFactor = dropsSecondFactor
    }

    package func subject(_ answer: AccountLinkAnswer) -> String { "staff:\(staff)" }

    package func act(in context: DeedContext) throws -> AccountLinkAnswer {
        try context.accountLink(of: staff) { id, actor, keys, now, session in
            try Staffing.reset(
                id,
                dropsSecondFactor: dropsSecondFactor,
                by: actor,
                keys: keys,
                at: now,
                in: session
            )
        }
    }
}
