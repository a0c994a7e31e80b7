CREATE TABLE dropspec_idempotency_keys (
    key text COLLATE "C" PRIMARY KEY,
    fingerprint bytea NOT NULL,
    answer text COLLATE "C" NOT NULL,
    created timestamp with time zone NOT NULL
);

CREATE INDEX dropspec_idempotency_keys_created_idx ON dropspec_idempotency_keys (created);

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

-- Fails if any row matches: SELECT * FROM people WHERE NOT (passenger_class >= 1)
ALTER TABLE people ADD CONSTRAINT people_passenger_class_minimum CHECK (passenger_class >= 1);

-- Fails if any row matches: SELECT * FROM people WHERE NOT (passenger_class <= 3)
ALTER TABLE people ADD CONSTRAINT people_passenger_class_maximum CHECK (passenger_class <= 3);

ALTER TABLE people ALTER COLUMN name TYPE text COLLATE "C";

-- Fails if any row matches: SELECT * FROM people WHERE NOT (char_length(name) >= 1)
ALTER TABLE people ADD CONSTRAINT people_name_min_length CHECK (char_length(name) >= 1);

-- Fails if any row matches: SELECT * FROM people WHERE NOT (char_length(name) <= 100)
ALTER TABLE people ADD CONSTRAINT people_name_max_length CHECK (char_length(name) <= 100);

ALTER TABLE people ALTER COLUMN sex TYPE text COLLATE "C";

-- Fails if any row matches: SELECT * FROM people WHERE NOT (sex IN ('male', 'female', 'other'))
ALTER TABLE people ADD CONSTRAINT people_sex_enum CHECK (sex IN ('male', 'female', 'other'));

-- Fails if any row matches: SELECT * FROM people WHERE NOT (age >= 0)
ALTER TABLE people ADD CONSTRAINT people_age_minimum CHECK (age >= 0);

-- Fails if any row matches: SELECT * FROM people WHERE NOT (siblings_or_spouses_aboard >= 0)
ALTER TABLE people ADD CONSTRAINT people_siblings_or_spouses_aboard_minimum CHECK (siblings_or_spouses_aboard >= 0);

-- Fails if any row matches: SELECT * FROM people WHERE NOT (parents_or_children_aboard >= 0)
ALTER TABLE people ADD CONSTRAINT people_parents_or_children_aboard_minimum CHECK (parents_or_children_aboard >= 0);

-- Fails if any row matches: SELECT * FROM people WHERE NOT (fare > '-Infinity' AND fare < 'Infinity')
ALTER TABLE people ADD CONSTRAINT people_fare_finite CHECK (fare > '-Infinity' AND fare < 'Infinity');

-- Fails if any row matches: SELECT * FROM people WHERE NOT (fare >= 0)
ALTER TABLE people ADD CONSTRAINT people_fare_minimum CHECK (fare >= 0);

CREATE INDEX people_passenger_class_uuid_idx ON people (passenger_class, uuid);

CREATE INDEX people_name_uuid_idx ON people (name, uuid);

CREATE INDEX people_age_uuid_idx ON people (age, uuid);

CREATE INDEX people_fare_uuid_idx ON people (fare, uuid);
