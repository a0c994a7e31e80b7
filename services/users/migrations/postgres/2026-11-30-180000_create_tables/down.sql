DROP TABLE users;

DROP TABLE dropspec_imports;

DROP TABLE dropspec_idempotency_keys;

DROP TABLE dropspec_api_keys;
