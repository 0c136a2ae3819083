-- Install: the model and its views in a schema of the user's, and back.

CREATE FUNCTION gmalign_private.fit_definition(definition text, optional boolean DEFAULT true) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT CASE WHEN to_regclass('gmalign_coordinator') IS NULL THEN f.fitted
              ELSE replace(replace(f.fitted, 'gmalign.today()', '(SELECT c.today FROM gmalign_coordinator AS c)'),
                           'FROM gmalign_private.filled_keys(', 'FROM pg_extension CROSS JOIN gmalign_private.filled_keys(') END
  FROM (SELECT string_agg(l.line, E'\n' ORDER BY l.place) AS fitted
        FROM string_to_table(definition, E'\n') WITH ORDINALITY AS l (line, place)
        LEFT JOIN LATERAL regexp_match(l.line, '--([?!]) ([a-z_. ]+)$') AS k ON position('--' IN l.line) > 0
        WHERE k IS NULL
           OR (k[1] = '?') = (optional AND NOT EXISTS (
                SELECT FROM unnest(string_to_array(k[2], ' ')) AS n
                WHERE to_regclass(split_part(n, '.', 1)) IS NULL
                   OR (split_part(n, '.', 2) <> '' AND NOT EXISTS (
                         SELECT FROM pg_attribute a
                         WHERE a.attrelid = to_regclass(split_part(n, '.', 1)) AND a.attname = split_part(n, '.', 2)
                           AND a.attnum > 0 AND NOT a.attisdropped))))) AS f;
END;
COMMENT ON FUNCTION gmalign_private.fit_definition(text, boolean) IS
  'A view''s definition as the relations on the search path allow: a line that ends in --? and names of relations or columns (relation.column) stays when all of them are there, one that ends in --! and names when not. optional false: as if they were not there. Where distribute() made gmalign_coordinator, the day comes from there, and filled_keys() stands beside a catalogue: both are asked where the query came in.';

CREATE FUNCTION gmalign_private.take_back_defaults(made regclass) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $take$
DECLARE
  grantee text;
BEGIN
  FOR grantee IN
    SELECT DISTINCT CASE a.grantee WHEN 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END
    FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
    WHERE c.oid = made AND a.grantee <> c.relowner
  LOOP
    EXECUTE format('REVOKE ALL ON %s FROM %s', made, grantee);
  END LOOP;
END $take$;
COMMENT ON FUNCTION gmalign_private.take_back_defaults(regclass) IS
  'Takes from all but its owner what default privileges have granted on a relation just made: they were given for other tables, and who reads of people is said by grant_reader().';

CREATE FUNCTION gmalign_private.make_relations(kind text, optional boolean DEFAULT true) RETURNS void
  LANGUAGE plpgsql
  -- Citus says of each view that it is made on the coordinator alone, which is right
  SET client_min_messages = error
AS $make$
DECLARE
  r record;
  is_new boolean;
BEGIN
  FOR r IN
    SELECT m.definition, pg_catalog.format('%I.%I', coalesce(pg_catalog.current_schema(), 'pg_temp'), m.relation) AS made
    FROM gmalign_private.model_relations() m WHERE m.kind = make_relations.kind ORDER BY m.place
  LOOP
    is_new := kind <> 'seed' AND pg_catalog.to_regclass(r.made) IS NULL;
    EXECUTE CASE kind WHEN 'view' THEN gmalign_private.fit_definition(r.definition, optional) ELSE r.definition END;
    IF is_new THEN
      PERFORM gmalign_private.take_back_defaults(pg_catalog.to_regclass(r.made));
    END IF;
  END LOOP;
END $make$;
COMMENT ON FUNCTION gmalign_private.make_relations(text, boolean) IS
  'Makes the tables (kind table), the rows a new model starts with (seed) or the views (view) in the first schema of the search path. optional false: views as fit_definition() makes them without what is optional.';

CREATE FUNCTION gmalign_private.make_view(relation text) RETURNS void
  LANGUAGE plpgsql
  SET client_min_messages = error
AS $make$
DECLARE
  made constant text := pg_catalog.format('%I.%I', pg_catalog.current_schema(), relation);
  is_new constant boolean := pg_catalog.to_regclass(made) IS NULL;
BEGIN
  EXECUTE (SELECT gmalign_private.fit_definition(m.definition)
           FROM gmalign_private.model_relations() m WHERE m.kind = 'view' AND m.relation = make_view.relation);
  IF is_new THEN
    PERFORM gmalign_private.take_back_defaults(pg_catalog.to_regclass(made));
  END IF;
