import Basis
import Foundation
import Mail
import TestSupport
import Testing

/// TLS as the settings ask for it, or nothing.
@Suite(.timeLimit(.minutes(2)))
struct SMTPSecurityTests {
    private static func authorities(_ pem: String = TestCertificate.authority) throws -> String {
        let path = try ThrowAwayFolder.path("authority.pem")
        try Data(pem.utf8).write(to: URL(fileURLWithPath: path))
        return path
    }

    private static func verdict(
        _ relay: FaultyRelay,
        host: String = "localhost",
        _ security: SMTPRelay.Security,
        authorities: String?
    ) async throws -> SMTPVerdict {
        let pool = try SMTPPool(
            SMTPRelay(
                host: host,
                port: relay.port,
                security: security,
                login: .init(user: "ana", password: "secreto"),
                trustedAuthorities: authorities,
                patience: SMTPPatience(lease: .seconds(5))
            ),
            connections: 1
        )
        let outcomes = await pool.send([.sample()])
        await pool.close()
        return outcomes[0].verdict
    }

    private static let offers = ["STARTTLS", "AUTH PLAIN", "PIPELINING"]

    @Test func `STARTTLS with the authority that is trusted, and the password only after it`() async throws {
        let relay = try await FaultyRelay(offers: Self.offers)
        let verdict = try await Self.verdict(relay, .required, authorities: try Self.authorities())
        #expect(verdict == .accepted(reference: "taken"))
        let commands = relay.seen.commands
        let tls = try #require(commands.firstIndex(of: "STARTTLS"))
        let login = try #require(commands.firstIndex { $0.hasPrefix("AUTH PLAIN ") })
        #expect(tls < login && commands[tls + 1].hasPrefix("EHLO"))
        await relay.close()
    }

    @Test func `TLS from the first byte`() async throws {
        let relay = try await FaultyRelay(isSecure: true, offers: ["AUTH PLAIN", "PIPELINING"])
        let verdict = try await Self.verdict(relay, .implicit, authorities: try Self.authorities())
        #expect(verdict == .accepted(reference: "taken"))
        await relay.close()
    }

    @Test(arguments: [SMTPRelay.Security.required, .implicit])
    func `a certificate that nobody vouches for, or for another name, stops the channel`(
        security: SMTPRelay.Security
    ) async throws {
        for (host, authorities) in [("localhost", nil), ("127.0.0.1", try Self.authorities())] {
            let relay = try await FaultyRelay(isSecure: security == .implicit, offers: Self.offers)
            let verdict = try await Self.verdict(relay, host: host, security, authorities: authorities)
            guard case .refusedSender(let detail) = verdict else {
                Issue.record("\(verdict)")
                return
            }
            #expect(detail.hasPrefix("TLS with the relay failed"))
            #expect(relay.recipients.isEmpty && !relay.seen.commands.contains { $0.hasPrefix("AUTH") })
            await relay.close()
        }
    }

    @Test func `a relay that offers no TLS gets no password where it is required`() async throws {
        let relay = try await FaultyRelay(offers: ["AUTH PLAIN", "PIPELINING"])
        let verdict = try await Self.verdict(relay, .required, authorities: try Self.authorities())
        #expect(verdict == .refusedSender(detail: "the relay offers no STARTTLS"))
        #expect(!relay.seen.commands.contains { $0.hasPrefix("AUTH") })
        await relay.close()
    }

    @Test(arguments: [
        FaultyRelay.Reaction.say("454 4.7.0 TLS not available\r\n"), .sayAndHangUp("220 go on\r\n"), .hangUp,
    ])
    func `a relay that refuses TLS for now is asked later, and never in the clear`(
        reaction: FaultyRelay.Reaction
    )
        async throws
    {
        let relay = try await FaultyRelay(offers: Self.offers) { heard, _ in
            if case .command("STARTTLS") = heard { reaction } else { nil }
        }
        let verdict = try await Self.verdict(relay, .required, authorities: try Self.authorities())
        guard case .relayRests = verdict else {
            Issue.record("\(verdict)")
            return
        }
        #expect(relay.recipients.isEmpty && relay.seen.commands.last == "STARTTLS")
        await relay.close()
    }

    @Test func `authorities that cannot be read are said at once`() throws {
        let path = try Self.authorities("no certificate")
        #expect(throws: MailError.self) {
            try SMTPPool(
                SMTPRelay(host: "relay.example", port: 465, security: .implicit, trustedAuthorities: path),
                connections: 1
            )
        }
    }
}
