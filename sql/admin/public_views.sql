-- Public views: what the newest release shows of the views that aggregate people.
--
-- A row-level view shows what its reader may see. A public view shows everybody
-- the same: what gmalign.publish() stored, with small groups withheld. It runs
-- with the rights of a role that nobody can log in as, and that role reads the
-- stored release and nothing else.

CREATE FUNCTION gmalign_private.public_views(
    OUT relation text, OUT labels text[], OUT left_out text[], OUT row_key text, OUT only_rows text, OUT has_history boolean)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 10
BEGIN ATOMIC
  -- left_out: would disclose another, withheld row, or is a sentence of the other
  -- figures. row_key: what a row is about from release to release
  VALUES
    ('program_outcomes', ARRAY['id', 'segment_kind', 'segment', 'alignment_band', 'landmark_days'], ARRAY['finding'], 'id', NULL::text, false),
    ('cascade_by_level', ARRAY['id', 'segment_kind', 'org_unit_id', 'org_unit', 'level'], NULL::text[], 'id',
     'x.segment_kind <> ''org_unit_level''', false),
    ('priority_conflict', ARRAY['id', 'goal_id', 'is_strategic'], NULL, 'id', NULL, false),
    ('alignment_trend', ARRAY['id', 'period_start', 'scope', 'scope_kind'],
     ARRAY['score_change', 'quarter_change', 'misaligned_quarter_change', 'same_move_count', 'same_move_change'], 'scope',
     'x.assignment_count > 0 AND x.period_start = date_trunc(''month'', (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on <= gmalign.today())::timestamp)::date',
     true),
    ('stakeholder_heatmap', ARRAY['id', 'stakeholder_a', 'stakeholder_b', 'a_order', 'b_order'], NULL, 'id', NULL, false),
    ('dimension_scorecard', ARRAY['id', 'dimension_code', 'dimension_name', 'sort_order', 'weight_share', 'strategic_goal_count', 'importance_share'],
     NULL, 'id', NULL, false),
    ('expectancy_by_role', ARRAY['id', 'person_role', 'act'], NULL, 'id', NULL, false),
    ('gm_team_profile', ARRAY['id', 'org_unit_id', 'org_unit'], NULL, 'id', NULL, false);
END;
COMMENT ON FUNCTION gmalign_private.public_views() IS
  'Which views have a public twin (relation || ''_public''), which columns are labels, which the twin leaves out, which column names a row from release to release, which rows are published (NULL: all), and whether the twin shows the rows of earlier releases too. All other columns are figures (public_parts).';

CREATE FUNCTION gmalign_private.make_public_view(relation text, source_view regclass) RETURNS void
  LANGUAGE plpgsql
  -- as make_relations()
  SET client_min_messages = error
AS $make$
DECLARE
  rule record;
  c record;
  shown text := '';
  comments text := '';
  has_flag boolean := false;
  made constant text := pg_catalog.format('%I.%I', pg_catalog.current_schema(), make_public_view.relation || '_public');
  is_new constant boolean := pg_catalog.to_regclass(made) IS NULL;
