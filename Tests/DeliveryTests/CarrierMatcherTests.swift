import Catalog
import Delivery
import Testing

struct CarrierMatcherTests {
    private let matcher = CarrierMatcher([
        .mailDomain("Ovh.net", componentID: 1), .mailSubdomains("mail.example", componentID: 1),
        .mailDomain("agencia.example", componentID: 2), .mailSubdomains("agencia.example", componentID: 2),
        .channel(.sms, componentID: 3),
    ])

    @Test(arguments: [
        ("ovh.net", true), ("OVH.NET", true), ("ovh.net.", true), ("www.ovh.net", false),
        ("myovh.net", false),
        ("net", false), ("mail.example", false), ("a.mail.example", true), ("A.B.Mail.Example", true),
        ("amail.example", false), ("agencia.example", true), ("x.agencia.example", true), ("", false),
        (".", false),
    ])
    func `a domain is blocked exactly, and below a starred one`(domain: String, isBlocked: Bool) {
        #expect(matcher.isBlocked(mailDomain: domain) == isBlocked)
    }

    @Test(arguments: [
        (AddressChannel.email, "a@ovh.net", true), (.email, "a@gmail.com", false),
        (.sms, "+34600111222", true),
        (.phone, "+34600111222", false), (.email, "\"a@ovh.net\"@gmail.com", false),
        (.email, "ovh.net", false),
    ])
    func `an address is blocked with its domain or its channel`(
        channel: AddressChannel,
        value: String,
        isBlocked: Bool
    ) {
        let address = Address(id: 1, customerID: 1, channel: channel, value: value, preference: 1)
        #expect(matcher.isBlocked(address) == isBlocked)
    }

    @Test func `nothing is blocked where nothing is broken`() {
        #expect(!CarrierMatcher([]).isBlocked(mailDomain: "ovh.net"))
    }
}
