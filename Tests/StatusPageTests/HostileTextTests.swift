import Basis
import Foundation
import Incidents
import Letters
import StatusPage
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

/// Whatever somebody types into a name, a title or a message: on the page it is words.
struct HostileTextTests {
    static let corpus = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "<svg/onload=alert(1)>",
        "</title></head><body onload=alert(1)>",
        "]]><script>alert(1)</script>",
        "[a](javascript:alert(1))",
        "![a](data:image/svg+xml;base64,PHN2Zz4=)",
        "<!--<img src=x onerror=alert(1)>-->",
        "<iframe src=\"https://evil.example\"></iframe>",
        "&lt;script&gt;alert(1)&lt;/script&gt;",
        "{{frame.t.skip}} {{{bodyHTML}}}",
        "\u{202E}drowssap\u{2028}\u{0}\u{B}\u{1B}[31m",
        "\"\u{301} onfocus=alert(1) autofocus=\"",
    ]

    private func site(_ text: String) throws -> RenderedSite {
        let words = LocalizedText([.spanish: text, .english: text])
        var incident = Sample.outage
        incident.title = words
        incident.updates[0].message = words
        incident.providers = [text]
        incident.estimates = [
            .init(
                source: .theirs(who: text, link: "https://a.example/\"><b>"),
                at: Sample.at("11:00"),
                saidAt: Sample.now
            )
        ]
        incident.sheet = FactSheet([Fact(id: Fact.Name.cause, type: .text, text: words)])
        var component = Sample.components[1]
        component.name = words
        component.group = text
        var state = Sample.state(components: [component], incidents: [incident])
        state.page.name = text
        return try Rendered.site(state)
    }

    @Test(arguments: corpus)
    func `pages run nothing and load nothing`(text: String) throws {
        let site = try site(text)

        for path in ["/", "/incidents/INC-2", "/history"] {
            let html = try site.text(path)
            let elements = Set(Self.tags(in: html))
            #expect(
                elements.isSubset(of: Self.known),
                "\(path) holds \(elements.subtracting(Self.known).sorted())"
            )
            for attribute in Self.attributes(in: html) {
                #expect(!attribute.lowercased().hasPrefix("on"), "\(path) has \(attribute)")
                #expect(attribute != "style" && attribute != "srcdoc")
            }
            #expect(!html.lowercased().contains("href=\"javascript:"))
            #expect(!html.lowercased().contains("href=\"data:"))
        }
    }

    @Test(arguments: corpus)
    func `feeds stay well-formed and name no element of the text`(text: String) throws {
        let site = try site(text)

        for path in ["/history.atom", "/history.rss"] {
            let reader = XMLReader()
            #expect(reader.read(try site.text(path)), "\(path): \(reader.problem ?? "")")
            #expect(!reader.elements.contains("script") && !reader.elements.contains("img"))
            let content = try #require(reader.last["content"] ?? reader.last["description"])
            #expect(!content.lowercased().contains("<script") && !content.lowercased().contains("<img src=x"))
        }
    }

    @Test(arguments: corpus)
    func `documents are JSON without a bracket that a browser could take for a tag`(text: String) throws {
        let site = try site(text)

        for name in ["summary.json", "incidents.json", "components.json"] {
            let written = try site.text("/api/v2/\(name)")
            #expect(!written.contains("<") && !written.contains(">") && !written.contains("&"))
        }
        let incident = try #require((site.json("summary.json")["incidents"] as? [[String: Any]])?.first)
        #expect(incident["name"] as? String == text)
    }

    /// The elements that the templates and harmless markdown write.
    private static let known: Set<String> = [
        "a", "article", "body", "dd", "div", "dl", "dt", "em", "figcaption", "figure", "footer", "h1", "h2",
        "h3",
        "head", "header", "html", "img", "li", "line", "link", "main", "meta", "nav", "ol", "p", "path",
        "section",
        "span", "strong", "svg", "symbol", "time", "title", "ul", "use",
    ]

    private static func tags(in html: String) -> [String] {
        html.split(separator: "<").dropFirst().compactMap { piece in
            let name = piece.prefix { $0.isLetter || $0.isNumber }
            return name.isEmpty ? nil : name.lowercased()
        }
    }

    /// The names of the attributes of all tags; every value is quoted in the templates.
    private static func attributes(in html: String) -> [String] {
        html.split(separator: "<").dropFirst().flatMap { piece -> [String] in
            guard let first = piece.first, first.isLetter, let end = piece.firstIndex(of: ">") else {
                return []
            }
            let tag = piece[..<end].split(separator: "\"", omittingEmptySubsequences: false)
            return stride(from: 0, to: tag.count, by: 2).flatMap { index in
                tag[index].split(separator: " ").filter { $0.hasSuffix("=") }.map { String($0.dropLast()) }
            }
        }
    }
}

/// Reads XML as a feed reader does, and keeps what it saw.
final class XMLReader: NSObject, XMLParserDelegate {
    private(set) var elements: [String] = []
    /// The first text of each element.
    private(set) var texts: [String: String] = [:]
    /// The last text of each element.
    private(set) var last: [String: String] = [:]
    private(set) var attributes: [String: [[String: String]]] = [:]
    private(set) var problem: String?
    private var open: [(name: String, text: String)] = []

    func read(_ text: String) -> Bool {
        let parser = XMLParser(data: Data(text.utf8))
        parser.delegate = self
        let isWhole = parser.parse()
        problem = parser.parserError.map { "\($0), line \(parser.lineNumber)" }
        return isWhole
    }

    func parser(
        _ parser: XMLParser,
        didStartElement name: String,
        namespaceURI: String?,
        qualifiedName: String?,
        attributes given: [String: String]
    ) {
        elements.append(name)
        attributes[name, default: []].append(given)
        open.append((name, ""))
    }

    func parser(_ parser: XMLParser, foundCharacters text: String) {
        if !open.isEmpty { open[open.count - 1].text += text }
    }

    func parser(
        _ parser: XMLParser,
        didEndElement name: String,
        namespaceURI: String?,
        qualifiedName: String?
    ) {
        guard let closed = open.popLast() else { return }
        if texts[closed.name] == nil { texts[closed.name] = closed.text }
        last[closed.name] = closed.text
    }
}
