import Basis

/// How far an import has come.
package struct ImportProgress: Sendable, Hashable {
    package var kind: ImportKind
    package var path: String
    package var bytesRead: Int64
    package var bytesTotal: Int64
    /// Rows of this file so far, rejected ones too.
    package var rows: Int
    package var rejected: Int
}

/// What an import did; `rows` is the sum of the other four counts.
package struct ImportReport: Sendable, Equatable, Codable {
    package var rows = 0
    package var imported = 0
    package var updated = 0
    package var unchanged = 0
    package var rejected = 0
    /// The files that list the rejected rows.
    package var rejectedFiles: [String] = []
    package var seconds: Double = 0
    /// What people should know besides: a converted file, columns that were ignored, circles of dependencies.
    package var notes: [Message] = []

    package init() {}

    private enum CodingKeys: String, CodingKey {
        case rows
        case imported
        case updated
        case unchanged
        case rejected
        case rejectedFiles = "rejected_files"
        case seconds
        case notes
    }

    mutating func add(_ tally: ImportTally) {
        imported += tally.imported
        updated += tally.updated
        unchanged += tally.unchanged
    }
}
