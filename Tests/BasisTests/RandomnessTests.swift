import Basis
import Testing

struct RandomnessTests {
    @Test func `the same seed gives the same bytes, another one others`() {
        let first = SeededRandom(seed: 7).bytes(32)

        #expect(first.count == 32)
        #expect(SeededRandom(seed: 7).bytes(32) == first)
        #expect(SeededRandom(seed: 8).bytes(32) != first)
    }

    @Test func `a generator goes on where it stood`() {
        let whole = SeededRandom(seed: 7).bytes(16)
        let random = SeededRandom(seed: 7)

        #expect(random.bytes(6) + random.bytes(10) == whole)
        #expect(random.bytes(0).isEmpty)
    }

    @Test func `the machine's generator gives as many bytes as asked, never the same`() {
        let first = SystemRandom().bytes(16)

        #expect(first.count == 16)
        #expect(SystemRandom().bytes(16) != first)
    }

    /// Without vowels, so that no id is a word.
    @Test func `a public id has twelve letters and digits, and does not come twice`() {
        let random = SeededRandom(seed: 1)
        let ids = (0..<2_000).map { _ in random.publicID() }
        let signs = Set(ids.joined())

        #expect(ids.allSatisfy { $0.utf8.count == 12 })
        #expect(Set(ids).count == ids.count)
        #expect(signs == Set("0123456789abcdfghjklmnpqrstvwxyz"))
    }

    @Test func `a token carries 128 bits`() {
        let random = SeededRandom(seed: 1)
        let tokens = (0..<100).map { _ in random.token() }

        #expect(Set(tokens).count == tokens.count)
        #expect(tokens.allSatisfy { Base64URL.decode($0)?.count == 16 })
    }
}
