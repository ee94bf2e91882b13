import Mustache

/// The page and message templates of rooms, by `Room/path` without the extension: `StatusPage/index` is
/// `<root>/StatusPage/templates/index.mustache`.
///
/// Partials and layouts use the same names: `{{>Console/part/field}}`, `{{<Console/layout}}{{$body}}…`. All are
/// read and checked at start. A page is a struct of finished values; its stored properties are what the tags name.
/// A section whose value is an empty string or zero is rendered: use an optional, a Bool or an array.
package struct Templates: Sendable {
    private let library: MustacheLibrary
    private let check: TemplateCheck

    package init(root: ResourceRoot, rooms: [String]) throws {
        EscapedContent.register
        var problems: [String] = []
        var library = MustacheLibrary()
        var sources: [String: TemplateSource] = [:]
        for source in try rooms.flatMap({ try TemplateSource.load(root, room: $0) }) {
            do {
                let template = try MustacheTemplate(string: source.prepared)
                library.register(template, named: source.name)
                library.register(template, named: TemplateSource.alias(source.name))
                sources[source.name] = source
            } catch let fault as MustacheTemplate.ParserError {
                // The line of the pragma, which nobody wrote, does not count.
                problems.append(
                    "template \(source.name), line \(fault.context.lineNumber - 1): \(fault.error)"
                )
            }
        }
        check = TemplateCheck(sources)
        self.library = library
        problems += check.problems
        guard problems.isEmpty else { throw ResourceFault(problems: problems) }
    }

    /// The template filled with `page`. Names that end in `.text` make plain text, all others escaped HTML or XML.
    ///
    /// - Throws: ``ResourceFault`` where there is no such template.
    package func render(_ name: String, _ page: Any) throws -> String {
        guard let text = library.render(page, withTemplate: name) else {
            throw ResourceFault(problems: ["there is no template \(name)"])
        }
        return text
    }

    /// The names of all templates, sorted.
    package var names: [String] { check.names }

    /// The variables and sections that a template uses, with those of its partials and layouts; `.` left out.
    package func tags(_ name: String) -> Set<String> {
        var names: Set<String> = []
        for source in check.closure(of: name) {
            for tag in source.tags where [.variable, .unescaped, .section, .inverted].contains(tag.kind) {
                names.insert(tag.name)
            }
        }
        return names.subtracting([".", ""])
    }

    /// The tags of a template for which `page`, taken with all that it holds, has no property of that name.
    ///
    /// For tests: swift-mustache renders nothing for such a tag. The page must be full (no empty arrays, no nils).
    package func unknownTags(_ name: String, in page: Any) -> Set<String> {
        let labels = PageLabels.of(page)
        return tags(name).filter { tag in
            !tag.split(separator: ".").allSatisfy { labels.contains(String($0)) }
        }
    }
}

/// Escaping by bytes, instead of the renderer's own by characters, which a combining accent deceives.
struct EscapedContent: MustacheContentType {
    static let name = "ESCAPED"
    static let register: Void = MustacheContentTypes.register(EscapedContent(), named: name)

    func escapeText(_ text: String) -> String { HTML.escape(text) }
}

/// Every name by which a template can reach something in a page.
private enum PageLabels {
    /// Pages are shallow; the bound is for values that hold themselves.
    private static let depthMax = 12

    static func of(_ page: Any) -> Set<String> {
        var labels: Set<String> = []
        collect(page, depth: 0, into: &labels)
        return labels
    }

    private static func collect(_ value: Any, depth: Int, into labels: inout Set<String>) {
        guard depth < depthMax else { return }
        if let dictionary = value as? [String: Any] {
            for (key, child) in dictionary {
                labels.insert(key)
                collect(child, depth: depth + 1, into: &labels)
            }
            return
        }
        for child in Mirror(reflecting: value).children {
            if let label = child.label { labels.insert(label) }
            collect(child.value, depth: depth + 1, into: &labels)
        }
    }
}
