import Basis
import Catalog
import Testing

/// Files as programs write them, read through the preview: what was understood of each row, or why it was not.
struct CSVReadingTests {
    @Test(arguments: [",", ";", "\t"], ["\n", "\r\n", "\r"])
    func `the delimiter and the line ends are found out`(_ delimiter: String, _ lineEnd: String) async throws
    {
        let rows = [
            ["id", "name", "email"], ["k1", "\"Bar\(delimiter)\"\"El Sol\"\"\"", "a@b.example"],
            ["k2", "\"dos\(lineEnd)líneas\"", ""], ["k3", "Tres", "c@b.example"],
        ]
        let text = rows.map { $0.joined(separator: delimiter) }.joined(separator: lineEnd)
        for whole in [text, text + lineEnd, "\u{FEFF}" + text, lineEnd + text + lineEnd + lineEnd] {
            let preview = try await Warehouse().preview(.customers, whole)

            let first = whole.hasPrefix(lineEnd) ? 1 : 0
            #expect(preview.problems.isEmpty)
            #expect(preview.rows.map(\.line) == [2, 3, 5].map { $0 + first })
            #expect(preview.rows.map { $0.values["id"] } == ["k1", "k2", "k3"])
            // A name has one line and no tabs.
            let mark = delimiter == "\t" ? " " : delimiter
            #expect(preview.rows.first?.values["name"] == "Bar\(mark)\"El Sol\"")
            #expect(preview.rows.last?.values["email"] == "c@b.example")
        }
    }

    @Test func `a first line that names the delimiter is believed`() async throws {
        let preview = try await Warehouse().preview(.customers, "sep=|\r\nid|name\r\nk1|a,b;c\r\n")

        #expect(preview.rows.map { $0.values["name"] } == ["a,b;c"])
        #expect(preview.rows.map(\.line) == [3])
    }

    @Test(arguments: [
        // A quote that is never closed costs its own row, not those behind it.
        ("k1,\"Bar\nk2,Dos\nk3,Tres\n", ["2:quote_open", "3", "4"]),
        ("k1,\"Bar\nk2,Dos\nk3,\"Tres, S.L.\"\n", ["2:quote_stray", "3", "4"]),
        ("k1,Uno\nk2,\"Dos", ["2", "3:quote_open"]),
        ("k1,\"Uno\"\"\nk2,Dos\n", ["2:quote_open", "3"]),
        // A quote inside a plain cell is a letter like others.
        ("k1,Bar \"El Sol\"\nk2,5\" x 3\"\n", ["2", "3"]),
        ("k1,\"Bar\"  \nk2,Dos\n", ["2", "3"]),
        ("k1,\"a\r\nb\rc\nd\"\nk2,Dos\n", ["2", "6"]),
        (",\n , \nk1,Uno\n\n\nk2,Dos", ["4", "7"]),
    ])
    func `quotes and blank lines`(_ body: String, _ expected: [String]) async throws {
        let preview = try await Warehouse().preview(.customers, "id,name\n" + body)

        let rows = preview.rows.map { row in
            ([String(row.line)] + row.reasons.map(\.shortKey)).joined(separator: ":")
        }
        #expect(rows == expected)
    }

    @Test func `a row of many megabytes is passed over, in quotes or not`() async throws {
        let long = String(repeating: "lorem ipsum\n", count: 300_000)
        let flat = String(repeating: "x", count: 3_000_000)

        let preview = try await Warehouse().preview(
            .customers,
            "id,name\nk1,\"\(long)\"\nk2,\(flat)\nk3,Tres\n"
        )

        #expect(preview.problems.map(\.line) == [2, 300_003])
        #expect(preview.problems.map { $0.reasons.map(\.shortKey) } == [["too_long"], ["too_long"]])
        #expect(preview.rows.last?.line == 300_004)
        #expect(preview.rowCount == 3)
    }

    @Test func `a file made to be read again and again is given up in good time`() async throws {
        let text = "id,name\n" + String(repeating: "a\",\"\n", count: 40_000)

        let preview = try await Warehouse().preview(.customers, text)

        #expect(preview.problemCount == preview.rowCount)
    }

    @Test(arguments: [
        ("Peña", [0xF1] as [UInt8]), ("Peña", [0xC3, 0xB1]),
    ])
    func `a file in Latin-1 is converted with a note, one in UTF-8 is not`(
        _ name: String,
        _ letter: [UInt8]
    ) async throws {
        let rows = (1...12).map { Array("k\($0),Pe".utf8) + letter + Array("a\n".utf8) }.joined()

        let preview = try await Warehouse().preview(.customers, Array("id,name\n".utf8) + rows)

        #expect(preview.problems.isEmpty)
        #expect(Set(preview.rows.map { $0.values["name"] }) == [name])
        #expect(preview.notes.map(\.shortKey) == (letter.count == 1 ? ["latin1"] : []))
    }

    @Test(arguments: [
        // One accent in a file of three rows: nothing speaks against Latin-1.
        (rows: ["Pe\u{F1}a", "Bar", "Sol"], isLatin: true),
        // One row in thirty: a slip in a file that else is UTF-8.
        (rows: ["Pe\u{F1}a"] + Array(repeating: "Bar", count: 29), isLatin: false),
        // What is no letter of Western languages is no Latin-1.
        (rows: Array(repeating: "a\u{FE}b", count: 30), isLatin: false),
    ])
    func `whether a file is Latin-1 is seen from all of it`(
        _ given: (rows: [String], isLatin: Bool)
    ) async throws {
        var bytes = Array("id,name\n".utf8)
        for (index, row) in given.rows.enumerated() {
            bytes += Array("k\(index),".utf8) + row.unicodeScalars.map { UInt8($0.value) } + [10]
        }

        let preview = try await Warehouse().preview(.customers, bytes)

        #expect(preview.notes.map(\.shortKey) == (given.isLatin ? ["latin1"] : []))
        #expect(
            Set(preview.problems.flatMap { $0.reasons.map(\.shortKey) })
                == (given.isLatin ? [] : ["encoding"])
        )
    }

    @Test func `a name of several lines becomes one line, an id of several is refused`() async throws {
        let text = "id,name\n k1 ,\"dos\r\n  l\u{ED}neas\u{7}\"\n\"k\n2\",Tres\n"

        let preview = try await Warehouse().preview(.customers, text)

        #expect(preview.rows.map { $0.values["name"] } == ["dos l\u{ED}neas", "Tres"])
        #expect(preview.rows.map { $0.reasons.map(\.shortKey) } == [[], ["id"]])
        #expect(preview.rows.first?.values["id"] == "k1")
    }

    @Test func `what a message quotes is short and nothing that a terminal obeys`() async throws {
        let typed = "\u{1B}[31m\u{9B}2J\u{202E}" + String(repeating: "x", count: 500) + "@"

        let preview = try await Warehouse().preview(.customers, "id,name,email\nk1,Bar,\(typed)\n")

        let value = try #require(preview.rows.first?.reasons.first?.values["value"])
        #expect(value == "[31m 2J " + String(repeating: "x", count: 52) + "…")
    }

    @Test func `names that are written in two ways become one`() async throws {
        let preview = try await Warehouse().preview(.customers, "id,name\nPen\u{303}a,Uno\nPe\u{F1}a,Dos\n")

        #expect(preview.problems.map { $0.reasons.map(\.shortKey) } == [["duplicate"]])
    }
}
