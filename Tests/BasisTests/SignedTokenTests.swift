import Basis
import Foundation
import Testing

struct TokenSignerTests {
    private let signer = TokenSigner(secret: Array(1...32))
    private let expiry = Instant(seconds: 1_510_210_800)

    private func read(_ token: String, purpose: String = "sheet", at now: Instant? = nil) -> String? {
        signer.subject(of: token, purpose: purpose, now: now ?? expiry)
    }

    @Test(arguments: ["7", "", "a.b.c", "mañana\n", String(repeating: "x", count: 500)])
    func `a token brings its subject back`(_ subject: String) {
        #expect(read(signer.sign(subject, purpose: "sheet", expiry: expiry)) == subject)
    }

    @Test func `a token is good until its moment and not after`() {
        let token = signer.sign("7", purpose: "sheet", expiry: expiry)

        #expect(read(token, at: expiry) == "7")
        #expect(read(token, at: expiry + Span(milliseconds: 1)) == nil)
    }

    @Test func `a token for one purpose is worth nothing for another`() {
        let token = signer.sign("7", purpose: "sheet", expiry: expiry)

        #expect(read(token, purpose: "answer") == nil)
        #expect(read(token, purpose: "") == nil)
    }

    @Test func `another secret signs other tokens`() {
        let other = TokenSigner(secret: Array(2...33))

        #expect(read(other.sign("7", purpose: "sheet", expiry: expiry)) == nil)
    }

    /// Also the last character, whose last bits say nothing: a token has one form only.
    @Test func `a token in which any character was changed is no token`() {
        let token = Array(signer.sign("customer:7", purpose: "sheet", expiry: expiry))

        for index in token.indices {
            for character in "AZaz09-_.=+/ é" where character != token[index] {
                var forged = token
                forged[index] = character
                #expect(read(String(forged)) == nil, "\(String(forged))")
            }
        }
    }

    @Test func `what was cut, stretched or put together is no token`() {
        let token = signer.sign("7", purpose: "sheet", expiry: expiry)
        let later = signer.sign("7", purpose: "sheet", expiry: expiry + .days(1))
        let parts = token.split(separator: ".")
        let laterParts = later.split(separator: ".")

        for forged in [
            "", ".", "...", token + ".", token + "=", "." + token, String(token.dropLast()),
            parts.dropLast().joined(separator: "."), (parts + ["x"]).joined(separator: "."),
            [parts[0], laterParts[1], parts[2], parts[3]].joined(separator: "."),
            [parts[0], parts[1], parts[2], laterParts[3]].joined(separator: "."),
            String(repeating: "x", count: 1_025), token + String(repeating: "A", count: 2_000),
        ] {
            #expect(read(forged) == nil, "\(forged)")
        }
    }
}

struct Base64URLTests {
    @Test(arguments: [
        ([], ""), ([0], "AA"), ([0xff], "_w"), ([0xfb, 0xef], "--8"), ([0xff, 0xff, 0xff], "____"),
        (Array("Hola".utf8), "SG9sYQ"),
    ])
    func `bytes are written without signs that a link cannot carry`(_ bytes: [UInt8], _ text: String) {
        #expect(Base64URL.encode(bytes) == text)
        #expect(Base64URL.decode(text) == Data(bytes))
    }

    @Test func `bytes of every length come back`() {
        for count in 0...70 {
            let bytes = SeededRandom(seed: UInt64(count)).bytes(count)
            #expect(Base64URL.decode(Base64URL.encode(bytes)) == Data(bytes))
        }
    }

    @Test(arguments: ["A", "SG9sY", "SG9sYQ==", "+w", "/w", "SG 9", "SG9sYQ\n", "ñ", "_x", "SG9sYR"])
    func `what nobody would have written is nothing`(_ text: String) {
        #expect(Base64URL.decode(text) == nil)
    }

    @Test(arguments: [
        ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ])
    func `a hash is sixty-four digits`(_ text: String, _ hash: String) {
        #expect(sha256Hex(Array(text.utf8)) == hash)
    }
}
