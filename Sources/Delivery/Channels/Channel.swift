import Basis
import Catalog
import Mail

/// A way out of the house that a machine can use.
package protocol Channel: Sendable {
    var kind: AddressChannel { get }

    /// How many times a message whose outcome is not known is sent again. Once for mail, where the same Message-ID
    /// lets the far end fold the two; never where a second one costs or wakes somebody; always where handing over
    /// twice is the same as once.
    var repeatsAfterUnknown: Int { get }

    /// Hands over a group (at most ``OutgoingNotice/groupLimit``). Answers in the order of the group, one for each,
    /// and only when what it says is durable.
    func deliver(_ group: [OutgoingNotice]) async -> [DeliveryOutcome]
}

/// A notice about to leave: the wording, what is personal, where to.
package struct OutgoingNotice: Sendable {
    /// Notices handed over together: also the bound of duplicates per connection at a crash.
    package static let groupLimit = 10

    package var noticeID: Int64
    package var customerID: Int64
    package var addressID: Int64
    package var address: String
    package var variant: Variant
    package var personal: [String: String]
    /// `n812.c12-1fwz3k9p`: the same at every attempt. With `@domain` it is the Message-ID.
    package var key: String
    package var subject: Subject
    package var purpose: String
    /// When this attempt is made.
    package var at: Instant
    /// An earlier attempt may have arrived.
    package var isRepeat: Bool
    /// Pulled where the campaign is held or ended while the group is under way: what has not begun is then answered by
    /// ``DeliveryOutcome/notTried(after:stopsChannel:)``.
    package var brake: Brake?

    package init(
        noticeID: Int64,
        customerID: Int64,
        addressID: Int64,
        address: String,
        variant: Variant,
        personal: [String: String],
        key: String,
        subject: Subject,
        purpose: String,
        at: Instant,
        isRepeat: Bool
    ) {
        self.noticeID = noticeID
        self.customerID = customerID
        self.addressID = addressID
        self.address = address
        self.variant = variant
        self.personal = personal
        self.key = key
        self.subject = subject
        self.purpose = purpose
        self.at = at
        self.isRepeat = isRepeat
    }

    package static func key(noticeID: Int64, campaign: Campaign) -> String {
        "n\(noticeID).\(campaign.publicPart)"
    }
}

/// What became of a hand-over.
package enum DeliveryOutcome: Sendable, Hashable {
    /// The far end took it; the reference is its own name for it.
    case handedOver(reference: String?)
    /// Not now: try again after this time.
    case retry(after: Span, detail: String)
    /// This address will not take it.
    case refusedRecipient(detail: String)
    /// We ourselves are refused: nothing more goes out here until somebody looks.
    case refusedSender(detail: String)
    /// It may have arrived or not.
    case unknown(detail: String)
    /// The far end was not asked, so it counts as no attempt: the destination rests after a "not now" to others, or
    /// the whole way out does.
    case notTried(after: Span, stopsChannel: Bool)
}
