-- work on goals: the values and readers behind the views about the cascade,
-- against plain SQL on a random dirty programme: circles, conflicts, links
-- nobody puts a number on, goals not in force, several voices, defaults, old
-- statements and future ones
BEGIN;
\ir ../start.psql
SELECT plan(46);
SET LOCAL client_min_messages = warning;
SET LOCAL gmalign.as_of = '2026-06-30';
SELECT setseed(.37);
\ir ../model.psql
SET LOCAL search_path = hr, public;
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within * greatest(1, abs(a))';

INSERT INTO org_unit (name) SELECT 'unit ' || i FROM generate_series(1, 6) AS i;
INSERT INTO employee (org_unit_id, departure_date, hire_date)
SELECT 1 + i % 6, CASE WHEN i%17=0 THEN date '2026-01-01' END, CASE WHEN i%19=0 THEN date '2026-12-01' ELSE '2020-01-01' END
FROM generate_series(1, 120) AS i;
INSERT INTO goal (title, level, weight, org_unit_id, owner_id, direction, start_value, target_value, current_value, status, created_on,
                  closed_on, start_date, due_date, goal_type)
SELECT 'goal ' || i % 350,
       CASE WHEN i <= 8 OR i%97=0 THEN 'strategic' WHEN i <= 40 THEN 'department' WHEN i <= 120 THEN 'team' ELSE 'individual' END,
       i % 4, CASE WHEN i % 5 > 0 THEN 1 + i % 6 END, CASE WHEN i % 3 > 0 THEN 1 + i % 80 END,
       CASE WHEN i > 120 AND i % 2 = 0 THEN 'increase' END, 0, 10, CASE WHEN i % 7 > 0 THEN i % 13 END,
       CASE WHEN i%23=0 THEN 'draft' WHEN i%29=0 THEN 'cancelled' WHEN i % 5 = 0 THEN 'on_track' END,
       CASE WHEN i%31=0 THEN date '2026-08-01' ELSE date '2025-01-01' END, CASE WHEN i%37=0 THEN date '2026-03-01' END,
       CASE WHEN i%3=0 THEN date '2026-01-01' + i%40 END, CASE WHEN i%3=0 OR i%7=0 THEN date '2026-10-01' + i%40 END,
       CASE WHEN i%6=0 THEN 'personal' ELSE 'objective' END
FROM generate_series(1, 400) AS i;
INSERT INTO goal_link (child_id, parent_id, relation, contribution, valid_from, valid_to)
SELECT child, parent, CASE WHEN kind < .7 THEN 'contributes' WHEN kind < .8 THEN 'supports' ELSE 'conflicts' END,
       CASE WHEN kind < .7 THEN round(random()::numeric, 2) WHEN kind >= .8 AND kind < .97 THEN -round(random()::numeric, 2) END,
       CASE WHEN random() < .05 THEN date '2026-09-01' END, NULL
FROM (SELECT i AS child,
             CASE WHEN random() < .06 THEN 1 + floor(random() * 400) ELSE 1 + floor(random() * greatest(i / 3, 3)) END::bigint AS parent,
             random() AS kind
      FROM generate_series(3, 400) AS i, generate_series(1, 2) AS k WHERE i % 11 > 0 AND (k = 1 OR i % 3 = 0)) AS l;
INSERT INTO goal_link (child_id, parent_id, contribution)
VALUES (9, 10, .5), (10, 11, .5), (11, 9, .5), (50, 60, 1), (60, 50, 1), (70, 70, 1), (5, 2, .3);
INSERT INTO goal_contributor (goal_id, employee_id, fte_share, valid_to)
SELECT 1 + floor(random() * 400), 1 + i % 80, CASE WHEN random() < .9 THEN round(random()::numeric, 2) END,
       CASE WHEN random()<.1 THEN date '2026-01-01' END
