import Basis

/// All that one notice may say. The composer words it; it adds nothing of its own.
package struct NoticeFacts: Sendable, Hashable {
    /// What kind of thing went wrong: it decides how the opening is worded.
    package enum Kind: String, Sendable, CaseIterable, Codable {
        case outage
        case degradation
        case security
        case data
        case wrongDelivery = "wrong_delivery"
        case mistake
        case defect
    }

    /// Where it came from. Naming the origin is honest; the duty stays ours whatever it is.
    package enum Origin: String, Sendable, CaseIterable, Codable {
        case ours
        case upstream
        case attack
        case unknown
    }

    /// How far we are, as customers are told it.
    package enum Stage: String, Sendable, CaseIterable, Codable {
        case investigating
        case identified
        case monitoring
        case resolved
    }

    /// How the readers are concerned, which decides the paragraph "what it means for you".
    package enum Reach: String, Sendable, CaseIterable, Codable {
        /// Through services of theirs; the slot `services` names them.
        case services
        /// Perhaps, through services of theirs that only partly need what failed.
        case possibly
        /// By name, from a list; the slot `services` holds what the list says of them.
        case listed
        /// Not at all: they are told so.
        case none
    }

    /// By when it is expected to be over, and whose word that is.
    package struct Estimate: Sendable, Hashable, Codable {
        package var at: Instant
        /// The name of the provider that says so; nil where it is our own promise.
        package var whose: String?

        package init(at: Instant, whose: String? = nil) {
            self.at = at
            self.whose = whose
        }
    }

    package var title: LocalizedText
    package var kind: Kind
    package var origin: Origin
    package var stage: Stage
    /// Whether this is the first that the readers hear from us about it.
    package var isFirst: Bool
    package var reach: Reach
    package var beganAt: Instant
    package var resolvedAt: Instant?
    /// What the person who published it wrote, in the languages they wrote it in.
    package var message: LocalizedText
    package var estimate: Estimate?
    /// By when they hear more: our own promise.
    package var nextUpdate: Instant?
    package var sheet: FactSheet
    package var contactPhone: String?
    package var contactEmail: String?
    /// Where the public page of the incident is. The link in a notice is the slot `link`, which may be personal.
    package var pageURL: String
    /// Whether readers can answer on the page behind their link: that they had noticed, that it works again.
    package var linkTakesAnswers: Bool
    /// The name of the business that writes.
    package var sender: String

    package init(
        title: LocalizedText,
        kind: Kind,
        origin: Origin,
        stage: Stage,
        isFirst: Bool,
        reach: Reach = .services,
        beganAt: Instant,
        resolvedAt: Instant? = nil,
        message: LocalizedText,
        estimate: Estimate? = nil,
        nextUpdate: Instant? = nil,
        sheet: FactSheet = FactSheet(),
        contactPhone: String? = nil,
        contactEmail: String? = nil,
        pageURL: String,
        linkTakesAnswers: Bool = false,
        sender: String
    ) {
        self.title = title
        self.kind = kind
        self.origin = origin
        self.stage = stage
        self.isFirst = isFirst
        self.reach = reach
        self.beganAt = beganAt
        self.resolvedAt = resolvedAt
        self.message = message
        self.estimate = estimate
        self.nextUpdate = nextUpdate
        self.sheet = sheet
        self.contactPhone = contactPhone
        self.contactEmail = contactEmail
        self.pageURL = pageURL
        self.linkTakesAnswers = linkTakesAnswers
        self.sender = sender
    }

    package var isResolved: Bool { stage == .resolved }
    package var eta: Instant? { estimate?.at }
    package var etaWhose: String? { estimate?.whose }
}
