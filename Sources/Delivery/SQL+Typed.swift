import Database

extension SQL.StringInterpolation {
    /// A bound integer in a place where PostgreSQL cannot infer its type, such as a SELECT list.
    mutating func appendInterpolation(bigint value: Int64?) {
        appendLiteral("CAST(")
        appendInterpolation(value)
        appendLiteral(" AS BIGINT)")
    }

    /// A bound text in such a place.
    mutating func appendInterpolation(text value: String?) {
        appendLiteral("CAST(")
        appendInterpolation(value)
        appendLiteral(" AS TEXT)")
    }
}
