CREATE TABLE account (
    staff_id INTEGER NOT NULL PRIMARY KEY REFERENCES staff (id),
    state TEXT NOT NULL CHECK (state IN ('invited', 'active', 'disabled')),
    password_hash TEXT,
    epoch INTEGER NOT NULL,
    totp_secret TEXT,
    totp_pending TEXT,
    totp_last_step INTEGER NOT NULL,
    vouched_by INTEGER,
    vouched_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE address (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    contact_id INTEGER REFERENCES contact (id),
    channel TEXT NOT NULL,
    value TEXT NOT NULL,
    preference INTEGER NOT NULL,
    consent TEXT NOT NULL CHECK (consent IN ('yes', 'no', 'unknown')),
    standing TEXT NOT NULL
        CHECK (standing IN ('usable', 'bounced', 'invalid', 'opted_out', 'removed')),
    UNIQUE (customer_id, channel, value)
) STRICT;

CREATE TABLE announcement (topic TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL) STRICT;

CREATE UNIQUE INDEX announcement_version ON announcement (version);

CREATE TABLE api_token (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL UNIQUE,
    secret_hash TEXT NOT NULL,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    purpose TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'responder', 'approver', 'administrator')),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    last_used_at INTEGER,
    revoked_at INTEGER
) STRICT;

CREATE INDEX api_token_staff ON api_token (staff_id, id);

CREATE TABLE approval (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    deed TEXT NOT NULL,
    order_json TEXT NOT NULL,
    order_hash TEXT NOT NULL,
    shown TEXT NOT NULL,
    facts_version TEXT NOT NULL,
    author_kind TEXT NOT NULL,
    author_id INTEGER,
    asked_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (
        state IN ('waiting', 'approved', 'declined', 'expired', 'executed', 'invalidated')
    ),
    decided_by INTEGER,
    decided_at INTEGER,
    reason TEXT,
    broke_glass INTEGER NOT NULL,
    cause TEXT,
    ended_at INTEGER
) STRICT;

CREATE INDEX approval_open ON approval (state, expires_at);

CREATE TABLE attempt (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    channel TEXT NOT NULL,
    address_id INTEGER,
    happened_at INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    details TEXT,
    staff_id INTEGER REFERENCES staff (id)
) STRICT;

CREATE INDEX attempt_notice ON attempt (notice_id, id);

CREATE TABLE audit_chain (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    position INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE audit_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    happened_at INTEGER NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    deed TEXT NOT NULL,
    subject TEXT NOT NULL,
    details TEXT NOT NULL
) STRICT;

CREATE INDEX audit_entry_subject ON audit_entry (subject, id);

CREATE TABLE audit_pending (
    entry_id INTEGER NOT NULL PRIMARY KEY REFERENCES audit_entry (id)
) STRICT;

CREATE TABLE audit_seal (
    position INTEGER NOT NULL PRIMARY KEY,
    entry_id INTEGER NOT NULL UNIQUE REFERENCES audit_entry (id),
    content TEXT NOT NULL,
    hash TEXT NOT NULL
) STRICT;

CREATE TABLE back_check (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    state TEXT NOT NULL CHECK (state IN ('back', 'still_broken', 'unknown')),
    source TEXT NOT NULL,
    checked_at INTEGER NOT NULL,
    PRIMARY KEY (incident_id, customer_id)
) STRICT;

CREATE TABLE blocked_carrier (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    kind TEXT NOT NULL CHECK (kind IN ('mail_domain', 'mail_subdomains', 'channel')),
    value TEXT NOT NULL,
    component_id INTEGER NOT NULL REFERENCES component (id),
    PRIMARY KEY (campaign_id, kind, value)
) STRICT;

CREATE TABLE call (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    notice_id INTEGER NOT NULL UNIQUE REFERENCES notice (id),
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    way TEXT NOT NULL CHECK (way IN ('phone', 'whatsapp', 'sms')),
    address_id INTEGER NOT NULL REFERENCES address (id),
    staff_id INTEGER REFERENCES staff (id),
    guest_sheet_id INTEGER REFERENCES guest_sheet (id),
    state TEXT NOT NULL CHECK (state IN ('open', 'done')),
    due_at INTEGER NOT NULL,
    held_by TEXT,
    held_until INTEGER,
    position INTEGER NOT NULL,
    round INTEGER NOT NULL
) STRICT;

