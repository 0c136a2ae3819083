-- gmalign: the schema is created by CREATE EXTENSION from the control file.
-- Its functions are for everybody; they read nothing but their arguments.

-- A schema that somebody made before may hold functions that fit the calls in
-- this file better than the built-in ones: it must hold none. (Types match
-- exactly in what is asked here, so that nothing can slip in.)
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_proc p WHERE p.pronamespace = 'gmalign'::regnamespace::oid)
     OR EXISTS (SELECT FROM pg_operator o WHERE o.oprnamespace = 'gmalign'::regnamespace::oid) THEN
    RAISE EXCEPTION 'schema "gmalign" is there already and holds functions or operators'
      USING ERRCODE = 'insufficient_privilege',
            DETAIL = 'They could take the place of built-in ones while the extension is created.',
            HINT = 'Find out who made them, and drop them.';
  END IF;
END $$;

GRANT USAGE ON SCHEMA gmalign TO PUBLIC;
COMMENT ON SCHEMA gmalign IS
  'gmalign: goal alignment, expectancy and strategy cascade. Functions, aggregates and types only; your tables and views live in a schema of your own (gmalign.install).';
