CREATE TABLE dropspec_api_keys (
    id TEXT NOT NULL PRIMARY KEY,
    sha256 BLOB NOT NULL,
    subject TEXT NOT NULL,
    scopes TEXT NOT NULL,
    created INTEGER NOT NULL,
    expires INTEGER
) STRICT, WITHOUT ROWID;
