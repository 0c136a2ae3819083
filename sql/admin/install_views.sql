-- Bring your own tables: the views over any relations with the model's column
-- names, and the views of a schema brought up to date.

CREATE FUNCTION gmalign_private.model_contract()
  RETURNS TABLE (kind text, place integer, relation text, column_name text, type_name text, target text,
                 view_name text, definition text)
  LANGUAGE plpgsql
  SET search_path = pg_temp
  SET client_min_messages = warning
AS $contract$
DECLARE
  found jsonb;
BEGIN
  -- The contract is the model itself: made as temporary tables and views, read
  -- from the catalog and undone, so that nothing has to be said twice.
  BEGIN
    PERFORM gmalign_private.make_relations('table');
    PERFORM gmalign_private.make_relations('view', optional => false);
    SELECT pg_catalog.jsonb_agg(pg_catalog.to_jsonb(q)) INTO found
    FROM (
      SELECT 'column' AS kind, m.place, m.relation, a.attname AS column_name,
             pg_catalog.format_type(a.atttypid, a.atttypmod) AS type_name,
             CASE WHEN a.attname = 'id' THEN m.relation
                  -- a key without a foreign key
                  WHEN (m.relation, a.attname) = ('alignment_snapshot', 'assignment_id') THEN 'assignment'
                  ELSE t.relname END AS target,
             NULL::text AS view_name, a.attnum::text AS definition
      FROM gmalign_private.model_relations() m
      JOIN pg_catalog.pg_class c ON c.relname = m.relation AND c.relnamespace = pg_catalog.pg_my_temp_schema()
      JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
      LEFT JOIN pg_catalog.pg_constraint f ON f.contype = 'f' AND f.conrelid = c.oid AND f.conkey = ARRAY[a.attnum]
      LEFT JOIN pg_catalog.pg_class t ON t.oid = f.confrelid AND a.atttypid = 'bigint'::regtype
      WHERE m.kind = 'table'
      UNION ALL
      SELECT DISTINCT 'input', m.place, t.relname, a.attname, NULL, NULL, m.relation, NULL
      FROM gmalign_private.model_relations() m
      JOIN pg_catalog.pg_class c ON c.relname = m.relation AND c.relnamespace = pg_catalog.pg_my_temp_schema()
      JOIN pg_catalog.pg_rewrite w ON w.ev_class = c.oid
      JOIN pg_catalog.pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                                 AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid
      JOIN pg_catalog.pg_class t ON t.oid = d.refobjid AND t.relkind <> 'c'
      LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid AND a.attnum > 0
      WHERE m.kind = 'view'
      UNION ALL
      SELECT 'input', m.place, f.relation, f.column_name, NULL, NULL, f.view_name, NULL
      FROM gmalign_private.filled_columns() f
      JOIN gmalign_private.model_relations() m ON m.relation = f.view_name
      UNION ALL
      SELECT 'foreign key', m.place, m.relation, NULL, NULL, t.relname, NULL, pg_catalog.pg_get_constraintdef(f.oid)
      FROM gmalign_private.model_relations() m
      JOIN pg_catalog.pg_class c ON c.relname = m.relation AND c.relnamespace = pg_catalog.pg_my_temp_schema()
      JOIN pg_catalog.pg_constraint f ON f.contype = 'f' AND f.conrelid = c.oid
      JOIN pg_catalog.pg_class t ON t.oid = f.confrelid
    ) AS q;
    RAISE EXCEPTION USING ERRCODE = 'GM000', MESSAGE = 'undo';
  EXCEPTION
    WHEN SQLSTATE 'GM000' THEN NULL;
    WHEN duplicate_table THEN
      RAISE EXCEPTION 'a temporary relation stands in the way: %', SQLERRM
        USING ERRCODE = 'duplicate_table', HINT = 'Drop the temporary relation of that name, or use another session.';
  END;
  RETURN QUERY
  SELECT f.kind, f.place, f.relation, f.column_name, f.type_name, f.target, f.view_name, f.definition
  FROM pg_catalog.jsonb_to_recordset(found)
    AS f (kind text, place integer, relation text, column_name text, type_name text, target text, view_name text, definition text);
END $contract$;
COMMENT ON FUNCTION gmalign_private.model_contract() IS
  'What the views ask of the relations below them. kind column: a column of a model table with its type, and in target the table whose key it holds; input: a column (NULL: the whole) that a view cannot do without; foreign key: in definition. Needs the TEMPORARY privilege on the database, leaves nothing behind.';