FROM generate_series(1, 200) AS i;
INSERT INTO goal_contributor (goal_id, employee_id, fte_share) SELECT goal_id, employee_id, .1 FROM goal_contributor WHERE id % 9 = 0;
INSERT INTO assignment (assignee_id, start_date, planned_end_date, end_date, fte_share, cost_estimate, actual_cost, purpose)
SELECT 1 + i % 60, date '2026-01-01' + CASE WHEN i%13=0 THEN 0 ELSE (i % 9) * 30 END, '2027-12-31',
       CASE WHEN i%13=0 THEN date '2026-06-15' END, (i%4)/3.0, CASE WHEN i % 4 > 0 THEN 1000 * i END, CASE WHEN i%5=0 THEN 777 * i END,
       CASE WHEN i%3=0 THEN 'market_entry' WHEN i%3=1 THEN 'control' END
FROM generate_series(1, 90) AS i;
INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority)
SELECT p, s.id, 1 + (s.id * 31 + k*71) % 400, round((random() * 1.6 - .6)::numeric, 2)
FROM unnest(ARRAY['market_entry','control']) p, stakeholder s, generate_series(1,2) k WHERE s.party <> 'assignee' AND s.id % 2 = 0;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, 1 + (a * 37 + s.id * 11 + k * 101 + d*7) % 400, date '2026-02-01' + d * 60,
       CASE WHEN random() < .1 THEN NULL WHEN random()<.1 THEN 0 ELSE round((random() * 1.6 - .6)::numeric, 2) END
FROM generate_series(1, 90) AS a, stakeholder s, generate_series(1, 3) AS k, generate_series(0,4) d
WHERE random() < .4 ON CONFLICT DO NOTHING;
INSERT INTO check_in (goal_id, checked_at, value, status)
SELECT 1+floor(random()*400), timestamptz '2026-01-15' + make_interval(days=>(random()*200)::int), round((random()*10)::numeric,1),
       CASE WHEN random()<.7 THEN 'on_track' END
FROM generate_series(1,300);
INSERT INTO goal_awareness (employee_id, goal_id, asked_on, knows_goal)
SELECT DISTINCT ON (1+i%100, 1+i%37) 1 + i%100, 1+i%37, date '2026-01-01' + i, i%3=0 FROM generate_series(1,250) i;
ANALYZE;

CREATE TEMP TABLE line AS
SELECT s.* FROM cascade_graph f, gmalign.line_of_sight(f.graph, f.strategic_goals) AS s;
CREATE TEMP TABLE stands AS
SELECT s.* FROM cascade_graph f, gmalign.goal_states(f.graph, f.strategic_goals, false) AS s;
CREATE TEMP TABLE wanted AS SELECT * FROM assignment_priority;
SELECT cmp_ok((SELECT count(*) FROM line WHERE contribution < 0), '>', 0::bigint, 'the programme has conflicts');
SELECT cmp_ok((SELECT count(*) FROM wanted WHERE is_default), '>', 0::bigint, 'and defaults');

-- goal_work, by its rows
CREATE TEMP TABLE effort AS
WITH clock AS (SELECT gmalign.today() AS today),
assigned AS (
  SELECT p.goal_id, p.assignment_id, a.fte_share,
         coalesce(a.actual_cost, a.cost_estimate)::float8 AS cost,
         p.points / sum(p.points) OVER (PARTITION BY p.assignment_id) AS share
  FROM wanted p
  JOIN assignment a ON a.id = p.assignment_id
  CROSS JOIN clock c
  WHERE p.points > 0
    AND gmalign_private.assignment_status(a.start_date, a.end_date, c.today) = 'active'
    AND NOT EXISTS (SELECT FROM employee l WHERE l.id = a.assignee_id AND l.departure_date < c.today)
),
effort AS (
  SELECT s.goal_id, s.fte_share * s.share AS fte, s.cost * s.share AS cost, s.share AS assignment_amount,
         s.assignment_id, NULL AS employee_id
  FROM assigned s
  UNION ALL
  SELECT k.goal_id, k.fte_share AS fte, NULL AS cost, NULL AS assignment_amount, NULL AS assignment_id, k.employee_id
  FROM goal_contributor k
  CROSS JOIN clock c
  JOIN employee e ON e.id = k.employee_id AND e.hire_date <= c.today AND (e.departure_date IS NULL OR e.departure_date >= c.today)
  WHERE (k.valid_from IS NULL OR k.valid_from <= c.today)
    AND (k.valid_to IS NULL OR k.valid_to >= c.today)
)
SELECT g.id, g.id AS goal_id,
       bool_and(g.level <> 'strategic') AS is_staffed,
       coalesce(sum(e.fte), 0) AS capacity_fte,
       sum(e.cost) AS cost_amount,
       count(DISTINCT e.assignment_id) AS assignment_count,
       count(DISTINCT e.employee_id) AS contributor_count,
       coalesce(sum(e.assignment_amount), 0) AS assignment_amount
