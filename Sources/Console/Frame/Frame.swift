import Basis

/// What surrounds every page: its language, its navigation, the token of its forms, what was just done.
struct Frame: Sendable {
    let lang: String
    /// The moment of the page, for clocks that run in it: in a replay it is not the reader's.
    let now: String
    let title: String
    let sender: String
    let languages: [LanguageLink]
    /// Empty for a helper with a link, who sees one page only.
    let nav: [NavItem]
    /// Whoever is logged in.
    let account: LinkItem?
    /// What stands in the search box.
    let searched: String
    let formToken: String
    let styles: [String]
    let scripts: [String]
    let icons: String
    let banner: Banner?
    let siteURL: String

    struct LanguageLink: Sendable {
        let code: String
        let name: String
        let href: String
        let isCurrent: Bool
    }

    struct NavItem: Sendable {
        let href: String
        let label: String
        let icon: String
        let isCurrent: Bool
        /// How much waits there; nil for nothing.
        let count: String?
        /// The key that leads there.
        let key: String
    }
}

/// A sentence above a page: what was done, what went wrong, what to know.
struct Banner: Sendable {
    enum Tone: String, Sendable {
        case good
        case bad
        case note
        case watch
    }

    let tone: String
    let text: String
    let items: [String]

    init(_ tone: Tone, _ text: String, items: [String] = []) {
        self.tone = tone.rawValue
        self.text = text
        self.items = items
    }
}

/// The sections of the console, as the navigation shows them.
enum Section: CaseIterable, Sendable {
    case home
    case incidents
    case customers
    case staff
    case importing
    case approvals

    var path: String {
        switch self {
        case .home: Links.home
        case .incidents: Links.incidents
        case .approvals: Links.approvals
        case .customers: Links.customers
        case .staff: Links.staff
        case .importing: Links.importing
        }
    }

    /// The key that leads there: a digit, which every keyboard has in the same place.
    var key: String { String((Self.allCases.firstIndex(of: self) ?? 0) + 1) }

    var word: String {
        switch self {
        case .home: "nav.home"
        case .incidents: "nav.incidents"
        case .approvals: "nav.approvals"
        case .customers: "nav.customers"
        case .staff: "nav.staff"
        case .importing: "nav.import"
        }
    }

    var icon: String {
        switch self {
        case .home: "home"
        case .incidents: "incident"
        case .approvals: "check"
        case .customers: "people"
        case .staff: "staff"
        case .importing: "import"
        }
    }
}
