import Mail
import Testing

struct MailAddressTests {
    @Test(arguments: [
        ("jose@customer.example", "jose@customer.example"), ("a+b.c_d@x-y.example", "a+b.c_d@x-y.example"),
        ("JOSE@Customer.Example", "JOSE@Customer.Example"), ("root@localhost", "root@localhost"),
        ("info@ñandú.es", "info@xn--and-6ma2c.es"), ("info@ÑANDÚ.es", "info@xn--and-6ma2c.es"),
        ("info@日本.jp", "info@xn--wgv71a.jp"), ("info@straße.de", "info@xn--strae-oqa.de"),
        ("josé@ñandú.es", "josé@xn--and-6ma2c.es"), ("a b@x.es", "\"a b\"@x.es"),
        ("\"a b\"@x.es", "\"a b\"@x.es"),
        ("a..b@x.es", "\"a..b\"@x.es"), ("a@b@x.es", "\"a@b\"@x.es"),
        (String(repeating: "a", count: 64) + "@x.es", String(repeating: "a", count: 64) + "@x.es"),
    ])
    func `an address goes over the wire as relays understand it`(written: String, envelope: String) throws {
        #expect(try MailAddress(address: written).envelope() == envelope)
    }

    @Test(arguments: [
        "", "@", "jose", "@x.es", "jose@", "jose@.es", "jose@x..es", "jose@-x.es", "jose@x.es.", "jose@x es",
        "jose@[10.0.0.1]",
        "a\r\nb@x.es", "jose@x.es\r\nRCPT TO:<y@z>", "a\u{0}@x.es", "a@x\u{0}.es", "a\u{2028}b@x.es",
        "\"a\"b\"@x.es", "a\\@x.es",
        "jose@x.es>", "jose@\u{202E}x.es", "a@" + String(repeating: "b", count: 64) + ".es",
        String(repeating: "a", count: 65) + "@x.es",
        "a@" + String(repeating: "b.", count: 130) + "es", "a@xn--\u{FFFD}.es",
    ])
    func `what no relay could take is refused before it is tried`(written: String) {
        let address = MailAddress(address: written)

        let error = #expect(throws: MailError.self) { try address.envelope() }
        #expect(throws: MailError.self) { try MIMEBuilder.build(.sample(to: address)) }

        #expect(error?.code == .address)
        #expect(error?.description.contains { $0.isNewline } == false)
    }

    @Test func `only an address outside ASCII before its @ needs more of a relay`() {
        #expect(MailAddress(address: "josé@x.es").needsSMTPUTF8)
        #expect(!MailAddress(name: "José", address: "jose@ñandú.es").needsSMTPUTF8)
        #expect(MailMessage.sample(to: MailAddress(address: "josé@x.es")).needsSMTPUTF8)
        #expect(!MailMessage.sample().needsSMTPUTF8)
    }
}
