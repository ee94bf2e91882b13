import CLibPQ

/// One open line to the server. All calls block; it lives on the queue of its `PostgresConnection`.
final class PostgresLink {
    /// What a statement did.
    struct Completion {
        /// `INSERT 0 3`, `COMMIT`.
        var tag: String
        var changed: Int
    }

    private struct Shape: Hashable {
        var text: String
        var types: [Oid]
    }

    /// Statements with more values are not prepared: they are rare, and each would hold megabytes in the server.
    private static let preparedValues = 1_000

    private let connection: OpaquePointer
    /// Names of prepared statements; nil for those that were seen once and are prepared when they come again.
    private var shapes: [Shape: String?] = [:]
    private var nameCount = 0

    /// - Throws: `PostgresFailure`.
    init(url: String) throws {
        let settings = [
            // What stands in the URL overrides what comes before it here.
            ("application_name", "amends"), ("connect_timeout", "10"), ("keepalives_idle", "30"),
            ("keepalives_interval", "10"), ("keepalives_count", "3"), ("tcp_user_timeout", "60000"),
            ("dbname", url), ("client_encoding", "UTF8"),
        ]
        let opened = withCStrings(settings.map(\.0)) { names in
            withCStrings(settings.map(\.1)) { values in PQconnectdbParams(names, values, 1) }
        }
        guard let opened else { throw PostgresFailure(state: "", message: "out of memory", isBroken: true) }
        connection = opened
        guard PQstatus(connection) == CONNECTION_OK else { throw failure() }
        PQsetNoticeProcessor(connection, { _, _ in }, nil)  // libpq would write notices to standard error
        try checkServer()
        try command(
            """
            SET lock_timeout = '30s'; SET timezone = 'UTC'; SET bytea_output = 'hex';
            SET standard_conforming_strings = on; SET client_min_messages = warning
            """
        )
    }

    deinit { PQfinish(connection) }

    var backend: Int32 { PQbackendPID(connection) }
    var socket: Int32 { PQsocket(connection) }

    /// Reads what the server may have sent meanwhile, such as that it is going down; false where the line is gone.
    func isAlive() -> Bool {
        PQconsumeInput(connection) == 1 && PQstatus(connection) == CONNECTION_OK
    }

    /// Runs statements without values.
    @discardableResult
    func command(_ text: String) throws -> Completion {
        let result = PQexec(connection, text)
        defer { PQclear(result) }
        return try completion(result)
    }

    func run(_ text: String, _ parameters: PostgresParameters) throws -> Completion {
        try send(text, parameters)
        var completion = Completion(tag: "", changed: 0)
        try eachResult { result in completion = try self.completion(result) }
        return completion
    }

    /// Hands over rows as they come in, one at a time. When `body` throws, the other rows are read and dropped, so
    /// that the transaction can go on as it can on SQLite.
    func each(
        _ text: String,
        _ parameters: PostgresParameters,
        _ body: (OpaquePointer?) throws -> Void
    ) throws {
        try send(text, parameters)
        PQsetSingleRowMode(connection)
        var thrown: (any Error)?
        try eachResult { result in
            if PQresultStatus(result) == PGRES_SINGLE_TUPLE {
                guard thrown == nil else { return }
                do { try body(result) } catch { thrown = error }
            } else {
                _ = try completion(result)
            }
        }
        if let thrown { throw thrown }
    }

    /// The topics that other sessions told this one, which listens; `own` are the backends of this process.
    func notifications(without own: Set<Int32>) -> [Topic] {
        var topics: [Topic] = []
        while let notification = PQnotifies(connection) {
            defer { PQfreemem(notification) }
            guard !own.contains(notification.pointee.be_pid), let payload = notification.pointee.extra else {
                continue
            }
            topics.append(Topic(String(cString: payload)))
        }
        return topics
    }

    // MARK: Sending

