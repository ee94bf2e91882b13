import Access
import Basis
import Testing

@Suite struct TOTPTests {
    private let rfc = TOTP(secret: Array("12345678901234567890".utf8))

    /// RFC 6238, appendix B, of which we take the last six digits.
    @Test(
        arguments: [
            (59, "287082"), (1_111_111_109, "081804"), (1_111_111_111, "050471"), (1_234_567_890, "005924"),
            (2_000_000_000, "279037"), (20_000_000_000, "353130"),
        ] as [(Int64, String)]
    )
    func `the codes are those of the RFC`(_ seconds: Int64, _ code: String) {
        #expect(rfc.code(step: TOTP.step(at: Instant(seconds: seconds))) == code)
    }

    @Test(arguments: [(-2, false), (-1, true), (0, true), (1, true), (2, false)] as [(Int64, Bool)])
    func `one step before and after is taken too`(_ away: Int64, _ isTaken: Bool) {
        let now = Instant(seconds: 1_510_218_000)
        let step = TOTP.step(at: now) + away
        let accepted = rfc.acceptedStep(rfc.code(step: step), at: now, lastStep: 0)
        #expect(accepted == (isTaken ? step : nil))
    }

    @Test func `a step is good once, and none before it afterwards`() {
        let now = Instant(seconds: 1_510_218_000)
        let step = TOTP.step(at: now)
        #expect(rfc.acceptedStep(rfc.code(step: step), at: now, lastStep: step) == nil)
        #expect(rfc.acceptedStep(rfc.code(step: step - 1), at: now, lastStep: step) == nil)
        #expect(rfc.acceptedStep(rfc.code(step: step + 1), at: now, lastStep: step) == step + 1)
    }

    @Test(arguments: ["", "12345", "1234567", "abcdef", "１２３４５６", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}"])
    func `what is no code is refused`(_ typed: String) {
        #expect(rfc.acceptedStep(typed, at: Instant(seconds: 59), lastStep: 0) == nil)
    }

    @Test func `a code may be typed in two groups`() {
        #expect(rfc.acceptedStep(" 287 082 ", at: Instant(seconds: 59), lastStep: 0) == 1)
    }

    /// RFC 4648, §10.
    @Test(arguments: [
        ("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB"),
        ("foobar", "MZXW6YTBOI"),
    ])
    func `base 32 is that of the RFC`(_ text: String, _ encoded: String) {
        #expect(Base32.encode(Array(text.utf8)) == encoded)
    }

    @Test func `the address for the authenticator holds what it needs, escaped`() {
        #expect(
            rfc.url(issuer: "Ágil & Co", account: "ana@x.example")
                == "otpauth://totp/%C3%81gil%20%26%20Co:ana%40x%2Eexample"
                + "?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%C3%81gil%20%26%20Co"
                + "&algorithm=SHA1&digits=6&period=30"
        )
    }

    @Test func `recovery codes differ, and have groups that can be read aloud`() {
        let random = SeededRandom(seed: 1)
        let codes = (0..<100).map { _ in RecoveryCode.make(random) }
        #expect(Set(codes).count == 100)
        #expect(codes.allSatisfy { $0.wholeMatch(of: /[a-z2-7]{4}(-[a-z2-7]{4}){3}/) != nil })
    }
}