FROM effort e
JOIN goal g ON g.id = e.goal_id
GROUP BY g.id;
CREATE FUNCTION pg_temp.efforts_differ() RETURNS bigint LANGUAGE sql AS $$
  SELECT count(*) FROM effort e FULL JOIN goal_effort v USING (goal_id)
  WHERE (e.is_staffed, e.assignment_count, e.contributor_count) IS DISTINCT FROM (v.is_staffed, v.assignment_count, v.contributor_count)
     OR pg_temp.differ(e.capacity_fte, v.capacity_fte) OR pg_temp.differ(e.cost_amount, v.cost_amount)
     OR pg_temp.differ(e.assignment_amount, v.assignment_amount) $$;
SELECT is(pg_temp.efforts_differ(), 0::bigint, 'goal_work splits moves over the goals they want, and adds contributors');
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL min_parallel_index_scan_size = 0;
SELECT is(pg_temp.efforts_differ(), 0::bigint, 'also in parallel');
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET min_parallel_index_scan_size;
SELECT is((SELECT w.work::text FROM goal_work w), (SELECT w.work::text::gmalign_private.goal_work::text FROM goal_work w),
          'a goal_work travels as text');
SELECT throws_ok($$ SELECT '00'::gmalign_private.goal_work $$, 'XX001', NULL, 'what is none is refused');
SELECT throws_ok($$ SELECT (left(w.work::text, -2) || 'ff')::gmalign_private.goal_work FROM goal_work w $$, 'XX001',
                 NULL, 'and so is a broken one');
SELECT throws_ok($$ SELECT overlay(w.work::text PLACING '19000000' FROM position('14000000' IN w.work::text))::gmalign_private.goal_work
                    FROM goal_work w $$, 'XX001', NULL, 'or one whose keys are not of its type');
SELECT throws_ok($$ SELECT gmalign_private.goal_work(1, -1, NULL) $$, '22023', NULL, 'amounts are not negative');
SELECT throws_ok($$ SELECT gmalign_private.goal_work_combine(gmalign_private.goal_work(a.points, 1, NULL),
                                                             gmalign_private.goal_work('x'::text, 1, 1))
                    FROM assignment_points a $$, '42804', NULL, 'goals are of one kind');
SELECT is((SELECT gmalign_private.goal_work_combine(p.work, p.work)::text
           FROM (SELECT gmalign_private.goal_work(g, f, 2) AS work FROM (VALUES (1, 1), (2, .5)) AS v (g, f)) AS p),
          (SELECT gmalign_private.goal_work(g, f, 4)::text FROM (VALUES (1, 2), (2, 1)) AS v (g, f)), 'two are put together');
SELECT is(gmalign_private.goal_work_combine(NULL, NULL)::text, NULL, 'nothing and nothing is nothing');
-- goals of either part alone and of both, cost known in one of them, in both, in none
CREATE TEMP TABLE spent AS
SELECT g, i % 2 = 0 AS is_first, (i % 7) / 3.0 AS fte, CASE WHEN i % 5 > 1 AND g % 4 > 0 THEN (i % 11) / 7.0 END AS cost,
       gmalign_private.party_points((SELECT f.voices FROM points_frame f), NULL, NULL, s.id, g.key, (1 + i % 3) / 3.0,
                                    '2026-01-01') AS points
FROM (SELECT g, 1000000007 * g AS key FROM generate_series(1, 90::bigint) AS g) AS g,
     generate_series(1, 12) AS i, (SELECT id FROM stakeholder ORDER BY id LIMIT 1) AS s
