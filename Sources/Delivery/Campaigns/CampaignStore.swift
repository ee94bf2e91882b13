import Catalog
import Database

/// Reads campaigns. How they begin is in `CampaignStore+Launch`.
package enum CampaignStore {
    package static func with(id: Int64, in session: any Session) throws -> Campaign? {
        try session.first("SELECT \(Campaign.columns) FROM campaign WHERE id = \(id)", Campaign.init(row:))
    }

    /// All of one subject, oldest first.
    package static func of(_ subject: Subject, in session: any Session) throws -> [Campaign] {
        try session.rows(
            """
            SELECT \(Campaign.columns) FROM campaign
            WHERE subject_kind = \(subject.kind) AND subject_id = \(subject.id) ORDER BY id
            """,
            Campaign.init(row:)
        )
    }

    /// The one whose truth holds at present: the newest.
    package static func newest(of subject: Subject, in session: any Session) throws -> Campaign? {
        try of(subject, in: session).last
    }

    /// The wordings of a campaign.
    package static func variants(of campaignID: Int64, in session: any Session) throws -> VariantSet {
        try VariantStore.of(campaign: campaignID, in: session)
    }

    package static func blocked(of campaignID: Int64, in session: any Session) throws -> [BlockedCarrier] {
        try BlockedCarrierStore.of(campaign: campaignID, in: session)
    }

    static func rules(of campaign: Campaign, in session: any Session) throws -> ChoiceRules {
        ChoiceRules(
            carriers: CarrierMatcher(try blocked(of: campaign.id, in: session)),
            machineChannels: campaign.machineChannels
        )
    }

    /// Those in one of the states, oldest first.
    static func all(in states: [Campaign.State], in session: any Session) throws -> [Campaign] {
        try session.rows(
            "SELECT \(Campaign.columns) FROM campaign WHERE state IN \(list: states) ORDER BY id",
            Campaign.init(row:)
        )
    }
}
