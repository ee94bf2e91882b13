import Basis

/// Reads the cells of one row and collects everything that is wrong with it.
///
/// A cell that is empty, or whose column the file has not, is nil; so is one that is wrong, but then `problems` says so.
struct CellReader {
    static let charactersMax = 1_000

    let record: Record
    let encoding: FileEncoding
    private(set) var problems: [Message] = []

    init(_ record: Record, encoding: FileEncoding) {
        self.record = record
        self.encoding = encoding
    }

    mutating func reject(_ key: MessageKey, _ column: Column, _ value: String, _ more: [String: String] = [:])
    {
        var values = more
        values["column"] = column.title
        values["value"] = Shown.value(value)
        problems.append(Message(key, values))
    }

    /// The text of a cell without blanks around it.
    ///
    /// Text that a spreadsheet would run as a formula is wrong, unless `allowing` says that it is usual here.
    mutating func text(
        _ column: Column?,
        charactersMax: Int = Self.charactersMax,
        allowing usual: (String) -> Bool = { _ in false }
    ) -> String? {
        guard let column else { return nil }
        let range = record.range(column.index)
        guard let first = record.bytes[range].first, let text = CellText(encoding).read(record.bytes, range)
        else {
            return nil
        }
        let runs = first == UInt8(ascii: "\t") || first == UInt8(ascii: "\r") || Self.isFormula(text)
        if runs, !usual(text) {
            reject("catalog.reject.formula", column, text)
            return nil
        }
        guard text.utf8.count <= charactersMax || text.count <= charactersMax else {
            reject("catalog.reject.cell_too_long", column, text, ["limit": String(charactersMax)])
            return nil
        }
        return text
    }

    /// The text of a cell that must not be empty.
    mutating func required(_ column: Column?) -> String? {
        let before = problems.count
        let text = text(column)
        if text == nil, problems.count == before, let column {
            problems.append(Message("catalog.reject.empty", ["column": column.title]))
        }
        return text
    }

    /// An id that its owners gave: what a spreadsheet shortened is asked about.
    mutating func ownID(_ column: Column?) -> String? {
        guard let text = required(column), let column else { return nil }
        if SpreadsheetNumber.isShortened(text) {
            reject("catalog.reject.shortened", column, text)
        } else if text.utf8.count > 255 || record.cell(column.index).contains(where: { $0 < 32 }) {
            reject("catalog.reject.id", column, text)
        }
        return text
    }

    /// A code that `read` knows, in the form that it returns.
    mutating func code<Value>(_ column: Column?, _ key: MessageKey, _ read: (String) -> Value?) -> Value? {
        guard let column, let text = text(column) else { return nil }
        let value = read(text)
        if value == nil { reject(key, column, text) }
        return value
    }

    /// One of a closed list of words, whatever their case.
    mutating func word<Value>(_ column: Column?, of words: [String: Value]) -> Value? {
        guard let text = text(column), let column else { return nil }
        if let value = words[text.lowercased()] { return value }
        let known = words.keys.filter { !$0.utf8.contains { $0 > 127 } }.sorted().joined(separator: ", ")
        reject("catalog.reject.word", column, text, ["known": known])
        return nil
    }

    private static func isFormula(_ text: String) -> Bool {
        switch text.utf8.first {
        case UInt8(ascii: "="), UInt8(ascii: "@"), UInt8(ascii: "+"): true
        case UInt8(ascii: "-"): !SpreadsheetNumber.isNumber(text.dropFirst())
        default: false
        }
    }
}
