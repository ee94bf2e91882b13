import Basis
import Catalog
import Delivery
import Mail
import TestSupport
import Testing

struct SMTPChannelTests {
    private static func pool(_ sink: MailSink, connections: Int = 4) throws -> SMTPPool {
        try SMTPPool(SMTPRelay(host: "127.0.0.1", port: sink.port), connections: connections)
    }

    private static func channel(_ pool: SMTPPool) -> SMTPChannel {
        SMTPChannel(pool: pool, sender: NoticeSender(name: "Agencia Ñ", address: "avisos@agencia.example"))
    }

    @Test func `everybody gets one message with their own words and a Message-ID of its own`() async throws {
        let house = try await DeliveryHouse.open(.sqlite)
        let sink = try await MailSink()
        let pool = try Self.pool(sink)
        try await house.add(Sample.mailed(120))
        _ = try await house.launch()

        while let due = try await house.pump(channels: [Self.channel(pool)], workers: 4).tick(house.now),
            due <= house.now
        {}
        await pool.close()

        let counts = try await house.report().counts
        #expect(counts.handedOver == 120 && counts.addsUp && counts.possibleDuplicates == 0)
        let messages = try sink.messages()
        #expect(messages.count == 120)
        for number in 1...120 {
            let own = messages.filter { $0.contains("X-Rcpt-Args: <c\(number)@cliente.example>") }
            #expect(own.count == 1)
            #expect(own.first?.contains("Subject: Aviso para C\(number)\n") == true)
        }
        let ids = messages.compactMap { message in
            message.split(separator: "\n").first { $0.hasPrefix("Message-ID: ") }
        }
        #expect(Set(ids).count == 120)
        #expect(try await house.findings().isEmpty)
    }
}