BEGIN
  SELECT * INTO STRICT rule FROM gmalign_private.public_views() AS p WHERE p.relation = make_public_view.relation;
  FOR c IN
    SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, pg_catalog.col_description(a.attrelid, a.attnum) AS comment
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = source_view AND a.attnum > 0 AND a.attname <> ALL (coalesce(rule.left_out, '{}'))
    ORDER BY a.attnum
  LOOP
    IF c.attname = 'is_suppressed' THEN
      has_flag := true;
      shown := shown || ', r.is_suppressed';
      c.comment := 'Whether some figure of the row is not shown: withheld, or there is none.';
    ELSIF c.attname = 'rank_order' THEN
      -- not as it is stored: a place that nobody has would tell of a row that is not shown
      shown := shown || ', CASE WHEN r.figures ->> ''loss_share'' IS NOT NULL
                           THEN pg_catalog.rank() OVER (ORDER BY (r.figures ->> ''loss_share'')::float8 DESC NULLS LAST)::integer END AS rank_order';
      c.comment := 'Place in the list, 1 first: by loss, as published.';
    ELSE
      shown := shown || pg_catalog.format(', (r.figures ->> %1$L)::%2$s AS %1$I', c.attname, c.type);
      IF c.attname <> ALL (rule.labels) THEN
        c.comment := c.comment || ' As published; NULL also where it is withheld.';
      END IF;
    END IF;
    comments := comments || pg_catalog.format('COMMENT ON COLUMN %I.%I IS %L;', relation || '_public', c.attname, c.comment);
  END LOOP;
  IF NOT has_flag THEN
    shown := shown || ', r.is_suppressed';
    comments := comments || pg_catalog.format('COMMENT ON COLUMN %I.is_suppressed IS %L;', relation || '_public',
                                              'Whether some figure of the row is not shown: withheld, or there is none.');
  END IF;
  EXECUTE pg_catalog.format($view$
    CREATE OR REPLACE VIEW %1$I WITH (security_barrier = true) AS
    SELECT %2$s, r.period AS release_period, r.figures_from
    FROM release_row r
    WHERE r.relation = %3$L AND %4$s$view$,
    relation || '_public', pg_catalog.substr(shown, 3), relation,
    CASE WHEN rule.has_history
         THEN 'r.period = (SELECT pg_catalog.max(n.period) FROM release_row n WHERE n.relation = r.relation AND n.row_id = r.row_id)'
         ELSE 'r.period = (SELECT pg_catalog.max(n.period) FROM release n)' END);
  IF is_new THEN
    PERFORM gmalign_private.take_back_defaults(pg_catalog.to_regclass(made));
  END IF;
  EXECUTE pg_catalog.format('COMMENT ON VIEW %I IS %L', relation || '_public',
    pg_catalog.obj_description(source_view, 'pg_class')
      || ' As the newest release shows it, the same for every reader: small groups, and what would give them away, are withheld. Empty before the first gmalign.publish().');
  EXECUTE comments
    || pg_catalog.format('COMMENT ON COLUMN %I.release_period IS %L;', relation || '_public', 'First day of the period that the release is for.')
    || pg_catalog.format('COMMENT ON COLUMN %I.figures_from IS %L;', relation || '_public',
         'Period whose state the oldest figure of the row shows: a figure stays until enough people behind it have changed.');
END $make$;
COMMENT ON FUNCTION gmalign_private.make_public_view(text, regclass) IS
  'Makes or replaces the public twin of a view in the first schema of the search path, over the releases stored there, with the columns of that view.';

