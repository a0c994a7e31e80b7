CREATE TABLE people (
    uuid uuid PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1,
    survived boolean NOT NULL,
    passenger_class integer NOT NULL,
    name text NOT NULL,
    sex text NOT NULL,
    age integer NOT NULL,
    siblings_or_spouses_aboard integer NOT NULL,
    parents_or_children_aboard integer NOT NULL,
    fare double precision NOT NULL
);
