import Basis
import Crypto
import Database
import Delivery
import Foundation
import GoBag
import Testing

struct SealedResultTests {
    private static let sealed = Result { try SealedResult.seal(.sample(), signer: .own) }

    private func key(_ text: String, signer: TokenSigner = .own) -> String? {
        do {
            _ = try SealedResult.open(text, place: "a.txt", signer: signer)
            return nil
        } catch {
            return error.all.map { "\($0.place) \($0.message.key)" }.joined(separator: ", ")
        }
    }

    @Test
    func `a result is read as it was written, with whatever a messenger put around it`() throws {
        let sealed = try Self.sealed.get()
        let broken = sealed.enumerated().map { $0.offset % 60 == 59 ? "\($0.element)\r\n" : "\($0.element)" }

        for text in [sealed, "  \(sealed)\n", "[9:41] Ana: \n\(sealed)\n", broken.joined()] {
            #expect(try SealedResult.open(text, place: "a.txt", signer: .own) == .sample())
        }
    }

    @Test
    func `whoever lacks the key reads nothing in it`() throws {
        let sealed = try Self.sealed.get()

        #expect(!sealed.contains("k2") && sealed.hasPrefix("amends-bag-1.bag1."))
    }

    @Test
    func `what is not whole or not ours is refused with one sentence`() throws {
        let sealed = try Self.sealed.get()
        let last = sealed.last == "A" ? "B" : "A"
        let damaged = [
            String(sealed.dropLast(9)), String(sealed.dropLast(12)) + last + sealed.suffix(11),
            sealed.replacing(".bag1.", with: ".bag2."), "amends-bag-1.", "amends-bag-1.bag1",
            "amends-bag-1.bag1.",
            "amends-bag-1.bag1.AAAA", "amends-bag-1.bag1.%%%%",
        ]
        for text in damaged { #expect(key(text) == "a.txt gobag.result.damaged", "\(text)") }
        #expect(key(sealed, signer: .strange) == "a.txt gobag.result.damaged")
    }

    @Test(arguments: ["", "Hola", "amends-bag-2.bag1.AAAA"])
    func `a text that is none is told apart`(_ text: String) {
        #expect(key(text) == "a.txt gobag.result.none")
    }

    @Test
    func `a file without end is not read`() {
        #expect(
            key(String(repeating: "a", count: SealedResult.bytesMax + 1)) == "a.txt gobag.result.too_large"
        )
    }

    private static let nonsense: [BagResult] = [
        .sample([.sample("a"), .sample("a")]), .sample([.sample("")]),
        .sample([.sample(String(repeating: "x", count: 65))]), .sample([.sample(outcome: .handedOver)]),
        .sample([.sample(outcome: .callBack)]), .sample([.sample(note: String(repeating: "x", count: 401))]),
        .sample((0...BagResult.outcomesMax).map { .sample("\($0)") }),
    ]

    @Test(arguments: nonsense.indices)
    func `nonsense is refused though it was sealed with the key`(_ index: Int) throws {
        let sealed = try SealedResult.seal(Self.nonsense[index], signer: .own)

        #expect(key(sealed) == "a.txt gobag.result.damaged")
    }

    @Test
    func `another version than this one is refused`() throws {
        var result = BagResult.sample()
        result.version = 2

        #expect(key(try SealedResult.seal(result, signer: .own)) == "a.txt gobag.result.damaged")
    }

    @Test
    func `each bag has a key of its own`() {
        #expect(SealedResult.key(ofBag: "a", signer: .own) != SealedResult.key(ofBag: "b", signer: .own))
        #expect(SealedResult.key(ofBag: "a", signer: .own) != SealedResult.key(ofBag: "a", signer: .strange))
    }
}
