-- gmalign: the schema is created by CREATE EXTENSION from the control file.
-- Its functions are for everybody; they read nothing but their arguments.

GRANT USAGE ON SCHEMA gmalign TO PUBLIC;
COMMENT ON SCHEMA gmalign IS
  'gmalign: goal alignment, expectancy and strategy cascade. Functions, aggregates and types only; your tables and views live in a schema of your own (gmalign.install).';
