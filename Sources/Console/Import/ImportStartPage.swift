import Basis
import Catalog

/// Where importing begins: which lists there are, what their columns are called, and the fields for the files.
struct ImportStartPage: Sendable {
    let frame: Frame
    let t: [String: String]
    let kinds: [Kind]

    struct Kind: Sendable {
        let id: String
        let name: String
        let title: String
        let text: String
        /// The columns that must be there, and all that may.
        let required: String
        let columns: String
    }

    init(_ visit: Visit, problem: String?) {
        let words = visit.words
        frame = visit.frame(
            title: words("import.title"),
            section: .importing,
            scripts: ["import.js"],
            banner: problem.map { Banner(.bad, $0) },
            home: Links.importing
        )
        t = words.t
        // The one that people have, and begin with, first.
        let order: [ImportKind] = [.customers, .components, .subscriptions, .contacts, .dependencies]
        kinds = order.map { kind in
            Kind(
                id: "file-\(kind.rawValue)",
                name: kind.rawValue,
                title: words("import.\(kind.rawValue)"),
                text: words("import.\(kind.rawValue)_text"),
                required: kind.requiredFields.joined(separator: ", "),
                columns: kind.fields.joined(separator: ", ")
            )
        }
    }
}
