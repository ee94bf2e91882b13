import Foundation
import Mail
import Testing

struct MaildirTests {
    private let folder: MailFolder
    private let maildir: Maildir

    init() throws {
        folder = try MailFolder()
        maildir = try Maildir(path: folder.path + "/var/mail")
    }

    private func files(_ part: String) throws -> [String] { try folder.files("var/mail/\(part)") }

    @Test func `the folder is made for its owner only`() throws {
        for part in ["", "/tmp", "/new", "/cur"] {
            let attributes = try FileManager.default.attributesOfItem(atPath: maildir.path + part)
            #expect(attributes[.posixPermissions] as? Int == 0o700)
        }
        #expect(try Maildir(path: maildir.path).messages().isEmpty)
    }

    @Test func `a message appears whole in new and leaves nothing in tmp`() throws {
        let bytes = try MIMEBuilder.build(.sample())

        let wasThere = try maildir.deliver(bytes, name: "n-1.c-2@agency.example")

        #expect(!wasThere)
        #expect(try files("new") == ["n-1.c-2@agency.example"])
        #expect(try files("tmp").isEmpty)
        let paths = try maildir.messages()
        #expect(paths == [maildir.path + "/new/n-1.c-2@agency.example"])
        #expect(try Data(contentsOf: URL(fileURLWithPath: paths[0])) == Data(bytes))
    }

    @Test func `the same name again makes no second file and changes nothing`() throws {
        try maildir.deliver([1], name: "a@x")

        #expect(try maildir.deliver([2], name: "a@x"))
        #expect(try Maildir(path: maildir.path).deliver([2], name: "a@x"))
        #expect(try Data(contentsOf: URL(fileURLWithPath: maildir.path + "/new/a@x")) == Data([1]))
        #expect(try maildir.messages().count == 1)
    }

    @Test(arguments: ["", ":2,", ":2,S", ":2,FRS", ":2,Sab"])
    func `a message that somebody has read is known by its name`(flags: String) throws {
        try maildir.deliver([1], name: "a@x")
        try maildir.deliver([1], name: "b@x")
        try FileManager.default.moveItem(
            atPath: maildir.path + "/new/a@x",
            toPath: maildir.path + "/cur/a@x\(flags)"
        )

        #expect(maildir.contains("a@x") && maildir.contains("b@x") && !maildir.contains("a"))
        #expect(
            try maildir.deliver(
                [[UInt8(2)], [3], [4]].enumerated().map { ("\("abc".map(String.init)[$0])@x", $1) }
            ) == [true, true, false]
        )
        #expect(try maildir.messages().count == 3)
    }

    @Test func `reading is noticed at once, also long after the last change`() throws {
        try maildir.deliver([1], name: "a@x")
        let cur = maildir.path + "/cur"
        let longAgo = Date(timeIntervalSince1970: 1_000_000_000)
        try FileManager.default.setAttributes([.modificationDate: longAgo], ofItemAtPath: cur)
        #expect(!maildir.contains("b@x"))

        try Data([1]).write(to: URL(fileURLWithPath: cur + "/b@x:2,S"))

        #expect(maildir.contains("b@x"))
    }

    @Test func `a group is delivered as a whole, each name once`() throws {
        try maildir.deliver([9], name: "n-3@x")
        let group = (0..<250).map { (name: "n-\($0 % 249)@x", bytes: [UInt8($0 % 250)]) }

        let wereThere = try maildir.deliver(group)

        #expect(wereThere.indices.filter { wereThere[$0] } == [3, 249])
        #expect(try files("new").count == 249)
        #expect(try files("tmp").isEmpty)
        #expect(try maildir.deliver([]).isEmpty)
    }

    @Test func `deliveries at the same time make one file for a name`() async throws {
        let maildir = maildir

        let fresh = try await withThrowingTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    try maildir.deliver((0..<50).map { (name: "n-\($0)@x", bytes: [1, 2, 3]) }).count { !$0 }
                }
            }
            return try await group.reduce(0, +)
        }

        #expect(fresh == 50)
        #expect(try files("new").count == 50)
        #expect(try files("tmp").isEmpty)
    }

    @Test(arguments: [
        ("n-1.c-2@agency.example", "n-1.c-2@agency.example"),
        ("../../etc/passwd", "=2E.=2F..=2Fetc=2Fpasswd"), (".hidden", "=2Ehidden"),
        ("a:2,S", "a=3A2=2CS"), ("a/b", "a=2Fb"), ("a=2Fb", "a=3D2Fb"), ("ñ \u{0}", "=C3=B1=20=00"),
        ("a+b_c", "a+b_c"),
    ])
    func `a file name follows from the name and stays in its folder`(name: String, file: String) throws {
        #expect(Maildir.fileName(name) == file)

        try maildir.deliver([1], name: name)

        #expect(try files("new") == [file])
        #expect(maildir.contains(name))
    }

    @Test func `long and empty names get short names of their own`() throws {
        let long = String(repeating: "x", count: 998)

        let names = [long, long + "y", String(repeating: "ñ", count: 400), ""]
        try maildir.deliver(names.map { (name: $0, bytes: [1]) })

        #expect(try files("new").count == 4)
        #expect(
            names.allSatisfy { maildir.contains($0) && (1...200).contains(Maildir.fileName($0).utf8.count) }
        )
    }

    @Test func `what a killed delivery left is swept after a day and a half, not what is being written`()
        throws
    {
        for (name, age) in [("old", 130_500.0), ("fresh", 128_000.0)] {
            let path = "\(maildir.path)/tmp/\(name)"
            try Data([1]).write(to: URL(fileURLWithPath: path))
            let written = Date(timeIntervalSinceNow: -age)
            try FileManager.default.setAttributes([.modificationDate: written], ofItemAtPath: path)
        }

        _ = try Maildir(path: maildir.path)

        #expect(try files("tmp") == ["fresh"])
    }

    @Test func `a folder that cannot be written is an error with its place`() throws {
        try Data().write(to: URL(fileURLWithPath: folder.path + "/file"))
        try FileManager.default.removeItem(atPath: maildir.path + "/tmp")

        let made = #expect(throws: MailError.self) { try Maildir(path: folder.path + "/file/mail") }
        let delivered = #expect(throws: MailError.self) { try maildir.deliver([1], name: "a@x") }

        #expect(made?.code == .storage && made?.description.contains("/file") == true)
        #expect(delivered?.code == .storage && delivered?.description.contains("/tmp/a@x") == true)
        #expect(!maildir.contains("a@x"))
    }
}
