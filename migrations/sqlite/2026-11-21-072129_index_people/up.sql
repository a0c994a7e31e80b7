CREATE INDEX people_passenger_class_uuid_idx ON people (passenger_class, uuid);

CREATE INDEX people_name_uuid_idx ON people (name, uuid);

CREATE INDEX people_age_uuid_idx ON people (age, uuid);

CREATE INDEX people_fare_uuid_idx ON people (fare, uuid);
