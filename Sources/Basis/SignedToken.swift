import Crypto
import Foundation

/// A signed, expiring claim that travels in a link: who may do what, until when.
///
/// The form is `keyID.expiry.subject.signature`. The purpose is part of what is signed, so a token for one
/// purpose is worth nothing for another (ASVS 9.2.2).
package struct TokenSigner: Sendable {
    private let keyID: String
    private let key: SymmetricKey

    /// - Parameter secret: at least 32 bytes, the same on all nodes.
    package init(secret: [UInt8]) {
        precondition(secret.count >= 32, "a secret has at least 32 bytes")
        key = SymmetricKey(data: secret)
        keyID = Base64URL.encode(Array(SHA256.hash(data: secret)).prefix(4))
    }

    /// A token that lets its bearer do `purpose` for `subject` until `expiry`.
    package func sign(_ subject: String, purpose: String, expiry: Instant) -> String {
        let body = "\(keyID).\(expiry.milliseconds).\(Base64URL.encode(Array(subject.utf8)))"
        return "\(body).\(signature(of: body, purpose: purpose))"
    }

    /// The subject of a token that is whole, of this purpose and not expired; nil otherwise.
    package func subject(of token: String, purpose: String, now: Instant) -> String? {
        guard token.utf8.count <= 1_024 else { return nil }
        let parts = token.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0] == keyID else { return nil }
        let body = parts[0...2].joined(separator: ".")
        guard let given = Base64URL.decode(String(parts[3])),
            HMAC<SHA256>.isValidAuthenticationCode(given, authenticating: signed(body, purpose), using: key),
            let expiry = Int64(parts[1]), now.milliseconds <= expiry,
            let subject = Base64URL.decode(String(parts[2]))
        else { return nil }
        return String(decoding: subject, as: UTF8.self)
    }

    private func signature(of body: String, purpose: String) -> String {
        Base64URL.encode(Array(HMAC<SHA256>.authenticationCode(for: signed(body, purpose), using: key)))
    }

    private func signed(_ body: String, _ purpose: String) -> Data {
        Data("\(purpose)\n\(body)".utf8)
    }
}

/// Base 64 with the URL-safe alphabet and no padding (RFC 4648 §5).
package enum Base64URL {
    package static func encode(_ bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    /// Reads what `encode` writes, and nothing else: bytes have one form only, so a token has too.
    package static func decode(_ text: String) -> Data? {
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        let padding = String(repeating: "=", count: (4 - standard.count % 4) % 4)
        guard let bytes = Data(base64Encoded: standard + padding), encode(bytes) == text else { return nil }
        return bytes
    }
}

/// SHA-256 of bytes, as lower-case hexadecimal.
package func sha256Hex(_ bytes: some DataProtocol) -> String {
    SHA256.hash(data: bytes).map { byte in
        let digits = String(byte, radix: 16)
        return digits.count == 1 ? "0" + digits : digits
    }.joined()
}
