import Basis

/// Puts one text together: for each thing that its plan wants done, the way that fits the circumstances best.
struct LetterWriter {
    let book: CompositionBook
    let circumstances: Circumstances
    let values: [String: String]
    let options: ComposeOptions
    /// The incident's name: ties are decided by it.
    let seed: String

    /// The paragraphs, without those in which nothing can be said.
    func paragraphs(_ plan: CompositionBook.Plan) -> [ComposedLetter.Paragraph] {
        plan.paragraphs.compactMap { planned in
            let said = planned.names.map { ($0, sentence($0)) }.filter { !$0.1.isEmpty }
            guard !said.isEmpty else { return nil }
            return ComposedLetter.Paragraph(
                heading: planned.heading.map { sentence($0) },
                sentences: said.map { ComposedLetter.Sentence(step: $0.0, text: $0.1) },
                isList: planned.isList
            )
        }
    }

    func joined(_ names: [String]) -> String {
        names.map { sentence($0) }.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The best way of doing one thing; empty where there is none for these facts.
    func sentence(_ name: String) -> String {
        let fitting = book.ways(name).filter { $0.fits(circumstances, values) }
        guard let most = fitting.map(\.weight).max() else { return "" }
        let best = fitting.filter { $0.weight == most }
        let number = Int(Self.hash("\(seed)/\(options.framework)/\(name)") % UInt64(best.count))
        return best[number].spoken(options.register, values)
    }

    /// FNV-1a: the same on every machine and in every run, unlike `Hasher`.
    private static func hash(_ text: String) -> UInt64 {
        let hashed = text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        // Neighbouring names differ in their last letter only, which does not reach the low bits enough.
        return hashed ^ (hashed >> 29)
    }
}
