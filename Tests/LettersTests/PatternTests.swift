import Basis
import Letters
import Testing

/// The pattern language of `Rules/README.md`, each sign with what it takes and what it leaves.
struct PatternTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let pattern: String
        let text: String
        /// The words found; nil = none.
        let found: String?
        var testDescription: String { "\(pattern) in “\(text)”" }

        init(_ pattern: String, _ text: String, _ found: String?) {
            self.pattern = pattern
            self.text = text
            self.found = found
        }
    }

    static let rows: [Row] = [
        Row("restore", "We are restoring it.", "restoring"),
        Row("restore", "The RESTORED files.", "RESTORED"),
        Row("=restore", "We restored it.", nil),
        Row("=restore", "Restore it.", "Restore"),
        Row("misconfigur*", "A misconfiguration did it.", "misconfiguration"),
        Row("misconfigur*", "A configuration did it.", nil),
        Row("(was|were) lost", "Files were lost.", "were lost"),
        Row("(as_soon as|when) possible", "We come as soon as possible.", "as soon as possible"),
        Row("<sorry> ..3 you", "We are very sorry that all of you waited.", nil),
        Row("<sorry> ..4 you", "We are very sorry that all of you waited.", "sorry that all of you"),
        Row("<sorry> ..4 you", "We are sorry; did you wait?", nil),
        Row("<sorry> ..4 you", "We are sorry. Did you wait?", nil),
        Row("at {time}", "It fell at 14:05 UTC again.", "at 14:05 UTC"),
        Row("within {when}", "We call within two hours.", "within two hours"),
        Row("{figure} shop", "1,200 shops waited.", "1,200 shops"),
        Row("week", "We need two weeks.", "two weeks"),
        Row("by {name}", "Signed by Ana yesterday.", "by Ana"),
        Row("by {name}", "Signed by somebody.", nil),
        Row("^ sorry", "Sorry for that.", "Sorry"),
        Row("^ sorry", "“Sorry for that.”", "“Sorry"),
        Row("^ sorry", "We are sorry.", nil),
        Row("^ sorry", "It fell; sorry for that.", "sorry"),
        Row("sorry $", "We are sorry!", "sorry"),
        Row("sorry $", "We are sorry now.", nil),
        Row("very? sorry about", "We are sorry about it.", "sorry about"),
        Row("sorry , but", "We are sorry, but no.", "sorry, but"),
        Row("why ?", "You ask why? Because.", "why?"),
        Row("! <we> ..3 fail", "We have really failed you.", "We have really failed"),
        Row("! <we> ..3 fail", "We did not fail you.", nil),
        Row("! <we> ..3 fail", "We didn't fail you.", nil),
        Row("! fail", "We never failed.", nil),
        Row("! fail", "No, we failed.", "failed"),
        Row("! fail", "We not only failed, we knew.", "failed"),
        Row("fail", "We did not fail.", "fail"),
        Row("disculpe", "¡Disculpen las molestias!", nil),
    ]

    @Test(arguments: rows)
    func `a pattern takes what it says`(_ row: Row) throws {
        let folder = try RuleFolder(
            lexicons: "sorry: [=sorry, apologise]\nwe: [=we, \"our team\"]",
            ["a": "any:\n  - \"\(row.pattern)\""]
        )
        #expect(try folder.hits(row.text)["a"] == row.found)
    }

    struct Fault: Sendable, CustomTestStringConvertible {
        let pattern: String
        let complaint: String
        var testDescription: String { pattern }
    }

    @Test(arguments: [
        Fault(pattern: "sorry .* if", complaint: "end of a word"),
        Fault(pattern: "sorry ..99 if", complaint: "a gap is from"),
        Fault(pattern: "[ab]c", complaint: "no [ ]"),
        Fault(pattern: "ab*", complaint: "* needs"),
        Fault(pattern: "..3 very?", complaint: "would match anywhere"),
        Fault(pattern: "<nobody> x", complaint: "no lexicon is called <nobody>"),
        Fault(pattern: "{colour}", complaint: "no entity is called {colour}"),
        Fault(pattern: "(a|b", complaint: "a ) is missing"),
        Fault(pattern: "a|b", complaint: "too many"),
        Fault(pattern: "<ring>", complaint: "go in a circle"),
    ])
    func `an unbounded or broken pattern is refused`(_ fault: Fault) throws {
        let folder = try RuleFolder(
            lexicons: "ring: [<gnir>]\ngnir: [<ring>]",
            ["a": "any:\n  - \"\(fault.pattern)\""]
        )
        let problems = try RuleCheck.problems(.english, root: folder.root)

        #expect(problems.contains { $0.contains(fault.complaint) }, "\(problems)")
    }
}
