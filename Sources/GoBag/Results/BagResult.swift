import Basis
import Delivery

/// What came back from one bag: the document inside a ``SealedResult``.
package struct BagResult: Sendable, Codable, Hashable {
    package static let version = 1
    /// The most outcomes of one result: more than anybody calls from one telephone.
    package static let outcomesMax = 5_000
    /// Of what somebody noted to one call; the page takes no more.
    static let noteMax = 400
    private static let idBytesMax = 64

    package var version = Self.version
    package var bag: String
    package var outcomes: [Outcome]

    package init(bag: String, outcomes: [Outcome]) {
        self.bag = bag
        self.outcomes = outcomes
    }

    /// One outcome, as somebody tapped it.
    package struct Outcome: Sendable, Codable, Hashable {
        /// Drawn on the telephone, so that it counts once.
        package var id: String
        package var customer: String
        /// Nil for a customer whom nobody was to call.
        package var call: Int64?
        package var way: CallWay
        package var address: Int64?
        package var outcome: AttemptOutcome
        package var at: Instant
        package var since: Instant?
        package var callBack: Instant?
        package var note: String?
        /// The own id of who called; nil where it was somebody else.
        package var caller: String?

        package init(
            id: String,
            customer: String,
            call: Int64? = nil,
            way: CallWay = .phone,
            address: Int64? = nil,
            outcome: AttemptOutcome,
            at: Instant,
            since: Instant? = nil,
            callBack: Instant? = nil,
            note: String? = nil,
            caller: String? = nil
        ) {
            self.id = id
            self.customer = customer
            self.call = call
            self.way = way
            self.address = address
            self.outcome = outcome
            self.at = at
            self.since = since
            self.callBack = callBack
            self.note = note
            self.caller = caller
        }

        /// Nil where it is not one that a person gives, or what belongs to it is missing.
        package var callOutcome: CallOutcome? {
            switch outcome {
            case .reached: .reached
            case .alreadyKnew: .alreadyKnew(since: since)
            case .voicemail: .voicemail
            case .noAnswer: .noAnswer
            case .wrongNumber: .wrongNumber
            case .sent: .sent
            case .callBack: callBack.map { .callBack(at: $0) }
            case .handedOver, .retry, .refused, .senderRefused, .unknown: nil
            }
        }
    }

    /// Whether it is one that the page makes: who has the key could still write nonsense.
    var isPlausible: Bool {
        version == Self.version && outcomes.count <= Self.outcomesMax
            && Set(outcomes.map(\.id)).count == outcomes.count
            && outcomes.allSatisfy { outcome in
                (1...Self.idBytesMax).contains(outcome.id.utf8.count) && outcome.callOutcome != nil
                    && (outcome.note ?? "").count <= Self.noteMax
            }
    }
}
