import Catalog
import Database

/// One message to one customer within a campaign.
package enum NoticeState: String, Sendable, CaseIterable, Codable, SQLText {
    case waiting
    /// The intent is written; whether the message left is not known until the outcome is.
    case sending
    case handedOver = "handed_over"
    /// The far end said no, and there is no other way to this customer.
    case refused
    /// Not to be told; the reason says why.
    case skipped
    /// It may have arrived or not.
    case unknown
    case toCall = "to_call"
}

/// Why an address was passed over, or a customer skipped. The words are those of the command line.
package enum NoticeReason: String, Sendable, CaseIterable, Codable, SQLText {
    /// What carries the address, or its whole channel, is itself in the scope.
    case carrierAffected = "carrier_affected"
    case noConsent = "no_consent"
    case optedOut = "opted_out"
    case quietHours = "quiet_hours"
    case bounced
    case invalid
    case noAddress = "no_address"
    /// A newer campaign replaced the one that would have told them.
    case superseded
    case fixedMeanwhile = "fixed_meanwhile"
    /// Whoever had to approve the telling did not.
    case notApproved = "not_approved"
}

/// How a person reaches a customer.
package enum CallWay: String, Sendable, CaseIterable, Codable, SQLText {
    case phone
    case whatsapp
    case sms

    package var channel: AddressChannel {
        switch self {
        case .phone: .phone
        case .whatsapp: .whatsapp
        case .sms: .sms
        }
    }
}
