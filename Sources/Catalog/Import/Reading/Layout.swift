import Basis

/// A column of a file that means something.
struct Column: Sendable, Hashable {
    var index: Int
    /// As its file calls it.
    var title: String
}

/// Which column of a file means what.
struct Layout: Sendable, Equatable {
    /// The header as the file has it.
    let titles: [String]
    private let columns: [String: Column]

    subscript(field: String) -> Column? { columns[field] }

    /// The fields that the file has.
    var fields: [String] { columns.keys.sorted() }

    /// Titles that mean nothing here.
    let unknown: [String]

    /// Reads a header.
    ///
    /// Without a mapping a column means what its title says, whatever its case; with one it means what the mapping
    /// says of its title, and nothing where it says nothing.
    init(_ kind: ImportKind, titles: [String], mapping: [String: String]?, place: String) throws(Problems) {
        var problems = Problems()
        var columns: [String: Column] = [:]
        var unknown: [String] = []
        for (index, title) in titles.enumerated() where !title.isEmpty {
            let field = mapping.map { $0[title] } ?? Self.field(title)
            guard let field, kind.knows(field) else {
                unknown.append(title)
                continue
            }
            if columns[field] != nil {
                problems.add(place, "catalog.problem.column_twice", ["column": field])
            }
            columns[field] = Column(index: index, title: title)
        }
        for field in kind.requiredFields where columns[field] == nil {
            problems.add(
                place,
                "catalog.problem.column_missing",
                ["column": field, "found": Self.list(titles)]
            )
        }
        if kind == .components, !columns.keys.contains(where: { ImportKind.nameLanguage($0) != nil }) {
            problems.add(
                place,
                "catalog.problem.column_missing",
                ["column": "name_es", "found": Self.list(titles)]
            )
        }
        try problems.check()
        self.titles = titles
        self.columns = columns
        self.unknown = unknown
    }

    private static func field(_ title: String) -> String { title.lowercased() }

    private static func list(_ titles: [String]) -> String {
        titles.prefix(20).map { Shown.value($0) }.joined(separator: ", ")
    }
}

/// What a message quotes from a file: short, on one line, and nothing that a terminal would obey.
enum Shown {
    private static let charactersMax = 60

    static func value(_ text: String) -> String {
        let line = String(
            text.unicodeScalars.prefix(charactersMax * 8).map { scalar in
                switch scalar.properties.generalCategory {
                case .control, .format, .lineSeparator, .paragraphSeparator: " "
                default: Character(scalar)
                }
            }
        )
        return line.count <= charactersMax ? line : line.prefix(charactersMax) + "…"
    }
}
