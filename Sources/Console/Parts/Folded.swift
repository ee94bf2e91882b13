/// The rest of a long list, behind one line.
struct Folded<Line: Sendable>: Sendable {
    let label: String
    let lines: [Line]

    /// Nil where there is nothing to fold.
    init?(_ rest: some Collection<Line>, label: (Int) -> String) {
        guard !rest.isEmpty else { return nil }
        lines = Array(rest)
        self.label = label(lines.count)
    }
}
