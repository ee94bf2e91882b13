import Basis

/// The cookie of a browser that was in an account before. It opens nothing; it only lets its owner try to log in
/// while a stranger's guesses slow down everybody else, and its own tries are counted by themselves.
package struct KnownDevice: Sendable, Hashable {
    /// As long as browsers keep a cookie.
    package static let life = Span.days(400)
    private static let purpose = "known-device"

    var staffID: Int64
    var id: String

    static func token(staffID: Int64, keys: AccessKeys, random: any RandomSource, at now: Instant) -> String {
        keys.signer.sign("\(staffID).\(random.token())", purpose: purpose, expiry: now + life)
    }

    /// Nil where the cookie is not ours or has run out.
    init?(token: String, keys: AccessKeys, now: Instant) {
        guard let subject = keys.signer.subject(of: token, purpose: Self.purpose, now: now) else {
            return nil
        }
        let parts = subject.split(separator: ".", maxSplits: 1)
        guard parts.count == 2, let staffID = Int64(parts[0]) else { return nil }
        self.staffID = staffID
        id = String(parts[1])
    }
}
