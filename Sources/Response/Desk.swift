import Access
import Basis
import Catalog
import Delivery
import Foundation
import Letters

/// What deeds need besides their transaction. Made once, in Assembly.
package struct Desk: Sendable {
    package var composer: NoticeComposer
    package var source: any RecipientSource
    package var random: any RandomSource
    package var keys: AccessKeys
    /// The zone of the people who work here; customers without one of their own read times in it too.
    package var zone: TimeZone
    /// Who signs: the name of the business.
    package var senderName: String
    /// Where customers can call, as they would dial it.
    package var contactPhone: String?
    /// The address of the public site, without a slash at its end.
    package var publicURL: String
    /// The component that carries a channel as a whole: the relay of e-mail, the telephone line.
    package var channelCarriers: [AddressChannel: String]
    /// What needs a second person; nil: nothing.
    package var approvals: ApprovalPolicy?
    /// How many are told first, before the rest.
    package var canary = Canary.off

    package init(
        composer: NoticeComposer,
        source: any RecipientSource,
        random: any RandomSource,
        keys: AccessKeys,
        zone: TimeZone,
        senderName: String,
        contactPhone: String?,
        publicURL: String,
        channelCarriers: [AddressChannel: String] = [:]
    ) {
        self.composer = composer
        self.source = source
        self.random = random
        self.keys = keys
        self.zone = zone
        self.senderName = senderName
        self.contactPhone = contactPhone
        self.publicURL = publicURL
        self.channelCarriers = channelCarriers
    }

    /// Signs links.
    package var signer: TokenSigner { keys.signer }
}
