ALTER TABLE dropspec_idempotency_keys ADD COLUMN resource text COLLATE "C";

-- The stored responses are the people that were created.
UPDATE dropspec_idempotency_keys SET resource = 'people/' || (answer::json ->> 'uuid');

CREATE INDEX dropspec_idempotency_keys_resource_idx ON dropspec_idempotency_keys (resource);
