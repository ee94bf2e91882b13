import Access
import Basis
import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Rendering

/// The console's style sheets, scripts and icons, read once at start and served from memory.
///
/// Their addresses carry a hash of what is in them, so browsers may keep them for ever.
struct StaticFiles: Sendable {
    private struct File: Sendable {
        var bytes: ByteBuffer
        var type: String
        var hash: String
    }

    private let files: [String: File]

    /// A file that cannot be read is not there; a test names every file that pages use.
    init(root: ResourceRoot) {
        let folder = root.file("Console", "static")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        var files: [String: File] = [:]
        for name in names {
            guard let type = Self.type(of: name),
                let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
            else { continue }
            files[name] = File(
                bytes: ByteBuffer(bytes: data),
                type: type,
                hash: String(sha256Hex(Array(data)).prefix(12))
            )
        }
        self.files = files
    }

    var names: [String] { files.keys.sorted() }

    /// The address of a file, with its hash.
    func address(_ name: String) -> String {
        "/static/\(name)" + (files[name].map { "?v=\($0.hash)" } ?? "")
    }

    var endpoints: RouteTable {
        RouteTable()
            .page("static/:name", .anybody, use: file)
    }

    @Sendable
    func file(_ request: Request, _ context: ConsoleContext) throws -> Response {
        guard let file = files[try context.parameters.require("name")] else { throw HTTPError(.notFound) }
        let isCurrent = request.uri.queryParameters["v"].map(String.init) == file.hash
        return Response(
            status: .ok,
            headers: [
                .contentType: file.type,
                .cacheControl: isCurrent ? "public, max-age=31536000, immutable" : "no-cache",
            ],
            body: ResponseBody(byteBuffer: file.bytes)
        )
    }

    private static func type(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        default: nil
        }
    }
}
