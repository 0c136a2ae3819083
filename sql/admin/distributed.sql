-- Distributed: what an engine that spreads tables over machines asks of the
-- model. Tried by hand on Citus 13; the design is in doc/distributed.md.

CREATE FUNCTION gmalign_private.loosen_tables() RETURNS void
  LANGUAGE plpgsql AS $make$
DECLARE
  k record;
BEGIN
  -- foreign keys come after distribution; a unique key must contain the column
  -- the table is distributed by, and an external id does not
  FOR k IN
    SELECT c.relname, o.conname, o.contype
    FROM pg_catalog.pg_constraint o
    JOIN pg_catalog.pg_class c ON c.oid = o.conrelid
    WHERE c.relnamespace = pg_catalog.quote_ident(pg_catalog.current_schema())::regnamespace
      AND (o.contype = 'f' OR o.contype = 'u' AND c.relname = 'assignment')
  LOOP
    EXECUTE pg_catalog.format('ALTER TABLE %I DROP CONSTRAINT %I', k.relname, k.conname);
    IF k.contype = 'u' THEN
      CREATE INDEX ON assignment (external_id);
    END IF;
  END LOOP;
  -- the key as text, by which flags name a move
  FOR k IN
    SELECT i.indexrelid::regclass AS name
    FROM pg_catalog.pg_index i
    WHERE i.indrelid = 'assignment'::regclass AND i.indisunique AND i.indexprs IS NOT NULL
  LOOP
    EXECUTE pg_catalog.format('DROP INDEX %s', k.name);
    CREATE INDEX ON assignment ((id::text));
  END LOOP;
END $make$;
COMMENT ON FUNCTION gmalign_private.loosen_tables() IS
  'Drops the foreign keys of the tables just made, and the unique keys of assignment on its external id and on its key as text (indexes take their place), in the first schema of the search path.';

CREATE FUNCTION gmalign.add_foreign_keys(schema text, distributed boolean DEFAULT true)
  RETURNS TABLE (relation text, foreign_key text)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $add$
DECLARE
  k record;
  with_assignment constant text[] := ARRAY['assignment_party', 'assignment_goal', 'assignment_outcome'];
BEGIN
  PERFORM gmalign_private.check_strangers(schema);
  FOR k IN
    SELECT f.relation, f.definition, f.target
    FROM gmalign_private.model_contract() f
    WHERE f.kind = 'foreign key'
      -- a reference table cannot point at a distributed one
      AND NOT (distributed AND f.target = 'assignment' AND f.relation <> ALL (with_assignment))
      AND to_regclass(format('%I.%I', schema, f.relation)) IS NOT NULL
    ORDER BY f.place, f.definition
  LOOP
    CONTINUE WHEN EXISTS (
      SELECT FROM pg_constraint c
      WHERE c.contype = 'f' AND c.conrelid = to_regclass(format('%I.%I', schema, k.relation))
        AND pg_get_constraintdef(c.oid) = replace(k.definition, 'REFERENCES ', format('REFERENCES %I.', schema)));
    relation := k.relation;
    foreign_key := k.definition;
    EXECUTE format('ALTER TABLE %I.%I ADD %s', schema, k.relation,
                   replace(k.definition, 'REFERENCES ', format('REFERENCES %I.', schema)));
    RETURN NEXT;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema);
END $add$;
COMMENT ON FUNCTION gmalign.add_foreign_keys(text, boolean) IS
  'Adds the foreign keys of the model that the tables of a schema lack: after install(distributed => true), when the tables are distributed and filled. distributed: leaves out those from undistributed tables to assignment, which an engine such as Citus refuses. Returns a row per key added. Raises 23503 when rows break a key.';

CREATE FUNCTION gmalign.distribute(schema text, whole boolean DEFAULT false)
  RETURNS TABLE (relation text, placed text)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $distribute$
DECLARE
  t record;
