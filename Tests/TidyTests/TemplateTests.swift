import Testing

struct TemplateTests {
    private static let names = Set(
        Tree.templates.compactMap { file -> String? in
            guard let room = file.room else { return nil }
            return file.path.replacing("Sources/\(room)/templates/", with: "\(room)/").replacing(
                ".mustache",
                with: ""
            )
        }
    )
    private static let keys = Set(
        Tree.files.filter { $0.path.hasSuffix("/strings/en.json") }.flatMap { StringTable($0).keys }
    )

    @Test(arguments: Tree.templates.map(\.path))
    func `every tag names what a page has`(_ path: String) throws {
        let template = try #require(Tree.file(path))
        let room = try #require(template.room)
        let below = TheHouse.below(room).union([room])
        let properties = TemplateRules.properties(
            of: Tree.sources.filter { below.contains($0.file.room ?? "") }
        )

        expectTidy(
            TemplateRules.findings(template, names: properties, keys: Self.keys, templates: Self.names)
        )
    }

    @Test
    func `no template speaks by itself`() {
        expectTidy(Tree.templates.flatMap(TemplateRules.prose))
    }

    @Test
    func `a tag, a partial and a sentence that are not there are found`() {
        let page = TextFile(
            "Sources/Console/templates/a.mustache",
            "{{#rows}}{{name}}{{/rows}}\n{{>Console/part/none}}\n{{t.none}}{{t.home_title}}\n{{^empty(lost)}}{{/empty(lost)}}\n{{!comment here}}"
        )

        let found = TemplateRules.findings(
            page,
            names: ["rows", "name"],
            keys: ["console.home.title"],
            templates: []
        )

        #expect(found.map(\.line) == [2, 3, 4])
    }

    @Test
    func `a sentence in a template is found and marks are not`() {
        let page = TextFile(
            "a.mustache",
            "<p class=\"not this\">{{t.title}}</p>\n<p>Everything is broken</p>\nbody { margin: none; color: dark }\n<b>{{count}}</b> Amends"
        )

        #expect(TemplateRules.prose(in: page).map(\.line) == [2])
    }
}
