import Foundation
import NIOCore
import NIOHTTP1
import NIOPosix

/// The W3C WebDriver wire: one request, one answer, each over a connection of its own.
struct WebDriver: Sendable {
    /// Longer than any script may take.
    private static let patience = TimeAmount.seconds(90)

    private let port: Int

    /// The driver or the browser said no.
    struct Failure: Error, CustomStringConvertible {
        var what: String
        var message: String

        var description: String { "\(what): \(message)" }
    }

    init(port: Int) {
        self.port = port
    }

    /// - Parameter path: `/session/…`
    /// - Returns: what the answer has as its `value`.
    @discardableResult
    func send(_ method: HTTPMethod, _ path: String, _ body: JSON? = nil) async throws -> JSON {
        let (status, bytes) = try await exchange(method, path, try body.map { try JSONEncoder().encode($0) })
        let value = try JSONDecoder().decode(JSON.self, from: Data(bytes.readableBytesView))["value"]
        guard status == .ok else {
            throw Failure(what: value["error"].text ?? "\(status)", message: value["message"].text ?? "")
        }
        return value
    }

    private typealias Connection = NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>

    private func exchange(
        _ method: HTTPMethod,
        _ path: String,
        _ body: Data?
    ) async throws -> (HTTPResponseStatus, ByteBuffer) {
        let connection = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                    return try Connection(wrappingChannelSynchronously: channel)
                }
            }
        let channel = connection.channel
        let alarm = channel.eventLoop.scheduleTask(in: Self.patience) { channel.close(promise: nil) }
        defer { alarm.cancel() }
        let head = head(method, path, bytes: body?.count)
        return try await connection.executeThenClose { inbound, outbound in
            try await outbound.write(.head(head))
            if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(.end(nil))
            return try await Self.answer(inbound, path)
        }
    }

    private func head(_ method: HTTPMethod, _ path: String, bytes: Int?) -> HTTPRequestHead {
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
        head.headers.add(name: "Host", value: "127.0.0.1:\(port)")
        head.headers.add(name: "Connection", value: "close")
        if let bytes {
            head.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
            head.headers.add(name: "Content-Length", value: String(bytes))
        }
        return head
    }

    private static func answer(
        _ inbound: NIOAsyncChannelInboundStream<HTTPClientResponsePart>,
        _ path: String
    ) async throws -> (HTTPResponseStatus, ByteBuffer) {
        var status: HTTPResponseStatus?
        var bytes = ByteBuffer()
        for try await part in inbound {
            switch part {
            case .head(let head): status = head.status
            case .body(let piece): bytes.writeImmutableBuffer(piece)
            case .end:
                guard let status else { break }
                return (status, bytes)
            }
        }
        throw Failure(what: path, message: "the driver hung up")
    }
}
