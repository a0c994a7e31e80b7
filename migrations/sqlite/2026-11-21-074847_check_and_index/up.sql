CREATE TABLE dropspec_idempotency_keys (
    key TEXT NOT NULL PRIMARY KEY,
    fingerprint BLOB NOT NULL,
    answer TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX dropspec_idempotency_keys_created_idx ON dropspec_idempotency_keys (created);

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

-- SQLite cannot alter this in place: create a new table, copy the rows, and replace the old table.
-- Indexes and triggers that were added by hand are lost.
CREATE TABLE new_people (
    uuid BLOB NOT NULL PRIMARY KEY
        CONSTRAINT people_uuid_uuid CHECK (length(uuid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    survived INTEGER NOT NULL
        CONSTRAINT people_survived_boolean CHECK (survived IN (0, 1)),
    passenger_class INTEGER NOT NULL
        CONSTRAINT people_passenger_class_integer CHECK (passenger_class BETWEEN -2147483648 AND 2147483647)
        CONSTRAINT people_passenger_class_minimum CHECK (passenger_class >= 1)
        CONSTRAINT people_passenger_class_maximum CHECK (passenger_class <= 3),
    name TEXT NOT NULL
        CONSTRAINT people_name_min_length CHECK (length(name) >= 1)
        CONSTRAINT people_name_max_length CHECK (length(name) <= 100),
    sex TEXT NOT NULL
        CONSTRAINT people_sex_enum CHECK (sex IN ('male', 'female', 'other')),
    age INTEGER NOT NULL
        CONSTRAINT people_age_integer CHECK (age BETWEEN -2147483648 AND 2147483647)
        CONSTRAINT people_age_minimum CHECK (age >= 0),
    siblings_or_spouses_aboard INTEGER NOT NULL
        CONSTRAINT people_siblings_or_spouses_aboard_integer CHECK (siblings_or_spouses_aboard BETWEEN -2147483648 AND 2147483647)
        CONSTRAINT people_siblings_or_spouses_aboard_minimum CHECK (siblings_or_spouses_aboard >= 0),
    parents_or_children_aboard INTEGER NOT NULL
        CONSTRAINT people_parents_or_children_aboard_integer CHECK (parents_or_children_aboard BETWEEN -2147483648 AND 2147483647)
        CONSTRAINT people_parents_or_children_aboard_minimum CHECK (parents_or_children_aboard >= 0),
    fare REAL NOT NULL
        CONSTRAINT people_fare_finite CHECK (abs(fare) < 9e999)
        CONSTRAINT people_fare_minimum CHECK (fare >= 0)
) STRICT, WITHOUT ROWID;

-- Fails if any row matches: SELECT * FROM people WHERE NOT (passenger_class >= 1)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (passenger_class <= 3)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (length(name) >= 1)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (length(name) <= 100)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (sex IN ('male', 'female', 'other'))
-- Fails if any row matches: SELECT * FROM people WHERE NOT (age >= 0)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (siblings_or_spouses_aboard >= 0)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (parents_or_children_aboard >= 0)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (abs(fare) < 9e999)
-- Fails if any row matches: SELECT * FROM people WHERE NOT (fare >= 0)
INSERT INTO new_people (uuid, version, survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare)
    SELECT uuid, version, survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare
    FROM people;

DROP TABLE people;

ALTER TABLE new_people RENAME TO people;

CREATE INDEX people_passenger_class_uuid_idx ON people (passenger_class, uuid);

CREATE INDEX people_name_uuid_idx ON people (name, uuid);

CREATE INDEX people_age_uuid_idx ON people (age, uuid);

CREATE INDEX people_fare_uuid_idx ON people (fare, uuid);
