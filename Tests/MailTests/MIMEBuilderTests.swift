import Basis
import Mail
import Testing

struct MIMEBuilderTests {
    @Test func `a message is these bytes`() throws {
        let bytes = try MIMEBuilder.build(
            .sample(
                replyTo: MailAddress(address: "ayuda@agency.example"),
                headers: [("Auto-Submitted", "auto-generated")]
            )
        )

        let expected = """
            Date: Thu, 09 Nov 2017 07:40:00 +0000
            From: =?UTF-8?Q?Agencia_=C3=91and=C3=BA?= <avisos@agency.example>
            To: =?UTF-8?Q?Jos=C3=A9_P=C3=A9rez?= <jose@customer.example>
            Reply-To: ayuda@agency.example
            Subject: =?UTF-8?Q?Aver=C3=ADa_en_su_p=C3=A1gina_web?=
            Message-ID: <n-1.c-2@agency.example>
            Auto-Submitted: auto-generated
            Content-Language: es
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary="BOUNDARY"

            --BOUNDARY
            Content-Type: text/plain; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            Estimado Jos=C3=A9:

            Su p=C3=A1gina no funciona.

            --BOUNDARY
            Content-Type: text/html; charset=utf-8
            Content-Transfer-Encoding: quoted-printable

            <p>Estimado Jos=C3=A9:</p>
            <p>Su p=C3=A1gina no funciona.</p>

            --BOUNDARY--

            """
        let text = String(decoding: bytes, as: UTF8.self)
        let boundary = try #require(text.firstMatch(of: #/boundary="(=_[0-9a-z]+)"/#)).1
        #expect(text.replacing(boundary, with: "BOUNDARY").replacing("\r\n", with: "\n") == expected)
        #expect(text.replacing("\r\n", with: "").utf8.allSatisfy { $0 != 13 && $0 != 10 })
    }

    @Test func `the same message is the same bytes, another one has another boundary`() throws {
        let first = try MIMEBuilder.build(.sample())
        let again = try MIMEBuilder.build(.sample())
        let other = try MIMEBuilder.build(.sample(messageID: "n-2.c-2@agency.example"))

        #expect(first == again)
        #expect(headerLines(first).last != headerLines(other).last)
    }

    @Test func `without HTML there is one part`() throws {
        let bytes = try MIMEBuilder.build(.sample(html: nil))

        let parsed = try #require(ParsedMail(bytes: bytes))
        #expect(parsed.header("Content-Type") == "text/plain; charset=utf-8")
        #expect(parsed.text == "Estimado José:\n\nSu página no funciona.\n")
        #expect(parsed.html == nil)
    }

    @Test(arguments: [
        ("plain", "Web is down"), ("accents", "Avería en «su» página: ¿cuándo vuelve?"),
        ("long words", String(repeating: "palabra ", count: 200) + "fin"),
        ("998 and more", String(repeating: "x", count: 1_200)),
        ("no blank, no ASCII", String(repeating: "ñ", count: 700)),
        ("emoji", String(repeating: "👩‍👩‍👧‍👦 ", count: 60) + "."),
        ("looks encoded", "=?UTF-8?Q?=0D=0ABcc:_x@y.z?="),
        ("quotes", #"He said "no" \ (really), <b>"#), ("empty", ""), ("Japanese", "障害のお知らせ"),
    ])
    func `a subject and a name of any shape come back whole on short lines`(what: String, text: String) throws
    {
        let bytes = try MIMEBuilder.build(
            .sample(to: MailAddress(name: text, address: "a@customer.example"), subject: text)
        )

        let parsed = try #require(ParsedMail(bytes: bytes))
        #expect(parsed.subject == text)
        #expect(parsed.to == [MailAddress(name: text, address: "a@customer.example")])
        #expect(headerLines(bytes).allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { $0 < 128 } })
    }

    /// What people and importers put into fields, hoping for a second header or another message.
    static let hostile: [(what: String, text: String, kept: String)] = [
        ("CRLF", "a\r\nBcc: x@evil.example", "a Bcc: x@evil.example"),
        ("LF", "a\nBcc: x@evil.example", "a Bcc: x@evil.example"), ("CR", "a\rBcc: x", "a Bcc: x"),
        ("NUL", "a\u{0}b", "ab"), ("end of headers", "a\r\n\r\n<b>body</b>", "a <b>body</b>"),
        ("line separator", "a\u{2028}Bcc: x\u{2029}b\u{85}c", "a Bcc: x b c"),
        ("vertical", "a\u{B}b\u{C}c", "a b c"),
        ("folded", "a\r\n \r\n\tb", "a b"), ("controls", "a\u{1}\u{1B}[31m\u{7F}\u{9B}b", "a[31mb"),
        ("direction", "a\u{202E}gpj.exe\u{2066}", "agpj.exe"), ("only line ends", "\r\n\r\n", ""),
        ("998 blanks", "a" + String(repeating: " ", count: 1_200) + "b", "a b"),
    ]

    @Test(arguments: hostile)
    func `no value adds a header or ends them`(what: String, text: String, kept: String) throws {
        let bytes = try MIMEBuilder.build(
            .sample(
                from: MailAddress(name: text, address: "f@agency.example"),
                to: MailAddress(name: text, address: "t@customer.example"),
                replyTo: MailAddress(name: text, address: "r@agency.example"),
                subject: text,
                headers: [("X-Note", text)]
            )
        )

        let parsed = try #require(ParsedMail(bytes: bytes))
        #expect(
            parsed.headers.map(\.name) == [
                "Date", "From", "To", "Reply-To", "Subject", "Message-ID", "X-Note", "Content-Language",
                "MIME-Version", "Content-Type",
            ]
        )
        #expect(parsed.subject == kept)
        #expect([parsed.from, parsed.to, parsed.replyTo].map { $0.map(\.name) } == [[kept], [kept], [kept]])
        #expect(parsed.header("X-Note") == kept)
        #expect(parsed.text == "Estimado José:\n\nSu página no funciona.\n")
    }

