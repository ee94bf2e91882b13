import Access
import Console
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded
import Testing

/// A body may not take for ever, whoever sends it.
@Suite struct BodyClockTests {
    @Test(arguments: [(31, false), (29, true)])
    func `whose body is not there in time is shut out`(_ seconds: Int64, _ isOpen: Bool) async throws {
        let fixture = try await ConsoleFixture()
        let responder = ConsoleRouter.make(fixture.house).buildResponder()
        let token = try await Program(.responder, in: fixture).token
        let channel = NIOAsyncTestingChannel()
        try await channel.connect(to: SocketAddress(ipAddress: "127.0.0.1", port: 40_000)).get()
        let (begun, begins) = AsyncStream.makeStream(of: Void.self)
        let (rest, ends) = AsyncStream.makeStream(of: Void.self)
        // Says that it is read, and then nothing until the test ends it.
        let body = AsyncStream<ByteBuffer> {
            begins.yield()
            for await _ in rest {}
            return nil
        }
        let head = HTTPRequest(
            method: .post,
            scheme: "http",
            authority: "localhost",
            path: "/api/v1/incidents",
            headerFields: [
                .contentType: "application/json", .contentLength: "100", .authorization: "Bearer \(token)",
            ]
        )
        let answer = Task {
            let context = ConsoleContext(
                source: ApplicationRequestContextSource(channel: channel, logger: Logger(label: "console"))
            )
            let request = Request(head: head, body: RequestBody(asyncSequence: body))
            return try await responder.respond(to: request, context: context).status.code
        }
        for await _ in begun { break }
        await channel.testingEventLoop.advanceTime(by: .seconds(seconds))
        #expect(channel.isActive == isOpen)
        ends.finish()
        #expect(try await answer.value == 400)
        await channel.testingEventLoop.advanceTime(by: .seconds(60))
        #expect(channel.isActive == isOpen, "who came in time is not shut out later")
    }
}