END $make$;
COMMENT ON FUNCTION gmalign_private.make_view(text) IS
  'Makes or replaces one view of the model in the first schema of the search path, with what is optional where it is there.';

CREATE FUNCTION gmalign_private.guard_flags() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  -- a flag about a person tells of surveys and departures: it is for the
  -- table's owner and for readers whom gmalign.grant_reader() gave the tier person
  ALTER TABLE flag ENABLE ROW LEVEL SECURITY;
  CREATE POLICY flag_about_work ON flag USING (subject_kind <> 'person');
END $make$;
COMMENT ON FUNCTION gmalign_private.guard_flags() IS
  'Hides flags about people from those who were given plain SELECT on the table flag.';

CREATE FUNCTION gmalign_private.check_target_schema(schema text, public_owner oid DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
  -- Metabase drops the columns of schemas with such names
  hidden_from_bi constant text := '^information_schema|catalog_history|pg_|^metabase_cache';
BEGIN
  IF schema IS NULL OR schema = '' THEN
    RAISE EXCEPTION 'schema must not be empty'
      USING ERRCODE = 'null_value_not_allowed',
            HINT = 'Name the schema for the model: SELECT gmalign.install(''hr'').';
  ELSIF schema ~ hidden_from_bi OR schema IN ('gmalign', 'gmalign_private') THEN
    RAISE EXCEPTION 'cannot use schema "%"', schema
      USING ERRCODE = 'reserved_name',
            DETAIL = 'The extension''s own schemas, and names that contain pg_ or catalog_history (BI tools hide their columns), are not for the model.',
            HINT = 'Choose another name, such as hr.';
  ELSIF octet_length(schema) > 63 THEN
    RAISE EXCEPTION 'schema name is too long: %', schema
      USING ERRCODE = 'name_too_long',
            DETAIL = 'PostgreSQL cuts names off after 63 bytes.',
            HINT = 'Choose a shorter name.';
  END IF;

  PERFORM gmalign_private.check_strangers(schema, check_target_schema.public_owner);
END $check$;
COMMENT ON FUNCTION gmalign_private.check_target_schema(text, oid) IS
  'Raises when a schema is not fit for the model. 42939 for a reserved name, 42622 for one that is too long, 42501 when others own or may create something in it: see check_strangers().';

CREATE FUNCTION gmalign.install(schema text, public_owner regrole DEFAULT NULL,
                                distributed boolean DEFAULT false) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $install$
DECLARE
  taken text;
  made record;
  public_text text := '';
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
    EXECUTE format('CREATE SCHEMA %I', schema);
  END IF;
  SELECT string_agg(m.relation, ', ' ORDER BY m.place) INTO taken
  FROM gmalign_private.model_relations() m
  JOIN pg_class c ON c.relname = m.relation
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = schema
  WHERE m.kind <> 'seed';
  IF taken IS NOT NULL THEN
    RAISE EXCEPTION 'schema "%" already holds %', schema, taken
      USING ERRCODE = 'duplicate_table',
            DETAIL = 'gmalign.install() creates the whole model and replaces nothing.',
            HINT = 'Install into another schema, remove the model first with gmalign.uninstall(), or build the views over tables of yours with gmalign.install_views().';
  END IF;

  -- undone when this function returns: it has a search_path of its own
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  PERFORM gmalign_private.make_relations('table');
  IF distributed THEN
    PERFORM gmalign_private.loosen_tables();
  END IF;
  PERFORM gmalign_private.make_relations('seed');
  PERFORM gmalign_private.make_relations('view');
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  IF public_owner IS NULL THEN
    RAISE NOTICE 'the public views, in which small groups are withheld, are not made: they need a role to own them'
      USING HINT = format('CREATE ROLE gm_public NOLOGIN; GRANT gm_public TO CURRENT_USER; SELECT gmalign.install_public_views(%L, ''gm_public'');', schema);
  ELSE
    public_text := '; ' || gmalign.install_public_views(schema, public_owner);
  END IF;
  SELECT count(*) FILTER (WHERE m.kind = 'table') AS tables,
         count(*) FILTER (WHERE m.kind = 'view') AS views
  INTO made FROM gmalign_private.model_relations() m;
  PERFORM gmalign_private.check_strangers(schema, public_owner);
  RETURN format('schema %I: %s tables, %s views', schema, made.tables, made.views) || public_text;
END $install$;
COMMENT ON FUNCTION gmalign.install(text, regrole, boolean) IS
  'Creates the tables and views of the model in a schema (made when it does not exist), owned by the caller, and fills in the lists a model starts with. public_owner: the role that owns the suppressed views, see install_public_views(); without it they are left out. distributed: without foreign keys, and without unique keys that lack the assignment, for an engine that distributes the tables of an assignment; see add_foreign_keys(). Returns what was made. Raises 42P07 when one of the names is taken, 42939 for a reserved schema name, 42501 when other roles own the schema or something in it, or may create there.';

CREATE FUNCTION gmalign.uninstall(schema text, drop_data boolean DEFAULT false,
                                  OUT relation text, OUT outcome text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  -- a policy that hides rows from us is an error, not an empty table
  SET row_security = off
AS $uninstall$
DECLARE
  held bigint;
  keep boolean := false;
  missing text;
  r record;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
    RAISE EXCEPTION 'schema "%" does not exist', schema
      USING ERRCODE = 'invalid_schema_name',
            HINT = 'Name the schema that gmalign.install() was given.';
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
  -- relations of these names may be somebody's own
  SELECT string_agg(m.relation, ', ' ORDER BY m.relation) INTO missing
  FROM unnest(ARRAY['goal', 'goal_link', 'assignment', 'assignment_goal', 'stakeholder', 'setting']) AS m (relation)
  WHERE NOT EXISTS (SELECT FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                    WHERE n.nspname = schema AND c.relname = m.relation AND c.relkind IN ('r', 'p'));
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'schema "%" does not hold the model: no table %', schema, missing
      USING ERRCODE = 'undefined_table',
            HINT = 'Name the schema that gmalign.install() was given.';
  END IF;

  -- last made, first dropped: the public views, the views,
  -- then, if no table holds a row, those
  FOR r IN
    SELECT p.relation || '_public' AS relation
    FROM gmalign_private.public_views() p
    JOIN pg_class c ON c.relname = p.relation || '_public' AND c.relkind = 'v'
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = schema
    ORDER BY p.relation
  LOOP
    EXECUTE format('DROP VIEW %I.%I', schema, r.relation);
    relation := r.relation;
    outcome := 'dropped';
    RETURN NEXT;
  END LOOP;
  FOR r IN
    SELECT m.relation, m.kind
    FROM gmalign_private.model_relations() m
    JOIN pg_class c ON c.relname = m.relation
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = schema
    WHERE c.relkind = 'v' AND m.kind = 'view'
    ORDER BY m.place DESC
  LOOP
    EXECUTE format('DROP VIEW %I.%I', schema, r.relation);
    relation := r.relation;
    outcome := 'dropped';
    RETURN NEXT;
  END LOOP;
  IF to_regclass(format('%I.gmalign_coordinator', schema)) IS NOT NULL THEN
    EXECUTE format('DROP VIEW %I.gmalign_coordinator', schema);
  END IF;

  FOR r IN
    SELECT m.relation, m.place
    FROM gmalign_private.model_relations() m
    JOIN pg_class c ON c.relname = m.relation
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = schema
    WHERE c.relkind IN ('r', 'p') AND m.kind = 'table' AND NOT drop_data
    ORDER BY m.place
  LOOP
    -- nobody adds a row between the count and the end
    EXECUTE format('LOCK TABLE %I.%I IN SHARE MODE', schema, r.relation);
    EXECUTE format('SELECT count(*) FROM %I.%I', schema, r.relation) INTO held;
    CONTINUE WHEN held = 0;
    keep := true;
    relation := r.relation;
    outcome := format('kept: holds %s rows', held);
    RETURN NEXT;
  END LOOP;
  IF keep THEN
    RAISE NOTICE 'the views of schema "%" are dropped, all its tables are kept because some hold rows', schema
      USING HINT = 'To drop the tables with all rows: SELECT * FROM gmalign.uninstall(schema, drop_data => true).';
    PERFORM gmalign_private.check_strangers(schema);
    RETURN;
  END IF;

  FOR r IN
    SELECT m.relation
    FROM gmalign_private.model_relations() m
    JOIN pg_class c ON c.relname = m.relation
    JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = schema
    WHERE c.relkind IN ('r', 'p') AND m.kind = 'table'
    ORDER BY m.place DESC
  LOOP
    EXECUTE format('DROP TABLE %I.%I', schema, r.relation);
    relation := r.relation;
    outcome := 'dropped';
    RETURN NEXT;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema);
END $uninstall$;
COMMENT ON FUNCTION gmalign.uninstall(text, boolean) IS
  'Drops the views of the model from a schema, and its tables when all of them are empty or drop_data is true; otherwise every table is kept. Returns a row per relation with what happened. The schema itself stays. Raises 3F000 for an unknown schema, 42P01 for one without the model, 42501 when a row-level policy hides rows of a table from the caller, or other roles own something in the schema or may create there, 2BP01 when something of the user''s depends on a view or table.';
