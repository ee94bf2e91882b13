import Basis
import Database

/// How one kind of file becomes rows of the database, in three steps: a row is read by itself (`draft`), what it names
/// is looked up (`entry`), and what is right is written (`write`).
///
/// The first two decide what is rejected, ahead of the writer; the third changes the database and refuses nothing.
protocol ImportTable: Sendable {
    associatedtype Draft: Sendable
    associatedtype References: Sendable
    associatedtype Entry: Sendable

    static var kind: ImportKind { get }

    init(layout: Layout, rules: ImportRules)

    /// What a row says; nil where it is wrong, and then `cells` has the problems.
    func draft(from cells: inout CellReader) -> Draft?

    /// What these rows name, as far as it is known: stored, or coming with a file before this one.
    func references(
        of drafts: [Draft],
        _ arrivals: ImportArrivals,
        in session: any Session
    ) throws -> References

    /// What is to be written; nil where the row names something unknown, and then `cells` has the problem.
    func entry(from draft: Draft, _ references: References, _ cells: inout CellReader) -> Entry?

    /// What must not come twice in a file.
    func identify(_ entry: Entry, into hasher: inout Hasher)

    /// The row as it was understood, by field, for people to look at before it is imported.
    func shown(_ entry: Entry) -> [String: String]

    /// Remembers what the entry would bring, for files that name it.
    func note(_ entry: Entry, in arrivals: inout ImportArrivals)

    /// Writes entries that are distinct; runs in one transaction, perhaps more than once.
    func write(_ entries: [Entry], with desk: ImportDesk, in session: any Session) throws -> ImportTally
}

extension ImportTable {
    func note(_ entry: Entry, in arrivals: inout ImportArrivals) {}
}

extension ImportTable where References == NoReferences, Entry == Draft {
    func references(
        of drafts: [Draft],
        _ arrivals: ImportArrivals,
        in session: any Session
    ) throws -> NoReferences { NoReferences() }

    func entry(from draft: Draft, _ references: NoReferences, _ cells: inout CellReader) -> Entry? { draft }
}

/// For files whose rows name nothing in other files.
struct NoReferences: Sendable {}

/// What writing needs besides the entries.
struct ImportDesk: Sendable {
    var random: any RandomSource
    var now: Instant
}

/// What became of rows that were right.
struct ImportTally: Sendable, Equatable {
    var imported = 0
    var updated = 0
    var unchanged = 0

    mutating func add(_ other: ImportTally) {
        imported += other.imported
        updated += other.updated
        unchanged += other.unchanged
    }
}