CREATE FUNCTION gmalign_private.key_type(actual oid) RETURNS text
  LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1
BEGIN ATOMIC
  WITH RECURSIVE base AS (
    SELECT t.oid, t.typtype, t.typbasetype FROM pg_type t WHERE t.oid = actual
    UNION ALL
    SELECT t.oid, t.typtype, t.typbasetype FROM base b JOIN pg_type t ON t.oid = b.typbasetype WHERE b.typtype = 'd'
  )
  SELECT CASE WHEN b.oid IN (20, 21, 23) THEN 'bigint' WHEN b.oid IN (25, 1043) THEN 'text' WHEN b.oid = 2950 THEN 'uuid' END
  FROM base b WHERE b.typtype <> 'd';
END;
COMMENT ON FUNCTION gmalign_private.key_type(oid) IS
  'What keys of a type, or of the type below a domain, are to the kernels: bigint for the integers, text, uuid. NULL: such a type names nothing.';

CREATE FUNCTION gmalign_private.type_fits(actual regtype, wanted text, is_key boolean) RETURNS boolean
  LANGUAGE sql STABLE STRICT PARALLEL SAFE COST 1
BEGIN ATOMIC
  SELECT CASE WHEN is_key THEN gmalign_private.key_type(actual) IS NOT NULL
              WHEN wanted = 'text' THEN b.name IN ('text', 'character varying')
              WHEN wanted = 'bigint' THEN b.name IN ('smallint', 'integer', 'bigint')
              WHEN wanted = 'integer' THEN b.name IN ('smallint', 'integer')
              WHEN wanted LIKE 'numeric%' THEN b.name IN ('numeric', 'double precision', 'smallint', 'integer', 'bigint')
              ELSE b.name = wanted END
  FROM (SELECT format_type(CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END, NULL) AS name
        FROM pg_type t WHERE t.oid = actual) AS b;
END;
COMMENT ON FUNCTION gmalign_private.type_fits(regtype, text, boolean) IS
  'Whether a column of a user''s relation can stand for one of the model''s; keys may be integers, text or uuid.';

CREATE FUNCTION gmalign_private.add_missing_tables(schema text) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_temp
  SET client_min_messages = warning
AS $add$
DECLARE
  r record;
  k record;
  key_type text;
  scratch text;
BEGIN
  -- made as temporary tables with their seed, then copied where they are
  -- missing, with keys in the type that the user's relations have
  PERFORM gmalign_private.make_relations('table');
  PERFORM gmalign_private.make_relations('seed');
  FOR r IN
    SELECT m.relation FROM gmalign_private.model_relations() m
    WHERE m.kind = 'table' AND pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, m.relation)) IS NULL
    ORDER BY m.place
  LOOP
    EXECUTE pg_catalog.format('CREATE TABLE %I.%I (LIKE pg_temp.%I INCLUDING ALL)', schema, r.relation, r.relation);
    PERFORM gmalign_private.take_back_defaults(pg_catalog.format('%I.%I', schema, r.relation)::regclass);
    FOR k IN
      SELECT a.attname, t.relname AS target
      FROM pg_catalog.pg_constraint f
      JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid AND f.conkey = ARRAY[a.attnum]
      JOIN pg_catalog.pg_class t ON t.oid = f.confrelid
      WHERE f.contype = 'f' AND f.conrelid = pg_catalog.format('pg_temp.%I', r.relation)::regclass
      UNION ALL
      SELECT 'assignment_id', 'assignment' WHERE r.relation = 'alignment_snapshot'
    LOOP
      SELECT CASE WHEN gmalign_private.key_type(a.atttypid) IS NULL THEN 'bigint'
                  ELSE pg_catalog.format_type(a.atttypid, a.atttypmod) END INTO key_type
      FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, k.target)) AND a.attname = 'id';
      IF key_type <> 'bigint' THEN
        EXECUTE pg_catalog.format('ALTER TABLE %I.%I ALTER COLUMN %I TYPE %s USING NULL', schema, r.relation, k.attname, key_type);
      END IF;
    END LOOP;
    -- the lists a model starts with refer to nothing; the other tables are empty
    IF NOT FOUND THEN
      EXECUTE pg_catalog.format('INSERT INTO %I.%I SELECT * FROM pg_temp.%I', schema, r.relation, r.relation);
    END IF;
    PERFORM pg_catalog.setval(s.name, s.last)
    FROM (SELECT pg_catalog.pg_get_serial_sequence(pg_catalog.format('%I.%I', schema, r.relation), a.attname) AS name,
                 pg_catalog.pg_sequence_last_value(pg_catalog.pg_get_serial_sequence('pg_temp.' || pg_catalog.quote_ident(r.relation), a.attname)::regclass) AS last
          FROM pg_catalog.pg_attribute a
          WHERE a.attrelid = pg_catalog.format('pg_temp.%I', r.relation)::regclass AND a.attidentity <> '') AS s
    WHERE s.last IS NOT NULL;
    IF r.relation = 'flag' THEN
      PERFORM pg_catalog.set_config('search_path', pg_catalog.format('%I, pg_temp', schema), true);
      PERFORM gmalign_private.guard_flags();
      PERFORM pg_catalog.set_config('search_path', 'pg_temp', true);
    END IF;
  END LOOP;
  SELECT pg_catalog.string_agg(pg_catalog.format('pg_temp.%I', m.relation), ', ') INTO scratch
  FROM gmalign_private.model_relations() m WHERE m.kind = 'table';
  EXECUTE 'DROP TABLE ' || scratch || ' CASCADE';
