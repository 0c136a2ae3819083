-- points_list: lists of goals against plain SQL, any order and split, keys of
-- every kind.
BEGIN;
\ir ../start.psql
SELECT plan(18);
SELECT setseed(.3);

-- 300 lists of up to 9 goals of 12, some named twice, some without a weight
CREATE TEMP TABLE named AS
SELECT l, floor(random() * 12)::bigint AS goal, CASE WHEN random() < .9 THEN floor(random() * 4) END AS weight, false AS is_strategic
FROM generate_series(1, 300) AS l, LATERAL generate_series(1, l % 10) AS i;
UPDATE named SET is_strategic = goal < 3;
CREATE TEMP TABLE counted AS
SELECT l, goal, max(weight)::float8 AS weight, goal < 3 AS is_strategic FROM named GROUP BY l, goal HAVING max(weight) IS NOT NULL;
CREATE TEMP TABLE pointed AS
SELECT l, goal, is_strategic, weight / nullif(sum(weight) OVER (PARTITION BY l), 0) AS points FROM counted;
CREATE TEMP TABLE list AS
SELECT l, gmalign_private.points_list(goal, weight, is_strategic) AS v FROM named GROUP BY l;

CREATE FUNCTION pg_temp.differ(a float8, b float8) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > 1e-12';
CREATE FUNCTION pg_temp.score(x bigint, y bigint) RETURNS float8 LANGUAGE sql AS $$
  SELECT CASE WHEN (SELECT sum(points) FROM pointed WHERE l = x) > 0 AND (SELECT sum(points) FROM pointed WHERE l = y) > 0
              THEN 1 - sum(abs(p)) / 2 END
  FROM (SELECT sum(CASE l WHEN x THEN points ELSE -points END) AS p FROM pointed WHERE l IN (x, y) GROUP BY goal) AS q $$;

SELECT is_empty($$ SELECT a.l, c.* FROM list a JOIN list b ON b.l = a.l + 1 JOIN list s ON s.l = a.l + 2
  CROSS JOIN LATERAL gmalign_private.compare_lists(a.v, b.v, s.v, 1::bigint) AS c
  WHERE c.goal_count <> (SELECT count(*) FROM counted o WHERE o.l = a.l)
     OR pg_temp.differ(c.own_unit_score, pg_temp.score(a.l, b.l))
     OR pg_temp.differ(c.own_strategy_score, pg_temp.score(a.l, s.l))
     OR pg_temp.differ(c.own_reach_share,
                       (SELECT coalesce(sum(points) FILTER (WHERE is_strategic), 0) / sum(points) FROM pointed p WHERE p.l = a.l))
     OR c.unseen_goal IS DISTINCT FROM (SELECT goal FROM pointed p WHERE p.l = a.l AND NOT is_strategic AND points IS NOT NULL
                                        ORDER BY round(points::numeric, 9) DESC, goal LIMIT 1) $$, 'compare_lists: own, unit and strategy');
SELECT cmp_ok((SELECT count(*) FROM pointed WHERE points IS NULL), '>', 0::bigint, 'some lists have no weight');
SELECT is_empty($$ SELECT l FROM list WHERE (SELECT coalesce(array_agg(g), '{}') FROM gmalign_private.listed_goals(v, 1::bigint) AS g)
  <> (SELECT array_agg(DISTINCT goal ORDER BY goal) FROM named n WHERE n.l = list.l) $$, 'listed_goals: every goal once, ascending');

-- any order, any split, any kind of key
SELECT is_empty($$ SELECT l FROM (SELECT l, gmalign_private.points_list(goal, weight, is_strategic ORDER BY random())::text AS a
                                  FROM named GROUP BY l) q
  JOIN list USING (l) WHERE a <> v::text $$, 'the order of the rows changes no bit');
SELECT is_empty($$ SELECT l FROM (SELECT l, gmalign_private.points_list(to_char(goal, 'FM00'), weight, is_strategic) AS a
                                  FROM named GROUP BY l) q
  JOIN list USING (l)
  WHERE (gmalign_private.compare_lists(a, a, a, NULL::text)).unseen_goal::bigint
        IS DISTINCT FROM (gmalign_private.compare_lists(v, v, v, NULL::bigint)).unseen_goal $$, 'text keys');
SELECT is_empty($$ SELECT l FROM list WHERE v::text::gmalign_private.points_list::text <> v::text $$, 'a list travels as text');

-- statements: of each the latest day counts as a whole
CREATE TEMP TABLE said AS
SELECT l, floor(random() * 3)::int AS statement, date '2026-01-01' + floor(random() * 3)::int AS day, floor(random() * 12)::bigint AS goal,
       floor(random() * 5) - 1 AS weight
FROM generate_series(1, 200) AS l, LATERAL generate_series(1, l % 15) AS i;
SELECT is_empty($$ SELECT l, g.list, w.list
                   FROM (SELECT l, (SELECT array_agg(x) FROM gmalign_private.listed_goals(v, 1::bigint) AS x) AS list
    FROM (SELECT l, gmalign_private.points_list(goal, weight, false, statement, day) AS v FROM said GROUP BY l) q) g
  FULL JOIN (SELECT l, array_agg(DISTINCT goal ORDER BY goal) AS list
             FROM (SELECT *, rank() OVER (PARTITION BY l, statement ORDER BY day DESC) FROM said) q
             WHERE rank = 1 AND weight > 0 GROUP BY l) w USING (l)
  WHERE g.list IS DISTINCT FROM w.list $$, 'of each statement the latest day counts');

