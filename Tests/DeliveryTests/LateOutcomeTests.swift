import Basis
import Catalog
import Database
import Delivery
import TestSupport
import Testing

struct LateOutcomeTests {
    /// Minutes after an arbitrary moment.
    private static func at(_ minutes: Int64) -> Instant {
        Instant(seconds: 1_510_210_800) + .minutes(minutes)
    }

    private static let open = CallStanding(isOpen: true)
    private static let triedAt20 = CallStanding(isOpen: true, triedAt: at(20))
    private static let toldAt20 = CallStanding(isOpen: false, toldAt: at(20), triedAt: at(20))
    private static let givenUp = CallStanding(isOpen: false, triedAt: at(20))

    private static let table: [(CallOutcome, Int64, CallStanding, LateStep)] = [
        (.reached, 10, open, .settle),
        (.noAnswer, 10, open, .settle),
        (.reached, 10, triedAt20, .settle),
        (.sent, 30, triedAt20, .settle),
        (.noAnswer, 10, triedAt20, .keep(.overtaken)),
        (.voicemail, 10, triedAt20, .keep(.overtaken)),
        (.noAnswer, 20, triedAt20, .settle),
        (.wrongNumber, 10, triedAt20, .settle),
        (.callBack(at: at(60)), 10, triedAt20, .settle),
        (.reached, 10, toldAt20, .movesToldAt),
        (.alreadyKnew(since: nil), 10, toldAt20, .movesToldAt),
        (.reached, 20, toldAt20, .keep(.alreadyTold)),
        (.reached, 30, toldAt20, .keep(.alreadyTold)),
        (.noAnswer, 10, toldAt20, .keep(.alreadyTold)),
        (.wrongNumber, 10, toldAt20, .keep(.alreadyTold)),
        (.callBack(at: at(60)), 10, toldAt20, .keep(.alreadyTold)),
        (.reached, 10, givenUp, .settle),
        (.noAnswer, 10, givenUp, .keep(.closed)),
        (.callBack(at: at(60)), 30, givenUp, .keep(.closed)),
    ]

    @Test(arguments: table)
    func `a late outcome changes only what it still can`(
        _ outcome: CallOutcome,
        _ minute: Int64,
        _ standing: CallStanding,
        _ step: LateStep
    ) {
        let late = LateOutcome(outcome, way: .phone, at: Self.at(minute))

        #expect(LateStep.of(late, standing) == step)
    }
}
