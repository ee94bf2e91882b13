import Access
import Basis
import Database

/// How people get into the console: with what they are let in, and what is believed of where they come from.
package struct Entry: Sendable {
    package var keys: AccessKeys
    package var hasher: PasswordHasher
    package var limits: SignInLimits
    /// Only this machine reaches the listener, and no proxy stands in front of it: until somebody can log in, whoever
    /// comes owns the machine.
    package var isOwnersMachine: Bool
    /// The listener speaks TLS itself.
    package var hasCertificate: Bool
    package var proxies: TrustedProxies

    package init(
        keys: AccessKeys,
        hasher: PasswordHasher = PasswordHasher(),
        limits: SignInLimits = SignInLimits(),
        isOwnersMachine: Bool,
        hasCertificate: Bool = false,
        proxies: TrustedProxies = TrustedProxies()
    ) {
        self.keys = keys
        self.hasher = hasher
        self.limits = limits
        self.isOwnersMachine = isOwnersMachine
        self.hasCertificate = hasCertificate
        self.proxies = proxies
    }

    func login(_ database: any Database, _ random: any RandomSource) -> Login {
        Login(context(database, random))
    }

    func desk(_ database: any Database, _ random: any RandomSource) -> AccountDesk {
        AccountDesk(context(database, random))
    }

    private func context(_ database: any Database, _ random: any RandomSource) -> AccessContext {
        AccessContext(database: database, hasher: hasher, keys: keys, limits: limits, random: random)
    }
}
