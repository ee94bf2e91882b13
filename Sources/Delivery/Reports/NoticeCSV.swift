import Basis
import Catalog
import Database

/// Every notice of a subject as a line of CSV, in bounded memory.
package enum NoticeCSV {
    package static let header = "customer,campaign,channel,address,state,reason,attempts,message_id"

    /// Hands over the header and then line after line, without line ends.
    ///
    /// - Parameter mailDomain: what stands behind the `@` of our Message-IDs.
    package static func each(
        _ subject: Subject,
        mailDomain: String,
        in session: any Session,
        _ body: (String) throws -> Void
    ) throws {
        try body(header)
        for campaign in try CampaignStore.of(subject, in: session) {
            try session.each(
                """
                SELECT n.id, u.external_id, n.channel, a.value, n.state, n.reason, n.attempts
                FROM notice n JOIN customer u ON u.id = n.customer_id LEFT JOIN address a ON a.id = n.address_id
                WHERE n.campaign_id = \(campaign.id) ORDER BY n.customer_id
                """
            ) { try body(line($0, campaign, mailDomain: mailDomain)) }
        }
    }

    private static func line(_ row: Row, _ campaign: Campaign, mailDomain: String) throws -> String {
        let id = try row.next(Int64.self)
        let customer = try row.next(String.self)
        let channel = try row.nextOrNil(AddressChannel.self)
        let address = try row.nextOrNil(String.self)
        let state = try row.next(NoticeState.self)
        let reason = try row.nextOrNil(String.self)
        let attempts = try row.next(Int.self)
        let key = OutgoingNotice.key(noticeID: id, campaign: campaign)
        let messageID =
            channel == .email && attempts > 0 ? "<\(NoticeMail.messageID(key: key, domain: mailDomain))>" : ""
        return [
            customer, "\(campaign.id)", channel?.rawValue ?? "", address ?? "", state.reported, reason ?? "",
            "\(attempts)", messageID,
        ].map(CSVCell.written).joined(separator: ",")
    }
}

/// One cell of CSV (RFC 4180) that no spreadsheet runs as a formula.
package enum CSVCell {
    package static func written(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, isDangerous(first) { text = "'" + text }
        guard text.utf8.contains(where: { $0 == 0x22 || $0 == 0x2C || $0 == 0x0A || $0 == 0x0D }) else {
            return text
        }
        return "\"" + text.replacing("\"", with: "\"\"") + "\""
    }

    /// ASVS 1.2.10, with the full-width forms that some spreadsheets take for the same.
    private static func isDangerous(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar {
        case "=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠": true
        default: false
        }
    }
}
