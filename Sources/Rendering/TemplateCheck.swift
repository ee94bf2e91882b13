/// What swift-mustache would pass over in silence, found before the first page is rendered.
///
/// A missing partial or parent renders nothing there, a block that the parent does not have disappears, text
/// inside HTML is not escaped.
struct TemplateCheck {
    private let sources: [String: TemplateSource]

    init(_ sources: [String: TemplateSource]) {
        self.sources = sources
    }

    var names: [String] { sources.keys.sorted() }

    /// Everything that is wrong, in the order of the names.
    var problems: [String] {
        sources.values.sorted { $0.name < $1.name }.flatMap { source in
            let found = source.tags.compactMap { tag in
                problem(of: tag, in: source).map { "template \(source.name), line \(tag.line): \($0)" }
            }
            return found + (isCyclic(source.name) ? ["template \(source.name) includes itself"] : [])
        }
    }

    /// The template and all that it includes, by any way.
    func closure(of name: String) -> [TemplateSource] {
        var names = [name]
        var seen: Set<String> = []
        var closure: [TemplateSource] = []
        while let next = names.popLast() {
            guard seen.insert(next).inserted, let source = sources[next] else { continue }
            closure.append(source)
            names += source.included
        }
        return closure
    }

    private func problem(of tag: TemplateTag, in source: TemplateSource) -> String? {
        switch tag.kind {
        case .partial, .parent: problem(ofInclusion: tag, in: source)
        case .block: problem(ofBlock: tag)
        case .unescaped where !source.isPlain && !tag.name.hasSuffix("HTML"):
            "\(tag.name) is written unescaped, which only a name ending in HTML may be"
        case .pragma where !source.isPlain: "the name of the file says how it is escaped, not a pragma"
        case .delimiters: "other delimiters are not used here"
        default: nil
        }
    }

    private func problem(ofInclusion tag: TemplateTag, in source: TemplateSource) -> String? {
        if tag.name.hasPrefix("*") {
            return "\(tag.name) is only known when it is rendered, so it cannot be checked"
        }
        guard let included = sources[tag.name] else { return "there is no template \(tag.name)" }
        guard included.isPlain != source.isPlain else { return nil }
        return "\(tag.name) is \(included.isPlain ? "text inside HTML" : "HTML inside text")"
    }

    private func problem(ofBlock tag: TemplateTag) -> String? {
        guard let parent = tag.filledParent, sources[parent] != nil else { return nil }
        let has = closure(of: parent).contains { source in
            source.tags.contains { $0.kind == .block && $0.name == tag.name }
        }
        return has ? nil : "\(parent) has no block \(tag.name)"
    }

    private func isCyclic(_ name: String) -> Bool {
        (sources[name]?.included ?? []).contains { included in
            closure(of: included).contains { $0.name == name }
        }
    }
}

extension TemplateSource {
    /// The names of the templates that it takes in, as partials or as parents.
    var included: [String] {
        tags.filter { $0.kind == .partial || $0.kind == .parent }.map(\.name)
    }
}
