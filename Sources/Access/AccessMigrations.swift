import Database

/// The tables of this room: who works here, how they prove it, what waits for a second person, and what was done.
package enum AccessMigrations {
    package static let all = [access, accounts, approvals, chain]

    private static let access = Migration(
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

    /// Nothing that opens a door is stored as it is: passwords through Argon2id, tokens as SHA-256, recovery codes
    /// and throttle keys under a key, the secrets of second factors sealed.
    private static let accounts = Migration(
        "007-accounts",
        [
            """
            CREATE TABLE account (
                staff_id {int} NOT NULL PRIMARY KEY REFERENCES staff (id),
                state {text} NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
                password_hash {text},
                epoch {int} NOT NULL,
                totp_secret {text},
                totp_pending {text},
                totp_last_step {int} NOT NULL,
                vouched_by {int},
                vouched_at {int},
                created_at {int} NOT NULL
            )
            """,
            """
            CREATE TABLE recovery_code (
                staff_id {int} NOT NULL REFERENCES staff (id),
                code_hash {text} NOT NULL,
                used_at {int},
                PRIMARY KEY (staff_id, code_hash)
            )
            """,
            """
            CREATE TABLE set_up (
                id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
                token_hash {text} NOT NULL,
                expires_at {int} NOT NULL,
                completed_at {int}
            )
            """,
            """
            CREATE TABLE sign_in (
                id {id},
                token_hash {text} NOT NULL UNIQUE,
                staff_id {int} NOT NULL REFERENCES staff (id),
                epoch {int} NOT NULL,
                created_at {int} NOT NULL,
                last_used_at {int} NOT NULL,
                expires_at {int} NOT NULL
            )
            """,
            "CREATE INDEX sign_in_staff ON sign_in (staff_id, id)",
            "CREATE INDEX sign_in_expires ON sign_in (expires_at)",
            """
            CREATE TABLE login_throttle (
                bucket {text} NOT NULL PRIMARY KEY,
                failures {int} NOT NULL,
                last_at {int} NOT NULL,
                open_at {int} NOT NULL
            )
            """,
            "CREATE INDEX login_throttle_last ON login_throttle (last_at)",
            """
            CREATE TABLE api_token (
                id {id},
                public_id {text} NOT NULL UNIQUE,
                secret_hash {text} NOT NULL,
                staff_id {int} NOT NULL REFERENCES staff (id),
                purpose {text} NOT NULL,
                role {text} NOT NULL CHECK (role IN ('viewer', 'responder', 'approver', 'administrator')),
                created_at {int} NOT NULL,
                expires_at {int} NOT NULL,
                last_used_at {int},
                revoked_at {int}
            )
            """,
            "CREATE INDEX api_token_staff ON api_token (staff_id, id)",
        ]
    )

    /// An order stands here as it will be carried out; what became of it stays.
    private static let approvals = Migration(
        "008-approvals",
        [
            """
            CREATE TABLE approval (
                id {id},
                deed {text} NOT NULL,
                order_json {text} NOT NULL,
                order_hash {text} NOT NULL,
                shown {text} NOT NULL,
                facts_version {text} NOT NULL,
                author_kind {text} NOT NULL,
                author_id {int},
                asked_at {int} NOT NULL,
                expires_at {int} NOT NULL,
                state {text} NOT NULL CHECK (
                    state IN ('waiting', 'approved', 'declined', 'expired', 'executed', 'invalidated')
                ),
                decided_by {int},
                decided_at {int},
                reason {text},
                broke_glass {int} NOT NULL,
                cause {text},
                ended_at {int}
            )
            """,
            "CREATE INDEX approval_open ON approval (state, expires_at)",
        ]
    )

    /// The chain over the trail: each row gets a place and a hash over itself and all before it. What was there before
    /// the chain is sealed with the rest.
    private static let chain = Migration(
        "009-audit-chain",
        [
            """
            CREATE TABLE audit_pending (
                entry_id {int} NOT NULL PRIMARY KEY REFERENCES audit_entry (id)
            )
            """,
            """
            CREATE TABLE audit_seal (
                position {int} NOT NULL PRIMARY KEY,
                entry_id {int} NOT NULL UNIQUE REFERENCES audit_entry (id),
                content {text} NOT NULL,
                hash {text} NOT NULL
            )
            """,
            """
            CREATE TABLE audit_chain (
                id {int} NOT NULL PRIMARY KEY CHECK (id = 1),
                position {int} NOT NULL,
                hash {text} NOT NULL
            )
            """,
            """
            INSERT INTO audit_chain (id, position, hash)
            VALUES (1, 0, '0000000000000000000000000000000000000000000000000000000000000000')
            """,
            "INSERT INTO audit_pending (entry_id) SELECT id FROM audit_entry",
        ]
    )
}
