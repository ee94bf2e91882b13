/// A call or a word that has no place in some folders, and what stands in for it.
struct BannedCall: Sendable {
    /// Where it is looked for: in the code, in the comments or in the texts.
    enum Place: Sendable {
        case code
        case comments
        case texts
    }

    var text: String
    var place: Place
    var folders: [String]
    var remedy: String
    /// Files that may, each with its reason. One that no longer does is a finding too.
    var allowed: [String: String]

    init(
        _ text: String,
        in place: Place = .code,
        folders: [String] = ["Sources"],
        remedy: String,
        allowed: [String: String] = [:]
    ) {
        self.text = text
        self.place = place
        self.folders = folders
        self.remedy = remedy
        self.allowed = allowed
    }

    func findings(in files: [SwiftFile]) -> [Finding] {
        let looked = files.filter { file in folders.contains { file.file.isIn($0) } }
        let found = looked.filter { allowed[$0.path] == nil }.flatMap { file in
            lines(of: file).map { Finding(file.path, $0, rule: "banned", text, remedy: remedy) }
        }
        let stale = looked.filter { allowed[$0.path] != nil && lines(of: $0).isEmpty }.map {
            Finding(
                $0.path,
                1,
                rule: "banned",
                "no longer uses \(text)",
                remedy: "take it off the list of those who may"
            )
        }
        return found + stale
    }

    private func lines(of file: SwiftFile) -> [Int] {
        switch place {
        case .code:
            file.codeLines.indices.filter { file.codeLines[$0].hasToken(text) }.map { $0 + 1 }
        case .comments:
            file.comments.filter { $0.text.hasToken(text) }.map(\.line)
        case .texts:
            file.literals.filter { literal in
                literal.pieces.contains {
                    if case .text(let piece) = $0 { piece.hasToken(text) } else { false }
                }
            }.map(\.line)
        }
    }
}

extension BannedCall {
    /// What no room calls. Programs that measure and tests may keep time by themselves.
    static let all: [BannedCall] = time + traps + background + shapes

    private static let time: [BannedCall] = [
        .init("Date()", remedy: "take the time as an argument: at: Instant"),
        .init("Date.now", remedy: "take the time as an argument: at: Instant"),
        .init(
            "SystemClock()",
            folders: below,
            remedy: "take the clock as an argument: any WallClock",
            allowed: [
                "Sources/Mail/ReadMessages.swift":
                    "compares with the file system's clock, which nobody can move",
                "Sources/Mail/StoredFile.swift":
                    "compares with the file system's clock, which nobody can move",
            ]
        ),
        .init("UUID()", remedy: "take randomness as an argument: any RandomSource"),
        .init(
            "SystemRandom()",
            folders: below,
            remedy: "take randomness as an argument: any RandomSource",
            allowed: [
                "Sources/Mail/StoredFile.swift": "a temporary name that nobody ever reads",
                "Sources/Database/Postgres/PostgresDatabase.swift":
                    "the pauses between tries, where nobody gives another",
            ]
        ),
        .init("randomElement()", remedy: "take randomness as an argument: any RandomSource"),
        .init("shuffled()", remedy: "take randomness as an argument: any RandomSource"),
        .init("usleep(", remedy: "wait for what must happen, or tick with a later time"),
        .init(
            "Thread.sleep",
            remedy: "wait for what must happen, or tick with a later time",
            allowed: [
                "Sources/Database/Postgres/PostgresConnection.swift":
                    "on the connection's own thread, while a server restarts"
            ]
        ),
    ]

    private static let traps: [BannedCall] = [
        .init("try!", folders: everywhere, remedy: "throw, or give the value as a parameter"),
        .init("as!", folders: everywhere, remedy: "use as? and say what happens otherwise"),
        .init("fatalError", folders: below + ["Tests"], remedy: "throw an error that reads as a sentence"),
        .init("Bundle.module", folders: everywhere, remedy: "find files through ResourceRoot"),
        .init("@testable", folders: everywhere, remedy: "make it package: tests read what other rooms read"),
        .init(
            "TODO",
            in: .comments,
            folders: everywhere,
            remedy: "do it, or open an issue and leave the comment out"
        ),
        .init(
            "FIXME",
            in: .comments,
            folders: everywhere,
            remedy: "do it, or open an issue and leave the comment out"
        ),
        .init(
            "SELECT \("*")",
            in: .texts,
            remedy: "list the columns in the order in which init(row:) reads them"
        ),
        .init("print(", remedy: "log it; in the command line, Output.line"),
        .init("NSRegularExpression", remedy: "read the bytes, or a small scanner: it is slow here"),
    ]

    private static let background: [BannedCall] = [
        .init("Task {", remedy: "be a Service in Assembly's group, or a child task in a bounded group"),
        .init(
            "Task.detached",
            remedy: "be a Service in Assembly's group, or a child task in a bounded group"
        ),
        .init(
            "DispatchQueue",
            remedy: "await; blocking C calls belong to an executor of their own",
            allowed: [
                "Sources/Database/QueueExecutor.swift": "the executor on which blocking database calls run",
                "Sources/Delivery/Channels/Maildir/MaildirChannel.swift":
                    "fsync blocks, and must not on the shared pool",
            ]
        ),
        .init(
            "@unchecked Sendable",
            remedy: "make it a value, an actor or a Mutex",
            allowed: [
                "Sources/Console/Forms/MultipartReader.swift":
                    "only the task of one request reads it, and a body's iterator is not Sendable"
            ]
        ),
        .init("nonisolated(unsafe)", remedy: "make it a let of a Sendable type"),
    ]

    private static let shapes: [BannedCall] = [
        .init(
            "[String: Any]",
            remedy: "write a struct of finished values",
            allowed: [
                "Sources/Rendering/Templates.swift": "looks into any page for the names it has"
            ]
        )
    ]

    /// The rooms below the edges.
    private static let below = TheHouse.rooms.filter { !TheHouse.edges.contains($0) }.map { "Sources/\($0)" }
    private static let everywhere = ["Sources", "Tests", "Benchmarks"]
}

/// `try?` drops the reason of a failure; a comment on the line, or close above it, says why that is right.
enum SilentTry {
    /// The comment may stand above the declaration that the call is in.
    private static let reach = 4

    static func findings(in files: [SwiftFile]) -> [Finding] {
        files.flatMap { file in
            let explained = Set(file.comments.flatMap { $0.line...($0.line + reach) })
            return file.codeLines.indices.filter {
                file.codeLines[$0].hasToken("try?") && !explained.contains($0 + 1)
            }.map {
                Finding(
                    file.path,
                    $0 + 1,
                    rule: "silent try?",
                    "a failure is dropped without a word",
                    remedy: "say why in a comment above it, or throw"
                )
            }
        }
    }
}