WHERE (i % 2 = 0 OR g % 3 > 0) AND (i % 2 > 0 OR g % 5 > 0)
GROUP BY g, i;
SELECT is((SELECT count(DISTINCT p.parts) FROM (SELECT bit_or(1 + is_first::integer) AS parts FROM spent GROUP BY g) AS p), 3::bigint,
          'goals lie in either part, and in both');
SELECT is(gmalign_private.goal_work_combine(gmalign_private.goal_work(points, fte, cost) FILTER (WHERE is_first),
                                            gmalign_private.goal_work(points, fte, cost) FILTER (WHERE NOT is_first))::text,
          gmalign_private.goal_work(points, fte, cost)::text, 'two parts are the whole') FROM spent;
SELECT is(gmalign_private.goal_work_combine(gmalign_private.goal_work(k, fte, 1) FILTER (WHERE is_first),
                                            gmalign_private.goal_work(k, fte, 1) FILTER (WHERE NOT is_first))::text,
          gmalign_private.goal_work(k, fte, 1)::text, 'also by text')
FROM spent CROSS JOIN LATERAL (SELECT repeat('ä', (g % 3)::integer) || g AS k) AS t;
SELECT is((SELECT count(*)
           FROM gmalign_private.work_rows((SELECT gmalign_private.goal_work(g, 1, 1) FROM unnest(ARRAY['b', 'a', 'b']) AS g),
                                          ''::text) AS r
           WHERE (r.goal, r.fte, r.people_count) IN (('a', 1, 1), ('b', 2, 2)) AND r.cost IS NULL), 2::bigint, 'they may be text');
SELECT is((SELECT gmalign_private.goal_work(NULL::bigint, NULL, NULL)::text), NULL, 'no row, no value');

-- cover_rows: cascade_coverage an amount at a time, conflicts and moves from rows
CREATE TEMP TABLE cover AS
SELECT r.*, x.n AS plain_conflicts, m.n AS plain_moves, c.goal_count AS plain_goals, c.leaf_count AS plain_leaves,
       c.staffed_count AS plain_staffed, c.staffed_leaf_count AS plain_staffed_leaves,
       c.coverage AS plain_coverage, c.weighted_coverage AS plain_weighted, c.contribution_total AS plain_total,
       c.capacity + coalesce(d.capacity_fte, 0) AS plain_fte, k.capacity + coalesce(d.cost_amount, 0) AS plain_cost,
       s.capacity + coalesce(d.assignment_amount, 0) AS plain_split
FROM goal_work w
CROSS JOIN LATERAL gmalign_private.cover_rows(w.graph, w.strategic_goals, w.work) AS r
CROSS JOIN (SELECT array_agg(e.goal_id) AS goals, array_agg(e.capacity_fte) AS fte, array_agg(e.cost_amount) AS cost,
                   array_agg(e.assignment_amount) AS split
            FROM effort e JOIN stands t ON t.goal = e.goal_id WHERE e.is_staffed) AS e
JOIN LATERAL gmalign.cascade_coverage(w.graph, w.strategic_goals, e.goals, e.fte) AS c
  ON c.strategic_goal IS NOT DISTINCT FROM r.strategic_goal
JOIN LATERAL gmalign.cascade_coverage(w.graph, w.strategic_goals, e.goals, e.cost) AS k
  ON k.strategic_goal IS NOT DISTINCT FROM r.strategic_goal
JOIN LATERAL gmalign.cascade_coverage(w.graph, w.strategic_goals, e.goals, e.split) AS s
  ON s.strategic_goal IS NOT DISTINCT FROM r.strategic_goal
LEFT JOIN effort d ON d.goal_id = r.strategic_goal
CROSS JOIN LATERAL (SELECT count(*) AS n FROM line l WHERE l.strategic_goal = r.strategic_goal AND l.contribution < 0) AS x
CROSS JOIN LATERAL (SELECT count(DISTINCT p.assignment_id) AS n FROM wanted p JOIN assignment a ON a.id = p.assignment_id
                    LEFT JOIN line l ON l.goal = p.goal_id AND l.contribution > 0
                    WHERE p.points > 0 AND gmalign_private.assignment_status(a.start_date, a.end_date, gmalign.today()) = 'active'
                      AND NOT EXISTS (SELECT FROM employee l WHERE l.id = a.assignee_id AND l.departure_date < gmalign.today())
                      AND l.strategic_goal IS NOT DISTINCT FROM r.strategic_goal) AS m;