-- in parallel: partial aggregates through serialize and combine
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
CREATE TABLE spread AS SELECT * FROM said, generate_series(1, 20) AS copy;
ANALYZE spread;
SELECT is((SELECT string_agg(v::text, ' ' ORDER BY l)
           FROM (SELECT l, gmalign_private.points_list(goal, weight, false, statement, day) AS v FROM spread GROUP BY l) q),
          (SELECT string_agg(v::text, ' ' ORDER BY l)
           FROM (SELECT l, gmalign_private.points_list(goal, weight, false, statement, day) AS v FROM said GROUP BY l) q),
          'parallel and serial agree');
SET LOCAL max_parallel_workers_per_gather = 0;
-- from parts that hold a day each: what a later part says of an earlier day is dropped, and the other way round
SET LOCAL enable_partitionwise_aggregate = on;
CREATE FUNCTION pg_temp.day_by_day(way integer) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  line text;
  is_partial boolean := false;
  q constant text := 'SELECT l, gmalign_private.points_list(goal, weight, false, statement, day) AS v FROM day_by_day GROUP BY l';
BEGIN
  EXECUTE format('CREATE TABLE day_by_day (LIKE said) PARTITION BY LIST ((%s * (day - date ''2026-01-01'')))', way);
  FOR i IN 0..2 LOOP
    EXECUTE format('CREATE TABLE day_%s PARTITION OF day_by_day FOR VALUES IN (%s)', i, i * way);
  END LOOP;
  INSERT INTO day_by_day SELECT said.* FROM said, generate_series(1, 20);
  ANALYZE day_by_day;
  FOR line IN EXECUTE 'EXPLAIN ' || q LOOP is_partial := is_partial OR line LIKE '%Partial%'; END LOOP;
  EXECUTE format('SELECT string_agg(v::text, '' '' ORDER BY l) FROM (%s) AS q', q) INTO line;
  DROP TABLE day_by_day;
  RETURN CASE WHEN is_partial THEN line END;
END $$;
SELECT is(pg_temp.day_by_day(way),
          (SELECT string_agg(v::text, ' ' ORDER BY l)
           FROM (SELECT l, gmalign_private.points_list(goal, weight, false, statement, day) AS v FROM said GROUP BY l) q),
          CASE way WHEN 1 THEN 'the first day first' ELSE 'the last day first' END)
FROM unnest(ARRAY[1, -1]) AS way;
RESET enable_partitionwise_aggregate;

-- what is refused
SELECT throws_ok('SELECT gmalign_private.points_list(1, -1, false)', '22023', NULL, 'a negative weight');
SELECT throws_ok($$SELECT gmalign_private.points_list(1, 'NaN', false)$$, '22003', NULL, 'NaN');
SELECT throws_ok($$SELECT gmalign_private.points_list(1.5, 1, false)$$, '42804', NULL, 'a key of no kind');
SELECT throws_ok($$SELECT '00'::gmalign_private.points_list$$, 'XX001', NULL, 'bytes that are no list');
SELECT throws_ok($$SELECT overlay(v::text PLACING '19000000' FROM position('14000000' IN v::text))::gmalign_private.points_list
                   FROM (SELECT gmalign_private.points_list(1::bigint, 1, false) AS v) AS l$$, 'XX001', NULL,
                 'a list whose keys are not of its type');
SELECT is(gmalign_private.points_list(NULL::bigint, 1, false)::text, NULL, 'no row, no list');

-- line of sight as goal_states has it, and where points go
CREATE TEMP TABLE link AS
SELECT floor(random() * 60)::bigint AS goal, CASE WHEN random() < .9 THEN floor(random() * 60)::bigint END AS parent,
       CASE WHEN random() < .8 THEN round((random() * 2 - 1)::numeric, 1)::float8 END AS contribution FROM generate_series(1, 90);
SELECT is_empty($$ WITH g AS MATERIALIZED (SELECT gmalign.goal_graph(goal, parent, contribution) AS g FROM link),
  t AS MATERIALIZED (SELECT ARRAY(SELECT DISTINCT goal FROM link WHERE goal < 5) AS s)
  SELECT s.goal FROM g CROSS JOIN t CROSS JOIN LATERAL gmalign.goal_states(g.g, t.s, false) AS s
  CROSS JOIN LATERAL (SELECT gmalign_private.points_list(o.goal, 1, false) AS list FROM (SELECT s.goal) AS o) AS l
  WHERE gmalign_private.list_in_sight(l.list, gmalign_private.goals_in_sight(g.g, t.s))
        IS DISTINCT FROM (s.state IN ('strategic', 'aligned')) $$, 'goals_in_sight agrees with goal_states');
SELECT is((SELECT gmalign_private.list_in_sight(gmalign_private.points_list(999::bigint, 1, false),
                                                gmalign_private.goals_in_sight(gmalign.goal_graph(goal, parent), NULL::bigint[]))
           FROM link), NULL, 'a goal that is not in the graph is not known');
SELECT * FROM finish();
ROLLBACK;
