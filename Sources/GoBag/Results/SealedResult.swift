import Basis
import Crypto
import Database
import Foundation

/// What a page exports, as a file or as text to copy: `amends-bag-1.<bag>.<nonce and sealed document>`.
///
/// Encrypted and authenticated with a key that was in the bag: nobody reads it on its way, and what was changed or
/// made by others is refused.
package enum SealedResult {
    static let mark = "amends-bag-1."
    /// Of one file: 5,000 outcomes with notes take less.
    package static let bytesMax = 4 << 20
    private static let nonceBytes = 12

    /// The key of a bag's results. Derived from the program's secret, so that it need not be kept, and a bag is still
    /// merged by a program whose database was lost and restored from before the bag was made.
    package static func key(ofBag id: String, signer: TokenSigner) -> SymmetricKey {
        let token = signer.sign(id, purpose: "go-bag-result", expiry: Instant(milliseconds: 0))
        return SymmetricKey(data: SHA256.hash(data: Data(token.utf8)))
    }

    /// As a page writes it.
    package static func seal(_ result: BagResult, signer: TokenSigner) throws -> String {
        let box = try AES.GCM.seal(
            Data(JSONText.encode(result).utf8),
            using: key(ofBag: result.bag, signer: signer),
            authenticating: Data((mark + result.bag).utf8)
        )
        return "\(mark)\(result.bag).\(Base64URL.encode(box.nonce + box.ciphertext + box.tag))"
    }

    /// Reads a file, or a text that somebody copied out of a message, with whatever stands around it.
    ///
    /// - Throws: a problem at `place` where it holds no result, or one that is damaged, forged or not from here.
    package static func open(_ text: String, place: String, signer: TokenSigner) throws(Problems) -> BagResult
    {
        guard text.utf8.count <= bytesMax else {
            throw Problems([Problem(place, "gobag.result.too_large")])
        }
        // A messenger may break a long line.
        let whole = text.filter { !$0.isWhitespace }
        guard let start = whole.range(of: mark) else {
            throw Problems([Problem(place, "gobag.result.none")])
        }
        let token = whole[start.upperBound...].utf8.prefix(while: isTokenByte)
        let parts = token.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 2, let bag = String(parts[0]),
            let bytes = Base64URL.decode(String(parts[1]) ?? ""),
            let document = opened(bytes, bag: bag, signer: signer),
            // Who has the key may still write nonsense, which is refused in the same words.
            let result = try? JSONDecoder().decode(BagResult.self, from: document),
            result.bag == bag, result.isPlausible
        else { throw Problems([Problem(place, "gobag.result.damaged")]) }
        return result
    }

    private static func opened(_ bytes: Data, bag: String, signer: TokenSigner) -> Data? {
        guard bytes.count > nonceBytes else { return nil }
        // A wrong key, a changed byte and a cut end are all the same: not ours.
        guard let box = try? AES.GCM.SealedBox(combined: bytes) else { return nil }
        return try? AES.GCM.open(
            box,
            using: key(ofBag: bag, signer: signer),
            authenticating: Data((mark + bag).utf8)
        )
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: "."):
            true
        default: false
        }
    }
}
