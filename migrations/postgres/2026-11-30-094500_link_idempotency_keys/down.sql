-- An erased response cannot be told from a stored one without the column.
DELETE FROM dropspec_idempotency_keys WHERE answer = '';

DROP INDEX dropspec_idempotency_keys_resource_idx;

ALTER TABLE dropspec_idempotency_keys DROP COLUMN resource;