SELECT is((SELECT count(*) FROM cover), (SELECT 1 + count(*) FROM stands WHERE state = 'strategic'),
          'cover_rows has a row per strategic goal, and one for the rest');
SELECT is((SELECT count(*) FROM cover
           WHERE (goal_count, leaf_count, staffed_count, staffed_leaf_count, move_count)
                 IS DISTINCT FROM (plain_goals, plain_leaves, plain_staffed, plain_staffed_leaves, plain_moves)
             OR (conflicting_count <> plain_conflicts AND strategic_goal IS NOT NULL)), 0::bigint, 'its counts');
SELECT is((SELECT count(*) FROM cover
           WHERE pg_temp.differ(coverage, plain_coverage) OR pg_temp.differ(weighted_coverage, plain_weighted)
              OR pg_temp.differ(contribution_total, plain_total)
             OR pg_temp.differ(fte, plain_fte) OR pg_temp.differ(cost, plain_cost) OR pg_temp.differ(moves_split, plain_split)), 0::bigint,
          'its shares, three amounts in one walk');

-- state_rows and flow_rows: goal_states and goal_edges
SELECT set_eq($$ SELECT r.goal, r.state, r.depth, r.parent_count, r.child_count, r.is_in_cycle, r.is_staffed
                 FROM goal_work w, gmalign_private.state_rows(w.graph, w.strategic_goals, w.work) AS r $$,
  $$ SELECT s.goal, s.state, s.depth, s.parent_count, s.child_count, s.is_in_cycle, coalesce(e.is_staffed, false)
     FROM stands s LEFT JOIN effort e ON e.goal_id = s.goal $$, 'state_rows is goal_states, with who works');
SELECT is((SELECT count(*) FROM goal_work w, gmalign_private.state_rows(w.graph, w.strategic_goals, w.work) AS r
           LEFT JOIN effort e ON e.goal_id = r.goal WHERE pg_temp.differ(r.fte, coalesce(e.capacity_fte, 0))),
          0::bigint, 'and with how much');
SELECT bag_eq($$ SELECT r.* FROM cascade_graph f, gmalign_private.flow_rows(f.graph, f.strategic_goals) AS r $$,
  $$ SELECT e.goal, e.parent, e.contribution, s.depth, s.state FROM cascade_graph f, gmalign.goal_edges(f.graph, NULL::bigint[]) AS e
     JOIN stands s ON s.goal = e.goal WHERE e.contribution > 0 $$, 'flow_rows is the links that contribute');
SELECT is((SELECT count(*) FROM cascade_sankey c JOIN goal g ON g.id = c.target_goal_id
           WHERE c.target <> g.title
             || CASE WHEN (SELECT count(*) FROM goal o JOIN stands s ON s.goal = o.id WHERE o.title = g.title) > 1 THEN ' #' || g.id
                     ELSE '' END), 0::bigint, 'cascade_sankey tells apart what has one title');

-- goal_state: dates inside those of every parent that has dates
SELECT is((SELECT count(*) FROM goal_state s
           LEFT JOIN (SELECT l.goal_id, bool_and(c.start_date >= p.start_date AND c.due_date <= p.due_date) AS inside
                      FROM cascade_link l JOIN goal c ON c.id = l.goal_id JOIN goal p ON p.id = l.parent_goal_id
                      WHERE l.relation <> 'conflicts' AND num_nulls(c.start_date, c.due_date, p.start_date, p.due_date) = 0
                      GROUP BY l.goal_id) AS d USING (goal_id)
           WHERE s.is_inside_parent_dates IS DISTINCT FROM d.inside), 0::bigint, 'goal_state compares dates');
