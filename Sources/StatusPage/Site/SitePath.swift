import Basis

/// Every address of the public site, so that links and documents cannot drift apart.
package enum SitePath: Sendable, Hashable {
    case state
    /// By name, `INC-7`.
    case incident(String)
    case history
    case atom
    case rss
    /// Below `/api/v2/`, `summary.json`.
    case api(String)
    case icon
    case robots
    /// What is answered for an address that is none of these.
    case notFound
    /// Served from a file by the edge; linked from every page.
    case stylesheet

    /// Without a language: the reader's own is chosen.
    package var path: String {
        switch self {
        case .state: "/"
        case .incident(let name): "/incidents/\(name)"
        case .history: "/history"
        case .atom: "/history.atom"
        case .rss: "/history.rss"
        case .api(let name): "/api/v2/\(name)"
        case .icon: "/favicon.svg"
        case .robots: "/robots.txt"
        case .notFound: "/404"
        case .stylesheet: "/site.css"
        }
    }

    /// In one language, whatever the reader's browser asks for: `/es/incidents/INC-7`.
    package func path(in language: Language) -> String {
        self == .state ? "/\(language.code)" : "/\(language.code)\(path)"
    }
}