END $add$;
COMMENT ON FUNCTION gmalign_private.add_missing_tables(text) IS
  'Creates the tables of the model that a schema lacks, without foreign keys, with the lists a model starts with.';

CREATE FUNCTION gmalign_private.is_passing(code text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
BEGIN ATOMIC
  -- a connection, a standby, a rollback, room on the disk or memory, a lock, an operator, a system
  SELECT code ~ '^(08|25006|40|53|55P03|57|58)';
END;
COMMENT ON FUNCTION gmalign_private.is_passing(text) IS
  'Whether an SQLSTATE tells of the moment and not of what was asked for: the same call may succeed when there is room, memory or the lock, or on the primary.';

CREATE FUNCTION gmalign.install_views(schema text, add_missing boolean DEFAULT false,
                                      OUT view_name text, OUT made boolean, OUT reason text, OUT hint text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $install$
DECLARE
  v record;
  not_made text[] := ARRAY[]::text[];
  contract jsonb;
  found record;
  -- views of ours may be replaced, relations of the user's may not
  is_ours boolean := to_regclass(format('%I.view_version', schema)) IS NOT NULL;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
    RAISE EXCEPTION 'schema "%" does not exist', schema
      USING ERRCODE = 'invalid_schema_name',
            HINT = 'Create it, and in it a view for each relation you have, with the model''s column names.';
  END IF;
  IF add_missing THEN
    PERFORM gmalign_private.add_missing_tables(schema);
  END IF;
  SELECT jsonb_agg(to_jsonb(c)) INTO contract FROM gmalign_private.model_contract() c;

  FOR v IN
    WITH contract AS MATERIALIZED (
      SELECT c.* FROM jsonb_to_recordset(contract)
        AS c (kind text, place integer, relation text, column_name text, type_name text, target text, view_name text, definition text)
    ),
    wanted AS (
      SELECT c.relation, c.column_name, c.type_name, c.target, c.definition::integer AS attnum,
             c.target IS NOT NULL AS is_key,
             t.oid AS relid, t.relkind, a.atttypid, k.atttypid AS key_type,
             c.target IS NOT NULL AND EXISTS (SELECT FROM pg_collation l WHERE l.oid = a.attcollation AND NOT l.collisdeterministic)
               AS is_vague, a.attcollation,
             a.attnum IS NOT NULL AND (has_column_privilege(t.oid, a.attnum, 'SELECT')) AS is_readable
      FROM contract c
      LEFT JOIN pg_class t ON t.oid = to_regclass(format('%I.%I', schema, c.relation))
      LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = c.column_name AND a.attnum > 0
      LEFT JOIN pg_attribute k ON k.attrelid = to_regclass(quote_ident(schema) || '.' || quote_ident(c.target)) AND k.attname = 'id'
      WHERE c.kind = 'column'
    ),
    judged AS (
      SELECT w.*,
             -- keys in the type of the key they point at, if that can name something
             CASE WHEN w.is_key AND gmalign_private.key_type(w.key_type) IS NOT NULL THEN format_type(w.key_type, NULL)
                  ELSE w.type_name END AS wanted_type,
             CASE WHEN w.relid IS NULL THEN 'is missing'
                  WHEN w.atttypid IS NULL THEN format('has no column "%s"', w.column_name)
                  WHEN NOT gmalign_private.type_fits(w.atttypid::regtype, w.type_name, w.is_key)
                    THEN format('column "%s" is of type %s, expected is %s', w.column_name, format_type(w.atttypid, NULL),
                                CASE WHEN w.is_key THEN 'an integer, text or uuid' ELSE w.type_name END)
                  WHEN w.is_key AND gmalign_private.key_type(w.atttypid) <> gmalign_private.key_type(w.key_type)
                    THEN format('column "%s" is of type %s, but the key of %I.%I is of type %s', w.column_name,
                                format_type(w.atttypid, NULL), schema, w.target, format_type(w.key_type, NULL))
                  WHEN w.is_vague
                    THEN format('column "%s" has the nondeterministic collation %s, keys are compared by their bytes', w.column_name,
                                w.attcollation::regcollation)
                  WHEN NOT w.is_readable THEN 'may not be read: permission denied'
             END AS problem
      FROM wanted w
    ),
    -- the view to write: what fits stays, what does not is cast, what is missing is NULL
    template AS (
      SELECT j.relation,
             CASE WHEN bool_and(coalesce(j.problem LIKE '%permission denied', true))
                   AND bool_or(j.problem IS NOT NULL)
                  THEN format('GRANT SELECT ON %I.%I TO %I;', schema, j.relation, current_user)
                  ELSE CASE WHEN min(j.relkind) = 'v' THEN format('DROP VIEW %I.%I CASCADE; ', schema, j.relation) ELSE '' END
                    || format('CREATE VIEW %I.%I AS SELECT %s FROM %s;',
                     CASE WHEN min(j.relkind) IN ('r', 'p', 'm', 'f') THEN schema || '_views' ELSE schema END, j.relation,
                     string_agg(CASE WHEN j.atttypid IS NULL
                                     THEN format('NULL::%s AS %I', j.wanted_type, j.column_name)
                                     WHEN j.problem IS NULL OR j.problem LIKE '%permission denied' THEN quote_ident(j.column_name)
                                     -- the spelling of the row pointed at, which the collation finds
                                     WHEN j.is_vague AND j.target <> j.relation
                                       THEN format('coalesce((SELECT k.id FROM %I.%I AS k WHERE k.id = %s.%I), %4$I) COLLATE "C" AS %4$I', schema,
                                                   j.target, CASE WHEN j.relkind IN ('r', 'p', 'm', 'f') THEN quote_ident(j.relation) ELSE 'your_table' END,
                                                   j.column_name)
                                     WHEN j.is_vague AND j.column_name <> 'id'
                                       THEN format('coalesce((SELECT k.id FROM %I.%I AS k WHERE k.id = %2$I.%3$I), %3$I) COLLATE "C" AS %3$I', schema,
                                                   j.relation, j.column_name)
                                     WHEN j.is_vague THEN format('%I COLLATE "C" AS %1$I', j.column_name)
                                     ELSE format('%I::%s AS %I', j.column_name, j.wanted_type, j.column_name) END,
                                ', ' ORDER BY j.attnum),
                     CASE WHEN min(j.relkind) IN ('r', 'p', 'm', 'f') THEN format('%I.%I', schema, j.relation) ELSE 'your_table' END)
             END AS hint
      FROM judged j
      WHERE EXISTS (SELECT FROM contract c WHERE c.kind = 'input' AND c.relation = j.relation AND c.column_name = j.column_name)
      GROUP BY j.relation
    ),
    -- what a view reads itself
    missing AS (
      SELECT i.view_name, i.relation, t.hint,
             format('%I.%I %s', schema, i.relation, string_agg(DISTINCT j.problem, ', ')) AS reason
      FROM contract i
      JOIN judged j ON j.relation = i.relation AND (j.column_name = i.column_name OR j.relid IS NULL)
      JOIN template t ON t.relation = i.relation
      WHERE i.kind = 'input' AND j.problem IS NOT NULL
      GROUP BY i.view_name, i.relation, t.hint
    )
    SELECT m.relation, m.place,
           (SELECT string_agg(g.reason, '; ' ORDER BY g.relation) FROM missing g WHERE g.view_name = m.relation) AS reason,
           (SELECT string_agg(g.hint, E'\n' ORDER BY g.relation) FROM missing g WHERE g.view_name = m.relation) AS hint,
           ARRAY(SELECT DISTINCT i.relation FROM contract i
                 JOIN gmalign_private.model_relations() b ON b.relation = i.relation AND b.kind = 'view'
                 WHERE i.kind = 'input' AND i.view_name = m.relation ORDER BY 1) AS views
    FROM gmalign_private.model_relations() m
    WHERE m.kind = 'view'
    ORDER BY m.place
  LOOP
    view_name := v.relation;
    reason := v.reason;
    hint := v.hint;
    IF v.views && not_made THEN
      reason := concat_ws('; ', reason, format('rests on %s, not made',
                  (SELECT string_agg(b, ', ') FROM unnest(v.views) AS b WHERE b = ANY (not_made))));
      hint := coalesce(hint, 'Put right what their own rows say.');
    END IF;
    IF reason IS NULL AND NOT is_ours AND to_regclass(format('%I.%I', schema, v.relation)) IS NOT NULL THEN
      reason := format('%I.%I is there already and not made by gmalign', schema, v.relation);
      hint := 'Rename it: the name is that of a view.';
    END IF;
    IF reason IS NULL THEN
      BEGIN
        PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
        PERFORM gmalign_private.make_view(v.relation);
      EXCEPTION WHEN OTHERS THEN
        -- says nothing of the view
        IF gmalign_private.is_passing(SQLSTATE) THEN
          RAISE;
        END IF;
        reason := SQLERRM;
        hint := 'See what changed with gmalign.upgrade_views(), or drop the view and what rests on it first.';
      END;
      PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    END IF;
    made := reason IS NULL;
    IF NOT made THEN
      not_made := not_made || v.relation;
    END IF;
    RETURN NEXT;
  END LOOP;

  PERFORM gmalign_private.check_strangers(schema);

  -- views over data that is not right are made, and their numbers are not
  BEGIN
    SELECT count(*) AS n, count(*) FILTER (WHERE c.severity = 'error') AS error_count INTO found
    FROM gmalign.check(schema) c WHERE c.code <> 'outdated_view';
    RAISE NOTICE 'the data of schema "%": % of gmalign.check, % of them errors', schema,
        CASE found.n WHEN 0 THEN 'no finding' WHEN 1 THEN '1 finding' ELSE found.n || ' findings' END, found.error_count
      USING HINT = format('SELECT * FROM gmalign.check(%L) WHERE code <> ''outdated_view'';', schema);
  EXCEPTION
    WHEN undefined_table THEN NULL;
    WHEN OTHERS THEN
      RAISE NOTICE 'the data of schema "%" could not be looked at: %', schema, SQLERRM
        USING HINT = format('SELECT * FROM gmalign.check(%L);', schema);
  END;
END $install$;
COMMENT ON FUNCTION gmalign.install_views(text, boolean) IS
  'Makes the views over the relations of a schema: tables or views of yours with the model''s column names; keys may be integers, text or uuid. A row per view: made, or else the reason (which relation lacks which column, has which wrong type or may not be read, and what is expected) and a hint with the CREATE VIEW to write. add_missing: creates the model''s own tables for the relations that are not there. Calling it again replaces the views. Ends with a notice that says how many findings gmalign.check() has about the data.';

CREATE FUNCTION gmalign.upgrade_views(schema text, OUT view_name text, OUT replaced boolean, OUT reason text, OUT hint text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $upgrade$
DECLARE
  v record;
  o text;
  public_owner regrole;
  comments jsonb;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF NOT EXISTS (SELECT FROM gmalign_private.model_relations() m
                 JOIN pg_class c ON c.relname = m.relation AND c.relkind = 'v' AND m.kind = 'view'
                 JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = schema) THEN
    RAISE EXCEPTION 'schema "%" holds no view of gmalign', schema
      USING ERRCODE = 'undefined_table',
            HINT = 'Name the schema that gmalign.install() or gmalign.install_views() was given.';
  END IF;
  -- a view made anew says what the release says of it
  SELECT jsonb_agg(to_jsonb(c)) INTO comments FROM gmalign_private.own_comments(schema) c;
  FOR v IN
    SELECT m.relation, c.oid, c.reloptions
    FROM gmalign_private.model_relations() m
    LEFT JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', schema, m.relation))
    WHERE m.kind = 'view'
    ORDER BY m.place
  LOOP
    view_name := v.relation;
    reason := NULL;
    hint := NULL;
    BEGIN
      PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
      PERFORM gmalign_private.make_view(v.relation);
      -- replacing a view resets its options: set what it had once more
      FOREACH o IN ARRAY coalesce(v.reloptions, '{}') LOOP
        CONTINUE WHEN pg_catalog.starts_with(o, 'security_invoker=');
        EXECUTE pg_catalog.format('ALTER VIEW %I.%I SET (%s)', schema, v.relation, o);
      END LOOP;
    EXCEPTION WHEN OTHERS THEN
      -- says nothing of the view
      IF gmalign_private.is_passing(SQLSTATE) THEN
        RAISE;
      END IF;
      reason := SQLERRM;
      hint := CASE WHEN v.oid IS NULL THEN 'What it reads is not there: see gmalign.install_views().'
                   ELSE 'It is left as it was. SELECT * FROM gmalign.reinstall() makes all views anew, and what rests on them.' END;
    END;
    PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);
    replaced := reason IS NULL;
    RETURN NEXT;
  END LOOP;

  public_owner := gmalign_private.public_views_owner(schema)::regrole;
  IF public_owner IS NOT NULL THEN
    view_name := 'public views';
    reason := NULL;
    hint := NULL;
    BEGIN
      PERFORM gmalign.install_public_views(schema, public_owner);
    EXCEPTION WHEN OTHERS THEN
      -- says nothing of the view
      IF gmalign_private.is_passing(SQLSTATE) THEN
        RAISE;
      END IF;
      reason := SQLERRM;
      hint := format('Call gmalign.install_public_views(%L, %L) as a member of that role.', schema, public_owner::text);
    END;
    replaced := reason IS NULL;
    RETURN NEXT;
  END IF;
  PERFORM gmalign_private.set_comments(schema, comments);
  PERFORM gmalign_private.check_strangers(schema);
END $upgrade$;
COMMENT ON FUNCTION gmalign.upgrade_views(text) IS
  'After ALTER EXTENSION gmalign UPDATE: replaces the views of a schema in place, public ones included, so that grants, options, comments of users and what rests on them stay, and makes those that are new. A row per view: replaced, or else the reason and what to do; a view that cannot be replaced is left as it was. What says nothing of a view, such as a full disk or a lock_timeout, is raised, and nothing is changed. Raises 42P01 when the schema holds none.';

CREATE FUNCTION gmalign.outdated_views(schema text, OUT view_name text, OUT reason text)
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $outdated$
DECLARE
  made_by text;
  current boolean;
BEGIN
  IF to_regclass(format('%I.view_version', schema)) IS NULL THEN
    RETURN;
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
  EXECUTE format('SELECT v.version, v.is_current FROM %I.view_version v', schema) INTO made_by, current;
  RETURN QUERY
  SELECT v.relation,
         CASE WHEN c.oid IS NULL THEN gmalign_private.sentence('outdated.missing')
              WHEN NOT o.is_on THEN gmalign_private.sentence('outdated.option', jsonb_build_object('option', v.option))
              ELSE gmalign_private.sentence('outdated.other', jsonb_build_object('version', made_by)) END
  FROM (SELECT m.relation, m.place, 'security_invoker' AS option FROM gmalign_private.model_relations() m WHERE m.kind = 'view'
        UNION ALL
        SELECT p.relation || '_public', NULL::integer, 'security_barrier' FROM gmalign_private.public_views() p) AS v
  LEFT JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', schema, v.relation))
  -- without them a view shows its owner's rows, or rows its conditions leave out
  CROSS JOIN LATERAL (SELECT c.relkind <> 'v' OR EXISTS (SELECT FROM pg_options_to_table(c.reloptions) t
                                                         WHERE t.option_name = v.option AND t.option_value::boolean) AS is_on) AS o
  WHERE CASE WHEN v.place IS NULL THEN NOT o.is_on ELSE c.oid IS NULL OR NOT current OR NOT o.is_on END
  ORDER BY v.place, v.relation;
  PERFORM gmalign_private.check_strangers(schema);
END $outdated$;
COMMENT ON FUNCTION gmalign.outdated_views(text) IS
  'The views of a schema that gmalign.upgrade_views() would change or add: made by another release, missing, or without the option security_invoker or (public views) security_barrier that they were made with. No rows: up to date, or not a schema with views of gmalign.';

CREATE FUNCTION gmalign_private.views_fingerprint() RETURNS text
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1
  RETURN '@FINGERPRINT@';
COMMENT ON FUNCTION gmalign_private.views_fingerprint() IS
  'A key that changes whenever a release changes the definition of a view; the view view_version has that of the release that made it.';
