-- Public views: the views that aggregate people, with small groups withheld.
--
-- A row-level view shows what its reader may see. A public view shows
-- everybody the same: it runs with the rights of a role that nobody can log in
-- as, and withholds groups of fewer people than the setting min_group. What it
-- reads lies in a schema of its own, SCHEMA_internal: the same views once more
-- with that role's rights, because a security_invoker view would be checked
-- with the rights of the reader even from within another view.

CREATE FUNCTION gmalign_private.public_views(
    OUT relation text, OUT people text, OUT labels text[], OUT parent text[], OUT left_out text[],
    OUT only_rows text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 10
BEGIN ATOMIC
  -- parent: the groups of one parent share out something of which the whole is
  -- shown too, so a single withheld one could be worked out. NULL: no such whole.
  -- left_out: would disclose another, withheld row. only_rows: the others share
  -- out two wholes at once, which this suppression does not protect
  VALUES
    ('program_outcomes', 'person_count',
     ARRAY['id', 'segment_kind', 'segment', 'alignment_band', 'landmark_days'], ARRAY['segment_kind', 'alignment_band'], NULL::text[], NULL::text),
    ('cascade_by_level', 'person_count',
     ARRAY['id', 'segment_kind', 'org_unit_id', 'org_unit', 'level'], ARRAY['segment_kind'], NULL,
     'x.segment_kind <> ''org_unit_level'''),
    ('priority_conflict', 'person_count',
     ARRAY['id', 'goal_id', 'goal_title', 'is_strategic'], ARRAY[]::text[], NULL, NULL),
    ('alignment_trend', 'person_count',
     ARRAY['id', 'period_start', 'scope', 'scope_kind'], ARRAY['period_start', 'scope_kind'],
     ARRAY['score_change', 'quarter_change', 'misaligned_quarter_change', 'same_move_count', 'same_move_change'],
     'x.scope_kind <> ''unit'''),
    ('stakeholder_heatmap', 'person_count',
     ARRAY['id', 'stakeholder_a', 'stakeholder_b', 'a_order', 'b_order'], NULL, NULL, NULL),
    ('dimension_scorecard', 'person_count',
     ARRAY['id', 'dimension_code', 'dimension_name', 'sort_order', 'weight_share', 'strategic_goal_count',
           'importance_share', 'coverage_share', 'progress_share', 'conflicting_goal_count', 'uncovered_goal_count'],
     ARRAY[]::text[], NULL, NULL),
    ('expectancy_by_role', 'person_count',
     ARRAY['id', 'person_role', 'act'], ARRAY['act'], NULL, NULL),
    ('gm_team_profile', 'person_count',
     ARRAY['id', 'org_unit_id', 'org_unit'], ARRAY[]::text[], NULL, NULL);
END;
COMMENT ON FUNCTION gmalign_private.public_views() IS
  'Which views have a suppressed twin (relation || ''_public''), which column counts the people behind a row, which columns are labels that are always shown, which of them name the parent of a group, which columns the twin leaves out, and which rows it has (NULL: all). All other columns are withheld with the group.';

CREATE FUNCTION gmalign_private.make_public_view(relation text, internal text) RETURNS void
  LANGUAGE plpgsql AS $make$
DECLARE
  rule record;
  c record;
  shown text := '';
  comments text := '';
  partition text := '';
  has_flag boolean := false;
BEGIN
  SELECT * INTO STRICT rule FROM gmalign_private.public_views() AS p WHERE p.relation = make_public_view.relation;
  FOR c IN
    SELECT a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod) AS type, pg_catalog.col_description(a.attrelid, a.attnum) AS comment
    FROM pg_catalog.pg_attribute a
    WHERE a.attrelid = pg_catalog.format('%I.%I', internal, relation)::regclass AND a.attnum > 0
      AND a.attname <> ALL (coalesce(rule.left_out, '{}'))
    ORDER BY a.attnum
  LOOP
    IF c.attname = 'is_suppressed' THEN
      has_flag := true;
      shown := shown || ', g.is_withheld AS is_suppressed';
    ELSIF c.attname = ANY (rule.labels) THEN
      shown := shown || pg_catalog.format(', g.%I', c.attname);
    ELSE
      shown := shown || pg_catalog.format(
        ', gmalign.min_group(g.%1$I, CASE WHEN g.is_withheld THEN 0 ELSE g.%2$I END, g.min_group)::%3$s AS %1$I', c.attname, rule.people, c.type);
      c.comment := c.comment || ' NULL also where is_suppressed.';
    END IF;
    comments := comments || pg_catalog.format('COMMENT ON COLUMN %I.%I IS %L;', relation || '_public', c.attname, c.comment);
  END LOOP;
  IF NOT has_flag THEN
    shown := shown || ', g.is_withheld AS is_suppressed';
    comments := comments || pg_catalog.format('COMMENT ON COLUMN %I.is_suppressed IS %L;', relation || '_public',
      'Whether the figures are withheld because too few people stand behind them, or behind the group they could be worked out from.');
  END IF;
  SELECT coalesce('PARTITION BY ' || pg_catalog.string_agg(pg_catalog.format('x.%I', k), ', '), '') INTO partition
  FROM pg_catalog.unnest(rule.parent) AS k;

  -- Withheld: a group below the minimum. If there is one, then from the
  -- smallest group up as many as make two groups and the minimum of people
  EXECUTE pg_catalog.format($view$
    CREATE OR REPLACE VIEW %1$I WITH (security_barrier = true) AS
    WITH rule AS (
      SELECT s.min_group::bigint AS min_group FROM %2$I.setting_in_force s
    ),
    sized AS (
      SELECT x.*, r.min_group,
             coalesce(x.%3$I, 0) < r.min_group AS is_small,
             pg_catalog.min(nullif(x.%3$I, 0)) OVER parent < r.min_group AS has_small,
             pg_catalog.count(nullif(x.%3$I, 0)) OVER smaller AS smaller_groups,
             coalesce(pg_catalog.sum(x.%3$I) OVER smaller, 0) AS smaller_people
      FROM %2$I.%4$I x
      CROSS JOIN rule r
      WHERE %8$s
      WINDOW parent AS (%5$s),
             smaller AS (%5$s ORDER BY x.%3$I NULLS FIRST, x.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ),
    g AS (
      SELECT s.*,
             s.is_small OR (%6$L AND coalesce(s.has_small, false)
                            AND (s.smaller_groups < 2 OR s.smaller_people < s.min_group)) AS is_withheld
      FROM sized s
    )
    SELECT %7$s FROM g$view$,
    relation || '_public', internal, rule.people, relation, partition, rule.parent IS NOT NULL,
    pg_catalog.substr(shown, 3), coalesce(rule.only_rows, 'true'));
  EXECUTE pg_catalog.format('COMMENT ON VIEW %I IS %L', relation || '_public',
    pg_catalog.obj_description(pg_catalog.format('%I.%I', internal, relation)::regclass, 'pg_class')
      || ' The same for every reader; small groups are withheld (setting min_group).');
  EXECUTE comments;
END $make$;
COMMENT ON FUNCTION gmalign_private.make_public_view(text, text) IS
  'Makes or replaces the suppressed twin of a view in the first schema of the search path, over the view of that name in the internal schema.';

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

CREATE FUNCTION gmalign_private.internal_schema(schema text) RETURNS text
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $internal$
DECLARE
  name text;
  place integer := 0;
BEGIN
  -- known by what it reads: either schema may have been renamed
  SELECT n.nspname::text INTO name
  FROM pg_class v
  JOIN pg_namespace n ON n.oid = v.relnamespace AND n.nspname <> schema
  JOIN pg_rewrite w ON w.ev_class = v.oid
  JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid
                  AND d.refclassid = 'pg_class'::regclass AND d.refobjid = to_regclass(format('%I.setting', schema))
  WHERE v.relname = 'setting_in_force' AND v.relkind = 'v'
  ORDER BY n.nspname <> schema || '_internal', n.nspname
  LIMIT 1;
  IF name IS NULL THEN
    name := schema || '_internal';
    -- too long for a name, or that of a model that had this name before
    WHILE octet_length(name) > 63 OR to_regclass(format('%I.setting_in_force', name)) IS NOT NULL LOOP
      place := place + 1;
      name := left(schema, 10) || '_internal_' || place;
    END LOOP;
  END IF;
  RETURN name;
END $internal$;
COMMENT ON FUNCTION gmalign_private.internal_schema(text) IS
  'The schema that holds what the public views of a schema read, or the name it is to have.';

CREATE FUNCTION gmalign.install_public_views(schema text, public_owner regrole) RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $install$
DECLARE
  internal text;
  owner_name text := (SELECT rolname::text FROM pg_roles WHERE oid = public_owner);
  lends_create boolean;
  v record;
  made integer := 0;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  IF owner_name IS NULL OR EXISTS (SELECT FROM pg_roles r WHERE r.oid = public_owner
                                   AND (r.rolsuper OR r.rolbypassrls OR r.rolcanlogin)) THEN
    RAISE EXCEPTION 'role "%" cannot own public views', coalesce(owner_name, '(none)')
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'The owner must be a role that nobody can log in as, no superuser and without BYPASSRLS: the views run with its rights.',
            HINT = 'CREATE ROLE gm_public NOLOGIN; GRANT gm_public TO CURRENT_USER;';
  END IF;
  internal := gmalign_private.internal_schema(schema);
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = internal) THEN
    EXECUTE format('CREATE SCHEMA %I', internal);
    EXECUTE format('COMMENT ON SCHEMA %I IS %L', internal,
                   'What the public views of schema ' || schema || ' read, with the rights of their owner. Not for readers.');
  END IF;
  PERFORM gmalign_private.check_target_schema(internal, coalesce(gmalign_private.public_views_owner(schema), public_owner));

  -- the views below the public ones, once more: names are looked up here
  -- first, tables are found in the model's schema
  PERFORM set_config('search_path', format('%I, %I, pg_temp', internal, schema), true);
  FOR v IN
    SELECT m.relation
    FROM gmalign_private.model_relations() m
    WHERE m.relation = 'setting_in_force'
       OR m.kind = 'view' AND EXISTS (
        SELECT FROM gmalign_private.public_views() p
        WHERE pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, p.relation)) IS NOT NULL
          AND (p.relation = m.relation
               OR pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, m.relation)) IN (
                    SELECT i.relation FROM gmalign_private.view_inputs(pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, p.relation))) i)))
    ORDER BY m.place
  LOOP
    PERFORM gmalign_private.make_view(v.relation);
    EXECUTE pg_catalog.format('ALTER VIEW %I.%I RESET (security_invoker)', internal, v.relation);
  END LOOP;
  PERFORM pg_catalog.set_config('search_path', pg_catalog.format('%I, pg_temp', schema), true);
  FOR v IN
    SELECT p.relation FROM gmalign_private.public_views() p
    WHERE pg_catalog.to_regclass(pg_catalog.format('%I.%I', internal, p.relation)) IS NOT NULL
  LOOP
    PERFORM gmalign_private.make_public_view(v.relation, internal);
    made := made + 1;
  END LOOP;
  PERFORM set_config('search_path', 'pg_catalog, pg_temp', true);

  -- hand them over; the new owner needs CREATE for that moment only
  EXECUTE format('GRANT USAGE ON SCHEMA %I, %I TO %I', schema, internal, owner_name);
  FOR v IN
    SELECT DISTINCT i.relation
    FROM pg_class c
    CROSS JOIN LATERAL gmalign_private.view_inputs(c.oid::regclass) i
    JOIN pg_class t ON t.oid = i.relation AND t.relnamespace = to_regnamespace(quote_ident(schema))
    WHERE c.relnamespace = to_regnamespace(quote_ident(internal)) AND c.relkind = 'v'
  LOOP
    EXECUTE format('GRANT SELECT ON %s TO %I', v.relation, owner_name);
  END LOOP;
  FOR v IN
    SELECT n.nspname, c.relname
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'v' AND c.relowner <> public_owner
      AND (n.nspname = internal
           OR n.nspname = schema AND c.relname IN (SELECT p.relation || '_public' FROM gmalign_private.public_views() p))
    ORDER BY n.nspname
  LOOP
    lends_create := NOT has_schema_privilege(public_owner, v.nspname, 'CREATE');
    IF lends_create THEN
      EXECUTE format('GRANT CREATE ON SCHEMA %I TO %I', v.nspname, owner_name);
    END IF;
    EXECUTE format('ALTER VIEW %I.%I OWNER TO %I', v.nspname, v.relname, owner_name);
    IF lends_create THEN
      EXECUTE format('REVOKE CREATE ON SCHEMA %I FROM %I', v.nspname, owner_name);
    END IF;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema, public_owner);
  PERFORM gmalign_private.check_strangers(internal, public_owner);
  RETURN format('schema %I: %s public views, owned by %I', schema, made, owner_name);
END $install$;
COMMENT ON FUNCTION gmalign.install_public_views(text, regrole) IS
  'Makes or replaces the suppressed views of a schema (NAME_public), owned by a role that must be NOLOGIN, no superuser and without BYPASSRLS, of which the caller is a member, and the views they read in SCHEMA_internal. Grants that role SELECT on the tables behind them. Returns what was made. Raises 22023 for another kind of role.';
