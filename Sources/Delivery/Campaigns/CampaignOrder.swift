import Basis
import Catalog
import Database
import Rendering

/// What the storey above asks for: tell these people this.
package struct CampaignOrder: Sendable {
    package var subject: Subject
    package var purpose: String
    package var audience: String
    /// Major outage, security or data: calls do not wait for the morning.
    package var isUrgent: Bool
    /// One per language; at least one.
    package var variants: [Variant]
    package var blocked: [BlockedCarrier]
    /// The channels that have a `Channel`; an address on another one is only usable by a person.
    package var machineChannels: Set<AddressChannel>
    /// IANA name, for customers whose own time zone is not known.
    package var timeZone: String
    /// Nothing is sent by machines before ``CampaignStore/approve(_:at:in:)``.
    package var needsApproval = false
    package var canary = Canary.off

    package init(
        subject: Subject,
        purpose: String,
        audience: String,
        isUrgent: Bool,
        variants: [Variant],
        blocked: [BlockedCarrier],
        machineChannels: Set<AddressChannel> = [.email],
        timeZone: String = "UTC"
    ) {
        self.subject = subject
        self.purpose = purpose
        self.audience = audience
        self.isUrgent = isUrgent
        self.variants = variants
        self.blocked = blocked
        self.machineChannels = machineChannels
        self.timeZone = timeZone
    }
}

/// The wording of a campaign for the readers of one language, rendered once, with places for each person's own words.
package struct Variant: Sendable, Hashable {
    package var language: Language
    /// In which language the published message really is.
    package var writtenIn: Language
    package var title: SegmentedText
    package var bodyText: SegmentedText
    package var bodyHTML: SegmentedText
    /// For SMS and WhatsApp.
    package var shortText: SegmentedText
    /// What a person says on the phone.
    package var script: SegmentedText
    /// Which version of which fact it tells.
    package var toldFacts: [String: Int]

    package init(
        language: Language,
        writtenIn: Language,
        title: SegmentedText,
        bodyText: SegmentedText,
        bodyHTML: SegmentedText,
        shortText: SegmentedText,
        script: SegmentedText,
        toldFacts: [String: Int] = [:]
    ) {
        self.language = language
        self.writtenIn = writtenIn
        self.title = title
        self.bodyText = bodyText
        self.bodyHTML = bodyHTML
        self.shortText = shortText
        self.script = script
        self.toldFacts = toldFacts
    }
}

/// The variants of one campaign.
package struct VariantSet: Sendable {
    package let byLanguage: [Language: Variant]

    package init(_ variants: [Variant]) {
        byLanguage = Dictionary(variants.map { ($0.language, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The wording for a reader of `language`: in it, in one that they most likely also read, or whatever there is.
    package func variant(for language: Language) -> Variant? {
        for wanted in language.alsoRead {
            if let variant = byLanguage[wanted] { return variant }
        }
        return byLanguage.min { $0.key < $1.key }?.value
    }
}

/// Something that carries messages and is in the scope itself, so that nothing may be sent by it.
package enum BlockedCarrier: Sendable, Hashable {
    /// Addresses at exactly this domain.
    case mailDomain(String, componentID: Int64)
    /// Addresses at all domains below this one.
    case mailSubdomains(String, componentID: Int64)
    /// A whole channel: our relay, the telephone company.
    case channel(AddressChannel, componentID: Int64)
}
