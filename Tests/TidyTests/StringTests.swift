import Testing

struct StringTests {
    private static let rooms = Tree.files.filter { $0.path.hasSuffix("/strings/en.json") }.compactMap(\.room)

    private static func table(_ room: String, _ language: String) -> StringTable? {
        Tree.file("Sources/\(room)/strings/\(language).json").map(StringTable.init)
    }

    /// The room and all above it: whoever may ask for its sentences.
    private static func askers(of room: String) -> [String] {
        [room] + TheHouse.rooms.filter { TheHouse.below($0).contains(room) }
    }

    private static let allKeys = Set(rooms.flatMap { table($0, "en")?.keys ?? [] })

    @Test(arguments: rooms)
    func `both languages say the same`(_ room: String) throws {
        let spanish = try #require(Self.table(room, "es"))
        let english = try #require(Self.table(room, "en"))

        expectTidy(StringParity.findings(spanish, english))
    }

    @Test(arguments: rooms)
    func `somebody asks for every sentence`(_ room: String) throws {
        let askers = Self.askers(of: room)
        let use = StringUse(
            files: Tree.sources.filter { askers.contains($0.file.room ?? "") },
            templates: Tree.templates.filter { askers.contains($0.room ?? "") }
        )

        expectTidy(use.unused(in: try #require(Self.table(room, "en"))))
    }

    @Test
    func `every sentence that is asked for exists`() {
        expectTidy(StringUse.unknown(in: Tree.sources, keys: Self.allKeys))
        expectTidy(StringUse.unknownShort(in: Tree.sources, keys: Self.allKeys))
    }

    @Test(arguments: StringUse.builtElsewhere.keys.sorted())
    func `what is built elsewhere is there`(_ prefix: String) {
        #expect(Self.allKeys.contains { $0.hasPrefix(prefix) }, "take \(prefix) off the list")
    }

    @Test
    func `no two rooms have the same key`() {
        let keys = Self.rooms.flatMap { Self.table($0, "en")?.keys.sorted() ?? [] }
        let repeated = Dictionary(keys.map { ($0, 1) }, uniquingKeysWith: +).filter { $0.value > 1 }.keys

        #expect(repeated.isEmpty)
    }

    @Test
    func `differences of the languages are found`() {
        let spanish = StringTable(
            TextFile(
                "es.json",
                "{\n  \"a.b\": \"Hola {name}\",\n  \"a.a\": \"Uno\",\n  \"a.q\": \"Qué?\",\n  \"a.n.one\": \"Un\"\n}"
            )
        )
        let english = StringTable(
            TextFile(
                "en.json",
                "{\n  \"a.b\": \"Hello {person}\",\n  \"a.c\": \" \",\n  \"a.q\": \"What?\"\n}"
            )
        )

        let found = StringParity.findings(spanish, english).map(\.found)

        #expect(found.contains("a.a comes after a.b"))
        #expect(found.contains("a.c is missing"))
        #expect(found.contains("a.a is missing"))
        #expect(found.contains("a.b: only one language has {name, person}"))
        #expect(found.contains("a.c is empty or padded"))
        #expect(found.contains("a.q lacks ¿ or ¡"))
        #expect(found.contains("a.n.one has no .other"))
        #expect(
            StringParity.findings(StringTable(TextFile("es.json", "{")), english).contains {
                $0.found == "is no flat object of texts"
            }
        )
    }

    @Test(arguments: [
        ("console.home.title", true),  // whole
        ("console.home.hint", true),  // without the room
        ("console.kind.outage", true),  // with a hole
        ("console.count.other", true),  // a plural
        ("console.kind.other", true),  // a word that looks like one
        ("console.page_title", true),  // in a template
        ("console.end.any", true),  // put together
        ("console.home.forgotten", false),
    ])
    func `who asks for a sentence is seen`(_ key: String, _ isUsed: Bool) {
        let code = SwiftFile(
            "Sources/Console/A.swift",
            #"let a = ["console.home.title", words("home.hint"), "kind.\(kind)", "console.count", "console.\(any)", "end.a" + b]"#
        )
        let page = TextFile("Sources/Console/templates/a.mustache", "<h1>{{t.title}}</h1>")

        #expect(StringUse(files: [code], templates: [page]).isUsed(key) == isUsed)
    }

    @Test
    func `a key that no room has is found`() {
        let code = SwiftFile(
            "Sources/Catalog/A.swift",
            "a(\"catalog.known\")\nb(\"catalog.unknown\")\nc(\"console.css\")"
        )

        #expect(StringUse.unknown(in: [code], keys: ["catalog.known"]).map(\.line) == [2])

        let page = SwiftFile(
            "Sources/Console/A.swift",
            "words(\"known\")\nwords(\"unknown\")\nother(\"unknown\")\nwords(\"kno\" + a)\nwords(\"no\" + a)"
        )

        #expect(StringUse.unknownShort(in: [page], keys: ["console.known"]).map(\.line) == [2, 5])
    }
}
