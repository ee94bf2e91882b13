import Testing

struct DocumentTests {
    /// What is no text, or none that people write, and yet may be linked to.
    private static let others = [
        "LICENSE", "docs/api/openapi.yaml", "docs/images/phone.en.png", "docs/images/phone.es.png",
        "docs/images/room.en.png", "docs/images/room.es.png",
    ]
    private static let paths = Set(Tree.files.map(\.path) + others)

    @Test
    func `every word has its row in both languages`() throws {
        expectTidy(Documents.missingWords(in: try #require(Tree.file("docs/words.md"))))
    }

    @Test
    func `the changelog says what is new`() throws {
        expectTidy(Documents.changelog(try #require(Tree.file("CHANGELOG.md"))))
    }

    @Test
    func `links lead somewhere`() {
        let documents = Tree.files.filter { $0.path.hasSuffix(".md") }

        expectTidy(documents.flatMap { Documents.brokenLinks(in: $0, paths: Self.paths) })
    }

    @Test
    func `no path of one machine and no word of another workshop`() {
        expectTidy(Wording.findings(in: Tree.files))
    }

    @Test
    func `each room has tests`() {
        expectTidy(
            TestFolders.findings(rooms: Set(Tree.sources.compactMap(\.file.room)).sorted(), tests: Tree.tests)
        )
    }

    @Test
    func `bad documents are found`() {
        let words = TextFile(
            "docs/words.md",
            "| **told** | avisado | was reached | |\n| wave | oleada | a part | una parte |"
        )
        let found = Documents.missingWords(in: words).map(\.found)

        #expect(found.contains("told is not told in both languages"))
        #expect(found.contains("deed is missing"))
        #expect(!found.contains("wave is missing"))
        #expect(
            Documents.changelog(TextFile("CHANGELOG.md", "# Changes\n\n## Unreleased\n\n## 0.1\n\n- old"))
                .map(\.line) == [3]
        )
        #expect(Documents.changelog(TextFile("CHANGELOG.md", "# Changes")).count == 1)
        #expect(Documents.changelog(TextFile("CHANGELOG.md", "## Unreleased\n\n- new")).isEmpty)
    }

    @Test
    func `a broken link is found`() {
        let page = TextFile(
            "docs/a.md",
            "[ok](b.md#there) [up](../README.md) [out](https://x.example/y)\n[lost](c.md)"
        )

        #expect(Documents.brokenLinks(in: page, paths: ["docs/b.md", "README.md"]).map(\.line) == [2])
    }

    @Test
    func `a machine's path and a foreign word are found`() {
        let bad = TextFile(
            "a.md",
            "see \(Wording.paths[0])main\nby \(Wording.words[0])\nhttps://x.example\(Wording.paths[0])a and net\(Wording.paths[0])b"
        )

        #expect(Wording.findings(in: [bad]).map(\.line) == [1, 2])
    }

    @Test
    func `a room without tests is found`() {
        let tests = [
            SwiftFile("Tests/BasisTests/A.swift", "@Test func a() {}"),
            SwiftFile("Tests/MailTests/Samples.swift", "let a = 1"),
        ]

        #expect(TestFolders.findings(rooms: ["Basis", "Mail"], tests: tests).map(\.file) == ["Sources/Mail"])
    }
}
