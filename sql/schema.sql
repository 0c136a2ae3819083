-- gmalign: two schemas. gmalign holds what README and doc/ explain to users and
-- is created by CREATE EXTENSION from the control file; gmalign_private holds
-- what the extension calls itself: support functions of aggregates, helpers of
-- views, steps of jobs. Both are open to everybody, because views run with the
-- rights of whoever asks; what a function may read is decided by those rights.

-- What the script looks with. To make a schema fails where there is one, and types are
-- those of pg_catalog, which comes first. (So they do in what is asked before.)
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = 'gmalign_private') THEN
    RAISE EXCEPTION 'schema "gmalign_private" is there already'
      USING ERRCODE = 'duplicate_schema',
            DETAIL = 'The extension makes this schema for its own functions and shares it with nobody.',
            HINT = 'Find out who made it, and rename or drop it.';
  END IF;
END $$;
CREATE SCHEMA gmalign_private;
GRANT USAGE ON SCHEMA gmalign_private TO PUBLIC;
COMMENT ON SCHEMA gmalign_private IS
  'What the extension gmalign calls itself. Nothing here is for users: names and arguments change without notice.';

CREATE FUNCTION gmalign_private.as_it_is(query text) RETURNS text
  LANGUAGE c STRICT SET search_path = pg_catalog, pg_temp
  AS 'MODULE_PATHNAME', 'gmalign_as_it_is';
COMMENT ON FUNCTION gmalign_private.as_it_is(text) IS
  'The first column of the first row of a query, as text, about the database as it is now: at REPEATABLE READ names still find what was made since the transaction began, and the catalogue, asked in any other way, does not show it. Functions that the query calls see the same when they are stable.';

-- A schema that somebody made before may hold functions that fit the calls in
-- this file better than the built-in ones: it must hold none.
DO $$
BEGIN
  IF gmalign_private.as_it_is($query$
       SELECT true
       FROM (SELECT p.pronamespace AS namespace FROM pg_proc p
             UNION ALL SELECT o.oprnamespace FROM pg_operator o
             UNION ALL SELECT c.relnamespace FROM pg_class c
             UNION ALL SELECT t.typnamespace FROM pg_type t
             UNION ALL SELECT l.collnamespace FROM pg_collation l
             UNION ALL SELECT v.connamespace FROM pg_conversion v
             UNION ALL SELECT k.opcnamespace FROM pg_opclass k
             UNION ALL SELECT k.opfnamespace FROM pg_opfamily k
             UNION ALL SELECT s.cfgnamespace FROM pg_ts_config s
             UNION ALL SELECT s.dictnamespace FROM pg_ts_dict s) AS made
       WHERE made.namespace = 'gmalign'::regnamespace $query$) IS NOT NULL THEN
    RAISE EXCEPTION 'schema "gmalign" is there already and is not empty'
      USING ERRCODE = 'insufficient_privilege',
            DETAIL = 'What it holds could take the place of built-in functions and types while the extension is created.',
            HINT = 'Find out who made it, and drop it.';
  END IF;
END $$;

-- The owner of a schema may create in it and allow others to: where an owner of the
-- database who is no superuser creates the extension, or somebody made the schema
-- before, it is not theirs but that of its functions. Who was allowed to create
-- there no longer is.
ALTER SCHEMA gmalign OWNER TO CURRENT_USER;
DO $$
DECLARE
  grantee pg_catalog.regrole;
BEGIN
  FOR grantee IN
    SELECT DISTINCT a.grantee::pg_catalog.regrole
    FROM pg_catalog.pg_namespace n CROSS JOIN LATERAL pg_catalog.aclexplode(n.nspacl) AS a
    WHERE n.oid = 'gmalign'::pg_catalog.regnamespace::pg_catalog.oid AND a.grantee <> n.nspowner
  LOOP
    EXECUTE pg_catalog.concat('REVOKE ALL ON SCHEMA gmalign FROM ', CASE grantee::pg_catalog.oid WHEN 0::pg_catalog.oid THEN 'PUBLIC' ELSE grantee::pg_catalog.text END,
                              ' CASCADE');
  END LOOP;
END $$;
GRANT USAGE ON SCHEMA gmalign TO PUBLIC;
COMMENT ON SCHEMA gmalign IS
  'gmalign: goal alignment, expectancy and strategy cascade. Functions, aggregates and types only; your tables and views live in a schema of your own (gmalign.install).';
