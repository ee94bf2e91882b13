import Testing

struct BannedCallTests {
    @Test
    func `nobody calls what is banned`() {
        let files = Tree.sources + Tree.tests + Tree.benchmarks

        expectTidy(BannedCall.all.flatMap { $0.findings(in: files) })
    }

    @Test
    func `no failure is dropped without a word`() {
        expectTidy(SilentTry.findings(in: Tree.sources))
    }

    @Test
    func `who may is there`() {
        for path in Set(BannedCall.all.flatMap(\.allowed.keys)) {
            #expect(
                Tree.file(path) != nil,
                "\(path) is on a list of those who may, but there is no such file"
            )
        }
    }

    @Test(arguments: BannedCall.all)
    func `each ban is held`(_ ban: BannedCall) throws {
        let folder = try #require(ban.folders.first)
        let line =
            switch ban.place {
            case .code: "let a = \(ban.text) x"
            case .comments: "// \(ban.text) later"
            case .texts: "let a = \"\(ban.text) FROM b\""
            }
        let bad = SwiftFile("\(folder)/A.swift", "import Basis\n\(line)\n")
        let elsewhere = SwiftFile("Scenarios/A.swift", line)

        #expect(ban.findings(in: [bad]).map(\.line) == [2])
        #expect(ban.findings(in: [elsewhere]).isEmpty)
        for path in ban.allowed.keys {
            #expect(ban.findings(in: [SwiftFile(path, line)]).isEmpty)
            #expect(!ban.findings(in: [SwiftFile(path, "let a = 1")]).isEmpty)
        }
    }

    @Test
    func `a try that drops its reason is found`() {
        let bad = SwiftFile(
            "Sources/Basis/A.swift",
            "let a: Entry? = try? read()\nlet c: Entry? = nil\n// Nothing there means nothing to do.\nlet b = try? read()"
        )

        #expect(SilentTry.findings(in: [bad]).map(\.line) == [1])
    }
}

extension BannedCall: CustomTestStringConvertible {
    var testDescription: String { text }
}
