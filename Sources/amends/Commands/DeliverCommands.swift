import Access
import ArgumentParser
import Assembly
import Basis
import Database
import Delivery
import Foundation
import Incidents
import Response

/// Runs planner and pump in the foreground.
struct Deliver: AmendsCommand {
    static let configuration = CommandConfiguration("deliver", "cli.deliver")

    @OptionGroup var common: CommonOptions
    @Flag(help: .words("cli.deliver.until_idle")) var untilIdle = false

    func run(in house: House) async throws -> ExitStatus {
        let bar = ProgressBar(label: Words.text("cli.deliver.label"))
        try await house.deliverUntilIdle { bar.show($0.settled, of: $0.planned) }
        bar.finish()
        let held = try await house.response.read { try CampaignStore.held(in: $0).count }
        if held > 0 { ExitStatus.complain(Words.text("cli.deliver.held", ["count": String(held)])) }
        let waiting = try await house.response.read { try ApprovalStore.waitingCount(in: $0) }
        if waiting > 0 {
            ExitStatus.complain(Words.text("cli.deliver.approvals", ["count": String(waiting)]))
        }
        return .done
    }
}

/// What became of every notice of an incident.
struct Notices: AmendsCommand {
    static let configuration = CommandConfiguration("notices", "cli.notices")

    @OptionGroup var common: CommonOptions
    @Argument(help: .words("cli.incident.id")) var incident: String
    @Option(help: .words("cli.format")) var format = Format.table

    func run(in house: House) async throws -> ExitStatus {
        let name = incident
        let now = house.clock.now()
        let (id, hurt) = try await house.response.read { session in
            guard let found = try IncidentStore.with(name: name, in: session) else {
                throw DeedRefusal.unknownIncident(name)
            }
            return (found.id, try ScopeStore.customersHurt(found.id, at: now, in: session))
        }
        let subject = IncidentRecipients.subject(id)
        let domain = NoticeSender(name: "", address: house.settings.mailFrom).domain
        if format == .csv {
            try await house.response.read { session in
                try NoticeCSV.each(subject, mailDomain: domain, in: session) { Output.line($0) }
            }
            return .done
        }
        let report = try await house.response.read { try NoticeReport.make(subject, hurt: hurt, in: $0) }
        if format == .json {
            try Output.json(report)
        } else {
            for (label, count) in report.counts.lines {
                Output.line("\(Words.text("cli.notices.\(label)").padded(to: 28))\(count)")
            }
        }
        return .done
    }
}

extension NoticeCounts {
    /// The counts in the order in which they add up.
    fileprivate var lines: [(String, Int)] {
        [
            ("planned", planned), ("handed_over", handedOver), ("refused", refused), ("skipped", skipped),
            ("unknown", unknown), ("waiting", waiting), ("to_call", toCall),
            ("possible_duplicates", possibleDuplicates),
        ]
    }
}

/// A bar on a terminal, a line now and then in a log.
final class ProgressBar: Sendable {
    private let label: String
    private let isTerminal = isatty(STDERR_FILENO) == 1

    init(label: String) { self.label = label }

    func show(_ done: Int, of total: Int) {
        guard isTerminal, total > 0 else { return }
        let width = 30
        let filled = min(width, done * width / total)
        let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: width - filled)
        FileHandle.standardError.write(Data("\r\(label) \(bar) \(done)/\(total) ".utf8))
    }

    func finish() {
        if isTerminal { FileHandle.standardError.write(Data("\n".utf8)) }
    }
}
