/// Each room has its tests.
enum TestFolders {
    /// Tests under another name, each with its reason.
    static let elsewhere = [
        "amends": ["JourneyTests"]  // the command line is tested as people use it
    ]

    static func findings(rooms: [String], tests: [SwiftFile]) -> [Finding] {
        rooms.sorted().compactMap { room in
            let folders = ["Tests/\(room)Tests"] + (elsewhere[room] ?? []).map { "Tests/\($0)" }
            let has = tests.contains { file in
                folders.contains(where: file.file.isIn) && file.codeLines.contains { $0.hasToken("@Test") }
            }
            guard !has else { return nil }
            return Finding(
                "Sources/\(room)",
                1,
                rule: "tests",
                "no test in \(folders.joined(separator: " or "))",
                remedy: "write the first one"
            )
        }
    }
}
