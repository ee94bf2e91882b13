import Database

/// The tables of this room: what is sold, what it depends on, to whom, and how they are reached.
package enum CatalogMigrations {
    package static let all: [Migration] = [
        Migration(
            "002-catalog",
            [
                """
                CREATE TABLE component (
                    id {id},
                    external_id {text} NOT NULL UNIQUE,
                    public_id {text} NOT NULL UNIQUE,
                    name {text} NOT NULL,
                    group_name {text},
                    provider {text},
                    status_url {text},
                    position {int} NOT NULL,
                    created_at {int} NOT NULL,
                    updated_at {int} NOT NULL
                )
                """,
                """
                CREATE TABLE component_mail_domain (
                    component_id {int} NOT NULL REFERENCES component (id),
                    domain {text} NOT NULL,
                    covers_subdomains {int} NOT NULL,
                    PRIMARY KEY (component_id, domain, covers_subdomains)
                )
                """,
                """
                CREATE TABLE dependency (
                    component_id {int} NOT NULL REFERENCES component (id),
                    depends_on_id {int} NOT NULL REFERENCES component (id),
                    kind {text} NOT NULL CHECK (kind IN ('hard', 'soft')),
                    PRIMARY KEY (component_id, depends_on_id)
                )
                """,
                """
                CREATE TABLE customer (
                    id {id},
                    external_id {text} NOT NULL UNIQUE,
                    name {text} NOT NULL,
                    language {text} NOT NULL,
                    country {text},
                    time_zone {text},
                    tier {text},
                    account_manager {text},
                    domains {text}
                )
                """,
                """
                CREATE TABLE contact (
                    id {id},
                    customer_id {int} NOT NULL REFERENCES customer (id),
                    name {text} NOT NULL,
                    role {text} NOT NULL,
                    UNIQUE (customer_id, name, role)
                )
                """,
                """
                CREATE TABLE address (
                    id {id},
                    customer_id {int} NOT NULL REFERENCES customer (id),
                    contact_id {int} REFERENCES contact (id),
                    channel {text} NOT NULL,
                    value {text} NOT NULL,
                    preference {int} NOT NULL,
                    consent {text} NOT NULL CHECK (consent IN ('yes', 'no', 'unknown')),
                    standing {text} NOT NULL
                        CHECK (standing IN ('usable', 'bounced', 'invalid', 'opted_out', 'removed')),
                    UNIQUE (customer_id, channel, value)
                )
                """,
                """
                CREATE TABLE subscription (
                    id {id},
                    component_id {int} NOT NULL REFERENCES component (id),
                    customer_id {int} NOT NULL REFERENCES customer (id),
                    quantity {int} NOT NULL,
                    price_minor {int},
                    currency {text},
                    period {text},
                    status {text} NOT NULL CHECK (status IN ('active', 'suspended', 'ended')),
                    started_at {int} NOT NULL,
                    ended_at {int},
                    UNIQUE (component_id, customer_id, started_at)
                )
                """,
                "CREATE INDEX subscription_customer ON subscription (customer_id)",
            ]
        ),
        Migration("012-search", search),
        // Since when nobody is to know who this was.
        Migration("016-erasure", ["ALTER TABLE customer ADD COLUMN erased_at {int}"]),
    ]

    /// The words by which customers are found, kept by `SearchIndexer`.
    private static let search = [
        """
        CREATE TABLE customer_word (
            word {text} NOT NULL,
            customer_id {int} NOT NULL REFERENCES customer (id),
            PRIMARY KEY (word, customer_id)
        ) {by key}
        """,
        "CREATE INDEX customer_word_customer ON customer_word (customer_id)",
        // 0 while the words of a row are not those of its name and addresses.
        "ALTER TABLE customer ADD COLUMN is_indexed {int} NOT NULL DEFAULT 0",
        "CREATE INDEX customer_unindexed ON customer (id) WHERE is_indexed = 0",
    ]
}
