-- Needs the privilege CREATE on the database, unless an administrator has created the extension.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

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

CREATE TABLE ships (
    id uuid PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1,
    name text COLLATE "C" NOT NULL
        CONSTRAINT ships_name_min_length CHECK (char_length(name) >= 1)
        CONSTRAINT ships_name_max_length CHECK (char_length(name) <= 100),
    class text COLLATE "C" NOT NULL
        CONSTRAINT ships_class_enum CHECK (class IN ('barque', 'brig', 'cutter')),
    afloat boolean NOT NULL DEFAULT false,
    berths integer NOT NULL
        CONSTRAINT ships_berths_minimum CHECK (berths >= 0),
    tonnage bigint NOT NULL,
    length double precision NOT NULL
        CONSTRAINT ships_length_finite CHECK (length > '-Infinity' AND length < 'Infinity'),
    launched date NOT NULL,
    nickname text COLLATE "C",
    crew integer,
    draught double precision
        CONSTRAINT ships_draught_finite CHECK (draught > '-Infinity' AND draught < 'Infinity'),
    owner uuid,
    seen timestamp with time zone,
    notes jsonb,
    cost numeric
);

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

CREATE INDEX ships_name_contains_idx ON ships USING gin (lower(name COLLATE "und-x-icu") gin_trgm_ops);

CREATE INDEX ships_name_contains_case_idx ON ships USING gin (name gin_trgm_ops);

CREATE INDEX ships_nickname_contains_idx ON ships USING gin (lower(nickname COLLATE "und-x-icu") gin_trgm_ops);
