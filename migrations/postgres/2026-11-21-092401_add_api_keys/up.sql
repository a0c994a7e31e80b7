CREATE TABLE dropspec_api_keys (
    id text COLLATE "C" PRIMARY KEY,
    sha256 bytea NOT NULL,
    subject text COLLATE "C" NOT NULL,
    scopes text COLLATE "C" NOT NULL,
    created timestamp with time zone NOT NULL,
    expires timestamp with time zone
);
