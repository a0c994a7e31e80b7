DROP INDEX people_passenger_class_uuid_idx;

DROP INDEX people_name_uuid_idx;

DROP INDEX people_age_uuid_idx;

DROP INDEX people_fare_uuid_idx;
