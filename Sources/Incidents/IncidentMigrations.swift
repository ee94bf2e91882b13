import Database

/// The tables of this room: what happened, what is known, what was promised, who is hurt.
package enum IncidentMigrations {
    package static let all: [Migration] = [
        Migration("003-incidents", life + knowledge + people),
        Migration("006-frozen-scope", frozenScope),
        // When what was said by and about its customers was taken out of it.
        Migration("016-retention", ["ALTER TABLE incident ADD COLUMN people_erased_at {int}"]),
    ]

    /// Which freezing each hurt customer was in last: the last one is the frozen scope.
    private static let frozenScope = [
        "ALTER TABLE incident ADD COLUMN scope_frozen_at {int} NOT NULL DEFAULT 0",
        "ALTER TABLE hurt_customer ADD COLUMN frozen_at {int} NOT NULL DEFAULT 0",
        "ALTER TABLE hurt_customer DROP COLUMN gone_at",
    ]

    private static let life = [
        """
        CREATE TABLE incident (
            id {id},
            public_id {text} NOT NULL UNIQUE,
            title {text} NOT NULL,
            kind {text} NOT NULL,
            origin {text} NOT NULL,
            stage {text} NOT NULL,
            basis {text} NOT NULL CHECK (basis IN ('components', 'list')),
            began_at {int} NOT NULL,
            opened_at {int} NOT NULL,
            identified_at {int},
            monitoring_at {int},
            resolved_at {int},
            closed_at {int},
            version {int} NOT NULL,
            scope_version {int} NOT NULL DEFAULT 0
        )
        """,
        """
        CREATE TABLE incident_component (
            incident_id {int} NOT NULL REFERENCES incident (id),
            component_id {int} NOT NULL REFERENCES component (id),
            impact {text} NOT NULL,
            changed_at {int} NOT NULL,
            PRIMARY KEY (incident_id, component_id)
        )
        """,
        """
        CREATE TABLE incident_update (
            id {id},
            public_id {text} NOT NULL UNIQUE,
            incident_id {int} NOT NULL REFERENCES incident (id),
            status {text} NOT NULL,
            message {text} NOT NULL,
            published_at {int} NOT NULL,
            edited_at {int},
            original_message {text},
            is_notified {int} NOT NULL
        )
        """,
        "CREATE INDEX incident_update_incident ON incident_update (incident_id, id)",
        """
        CREATE TABLE promise (
            id {id},
            incident_id {int} NOT NULL REFERENCES incident (id),
            kind {text} NOT NULL CHECK (kind IN ('eta', 'next_update', 'other')),
            what {text} NOT NULL,
            made_at {int} NOT NULL,
            due_at {int} NOT NULL,
            state {text} NOT NULL CHECK (state IN ('due', 'kept', 'late', 'replaced', 'kept_late')),
            settled_at {int}
        )
        """,
        "CREATE INDEX promise_state ON promise (state, due_at)",
        "CREATE INDEX promise_incident ON promise (incident_id, id)",
        """
        CREATE TABLE timeline_entry (
            id {id},
            incident_id {int} NOT NULL REFERENCES incident (id),
            happened_at {int} NOT NULL,
            kind {text} NOT NULL,
            actor_kind {text} NOT NULL,
            actor_id {int},
            details {text} NOT NULL
        )
        """,
        "CREATE INDEX timeline_entry_incident ON timeline_entry (incident_id, happened_at, id)",
    ]

    private static let knowledge = [
        """
        CREATE TABLE sighting (
            id {id},
            incident_id {int} NOT NULL REFERENCES incident (id),
            source {text} NOT NULL,
            who {text},
            said {text} NOT NULL,
            link {text},
            seen_at {int} NOT NULL,
            noted_at {int} NOT NULL,
            trust {text} NOT NULL CHECK (trust IN ('rumour', 'plausible', 'confirmed')),
            eta_at {int}
        )
        """,
        "CREATE INDEX sighting_incident ON sighting (incident_id, id)",
        """
        CREATE TABLE fact (
            id {id},
            incident_id {int} NOT NULL REFERENCES incident (id),
            name {text} NOT NULL,
            version {int} NOT NULL,
            type {text} NOT NULL,
            value {text} NOT NULL,
            wording {text} NOT NULL,
            stated_at {int} NOT NULL,
            UNIQUE (incident_id, name, version)
        )
        """,
        """
        CREATE TABLE scope_component (
            incident_id {int} NOT NULL REFERENCES incident (id),
            component_id {int} NOT NULL REFERENCES component (id),
            impact {text} NOT NULL,
            severity {int} NOT NULL,
            via_id {int},
            is_certain {int} NOT NULL,
            position {int} NOT NULL DEFAULT 0,
            PRIMARY KEY (incident_id, component_id)
        )
        """,
        "CREATE INDEX scope_component_position ON scope_component (incident_id, position)",
        """
        CREATE TABLE scope_past (
            incident_id {int} NOT NULL REFERENCES incident (id),
            component_id {int} NOT NULL REFERENCES component (id),
            severity {int} NOT NULL DEFAULT 0,
            PRIMARY KEY (incident_id, component_id)
        )
        """,
        """
        CREATE TABLE scope_listed (
            incident_id {int} NOT NULL REFERENCES incident (id),
            customer_id {int} NOT NULL REFERENCES customer (id),
            details {text} NOT NULL,
            PRIMARY KEY (incident_id, customer_id)
        )
        """,
    ]

    private static let people = [
        """
        CREATE TABLE hurt_customer (
            incident_id {int} NOT NULL REFERENCES incident (id),
            customer_id {int} NOT NULL REFERENCES customer (id),
            severity {int} NOT NULL,
            since_at {int} NOT NULL,
            gone_at {int},
            PRIMARY KEY (incident_id, customer_id)
        )
        """,
        """
        CREATE TABLE first_contact (
            id {id},
            incident_id {int} NOT NULL REFERENCES incident (id),
            customer_id {int} NOT NULL REFERENCES customer (id),
            channel {text} NOT NULL,
            happened_at {int} NOT NULL,
            said {text}
        )
        """,
        "CREATE INDEX first_contact_incident ON first_contact (incident_id, customer_id, happened_at)",
        """
        CREATE TABLE noticed_answer (
            incident_id {int} NOT NULL REFERENCES incident (id),
            customer_id {int} NOT NULL REFERENCES customer (id),
            had_noticed {int} NOT NULL,
            noticed_at {int},
            answered_at {int} NOT NULL,
            PRIMARY KEY (incident_id, customer_id)
        )
        """,
        """
        CREATE TABLE back_check (
            incident_id {int} NOT NULL REFERENCES incident (id),
            customer_id {int} NOT NULL REFERENCES customer (id),
            state {text} NOT NULL CHECK (state IN ('back', 'still_broken', 'unknown')),
            source {text} NOT NULL,
            checked_at {int} NOT NULL,
            PRIMARY KEY (incident_id, customer_id)
        )
        """,
    ]
}
