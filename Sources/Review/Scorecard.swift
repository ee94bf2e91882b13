import Basis

/// How well the customers of one or more incidents were served. Every share stands with its base.
package struct Scorecard: Sendable, Equatable {
    package var customersHurt = 0
    package var told = 0
    package var toldFirst = 0
    package var knewFirst = 0
    package var toldUnknownWhich = 0
    /// Seconds from the beginning of the incident; nil where nobody was told.
    package var firstNoticeSeconds: Int64?
    package var medianNoticeSeconds: Int64?
    package var lastNoticeSeconds: Int64?
    /// The told by the channel that told them first.
    package var byChannel: [String: Int] = [:]
    package var skippedByReason: [String: Int] = [:]
    package var passedOverByReason: [String: Int] = [:]
    package var unreachable = 0
    package var promisesDue = 0
    package var promisesKept = 0
    package var promisesReplaced = 0
    package var promisesLate = 0
    /// The longest time without a word between opening and resolving.
    package var longestSilenceSeconds: Int64?
    package var contactsBeforeTold = 0
    package var contactsAfterTold = 0
    /// E-mails to addresses whose own carrier was broken when they were sent: always 0, or something is
    /// wrong.
    package var emailsToAffectedCarrier = 0
    package var possibleDuplicates = 0

    package init() {}

    /// Told first among those of whom it is known who was first; nil where that is nobody.
    package var toldFirstShare: Double? {
        let known = toldFirst + knewFirst
        guard known > 0 else { return nil }
        return (Double(toldFirst) / Double(known) * 10_000).rounded() / 10_000
    }

    /// Counts people in. The other figures come from the ledgers.
    package mutating func count(_ people: [PersonRecord]) {
        customersHurt += people.count
        for person in people {
            switch person.knowledge {
            case .toldFirst: toldFirst += 1
            case .knewFirst: knewFirst += 1
            case .toldNotKnownWhich: toldUnknownWhich += 1
            case .neither: break
            }
            if let channel = person.toldBy { byChannel[channel, default: 0] += 1 }
            if person.toldAt != nil { told += 1 }
            if person.toldAt == nil, person.isUnreachable { unreachable += 1 }
        }
    }

    /// First, median and last of the times until people were told.
    package mutating func time(_ people: [PersonRecord]) {
        let seconds = people.compactMap(\.secondsUntilTold).sorted()
        firstNoticeSeconds = seconds.first
        lastNoticeSeconds = seconds.last
        medianNoticeSeconds = seconds.isEmpty ? nil : seconds[(seconds.count - 1) / 2]
    }
}

extension Scorecard: Encodable {
    private enum CodingKeys: String, CodingKey {
        case customersHurt = "customers_hurt"
        case told
        case toldFirst = "told_first"
        case knewFirst = "knew_first"
        case toldUnknownWhich = "told_unknown_which"
        case toldFirstShare = "told_first_share"
        case firstNoticeSeconds = "first_notice_seconds"
        case medianNoticeSeconds = "median_notice_seconds"
        case lastNoticeSeconds = "last_notice_seconds"
        case byChannel = "by_channel"
        case skippedByReason = "skipped_by_reason"
        case passedOverByReason = "passed_over_by_reason"
        case unreachable
        case promisesDue = "promises_due"
        case promisesKept = "promises_kept"
        case promisesReplaced = "promises_replaced"
        case promisesLate = "promises_late"
        case longestSilenceSeconds = "longest_silence_seconds"
        case contactsBeforeTold = "contacts_before_told"
        case contactsAfterTold = "contacts_after_told"
        case emailsToAffectedCarrier = "emails_to_affected_carrier"
        case possibleDuplicates = "possible_duplicates"
    }

    /// Every key is always there; what is not known is null.
    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(customersHurt, forKey: .customersHurt)
        try container.encode(told, forKey: .told)
        try container.encode(toldFirst, forKey: .toldFirst)
        try container.encode(knewFirst, forKey: .knewFirst)
        try container.encode(toldUnknownWhich, forKey: .toldUnknownWhich)
        try container.encode(toldFirstShare, forKey: .toldFirstShare)
        try container.encode(firstNoticeSeconds, forKey: .firstNoticeSeconds)
        try container.encode(medianNoticeSeconds, forKey: .medianNoticeSeconds)
        try container.encode(lastNoticeSeconds, forKey: .lastNoticeSeconds)
        try container.encode(byChannel, forKey: .byChannel)
        try container.encode(skippedByReason, forKey: .skippedByReason)
        try container.encode(passedOverByReason, forKey: .passedOverByReason)
        try container.encode(unreachable, forKey: .unreachable)
        try container.encode(promisesDue, forKey: .promisesDue)
        try container.encode(promisesKept, forKey: .promisesKept)
        try container.encode(promisesReplaced, forKey: .promisesReplaced)
        try container.encode(promisesLate, forKey: .promisesLate)
        try container.encode(longestSilenceSeconds, forKey: .longestSilenceSeconds)
        try container.encode(contactsBeforeTold, forKey: .contactsBeforeTold)
        try container.encode(contactsAfterTold, forKey: .contactsAfterTold)
        try container.encode(emailsToAffectedCarrier, forKey: .emailsToAffectedCarrier)
        try container.encode(possibleDuplicates, forKey: .possibleDuplicates)
    }

    /// A figure by its name in the JSON, for expectations; the outer nil means that there is no such figure.
    package func figure(_ name: String) -> Double?? {
        switch name {
        case "customers_hurt": Double(customersHurt)
        case "told": Double(told)
        case "told_first": Double(toldFirst)
        case "knew_first": Double(knewFirst)
        case "told_unknown_which": Double(toldUnknownWhich)
        case "told_first_share": .some(toldFirstShare)
        case "first_notice_seconds": .some(firstNoticeSeconds.map(Double.init))
        case "median_notice_seconds": .some(medianNoticeSeconds.map(Double.init))
        case "last_notice_seconds": .some(lastNoticeSeconds.map(Double.init))
        case "unreachable": Double(unreachable)
        case "promises_due": Double(promisesDue)
        case "promises_kept": Double(promisesKept)
        case "promises_replaced": Double(promisesReplaced)
        case "promises_late": Double(promisesLate)
        case "longest_silence_seconds": .some(longestSilenceSeconds.map(Double.init))
        case "contacts_before_told": Double(contactsBeforeTold)
        case "contacts_after_told": Double(contactsAfterTold)
        case "emails_to_affected_carrier": Double(emailsToAffectedCarrier)
        case "possible_duplicates": Double(possibleDuplicates)
        default: nil
        }
    }
}
