import Basis
import Hummingbird
import NIOCore

/// Reads a `multipart/form-data` body part by part (RFC 7578) without ever holding more than one chunk of it and one
/// header block.
///
/// Parts come in the order of the form's fields; a part must be read, or is skipped, before the next.
///
/// It travels with the context of one request and is only used by that request's task, one call after the other,
/// which the compiler cannot see.
final class MultipartReader: @unchecked Sendable {
    /// Of one part's header block.
    static let headerBytesMax = 8_192
    static let partsMax = 32

    private var body: RequestBody.AsyncIterator
    private let delimiter: [UInt8]
    private var buffer: [UInt8] = []
    private var state = State.beforeFirst
    private var partCount = 0

    private enum State {
        case beforeFirst
        case inPart
        case betweenParts
        case ended
    }

    init(_ body: RequestBody, boundary: String) {
        self.body = body.makeAsyncIterator()
        delimiter = Array("\r\n--\(boundary)".utf8)
        // The first delimiter has no line end before it; with this one all are alike.
        buffer = [13, 10]
    }

    /// The boundary that a `Content-Type` names; nil where the type is another or the boundary is not one.
    static func boundary(ofType type: String) -> String? {
        let parts = type.split(separator: ";")
        guard parts.first?.trimmingWhitespace().lowercased() == "multipart/form-data" else { return nil }
        for part in parts.dropFirst() {
            let parameter = part.trimmingWhitespace()
            guard parameter.lowercased().hasPrefix("boundary=") else { continue }
            let boundary = parameter.dropFirst("boundary=".count).trimming("\"")
            return (1...70).contains(boundary.utf8.count) ? boundary : nil
        }
        return nil
    }

    /// The next part, or nil at the end.
    /// - Throws: 400 where the body is not what it says, 413 where it has too many parts.
    func nextPart() async throws -> MultipartPart? {
        if state == .beforeFirst || state == .inPart { try await skipToDelimiter() }
        guard state != .ended else { return nil }
        try await fill(2)
        if buffer.starts(with: [45, 45]) {
            state = .ended
            return nil
        }
        guard buffer.starts(with: [13, 10]) else { throw HTTPError(.badRequest) }
        partCount += 1
        guard partCount <= Self.partsMax else { throw HTTPError(.contentTooLarge) }
        buffer.removeFirst(2)
        let header = try await header()
        state = .inPart
        return try MultipartPart(header: header, reader: self)
    }

    /// The next bytes of the current part, or nil at its end.
    fileprivate func nextChunk() async throws -> [UInt8]? {
        guard state == .inPart else { return nil }
        while true {
            if let found = buffer.firstRange(of: delimiter) {
                let chunk = Array(buffer[..<found.lowerBound])
                buffer.removeFirst(found.upperBound)
                state = .betweenParts
                return chunk.isEmpty ? nil : chunk
            }
            // What may be the beginning of a delimiter stays until more is known.
            let safe = buffer.count - delimiter.count + 1
            if safe > 0 {
                let chunk = Array(buffer[..<safe])
                buffer.removeFirst(safe)
                return chunk
            }
            try await more()
        }
    }

    private func skipToDelimiter() async throws {
        state = .inPart
        while try await nextChunk() != nil {}
    }

    private func header() async throws -> String {
        // A part without headers begins with the empty line itself.
        while buffer.firstRange(of: [13, 10, 13, 10]) == nil {
            guard buffer.count <= Self.headerBytesMax else { throw HTTPError(.badRequest) }
            try await more()
        }
        guard let end = buffer.firstRange(of: [13, 10, 13, 10]), end.lowerBound <= Self.headerBytesMax,
            let header = String(validating: buffer[..<end.lowerBound], as: UTF8.self)
        else { throw HTTPError(.badRequest) }
        buffer.removeFirst(end.upperBound)
        return header
    }

    private func fill(_ count: Int) async throws {
        while buffer.count < count { try await more() }
    }

    private func more() async throws {
        guard let chunk = try await body.next() else { throw HTTPError(.badRequest) }
        buffer.append(contentsOf: chunk.readableBytesView)
    }
}

/// One field or file of an upload.
struct MultipartPart {
    let name: String
    /// The name that the file had for the person; nil for a plain field. For showing only, never for a path.
    let fileName: String?
    private let reader: MultipartReader

    fileprivate init(header: String, reader: MultipartReader) throws {
        let lines = header.split(separator: "\r\n")
        guard let line = lines.first(where: { $0.lowercased().hasPrefix("content-disposition:") }),
            let name = Self.parameter("name", in: line)
        else { throw HTTPError(.badRequest) }
        self.name = name
        fileName = Self.parameter("filename", in: line)
        self.reader = reader
    }

    /// The next bytes, or nil at the end.
    func nextChunk() async throws -> [UInt8]? { try await reader.nextChunk() }

    /// All of it as text.
    /// - Throws: 413 where it is longer, 400 where it is not UTF-8.
    func text(bytesMax: Int) async throws -> String {
        var bytes: [UInt8] = []
        while let chunk = try await nextChunk() {
            bytes += chunk
            guard bytes.count <= bytesMax else { throw HTTPError(.contentTooLarge) }
        }
        guard let text = FormFields.text(bytes) else { throw HTTPError(.badRequest) }
        return text
    }

    /// `name="…"`; browsers write a quotation mark inside as `%22`.
    private static func parameter(_ name: String, in line: Substring) -> String? {
        guard let start = line.firstRange(of: " \(name)=\"") ?? line.firstRange(of: ";\(name)=\"") else {
            return nil
        }
        let rest = line[start.upperBound...]
        guard let end = rest.firstIndex(of: "\"") else { return nil }
        return String(rest[..<end].replacing("%22", with: "\""))
    }
}

extension Substring {
    fileprivate func trimming(_ character: Character) -> String {
        String(drop { $0 == character }.reversed().drop { $0 == character }.reversed())
    }
}
