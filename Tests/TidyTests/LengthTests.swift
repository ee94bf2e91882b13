import Testing

struct LengthTests {
    @Test
    func `files and functions are short`() {
        expectTidy(Lengths.findings(in: Tree.sources + Tree.tests + Tree.benchmarks))
    }

    @Test
    func `functions are counted from their name to their last brace`() {
        let file = SwiftFile(
            "a.swift",
            """
            protocol A { func none(_ a: Int) -> Int
                func still(
                    _ a: Int
                ) throws
            }
            struct B {
                init(a: @escaping () -> Void = { }) {
                    self.init()
                }
                func long(
                    _ body: (Int) -> [Int: () -> Void]
                ) throws
                    -> Int
                where A: B {
                    if true { return "}" }
                    return 1
                }
                func one() -> Int { 1 }
            }
            """
        )

        #expect(
            Lengths.functions(of: file) == [
                .init(name: "init", line: 7, lines: 3), .init(name: "long", line: 10, lines: 8),
                .init(name: "one", line: 18, lines: 1),
            ]
        )
    }

    @Test
    func `a long file and a long function are found`() {
        let long = "func long() {\n" + String(repeating: "    work()\n", count: Lengths.functionMax) + "}"
        let most = "func most() {\n" + String(repeating: "    work()\n", count: Lengths.functionMax - 2) + "}"
        let file = String(repeating: "\n", count: Lengths.fileMax)

        #expect(Lengths.findings(in: [SwiftFile("a.swift", long)]).count == 1)
        #expect(Lengths.findings(in: [SwiftFile("a.swift", most)]).isEmpty)
        #expect(Lengths.findings(in: [SwiftFile("a.swift", file)]).count == 1)
    }
}

struct NameTests {
    @Test
    func `names say what a thing is`() {
        expectTidy(TypeNames.findings(in: Tree.sources + Tree.benchmarks))
    }

    @Test(arguments: [
        "struct QueueManager {", "enum TimeUtils {", "protocol PageV2 {", "func getName() -> String {",
        "func process(_ a: Int) {",
    ])
    func `an empty name is found`(_ line: String) {
        #expect(TypeNames.findings(in: [SwiftFile("Sources/Basis/A.swift", line)]).count == 1)
    }

    @Test(arguments: [
        "struct Information {", "func getaway() {",
        "struct A: RouterMiddleware { func handle(_ request: Request) {", "struct E164 {",
        "func processed() {",
    ])
    func `a full name is left alone`(_ line: String) {
        #expect(TypeNames.findings(in: [SwiftFile("Sources/Basis/A.swift", line)]).isEmpty)
    }

    @Test
    func `an empty place is found`() {
        #expect(!TypeNames.findings(in: [SwiftFile("Sources/Basis/Utils/A.swift", "")]).isEmpty)
    }
}
