import Database

/// Finding customers by what somebody typed, in a time that does not grow with their number.
extension CustomerStore {
    /// A house with no more customers than this is looked through whole, so that any part of a name is found.
    private static let wholeMax = 5_000
    /// Of those who wait for their words, this many are looked through.
    private static let freshMax = 2_000
    /// Of a word that very many have, this many are looked at.
    private static let frequentMax = 4_000

    /// Customers by name, own id, e-mail address or telephone number; whoever has exactly this id first.
    ///
    /// In a large house each word typed must begin one of theirs; in a small one the text may stand anywhere. Without
    /// a text: the first ones, by name where they are few.
    package static func search(_ text: String, limit: Int, in session: any Session) throws -> [Customer] {
        let exact = try with(externalID: text, in: session)
        let found =
            try isSmall(in: session)
            ? try anywhere(text, limit: limit, in: session) : try byWords(text, limit: limit, in: session)
        guard let exact else { return found }
        return Array(([exact] + found.filter { $0.id != exact.id }).prefix(limit))
    }

    private static func isSmall(in session: any Session) throws -> Bool {
        try session.count("SELECT count(*) FROM (SELECT 1 FROM customer LIMIT \(wholeMax + 1)) AS counted")
            <= wholeMax
    }

    // MARK: Small houses

    private static func anywhere(_ text: String, limit: Int, in session: any Session) throws -> [Customer] {
        try session.rows(
            """
            SELECT \(Customer.columns) FROM customer
            WHERE erased_at IS NULL AND \(contains(text, session.dialect)) ORDER BY name, id LIMIT \(limit)
            """,
            Customer.init(row:)
        )
    }

    private static func contains(_ text: String, _ dialect: Dialect) -> SQL {
        var conditions = [dialect.contains("name", text), dialect.contains("external_id", text)]
        if let part = addressPart(text) {
            conditions.append(
                """
                EXISTS (
                    SELECT 1 FROM address a WHERE a.customer_id = customer.id AND a.standing <> 'removed'
                      AND \(dialect.contains("a.value", part))
                )
                """
            )
        }
        return "(\(SQL.joined(conditions, separator: " OR ")))"
    }

    /// What an address must contain; nil where no address was typed.
    private static func addressPart(_ text: String) -> String? {
        if text.contains("@") { return text }
        return CustomerWords.number(text).map { String($0.dropFirst().reversed()) }
    }

    // MARK: Large houses

    private static func byWords(_ text: String, limit: Int, in session: any Session) throws -> [Customer] {
        let asked = CustomerWords.asked(text)
        guard !asked.isEmpty else {
            guard text.isEmpty else { return [] }
            return try session.rows(
                """
                SELECT \(Customer.columns) FROM customer WHERE erased_at IS NULL ORDER BY external_id LIMIT \(limit)
                """,
                Customer.init(row:)
            )
        }
        let known = try ids(byWords: asked, limit: limit, in: session)
        let fresh = try fresh(text, limit: limit, in: session)
        let rest = fresh.filter { !known.contains($0.id) }
        let found = (try with(ids: known, in: session) + rest).sorted { ($0.name, $0.id) < ($1.name, $1.id) }
        return Array(found.prefix(limit))
    }

    /// Led by the rarest of the words, so that the others are only looked up.
    private static func ids(
        byWords asked: [String],
        limit: Int,
        in session: any Session
    ) throws -> [Int64] {
        let dialect = session.dialect
        let sized = try asked.map { word in
            let some: SQL =
                "SELECT 1 FROM customer_word WHERE \(dialect.begins("word", word)) LIMIT \(frequentMax)"
            return (word: word, count: try session.count("SELECT count(*) FROM (\(some)) AS counted"))
        }.sorted { ($0.count, $0.word) < ($1.count, $1.word) }
        guard let rarest = sized.first, rarest.count > 0 else { return [] }
        let others = sized.dropFirst().map { other -> SQL in
            """
            AND EXISTS (
                SELECT 1 FROM customer_word o WHERE o.customer_id = f.customer_id AND \(dialect.begins("o.word", other.word))
            )
            """
        }
        return try session.rows(
            """
            SELECT f.customer_id FROM (
                SELECT word, customer_id FROM customer_word WHERE \(dialect.begins("word", rarest.word))
                ORDER BY word, customer_id LIMIT \(frequentMax)
            ) f
            WHERE 1 = 1 \(SQL.joined(others, separator: " "))
            GROUP BY f.customer_id ORDER BY MIN(f.word), f.customer_id LIMIT \(limit)
            """
        ) { try $0.next(Int64.self) }
    }

    /// Those of whom no words are kept yet: somebody looks for whom they have just imported.
    private static func fresh(_ text: String, limit: Int, in session: any Session) throws -> [Customer] {
        try session.rows(
            """
            SELECT \(Customer.columns) FROM (
                SELECT \(Customer.columns) FROM customer WHERE is_indexed = 0 ORDER BY id LIMIT \(freshMax)
            ) customer
            WHERE \(contains(text, session.dialect)) ORDER BY name, id LIMIT \(limit)
            """,
            Customer.init(row:)
        )
    }
}
