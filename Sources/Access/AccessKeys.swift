import Basis
import Crypto
import Foundation

/// The keys of this room, each for one use, all from the secret of the installation: whoever has a copy of the
/// database alone can neither forge a link nor read a second factor.
package struct AccessKeys: Sendable, Unprinted {
    /// Signs links and cookies.
    package let signer: TokenSigner
    private let sealing: SymmetricKey
    private let naming: SymmetricKey
    private let checkpoints: SymmetricKey

    /// - Parameter secret: at least 32 bytes, the same on all nodes: the one that `TokenSigner` takes.
    package init(secret: [UInt8]) {
        signer = TokenSigner(secret: secret)
        let root = SymmetricKey(data: secret)
        func key(_ use: String) -> SymmetricKey {
            HKDF<SHA256>.deriveKey(
                inputKeyMaterial: root,
                info: Data("amends \(use) 1".utf8),
                outputByteCount: 32
            )
        }
        sealing = key("sealing")
        naming = key("naming")
        checkpoints = key("checkpoints")
    }

    /// A name for something that must not stand in the database itself: a typed login, an address of the network,
    /// a recovery code. Without the key it cannot be guessed.
    func name(_ kind: String, _ text: String) -> String {
        let code = HMAC<SHA256>.authenticationCode(for: Data("\(kind)\n\(text)".utf8), using: naming)
        return Base64URL.encode(Array(code).prefix(24))
    }

    /// Encrypts a secret that must be read again (AES-GCM); `owner` is bound to it, so a row cannot be copied to
    /// somebody else.
    func seal(_ secret: [UInt8], owner: String, random: any RandomSource) throws -> String {
        let box = try AES.GCM.seal(
            secret,
            using: sealing,
            nonce: AES.GCM.Nonce(data: random.bytes(12)),
            authenticating: Data(owner.utf8)
        )
        return Base64URL.encode(Array(box.nonce) + Array(box.ciphertext) + Array(box.tag))
    }

    /// Nil where it was sealed with another secret, for another owner, or changed since.
    func open(_ sealed: String, owner: String) -> [UInt8]? {
        guard let data = Base64URL.decode(sealed) else { return nil }
        do {
            let box = try AES.GCM.SealedBox(combined: data)
            return Array(try AES.GCM.open(box, using: sealing, authenticating: Data(owner.utf8)))
        } catch {
            return nil
        }
    }

    func signature(ofCheckpoint text: String) -> String {
        Base64URL.encode(Array(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: checkpoints)))
    }

    func isSignature(_ signature: String, ofCheckpoint text: String) -> Bool {
        guard let given = Base64URL.decode(signature) else { return false }
        return HMAC<SHA256>.isValidAuthenticationCode(
            given,
            authenticating: Data(text.utf8),
            using: checkpoints
        )
    }
}