SELECT results_eq($$ SELECT r.goal, r.parents_first_day, r.parents_last_day
                     FROM (SELECT gmalign.goal_graph(c, p, w) AS g
                           FROM (VALUES (1, 2, 1.0), (1, 3, NULL), (1, 4, -.5), (1, 5, 0)) AS l (c, p, w)) AS q,
                          gmalign_private.state_rows(g, ARRAY[2], NULL, ARRAY[1, 2, 3, 4, 5],
                            ARRAY['2026-01-05', '2026-01-01', '2026-02-01', '2026-03-01', NULL]::date[],
                            ARRAY['2026-01-06', '2026-12-31', 'infinity', '2026-03-02', '2026-01-02']::date[]) AS r
                     WHERE r.goal < 3 ORDER BY 1 $$,
  $$ VALUES (1, date '2026-02-01', date '2026-12-31'), (2, NULL, NULL) $$, 'of parents with days, but not of those it works against');
SELECT throws_ok($$ SELECT count(*) FROM cascade_graph f, gmalign_private.state_rows(f.graph, f.strategic_goals, NULL, f.strategic_goals,
                      ARRAY[date '2026-01-01'], NULL) $$, '2202E', NULL, 'days of other goals');

-- path_rows: goal_path, step by step
SELECT bag_eq($$ SELECT goal_id, strategic_goal_id, path_kind, step_count, round(contribution::numeric, 12), path_text FROM goal_path $$,
  $$ SELECT p.goal, p.strategic_goal, p.path_kind, max(p.step),
            round((array_agg(p.path_contribution ORDER BY p.step DESC))[1]::numeric, 12), string_agg(t.title, ' > ' ORDER BY p.step)
     FROM cascade_graph f, gmalign.goal_path(f.graph, NULL::bigint[], f.strategic_goals) AS p
     JOIN goal t ON t.id = p.step_goal GROUP BY 1, 2, 3 $$, 'path_rows tells the ways of goal_path');
SELECT throws_ok($$ SELECT r.* FROM cascade_graph f, gmalign_private.path_rows(f.graph, f.strategic_goals, f.strategic_goals, '{}') AS r $$,
                 '2202E', NULL, 'with a title per goal');

-- sight_of
SELECT is((SELECT count(*) FROM person_line_of_sight v
  LEFT JOIN (SELECT p.person_id, count(*) AS n, count(*) FILTER (WHERE s.state IN ('aligned', 'strategic')) AS aligned,
                    count(*) FILTER (WHERE s.state = 'disconnected') AS disconnected,
                    count(*) FILTER (WHERE s.state = 'unaligned') AS unaligned
             FROM person_goal p JOIN stands s ON s.goal = p.goal_id GROUP BY p.person_id) AS c USING (person_id)
  LEFT JOIN (SELECT DISTINCT ON (p.person_id) p.person_id, l.strategic_goal, l.contribution,
                    min(l.distance) OVER (PARTITION BY p.person_id) AS nearest
             FROM line l JOIN person_goal p ON p.goal_id = l.goal
             ORDER BY p.person_id, l.contribution DESC NULLS LAST, l.distance, l.strategic_goal) AS s USING (person_id)
  WHERE (v.goal_count, v.aligned_goal_count, v.disconnected_goal_count, v.unaligned_goal_count)
        IS DISTINCT FROM (coalesce(c.n, 0), coalesce(c.aligned, 0), coalesce(c.disconnected, 0), coalesce(c.unaligned, 0))
     OR (v.nearest_distance, v.strategic_goal_id) IS DISTINCT FROM (s.nearest, s.strategic_goal)
     OR pg_temp.differ(v.strongest_contribution, s.contribution)), 0::bigint, 'sight_of a person is the best of his goals');
SELECT throws_ok($$ SELECT r.*
                    FROM cascade_graph f, person_points p, gmalign_private.sight_of(f.graph, '{1}', p.goals, 1::bigint) AS r $$,
                 'XX001', NULL, 'sights of another graph are refused');
SELECT throws_ok($$ SELECT r.*
                    FROM cascade_graph f,
                         gmalign_private.sight_of(f.graph, gmalign_private.goal_sight(f.graph, f.strategic_goals),
                                                  (SELECT gmalign_private.points_list('x'::text, 1, false)), 1::bigint) AS r $$,
                 '42804', NULL, 'and so are goals of another kind');

