CREATE TABLE people (
    uuid BLOB NOT NULL PRIMARY KEY,
    version INTEGER NOT NULL DEFAULT 1,
    survived INTEGER NOT NULL,
    passenger_class INTEGER NOT NULL,
    name TEXT NOT NULL,
    sex TEXT NOT NULL,
    age INTEGER NOT NULL,
    siblings_or_spouses_aboard INTEGER NOT NULL,
    parents_or_children_aboard INTEGER NOT NULL,
    fare REAL NOT NULL
) STRICT, WITHOUT ROWID;
