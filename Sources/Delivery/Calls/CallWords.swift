import Basis
import Catalog
import Database
import Rendering

/// What to say and to write to one customer, in their language.
package struct CallWords: Sendable, Hashable {
    package var language: Language
    package var script: String
    package var shortText: String

    package init(language: Language, script: String, shortText: String) {
        self.language = language
        self.script = script
        self.shortText = shortText
    }
}

extension CallDesk {
    /// The words of a subject's newest campaign for customers, whether somebody is to call them or not; empty where
    /// nothing has been said yet.
    package static func words(
        _ subject: Subject,
        for customers: [Customer],
        source: any RecipientSource,
        at now: Instant,
        in session: any Session
    ) throws -> [Int64: CallWords] {
        let newest: Int64? = try session.value(
            """
            SELECT id FROM campaign WHERE subject_kind = \(subject.kind) AND subject_id = \(subject.id)
            ORDER BY id DESC LIMIT 1
            """
        )
        guard let newest, let campaign = try CampaignStore.with(id: newest, in: session) else { return [:] }
        let variants = try VariantStore.of(campaign: newest, in: session)
        let values = try source.personal(campaign, customerIDs: customers.map(\.id), at: now, in: session)
        var words: [Int64: CallWords] = [:]
        for customer in customers {
            guard let variant = variants.variant(for: customer.language) else { continue }
            let own = values[customer.id] ?? [:]
            words[customer.id] = CallWords(
                language: variant.language,
                script: variant.script.spliced(own, escape: \.self),
                shortText: variant.shortText.spliced(own, escape: \.self)
            )
        }
        return words
    }
}
