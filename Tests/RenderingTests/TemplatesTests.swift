import Rendering
import Testing

private struct Page {
    var name: String
    var noteHTML = "<i>note</i>"
    var items: [Item] = []
    var hidden: String?

    struct Item {
        var label: String
    }
}

struct TemplatesTests {
    private let folder: ResourceFolder

    init() throws {
        folder = try ResourceFolder()
    }

    private func templates(_ texts: [String: String]) throws -> Templates {
        try folder.templates("A", texts)
        return try Templates(root: folder.root, rooms: ["A"])
    }

    @Test func `a page fills its layout and its parts by the names of rooms`() throws {
        let templates = try templates([
            "layout/page": "<title>{{$title}}?{{/title}}</title><main>{{$body}}empty{{/body}}</main>",
            "index": """
            {{<A/layout/page}}
            {{$title}}{{name}}{{/title}}
            {{$body}}{{#items}}{{>A/part/item}}{{/items}}{{^hidden}}-{{/hidden}}{{/body}}
            {{/A/layout/page}}
            """,
            "part/item": "<li>{{label}}</li>",
        ])
        let page = Page(name: "Sí & no", items: [Page.Item(label: "a"), Page.Item(label: "<b>")])

        let html = try templates.render("A/index", page)

        #expect(html == "<title>Sí &amp; no</title><main><li>a</li><li>&lt;b&gt;</li>-</main>")
    }

    @Test(arguments: [
        ("\"><script>", "&quot;&gt;&lt;script&gt;"),
        ("\"\u{301} onload=x", "&quot;\u{301} onload=x"),
        ("<\u{301}b>", "&lt;\u{301}b&gt;"),
        ("a\u{0}b\u{8}", "a\u{FFFD}b\u{FFFD}"),
    ])
    func `what a person typed stays text, also with combining accents`(name: String, escaped: String) throws {
        let templates = try templates([
            "page": "<a title=\"{{name}}\">{{>A/part}}{{#items}}{{name}}{{/items}}</a>", "part": "{{name}}",
        ])

        let html = try templates.render("A/page", Page(name: name, items: [Page.Item(label: "")]))

        #expect(html == "<a title=\"\(escaped)\">\(escaped)\(escaped)</a>")
    }

    @Test func `text templates escape nothing, also in their parts and layouts`() throws {
        let templates = try templates([
            "layout.text": "{{$body}}{{/body}}\n-- \n{{name}}\n",
            "mail.text":
                "{{<A/layout.text}}{{$body}}Hi {{name}}: {{>A/part.text}}{{/body}}{{/A/layout.text}}",
            "part.text": "({{name}})",
        ])

        #expect(try templates.render("A/mail.text", Page(name: "P&Q")) == "Hi P&Q: (P&Q)\n-- \nP&Q\n")
    }

    @Test func `a line that holds only a section leaves no empty line, also at the top of a file`() throws {
        let templates = try templates(["list.text": "{{#items}}\n* {{label}}\n{{/items}}\nend\n"])
        let page = Page(name: "", items: [Page.Item(label: "a"), Page.Item(label: "b")])

        #expect(try templates.render("A/list.text", page) == "* a\n* b\nend\n")
    }

    @Test(arguments: [
        (["page": "x\n{{>A/part}}"], "template A/page, line 2: there is no template A/part"),
        (["page": "{{<A/layout}}{{/A/layout}}"], "there is no template A/layout"),
        (["page": "{{>*name}}"], "only known when it is rendered"),
        (["page": "{{<A/l}}{{$bdoy}}{{/bdoy}}{{/A/l}}", "l": "{{$body}}{{/body}}"], "A/l has no block bdoy"),
        (["page": "{{>A/part.text}}", "part.text": ""], "A/part.text is text inside HTML"),
        (["page.text": "{{>A/part}}", "part": ""], "A/part is HTML inside text"),
        (["page": "{{>A/part}}", "part": "{{>A/page}}"], "template A/page includes itself"),
        (["page": "{{{name}}}"], "name is written unescaped"),
        (["page": "{{&name}}"], "name is written unescaped"),
        (["page": "{{%CONTENT_TYPE:TEXT}}{{name}}"], "not a pragma"),
        (["page": "{{=<% %>=}}<% name %>"], "other delimiters"),
        (["page": "a\nb\n{{#items}}"], "template A/page, line 3"),
        (["page": "{{#items}}{{/itmes}}"], "template A/page, line 1"),
    ])
    func `what would render nothing or unescaped is found at start`(
        texts: [String: String],
        complaint: String
    ) throws {
        let fault = try #require(throws: ResourceFault.self) { try templates(texts) }

        #expect(fault.description.contains(complaint))
    }

    @Test func `all faults are told at once`() throws {
        let fault = try #require(throws: ResourceFault.self) {
            try templates(["a": "{{>A/x}}{{>A/y}}", "b": "{{{name}}}", "c": "{{#x}}"])
        }

        #expect(fault.problems.count == 4)
    }

    @Test func `a room without templates and an unknown template are errors`() throws {
        let templates = try templates(["page": ""])

        #expect(throws: ResourceFault.self) { try Templates(root: folder.root, rooms: ["A", "B"]) }
        #expect(throws: ResourceFault.self) { try templates.render("A/pgae", Page(name: "")) }
        #expect(templates.names == ["A/page"])
    }

    @Test func `the tags of a template include those of its parts and layout`() throws {
        let templates = try templates([
            "layout": "{{t.title}}{{$body}}{{/body}}",
            "page":
                "{{<A/layout}}{{$body}}{{#items}}{{.}}{{label}}{{/items}}{{^count(items)}}{{/count(items)}}"
                + "{{! a {{comment }}{{{noteHTML}}}{{/body}}{{/A/layout}}",
        ])

        #expect(templates.tags("A/page") == ["t.title", "items", "label", "noteHTML"])
        #expect(templates.tags("A/layout") == ["t.title"])
    }

    @Test func `a tag that no property answers is told to the tests`() throws {
        let templates = try templates([
            "page": "{{name}}{{#items}}{{label}}{{lable}}{{/items}}{{t.title}}{{t.tilte}}"
        ])
        let page: [String: Any] = [
            "name": "", "items": [Page.Item(label: "")], "t": ["title": ""] as [String: String],
        ]

        #expect(templates.unknownTags("A/page", in: page) == ["lable", "t.tilte"])
    }
}
