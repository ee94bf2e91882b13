import Foundation
import Rendering
import Testing

struct ResourceRootTests {
    /// Each row: which roots exist, what was asked for, which is taken. `A` is the program's folder `/opt/bin`.
    @Test(arguments: [
        (
            ["opt/bin/share/amends", "opt/share/amends", "opt/Sources", "home/Sources"],
            "opt/bin/share/amends"
        ),
        (["opt/share/amends", "opt/Sources", "home/Sources"], "opt/share/amends"),
        (["opt/Sources", "home/Sources"], "opt/Sources"),
        (["Sources", "home/Sources"], "Sources"),
        (["home/Sources"], "home/Sources"),
    ])
    func `resources beside the program come before the source tree`(existing: [String], taken: String) throws
    {
        let folder = try ResourceFolder()
        for root in existing { try folder.with("\(root)/Basis/strings/en.json") }
        try folder.with("opt/bin/amends").with("home/work/note")

        let root = try ResourceRoot.locate(
            explicit: nil,
            environment: [:],
            executable: folder.path + "/opt/bin/amends",
            currentDirectory: folder.path + "/home/work"
        )

        #expect(root.path == "\(folder.path)/\(taken)")
    }

    @Test func `the flag wins over the environment, and the environment over what lies around`() throws {
        let folder = try ResourceFolder()
        for root in ["flag", "variable", "share/amends"] { try folder.with("\(root)/Basis/strings/en.json") }
        let environment = ["AMENDS_RESOURCES": folder.path + "/variable"]
        func located(_ explicit: String?, _ environment: [String: String]) throws -> String {
            try ResourceRoot.locate(
                explicit: explicit,
                environment: environment,
                executable: folder.path + "/bin/amends",
                currentDirectory: folder.path
            ).path
        }

        #expect(try located(folder.path + "/flag", environment) == folder.path + "/flag")
        #expect(try located("flag", environment) == folder.path + "/flag")
        #expect(try located(nil, environment) == folder.path + "/variable")
        #expect(try located(nil, ["AMENDS_RESOURCES": ""]) == folder.path + "/share/amends")
    }

    @Test func `a folder that was asked for and holds nothing is an error, not a reason to look elsewhere`()
        throws
    {
        let folder = try ResourceFolder().with("share/amends/Basis/strings/en.json").with("empty/file")

        let error = #expect(throws: ResourcesNotFound.self) {
            try ResourceRoot.locate(
                explicit: folder.path + "/empty",
                environment: [:],
                executable: folder.path + "/bin/amends",
                currentDirectory: folder.path
            )
        }

        #expect(error?.searched == [folder.path + "/empty"])
    }

    @Test func `the error names every place once`() throws {
        let folder = try ResourceFolder().with("bin/amends")

        let error = try #require(throws: ResourcesNotFound.self) {
            try ResourceRoot.locate(
                explicit: nil,
                environment: [:],
                executable: folder.path + "/bin/amends",
                currentDirectory: folder.path + "/bin"
            )
        }

        #expect(
            error.searched.prefix(2) == ["\(folder.path)/bin/share/amends", "\(folder.path)/share/amends"]
        )
        #expect(error.searched.contains("\(folder.path)/Sources"))
        #expect(Set(error.searched).count == error.searched.count)
        for place in error.searched { #expect(error.description.contains(place)) }
    }

    @Test func `a program that is called through a link or through PATH is found where it lies`() throws {
        let folder = try ResourceFolder().with("opt/share/amends/Basis/strings/en.json").with(
            "opt/bin/amends"
        )
        .with("usr/bin/other")
        let program = folder.path + "/opt/bin/amends"
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: program)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/usr/bin/amends",
            withDestinationPath: program
        )

        for executable in ["amends", folder.path + "/usr/bin/amends"] {
            let root = try ResourceRoot.locate(
                explicit: nil,
                environment: ["PATH": "/nowhere:\(folder.path)/usr/bin"],
                executable: executable,
                currentDirectory: "/"
            )
            #expect(root.path == folder.path + "/opt/share/amends")
        }
    }

    @Test func `scenarios lie beside the root or inside it`() throws {
        let folder = try ResourceFolder().with("Scenarios/ovh-2017/timeline.yml").with("Scenarios/README.md")
            .with("Sources/Scenarios/inside/timeline.yml")
        let root = ResourceRoot(path: folder.path + "/Sources")

        #expect(root.scenarios() == ["inside", "ovh-2017"])
        #expect(root.scenario("ovh-2017") == folder.path + "/Scenarios/ovh-2017")
        #expect(root.file("Console", "static/room.css") == folder.path + "/Sources/Console/static/room.css")
    }

    @Test(arguments: ["", ".", "..", "../Sources", "ovh-2017/..", "README.md", "missing", "a\u{0}b"])
    func `what is no scenario's name finds nothing`(name: String) throws {
        let folder = try ResourceFolder().with("Scenarios/ovh-2017/timeline.yml").with("Scenarios/README.md")

        #expect(ResourceRoot(path: folder.path + "/Sources").scenario(name) == nil)
    }
}
