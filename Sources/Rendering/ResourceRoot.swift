import Foundation

/// Where templates, strings, static files and scenarios lie: one folder per room, as in `Sources/`.
///
/// `<root>/<Room>/strings/es.json`, `<root>/<Room>/templates/…`, `<root>/<Room>/static/…`; scenarios beside the
/// root or inside it. Not `Bundle.module`, which embeds the path of the build and traps when the program is moved.
package struct ResourceRoot: Sendable {
    package let path: String

    package init(path: String) {
        self.path = path
    }

    /// Finds the resources: what was asked for, else beside the program, else the source tree around the program
    /// or the current folder.
    ///
    /// - Parameters:
    ///   - explicit: from the command line; nothing else is tried where it is given.
    ///   - environment: `AMENDS_RESOURCES` is used in the same way; `PATH` finds a program without a slash.
    ///   - executable: the program's path.
    ///   - currentDirectory: what relative paths start from.
    /// - Returns: the first place that has the strings of Basis.
    /// - Throws: ``ResourcesNotFound`` with all places that were looked at.
    package static func locate(
        explicit: String?,
        environment: [String: String],
        executable: String,
        currentDirectory: String = FileManager.default.currentDirectoryPath
    ) throws -> ResourceRoot {
        let asked = explicit ?? environment["AMENDS_RESOURCES"].flatMap { $0.isEmpty ? nil : $0 }
        let places: [String]
        if let asked {
            places = [absolute(asked, currentDirectory)]
        } else {
            let programs = programFolders(executable, environment["PATH"] ?? "", currentDirectory)
            places =
                programs.flatMap { ["\($0)/share/amends", folder(above: $0) + "/share/amends"] }
                + programs.flatMap { foldersUpwards(from: $0).map { $0 + "/Sources" } }
                + foldersUpwards(from: currentDirectory).map { $0 + "/Sources" }
        }
        var searched: [String] = []
        for place in places where !searched.contains(place) {
            if isRoot(place) { return ResourceRoot(path: place) }
            searched.append(place)
        }
        throw ResourcesNotFound(searched: searched)
    }

    /// The path of a room's file: `file("Console", "static/room.css")`.
    package func file(_ room: String, _ relative: String) -> String {
        "\(path)/\(room)/\(relative)"
    }

    /// The folder of a scenario, or nil where there is none of this name.
    package func scenario(_ name: String) -> String? {
        guard Self.isScenarioName(name) else { return nil }
        return scenarioFolders.map { "\($0)/\(name)" }.first(where: Self.isFolder)
    }

    /// The names of all scenarios, sorted.
    package func scenarios() -> [String] {
        let names = scenarioFolders.flatMap { folder in
            // No such folder means no scenarios there.
            (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        }
        return Set(names).filter { scenario($0) != nil }.sorted()
    }

    private var scenarioFolders: [String] {
        [Self.folder(above: path) + "/Scenarios", path + "/Scenarios"]
    }

    /// A name, not a path: what comes from a command line or an address stays inside the folder.
    private static func isScenarioName(_ name: String) -> Bool {
        !name.isEmpty && !name.hasPrefix(".")
            && name.utf8.allSatisfy { $0 != UInt8(ascii: "/") && $0 > 32 && $0 != 127 }
    }

    /// Basis has strings in every installation.
    private static func isRoot(_ place: String) -> Bool { isFolder(place + "/Basis/strings") }

    static func isFolder(_ place: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: place, isDirectory: &isDirectory)
            && isDirectory.boolValue
    }

    /// The folder of the program as it was called and, where that is a link, of the program itself.
    private static func programFolders(_ executable: String, _ search: String, _ current: String) -> [String]
    {
        var program = executable
        if !executable.contains("/") {
            let candidates = search.split(separator: ":").map {
                absolute(String($0), current) + "/" + executable
            }
            guard let found = candidates.first(where: FileManager.default.isExecutableFile) else { return [] }
            program = found
        }
        let called = absolute(program, current)
        let real = URL(fileURLWithPath: called).resolvingSymlinksInPath().path
        let folders = [folder(above: called), folder(above: real)]
        return folders[0] == folders[1] ? [folders[0]] : folders
    }

    private static func foldersUpwards(from start: String) -> [String] {
        var folders = [start]
        while let last = folders.last, last.contains("/"), last != "/", !last.isEmpty {
            folders.append(folder(above: last))
        }
        return folders
    }

    private static func folder(above place: String) -> String {
        URL(fileURLWithPath: place).deletingLastPathComponent().path
    }

    private static func absolute(_ place: String, _ current: String) -> String {
        let url = URL(fileURLWithPath: place, relativeTo: URL(fileURLWithPath: current, isDirectory: true))
        return url.standardizedFileURL.path
    }
}

/// The program is there, but what it reads at start is not.
package struct ResourcesNotFound: Error, Equatable, CustomStringConvertible {
    /// Every place that was looked at, in order.
    package let searched: [String]

    package var description: String {
        "the strings and templates of amends were not found; places searched: "
            + searched.joined(separator: ", ") + "; name their folder with --resources or AMENDS_RESOURCES"
    }
}