-- segment_rows: cascade.sql compares its counts; here what it refuses, and nothing at all
SELECT throws_ok($$ SELECT r.*
                    FROM goal_work w,
                         gmalign_private.segment_rows(w.graph, w.strategic_goals, w.work, w.strategic_goals,
                                                      '{}', '{}', NULL, NULL) AS r $$,
                 '2202E', NULL, 'segment_rows wants a level and a unit per goal');
SELECT results_eq($$ SELECT r.left_out, r.goal_count, r.person_count, r.cost
                     FROM gmalign_private.segment_rows(NULL, NULL::bigint[], NULL, NULL::bigint[], NULL, NULL::bigint[],
                                                       NULL, NULL) AS r $$,
                  $$ VALUES (3, 0::bigint, 0::bigint, NULL::float8) $$, 'without goals it has one row');

-- reach_rows: the organization's points, voice by voice, moved up
SELECT is((SELECT count(*)
           FROM (SELECT a.assignment_id, r.goal, r.points
                 FROM assignment_points a, gmalign_private.reach_rows(a.points, a.no_goal, 'organization') AS r) AS r
  FULL JOIN (SELECT w.assignment_id, l.compared_goal_id AS goal, sum(abs(w.points * l.lift_share)) AS points
             FROM (SELECT p.assignment_id, p.goal_id, p.points / nullif(sum(abs(p.points)) OVER (PARTITION BY p.assignment_id), 0) AS points
                   FROM wanted p WHERE p.party = 'organization') AS w
             JOIN goal_lift l ON l.goal_id = w.goal_id AND l.is_strategic
             WHERE w.points <> 0 GROUP BY 1, 2) AS x USING (assignment_id, goal)
  WHERE pg_temp.differ(r.points, x.points)), 0::bigint, 'reach_rows is what reaches strategy');

-- a state that grows, by goals of people beside the moves, integers and text
SELECT is((SELECT sum(r.fte) FROM gmalign_private.work_rows(
             (SELECT gmalign_private.goal_work(i, 1, 1) FROM generate_series(1, 30000::bigint) AS i), 0::bigint) AS r),
          30000::float8, 'thirty thousand goals are kept');
SELECT is((SELECT sum(r.fte) FROM gmalign_private.work_rows(
             (SELECT gmalign_private.goal_work('goal ' || i, 1, 1) FROM generate_series(1, 3000) AS i), ''::text) AS r),
          3000::float8, 'so are those named by text');
-- the nightly check computes once what several rules read: what it flags is what
-- the rules' views say, whichever rules are on
UPDATE assignment SET planned_end_date = '2026-11-30', next_role_agreed_on = CASE WHEN id % 3 = 0 THEN date '2026-06-01' END
WHERE id % 2 = 0;
UPDATE goal SET due_date = '2026-10-01' WHERE direction IS NOT NULL;
UPDATE employee SET is_high_performer = id % 3 = 0;
INSERT INTO expectancy_survey (employee_id, person_role, asked_on, expectancy)
SELECT i, 'assignee', '2026-01-01', (i % 11) / 10.0 FROM generate_series(1, 60) AS i;
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence)
SELECT s.id, r.id, ((s.id + r.id) % 21) / 10.0 - 1, ((s.id * 3 + r.id) % 19) / 9.0 - 1 FROM expectancy_survey s, reward r;
UPDATE flag_rule SET is_enabled = true, open_value = CASE opens_when WHEN 'below' THEN 1e6 WHEN 'from' THEN -1e6 END,
                     close_value = CASE opens_when WHEN 'below' THEN 1e6 WHEN 'from' THEN -1e6 END,
                     open_setting = NULL, close_margin = NULL;
UPDATE setting SET date_value = '2026-01-01' WHERE code = 'personal_flags_approved_on';
CREATE FUNCTION pg_temp.unlike() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  r record;
  found bigint;
  n bigint;
