import Basis
import Database

/// The first few of a campaign, sent before the rest: what becomes of them shows whether it can go on.
///
/// The first are the worst hurt, so that trying out costs nobody time who needs to know soonest.
package struct Canary: Sendable, Hashable {
    package enum Verdict: Sendable, Hashable {
        case wait
        case pass
        case fail
    }

    /// A campaign of more than these sends so many first; 0: all at once.
    package var size: Int
    /// Whether a person says continue, however well they went.
    package var asksPerson: Bool

    package init(size: Int, asksPerson: Bool = false) {
        self.size = size
        self.asksPerson = asksPerson
    }

    package static let off = Canary(size: 0)
    /// The largest share of the first few that may not be reached, in percent.
    package static let lostShareMax = 33
    /// After this, what is not known yet of the first few is not waited for any more.
    package static let patience = Span.minutes(5)

    /// How the first few fared.
    package struct Count: Sendable, Hashable {
        package var all: Int
        package var handedOver: Int
        /// Still waiting, under way, or to be repeated.
        package var open: Int

        package var lost: Int { all - handedOver - open }

        package init(all: Int, handedOver: Int, open: Int) {
            self.all = all
            self.handedOver = handedOver
            self.open = open
        }
    }

    /// Fails as soon as too many are lost; passes when all are known, or, after the patience, when more than half
    /// arrived. A relay that takes nothing at all proves nothing: that is waited for.
    package static func verdict(_ count: Count, isPatienceOver: Bool) -> Verdict {
        if count.lost * 100 > count.all * lostShareMax { return .fail }
        if count.open == 0 { return .pass }
        return isPatienceOver && count.handedOver * 2 > count.all ? .pass : .wait
    }

    /// How many of a first wave go first: none where it is small enough to be sent at once.
    static func size(of plan: WavePlan, _ canary: Canary) -> Int {
        let machine = plan.entries.count { $0.choice.state == .waiting }
        let isLarger = machine > canary.size || (machine > 0 && plan.next != nil)
        return canary.size > 0 && isLarger ? canary.size : 0
    }

    /// Behind how many recipients the first few end that a machine sends to; 0 without a canary.
    static func cut(_ entries: [WavePlan.Entry], _ size: Int) -> Int {
        guard size > 0 else { return 0 }
        var left = size
        for (index, entry) in entries.enumerated() where entry.choice.state == .waiting {
            left -= 1
            if left == 0 { return index + 1 }
        }
        return entries.count
    }

    /// Of the segment `s`: whether its campaign is running and no gate stands before it.
    static let mayLeave: SQL = """
        (s.campaign_id IN (
            SELECT g.id FROM campaign g WHERE g.state IN ('planning', 'sending') AND g.gate IS NULL
        ) OR s.is_canary = 1 AND s.campaign_id IN (
            SELECT g.id FROM campaign g
            WHERE g.state IN ('planning', 'sending') AND g.gate IN ('canary', 'canary_failed', 'canary_passed')
        ))
        """
}
