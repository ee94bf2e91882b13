/// Who may import whom, as docs/architecture.md draws it: arrows run downwards and are transitive.
enum TheHouse {
    static let ground = ["Basis", "Database", "Rendering", "Outward", "Mail", "Networks"]

    static let features = [
        "Access", "Letters", "Catalog", "Incidents", "Delivery", "GoBag", "StatusPage", "Watch", "Inbox",
        "Redress", "Review", "Paging",
    ]

    static let edges = ["Console", "Site", "Assembly", "Replay", "amends"]

    static let rooms = ground + features + ["Response"] + edges

    /// Each room's arrows besides those to the ground, which every feature has.
    static let arrows: [String: [String]] = [
        "Basis": [], "Database": ["Basis"], "Rendering": ["Basis"], "Outward": ["Basis"], "Mail": ["Basis"],
        "Networks": ["Basis"],
        "Access": [],
        "Letters": ["Access"],
        "Catalog": ["Access"],
        "Incidents": ["Catalog", "Letters"],
        "Delivery": ["Catalog", "Letters"],
        "GoBag": ["Incidents", "Delivery"],
        "StatusPage": ["Incidents"], "Watch": ["Incidents"], "Redress": ["Incidents"],
        "Inbox": ["Incidents", "Delivery"],
        "Review": features.filter { $0 != "Review" }, "Paging": ["Incidents"],
        "Response": features,
        "Site": ["StatusPage"],
        "Console": ["Response"],
        "Assembly": ["Response", "Site", "Console"],
        "Replay": ["Assembly"],
        "amends": ["Assembly", "Replay"],
    ]

    /// All that a room may import, directly or not.
    static func below(_ room: String) -> Set<String> {
        var reached: Set<String> = []
        var waiting = [room]
        while let next = waiting.popLast() {
            var arrows = arrows[next] ?? []
            if !ground.contains(next) { arrows += ground }
            for arrow in arrows where reached.insert(arrow).inserted { waiting.append(arrow) }
        }
        return reached.subtracting([room])
    }

    /// Where a library stops: outside this folder nobody imports it.
    static let stops: [String: [String]] = [
        "GRDB": ["Sources/Database/SQLite"], "GRDBSQLite": ["Sources/Database/SQLite"],
        "CLibPQ": ["Sources/Database/Postgres"], "CGMime": ["Sources/Mail"], "CCMark": ["Sources/Rendering"],
        "CPhoneNumber": ["Sources/Catalog"], "CArgon2": ["Sources/Access/Passwords"],
        "CStemmer": ["Sources/Letters"], "CryptoExtras": ["Sources/GoBag"], "Mustache": ["Sources/Rendering"],
        "Hummingbird": ["Sources/Site", "Sources/Console", "Sources/Assembly"],
        "ServiceLifecycle": ["Sources/Console", "Sources/Assembly", "Sources/Replay"],
        "ArgumentParser": ["Sources/amends"],
    ]
}
