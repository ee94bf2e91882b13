import Database

/// A table that a test counts.
struct SQLTable: ExpressibleByStringLiteral {
    let name: String
    let count: SQL

    init(stringLiteral name: String) {
        self.name = name
        count = SQL(stringLiteral: "SELECT count(*) FROM \(name)")
    }
}
