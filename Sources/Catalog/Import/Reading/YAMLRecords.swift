import Basis
import Yams

/// Components as YAML: a list of maps with the columns of the CSV file as keys. Names may be a map of languages
/// (`name: {es: …, en: …}`), mail domains a list.
struct YAMLRecords: Sendable {
    private(set) var titles: [String] = []
    private(set) var records: [Record] = []

    static let bytesMax = 16_777_216
    /// Real files nest three deep; far deeper ones would exhaust the stack of the parser.
    private static let depthMax = 200

    init(_ bytes: [UInt8], place: String) throws(Problems) {
        guard bytes.count <= Self.bytesMax, UTF8Check.isValid(bytes), !bytes.contains(0) else {
            throw Problems([Problem(place, "catalog.problem.yaml_bytes")])
        }
        let text = String(decoding: bytes, as: UTF8.self)
        guard Self.depth(text) <= Self.depthMax else {
            throw Problems([Problem(place, "catalog.problem.yaml_list")])
        }
        let rows = try Self.rows(text, place: place)
        for row in rows {
            for title in row.cells.keys.sorted() where !titles.contains(title) && titles.count < 200 {
                titles.append(title)
            }
        }
        records = rows.map { row in
            Record(line: row.line, cells: titles.map { row.cells[$0] ?? "" })
        }
    }

    private struct Row {
        var line: Int
        var cells: [String: String]
    }

    private static func rows(_ text: String, place: String) throws(Problems) -> [Row] {
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            let line = (error as? YamlError).flatMap(line)
            throw Problems([Problem(line.map { "\(place):\($0)" } ?? place, "catalog.problem.yaml_syntax")])
        }
        guard case .sequence(let list) = root else {
            throw Problems([
                Problem(place, root == nil ? "catalog.problem.empty" : "catalog.problem.yaml_list")
            ])
        }
        var problems = Problems()
        var rows: [Row] = []
        for node in list {
            let line = node.mark?.line ?? 1
            if case .mapping(let map) = node, let cells = cells(map) {
                rows.append(Row(line: line, cells: cells))
            } else {
                problems.add("\(place):\(line)", "catalog.problem.yaml_entry")
            }
        }
        try problems.check()
        return rows
    }

    /// Nil where a value is neither text, nor a list of texts, nor a map of languages.
    private static func cells(_ map: Node.Mapping) -> [String: String]? {
        var cells: [String: String] = [:]
        for (key, value) in map {
            guard let title = key.scalar?.string else { return nil }
            switch value {
            case .scalar(let scalar):
                cells[title] = value.null == nil ? scalar.string : ""
            case .sequence(let list):
                let texts = list.compactMap(\.scalar?.string)
                guard texts.count == list.count else { return nil }
                cells[title] = texts.joined(separator: " ")
            case .mapping(let languages):
                for (language, text) in languages {
                    guard let language = language.scalar?.string, let text = text.scalar?.string else {
                        return nil
                    }
                    cells["\(title)_\(language)"] = text
                }
            case .alias:
                return nil
            }
        }
        return cells
    }

    private static func line(of error: YamlError) -> Int? {
        switch error {
        case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
        default: nil
        }
    }

    /// An upper bound of how deep the text nests: brackets, dashes on one line, and the widest indentation.
    private static func depth(_ text: String) -> Int {
        var deepest = 0
        var brackets = 0
        var inLine = 0
        var isIndent = true
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"): brackets += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): brackets = max(0, brackets - 1)
            case UInt8(ascii: "\n"):
                inLine = 0
                isIndent = true
                continue
            case UInt8(ascii: " "), UInt8(ascii: "-"), UInt8(ascii: "?"): if isIndent { inLine += 1 }
            default: isIndent = false
            }
            deepest = max(deepest, brackets + inLine)
        }
        return deepest
    }
}

/// Hands over the records of a YAML file.
struct YAMLReader: RecordReader {
    private var rest: ArraySlice<Record>
    private let size: Int64

    var bytesRead: Int64 { rest.isEmpty ? size : 0 }

    init(_ records: [Record], size: Int64) {
        rest = records[...]
        self.size = size
    }

    mutating func next() -> RecordEvent? { rest.popFirst().map { .record($0) } }
}
