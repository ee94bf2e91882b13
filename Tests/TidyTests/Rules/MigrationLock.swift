/// The steps that databases out there have had, in their order: `docs/schema/migrations.lock`, one `name checksum` a line.
/// A step on it never changes, goes or moves; new ones are added at the end by `make schema`.
struct MigrationLock: Equatable {
    static let path = "docs/schema/migrations.lock"

    struct Step: Equatable {
        var name: String
        var checksum: String
    }

    private(set) var steps: [Step]

    init(_ steps: [Step]) { self.steps = steps }

    init(text: String) {
        steps = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.compactMap { line in
            let parts = line.split(separator: " ")
            return parts.count == 2 ? Step(name: String(parts[0]), checksum: String(parts[1])) : nil
        }
    }

    func findings(_ list: [Step]) -> [Finding] {
        var findings: [Finding] = []
        for (index, step) in steps.enumerated() {
            let now = index < list.count ? list[index] : nil
            guard now != step else { continue }
            let found =
                if let now, now.name == step.name { "\(step.name) was changed after its release" } else {
                    "\(step.name) is no longer step \(index + 1), but \(now?.name ?? "nothing") is"
                }
            findings.append(
                Finding(
                    Self.path,
                    index + 2,
                    rule: "migrations",
                    found,
                    remedy: "put it back and add a step at the end of the list (before the first release: "
                        + "take the lock away and run make schema)"
                )
            )
        }
        for step in list.dropFirst(steps.count) {
            findings.append(
                Finding(
                    Self.path,
                    steps.count + 2,
                    rule: "migrations",
                    "\(step.name) is new",
                    remedy: "run make schema"
                )
            )
        }
        return findings
    }
}
