import Basis
import Crypto
import CryptoExtras
import Database
import Foundation

/// A bag as it lies in its page: unreadable without the passphrase. The page's script reads the same shape.
package struct SealedBag: Sendable, Codable, Hashable {
    /// Rounds of PBKDF2-HMAC-SHA-256: what OWASP's Password Storage Cheat Sheet asks for.
    package static let rounds = 600_000
    private static let saltBytes = 16

    package var bag: String
    package var madeAt: Instant
    package var rounds: Int
    /// Base64url, like `nonce` and `sealed`.
    package var salt: String
    package var nonce: String
    /// AES-256-GCM of the contents, the tag at its end.
    package var sealed: String

    /// Seals a document.
    ///
    /// Takes a good part of a second: only `BagSealer` calls it.
    static func seal(
        _ document: Data,
        bag: String,
        madeAt: Instant,
        passphrase: Passphrase,
        random: any RandomSource
    ) throws -> SealedBag {
        let salt = random.bytes(saltBytes)
        var sealed = SealedBag(
            bag: bag,
            madeAt: madeAt,
            rounds: rounds,
            salt: Base64URL.encode(salt),
            nonce: "",
            sealed: ""
        )
        let box = try AES.GCM.seal(
            document,
            using: try key(passphrase, salt: salt, rounds: rounds),
            authenticating: sealed.label
        )
        sealed.nonce = Base64URL.encode(box.nonce)
        sealed.sealed = Base64URL.encode(box.ciphertext + box.tag)
        return sealed
    }

    /// What is inside; nil where the passphrase is another or a byte was changed.
    func open(_ passphrase: Passphrase) throws -> Data? {
        guard let salt = Base64URL.decode(salt), let nonce = Base64URL.decode(nonce),
            let sealed = Base64URL.decode(sealed),
            // The form of these is right: whatever fails now is the wrong key or a changed byte.
            let box = try? AES.GCM.SealedBox(combined: nonce + sealed)
        else { return nil }
        return try? AES.GCM.open(
            box,
            using: try Self.key(passphrase, salt: Array(salt), rounds: rounds),
            authenticating: label
        )
    }

    /// What stands in the page in plain and cannot be changed all the same.
    private var label: Data { Data("amends-gobag-1\n\(bag)\n\(rounds)\n\(salt)".utf8) }

    private static func key(_ passphrase: Passphrase, salt: [UInt8], rounds: Int) throws -> SymmetricKey {
        try KDF.Insecure.PBKDF2.deriveKey(
            from: passphrase.bytes,
            salt: salt,
            using: .sha256,
            outputByteCount: 32,
            rounds: rounds
        )
    }
}

/// Seals and opens bags on a thread of its own: deriving a key takes a good part of a second.
package actor BagSealer {
    private nonisolated let executor = QueueExecutor(label: "amends.gobag")

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    package init() {}

    package func seal(
        _ contents: BagContents,
        passphrase: Passphrase,
        random: any RandomSource
    ) throws -> SealedBag {
        try SealedBag.seal(
            Data(JSONText.encode(contents).utf8),
            bag: contents.bag,
            madeAt: contents.madeAt,
            passphrase: passphrase,
            random: random
        )
    }

    /// Nil where the passphrase is another or the bag was changed.
    package func open(_ sealed: SealedBag, passphrase: Passphrase) throws -> BagContents? {
        guard let document = try sealed.open(passphrase) else { return nil }
        return try JSONText.decode(BagContents.self, from: String(decoding: document, as: UTF8.self))
    }
}