    @Test(arguments: hostile)
    func `a hostile text stays in its part`(what: String, text: String, kept: String) throws {
        let bytes = try MIMEBuilder.build(
            .sample(text: "x" + text, html: "<p>\(text)</p>\r\n--=_1--\r\n.\r\n")
        )

        let parsed = try #require(ParsedMail(bytes: bytes))
        #expect(parsed.headers.count == 8)
        #expect(parsed.text?.first == "x" && parsed.text?.contains("\u{0}") == false)
        #expect(parsed.html?.hasSuffix("</p>\n--=_1--\n.\n") == true)
    }

    @Test(arguments: [
        "short", "", "\n", "\n\nBegin\n", "trailing blank \nand tab\t\n", "CR only\rCRLF\r\nLF\nend",
        "From here\n.\n..\n",
        String(repeating: "a", count: 3_000), String(repeating: "línea ñ 日本 ", count: 400), "= =3D =\n=C3\n",
        "--=_abc\n--\n", "👩‍👩‍👧‍👦",
    ])
    func `a text of any shape comes back whole on lines of 76`(text: String) throws {
        let bytes = try MIMEBuilder.build(.sample(text: text, html: text))

        let parsed = try #require(ParsedMail(bytes: bytes))
        let lines = text.replacing("\r\n", with: "\n").replacing("\r", with: "\n")
        let ended = lines.hasSuffix("\n") ? lines : lines + "\n"
        #expect(parsed.text == ended)
        #expect(parsed.html == ended)
        let raw = String(decoding: bytes, as: UTF8.self).split(separator: "\r\n")
        #expect(
            raw.allSatisfy { $0.utf8.count <= 76 && $0.utf8.allSatisfy { $0 < 127 && ($0 > 31 || $0 == 9) } }
        )
    }

    @Test(arguments: [
        "Bcc", "to", "Subject", "Content-Type", "content-transfer-encoding", "X Note", "X-Ñ", "", "X:Y",
        "X\r\nBcc", "MIME-Version",
    ])
    func `a further header with such a name is refused`(name: String) {
        let error = #expect(throws: MailError.self) { try MIMEBuilder.build(.sample(headers: [(name, "x")])) }

        #expect(error?.code == .header)
        #expect(error?.description.contains("\n") == false)
    }

    @Test(arguments: [
        "", "@", "a@", "@b", "no-at-sign", "a b@c", "<a@b>", "a@b\r\nBcc: x", "ñ@b",
        String(repeating: "x", count: 260) + "@b",
    ])
    func `what is no Message-ID is refused`(id: String) {
        #expect(throws: MailError.self) { try MIMEBuilder.build(.sample(messageID: id)) }
    }

    @Test func `a long link in a further header stays whole`() throws {
        let link = "<https://status.agency.example/u/" + String(repeating: "t0k3n", count: 40) + ">"

        let bytes = try MIMEBuilder.build(
            .sample(headers: [
                ("List-Unsubscribe", link + ", <mailto:out@agency.example>"),
                ("X-Ñ".replacing("Ñ", with: "N"), "año"),
            ])
        )

        let parsed = try #require(ParsedMail(bytes: bytes))
        #expect(parsed.header("list-unsubscribe") == link + ", <mailto:out@agency.example>")
        #expect(parsed.header("X-N") == "año")
    }
}
