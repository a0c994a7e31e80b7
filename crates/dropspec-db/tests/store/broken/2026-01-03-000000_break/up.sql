CREATE TABLE authors (name TEXT); DROP TABLE no_such_table;
