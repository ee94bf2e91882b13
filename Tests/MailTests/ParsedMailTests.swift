import Basis
import Mail
import Testing

struct ParsedMailTests {
    @Test func `a built message is read back`() throws {
        let parsed = try #require(ParsedMail(bytes: try MIMEBuilder.build(.sample())))

        #expect(parsed.from == [MailAddress(name: "Agencia Ñandú", address: "avisos@agency.example")])
        #expect(parsed.to == [MailAddress(name: "José Pérez", address: "jose@customer.example")])
        #expect(parsed.replyTo.isEmpty)
        #expect(parsed.subject == "Avería en su página web")
        #expect(parsed.messageID == "n-1.c-2@agency.example")
        #expect(parsed.date == Instant(seconds: 1_510_213_200))
        #expect(parsed.header("content-language") == "es")
        #expect(parsed.html == "<p>Estimado José:</p>\n<p>Su página no funciona.</p>\n")
    }

    @Test func `text in an old encoding is read, attachments are not text`() throws {
        let mail = """
            From: =?iso-8859-1?Q?Jos=E9?= <jose@customer.example>
            Subject: =?iso-8859-1?B?Qfpu?= nada
            Content-Type: multipart/mixed; boundary=b

            --b
            Content-Type: text/plain
            Content-Disposition: attachment; filename=log.txt

            a log
            --b
            Content-Type: text/plain; charset=iso-8859-1
            Content-Transfer-Encoding: quoted-printable

            No s=E9 nada
            --b--
            """

        let parsed = try #require(ParsedMail(bytes: Array(mail.utf8)))

        #expect(parsed.from == [MailAddress(name: "José", address: "jose@customer.example")])
        #expect(parsed.subject == "Aún nada")
        #expect(parsed.text == "No sé nada")
        #expect(parsed.date == nil && parsed.messageID == nil && parsed.html == nil)
    }

    @Test func `what is no message is nothing`() {
        #expect(ParsedMail(bytes: []) == nil)
        #expect(ParsedMail(bytes: Array("\r\n\r\nbody".utf8)) == nil)
        #expect(ParsedMail(bytes: [UInt8](repeating: 0, count: 1_000)) == nil)
    }

    @Test func `nesting without end and random bytes stop nobody`() {
        var nested = "From: a@b.example\n"
        for depth in 0..<20_000 {
            nested += "Content-Type: multipart/mixed; boundary=\(depth)\n\n--\(depth)\n"
        }
        #expect(ParsedMail(bytes: Array(nested.utf8))?.from.first?.address == "a@b.example")

        let random = SeededRandom(seed: 7)
        for size in [10, 1_000, 100_000] {
            let bytes =
                Array("From: a@b.example\nContent-Type: multipart/mixed; boundary=\"\n".utf8)
                + random.bytes(size)
            #expect(ParsedMail(bytes: bytes)?.headers.first?.name == "From")
        }
    }
}
