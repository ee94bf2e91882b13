import Foundation
import Rendering
import Testing

struct HTMLTests {
    @Test(arguments: [
        ("", ""), ("ñandú 日本 👩‍👩‍👧", "ñandú 日本 👩‍👩‍👧"), ("a & b", "a &amp; b"), ("'\"<>", "&#39;&quot;&lt;&gt;"),
        ("tab\tline\r\n", "tab\tline\r\n"),
        ("\u{B}\u{1F}\u{FFFE}\u{FFFF}\u{FFFD}", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        ("\u{FEFF}ﾟ￾", "\u{FEFF}ﾟ\u{FFFD}"),
    ])
    func `text is escaped for HTML and XML`(text: String, escaped: String) {
        #expect(Array(HTML.escape(text).utf8) == Array(escaped.utf8))
    }
}

struct MarkdownTests {
    @Test(arguments: [
        "<script>alert(1)</script>", "a <img src=x onerror=alert(1)> b", "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))", "[x](data:text/html;base64,PHNjcmlwdD4=)", "[x](vbscript:x)",
        "![x](file:///etc/passwd)",
        "<javascript:alert(1)>", "[x](&#106;avascript:alert(1))", "[x]( javascript:alert(1) \"t\")",
        "<b onclick=x>b</b>",
    ])
    func `nothing that a browser would run comes out`(text: String) {
        let html = Markdown.html(text).lowercased()

        for danger in [
            "<script", "<img src=\"f", "onerror=", "onclick=", "href=\"j", "href=\"v", "href=\"d", "<b ",
        ] {
            #expect(!html.contains(danger), "\(html)")
        }
        #expect(!Markdown.plain(text).lowercased().contains("(javascript"))
    }

    @Test func `paragraphs, lists, links and emphasis become HTML`() {
        let html = Markdown.html("Hola **a todos**.\n\n- uno\n- [dos](https://example.com/?a=1&b=2)\n")

        #expect(
            html == "<p>Hola <strong>a todos</strong>.</p>\n<ul>\n<li>uno</li>\n"
                + "<li><a href=\"https://example.com/?a=1&amp;b=2\">dos</a></li>\n</ul>\n"
        )
    }

    @Test(arguments: [
        ("", ""), ("# Título\n\nUn *texto* con\n**fuerza**.", "Título\n\nUn texto con fuerza."),
        ("- uno\n- dos\n  - tres\n- cuatro", "- uno\n- dos\n  - tres\n- cuatro"),
        ("3. a\n4. b", "3. a\n4. b"),
        ("- a\n\n- b\n\n  c", "- a\n\n- b\n\n  c"), ("uno  \ndos", "uno\ndos"),
        ("[texto](https://x.es/a) y <https://x.es/b>", "texto (https://x.es/a) y https://x.es/b"),
        ("<a@b.es> [x](javascript:y) <b>z</b>", "a@b.es x z"), ("a &amp; b `c < d`", "a & b c < d"),
        ("antes\n\n    código\n      más\n\n---", "antes\n\ncódigo\n  más\n\n* * *"),
        ("a\u{0}b", "a\u{FFFD}b"),
    ])
    func `plain text keeps the words and the shape`(text: String, plain: String) {
        #expect(Markdown.plain(text) == plain)
    }

    @Test func `slots survive, also in the address of a link`() {
        let text = "Hola \(Slot.marker("name")): [ver](\(Slot.marker("link")))"

        let html = SegmentedText(marked: Markdown.html(text))
        let plain = SegmentedText(marked: Markdown.plain(text))

        let values = ["name": "P&Q", "link": "https://x.es/?a=1&b=2"]
        #expect(
            html.spliced(values, escape: HTML.escape)
                == "<p>Hola P&amp;Q: <a href=\"https://x.es/?a=1&amp;b=2\">ver</a></p>\n"
        )
        #expect(plain.spliced(values) { $0 } == "Hola P&Q: ver (https://x.es/?a=1&b=2)")
    }
}

struct SegmentedTextTests {
    @Test func `rendered text is split at its markers and filled in one pass`() {
        let text = SegmentedText(
            marked: "Hola \(Slot.marker("name")), \(Slot.marker("a.b-c_1"))\(Slot.marker("name"))!"
        )

        #expect(text.slots == ["name", "a.b-c_1"])
        #expect(
            text.segments == [
                .text("Hola "), .slot("name"), .text(", "), .slot("a.b-c_1"), .slot("name"), .text("!"),
            ]
        )
        #expect(
            text.spliced(["name": "<José>", "a.b-c_1": ""], escape: HTML.escape)
                == "Hola &lt;José&gt;, &lt;José&gt;!"
        )
        #expect(text.spliced(["name": "x"]) { $0.uppercased() } == "Hola X, X!")
    }

    @Test func `a value that holds a marker is only text`() {
        let text = SegmentedText(marked: Slot.marker("name") + Slot.marker("secret"))

        let spliced = text.spliced(["name": Slot.marker("secret"), "secret": "s"]) { $0 }

        #expect(spliced == Slot.marker("secret") + "s")
    }

    @Test(arguments: [
        ("\u{E000}", ""), ("a\u{E001}b", "ab"), ("a\u{E000}b", "ab"), ("\u{E000}\u{E001}", ""),
        ("\u{E000}two words\u{E001}", "two words"), ("\u{E000}open \u{E000}name\u{E001}", "open NAME"),
        ("\u{E000}" + String(repeating: "x", count: 65) + "\u{E001}", String(repeating: "x", count: 65)),
        ("e\u{301}\u{E000}name\u{E001}\u{301}", "e\u{301}NAME\u{301}"), ("", ""), ("\u{E002}ñ", "\u{E002}ñ"),
    ])
    func `what is no whole marker leaves no trace of one`(marked: String, spliced: String) {
        let text = SegmentedText(marked: marked)

        #expect(Array(text.spliced(["name": "NAME"]) { $0 }.utf8) == Array(spliced.utf8))
    }

    @Test func `it is stored as text and read back the same`() throws {
        let text = SegmentedText(marked: "a \(Slot.marker("x")) b\u{E000}")

        let stored = try JSONEncoder().encode([text])
        let read = try JSONDecoder().decode([SegmentedText].self, from: stored)

        #expect(read == [text])
        #expect(String(decoding: stored, as: UTF8.self) == "[\"a \u{E000}x\u{E001} b\"]")
        #expect(SegmentedText(marked: text.marked) == text)
    }

    @Test func `what a person typed can be kept from naming a slot`() {
        #expect(Slot.removed(from: "a\(Slot.marker("name"))b") == "anameb")
        #expect(Slot.removed(from: "ñ") == "ñ")
    }
}
