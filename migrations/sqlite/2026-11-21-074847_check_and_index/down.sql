-- SQLite cannot alter this in place: create a new table, copy the rows, and replace the old table.
-- Indexes and triggers that were added by hand are lost.
CREATE TABLE new_people (
    uuid BLOB NOT NULL PRIMARY KEY
        CONSTRAINT people_uuid_uuid CHECK (length(uuid) = 16),
    version INTEGER NOT NULL DEFAULT 1,
    survived INTEGER NOT NULL
        CONSTRAINT people_survived_boolean CHECK (survived IN (0, 1)),
    passenger_class INTEGER NOT NULL
        CONSTRAINT people_passenger_class_integer CHECK (passenger_class BETWEEN -2147483648 AND 2147483647),
    name TEXT NOT NULL,
    sex TEXT NOT NULL,
    age INTEGER NOT NULL
        CONSTRAINT people_age_integer CHECK (age BETWEEN -2147483648 AND 2147483647),
    siblings_or_spouses_aboard INTEGER NOT NULL
        CONSTRAINT people_siblings_or_spouses_aboard_integer CHECK (siblings_or_spouses_aboard BETWEEN -2147483648 AND 2147483647),
    parents_or_children_aboard INTEGER NOT NULL
        CONSTRAINT people_parents_or_children_aboard_integer CHECK (parents_or_children_aboard BETWEEN -2147483648 AND 2147483647),
    fare REAL NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO new_people (uuid, version, survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare)
    SELECT uuid, version, survived, passenger_class, name, sex, age, siblings_or_spouses_aboard, parents_or_children_aboard, fare
    FROM people;

DROP TABLE people;

ALTER TABLE new_people RENAME TO people;

DROP TABLE dropspec_imports;

DROP TABLE dropspec_idempotency_keys;
