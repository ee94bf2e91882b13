import Database

/// The tables of this room: who works here, and what was done.
package enum AccessMigrations {
    package static let all: [Migration] = [
        Migration(
            "001-access",
            [
                """
                CREATE TABLE staff (
                    id {id},
                    external_id {text} NOT NULL UNIQUE,
                    name {text} NOT NULL,
                    email {text},
                    phone {text},
                    role {text} NOT NULL CHECK (role IN ('viewer', 'responder', 'approver', 'administrator')),
                    languages {text} NOT NULL,
                    on_duty {int} NOT NULL,
                    disabled_at {int},
                    created_at {int} NOT NULL
                )
                """,
                """
                CREATE TABLE audit_entry (
                    id {id},
                    happened_at {int} NOT NULL,
                    actor_kind {text} NOT NULL,
                    actor_id {int},
                    deed {text} NOT NULL,
                    subject {text} NOT NULL,
                    details {text} NOT NULL
                )
                """,
                "CREATE INDEX audit_entry_subject ON audit_entry (subject, id)",
            ]
        )
    ]
}
