/// Writes the text of a statement with the placeholders of an engine.
struct PlaceholderWriter {
    private let dialect: Dialect
    private var position = 0
    var text = ""

    init(_ dialect: Dialect) {
        self.dialect = dialect
    }

    mutating func append() {
        position += 1
        switch dialect {
        case .sqlite:
            text += "?"
        case .postgres:
            text += "$"
            text += String(position)
        }
    }

    /// `(?, ?)`; an empty list becomes `(NULL)`, which matches nothing.
    mutating func append(list count: Int) {
        if count == 0 { text += "(NULL)" } else { append(group: count) }
    }

    private mutating func append(group count: Int) {
        text += "("
        for index in 0..<count {
            if index > 0 { text += ", " }
            append()
        }
        text += ")"
    }

    mutating func append(rows: [[SQLValue]]) {
        guard let first = rows.first else { return }
        append(group: first.count)
        guard dialect == .sqlite, rows.allSatisfy({ $0.count == first.count }), !first.isEmpty else {
            for row in rows.dropFirst() {
                text += ", "
                append(group: row.count)
            }
            return
        }
        // All rows look alike: the text of one is repeated, which matters in an import of a million.
        let next = ", (?" + String(repeating: ", ?", count: first.count - 1) + ")"
        text += String(repeating: next, count: rows.count - 1)
        position += (rows.count - 1) * first.count
    }
}
