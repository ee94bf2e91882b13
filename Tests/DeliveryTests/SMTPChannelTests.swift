import Basis
import Catalog
import Database
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

        try await house.runOut(house.pump(channels: [Self.channel(pool)], workers: 4))
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

    private static func messageIDs(_ sink: MailSink) throws -> [Substring] {
        try sink.messages().flatMap { message in
            message.split(separator: "\n").filter { $0.hasPrefix("Message-ID: ") }
        }
    }

    private func run(_ house: DeliveryHouse, _ channel: SMTPChannel) async throws {
        let pump = house.pump(channels: [channel], workers: 2)
        try await house.runOut(pump)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `dropped after the final dot, a notice is unknown, and goes once more with the same Message-ID`(
        engine: DatabaseUnderTest
    ) async throws {
        let house = try await DeliveryHouse.open(engine)
        let bad = try await MailSink(["-q", "."])
        let pool = try Self.pool(bad, connections: 2)
        try await house.add(Sample.mailed(30))
        _ = try await house.launch()
        try await run(house, Self.channel(pool))
        let before = try await house.report().counts
        let unknown = before.unknown
        #expect(unknown > 0 && before.handedOver == 0)

        await pool.close()
        let good = try await MailSink()
        let other = try Self.pool(good, connections: 2)
        house.clock.advance(by: .minutes(1))
        try await run(house, Self.channel(other))
        await other.close()

        let counts = try await house.report().counts
        #expect(counts.handedOver == 30 && counts.addsUp && counts.possibleDuplicates == unknown)
        let (first, second) = (try Self.messageIDs(bad), try Self.messageIDs(good))
        #expect(second.count == 30 && Set(second).count == 30)
        #expect(Set(first).isSubset(of: Set(second)))
        #expect(try await house.findings().isEmpty)
    }

    @Test(arguments: DatabaseUnderTest.available)
    func `"not now" uses up tries only of who was asked, and is delivered later`(
        engine: DatabaseUnderTest
    )
        async throws
    {
        let house = try await DeliveryHouse.open(engine)
        let busy = try await MailSink(["-r", "RCPT"])
        let pool = try Self.pool(busy, connections: 1)
        try await house.add(Sample.mailed(20))
        _ = try await house.launch()
        try await run(house, Self.channel(pool))
        // The first said for all of its domain that it is not the time; the other nineteen were not asked.
        let tries = try await house.database.read { session in
            try session.count("SELECT count(*) FROM attempt WHERE outcome = 'retry'")
        }
        #expect(tries == 1)
        #expect(try await house.report().counts.waiting == 20)

        await pool.close()
        let good = try await MailSink()
        let other = try Self.pool(good)
        house.clock.advance(by: .minutes(1))
        try await run(house, Self.channel(other))
        await other.close()
        let counts = try await house.report().counts
        #expect(counts.handedOver == 20 && counts.possibleDuplicates == 0 && counts.addsUp)
        #expect(try good.messages().count == 20)
    }

    @Test func `while the relay is away nobody is refused, and all go when it is back`() async throws {
        let house = try await DeliveryHouse.open(.sqlite)
        let nobody = SMTPRelay(host: "127.0.0.1", port: try Loopback.freePort())
        let pool = try SMTPPool(nobody, connections: 2)
        try await house.add(Sample.mailed(25))
        _ = try await house.launch()
        // More often than a notice may be tried.
        for _ in 0..<12 {
            try await run(house, Self.channel(pool))
            house.clock.advance(by: .minutes(2))
        }
        #expect(try await house.report().counts.waiting == 25)

        await pool.close()
        let sink = try await MailSink()
        let fresh = try Self.pool(sink)
        try await run(house, Self.channel(fresh))
        await fresh.close()
        let counts = try await house.report().counts
        #expect(counts.handedOver == 25 && counts.possibleDuplicates == 0)
        #expect(try await house.findings().isEmpty)
    }
}
