/// One line of RFC 4180 in which no spreadsheet runs a cell.
enum CSVLine {
    static func of(_ cells: [String]) -> String {
        cells.map(cell).joined(separator: ",")
    }

    private static func cell(_ text: String) -> String {
        let isFormula = text.first.map { "=+-@\t\r＝".contains($0) } ?? false
        let safe = isFormula ? "'" + text : text
        guard safe.contains(where: { ",\"\n\r".contains($0) }) || isFormula else { return safe }
        return "\"" + safe.replacing("\"", with: "\"\"") + "\""
    }
}
