import HTTPTypes
import Hummingbird
import NIOCore

/// What one connection may cost: the size of a request's head, how long somebody may say nothing, and how long a body
/// may take to arrive.
package enum RequestLimits {
    /// A head that is not whole by then, or a connection that lies idle, is closed.
    package static let idle: TimeAmount = .seconds(30)
    package static let headerFieldMax = 16 * 1024
    package static let headersMax = 64 * 1024
    package static let headerCountMax = 100
    /// A form or an order.
    static let bodyTime: TimeAmount = .seconds(30)
    /// A file with millions of rows, over a slow line.
    static let uploadTime: TimeAmount = .minutes(60)
}

/// Closes the connection of whoever sends a body too slowly: a few bytes now and then would hold it for ever.
struct BodyClock: RouterMiddleware {
    typealias Context = ConsoleContext

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard Self.hasBody(request.head), let channel = context.channel else {
            return try await next(request, context)
        }
        let type = request.headers[.contentType] ?? ""
        let isUpload = MultipartReader.boundary(ofType: type) != nil
        let limit = isUpload ? RequestLimits.uploadTime : RequestLimits.bodyTime
        let deadline = channel.eventLoop.scheduleTask(in: limit) { channel.close(promise: nil) }
        var request = request
        request.body = RequestBody(asyncSequence: Watched(base: request.body) { deadline.cancel() })
        // Not cancelled where the answer comes first: what is left of the body is still read then.
        return try await next(request, context)
    }

    private static func hasBody(_ head: HTTPRequest) -> Bool {
        if head.headerFields[.transferEncoding] != nil { return true }
        return head.headerFields[.contentLength].map { $0 != "0" } ?? false
    }

    /// A body that says when it has come to its end.
    private struct Watched: AsyncSequence, Sendable {
        typealias Element = ByteBuffer

        let base: RequestBody
        let ended: @Sendable () -> Void

        func makeAsyncIterator() -> Iterator { Iterator(base: base.makeAsyncIterator(), ended: ended) }

        struct Iterator: AsyncIteratorProtocol {
            var base: RequestBody.AsyncIterator
            let ended: @Sendable () -> Void

            mutating func next() async throws -> ByteBuffer? {
                let buffer = try await base.next()
                if buffer == nil { ended() }
                return buffer
            }
        }
    }
}
