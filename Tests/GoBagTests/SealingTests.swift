import Basis
import Foundation
import GoBag
import Testing

struct SealingTests {
    @Test
    func `a bag opens with its passphrase, however the keyboard wrote its letters`() async throws {
        let sealed = try await SealedBag.sample("camión señal órbita café")
        let decomposed = "camión señal órbita café".decomposedStringWithCanonicalMapping

        let opened = try await BagSealer().open(sealed, passphrase: try .sample(decomposed))

        #expect(opened?.callers.map(\.name) == ["Jon Secreto"] && opened?.bag == "bag1")
    }

    @Test(arguments: [
        "tres bueyes cruzan despacio ", "Tres bueyes cruzan despacio", "otra frase del todo distinta",
    ])
    func `no other passphrase opens it`(_ passphrase: String) async throws {
        let sealed = try await SealedBag.sample()

        #expect(try await BagSealer().open(sealed, passphrase: try .sample(passphrase)) == nil)
    }

    private static let changes: [@Sendable (inout SealedBag) -> Void] = [
        { $0.bag = "bag2" }, { $0.rounds += 1 }, { $0.salt = flipped($0.salt) },
        { $0.nonce = flipped($0.nonce) },
        { $0.sealed = flipped($0.sealed) }, { $0.sealed = String($0.sealed.dropLast(4)) }, { $0.sealed = "" },
        { $0.sealed = "not base64!" },
    ]

    @Test(arguments: changes.indices)
    func `whoever changes a byte closes it for ever`(_ index: Int) async throws {
        var sealed = try await SealedBag.sample()
        Self.changes[index](&sealed)

        #expect(try await BagSealer().open(sealed, passphrase: try .sample()) == nil)
    }

    @Test
    func `the key costs at least what is asked for today, and every bag has its own salt`() async throws {
        let sealed = try await SealedBag.sample()
        let random = SystemRandom()
        let other = try await BagSealer().seal(try .sample(), passphrase: try .sample(), random: random)

        #expect(sealed.rounds >= 600_000)
        #expect(sealed.salt != other.salt && sealed.nonce != other.nonce)
        #expect(Base64URL.decode(sealed.salt)?.count == 16 && Base64URL.decode(sealed.nonce)?.count == 12)
    }

    @Test(
        arguments: [
            ("", "access.password.short"), ("corta", "access.password.short"),
            ("contraseña1234", "access.password.common"), ("abcdefghijklmno", "access.password.common"),
            ("aaaaaaaaaaaaaaaa", "access.password.common"),
            (String(repeating: "frase larga ", count: 200), "access.password.long"),
        ]
    )
    func `a passphrase that would be guessed is refused`(_ typed: String, _ key: String) {
        let problems = #expect(throws: Problems.self) { try Passphrase(typed, place: "--passphrase-file") }

        #expect(problems?.all.map(\.place) == ["--passphrase-file"])
        #expect(problems?.all.map(\.message.key.name) == [key])
    }

    /// One byte is another; the text stays base64url.
    private static func flipped(_ text: String) -> String {
        (text.first == "A" ? "B" : "A") + text.dropFirst()
    }
}
