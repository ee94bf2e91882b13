import Basis
import Database

/// Reads customers.
package enum CustomerStore {
    package static func with(id: Int64, in session: any Session) throws -> Customer? {
        try session.first("SELECT \(Customer.columns) FROM customer WHERE id = \(id)", Customer.init(row:))
    }

    package static func with(externalID: String, in session: any Session) throws -> Customer? {
        try session.first(
            "SELECT \(Customer.columns) FROM customer WHERE external_id = \(externalID)",
            Customer.init(row:)
        )
    }

    /// The customers with these ids, by id.
    package static func with(ids: [Int64], in session: any Session) throws -> [Customer] {
        try inSlices(ids) { slice in
            try session.rows(
                "SELECT \(Customer.columns) FROM customer WHERE id IN \(list: slice) ORDER BY id",
                Customer.init(row:)
            )
        }
    }

    /// The customers whose own ids these are, by id.
    package static func with(externalIDs: [String], in session: any Session) throws -> [Customer] {
        try inSlices(externalIDs) { slice in
            try session.rows(
                "SELECT \(Customer.columns) FROM customer WHERE external_id IN \(list: slice) ORDER BY id",
                Customer.init(row:)
            )
        }
    }

    /// Ids inside by their own ids; who is unknown is missing.
    package static func ids(externalIDs: [String], in session: any Session) throws -> [String: Int64] {
        let pairs = try inSlices(externalIDs) { slice in
            try session.rows("SELECT external_id, id FROM customer WHERE external_id IN \(list: slice)") {
                row in
                (externalID: try row.next(String.self), id: try row.next(Int64.self))
            }
        }
        return Dictionary(pairs.map { ($0.externalID, $0.id) }) { first, _ in first }
    }

    /// Without those who were erased.
    package static func count(in session: any Session) throws -> Int {
        try session.count("SELECT count(*) FROM customer WHERE erased_at IS NULL")
    }

    /// How many customers speak each language.
    package static func languages(in session: any Session) throws -> [Language: Int] {
        let pairs = try session.rows(
            "SELECT language, count(*) FROM customer WHERE erased_at IS NULL GROUP BY language"
        ) { row in
            (language: try row.next(Language.self), count: try row.next(Int.self))
        }
        return Dictionary(uniqueKeysWithValues: pairs.map { ($0.language, $0.count) })
    }
}

/// Asks for many keys, in lists for `IN` that an engine takes.
///
/// The last list is filled up with its last key to one of a few lengths: every length is a statement of its own that
/// the engine would have to prepare and keep.
package func inSlices<Key, Value>(_ keys: [Key], _ ask: ([Key]) throws -> [Value]) rethrows -> [Value] {
    var values: [Value] = []
    try eachSlice(keys) { values += try ask($0) }
    return values
}

/// The same where what was asked for is not collected.
package func eachSlice<Key>(_ keys: [Key], _ ask: ([Key]) throws -> Void) rethrows {
    var rest = keys[...]
    while let last = rest.last {
        let length = [1, 8, 64].first { $0 >= rest.count } ?? 500
        let slice = Array(rest.prefix(length))
        try ask(slice + Array(repeating: last, count: length - slice.count))
        rest = rest.dropFirst(slice.count)
    }
}

extension Customer {
    static let columns: SQL =
        "id, external_id, name, language, country, time_zone, tier, account_manager, domains"

    init(row: Row) throws {
        id = try row.next()
        externalID = try row.next()
        name = try row.next()
        language = try row.next()
        country = try row.nextOrNil()
        timeZone = try row.nextOrNil()
        tier = try row.nextOrNil()
        accountManager = try row.nextOrNil()
        domains = try row.nextOrNil(String.self).map { $0.split(separator: " ").map(String.init) } ?? []
    }
}
