-- check: what is wrong with the data of a model, row by row.
--
-- One function per kind of finding; check() calls them all. They read the
-- relations of the schema by the names and the columns of the model, whether
-- these are its tables or views of the user's own, with keys of any type, and
-- with the rights of the caller.

CREATE TYPE gmalign.finding AS (
  severity text, code text, relation text, row_key text, message text, hint text);
COMMENT ON TYPE gmalign.finding IS
  'What gmalign.check() returns: severity (error, warning, notice), a code, the relation and the key of the row, the finding in words and what to do.';

CREATE FUNCTION gmalign_private.check_links(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
BEGIN
  -- foreign keys keep these out of the model's own tables
  RETURN QUERY EXECUTE format($q$
    SELECT 'error', 'dangling_link', 'goal_link', format('%%s > %%s', l.child_id, l.parent_id),
           format('link from goal %%s to goal %%s: %%s no row in goal', l.child_id, l.parent_id,
                  CASE WHEN c.id IS NOT NULL THEN 'the parent has'
                       WHEN p.id IS NOT NULL THEN 'the child has' ELSE 'both have' END),
           'Load the goal, or remove the link.'
    FROM %1$I.goal_link l
    LEFT JOIN %1$I.goal c ON c.id = l.child_id
    LEFT JOIN %1$I.goal p ON p.id = l.parent_id
    WHERE c.id IS NULL OR p.id IS NULL
    ORDER BY l.child_id, l.parent_id
    $q$, schema);

  RETURN QUERY EXECUTE format($q$
    WITH link AS MATERIALIZED (SELECT * FROM %1$I.cascade_link),
    graph AS MATERIALIZED (
      SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g, array_agg(DISTINCT l.goal_id) AS goals FROM link l
    ),
    cycle AS (
      SELECT c.cycle_no, (array_agg(c.goal ORDER BY c.goal))[1]::text AS first, count(*) AS n,
             array_agg(format('"%%s"', g.title) ORDER BY c.goal) AS titles
      FROM graph CROSS JOIN LATERAL gmalign.goal_cycles(graph.g, graph.goals) AS c
      JOIN %1$I.goal g ON g.id = c.goal
      GROUP BY c.cycle_no
    )
    SELECT 'warning', 'cycle', 'goal_link', c.first,
           CASE c.n WHEN 1 THEN format('%%s is linked to itself', c.titles[1])
             ELSE format('%%s goals serve each other in a circle: %%s%%s', c.n, array_to_string(c.titles[1:5], ', '),
                         CASE WHEN c.n > 5 THEN format(' and %%s more', c.n - 5) END) END,
           'Remove the link that says least; until then the links inside carry no contribution and no progress.'
    FROM cycle c
    ORDER BY c.cycle_no
    $q$, schema);

  RETURN QUERY EXECUTE format($q$
    SELECT 'notice', 'duplicate_link', 'goal_link', format('%%s > %%s', l.goal_id, l.parent_goal_id),
           format('"%%s" is linked to "%%s" %%s times', c.title, p.title, l.n),
           'The largest contribution counts, on a tie the negative one. Keep one link.'
    FROM (SELECT k.goal_id, k.parent_goal_id, count(*) AS n FROM %1$I.cascade_link k
          WHERE k.parent_goal_id IS NOT NULL GROUP BY k.goal_id, k.parent_goal_id HAVING count(*) > 1) l
    JOIN %1$I.goal c ON c.id = l.goal_id
    JOIN %1$I.goal p ON p.id = l.parent_goal_id
    ORDER BY l.goal_id, l.parent_goal_id
    $q$, schema);

  RETURN QUERY EXECUTE format($q$
    SELECT 'notice', 'level_skip', 'goal_link', format('%%s > %%s', l.goal_id, l.parent_goal_id),
           format('"%%s" (%%s) serves "%%s" (%%s)%%s', c.title, c.level, p.title, p.level,
                  CASE WHEN r.child < r.parent THEN ', a goal of a lower level'
                       ELSE format(' and skips %%s', array_to_string(r.levels[r.parent + 1 : r.child - 1], ' and ')) END),
           CASE WHEN r.child < r.parent THEN 'Turn the link round, or correct a level.'
                ELSE 'Link it to a goal in between, if there is one.' END
    FROM (SELECT DISTINCT k.goal_id, k.parent_goal_id FROM %1$I.cascade_link k
          WHERE k.parent_goal_id IS NOT NULL AND k.relation <> 'conflicts') l
    JOIN %1$I.goal c ON c.id = l.goal_id
    JOIN %1$I.goal p ON p.id = l.parent_goal_id
    CROSS JOIN LATERAL (SELECT n.levels, array_position(n.levels, c.level) AS child, array_position(n.levels, p.level) AS parent
                        FROM (SELECT ARRAY['strategic', 'department', 'team', 'individual'] AS levels) n) r
    WHERE r.child < r.parent OR r.child > r.parent + 1
    ORDER BY l.goal_id, l.parent_goal_id
    $q$, schema);
END $check$;
COMMENT ON FUNCTION gmalign_private.check_links(text) IS
  'Cycles, dangling and duplicate links, links that skip a level.';

CREATE FUNCTION gmalign_private.check_goals(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
BEGIN
  RETURN QUERY EXECUTE format($q$
    SELECT 'warning', 'outside_parent_dates', 'goal', c.id::text,
           format('"%%s" %%s', c.title, concat_ws(', and ',
             CASE WHEN c.start_date < p.start_date
                  THEN format('starts on %%s, before its parent "%%s" on %%s', to_char(c.start_date, 'YYYY-MM-DD'), p.title, to_char(p.start_date, 'YYYY-MM-DD')) END,
             CASE WHEN c.due_date > p.due_date
                  THEN format('is due on %%s, after its parent "%%s" on %%s', to_char(c.due_date, 'YYYY-MM-DD'), p.title, to_char(p.due_date, 'YYYY-MM-DD')) END)),
           'Move the dates, or link it to a parent of its time.'
    FROM (SELECT DISTINCT k.goal_id, k.parent_goal_id FROM %1$I.cascade_link k
          WHERE k.parent_goal_id IS NOT NULL AND k.relation <> 'conflicts') l
    JOIN %1$I.goal c ON c.id = l.goal_id
    JOIN %1$I.goal p ON p.id = l.parent_goal_id
    WHERE c.start_date < p.start_date OR c.due_date > p.due_date
    ORDER BY c.id, p.id
    $q$, schema);

  RETURN QUERY EXECUTE format($q$
    SELECT 'warning', 'not_measurable', 'goal', g.id::text,
           format('key result "%%s" has no %%s', g.title, concat_ws(' and no ',
             CASE WHEN g.direction IS NULL THEN 'direction' END,
             CASE WHEN g.target_value IS NULL AND g.direction IS DISTINCT FROM 'binary' THEN 'target' END,
             CASE WHEN g.target_high IS NULL AND g.direction = 'range' THEN 'upper bound' END)),
           'Say how its value is to move, and to what. The direction is never guessed.'
    FROM %1$I.goal g
    JOIN %1$I.cascade_link l ON l.goal_id = g.id AND l.parent_goal_id IS NULL
    WHERE g.goal_type = 'key_result'
      AND (g.direction IS NULL
           OR (g.target_value IS NULL AND g.direction <> 'binary')
           OR (g.target_high IS NULL AND g.direction = 'range'))
    ORDER BY g.id
    $q$, schema);

  -- relations of a user's own may have no start
  IF EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass(format('%I.goal', schema)) AND a.attname = 'start_value') THEN
    RETURN QUERY EXECUTE format($q$
      SELECT 'warning', 'wrong_direction', 'goal', g.id::text,
             format('"%%s" is to %%s from %%s to %%s', g.title, g.direction, g.start_value::numeric, g.target_value::numeric),
             'Correct the direction, or the start and the target; until then progress is the way gone from the start.'
      FROM %1$I.goal g
      JOIN %1$I.cascade_link l ON l.goal_id = g.id AND l.parent_goal_id IS NULL
      WHERE (g.direction = 'increase' AND g.target_value < g.start_value)
         OR (g.direction = 'decrease' AND g.target_value > g.start_value)
      ORDER BY g.id
      $q$, schema);
  END IF;
END $check$;
COMMENT ON FUNCTION gmalign_private.check_goals(text) IS
  'Goals dated outside their parents, key results without direction or target, or with a direction that leads away from it.';

CREATE FUNCTION gmalign.check(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
  missing text;
BEGIN
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
    RAISE EXCEPTION 'schema "%" does not exist', schema
      USING ERRCODE = 'invalid_schema_name',
            HINT = 'Name the schema that gmalign.install() was given.';
  END IF;
  SELECT string_agg(r.name, ', ' ORDER BY r.place) INTO missing
  FROM unnest(ARRAY['goal', 'goal_link', 'cascade_link']) WITH ORDINALITY AS r (name, place)
  WHERE to_regclass(format('%I.%I', schema, r.name)) IS NULL;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'schema "%" holds no model of gmalign: % missing', schema, missing
      USING ERRCODE = 'undefined_table',
            HINT = format('Create the model with SELECT gmalign.install(%L).', schema);
  END IF;

  RETURN QUERY SELECT * FROM gmalign_private.check_links(schema);
  RETURN QUERY SELECT * FROM gmalign_private.check_goals(schema);
  RETURN QUERY
  SELECT CASE WHEN v.reason = 'is missing' THEN 'notice' ELSE 'warning' END, 'outdated_view', v.view_name, NULL::text,
         format('view "%s" %s', v.view_name, v.reason), format('SELECT * FROM gmalign.upgrade_views(%L);', schema)
  FROM gmalign.outdated_views(schema) v;
END $check$;
COMMENT ON FUNCTION gmalign.check(text) IS
  'What is wrong with the data and the views of the model in a schema, a row per finding: severity (error, warning, notice), code (dangling_link, cycle, duplicate_link, level_skip, outside_parent_dates, not_measurable, wrong_direction, outdated_view), the relation and the row''s key, the finding in words and what to do. Nothing wrong: no row. Links and goals in force today count, dangling links always. Reads with the rights of the caller, tables of the model or relations of the user''s own by the same names. Raises 3F000 for an unknown schema, 42P01 when it holds no model.';
