CREATE TABLE dropspec_api_keys (
    id text COLLATE "C" PRIMARY KEY,
    sha256 bytea NOT NULL,
    subject text COLLATE "C" NOT NULL,
    scopes text COLLATE "C" NOT NULL,
    created timestamp with time zone NOT NULL,
    expires timestamp with time zone
);

CREATE TABLE dropspec_idempotency_keys (
    key text COLLATE "C" PRIMARY KEY,
    fingerprint bytea NOT NULL,
    answer text COLLATE "C" NOT NULL,
    created timestamp with time zone NOT NULL,
    resource text COLLATE "C"
);

CREATE INDEX dropspec_idempotency_keys_created_idx ON dropspec_idempotency_keys (created);

CREATE INDEX dropspec_idempotency_keys_resource_idx ON dropspec_idempotency_keys (resource);

CREATE TABLE dropspec_imports (
    id uuid PRIMARY KEY,
    target text COLLATE "C" NOT NULL,
    file text COLLATE "C" NOT NULL,
    sha256 bytea NOT NULL,
    stored bigint NOT NULL,
    rejected bigint NOT NULL,
    who text COLLATE "C",
    started timestamp with time zone NOT NULL,
    took bigint NOT NULL
);

CREATE INDEX dropspec_imports_target_sha256_idx ON dropspec_imports (target, sha256);

CREATE TABLE users (
    user_name text COLLATE "C" PRIMARY KEY
        CONSTRAINT users_user_name_min_length CHECK (char_length(user_name) >= 1)
        CONSTRAINT users_user_name_max_length CHECK (char_length(user_name) <= 50),
    version bigint NOT NULL DEFAULT 1
);
