import Access
import Basis
import Catalog
import Database
import Delivery
import GoBag
import Incidents

/// What came of calls that were made from go-bags comes home: each outcome once, with the time at which it happened.
///
/// An outcome for a call that others have settled meanwhile is kept in the customer's history and answered as a
/// conflict; nothing is lost, and nothing that is true now is undone.
package struct MergeGoBag: Deed {
    package static let name = "merge_go_bag"
    /// The most results at once.
    package static let filesMax = 25
    /// The most outcomes at once, as they are written in one transaction.
    package static let outcomesMax = 5_000

    /// One exported result, as a file or as copied text.
    package struct File: Codable, Sendable, Hashable {
        /// As the person calls it.
        package var name: String
        package var text: String

        package init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    package var files: [File]
    /// What the outcomes are about, where their bags were made without an incident; others know.
    package var incident: String?

    package init(files: [File], incident: String? = nil) {
        self.files = files
        self.incident = incident
    }

    package struct Answer: Codable, Sendable, Equatable {
        /// Of outcomes, the first time that they came.
        package var merged = 0
        /// Came before.
        package var known = 0
        /// What else than usual became of some of them.
        package var conflicts: [Conflict] = []
        package var bags: [String] = []
    }

    /// An outcome that others had overtaken, or that found nobody.
    package struct Conflict: Codable, Sendable, Equatable {
        package var customer: String
        package var name: String?
        package var outcome: String
        package var at: Instant
        package var by: String?
        /// Nil where there is no such customer here; then it is not kept, and the same file may be merged again.
        package var fate: LateFate?
        /// When they had been told, and by whom.
        package var toldAt: Instant?
        package var toldBy: String?
    }

    package func subject(_ answer: Answer) -> String { "go_bag:\(answer.bags.joined(separator: ","))" }

    package func act(in context: DeedContext) throws -> Answer {
        var merge = try BagMerge(results: opened(context), incident: incident, context)
        return try merge.all()
    }

    private func opened(_ context: DeedContext) throws -> [BagResult] {
        var problems = Problems()
        guard (1...Self.filesMax).contains(files.count) else {
            problems.add("files", "response.go_bag_files", ["most": String(Self.filesMax)])
            throw problems
        }
        var results: [BagResult] = []
        for file in files {
            do {
                results.append(
                    try SealedResult.open(file.text, place: file.name, signer: context.desk.signer)
                )
            } catch {
                for problem in error.all {
                    problems.add(problem.place, problem.message.key, problem.message.values)
                }
            }
        }
        try problems.check()
        guard results.map(\.outcomes.count).reduce(0, +) <= Self.outcomesMax else {
            problems.add("files", "response.go_bag_outcomes", ["most": String(Self.outcomesMax)])
            throw problems
        }
        return results
    }
}
