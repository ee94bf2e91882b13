import Basis
import Crypto
import Foundation
import GoBag
import Rendering
import Testing

struct BagPageTests {
    private func page(_ language: Language = .spanish) async throws -> String {
        let root = try Resources.root()
        let page = try BagPage(
            templates: try Templates(root: root, rooms: ["GoBag"]),
            catalogue: try StringCatalogue(root: root, rooms: ["Basis", "GoBag"]),
            root: root
        )
        return try page.html(try await .sample(), sender: "Candil <b>", language: language)
    }

    /// What stands between two marks.
    private func inside(_ html: String, _ opening: String, _ closing: String) throws -> String {
        let start = try #require(html.range(of: opening)).upperBound
        let end = try #require(html.range(of: closing, range: start..<html.endIndex)).lowerBound
        return String(html[start..<end])
    }

    private func hash(_ text: String) -> String {
        "'sha256-\(Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString())'"
    }

    @Test
    func `the page may load nothing, and runs only its own script and style`() async throws {
        let html = try await page()
        let policy = try inside(html, "http-equiv=\"Content-Security-Policy\" content=\"", "\"")
            .replacing("&#39;", with: "'")

        let script = try inside(html, "<script>", "</script>")
        let style = try inside(html, "<style>", "</style>")
        #expect(
            policy
                == "default-src 'none'; script-src \(hash(script)); style-src \(hash(style)); base-uri 'none'; form-action 'none'"
        )
        #expect(!html.contains(" src=") && !html.contains("<link") && !html.contains("style=\""))
    }

    @Test(arguments: [Language.spanish, .english])
    func `nothing that is in the bag can be read outside`(_ language: Language) async throws {
        let html = try await page(language)

        #expect(
            !html.contains("Secreto") && !html.contains("phoneKey\":")
                && html.contains("lang=\"\(language.code)\"")
        )
        #expect(html.contains("Candil &lt;b&gt;") && !html.contains("<b>"))
    }

    @Test
    func `the sealed bag in the page is the one that was sealed`() async throws {
        let json = try inside(try await page(), "id=\"bag\">", "</script>")
        let sealed = try JSONDecoder().decode(SealedBag.self, from: Data(json.utf8))

        #expect(try await BagSealer().open(sealed, passphrase: try .sample())?.bag == "bag1")
    }

    /// The script's sentences are no Swift, so nobody else looks.
    @Test
    func `the script asks for every sentence of the page, and every one it asks for exists`() async throws {
        let root = try Resources.root()
        let catalogue = try StringCatalogue(root: root, rooms: ["GoBag"])
        let prefix = "gobag.page."
        let keys = Set(
            catalogue.keys.filter { $0.hasPrefix(prefix) }.map { key in
                String(key.dropFirst(prefix.count)).replacing(/\.(one|other)$/, with: "")
            }
        )
        let html = try await page()
        let script = try inside(html, "<script>", "</script>")
        let asked = Set(script.matches(of: /say(?:Count)?\(\s*"([a-z_.]+)"/).map { String($0.output.1) })
        let literals = Set(script.matches(of: /"([a-z_]+(?:\.[a-z_]+)*)"/).map { String($0.output.1) })
        let built = script.matches(of: /`([a-z_]+\.[a-z_]*)\$\{/).map { String($0.output.1) }

        #expect(asked.subtracting(keys).isEmpty)
        let unused = keys.subtracting(literals).filter { key in
            !built.contains { key.hasPrefix($0) } && !literals.contains(key.replacing(/_text$/, with: ""))
        }
        #expect(unused.isEmpty)
    }
}
