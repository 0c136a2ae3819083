-- gmalign: two schemas. gmalign holds what README and doc/ explain to users and
-- is created by CREATE EXTENSION from the control file; gmalign_private holds
-- what the extension calls itself: support functions of aggregates, helpers of
-- views, steps of jobs. Both are open to everybody, because views run with the
-- rights of whoever asks; what a function may read is decided by those rights.

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
  ELSIF EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = 'gmalign_private') THEN
    RAISE EXCEPTION 'schema "gmalign_private" is there already'
      USING ERRCODE = 'duplicate_schema',
            DETAIL = 'The extension makes this schema for its own functions and shares it with nobody.',
            HINT = 'Find out who made it, and rename or drop it.';
  END IF;
END $$;

GRANT USAGE ON SCHEMA gmalign TO PUBLIC;
COMMENT ON SCHEMA gmalign IS
  'gmalign: goal alignment, expectancy and strategy cascade. Functions, aggregates and types only; your tables and views live in a schema of your own (gmalign.install).';

CREATE SCHEMA gmalign_private;
GRANT USAGE ON SCHEMA gmalign_private TO PUBLIC;
COMMENT ON SCHEMA gmalign_private IS
  'What the extension gmalign calls itself. Nothing here is for users: names and arguments change without notice.';
