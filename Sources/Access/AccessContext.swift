import Basis
import Database

/// What logging in and choosing passwords work with.
package struct AccessContext: Sendable {
    package let database: any Database
    package let hasher: PasswordHasher
    package let keys: AccessKeys
    package let limits: SignInLimits
    package let random: any RandomSource

    package init(
        database: any Database,
        hasher: PasswordHasher,
        keys: AccessKeys,
        limits: SignInLimits = SignInLimits(),
        random: any RandomSource
    ) {
        self.database = database
        self.hasher = hasher
        self.keys = keys
        self.limits = limits
        self.random = random
    }
}

/// A desk that works with them.
protocol AccessWork {
    var context: AccessContext { get }
}

extension AccessWork {
    var database: any Database { context.database }
    var hasher: PasswordHasher { context.hasher }
    var keys: AccessKeys { context.keys }
    var limits: SignInLimits { context.limits }
    var random: any RandomSource { context.random }
}