CREATE INDEX call_campaign ON call (campaign_id, state);

CREATE INDEX call_customer ON call (customer_id, id);

CREATE INDEX call_staff ON call (staff_id, state);

CREATE TABLE campaign (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    purpose TEXT NOT NULL,
    audience TEXT NOT NULL,
    state TEXT NOT NULL
        CHECK (state IN ('planning', 'sending', 'finished', 'superseded', 'held', 'stopped')),
    is_urgent INTEGER NOT NULL,
    plan_cursor TEXT,
    superseded_by_id INTEGER,
    time_zone TEXT NOT NULL,
    machine_channels TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    planned_at INTEGER,
    finished_at INTEGER
, held_at INTEGER, hold_reason TEXT, gate TEXT
    CHECK (gate IN ('approval', 'canary', 'canary_failed', 'canary_passed')), gate_at INTEGER, asks_after_canary INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX campaign_state ON campaign (state);

CREATE INDEX campaign_subject ON campaign (subject_kind, subject_id, id);

CREATE TABLE campaign_variant (
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    language TEXT NOT NULL,
    written_in TEXT NOT NULL,
    title TEXT NOT NULL,
    body_text TEXT NOT NULL,
    body_html TEXT NOT NULL,
    short_text TEXT NOT NULL,
    script TEXT NOT NULL,
    told_facts TEXT NOT NULL,
    PRIMARY KEY (campaign_id, language)
) STRICT;

CREATE TABLE component (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    external_id TEXT NOT NULL UNIQUE,
    public_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    group_name TEXT,
    provider TEXT,
    status_url TEXT,
    position INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE component_mail_domain (
    component_id INTEGER NOT NULL REFERENCES component (id),
    domain TEXT NOT NULL,
    covers_subdomains INTEGER NOT NULL,
    PRIMARY KEY (component_id, domain, covers_subdomains)
) STRICT;

CREATE TABLE contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    UNIQUE (customer_id, name, role)
) STRICT;

CREATE TABLE customer (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    external_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    language TEXT NOT NULL,
    country TEXT,
    time_zone TEXT,
    tier TEXT,
    account_manager TEXT,
    domains TEXT
, is_indexed INTEGER NOT NULL DEFAULT 0, erased_at INTEGER) STRICT;

CREATE INDEX customer_unindexed ON customer (id) WHERE is_indexed = 0;

CREATE TABLE customer_word (
    word TEXT NOT NULL,
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    PRIMARY KEY (word, customer_id)
) WITHOUT ROWID, STRICT;

CREATE INDEX customer_word_customer ON customer_word (customer_id);

CREATE TABLE deed_answer (
    key_text TEXT NOT NULL PRIMARY KEY,
    order_hash TEXT NOT NULL,
    answer TEXT NOT NULL,
    done_at INTEGER NOT NULL
) STRICT;

CREATE TABLE dependency (
    component_id INTEGER NOT NULL REFERENCES component (id),
    depends_on_id INTEGER NOT NULL REFERENCES component (id),
    kind TEXT NOT NULL CHECK (kind IN ('hard', 'soft')),
    PRIMARY KEY (component_id, depends_on_id)
) STRICT;

CREATE TABLE fact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    type TEXT NOT NULL,
    value TEXT NOT NULL,
    wording TEXT NOT NULL,
    stated_at INTEGER NOT NULL,
    UNIQUE (incident_id, name, version)
) STRICT;

CREATE TABLE first_contact (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    channel TEXT NOT NULL,
    happened_at INTEGER NOT NULL,
    said TEXT
) STRICT;

CREATE INDEX first_contact_incident ON first_contact (incident_id, customer_id, happened_at);

CREATE TABLE go_bag (
    id TEXT NOT NULL PRIMARY KEY,
    incident_id INTEGER REFERENCES incident (id),
    customers INTEGER NOT NULL,
    made_at INTEGER NOT NULL
) STRICT;

