CREATE TABLE dropspec_api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    sha256 BLOB NOT NULL,
    subject TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE dropspec_idempotency_keys (
    key TEXT NOT NULL PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    answer TEXT NOT NULL,
    created INTEGER NOT NULL,
    resource TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX dropspec_idempotency_keys_created_idx ON dropspec_idempotency_keys (created);

CREATE INDEX dropspec_idempotency_keys_resource_idx ON dropspec_idempotency_keys (resource);

CREATE TABLE dropspec_imports (
    id BLOB NOT NULL PRIMARY KEY
        CONSTRAINT dropspec_imports_id_uuid CHECK (length(id) = 16),
    target TEXT NOT NULL,
    file TEXT NOT NULL,
    sha256 BLOB NOT NULL,
    stored INTEGER NOT NULL,
    rejected INTEGER NOT NULL,
    who TEXT,
    started INTEGER NOT NULL,
    took INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX dropspec_imports_target_sha256_idx ON dropspec_imports (target, sha256);

CREATE TABLE ships (
    id BLOB NOT NULL PRIMARY KEY
        CONSTRAINT ships_id_uuid CHECK (length(id) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    name TEXT NOT NULL
        CONSTRAINT ships_name_min_length CHECK (length(name) >= 1)
        CONSTRAINT ships_name_max_length CHECK (length(name) <= 100),
    class TEXT NOT NULL
        CONSTRAINT ships_class_enum CHECK (class IN ('barque', 'brig', 'cutter')),
    afloat INTEGER NOT NULL DEFAULT 0
        CONSTRAINT ships_afloat_boolean CHECK (afloat IN (0, 1)),
    berths INTEGER NOT NULL
        CONSTRAINT ships_berths_integer CHECK (berths BETWEEN -2147483648 AND 2147483647)
        CONSTRAINT ships_berths_minimum CHECK (berths >= 0),
    tonnage INTEGER NOT NULL,
    length REAL NOT NULL
        CONSTRAINT ships_length_finite CHECK (abs(length) < 9e999),
    launched TEXT NOT NULL
        CONSTRAINT ships_launched_date CHECK (launched IS date(launched)),
    nickname TEXT,
    crew INTEGER
        CONSTRAINT ships_crew_integer CHECK (crew BETWEEN -2147483648 AND 2147483647),
    draught REAL
        CONSTRAINT ships_draught_finite CHECK (abs(draught) < 9e999),
    owner BLOB
        CONSTRAINT ships_owner_uuid CHECK (length(owner) = 16),
    seen INTEGER,
    notes TEXT
        CONSTRAINT ships_notes_json CHECK (json_valid(notes)),
    cost TEXT
        CONSTRAINT ships_cost_decimal CHECK (substr(cost, 1, 1) IN ('0', '1', '2'))
) STRICT, WITHOUT ROWID;

CREATE INDEX ships_name_id_idx ON ships (name, id);

CREATE INDEX ships_berths_id_idx ON ships (berths, id);

CREATE INDEX ships_tonnage_id_idx ON ships (tonnage, id);

CREATE INDEX ships_length_id_idx ON ships (length, id);

CREATE INDEX ships_launched_id_idx ON ships (launched, id);

CREATE INDEX ships_nickname_id_idx ON ships (nickname, id);

CREATE INDEX ships_crew_id_idx ON ships (crew, id);

CREATE INDEX ships_draught_id_idx ON ships (draught, id);

CREATE INDEX ships_owner_id_idx ON ships (owner, id);

CREATE INDEX ships_seen_id_idx ON ships (seen, id);

CREATE INDEX ships_cost_id_idx ON ships (cost, id);
