import Database

/// The tables of this storey: answers kept under an idempotency key.
package enum ResponseMigrations {
    package static let all: [Migration] = [
        Migration(
            "005-response",
            [
                """
                CREATE TABLE deed_answer (
                    key_text {text} NOT NULL PRIMARY KEY,
                    order_hash {text} NOT NULL,
                    answer {text} NOT NULL,
                    done_at {int} NOT NULL
                )
                """
            ]
        )
    ]
}
