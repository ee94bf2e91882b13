import Database

/// The tables of this room: which bags were made, and every outcome that came back in one.
package enum GoBagMigrations {
    package static let all: [Migration] = [
        Migration(
            "011-gobag",
            [
                """
                CREATE TABLE go_bag (
                    id {text} NOT NULL PRIMARY KEY,
                    incident_id {int} REFERENCES incident (id),
                    customers {int} NOT NULL,
                    made_at {int} NOT NULL
                )
                """,
                // A bag may be older than the backup that this database was restored from: no reference to it.
                """
                CREATE TABLE go_bag_outcome (
                    id {text} NOT NULL PRIMARY KEY,
                    bag_id {text} NOT NULL,
                    incident_id {int} NOT NULL REFERENCES incident (id),
                    customer_id {int} NOT NULL REFERENCES customer (id),
                    call_id {int} REFERENCES call (id),
                    staff_id {int} REFERENCES staff (id),
                    outcome {text} NOT NULL,
                    note {text},
                    happened_at {int} NOT NULL,
                    merged_at {int} NOT NULL,
                    fate {text} NOT NULL
                )
                """,
                "CREATE INDEX go_bag_outcome_incident ON go_bag_outcome (incident_id, customer_id)",
            ]
        )
    ]
}
