import Database

/// The tables of this room: what somebody is needed for, and who was called.
package enum PagingMigrations {
    package static let all: [Migration] = [
        Migration(
            "015-paging",
            [
                """
                CREATE TABLE summons (
                    id {id},
                    cause {text} NOT NULL CHECK (cause IN ('incident', 'promise', 'approval')),
                    cause_id {int} NOT NULL,
                    author_id {int},
                    opened_at {int} NOT NULL,
                    seen_at {int},
                    ended_at {int},
                    UNIQUE (cause, cause_id)
                )
                """,
                "CREATE INDEX summons_open ON summons (ended_at, id)",
                """
                CREATE TABLE summons_call (
                    summons_id {int} NOT NULL REFERENCES summons (id),
                    staff_id {int} NOT NULL REFERENCES staff (id),
                    called_at {int} NOT NULL,
                    handed_at {int},
                    PRIMARY KEY (summons_id, staff_id)
                )
                """,
            ]
        )
    ]
}
