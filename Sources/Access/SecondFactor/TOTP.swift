import Basis
import Crypto
import Foundation

/// One-time passwords by time (RFC 6238): six digits, HMAC-SHA1, steps of thirty seconds, as every telephone's
/// authenticator makes them. A value: the clock and the last used step are arguments.
package struct TOTP: Sendable, Unprinted {
    package static let digits = 6
    package static let stepSeconds: Int64 = 30
    /// Steps before and after the present one that are taken too, for clocks that go wrong and slow thumbs.
    package static let window: Int64 = 1
    /// As long as what SHA-1 gives (RFC 4226 §4).
    package static let secretLength = 20

    package let secret: [UInt8]

    package init(secret: [UInt8]) {
        self.secret = secret
    }

    package static func step(at now: Instant) -> Int64 { now.seconds / stepSeconds }

    package func code(step: Int64) -> String {
        let counter = withUnsafeBytes(of: UInt64(bitPattern: step).bigEndian) { Data($0) }
        let code = HMAC<Insecure.SHA1>.authenticationCode(for: counter, using: SymmetricKey(data: secret))
        let bytes = Array(code)
        let offset = Int(bytes[bytes.count - 1] & 0x0f)
        let word = bytes[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
        let number = String(word % 1_000_000)
        return String(repeating: "0", count: Self.digits - number.count) + number
    }

    /// The step that a typed code belongs to; nil where it is wrong, too old, or that step or a later one was used
    /// (RFC 6238 §5.2).
    package func acceptedStep(_ typed: String, at now: Instant, lastStep: Int64) -> Int64? {
        let typed = typed.filter { !$0.isWhitespace }
        guard typed.utf8.count == Self.digits else { return nil }
        let present = Self.step(at: now)
        var accepted: Int64?
        // All are compared whatever comes of it, so that the time says nothing.
        for step in (present - Self.window)...(present + Self.window) {
            let isSame = SecretText.areEqual(code(step: step), typed)
            if isSame, step > lastStep, accepted == nil { accepted = step }
        }
        return accepted
    }

    /// What an authenticator reads from a square code.
    package func url(issuer: String, account: String) -> String {
        func escaped(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? ""
        }
        return "otpauth://totp/\(escaped(issuer)):\(escaped(account))?secret=\(Base32.encode(secret))"
            + "&issuer=\(escaped(issuer))&algorithm=SHA1&digits=\(Self.digits)&period=\(Self.stepSeconds)"
    }
}

extension Instant {
    /// Whole seconds since 1970, rounded down.
    fileprivate var seconds: Int64 { milliseconds / 1_000 }
}

/// Base 32 without padding (RFC 4648 §6): the form in which authenticators take a secret.
package enum Base32 {
    private static let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

    package static func encode(_ bytes: [UInt8]) -> String {
        var text: [UInt8] = []
        var buffer: UInt32 = 0
        var bits = 0
        for byte in bytes {
            buffer = (buffer << 8 | UInt32(byte)) & 0xffff
            bits += 8
            while bits >= 5 {
                bits -= 5
                text.append(alphabet[Int(buffer >> UInt32(bits)) & 31])
            }
        }
        if bits > 0 { text.append(alphabet[Int(buffer << UInt32(5 - bits)) & 31]) }
        return String(decoding: text, as: UTF8.self)
    }
}
