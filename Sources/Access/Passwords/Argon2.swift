import CArgon2

/// What one hash costs (RFC 9106). It stands inside each hash, so it can rise without breaking older ones.
package struct PasswordCost: Sendable, Hashable {
    package var kibibytes: UInt32
    package var passes: UInt32

    package init(kibibytes: UInt32, passes: UInt32) {
        self.kibibytes = kibibytes
        self.passes = passes
    }

    /// More memory than OWASP's least (46 MiB), and two passes: 50 ms and more on the machines of today.
    package static let standard = PasswordCost(kibibytes: 65_536, passes: 2)

    /// What is hashed at most, so that a broken row of the database cannot take all memory.
    static let most = PasswordCost(kibibytes: 1_048_576, passes: 32)

    /// The cost of a hash in Argon2's own form: `$argon2id$v=19$m=65536,t=2,p=1$…$…`. Nil where it is none.
    init?(of encoded: String) {
        let parts = encoded.split(separator: "$")
        guard parts.count == 5, parts[0] == "argon2id", parts[1] == "v=19" else { return nil }
        let numbers = parts[2].split(separator: ",")
        guard numbers.count == 3, numbers[0].hasPrefix("m="), numbers[1].hasPrefix("t="), numbers[2] == "p=1",
            let kibibytes = UInt32(numbers[0].dropFirst(2)), let passes = UInt32(numbers[1].dropFirst(2)),
            kibibytes <= Self.most.kibibytes, passes <= Self.most.passes
        else { return nil }
        self.init(kibibytes: kibibytes, passes: passes)
    }
}

/// libargon2 did not do what it was asked.
package struct PasswordHashError: Error, CustomStringConvertible {
    package let description: String
}

/// Calls of libargon2. They take a tenth of a second and much memory: only `PasswordHasher` calls them.
enum Argon2 {
    private static let hashLength = 32
    static let saltLength = 16

    static func hash(_ password: Password, salt: [UInt8], cost: PasswordCost) throws -> String {
        let length = argon2_encodedlen(
            cost.passes,
            cost.kibibytes,
            1,
            UInt32(salt.count),
            UInt32(hashLength),
            Argon2_id
        )
        var encoded = [CChar](repeating: 0, count: length)
        let code = argon2id_hash_encoded(
            cost.passes,
            cost.kibibytes,
            1,
            password.bytes,
            password.bytes.count,
            salt,
            salt.count,
            hashLength,
            &encoded,
            encoded.count
        )
        guard code == ARGON2_OK.rawValue else { throw failure(code) }
        return String(decoding: encoded.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// The comparison inside takes the same time wherever the two differ.
    static func verify(_ password: Password, against encoded: String) throws -> Bool {
        let code = argon2id_verify(encoded, password.bytes, password.bytes.count)
        if code == ARGON2_OK.rawValue { return true }
        guard code == ARGON2_VERIFY_MISMATCH.rawValue else { throw failure(code) }
        return false
    }

    private static func failure(_ code: Int32) -> PasswordHashError {
        let reason = argon2_error_message(code).map { String(cString: $0) } ?? "code \(code)"
        return PasswordHashError(description: "a password cannot be hashed: \(reason)")
    }
}
