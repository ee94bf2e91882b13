import Assembly
import Basis
import Console
import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import NIOEmbedded

/// Asks the console for its pages, without a network in between.
struct Pages: Sendable {
    let house: House
    let customers: Int
    let requests: Int

    private var paths: [String] {
        let room = "/incidents/INC-\(Crowd.incidents)"
        let somebody = "/customers/K\(max(1, customers * 3 / 4))"
        return [
            "/", "/search?q=INC-7", "/search?q=nunez+zurbano", "/search?q=maria", "/search?q=\(customers)",
            "/search?q=info@k\(customers / 2)", "/incidents", room, "\(room)/customers",
            "\(room)/customers?q=optica", "\(room)/calls", "\(room)/calls/ana", "\(room)/publish",
            "\(room)/back",
            "\(room)/scorecard", "\(room)/contacts/new", "\(room)/impact", "/incidents/INC-500",
            "/incidents/INC-500/scorecard", "/incidents/new", "/customers", "/customers?q=hotel+pau",
            somebody,
            "/staff", "/import",
        ]
    }

    /// Prints a line a page; returns whether all are fast enough.
    func run() async throws -> Bool {
        let serving = Serving(house: house, logger: Logger(label: "bench"))
        let responder = ConsoleRouter.make(serving.consoleHouse()).buildResponder()
        var isFast = true
        print(column("page", 40), " median      p95      max      cpu  ms")
        for path in paths {
            var times: [Double] = []
            let busy = processorSeconds()
            for round in 0..<(requests + 3) {
                var status = HTTPResponse.Status.ok
                let time = try await seconds { status = try await ask(responder, path) } * 1_000
                guard status == .ok else { throw Failure(path: path, status: status.code) }
                if round >= 3 { times.append(time) }
            }
            let cpu = (processorSeconds() - busy) * 1_000 / Double(requests + 3)
            times.sort()
            let median = times[times.count / 2]
            let isSlow = median > ConsoleBench.limit
            if isSlow { isFast = false }
            let figures = [median, times[times.count * 95 / 100], times[times.count - 1], cpu].map(figure)
            print(column(path, 40), figures.joined(), isSlow ? "  over \(Int(ConsoleBench.limit)) ms" : "")
        }
        return isFast
    }

    struct Failure: Error {
        var path: String
        var status: Int
    }

    private func ask(
        _ responder: some HTTPResponder<ConsoleContext>,
        _ path: String
    ) async throws -> HTTPResponse.Status {
        let head = HTTPRequest(
            method: .get,
            scheme: "http",
            authority: "localhost",
            path: path,
            headerFields: [.cookie: "amends_lang=es"]
        )
        let context = ConsoleContext(
            source: ApplicationRequestContextSource(
                channel: NIOAsyncTestingChannel(),
                logger: Logger(label: "bench")
            )
        )
        let request = Request(head: head, body: RequestBody(buffer: ByteBuffer()))
        let response = try await responder.respond(to: request, context: context)
        try await response.body.write(Sink())
        return response.status
    }

    /// Where a page goes that nobody reads.
    private struct Sink: ResponseBodyWriter {
        func write(_ buffer: ByteBuffer) async throws {}
        func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }

    private func column(_ text: String, _ width: Int) -> String {
        text.padding(toLength: max(width, text.count), withPad: " ", startingAt: 0)
    }

    private func figure(_ milliseconds: Double) -> String {
        let text = String((milliseconds * 10).rounded() / 10)
        return String(repeating: " ", count: max(1, 9 - text.count)) + text
    }
}
