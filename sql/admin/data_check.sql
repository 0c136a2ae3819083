-- check: what is wrong with the data of a model.
--
-- Facts that hold of columns are listed in data_facts.sql and looked at here in
-- one pass over each relation; what takes more, such as circles of links, has a
-- function of its own. check() calls them all. They read the relations of the
-- schema by the names and the columns of the model, whether these are its tables
-- or views of the user's own, with keys of any type, and with the rights of the
-- caller.

CREATE TYPE gmalign.finding AS (
  severity text, code text, relation text, column_name text, row_count integer, row_key text, message text, hint text);
COMMENT ON TYPE gmalign.finding IS
  'What gmalign.check() returns: severity (error, warning, notice), a code, the relation and the column, how many rows and the key of one of them, the finding in words and what to do or to write instead.';

CREATE FUNCTION gmalign_private.scale_hint(column_name text, low numeric, high numeric, is_whole boolean) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN gmalign_private.sentence(CASE WHEN low < 0 OR high < 2 OR high > 100 THEN 'hint.correct' WHEN is_whole AND high <= 10 THEN 'hint.answers' ELSE 'hint.per_cent' END,
                                  jsonb_build_object('column', quote_ident(column_name), 'high', CASE WHEN high <= 5 THEN 5 WHEN high <= 7 THEN 7 ELSE 10 END));
COMMENT ON FUNCTION gmalign_private.scale_hint(text, numeric, numeric, boolean) IS
  'What to write instead of numbers above a range that ends with 1, by the lowest and the highest of them.';

CREATE FUNCTION gmalign_private.listed_words(words text[], total bigint) RETURNS text
  LANGUAGE sql STABLE PARALLEL SAFE
  RETURN (SELECT gmalign_private.sentence('fact.words', jsonb_build_object('words', string_agg(format('"%s"', w), ', ' ORDER BY p), 'more', total - cardinality(words)))
          FROM unnest(words) WITH ORDINALITY AS u (w, p) HAVING count(*) > 0);
COMMENT ON FUNCTION gmalign_private.listed_words(text[], bigint) IS
  'Words as a finding lists them, and how many there are beside them.';