CREATE FUNCTION gmalign_private.filled_columns(OUT view_name text, OUT relation text, OUT column_name text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE ROWS 10
BEGIN ATOMIC
  SELECT DISTINCT m.relation, k[1], k[2]
  FROM gmalign_private.model_relations() m
  CROSS JOIN LATERAL regexp_matches(m.definition, 'filled_keys\(''([a-z_]+)'', ''([a-z_]+)''', 'g') AS k
  WHERE m.kind = 'view';
END;
COMMENT ON FUNCTION gmalign_private.filled_columns() IS
  'The columns that views ask filled_keys() about, by the text of the views: the catalogue does not know of them.';

CREATE FUNCTION gmalign_private.view_inputs(view_name regclass)
  RETURNS TABLE (relation regclass, column_name name)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  -- through our own views only: what a user's view reads is the user's affair
  WITH RECURSIVE used AS (
    SELECT view_name AS relation, NULL::smallint AS attnum
    UNION
    SELECT d.refobjid::regclass, d.refobjsubid::smallint
    FROM used u
    JOIN pg_class c ON c.oid = u.relation AND c.relkind = 'v'
    JOIN gmalign_private.model_relations() m ON m.relation = regexp_replace(c.relname, '_public$', '') AND m.kind = 'view'
    JOIN pg_rewrite r ON r.ev_class = c.oid
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid
                    AND d.refclassid = 'pg_class'::regclass AND d.refobjid <> c.oid AND d.deptype = 'n'
  )
  SELECT DISTINCT u.relation, a.attname
  FROM used u
  JOIN pg_class c ON c.oid = u.relation AND c.relkind <> 'c'
  LEFT JOIN pg_attribute a ON a.attrelid = u.relation AND a.attnum = u.attnum AND a.attnum > 0
  WHERE u.relation <> view_name AND u.attnum IS NOT NULL;
END;
COMMENT ON FUNCTION gmalign_private.view_inputs(regclass) IS
  'The relations and columns that a view of the model reads, through other views of the model too. column_name NULL: the relation as a whole. Who reads a row-level view needs SELECT on them; gmalign.grant_reader() grants just that.';

CREATE FUNCTION gmalign.install_public_views(schema text, public_owner regrole) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $install$
DECLARE
  owner_name text := (SELECT rolname::text FROM pg_roles WHERE oid = public_owner);
  lends_create boolean;
  v record;
  made integer := 0;
  has_release boolean;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF owner_name IS NULL OR EXISTS (SELECT FROM pg_roles r WHERE r.oid = public_owner
                                   AND (r.rolsuper OR r.rolbypassrls OR r.rolcanlogin)) THEN
    RAISE EXCEPTION 'role "%" cannot own public views', coalesce(owner_name, '(none)')
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'The owner must be a role that nobody can log in as, no superuser and without BYPASSRLS: the views run with its rights.',
            HINT = 'CREATE ROLE gm_public NOLOGIN; GRANT gm_public TO CURRENT_USER;';
  END IF;

  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  -- over tables of the user's own they may not be there
  FOR v IN
    SELECT m.definition, m.relation FROM gmalign_private.model_relations() m
    WHERE m.kind = 'table' AND m.relation IN ('release', 'release_row', 'release_step', 'release_member')
      AND pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, m.relation)) IS NULL
    ORDER BY m.place
  LOOP
    EXECUTE v.definition;
    PERFORM gmalign_private.take_back_defaults(pg_catalog.format('%I.%I', schema, v.relation)::regclass);
  END LOOP;
  ALTER TABLE release_member ENABLE ROW LEVEL SECURITY;
  FOR v IN
    SELECT p.relation, pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, p.relation)) AS source_view
    FROM gmalign_private.public_views() p
  LOOP
    CONTINUE WHEN v.source_view IS NULL;
    PERFORM gmalign_private.make_public_view(v.relation, v.source_view);
    made := made + 1;
  END LOOP;
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true);

  -- hand them over; the new owner needs CREATE for that moment only
  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, owner_name);
  EXECUTE format('GRANT SELECT ON %1$I.release, %1$I.release_row TO %2$I', schema, owner_name);
  lends_create := NOT has_schema_privilege(public_owner, schema, 'CREATE');
  FOR v IN
    SELECT c.relname
    FROM pg_class c
    WHERE c.relkind = 'v' AND c.relowner <> public_owner AND c.relnamespace = to_regnamespace(quote_ident(schema))
      AND c.relname IN (SELECT p.relation || '_public' FROM gmalign_private.public_views() p)
  LOOP
    IF lends_create THEN
      EXECUTE format('GRANT CREATE ON SCHEMA %I TO %I', schema, owner_name);
    END IF;
    EXECUTE format('ALTER VIEW %I.%I OWNER TO %I', schema, v.relname, owner_name);
    IF lends_create THEN
      EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %I', schema, owner_name);
    END IF;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema, public_owner);
  EXECUTE format('SELECT EXISTS (SELECT FROM %I.release)', schema) INTO has_release;
  IF NOT has_release THEN
    RAISE NOTICE 'the public views of schema "%" are empty until the first release', schema
      USING HINT = format('SELECT * FROM gmalign.publish(%L);', schema);
  END IF;
  RETURN format('schema %I: %s public views, owned by %I', schema, made, owner_name);
END $install$;
COMMENT ON FUNCTION gmalign.install_public_views(text, regrole) IS
  'Makes or replaces the public views of a schema (NAME_public), owned by a role that must be NOLOGIN, no superuser and without BYPASSRLS, of which the caller is a member. They show what gmalign.publish() stored, and are empty before. Grants that role SELECT on the stored releases and on nothing else. Returns what was made. Raises 22023 for another kind of role.';
