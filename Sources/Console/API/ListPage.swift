import Basis
import Database

/// Which part of a list is asked for: `?limit=` and `?cursor=`. A cursor is opaque, belongs to its list, and names the
/// last item that came, so that what is added or goes meanwhile shifts nothing.
struct ListPage: Sendable {
    static let limitMax = 200
    static let limitUsual = 50
    static let cursorMax = 600

    let list: String
    let limit: Int
    /// What the cursor says, nil at the beginning.
    let mark: String?

    init(_ call: APICall, list: String) throws {
        self.list = list
        limit = call.query["limit"].flatMap { Int($0) } ?? Self.limitUsual
        guard let cursor = call.query["cursor"] else {
            mark = nil
            return
        }
        guard let bytes = Base64URL.decode(cursor), let text = String(validating: bytes, as: UTF8.self),
            text.hasPrefix("\(list) ")
        else { throw Self.wrongCursor }
        mark = String(text.dropFirst(list.count + 1))
    }

    /// Not one of this list's.
    static var wrongCursor: APIProblem {
        APIProblem(.badRequest, parameter: "cursor", "console.api.wrong.cursor")
    }

    func cursor(_ mark: String) -> String { Base64URL.encode(Array("\(list) \(mark)".utf8)) }

    /// The id of the last item that came; `start` at the beginning.
    func id(from start: Int64) throws -> Int64 {
        guard let mark else { return start }
        guard let id = Int64(mark) else { throw Self.wrongCursor }
        return id
    }

    /// One more than asked for was read, to know whether more come.
    func answer<Item>(
        _ items: [Item],
        id: (Item) -> Int64,
        json: (Item) throws -> JSONValue
    ) throws -> PageAnswer {
        let shown = items.prefix(limit)
        return PageAnswer(
            items: try shown.map(json),
            mark: items.count > limit ? shown.last.map { String(id($0)) } : nil
        )
    }

    /// A page of a list that is read whole because it is short, in the order of its ids.
    func cut<Item>(_ all: [Item], id: (Item) -> Int64, json: (Item) throws -> JSONValue) throws -> PageAnswer
    {
        let start = try self.id(from: .min)
        let rest = all.filter { id($0) > start }.sorted { id($0) < id($1) }
        return try answer(Array(rest.prefix(limit + 1)), id: id, json: json)
    }
}

/// The items of a page, and where the next one begins.
struct PageAnswer: Sendable {
    let items: [JSONValue]
    let mark: String?

    func json(_ page: ListPage) -> JSONValue {
        ["items": .array(items), "next": .string(orNull: mark.map(page.cursor))]
    }
}
