import Basis
import Foundation
import Rendering
import Testing

/// What swift-mustache passes over in silence: a tag that no page has, a sentence that nobody wrote.
struct TemplateTests {
    @Test func `every tag of every template is a property of some page or a sentence`() throws {
        let root = try ConsoleFixture.root()
        let templates = try Templates(root: root, rooms: ["Console"])
        let catalogue = try StringCatalogue(root: root, rooms: ["Console"])
        let sentences = Set(catalogue.slice("console.", .english).keys)
        let properties = try Self.properties(root)
        for name in templates.names {
            for tag in templates.tags(name) {
                if tag.hasPrefix("t.") {
                    #expect(sentences.contains(String(tag.dropFirst(2))), "\(name) wants the sentence \(tag)")
                } else {
                    let parts = tag.split(separator: ".").map(String.init)
                    #expect(parts.allSatisfy(properties.contains), "\(name) wants \(tag)")
                }
            }
        }
    }

    @Test func `every sentence that the code names is there`() throws {
        let root = try ConsoleFixture.root()
        let catalogue = try StringCatalogue(root: root, rooms: ["Console"])
        for (file, text) in try Self.sources(root) {
            for found in text.matches(of: /words(?:\.count)?\(\s*"([a-z0-9_.]+)"/) {
                #expect(catalogue.has(MessageKey("console.\(found.1)")), "\(file) names \(found.1)")
            }
        }
    }

    private static func properties(_ root: ResourceRoot) throws -> Set<String> {
        try sources(root).reduce(into: []) { names, source in
            for found in source.text.matches(of: /\b(?:let|var) (\w+)\s*[:=]/) {
                names.insert(String(found.1))
            }
        }
    }

    private static func sources(_ root: ResourceRoot) throws -> [(file: String, text: String)] {
        let folder = root.file("Console", "")
        guard let files = FileManager.default.enumerator(atPath: folder) else { return [] }
        var sources: [(String, String)] = []
        for case let file as String in files where file.hasSuffix(".swift") {
            sources.append((file, try String(contentsOfFile: folder + file, encoding: .utf8)))
        }
        return sources
    }
}
