ALTER TABLE dropspec_idempotency_keys ADD COLUMN resource TEXT;

-- The stored responses are the people that were created.
UPDATE dropspec_idempotency_keys SET resource = 'people/' || json_extract(answer, '$.uuid');

CREATE INDEX dropspec_idempotency_keys_resource_idx ON dropspec_idempotency_keys (resource);
