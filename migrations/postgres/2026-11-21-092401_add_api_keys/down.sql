DROP TABLE dropspec_api_keys;
