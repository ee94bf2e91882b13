import Basis
import Foundation
import Rendering
import StatusPage
import Testing

/// The program's own templates and strings, and short ways to what was rendered from them.
enum Rendered {
    static func root() throws -> ResourceRoot {
        try ResourceRoot.locate(explicit: nil, environment: [:], executable: #filePath)
    }

    static func renderer(_ page: PageIdentity = Sample.page) throws -> SiteRenderer {
        SiteRenderer(
            templates: try Templates(root: root(), rooms: ["StatusPage"]),
            catalogue: try StringCatalogue(root: root(), rooms: ["StatusPage"]),
            page: page
        )
    }

    static func site(_ state: PublicState = Sample.state(), now: Instant = Sample.now) throws -> RenderedSite
    {
        try renderer(state.page).render(state, now: now)
    }
}

extension RenderedSite {
    /// What a reader of one language gets at an address.
    func text(_ path: String, _ language: Language = .english) throws -> String {
        let (document, _) = try #require(find(path), "\(path)")
        return String(decoding: document.variant(for: [language]).content.bytes, as: UTF8.self)
    }

    /// A document for machines.
    func json(_ name: String, _ language: Language = .english) throws -> [String: Any] {
        let text = try text("/api/v2/\(name)", language)
        return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }
}

extension String {
    /// What stands between the first `start` and the next `end` behind it.
    func between(_ start: String, _ end: String) -> String? {
        guard let opening = firstRange(of: start),
            let closing = self[opening.upperBound...].firstRange(of: end)
        else { return nil }
        return String(self[opening.upperBound..<closing.lowerBound])
    }
}
