import Database

/// What a campaign is about, as this room sees it: a kind and an id that only the storeys above can read
/// (`incident` 7).
package struct Subject: Sendable, Hashable, Codable {
    package var kind: String
    package var id: Int64

    package init(kind: String, id: Int64) {
        self.kind = kind
        self.id = id
    }
}

extension Topic {
    /// Something about the campaigns, notices or calls of one subject changed.
    package static func delivery(_ subject: Subject) -> Topic {
        Topic("delivery:\(subject.kind):\(subject.id)")
    }

    /// There is new work for planners and pumps.
    package static let deliveryWork = Topic("delivery")
}
