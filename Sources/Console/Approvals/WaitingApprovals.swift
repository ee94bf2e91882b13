import Access
import Basis
import Database
import Incidents
import Rendering
import Response

/// What waits for a second person: the list on its page, and on the home page.
struct WaitingApprovals: Sendable {
    let lines: [Line]
    let isEmpty: Bool

    struct Line: Sendable {
        let href: String
        /// `Telling 120 customers about INC-7`.
        let label: String
        /// `Jon asked for it at 9:02, until tomorrow 9:02`.
        let note: String
        let state: Mark
    }

    struct Reading: Sendable {
        static let linesMax = 100

        var items: [Item] = []

        struct Item: Sendable {
            var approval: Approval
            var author: String?
            var incident: String?
        }

        /// What waits, oldest first.
        static func waiting(in session: any Session) throws -> Reading {
            try Reading(try ApprovalStore.open(in: session), in: session)
        }

        /// What is over, newest first.
        static func ended(in session: any Session) throws -> Reading {
            try Reading(try ApprovalStore.ended(in: session), in: session)
        }

        private init(_ approvals: [Approval], in session: any Session) throws {
            items = try approvals.prefix(Self.linesMax).map { approval in
                let staff = approval.author.isStaff ? approval.author.id : nil
                return Item(
                    approval: approval,
                    author: try staff.flatMap { try StaffStore.with(id: $0, in: session)?.name },
                    incident: (try StoredOrders.known(approval) as? TellCustomers)?.incident
                )
            }
        }
    }

    init(_ reading: Reading, words: Words, now: Instant) {
        lines = reading.items.map { item in
            let approval = item.approval
            let who = item.author ?? words("approvals.operator")
            let values = ["name": who, "time": words.time.short(approval.askedAt, now: now)]
            return Line(
                href: Links.approval(approval.id),
                label: words.count(
                    "approvals.telling",
                    approval.shown.recipients,
                    ["incident": item.incident ?? ""]
                ),
                note: words("approvals.asked", values),
                state: words.mark(approval)
            )
        }
        isEmpty = lines.isEmpty
    }
}

extension Words {
    /// The state of an order, in shape and word.
    func mark(_ approval: Approval) -> Mark {
        let look =
            switch approval.state {
            case .waiting, .approved: "note"
            case .executed: approval.brokeGlass ? "watch" : "good"
            case .declined: "bad"
            case .expired, .invalidated: "idle"
            }
        let word = approval.brokeGlass ? "glass" : approval.state.rawValue
        return Mark(look: look, label: self("approval.state.\(word)"))
    }
}
