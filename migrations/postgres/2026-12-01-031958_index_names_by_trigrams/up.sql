-- Needs the privilege CREATE on the database, unless an administrator has created the extension.
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE INDEX CONCURRENTLY people_name_contains_idx ON people USING gin (lower(name COLLATE "und-x-icu") gin_trgm_ops);
