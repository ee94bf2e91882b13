import Database

/// The tables of this room: what is to be said to whom, and what became of it, person by person.
package enum DeliveryMigrations {
    package static let all: [Migration] = [
        Migration("004-delivery", telling + calling),
        Migration("010-campaign-hold", holding),
        Migration("017-campaign-gate", gating),
    ]

    private static let holding = [
        "ALTER TABLE campaign ADD COLUMN held_at {int}",
        "ALTER TABLE campaign ADD COLUMN hold_reason {text}",
    ]

    private static let gating = [
        """
        ALTER TABLE campaign ADD COLUMN gate {text}
            CHECK (gate IN ('approval', 'canary', 'canary_failed', 'canary_passed'))
        """,
        "ALTER TABLE campaign ADD COLUMN gate_at {int}",
        "ALTER TABLE campaign ADD COLUMN asks_after_canary {int} NOT NULL DEFAULT 0",
        "ALTER TABLE segment ADD COLUMN is_canary {int} NOT NULL DEFAULT 0",
    ]

    private static let telling = [
        """
        CREATE TABLE campaign (
            id {id},
            subject_kind {text} NOT NULL,
            subject_id {int} NOT NULL,
            purpose {text} NOT NULL,
            audience {text} NOT NULL,
            state {text} NOT NULL
                CHECK (state IN ('planning', 'sending', 'finished', 'superseded', 'held', 'stopped')),
            is_urgent {int} NOT NULL,
            plan_cursor {text},
            superseded_by_id {int},
            time_zone {text} NOT NULL,
            machine_channels {text} NOT NULL,
            created_at {int} NOT NULL,
            planned_at {int},
            finished_at {int}
        )
        """,
        "CREATE INDEX campaign_subject ON campaign (subject_kind, subject_id, id)",
        "CREATE INDEX campaign_state ON campaign (state)",
        """
        CREATE TABLE campaign_variant (
            campaign_id {int} NOT NULL REFERENCES campaign (id),
            language {text} NOT NULL,
            written_in {text} NOT NULL,
            title {text} NOT NULL,
            body_text {text} NOT NULL,
            body_html {text} NOT NULL,
            short_text {text} NOT NULL,
            script {text} NOT NULL,
            told_facts {text} NOT NULL,
            PRIMARY KEY (campaign_id, language)
        )
        """,
        """
        CREATE TABLE blocked_carrier (
            campaign_id {int} NOT NULL REFERENCES campaign (id),
            kind {text} NOT NULL CHECK (kind IN ('mail_domain', 'mail_subdomains', 'channel')),
            value {text} NOT NULL,
            component_id {int} NOT NULL REFERENCES component (id),
            PRIMARY KEY (campaign_id, kind, value)
        )
        """,
        """
        CREATE TABLE wave (
            id {id},
            campaign_id {int} NOT NULL REFERENCES campaign (id),
            number {int} NOT NULL,
            recipients {int} NOT NULL,
            hash {text} NOT NULL,
            frozen_at {int} NOT NULL,
            UNIQUE (campaign_id, number)
        )
        """,
        """
        CREATE TABLE notice (
            id {id},
            campaign_id {int} NOT NULL REFERENCES campaign (id),
            wave_id {int} NOT NULL REFERENCES wave (id),
            customer_id {int} NOT NULL REFERENCES customer (id),
            state {text} NOT NULL CHECK (
                state IN ('waiting', 'sending', 'handed_over', 'refused', 'skipped', 'unknown', 'to_call')
            ),
            channel {text},
            address_id {int},
            reason {text},
            attempts {int} NOT NULL,
            is_possible_duplicate {int} NOT NULL,
            next_at {int},
            handed_over_at {int},
            UNIQUE (campaign_id, customer_id)
        )
        """,
        """
        CREATE TABLE segment (
            id {id},
            campaign_id {int} NOT NULL REFERENCES campaign (id),
            wave_id {int} NOT NULL REFERENCES wave (id),
            wave_number {int} NOT NULL,
            first_notice_id {int} NOT NULL,
            last_notice_id {int} NOT NULL,
            state {text} NOT NULL CHECK (state IN ('open', 'finished')),
            node {text},
            fence {int} NOT NULL,
            lease_until {int} NOT NULL,
            next_at {int} NOT NULL
        )
        """,
        "CREATE INDEX segment_state ON segment (state, wave_number, id)",
        "CREATE INDEX segment_campaign ON segment (campaign_id, state)",
        """
        CREATE TABLE passed_over (
            notice_id {int} NOT NULL REFERENCES notice (id),
            address_id {int} NOT NULL REFERENCES address (id),
            channel {text} NOT NULL,
            reason {text} NOT NULL,
            PRIMARY KEY (notice_id, address_id)
        )
        """,
        """
        CREATE TABLE attempt (
            id {id},
            notice_id {int} NOT NULL REFERENCES notice (id),
            channel {text} NOT NULL,
            address_id {int},
            happened_at {int} NOT NULL,
            outcome {text} NOT NULL,
            details {text},
            staff_id {int} REFERENCES staff (id)
        )
        """,
        "CREATE INDEX attempt_notice ON attempt (notice_id, id)",
    ]

    private static let calling = [
        """
        CREATE TABLE guest_sheet (
            id {id},
            subject_kind {text} NOT NULL,
            subject_id {int} NOT NULL,
            name {text} NOT NULL,
            expires_at {int} NOT NULL,
            created_at {int} NOT NULL
        )
        """,
        """
        CREATE TABLE call (
            id {id},
            notice_id {int} NOT NULL UNIQUE REFERENCES notice (id),
            campaign_id {int} NOT NULL REFERENCES campaign (id),
            customer_id {int} NOT NULL REFERENCES customer (id),
            way {text} NOT NULL CHECK (way IN ('phone', 'whatsapp', 'sms')),
            address_id {int} NOT NULL REFERENCES address (id),
            staff_id {int} REFERENCES staff (id),
            guest_sheet_id {int} REFERENCES guest_sheet (id),
            state {text} NOT NULL CHECK (state IN ('open', 'done')),
            due_at {int} NOT NULL,
            held_by {text},
            held_until {int},
            position {int} NOT NULL,
            round {int} NOT NULL
        )
        """,
        "CREATE INDEX call_campaign ON call (campaign_id, state)",
        "CREATE INDEX call_staff ON call (staff_id, state)",
        "CREATE INDEX call_customer ON call (customer_id, id)",
    ]
}
