import Basis

/// Which state of a resource somebody saw (RFC 9110 §8.8): a hash of its JSON.
enum EntityTag {
    static func of(_ value: JSONValue) -> String { "\"\(sha256Hex(value.bytes).prefix(20))\"" }

    /// `If-Match` or `If-None-Match`.
    enum Condition: Sendable, Equatable {
        case any
        case oneOf(Set<String>)

        /// Nil where it is neither `*` nor a list of tags.
        init?(_ header: String) {
            guard header.utf8.count <= 1_000 else { return nil }
            let items = header.split(separator: ",").map { $0.trimmingWhitespace() }
            if items == ["*"] {
                self = .any
                return
            }
            // A weak tag says the same of a resource whose states are told apart byte by byte.
            let tags = items.map { $0.hasPrefix("W/") ? String($0.dropFirst(2)) : $0 }
            guard !tags.isEmpty,
                tags.allSatisfy({ $0.count >= 2 && $0.hasPrefix("\"") && $0.hasSuffix("\"") })
            else { return nil }
            self = .oneOf(Set(tags))
        }

        func holds(for tag: String) -> Bool {
            switch self {
            case .any: true
            case .oneOf(let tags): tags.contains(tag)
            }
        }
    }
}
