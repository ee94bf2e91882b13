import Basis
import Database

extension AccountDesk {
    /// A new secret for the authenticator, which waits for its first code.
    package func beginSecondFactor(staffID: Int64) async throws -> TOTP {
        let (keys, random) = (keys, random)
        return try await database.write {
            try SecondFactorStore.begin(staffID: staffID, keys: keys, random: random, in: $0)
        }
    }

    /// The secret that waits for its first code; nil where none does.
    package func pendingSecondFactor(staffID: Int64) async throws -> TOTP? {
        let keys = keys
        return try await database.read { try SecondFactorStore.pending(staffID: staffID, keys: keys, in: $0) }
    }

    /// All sessions of somebody end, and a new one begins.
    package func endOtherSessions(of staff: Staff, at now: Instant) async throws -> SignedIn {
        let (keys, limits, random) = (keys, limits, random)
        return try await database.write { session in
            try Staffing.endSignIns(of: staff.id, in: session)
            try Self.note("end_sessions", staff.id, role: staff.role, at: now, in: session)
            return try Login.signIn(staff.id, keys, limits, random, now, session)
        }
    }

    /// Turns the second factor on with the first code of the authenticator (`SecondFactorStore.begin` made its
    /// secret). All sessions end and a new one begins; the recovery codes are shown this once.
    package func turnOnSecondFactor(
        code: String,
        staffID: Int64,
        at now: Instant
    ) async throws -> (recoveryCodes: [String], signedIn: SignedIn) {
        let (keys, limits, random) = (keys, limits, random)
        return try await database.write { session in
            let codes = try SecondFactorStore.confirm(
                code,
                staffID: staffID,
                keys: keys,
                random: random,
                at: now,
                in: session
            )
            try Self.note("turn_on_second_factor", staffID, at: now, in: session)
            return (codes, try Login.signIn(staffID, keys, limits, random, now, session))
        }
    }

    /// Turns it off, for whoever knows the password. All sessions end and a new one begins.
    package func turnOffSecondFactor(
        password: String,
        staffID: Int64,
        at now: Instant
    ) async throws -> SignedIn {
        try await confirm(password: password, staffID: staffID, at: now)
        let (keys, limits, random) = (keys, limits, random)
        return try await database.write { session in
            try SecondFactorStore.drop(staffID: staffID, in: session)
            try Self.note("turn_off_second_factor", staffID, at: now, in: session)
            return try Login.signIn(staffID, keys, limits, random, now, session)
        }
    }

    private static func note(
        _ deed: String,
        _ staffID: Int64,
        at now: Instant,
        in session: any Session
    ) throws {
        guard let staff = try StaffStore.with(id: staffID, in: session) else {
            throw AccessRefusal.unknownStaff
        }
        try note(deed, staffID, role: staff.role, at: now, in: session)
    }
}
