import Testing

struct ScannerTests {
    @Test
    func `comments and texts are taken out of the code and lines stay`() {
        let file = SwiftFile(
            "a.swift",
            "let a = 1 // Date()\n/* Date()\n/* deep */ */ let b = \"Date()\"\nlet c = 2"
        )

        #expect(!file.code.contains("Date()"))
        #expect(file.codeLines.count == 4)
        #expect(file.codeLines[2].contains("let b ="))
        #expect(file.comments.map(\.line) == [1, 2])
        #expect(file.literals == [.init(line: 3, pieces: [.text("Date()")])])
    }

    @Test
    func `what is interpolated is code`() {
        let file = SwiftFile("a.swift", #"let a = "at \(clock.now("x")) sharp""#)

        #expect(file.code.contains("clock.now("))
        #expect(file.literals.contains(.init(line: 1, pieces: [.text("at "), .hole, .text(" sharp")])))
        #expect(file.literals.contains(.init(line: 1, pieces: [.text("x")], call: "now")))
    }

    @Test(arguments: [
        ("let a = #\"say \"print(\" \\(no)\"#; print(1)", 1),
        ("let a = \"\"\"\n  say \"hello\" print(\n  \"\"\"\nprint(1)", 1),
        ("let a = \"a \\\" print( \"; print(1)", 1),
        ("let a = \"\"; print(1)", 1),
    ])
    func `every form of text ends where it ends`(_ source: String, _ calls: Int) {
        let file = SwiftFile("a.swift", source)

        #expect(file.codeLines.count { $0.hasToken("print(") } == calls)
    }

    @Test(arguments: [("Date()", true), ("myDate()", false), ("DueDate ()", false), ("x = Date() + 1", true)])
    func `a token is no part of a longer name`(_ line: String, _ has: Bool) {
        #expect(line.hasToken("Date()") == has)
    }

    @Test
    func `the repository is found and read`() {
        #expect(Tree.file("Package.swift") != nil)
        #expect(Tree.sources.count > 50)
        #expect(Tree.sources.allSatisfy { $0.file.room != nil })
    }
}