CREATE TABLE go_bag_outcome (
    id TEXT NOT NULL PRIMARY KEY,
    bag_id TEXT NOT NULL,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    call_id INTEGER REFERENCES call (id),
    staff_id INTEGER REFERENCES staff (id),
    outcome TEXT NOT NULL,
    note TEXT,
    happened_at INTEGER NOT NULL,
    merged_at INTEGER NOT NULL,
    fate TEXT NOT NULL
) STRICT;

CREATE INDEX go_bag_outcome_incident ON go_bag_outcome (incident_id, customer_id);

CREATE TABLE guest_sheet (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    subject_kind TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE hurt_customer (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    severity INTEGER NOT NULL,
    since_at INTEGER NOT NULL,
    frozen_at INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (incident_id, customer_id)
) STRICT;

CREATE TABLE incident (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL UNIQUE,
    title TEXT NOT NULL,
    kind TEXT NOT NULL,
    origin TEXT NOT NULL,
    stage TEXT NOT NULL,
    basis TEXT NOT NULL CHECK (basis IN ('components', 'list')),
    began_at INTEGER NOT NULL,
    opened_at INTEGER NOT NULL,
    identified_at INTEGER,
    monitoring_at INTEGER,
    resolved_at INTEGER,
    closed_at INTEGER,
    version INTEGER NOT NULL,
    scope_version INTEGER NOT NULL DEFAULT 0
, scope_frozen_at INTEGER NOT NULL DEFAULT 0, people_erased_at INTEGER) STRICT;

CREATE TABLE incident_component (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    component_id INTEGER NOT NULL REFERENCES component (id),
    impact TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (incident_id, component_id)
) STRICT;

CREATE TABLE incident_update (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    public_id TEXT NOT NULL UNIQUE,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    status TEXT NOT NULL,
    message TEXT NOT NULL,
    published_at INTEGER NOT NULL,
    edited_at INTEGER,
    original_message TEXT,
    is_notified INTEGER NOT NULL
) STRICT;

CREATE INDEX incident_update_incident ON incident_update (incident_id, id);

CREATE TABLE login_throttle (
    bucket TEXT NOT NULL PRIMARY KEY,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    open_at INTEGER NOT NULL
) STRICT;

CREATE INDEX login_throttle_last ON login_throttle (last_at);

CREATE TABLE notice (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    wave_id INTEGER NOT NULL REFERENCES wave (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    state TEXT NOT NULL CHECK (
        state IN ('waiting', 'sending', 'handed_over', 'refused', 'skipped', 'unknown', 'to_call')
    ),
    channel TEXT,
    address_id INTEGER,
    reason TEXT,
    attempts INTEGER NOT NULL,
    is_possible_duplicate INTEGER NOT NULL,
    next_at INTEGER,
    handed_over_at INTEGER,
    UNIQUE (campaign_id, customer_id)
) STRICT;

CREATE TABLE noticed_answer (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    had_noticed INTEGER NOT NULL,
    noticed_at INTEGER,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (incident_id, customer_id)
) STRICT;

CREATE TABLE passed_over (
    notice_id INTEGER NOT NULL REFERENCES notice (id),
    address_id INTEGER NOT NULL REFERENCES address (id),
    channel TEXT NOT NULL,
    reason TEXT NOT NULL,
    PRIMARY KEY (notice_id, address_id)
) STRICT;

CREATE TABLE promise (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    kind TEXT NOT NULL CHECK (kind IN ('eta', 'next_update', 'other')),
    what TEXT NOT NULL,
    made_at INTEGER NOT NULL,
    due_at INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('due', 'kept', 'late', 'replaced', 'kept_late')),
    settled_at INTEGER
) STRICT;

CREATE INDEX promise_incident ON promise (incident_id, id);

CREATE INDEX promise_state ON promise (state, due_at);

CREATE TABLE recovery_code (
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    code_hash TEXT NOT NULL,
    used_at INTEGER,
    PRIMARY KEY (staff_id, code_hash)
) STRICT;

CREATE TABLE schema_migration (
    position INTEGER NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    checksum TEXT NOT NULL
) STRICT;

CREATE TABLE scope_component (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    component_id INTEGER NOT NULL REFERENCES component (id),
    impact TEXT NOT NULL,
    severity INTEGER NOT NULL,
    via_id INTEGER,
    is_certain INTEGER NOT NULL,
    position INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (incident_id, component_id)
) STRICT;

CREATE INDEX scope_component_position ON scope_component (incident_id, position);

CREATE TABLE scope_listed (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    details TEXT NOT NULL,
    PRIMARY KEY (incident_id, customer_id)
) STRICT;

CREATE TABLE scope_past (
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    component_id INTEGER NOT NULL REFERENCES component (id),
    severity INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (incident_id, component_id)
) STRICT;

CREATE TABLE segment (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    wave_id INTEGER NOT NULL REFERENCES wave (id),
    wave_number INTEGER NOT NULL,
    first_notice_id INTEGER NOT NULL,
    last_notice_id INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'finished')),
    node TEXT,
    fence INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    next_at INTEGER NOT NULL
