import Access
import ArgumentParser
import Assembly
import Basis
import Database
import Foundation
import Response

/// What waits for a second person. Who decides is the owner of the token in `AMENDS_TOKEN`: the operator of the machine
/// never approves.
struct ApprovalCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        "approval",
        "cli.approval",
        subcommands: [
            ApprovalList.self, ApprovalShow.self, ApprovalApprove.self, ApprovalDecline.self,
            ApprovalWithdraw.self, ApprovalBreakGlass.self,
        ]
    )
}

struct ApprovalList: AmendsCommand {
    static let configuration = CommandConfiguration("list", "cli.approval.list")

    @OptionGroup var common: CommonOptions
    @Flag(help: .words("cli.approval.all")) var all = false
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let all = all
        let lines = try await house.response.read { session in
            let ended = all ? try ApprovalStore.ended(in: session) : []
            return try (ApprovalStore.open(in: session) + ended).map { try ApprovalLine($0, in: session) }
        }
        guard format != .json else {
            try Output.json(lines)
            return .done
        }
        if lines.isEmpty { Output.line(Words.text("cli.approval.none")) }
        for line in lines { Output.line(line.sentence) }
        return .done
    }
}

struct ApprovalShow: AmendsCommand {
    static let configuration = CommandConfiguration("show", "cli.approval.show")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.approval.id")) var id: Int64
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let id = id
        let found = try await house.response.read { session -> (ApprovalLine, Approval.Shown) in
            guard let approval = try ApprovalStore.with(id: id, in: session) else {
                throw ApprovalRefusal.unknown
            }
            return (try ApprovalLine(approval, in: session), approval.shown)
        }
        guard format != .json else {
            var line = found.0
            line.texts = found.1.texts
            try Output.json(line)
            return .done
        }
        Output.line(found.0.sentence)
        for text in found.1.texts {
            for language in text.languages { Output.line("\n[\(language.code)] \(text[language] ?? "")") }
        }
        return .done
    }
}

struct ApprovalApprove: AmendsCommand {
    static let configuration = CommandConfiguration("approve", "cli.approval.approve")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.approval.id")) var id: Int64
    @Option(help: .words("cli.approval.reason")) var reason: String?
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        try await ApprovalLine.tell(house.perform(ApproveOrder(approval: id, reason: reason)), format)
    }
}

struct ApprovalDecline: AmendsCommand {
    static let configuration = CommandConfiguration("decline", "cli.approval.decline")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.approval.id")) var id: Int64
    @Option(help: .words("cli.approval.reason")) var reason: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        try await ApprovalLine.tell(house.perform(DeclineOrder(approval: id, reason: reason)), format)
    }
}

struct ApprovalWithdraw: AmendsCommand {
    static let configuration = CommandConfiguration("withdraw", "cli.approval.withdraw")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.approval.id")) var id: Int64
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        try await ApprovalLine.tell(house.perform(WithdrawOrder(approval: id)), format)
    }
}

struct ApprovalBreakGlass: AmendsCommand {
    static let configuration = CommandConfiguration("break-glass", "cli.approval.break_glass")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.approval.id")) var id: Int64
    @Option(help: .words("cli.approval.reason")) var reason: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        try await ApprovalLine.tell(house.perform(BreakGlass(approval: id, reason: reason)), format)
    }
}

/// One order, as `amends approval list --format json` prints it.
private struct ApprovalLine: Encodable {
    var approval: Int64
    var state: Approval.State
    var deed: String
    var incident: String?
    var recipients: Int
    /// The own id of the member of staff; absent for the operator.
    var author: String?
    var askedAt: Instant
    var expiresAt: Instant
    var endedAt: Instant?
    var reason: String?
    var cause: Approval.Cause?
    var brokeGlass: Bool
    var texts: [LocalizedText]?

    enum CodingKeys: String, CodingKey {
        case approval
        case state
        case deed
        case incident
        case recipients
        case author
        case askedAt = "asked_at"
        case expiresAt = "expires_at"
        case endedAt = "ended_at"
        case reason
        case cause
        case brokeGlass = "broke_glass"
        case texts
    }

    init(_ order: Approval, in session: any Session) throws {
        approval = order.id
        state = order.state
        deed = order.deed
        incident = (try StoredOrders.known(order) as? TellCustomers)?.incident
        recipients = order.shown.recipients
        author =
            try order.author.isStaff
            ? order.author.id.flatMap { try StaffStore.with(id: $0, in: session)?.externalID } : nil
        askedAt = order.askedAt
        expiresAt = order.expiresAt
        endedAt = order.endedAt
        reason = order.reason
        cause = order.cause
        brokeGlass = order.brokeGlass
    }

    var sentence: String {
        Words.text(
            "cli.approval.line",
            [
                "id": String(approval), "state": state.rawValue, "incident": incident ?? "-",
                "recipients": String(recipients), "author": author ?? "-", "time": askedAt.rfc3339,
            ]
        )
    }

    /// Says what became of an order. One that had run out, or lost its ground, was not carried out: status 1.
    static func tell(_ decided: DecidedOrder, _ format: Format) throws -> ExitStatus {
        if format == .json {
            try Output.json(decided)
        } else {
            let word = decided.cause?.rawValue ?? decided.state.rawValue
            Output.line(Words.text(MessageKey("cli.approval.now.\(word)"), ["id": String(decided.approval)]))
        }
        let isLost =
            decided.state == .expired || (decided.state == .invalidated && decided.cause != .withdrawn)
        return isLost ? .found : .done
    }
}
