/// A failure of the store itself. What a person did wrong is never one of these.
package struct DatabaseError: Error, Equatable, CustomStringConvertible {
    package enum Code: Sendable, Equatable {
        /// Another writer was in the way for longer than the busy time-out.
        case busy
        case constraint
        case malformedRow
        /// The disk, the file or the server is not there or full.
        case unavailable
        /// The database was written by a newer program, or its migrations were changed.
        case schema
        /// A statement is wrong: a programmer's error.
        case statement
    }

    package var code: Code
    package var detail: String

    package init(_ code: Code, _ detail: String) {
        self.code = code
        self.detail = detail
    }

    package var description: String {
        switch code {
        case .busy: "the database is busy: \(detail)"
        case .constraint: "the database refused a row: \(detail)"
        case .malformedRow: "the database holds something unreadable: \(detail)"
        case .unavailable: "the database cannot be used: \(detail)"
        case .schema: "the database does not fit this program: \(detail)"
        case .statement: "the database did not understand a statement: \(detail)"
        }
    }
}