, is_canary INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE INDEX segment_campaign ON segment (campaign_id, state);

CREATE INDEX segment_state ON segment (state, wave_number, id);

CREATE TABLE set_up (
    id INTEGER NOT NULL PRIMARY KEY CHECK (id = 1),
    token_hash TEXT NOT NULL,
    expires_at INTEGER NOT NULL,
    completed_at INTEGER
) STRICT;

CREATE TABLE sighting (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    source TEXT NOT NULL,
    who TEXT,
    said TEXT NOT NULL,
    link TEXT,
    seen_at INTEGER NOT NULL,
    noted_at INTEGER NOT NULL,
    trust TEXT NOT NULL CHECK (trust IN ('rumour', 'plausible', 'confirmed')),
    eta_at INTEGER
) STRICT;

CREATE INDEX sighting_incident ON sighting (incident_id, id);

CREATE TABLE sign_in (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash TEXT NOT NULL UNIQUE,
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    epoch INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL
) STRICT;

CREATE INDEX sign_in_expires ON sign_in (expires_at);

CREATE INDEX sign_in_staff ON sign_in (staff_id, id);

CREATE TABLE staff (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    external_id TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    email TEXT,
    phone TEXT,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'responder', 'approver', 'administrator')),
    languages TEXT NOT NULL,
    on_duty INTEGER NOT NULL,
    disabled_at INTEGER,
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE subscription (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    component_id INTEGER NOT NULL REFERENCES component (id),
    customer_id INTEGER NOT NULL REFERENCES customer (id),
    quantity INTEGER NOT NULL,
    price_minor INTEGER,
    currency TEXT,
    period TEXT,
    status TEXT NOT NULL CHECK (status IN ('active', 'suspended', 'ended')),
    started_at INTEGER NOT NULL,
    ended_at INTEGER,
    UNIQUE (component_id, customer_id, started_at)
) STRICT;

CREATE INDEX subscription_customer ON subscription (customer_id);

CREATE TABLE summons (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    cause TEXT NOT NULL CHECK (cause IN ('incident', 'promise', 'approval')),
    cause_id INTEGER NOT NULL,
    author_id INTEGER,
    opened_at INTEGER NOT NULL,
    seen_at INTEGER,
    ended_at INTEGER,
    UNIQUE (cause, cause_id)
) STRICT;

CREATE INDEX summons_open ON summons (ended_at, id);

CREATE TABLE summons_call (
    summons_id INTEGER NOT NULL REFERENCES summons (id),
    staff_id INTEGER NOT NULL REFERENCES staff (id),
    called_at INTEGER NOT NULL,
    handed_at INTEGER,
    PRIMARY KEY (summons_id, staff_id)
) STRICT;

CREATE TABLE timeline_entry (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    incident_id INTEGER NOT NULL REFERENCES incident (id),
    happened_at INTEGER NOT NULL,
    kind TEXT NOT NULL,
    actor_kind TEXT NOT NULL,
    actor_id INTEGER,
    details TEXT NOT NULL
) STRICT;

CREATE INDEX timeline_entry_incident ON timeline_entry (incident_id, happened_at, id);

CREATE TABLE wave (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    campaign_id INTEGER NOT NULL REFERENCES campaign (id),
    number INTEGER NOT NULL,
    recipients INTEGER NOT NULL,
    hash TEXT NOT NULL,
    frozen_at INTEGER NOT NULL,
    UNIQUE (campaign_id, number)
) STRICT;
