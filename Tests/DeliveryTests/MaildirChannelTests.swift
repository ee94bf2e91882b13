import Basis
import Catalog
import Database
import Delivery
import Foundation
import Mail
import Rendering
import TestSupport
import Testing

struct MaildirChannelTests {
    private let folder: String
    private let maildir: Maildir
    private let channel: MaildirChannel

    init() throws {
        folder = try ThrowAwayFolder.path("mail")
        maildir = try Maildir(path: folder)
        channel = MaildirChannel(
            maildir: maildir,
            sender: NoticeSender(name: "Agencia Ñ", address: "avisos@agencia.example")
        )
    }

    private func notice(_ id: Int64, address: String = "a@x.example", name: String = "Ana") -> OutgoingNotice
    {
        OutgoingNotice(
            noticeID: id,
            customerID: id,
            addressID: id,
            address: address,
            variant: DeliveryHouse.order().variants[0],
            personal: ["customer": name, "link": "https://estado.example/1"],
            key: "n\(id).c1-abc",
            subject: DeliveryHouse.subject,
            purpose: "update",
            at: DeliveryHouse.morning,
            isRepeat: false
        )
    }

    private func message(_ key: String) throws -> ParsedMail {
        let bytes = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/new/\(key)"))
        return try #require(ParsedMail(bytes: Array(bytes)))
    }

    @Test func `a message has both bodies, the person's own words, and says that a machine wrote it`()
        async throws
    {
        let outcomes = await channel.deliver([notice(1, name: "Ana & Hijos <S.L.>")])

        #expect(outcomes == [.handedOver(reference: "n1.c1-abc")])
        let mail = try message("n1.c1-abc")
        #expect(mail.messageID == "n1.c1-abc@agencia.example")
        #expect(mail.subject == "Aviso para Ana & Hijos <S.L.>")
        #expect(mail.text?.contains("Hola, Ana & Hijos <S.L.>: No hay servicio.") == true)
        #expect(mail.html?.contains("Hola, Ana &amp; Hijos &lt;S.L.&gt;:") == true)
        let raw = try String(contentsOfFile: "\(folder)/new/n1.c1-abc", encoding: .utf8)
        #expect(
            raw.contains("Auto-Submitted: auto-generated\r\n") && raw.contains("Content-Language: es\r\n")
        )
        #expect(raw.contains("To: a@x.example\r\n"))
    }

    @Test func `handing over twice is the same as once`() async throws {
        _ = await channel.deliver([notice(1), notice(2)])
        let outcomes = await channel.deliver([notice(2), notice(3)])

        #expect(outcomes == [.handedOver(reference: "n2.c1-abc"), .handedOver(reference: "n3.c1-abc")])
        #expect(try maildir.messages().count == 3)
    }

    @Test func `an address that no mail can go to is refused, and the others of the group go`() async throws {
        let outcomes = await channel.deliver([notice(1), notice(2, address: "nobody"), notice(3)])

        guard case .refusedRecipient = outcomes[1] else {
            Issue.record("\(outcomes[1])")
            return
        }
        #expect(outcomes[0] == .handedOver(reference: "n1.c1-abc"))
        #expect(try maildir.messages().count == 2)
    }

    @Test func `a folder that cannot be written to means not now`() async throws {
        try FileManager.default.removeItem(atPath: folder)

        let outcomes = await channel.deliver([notice(1), notice(2)])

        #expect(outcomes.count == 2)
        for outcome in outcomes {
            guard case .retry = outcome else {
                Issue.record("\(outcome)")
                return
            }
        }
    }

    @Test func `line ends in a name add no header`() async throws {
        _ = await channel.deliver([notice(1, name: "Ana\r\nBcc: otra@x.example")])

        let raw = try String(contentsOfFile: "\(folder)/new/n1.c1-abc", encoding: .utf8)
        let headers = raw.split(separator: "\r\n", omittingEmptySubsequences: false).prefix { !$0.isEmpty }
        #expect(headers.contains { $0.hasPrefix("To: ") })
        #expect(!headers.contains { $0.lowercased().hasPrefix("bcc:") })
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `killed again and again, the Maildir holds one message each`(engine: DatabaseUnderTest) async throws
    {
        let house = try await DeliveryHouse.open(engine)
        try await house.add(Sample.mailed(120))
        _ = try await house.launch()
        for kill in 1...10 {
            let dying = DyingDatabase(house.database, after: 3 + kill, losesAnswer: kill.isMultiple(of: 2))
            let pump = house.pump(node: kill, over: dying, channels: [channel], lease: 0, workers: 2)
            _ = try? await pump.tick(house.now)  // it was killed
        }
        let last = house.pump(node: 11, channels: [channel], lease: 0)
        try await house.runOut(last)

        let counts = try await house.report().counts
        #expect(counts.handedOver == 120 && counts.addsUp)
        #expect(
            counts.possibleDuplicates > 0 && counts.possibleDuplicates <= 10 * 2 * OutgoingNotice.groupLimit
        )
        #expect(try maildir.messages().count == 120)
        #expect(try await house.findings().isEmpty)
    }
}
