DROP INDEX people_passenger_class_uuid_idx;

DROP INDEX people_name_uuid_idx;

DROP INDEX people_age_uuid_idx;

DROP INDEX people_fare_uuid_idx;

ALTER TABLE people DROP CONSTRAINT people_passenger_class_minimum;

ALTER TABLE people DROP CONSTRAINT people_passenger_class_maximum;

ALTER TABLE people DROP CONSTRAINT people_name_min_length;

ALTER TABLE people DROP CONSTRAINT people_name_max_length;

ALTER TABLE people ALTER COLUMN name TYPE text;

ALTER TABLE people DROP CONSTRAINT people_sex_enum;

ALTER TABLE people ALTER COLUMN sex TYPE text;

ALTER TABLE people DROP CONSTRAINT people_age_minimum;

ALTER TABLE people DROP CONSTRAINT people_siblings_or_spouses_aboard_minimum;

ALTER TABLE people DROP CONSTRAINT people_parents_or_children_aboard_minimum;

ALTER TABLE people DROP CONSTRAINT people_fare_finite;

ALTER TABLE people DROP CONSTRAINT people_fare_minimum;

DROP TABLE dropspec_imports;

DROP TABLE dropspec_idempotency_keys;
