import Foundation
import Rendering

/// A throw-away folder with resources; gone with the value that owns it.
final class ResourceFolder {
    let path: String

    init() throws {
        var template = Array((FileManager.default.temporaryDirectory.path + "/amends-XXXXXX").utf8CString)
        guard let made = mkdtemp(&template) else { throw CocoaError(.fileWriteUnknown) }
        path = URL(fileURLWithPath: String(cString: made)).resolvingSymlinksInPath().path
    }

    deinit {
        // A folder that stays behind is only untidy.
        try? FileManager.default.removeItem(atPath: path)
    }

    var root: ResourceRoot { ResourceRoot(path: path) }

    /// Writes a file with the folders above it.
    @discardableResult
    func with(_ relative: String, _ content: String = "") throws -> ResourceFolder {
        let file = URL(fileURLWithPath: path).appendingPathComponent(relative)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(),
            withIntermediateDirectories: true
        )
        try Data(content.utf8).write(to: file)
        return self
    }

    /// Writes both languages of a room's strings.
    @discardableResult
    func strings(_ room: String, es: String, en: String) throws -> ResourceFolder {
        try with("\(room)/strings/es.json", es).with("\(room)/strings/en.json", en)
    }

    /// Writes a room's templates, by name without the extension.
    @discardableResult
    func templates(_ room: String, _ templates: [String: String]) throws -> ResourceFolder {
        for (name, text) in templates { try with("\(room)/templates/\(name).mustache", text) }
        return self
    }
}
