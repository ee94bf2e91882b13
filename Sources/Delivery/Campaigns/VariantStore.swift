import Basis
import Catalog
import Database
import Rendering

/// Reads and writes the wordings of campaigns.
enum VariantStore {
    static func insert(_ variants: [Variant], campaign id: Int64, in session: any Session) throws {
        for variant in VariantSet(variants).byLanguage.values.sorted(by: { $0.language < $1.language }) {
            try session.run(
                """
                INSERT INTO campaign_variant (campaign_id, language, written_in, title, body_text, body_html,
                                              short_text, script, told_facts)
                VALUES (\(id), \(variant.language), \(variant.writtenIn), \(variant.title.marked),
                        \(variant.bodyText.marked), \(variant.bodyHTML.marked), \(variant.shortText.marked),
                        \(variant.script.marked), \(JSONColumn(variant.toldFacts)))
                """
            )
        }
    }

    static func of(campaign id: Int64, in session: any Session) throws -> VariantSet {
        let variants = try session.rows(
            """
            SELECT language, written_in, title, body_text, body_html, short_text, script, told_facts
            FROM campaign_variant WHERE campaign_id = \(id) ORDER BY language
            """
        ) { row in
            Variant(
                language: try row.next(),
                writtenIn: try row.next(),
                title: SegmentedText(marked: try row.next()),
                bodyText: SegmentedText(marked: try row.next()),
                bodyHTML: SegmentedText(marked: try row.next()),
                shortText: SegmentedText(marked: try row.next()),
                script: SegmentedText(marked: try row.next()),
                toldFacts: try row.json()
            )
        }
        return VariantSet(variants)
    }
}

/// Reads and writes which carriers a campaign must not use.
enum BlockedCarrierStore {
    static func insert(_ blocked: [BlockedCarrier], campaign id: Int64, in session: any Session) throws {
        var seen: Set<String> = []
        for carrier in blocked {
            let (kind, value, componentID) = stored(carrier)
            guard seen.insert("\(kind) \(value)").inserted else { continue }
            try session.run(
                """
                INSERT INTO blocked_carrier (campaign_id, kind, value, component_id)
                VALUES (\(id), \(kind), \(value), \(componentID))
                """
            )
        }
    }

    static func of(campaign id: Int64, in session: any Session) throws -> [BlockedCarrier] {
        try session.rows(
            "SELECT kind, value, component_id FROM blocked_carrier WHERE campaign_id = \(id) ORDER BY kind, value"
        ) { row in
            let (kind, value) = (try row.next(String.self), try row.next(String.self))
            let component = try row.next(Int64.self)
            switch kind {
            case "mail_domain": return .mailDomain(value, componentID: component)
            case "mail_subdomains": return .mailSubdomains(value, componentID: component)
            default:
                guard let channel = AddressChannel(rawValue: value) else {
                    throw DatabaseError(.malformedRow, "\(value) is no channel")
                }
                return .channel(channel, componentID: component)
            }
        }
    }

    private static func stored(_ carrier: BlockedCarrier) -> (kind: String, value: String, componentID: Int64)
    {
        switch carrier {
        case .mailDomain(let domain, let id): ("mail_domain", domain.lowercased(), id)
        case .mailSubdomains(let domain, let id): ("mail_subdomains", domain.lowercased(), id)
        case .channel(let channel, let id): ("channel", channel.rawValue, id)
        }
    }
}