CREATE FUNCTION gmalign_private.facts_query(schema text, relation text, row_key text, tests jsonb) RETURNS text
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $query$
  SELECT string_agg(q.query, ' UNION ALL ' ORDER BY q.place)
  FROM (
    -- every row is looked at by one expression, and only a bad one is taken apart
    SELECT 1::bigint AS place, format($q$
      SELECT f.n, sum(f.row_count)::bigint AS row_count, min(f.key) AS key,
             (array_agg(f.value ORDER BY f.row_count DESC, f.value) FILTER (WHERE f.value IS NOT NULL))[1:5] AS examples,
             count(f.value) AS value_count, NULL::text AS known, min(v.number) AS low, max(v.number) AS high,
             bool_and(v.number = trunc(v.number)) AS is_whole
      FROM (SELECT split_part(w.said, ':', 1)::bigint AS n, w.row_count, w.key,
                   CASE WHEN w.said ~ ':' THEN substr(w.said, strpos(w.said, ':') + 1) END AS value
            FROM (SELECT t.said, count(*) AS row_count, min(t.key) AS key
                  FROM (SELECT unnest(array_remove(ARRAY[%5$s], NULL)) COLLATE "C" AS said, %1$s COLLATE "C" AS key
                        FROM %2$I.%3$I AS r %4$s
                        WHERE %6$s) AS t
                  GROUP BY t.said) AS w) AS f
      LEFT JOIN LATERAL (SELECT CASE WHEN f.value ~ '^-?\d+(\.\d+)?$' THEN f.value::numeric END AS number) AS v ON true
      GROUP BY f.n $q$, facts_query.row_key, schema, facts_query.relation, coalesce(string_agg(DISTINCT x.link, ' '), ''),
      string_agg(format('CASE WHEN %s THEN ''%s'' || coalesce('':'' || %s, '''') END', x.bad, x.n, x.value), ', ' ORDER BY x.n),
      string_agg(format('(%s)', x.bad), ' OR ' ORDER BY x.n)) AS query
    FROM jsonb_to_recordset(tests) AS x (n bigint, relation text, link text, bad text, value text)
    WHERE x.relation = facts_query.relation AND x.bad IS NOT NULL
    HAVING count(*) > 0
    UNION ALL
    SELECT 1 + x.n, CASE x.code
      WHEN 'wrong_type' THEN format('SELECT %s, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL', x.n)
      WHEN 'duplicate_key' THEN format($q$
        SELECT %1$s, (sum(d.row_count) - count(*))::bigint, min(d.key), (array_agg(d.key ORDER BY d.row_count DESC, d.key))[1:5], count(*),
               NULL, NULL, NULL, NULL
        FROM (SELECT concat_ws(' > ', %2$s) COLLATE "C" AS key, count(*) AS row_count
              FROM %3$I.%4$I AS r WHERE num_nulls(%2$s) = 0 GROUP BY %2$s HAVING count(*) > 1) AS d
        HAVING count(*) > 0 $q$, x.n, (SELECT string_agg(format('r.%I', c), ', ') FROM unnest(x.columns) AS c), schema, facts_query.relation)
      ELSE format($q$
        SELECT %1$s, sum(w.row_count)::bigint, min(w.key), (array_agg(w.word ORDER BY w.row_count DESC, w.word))[1:5], count(*),
               string_agg(DISTINCT w.usual, ', '), NULL, NULL, NULL
        FROM (SELECT r.row_count, r.key, r.%2$I AS word, row_number() OVER u AS place, first_value(r.%2$I) OVER u AS usual
              FROM (SELECT s.word AS %2$I, sum(s.row_count) AS row_count, min(s.key) AS key, bool_or(s.is_known) AS is_known
                    FROM (SELECT r.%2$I::text COLLATE "C" AS word, count(*) AS row_count, min(%5$s COLLATE "C") AS key, false AS is_known
                          FROM %3$I.%4$I AS r WHERE r.%2$I::text = btrim(r.%2$I::text) GROUP BY 1 %6$s) AS s
                    GROUP BY s.word) AS r
              WINDOW u AS (PARTITION BY %7$s ORDER BY r.is_known DESC, r.row_count DESC, r.%2$I)) AS w
        WHERE w.place > 1 AND w.row_count > 0
        HAVING count(*) > 0 $q$, x.n, x.column_name, schema, facts_query.relation, facts_query.row_key,
        CASE WHEN x.target IS NOT NULL
             THEN format('UNION ALL SELECT DISTINCT t.%1$I::text COLLATE "C", 0, NULL, true FROM %2$I.%3$I AS t WHERE t.%1$I IS NOT NULL',
                         x.target_column, schema, x.target) ELSE '' END, x.value) END
    FROM jsonb_to_recordset(tests) AS x (n bigint, relation text, column_name text, columns text[], code text, bad text, value text,
                                         target text, target_column text)
    WHERE x.relation = facts_query.relation AND x.bad IS NULL) AS q
$query$;
COMMENT ON FUNCTION gmalign_private.facts_query(text, text, text, jsonb) IS
  'The query over one relation that asks all that is to be asked of it: for each test (n) that finds something, how many rows, the key of one, what is wrong there.';

CREATE FUNCTION gmalign_private.check_facts(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  -- one pass is one long expression, which JIT would compile for each relation
  SET jit = off
AS $check$
DECLARE
  founded_on date := (SELECT d.date_value FROM gmalign_private.default_settings() d WHERE d.code = 'founded_on');
  tests jsonb;
  r record;
  b record;
  -- what facts_query() returns
  n bigint;
  row_count integer;
  row_key text;
  examples text[];
  value_count bigint;
  known text;
  low numeric;
  high numeric;
  is_whole boolean;
  place text;
BEGIN
  IF (SELECT count(*) FROM pg_attribute a WHERE a.attrelid = to_regclass(format('%I.setting', schema))
        AND (a.attname, a.atttypid) IN (('code', 'text'::regtype), ('date_value', 'date'::regtype))) = 2 THEN
    EXECUTE format('SELECT coalesce(max(s.date_value), %L) FROM %I.setting s WHERE s.code = ''founded_on''', founded_on, schema)
      INTO founded_on;
  END IF;
  SELECT jsonb_agg(to_jsonb(q) ORDER BY q.n) INTO tests
  FROM (SELECT row_number() OVER (ORDER BY x.place, x.column_name, x.code, x.words) AS n, x.*
        FROM gmalign_private.fact_tests(schema, founded_on) x) AS q;

  FOR r IN
    SELECT x.relation,
           (SELECT format('nullif(concat_ws('' > '', %s), '''')', coalesce(string_agg(format('r.%I', c.name), ', ' ORDER BY c.place), 'NULL::text'))
            FROM (SELECT f.columns FROM gmalign_private.data_facts() f
                  WHERE f.relation = x.relation AND f.kind IN ('row', 'key') ORDER BY f.place LIMIT 1) AS f
            CROSS JOIN unnest(f.columns) WITH ORDINALITY AS c (name, place)
            JOIN pg_attribute a ON a.attrelid = to_regclass(format('%I.%I', schema, x.relation)) AND a.attname = c.name) AS row_key
    FROM jsonb_to_recordset(tests) AS x (place bigint, relation text)
    GROUP BY x.relation
    ORDER BY min(x.place)
  LOOP
    BEGIN
      FOR n, row_count, row_key, examples, value_count, known, low, high, is_whole IN
        EXECUTE gmalign_private.facts_query(schema, r.relation, r.row_key, tests) || ' ORDER BY 1'
      LOOP
        SELECT * INTO b FROM jsonb_to_record(tests -> (n - 1)::integer)
          AS x (relation text, column_name text, columns text[], severity text, code text, words text, hint text, target text,
                target_column text, known text);
        known := coalesce(known, b.known);
        IF b.code LIKE 'dangling%' THEN
          -- a list of a few is a vocabulary
          EXECUTE format('SELECT CASE WHEN count(*) <= 20 THEN string_agg(k.key, '', '' ORDER BY k.key COLLATE "C") END '
                         'FROM (SELECT DISTINCT t.%I::text AS key FROM %I.%I AS t LIMIT 21) AS k', b.target_column, schema, b.target) INTO known;
        END IF;
        place := CASE WHEN b.code = 'duplicate_key' THEN array_to_string(b.columns, ', ') ELSE b.column_name END;
        RETURN NEXT (b.severity, b.code, b.relation, place, row_count, row_key,
          gmalign_private.sentence('fact.found', jsonb_build_object('column', place, 'words', b.words, 'rows', row_count,
            'examples', gmalign_private.listed_words(examples, value_count), 'known', known)),
          CASE WHEN b.code = 'out_of_range' AND b.words ~ ' 1$' THEN gmalign_private.scale_hint(b.column_name, low, high, is_whole)
               WHEN b.code IN ('unknown_word', 'not_finite') THEN format(b.hint, examples[1]) ELSE b.hint END)::gmalign.finding;
      END LOOP;
    EXCEPTION
      WHEN insufficient_privilege THEN RAISE;
      WHEN OTHERS THEN
        RETURN NEXT ('error', 'not_checked', r.relation, NULL, NULL, NULL,
                     gmalign_private.sentence('check.not_checked', jsonb_build_object('part', r.relation, 'error', SQLERRM)),
                     gmalign_private.sentence('hint.relation'))::gmalign.finding;
    END;
  END LOOP;
END $check$;
COMMENT ON FUNCTION gmalign_private.check_facts(text) IS
  'What in the relations of a schema is not as data_facts() says: a row per column and code.';

CREATE FUNCTION gmalign_private.check_strategy(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
BEGIN
  RETURN QUERY EXECUTE format($q$
    SELECT 'error', 'no_strategic_goal', 'goal', 'level', count(*)::integer, min(g.id::text COLLATE "C"),
           gmalign_private.sentence('check.no_strategic_goal', jsonb_build_object('count', count(*))), gmalign_private.sentence('hint.no_strategic_goal')
    FROM %1$I.goal g
    WHERE NOT EXISTS (SELECT FROM %1$I.strategic_goal)
    HAVING count(*) > 0
    $q$, schema);
END $check$;
COMMENT ON FUNCTION gmalign_private.check_strategy(text) IS
  'Goals, but none of them strategic.';

CREATE FUNCTION gmalign_private.check_links(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  -- a view over joins has no statistics, and by guesses every goal would meet
  -- every link
  SET enable_nestloop = off
  -- which costs so much by the planner's book that JIT would compile for seconds
  SET jit = off
AS $check$
BEGIN
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
    SELECT 'warning', 'cycle', 'goal_link', 'parent_id', c.n::integer, c.first,
           gmalign_private.sentence('check.cycle', jsonb_build_object('n', c.n, 'titles', c.titles[1:5], 'more', c.n - 5)), gmalign_private.sentence('hint.cycle')
    FROM cycle c
    ORDER BY c.cycle_no
    $q$, schema);

  RETURN QUERY EXECUTE format($q$
    SELECT 'notice', 'duplicate_link', 'goal_link', 'parent_id', l.n::integer, format('%%s > %%s', l.goal_id, l.parent_goal_id),
           gmalign_private.sentence('check.duplicate_link', jsonb_build_object('child', c.title, 'parent', p.title, 'count', l.n)), gmalign_private.sentence('hint.duplicate_link')
    FROM (SELECT k.goal_id, k.parent_goal_id, count(*) AS n FROM %1$I.cascade_link k
          WHERE k.parent_goal_id IS NOT NULL GROUP BY k.goal_id, k.parent_goal_id HAVING count(*) > 1) l
    JOIN %1$I.goal c ON c.id = l.goal_id
    JOIN %1$I.goal p ON p.id = l.parent_goal_id
    ORDER BY l.goal_id, l.parent_goal_id
    $q$, schema);

  RETURN QUERY EXECUTE format($q$
    SELECT 'notice', 'level_skip', 'goal_link', 'parent_id', 1, format('%%s > %%s', l.goal_id, l.parent_goal_id),
           gmalign_private.sentence('check.level_skip', jsonb_build_object('child', c.title, 'child_level', c.level, 'parent', p.title, 'parent_level', p.level,
             'is_lower', r.child < r.parent, 'skipped', array_to_string(r.levels[r.parent + 1 : r.child - 1], gmalign_private.sentence('and')))),
           gmalign_private.sentence(CASE WHEN r.child < r.parent THEN 'hint.lower_level' ELSE 'hint.level_skip' END)
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
  'Cycles, duplicate links, links that skip a level.';

CREATE FUNCTION gmalign_private.check_goals(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
BEGIN
  RETURN QUERY EXECUTE format($q$
    SELECT 'warning', 'outside_parent_dates', 'goal', CASE WHEN cd.start_date < pd.start_date AND isfinite(cd.start_date) THEN 'start_date' ELSE 'due_date' END, 1, c.id::text,
           gmalign_private.sentence('check.outside_parent_dates', jsonb_build_object('child', c.title, 'parent', p.title,
             'start', CASE WHEN cd.start_date < pd.start_date AND isfinite(cd.start_date) THEN to_char(cd.start_date, 'YYYY-MM-DD') END,
             'parent_start', to_char(pd.start_date, 'YYYY-MM-DD'),
             'due', CASE WHEN cd.due_date > pd.due_date AND isfinite(cd.due_date) THEN to_char(cd.due_date, 'YYYY-MM-DD') END,
             'parent_due', to_char(pd.due_date, 'YYYY-MM-DD'))), gmalign_private.sentence('hint.outside_parent_dates')
    FROM (SELECT DISTINCT k.goal_id, k.parent_goal_id FROM %1$I.cascade_link k
          WHERE k.parent_goal_id IS NOT NULL AND k.relation <> 'conflicts') l
    JOIN %1$I.goal c ON c.id = l.goal_id
    JOIN %1$I.goal p ON p.id = l.parent_goal_id
    -- with the dates of the cycle, where there is a view that knows it
    JOIN %1$I.%2$I cd ON cd.id = c.id
    JOIN %1$I.%2$I pd ON pd.id = p.id
    WHERE (cd.start_date < pd.start_date AND isfinite(cd.start_date)) OR (cd.due_date > pd.due_date AND isfinite(cd.due_date))
    ORDER BY c.id, p.id
    $q$, schema, CASE WHEN gmalign_private.has_columns(schema, 'goal_measure.due_date') THEN 'goal_measure' ELSE 'goal' END);

  RETURN QUERY EXECUTE format($q$
    SELECT 'warning', 'not_measurable', 'goal', CASE WHEN g.direction IS NULL THEN 'direction' WHEN g.target_value IS NULL THEN 'target_value' ELSE 'target_high' END, 1, g.id::text,
           gmalign_private.sentence('check.not_measurable', jsonb_build_object('goal', g.title, 'lacks', concat_ws(gmalign_private.sentence('lack.and'),
             CASE WHEN g.direction IS NULL THEN gmalign_private.sentence('lack.direction') END,
             CASE WHEN g.target_value IS NULL AND g.direction IS DISTINCT FROM 'binary' THEN gmalign_private.sentence('lack.target') END,
             CASE WHEN g.target_high IS NULL AND g.direction = 'range' THEN gmalign_private.sentence('lack.upper_bound') END))),
           gmalign_private.sentence('hint.not_measurable')
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
      SELECT 'warning', 'wrong_direction', 'goal', 'direction', 1, g.id::text,
             gmalign_private.sentence('check.wrong_direction', jsonb_build_object('goal', g.title, 'direction', g.direction, 'start', g.start_value::numeric,
               'target', g.target_value::numeric)), gmalign_private.sentence('hint.wrong_direction')
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
  part text;
  about text;
  needed text[];
BEGIN
  IF NOT EXISTS (SELECT FROM pg_namespace n WHERE n.nspname = schema) THEN
    RAISE EXCEPTION 'schema "%" does not exist', schema
      USING ERRCODE = 'invalid_schema_name',
            HINT = 'Name the schema that gmalign.install() was given.';
  ELSIF NOT EXISTS (SELECT FROM gmalign_private.data_facts() f WHERE to_regclass(format('%I.%I', schema, f.relation)) IS NOT NULL) THEN
    RAISE EXCEPTION 'schema "%" holds no model of gmalign', schema
      USING ERRCODE = 'undefined_table',
            DETAIL = 'None of the relations that the views read is there.',
            HINT = format('Create the model with SELECT gmalign.install(%L), or make views with the model''s names over tables of yours.', schema);
  END IF;

  PERFORM gmalign_private.check_strangers(schema);
  RETURN QUERY SELECT * FROM gmalign_private.check_facts(schema);
  -- what goes by several relations, where they are there and can be read
  FOR part, about, needed IN
    SELECT * FROM (VALUES ('check_strategy', 'goal', ARRAY['goal', 'strategic_goal']), ('check_links', 'goal', ARRAY['goal', 'cascade_link']),
                          ('check_goals', 'goal', ARRAY['goal', 'cascade_link']),
                          -- these look for what they need themselves
                          ('check_leavers', 'employee', NULL), ('check_capacity', 'employee', NULL)) AS v
  LOOP
    CONTINUE WHEN EXISTS (SELECT FROM unnest(needed) AS n WHERE to_regclass(format('%I.%I', schema, n)) IS NULL);
    BEGIN
      RETURN QUERY EXECUTE format('SELECT * FROM gmalign_private.%I($1)', part) USING schema;
    EXCEPTION
      WHEN insufficient_privilege THEN RAISE;
      -- what is missing is told by install_views()
      WHEN undefined_column THEN NULL;
      WHEN OTHERS THEN
        RETURN NEXT ('error', 'not_checked', about, NULL, NULL, NULL, gmalign_private.sentence('check.failed', jsonb_build_object('part', replace(part, '_', ' of '), 'error', SQLERRM)),
                     gmalign_private.sentence('hint.others'))::gmalign.finding;
    END;
  END LOOP;
  RETURN QUERY
  SELECT CASE WHEN to_regclass(format('%I.%I', schema, v.view_name)) IS NULL THEN 'notice' ELSE 'warning' END, 'outdated_view', v.view_name,
         NULL::text, NULL::integer, NULL::text, gmalign_private.sentence('check.outdated_view', jsonb_build_object('view', v.view_name, 'why', v.reason)), format('SELECT * FROM gmalign.upgrade_views(%L);', schema)
  FROM gmalign.outdated_views(schema) v;
  PERFORM gmalign_private.check_strangers(schema);
END $check$;
COMMENT ON FUNCTION gmalign.check(text) IS
  'What is wrong with the data and the views of the model in a schema: severity (error: numbers are wrong or missing; warning; notice), code, the relation and the column, how many rows and the key of one of them, the finding in words, and what to do or to write instead. Nothing wrong: no row. Looks at every relation that the views read, tables of the model or relations of the user''s own by the same names, with keys of any type; what is not there is left out. A row per column and code: out_of_range, not_finite, unknown_word (with the known ones), other_spelling, wrong_type, null_key, null_value, unknown_event (neither true nor false), duplicate_key, similar_key (two that differ in case or leading zeros alone), dangling_link, dangling_reference (a key that leads nowhere), impossible_order, wrong_sign, wrong_thresholds, before_founding (a date before the setting founded_on), in_the_future, not_checked (the relation fails); one for no_strategic_goal; and a row per finding: cycle, duplicate_link, level_skip, outside_parent_dates, not_measurable, wrong_direction (increase from 200 to 0) over links and goals in force today, move_of_leaver, coordinator_left, contribution_of_leaver, owner_left (what is still open of people who left), spells_overlap, above_full_time (somebody counts for more than the setting person_fte_at_most), outdated_view. Reads with the rights of the caller. Raises 3F000 for an unknown schema, 42P01 when it holds no relation of the model, 42501 when other roles own something in the schema or may create there.';