BEGIN
  FOR r IN SELECT f.code, f.relation, f.meaning, CASE WHEN f.opens_when = 'found' THEN 'true' ELSE 'v.score IS NOT NULL' END AS beyond
           FROM flag_rule f WHERE f.is_enabled LOOP
    EXECUTE format('WITH said AS (SELECT v.subject_id::text, v.score, coalesce(v.reason_code, %L) AS reason_code,
                                         v.parameters::jsonb, coalesce(v.reason, %L) AS reason, v.driver
                                  FROM %I v WHERE %s),
                         kept AS (SELECT f.subject_id, f.score, f.reason_code, f.parameters, f.reason, f.driver
                                  FROM flag f WHERE f.rule_code = %L AND f.closed_on IS NULL)
                    SELECT (SELECT count(*) FROM said), (SELECT count(*) FROM (TABLE said EXCEPT ALL TABLE kept) AS x)
                                                        + (SELECT count(*) FROM (TABLE kept EXCEPT ALL TABLE said) AS x)',
                   r.code, r.meaning, r.relation, r.beyond, r.code) INTO found, n;
    IF n > 0 OR found = 0 AND r.code NOT IN ('not_moving', 'drift') THEN
      RETURN NEXT format('%s: %s rows, %s differ', r.code, found, n);
    END IF;
  END LOOP;
END $$;
SELECT count(*) > 0 AS flagged FROM gmalign.run_check('hr', '2026-06-30');
SELECT is_empty('SELECT * FROM pg_temp.unlike()', 'every rule on: the flags are what the rules'' views say');
-- alone, a rule reads what nobody computed for it
UPDATE flag_rule SET is_enabled = code IN ('thin_support', 'check_in_overdue', 'end_near');
DELETE FROM flag;
SELECT count(*) > 0 AS flagged FROM gmalign.run_check('hr', '2026-06-30');
SELECT is_empty('SELECT * FROM pg_temp.unlike()', 'some rules on: likewise');
-- camps: programme.sql compares what they want; here what is refused, and who is heard
SELECT throws_ok($$ SELECT gmalign_private.camp_points(a.points, '{1,2}'::bigint[], '{hr}') FROM assignment_points a $$, '2202E', NULL,
                 'a camp per voice');
SELECT throws_ok($$ SELECT gmalign_private.camp_points(a.points, '{x}'::text[], '{hr}') FROM assignment_points a $$, '42804', NULL,
                 'voices are of one kind');
SELECT is((SELECT bool_and((gmalign_private.camps_heard(a.points, v.id, '{gm}') = 4)
                           = EXISTS (SELECT FROM gmalign_private.stated_rows(a.points, a.no_goal, a.no_voice) AS s
                                     WHERE s.points IS NOT NULL AND s.voice = v.id[1]))
           FROM assignment_points a, (SELECT ARRAY[s.id] FROM stakeholder s) AS v (id)), true, 'a camp is heard when its voice is');
SELECT is((SELECT gmalign_private.camp_points(a.points, '{}'::bigint[], '{}')::text FROM assignment_points a),
          '{NULL,NULL,NULL,NULL}', 'without voices there is none');

CREATE TABLE told AS SELECT a.points::text AS points FROM assignment_points a, generate_series(1, 20);
ANALYZE told;
PREPARE wanted_by AS
  SELECT gmalign_private.camp_points(t.points::gmalign_private.party_points,
                                     ARRAY(SELECT s.id FROM stakeholder s ORDER BY s.id),
                                     ARRAY(SELECT gmalign_private.camp(s.code, s.party) FROM stakeholder s ORDER BY s.id))::text
  FROM told t;
CREATE TEMP TABLE serial AS EXECUTE wanted_by;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SELECT results_eq('EXECUTE wanted_by', 'TABLE serial', 'camp_points in parallel, too');
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

SELECT is(gmalign_private.true_bits(true, NULL, false, true), 9, 'true_bits are those of what is true');
SELECT throws_ok($$ SELECT gmalign_private.true_bits(VARIADIC array_fill(true, ARRAY[32])) $$, '54000', NULL, 'an integer has 31 to give');
SELECT * FROM finish();
ROLLBACK;
