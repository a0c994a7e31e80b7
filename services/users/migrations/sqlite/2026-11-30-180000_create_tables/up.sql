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

CREATE TABLE users (
    user_name TEXT NOT NULL PRIMARY KEY
        CONSTRAINT users_user_name_min_length CHECK (length(user_name) >= 1)
        CONSTRAINT users_user_name_max_length CHECK (length(user_name) <= 50),
    version INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
