import Basis

/// One hurt person in one incident, joined over all rooms: hurt, told, noticed, answered.
package struct PersonRecord: Sendable, Equatable {
    package var incidentBeganAt: Instant
    /// The first notice handed over to them, or the first call that reached them.
    package var toldAt: Instant?
    package var toldBy: String?
    /// The earliest time that they turned to us about it, on any channel.
    package var firstContactAt: Instant?
    /// What they said when asked whether they had noticed before they were told; nil where nobody asked or
    /// answered.
    package var hadNoticed: Bool?
    /// Whether a notice to them ended without any usable way.
    package var isUnreachable: Bool

    package init(
        incidentBeganAt: Instant,
        toldAt: Instant? = nil,
        toldBy: String? = nil,
        firstContactAt: Instant? = nil,
        hadNoticed: Bool? = nil,
        isUnreachable: Bool = false
    ) {
        self.incidentBeganAt = incidentBeganAt
        self.toldAt = toldAt
        self.toldBy = toldBy
        self.firstContactAt = firstContactAt
        self.hadNoticed = hadNoticed
        self.isUnreachable = isUnreachable
    }

    package enum Knowledge: Sendable, CaseIterable {
        case toldFirst
        case knewFirst
        /// Told, and nobody knows whether they had noticed. Silence is never counted as success.
        case toldNotKnownWhich
        case neither
    }

    /// Who was first, by the definitions of `docs/words.md`.
    package var knowledge: Knowledge {
        let noticedBeforeTold: Bool =
            switch (firstContactAt, toldAt) {
            case (let contact?, let told?): contact <= told
            case (.some, nil): true
            case (nil, _): false
            }
        if hadNoticed == true || noticedBeforeTold { return .knewFirst }
        guard toldAt != nil else { return .neither }
        return hadNoticed == false ? .toldFirst : .toldNotKnownWhich
    }

    /// Seconds from the beginning of the incident until they were told.
    package var secondsUntilTold: Int64? { toldAt.map { max(0, ($0 - incidentBeganAt).seconds) } }
}