BEGIN
  PERFORM gmalign_private.check_strangers(schema);
  IF to_regprocedure('pg_catalog.create_reference_table(regclass)') IS NULL THEN
    RAISE EXCEPTION 'no engine here distributes tables'
      USING ERRCODE = '0A000', HINT = 'Install Citus on every node and CREATE EXTENSION citus, or use a plain model: it needs no distribution.';
  END IF;
  IF EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
             WHERE n.nspname = schema AND c.relkind = 'v' AND c.relname ~ '_public$') THEN
    RAISE EXCEPTION 'schema "%" has public views already', schema
      USING ERRCODE = '55000', HINT = 'Distribute first, then gmalign.install_public_views().';
  END IF;
  -- without the views, which the engine would look through at every table
  FOR t IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'view' ORDER BY m.place DESC LOOP
    EXECUTE format('DROP VIEW IF EXISTS %I.%I', schema, t.relation);
  END LOOP;
  IF whole THEN
    EXECUTE format('SELECT pg_catalog.citus_schema_distribute(%L)', quote_ident(schema));
  END IF;
  -- the moves first: what is stated and kept about one lies where it does
  FOR t IN
    SELECT m.relation, CASE m.relation WHEN 'assignment' THEN 'id'
                                       WHEN 'assignment_party' THEN 'assignment_id'
                                       WHEN 'assignment_goal' THEN 'assignment_id'
                                       WHEN 'assignment_outcome' THEN 'assignment_id'
                                       WHEN 'alignment_snapshot' THEN 'assignment_id' END AS by_column
    FROM gmalign_private.model_relations() m
    WHERE m.kind = 'table'
    ORDER BY m.relation <> 'assignment', m.place
  LOOP
    relation := t.relation;
    IF starts_with(t.relation, 'release') AND NOT whole THEN
      -- read by those who may read nothing else, with the rights of the owner of
      -- the public views: which a node would not ask for
      placed := 'on the coordinator';
    ELSIF whole THEN
      placed := 'whole on one node';
    ELSIF t.by_column IS NULL THEN
      EXECUTE format('SELECT pg_catalog.create_reference_table(%L)', format('%I.%I', schema, t.relation));
      placed := 'whole on every node';
    ELSE
      EXECUTE format('SELECT pg_catalog.create_distributed_table(%L, %L, colocate_with => %L)', format('%I.%I', schema, t.relation), t.by_column,
                     CASE t.relation WHEN 'assignment' THEN 'none' ELSE format('%I.assignment', schema) END);
      placed := 'by ' || t.by_column;
    END IF;
    RETURN NEXT;
  END LOOP;
  -- the catalogue is no table that the engine distributes, so it is read where the
  -- query came in: what the views take from there (fit_definition) is the day of the
  -- session, which workers do not have
  EXECUTE format('CREATE VIEW %1$I.gmalign_coordinator AS SELECT gmalign.today() AS today FROM pg_catalog.pg_extension AS x WHERE x.extname = ''gmalign'';
                  GRANT SELECT ON %1$I.gmalign_coordinator TO PUBLIC;
                  COMMENT ON VIEW %1$I.gmalign_coordinator IS %2$L;
                  COMMENT ON COLUMN %1$I.gmalign_coordinator.today IS %3$L', schema,
                 'One row: the views take from here what the session has set and workers do not know.', 'gmalign.today() where the query came in.');
  -- undone when this function returns: it has a search_path of its own
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  PERFORM gmalign_private.make_relations('view');
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
  PERFORM gmalign_private.check_strangers(schema);
END $distribute$;
COMMENT ON FUNCTION gmalign.distribute(text, boolean) IS
  'Distributes the tables of a model made with install(schema, distributed => true) over the nodes of a Citus: assignment by id, what is stated about an assignment and its snapshots beside it, what is published on the coordinator, everything else whole on every node. whole: all tables of the schema on one node, as one of many organizations has them; the model may be a plain one. Its views are made anew: grants on them come after. Returns a row per table. Then fill them and call add_foreign_keys(). Raises 0A000 without Citus, 55000 where there are public views.';