    private func send(_ text: String, _ parameters: PostgresParameters) throws {
        let name = try preparedName(text, parameters)
        let isSent = parameters.use { values, lengths, formats in
            if let name {
                PQsendQueryPrepared(connection, name, Int32(parameters.count), values, lengths, formats, 0)
            } else {
                PQsendQueryParams(
                    connection,
                    text,
                    Int32(parameters.count),
                    parameters.types,
                    values,
                    lengths,
                    formats,
                    0
                )
            }
        }
        guard isSent == 1 else { throw failure() }
    }

    private func preparedName(_ text: String, _ parameters: PostgresParameters) throws -> String? {
        guard parameters.count <= Self.preparedValues else { return nil }
        let shape = Shape(text: text, types: parameters.types)
        switch shapes[shape] {
        case .some(.some(let name)):
            return name
        case .some(.none):
            nameCount += 1
            let name = "s\(nameCount)"
            let result = PQprepare(connection, name, text, Int32(shape.types.count), shape.types)
            defer { PQclear(result) }
            _ = try completion(result)
            shapes[shape] = name
            return name
        case .none:
            if shapes.count >= DatabaseLimits.prepared { try forget() }
            shapes[shape] = .some(nil)
            return nil
        }
    }

    /// Drops all prepared statements, here and in the server.
    func forget() throws {
        shapes = [:]
        try command("DEALLOCATE ALL")
    }

    // MARK: Answers

    /// Goes through all results of what was sent, also after a failure, and throws the first failure then.
    private func eachResult(_ body: (OpaquePointer?) throws -> Void) throws {
        var first: (any Error)?
        while let result = PQgetResult(connection) {
            defer { PQclear(result) }
            guard first == nil else { continue }
            do { try body(result) } catch { first = error }
        }
        if let first { throw first }
        if PQstatus(connection) != CONNECTION_OK { throw failure() }
    }

    private func completion(_ result: OpaquePointer?) throws -> Completion {
        guard let result else { throw failure() }
        switch PQresultStatus(result) {
        case PGRES_COMMAND_OK, PGRES_TUPLES_OK:
            let tag = String(cString: PQcmdStatus(result))
            let changed = tag.hasPrefix("SELECT") ? 0 : Int(String(cString: PQcmdTuples(result))) ?? 0
            return Completion(tag: tag, changed: changed)
        default:
            throw failure(result)
        }
    }

    private func failure(_ result: OpaquePointer? = nil) -> PostgresFailure {
        func field(_ code: Int32) -> String {
            PQresultErrorField(result, code).map { String(cString: $0) } ?? ""
        }
        let state = field(Int32(UInt8(ascii: "C")))
        let primary = field(Int32(UInt8(ascii: "M")))
        let said = String(cString: PQerrorMessage(connection))
        let isGoingDown = ["57P01", "57P02", "57P03", "57P05"].contains(state) || state.hasPrefix("08")
        return PostgresFailure(
            state: state,
            message: primary.isEmpty ? said.split(separator: "\n").joined(separator: " ") : primary,
            isBroken: isGoingDown || PQstatus(connection) != CONNECTION_OK,
            place: field(Int32(UInt8(ascii: "R")))
        )
    }

    private func checkServer() throws {
        guard PQserverVersion(connection) >= 150_000 else {
            throw PostgresFailure(state: "0A000", message: "PostgreSQL 15 or newer is needed", isBroken: true)
        }
        let encoding = PQparameterStatus(connection, "server_encoding").map { String(cString: $0) } ?? "?"
        guard encoding == "UTF8" else {
            throw PostgresFailure(
                state: "0A000",
                message: "the database has the encoding \(encoding); UTF8 is needed",
                isBroken: true
            )
        }
    }
}

/// Calls `body` with the texts as C strings and a NULL behind the last.
private func withCStrings<Result>(
    _ texts: [String],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
    let arena = texts.flatMap { Array($0.utf8CString) }
    return arena.withUnsafeBufferPointer { arena in
        var start = 0
        var pointers = texts.map { text in
            defer { start += text.utf8.count + 1 }
            return arena.baseAddress.map { $0 + start }
        }
        pointers.append(nil)
        return body(pointers)
    }
}
