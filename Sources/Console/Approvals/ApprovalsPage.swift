import Basis
import Rendering
import Response

/// The orders that wait for a second person, and those that are over.
struct ApprovalsPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let waiting: WaitingApprovals
    let ended: WaitingApprovals
    /// What the settings want: nobody is asked, or above how many.
    let rule: String

    init(_ visit: Visit, waiting: WaitingApprovals.Reading, ended: WaitingApprovals.Reading) {
        let words = visit.words
        frame = visit.frame(title: words("approvals.title"), section: .approvals)
        t = words.t
        self.waiting = WaitingApprovals(waiting, words: words, now: visit.now)
        self.ended = WaitingApprovals(ended, words: words, now: visit.now)
        rule =
            visit.house.response.desk.approvals.map {
                words.count("approvals.above", $0.aboveRecipients)
            } ?? words("approvals.off")
    }
}
