import Access
import Hummingbird

/// The routes of the console, each with who may use it. There is no way to add one without, so none is open by
/// oversight; the router is made from nothing else.
package struct RouteTable: Sendable {
    typealias Handler = @Sendable (Request, ConsoleContext) async throws -> Response
    /// Whom a link stands for; throws where it stands for nobody.
    typealias LinkReader = @Sendable (ConsoleContext) throws -> Caller

    package struct Entry: Sendable {
        package let method: HTTPRequest.Method
        /// As the router reads it: `incidents/:incident`.
        package let path: String
        package let rule: AccessRule
        let link: LinkReader?
        let handler: Handler

        /// What the handler answers, behind the rule.
        func answer(_ request: Request, _ context: ConsoleContext) async throws -> Response {
            var context = context
            if let link { context.caller = try link(context) }
            try rule.check(context.caller?.actor, sheet: context.caller?.sheet)
            return try await handler(request, context)
        }
    }

    package private(set) var entries: [Entry] = []

    /// Something to read.
    func page(_ path: String, _ rule: AccessRule, use handler: @escaping Handler) -> RouteTable {
        adding(.get, path, rule, handler)
    }

    /// Something that changes what is kept.
    func form(_ path: String, _ rule: AccessRule, use handler: @escaping Handler) -> RouteTable {
        adding(.post, path, rule, handler)
    }

    func adding(
        _ method: HTTPRequest.Method,
        _ path: String,
        _ rule: AccessRule,
        _ handler: @escaping Handler
    ) -> RouteTable {
        var table = self
        table.entries.append(Entry(method: method, path: path, rule: rule, link: nil, handler: handler))
        return table
    }

    /// All its routes are for whoever a link stands for, whoever else is logged in.
    func read(by link: @escaping LinkReader) -> RouteTable {
        var table = self
        table.entries = entries.map {
            Entry(method: $0.method, path: $0.path, rule: $0.rule, link: link, handler: $0.handler)
        }
        return table
    }

    static func + (left: RouteTable, right: RouteTable) -> RouteTable {
        var table = left
        table.entries += right.entries
        return table
    }
}
