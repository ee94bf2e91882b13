import Database

/// By which way an address is reached.
package enum AddressChannel: String, SQLText, Codable, CaseIterable, Sendable, Hashable {
    case email
    case sms
    case whatsapp
    case telegram
    case phone
    case webhook

    /// Whether its addresses are telephone numbers.
    package var isTelephone: Bool {
        switch self {
        case .sms, .whatsapp, .phone: true
        case .email, .telegram, .webhook: false
        }
    }

    /// The place in the order of a customer's addresses where nobody gave one; 1 comes first.
    package var usualPreference: Int {
        switch self {
        case .email: 50
        case .webhook: 52
        case .telegram: 54
        case .whatsapp: 56
        case .sms: 58
        case .phone: 60
        }
    }
}

/// One way to reach a customer.
package struct Address: Sendable, Hashable, Codable {
    /// Whether they agreed to be written to here.
    package enum Consent: String, SQLText, Codable, CaseIterable, Sendable, Hashable {
        case yes
        case no
        /// Suffices for service notices by e-mail and telephone.
        case unknown
    }

    /// Whether the address can be used at all.
    package enum Standing: String, SQLText, Codable, CaseIterable, Sendable, Hashable {
        case usable
        case bounced
        case invalid
        case optedOut = "opted_out"
        case removed
    }

    package var id: Int64
    package var customerID: Int64
    /// The person it belongs to; nil where it is the customer's own, from the list of customers.
    package var contactID: Int64?
    package var channel: AddressChannel
    /// Normalised: E.164 for telephones, an ASCII domain for e-mail.
    package var value: String
    /// 1 comes first.
    package var preference: Int
    package var consent: Consent
    package var standing: Standing

    package init(
        id: Int64,
        customerID: Int64,
        contactID: Int64? = nil,
        channel: AddressChannel,
        value: String,
        preference: Int,
        consent: Consent = .unknown,
        standing: Standing = .usable
    ) {
        self.id = id
        self.customerID = customerID
        self.contactID = contactID
        self.channel = channel
        self.value = value
        self.preference = preference
        self.consent = consent
        self.standing = standing
    }

    /// The domain that carries this address, lower case; nil where it is no e-mail address.
    package var mailDomain: String? {
        guard channel == .email, let at = value.utf8.lastIndex(of: UInt8(ascii: "@")) else { return nil }
        return value[value.utf8.index(after: at)...].lowercased()
    }
}
