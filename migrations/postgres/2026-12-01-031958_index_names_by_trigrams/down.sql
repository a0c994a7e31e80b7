DROP INDEX people_name_contains_idx;
