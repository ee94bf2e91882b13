import Basis

/// What came of a call, or of a message that a person sent from their own telephone.
package enum CallOutcome: Sendable, Hashable, Codable {
    case reached
    /// They knew before we told them; `since` where they said when.
    case alreadyKnew(since: Instant?)
    case voicemail
    case noAnswer
    case wrongNumber
    /// They asked for another call.
    case callBack(at: Instant)
    /// The WhatsApp or SMS left.
    case sent

    package var attempt: AttemptOutcome {
        switch self {
        case .reached: .reached
        case .alreadyKnew: .alreadyKnew
        case .voicemail: .voicemail
        case .noAnswer: .noAnswer
        case .wrongNumber: .wrongNumber
        case .callBack: .callBack
        case .sent: .sent
        }
    }

    /// Whether the customer has the message now.
    package var isTold: Bool {
        switch self {
        case .reached, .alreadyKnew, .sent: true
        case .voicemail, .noAnswer, .wrongNumber, .callBack: false
        }
    }
}
