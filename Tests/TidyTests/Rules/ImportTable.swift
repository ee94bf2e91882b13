/// Holds the imports of every file against the manifest, and the manifest against the house.
enum ImportTable {
    /// What comes with Swift.
    static let system: Set<String> = [
        "Foundation", "FoundationEssentials", "FoundationXML", "FoundationNetworking", "Synchronization",
        "Dispatch", "Glibc", "Darwin", "Testing",
        "PackageDescription",
    ]

    /// Each import of a file must be in its target's list, and libraries stop where they should.
    static func findings(in files: [SwiftFile], manifest: Manifest) -> [Finding] {
        files.flatMap { file in
            let target = manifest.target(of: file.path)
            return imports(of: file).compactMap { line, module -> Finding? in
                if let folders = TheHouse.stops[module], file.file.isIn("Sources"),
                    !folders.contains(where: file.file.isIn)
                {
                    return Finding(
                        file.path,
                        line,
                        rule: "imports",
                        "\(module) stops at \(folders.joined(separator: ", "))",
                        remedy: "ask the room that owns it"
                    )
                }
                guard !system.contains(module), let target, !target.imports.contains(module) else {
                    return nil
                }
                return Finding(
                    file.path,
                    line,
                    rule: "imports",
                    "\(target.name) does not list \(module) in Package.swift",
                    remedy: "list it if the house allows that arrow, or ask a room below"
                )
            }
        }
    }

    /// Each target of the manifest may only name rooms below it, listed before it.
    static func findings(in manifest: Manifest) -> [Finding] {
        var listed: Set<String> = []
        var findings: [Finding] = []
        for target in manifest.targets {
            let rooms = target.imports.intersection(TheHouse.rooms)
            let isRoom = TheHouse.rooms.contains(target.name)
            for room in rooms.sorted() where isRoom && !TheHouse.below(target.name).contains(room) {
                findings.append(
                    wrong(target, "\(target.name) → \(room) runs upwards or sideways", "turn the arrow round")
                )
            }
            for room in rooms.sorted() where isRoom && !listed.contains(room) {
                findings.append(
                    wrong(target, "\(room) is listed after \(target.name)", "list targets bottom-up")
                )
            }
            listed.insert(target.name)
        }
        return findings
    }

    /// Each folder of Sources is a room of the house.
    static func strangers(in files: [SwiftFile]) -> [Finding] {
        Set(files.compactMap { $0.file.room }).subtracting(TheHouse.rooms).sorted().map {
            Finding(
                "Sources/\($0)",
                1,
                rule: "imports",
                "\($0) is no room of the house",
                remedy: "put it into the room it serves"
            )
        }
    }

    static func imports(of file: SwiftFile) -> [(line: Int, module: String)] {
        file.codeLines.enumerated().compactMap { index, line in
            var words = line.split(separator: " ").map(String.init)
            while let first = words.first,
                first.hasPrefix("@") || ["private", "internal", "package", "public"].contains(first)
            {
                words.removeFirst()
            }
            guard words.count > 1, words[0] == "import" else { return nil }
            let module =
                ["struct", "func", "enum", "class", "protocol", "let", "var"].contains(words[1])
                ? words[2] : words[1]
            return (index + 1, String(module.split(separator: ".")[0]))
        }
    }

    private static func wrong(_ target: Manifest.Target, _ found: String, _ remedy: String) -> Finding {
        Finding("Package.swift", target.line, rule: "imports", found, remedy: remedy)
    }
}
