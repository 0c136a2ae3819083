-- The order of rows: the same rows loaded in many orders give the same rows of
-- every view and the same names from every kernel, to the last digit, also where
-- losses, scores and shares are equal but for what rounding leaves.
BEGIN;
\ir ../start.psql
SELECT plan(17);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
SET jit = off;
\ir ../model.psql
SET search_path = hr, public;
SELECT setseed(.25);

-- few distinct numbers, so that ties are many: tenths, which no float8 holds
INSERT INTO org_unit (id, name, region) SELECT i, 'u' || i, 'r' || i % 2 FROM generate_series(1, 3) AS i;
INSERT INTO employee (id, org_unit_id, hire_date, departure_date, departure_type, is_high_performer)
SELECT i, 1 + i % 3, '2020-01-01', CASE WHEN i % 7 = 0 THEN date '2026-01-01' + i END, CASE WHEN i % 7 = 0 THEN 'voluntary' END, i % 3 = 0
FROM generate_series(1, 40) AS i;
UPDATE goal_dimension SET weight = .1 * id;
INSERT INTO goal (id, title, level, goal_type, weight, dimension_id, org_unit_id, owner_id, direction, start_value, target_value,
                  start_date, due_date)
SELECT i, 'goal ' || i, CASE WHEN i <= 4 THEN 'strategic' WHEN i <= 8 THEN 'department' ELSE 'team' END,
       CASE WHEN i > 12 THEN 'key_result' ELSE 'objective' END, .1 * (1 + i % 3), 1 + i % 2, 1 + i % 3, 1 + i % 5,
       CASE WHEN i > 12 THEN 'increase' END, CASE WHEN i > 12 THEN 0 END, CASE WHEN i > 12 THEN .3 END, '2026-01-01', '2026-12-31'
FROM generate_series(1, 16) AS i;
INSERT INTO goal_link (id, child_id, parent_id, contribution)
SELECT row_number() OVER (ORDER BY i, p), i, p, .1 * (1 + (i * p) % 4) FROM generate_series(5, 16) AS i, generate_series(1, 8) AS p
WHERE p < CASE WHEN i <= 8 THEN 5 ELSE 9 END AND (i + p) % 2 = 0;
INSERT INTO goal_contributor (goal_id, employee_id, fte_share)
SELECT g, e, .1 * (1 + (g + e) % 3) FROM generate_series(5, 16) AS g, generate_series(1, 40) AS e WHERE (g * e) % 5 = 1;
INSERT INTO assignment (id, external_id, assignee_id, gm_professional_id, org_unit_id, purpose, host_country, start_date, planned_end_date,
                        end_date, end_reason, cost_estimate, actual_cost, benefit)
SELECT i, 'M' || i, i, 30 + i % 5, 1 + i % 3, 'p' || i % 2, 'c' || i % 2, date '2025-06-01' + i, date '2026-06-01' + 3 * i,
       CASE WHEN i % 3 = 0 THEN date '2026-03-01' + i END, CASE WHEN i % 3 = 0 THEN 'completed' END, 1000.10 * i, 1100.30 * i, 999.99 * i
FROM generate_series(1, 30) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g, '2025-06-01', (1 + floor(random() * 5)) / 10 * CASE WHEN random() < .15 THEN -1 ELSE 1 END
FROM assignment a, stakeholder s, generate_series(1, 16) AS g
WHERE s.code IN ('hr', 'senior_leadership', 'sponsor', 'gm_professional', 'assignee', 'family') AND random() < .6;
INSERT INTO assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success)
SELECT a.id, s.id, '2026-06-01', (a.id + s.id) % 3 > 0 FROM assignment a, stakeholder s
WHERE s.code IN ('organization', 'gm_professional', 'assignee') AND a.end_date IS NOT NULL;
INSERT INTO expectancy_survey (id, employee_id, assignment_id, person_role, asked_on, expectancy)
SELECT row_number() OVER (ORDER BY e.id, d), e.id, NULL, CASE WHEN e.id > 29 THEN 'gm_professional' ELSE 'assignee' END, d,
  .1 * (1 + (e.id % 9))
FROM employee e, unnest(ARRAY[date '2026-01-01', '2026-05-01']) AS d;
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence, is_offered)
SELECT s.id, r.id, .1 * (1 + floor(random() * 9)), .1 * (floor(random() * 13) - 3), random() < .7
FROM expectancy_survey s, reward r WHERE random() < .8;
INSERT INTO survey_answer (survey_id, item_id, answer)
SELECT s.id, i.id, .1 * floor(random() * 11) FROM expectancy_survey s, survey_item i;
INSERT INTO check_in (id, goal_id, assignment_id, employee_id, checked_at, value, status)
SELECT i, CASE WHEN i % 2 = 0 THEN 13 + i % 4 END, CASE WHEN i % 2 = 1 THEN 1 + i % 30 END, 1 + i % 40,
       timestamptz '2026-02-01 12:00+00' + make_interval(days => i), CASE WHEN i % 2 = 0 THEN .1 * (i % 4) END, 'on_track'
FROM generate_series(1, 90) AS i;
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, alignment_band, opposed_share,
  assignment_status)
SELECT d::date, a.id, (1 + floor(random() * 9)) / 10, (1 + floor(random() * 9)) / 10, 'mixed', .1, 'active'
FROM assignment a, generate_series(date '2025-10-31', '2026-06-01', '1 month') AS d;
INSERT INTO review (id, employee_id, held_on, orientation, growth_goal_id)
SELECT i, i, date '2026-03-01' + i, CASE WHEN i % 2 = 0 THEN 'forward' ELSE 'backward' END, CASE WHEN i % 3 = 0 THEN 13 END
FROM generate_series(1, 40) AS i;
INSERT INTO development_activity (id, employee_id, skill, done_on, hours)
SELECT i, 1 + i % 40, 's', '2026-04-01', .1 * (1 + i % 7) FROM generate_series(1, 120) AS i;

CREATE TEMP TABLE loaded (place integer, relation text);
INSERT INTO loaded
SELECT m.place, m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'table';
-- the copies, and every view's rows after loading them in one more order
CREATE FUNCTION pg_temp.keep() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT * FROM loaded LOOP
    EXECUTE format('CREATE TABLE kept_%1$s AS SELECT * FROM hr.%1$s', r.relation);
  END LOOP;
END $$;
CREATE FUNCTION pg_temp.reload() RETURNS void LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  EXECUTE (SELECT 'TRUNCATE ' || string_agg('hr.' || l.relation, ', ') FROM loaded l);
  FOR r IN SELECT * FROM loaded ORDER BY place LOOP
    EXECUTE format('INSERT INTO hr.%1$s SELECT * FROM kept_%1$s ORDER BY random()', r.relation);
  END LOOP;
END $$;
-- values that live within one query number goals as they come
CREATE FUNCTION pg_temp.look() RETURNS TABLE (relation text, line text) LANGUAGE plpgsql AS $$
BEGIN
  FOR relation IN SELECT m.relation FROM gmalign_private.model_relations() m
                  WHERE m.kind = 'view' AND m.relation NOT IN ('cascade_graph', 'points_frame', 'assignment_points', 'contributor_work',
                                                           'goal_work',
                    'person_points')
                  ORDER BY m.place LOOP
    FOR line IN EXECUTE format('SELECT v::text FROM hr.%I v', relation) LOOP
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $$;
SET search_path = public;
SELECT pg_temp.keep();
CREATE TEMP TABLE seen AS SELECT 0 AS round, l.* FROM pg_temp.look() AS l;
CREATE FUNCTION pg_temp.rounds(n integer) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  FOR i IN 1..n LOOP
    PERFORM pg_temp.reload();
    INSERT INTO seen SELECT i, l.* FROM pg_temp.look() AS l;
  END LOOP;
END $$;
SELECT pg_temp.rounds(3);
SELECT is_empty($$ SELECT DISTINCT s.relation FROM seen s
                   GROUP BY s.relation, s.line HAVING count(*) % (SELECT count(DISTINCT round) FROM seen) <> 0 $$,
                     'every view has the same rows in any order');

-- ---------- names ----------
-- priorities that are whole numbers of fifths: which loss is the largest follows
-- from integers, |x * SUM(y) - y * SUM(x)|, and on a tie from the smaller key
CREATE TEMP TABLE wish AS
SELECT m, w.party, g, floor(random() * 6)::integer AS fifths
FROM generate_series(1, 400) AS m, unnest(ARRAY['a', 'b']) AS w (party), generate_series(1, 6) AS g;
CREATE TEMP TABLE pair AS
SELECT x.m, x.g, x.fifths AS a, y.fifths AS b, sum(x.fifths) OVER w AS sum_a, sum(y.fifths) OVER w AS sum_b
FROM wish x JOIN wish y ON y.m = x.m AND y.g = x.g AND y.party = 'b'
WHERE x.party = 'a'
WINDOW w AS (PARTITION BY x.m);
DELETE FROM pair WHERE sum_a * sum_b = 0;
CREATE TEMP TABLE driver AS
SELECT p.m, (array_agg(p.g ORDER BY abs(p.a * p.sum_b - p.b * p.sum_a) DESC, p.g)
               FILTER (WHERE p.a * p.sum_b <> p.b * p.sum_a))[1] AS goal,
       array_agg(p.g ORDER BY abs(p.a * p.sum_b - p.b * p.sum_a) DESC, p.g) FILTER (WHERE p.a * p.sum_b <> p.b * p.sum_a) AS goals
FROM pair p GROUP BY p.m;
CREATE TEMP TABLE told AS
SELECT w.m, gmalign.pair_drivers(w.party, w.g, w.fifths / 5.0::float8, 'points') AS first_of,
       gmalign.alignment_drivers(w.party, w.g, w.fifths / 5.0::float8, 'points', 'a', 'b') AS drivers,
       gmalign.mutual_alignment(w.party, w.g, w.fifths / 5.0::float8, 'points') AS score
FROM wish w GROUP BY w.m;
SELECT is_empty($$ SELECT * FROM told JOIN driver USING (m) WHERE first_of[1] IS DISTINCT FROM goal $$,
                'pair_drivers: the largest loss, on ties the smaller key');
SELECT is_empty($$ SELECT * FROM told JOIN driver USING (m)
                   WHERE ARRAY(SELECT (d->>'goal')::integer FROM jsonb_array_elements(drivers) WITH ORDINALITY AS e (d,
                     place) ORDER BY place)
                         <> coalesce(goals, '{}') $$, 'alignment_drivers: all of them in that order');
SELECT results_eq($$ SELECT gmalign.mutual_alignment(w, g, p), gmalign.pair_drivers(w, g, p)::text, gmalign.alignment_drivers(w, g, p,
  'a', 'b')
                     FROM (VALUES ('a', 1, .1), ('a', 1, .2), ('b', 1, .3), ('a', 2, .7), ('b', 2, .1), ('b', 2, .6)) AS v (w, g, p) $$,
                  $$ VALUES (1::float8, '{NULL}', '[]'::jsonb) $$, 'a pair that scores 1 has no driver');
SELECT results_eq($$ SELECT gmalign.shared_goal_count(w, g, p), gmalign.unshared_share(0, 0) FROM
                     (VALUES ('a', 1, .1), ('a', 1, .2), ('a', 1, -.3), ('b', 1, 1), ('a', 2, 1), ('b', 2, 1)) AS v (w, g, p) $$,
                  $$ VALUES (1::bigint, NULL::float8) $$, 'rows that cancel each other leave no goal named');
SELECT is((SELECT gmalign.weakest_pair(w, g, p) FROM (VALUES ('a', 1, .9), (v.one, 1, .3), (v.one, 2, .7), (v.other, 1, .1), (v.other,
  1, .2),
                                                             (v.other, 2, .7)) AS p (w, g, p)),
          'a|b', 'the weakest pair: of equal scores the smaller name')
FROM (VALUES ('b', 'c'), ('c', 'b')) AS v (one, other);
SELECT is((SELECT gmalign.weakest_link(.5, i, v) FROM (VALUES (.1, .1), (.2, .2), (.3, .3)) AS o (i, v)),
          (SELECT gmalign.weakest_link(.5, i, v) FROM (VALUES (.3, .3), (.2, .2), (.1, .1)) AS o (i, v)), 'the weakest link');
SELECT is((SELECT string_agg(DISTINCT strategic_goal::text, ' ') FROM
           gmalign.goal_path((SELECT gmalign.goal_graph(c, p, k) FROM
             (VALUES (9, 8, .1), (8, 2, .2), (9, 7, .2), (7, 1, .1), (9, 6, .02), (6, 3, 1)) AS v (c, p, k)), ARRAY[9], ARRAY[1, 2, 3])
           WHERE path_kind = 'strongest' AND step = 0), '3', 'of equally strong ways the one over the smaller key');
SELECT is_empty($$ SELECT r FROM generate_series(1, 40) AS r
                   WHERE (SELECT gmalign.alignment_score(x, y) FROM (SELECT x, y FROM (VALUES (.1, .1), (.2, .3), (.3, .2), (.7, .7))
                     AS v (x, y)
                                                                     ORDER BY random()) AS q)
                         <> 1 - .2 / 2.6 $$, 'a score over rows in 40 orders');

-- ---------- the model ----------
SET search_path = hr, public;
TRUNCATE org_unit, employee, goal, assignment, alignment_snapshot, flag, check_run CASCADE;
INSERT INTO employee (id) VALUES (1);
INSERT INTO goal (id, title, level) SELECT g, 'Goal ' || g, 'strategic' FROM generate_series(1, 6) AS g;
INSERT INTO assignment (id, external_id, assignee_id, start_date) SELECT m, 'M' || m, 1, '2026-01-01' FROM (SELECT DISTINCT m FROM pair)
  AS p;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT p.m, s.id, p.g, '2026-01-01', (CASE s.code WHEN 'assignee' THEN p.a ELSE p.b END) / 5.0
FROM pair p, stakeholder s WHERE s.code IN ('assignee', 'gm_professional', 'organization')
ORDER BY random();
SELECT is_empty($$ SELECT a.assignment_id, a.driver_goal_id, d.goal FROM assignment_alignment a JOIN driver d ON d.m = a.assignment_id
                   WHERE a.driver_goal_id IS DISTINCT FROM d.goal OR a.weakest_driver_goal_id IS DISTINCT FROM d.goal $$,
                'the goal that drives a move apart is the largest loss, on ties the smaller key');
SELECT is_empty($$ SELECT k.assignment_id FROM misaligned_assignment k JOIN driver d ON d.m = k.assignment_id
                   WHERE k.driver_goal_id IS DISTINCT FROM d.goal OR k.driver_goal_title IS DISTINCT FROM 'Goal ' || d.goal $$,
                'wherever it is told');
-- 8 of 20 points at the threshold of .40, and 12 of 20 at that of .60
TRUNCATE assignment, goal CASCADE;
INSERT INTO goal (id, title, level) SELECT g, 'Goal ' || g, 'strategic' FROM generate_series(1, 5) AS g;
INSERT INTO assignment (id, external_id, assignee_id, start_date) VALUES (1, 'M1', 1, '2026-01-01');
CREATE FUNCTION pg_temp.state(assignee integer[], gm integer[], organization integer[]) RETURNS text LANGUAGE sql AS $$
  DELETE FROM hr.assignment_goal;
  INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT 1, s.id, g, '2026-01-01', (CASE s.code WHEN 'assignee' THEN assignee WHEN 'gm_professional' THEN gm ELSE organization END)[g] / 5.0
  FROM hr.stakeholder s, generate_series(1, 5) AS g WHERE s.code IN ('organization', 'gm_professional', 'assignee');
  SELECT a.alignment_band || ' ' || a.weakest_alignment_score FROM hr.assignment_alignment a
$$;
SELECT is((SELECT count(*) FROM (
             SELECT pg_temp.state((SELECT array_agg((ARRAY[3, 0, 0, 0, 3])[i] ORDER BY o.place) FROM unnest(o.places) WITH ORDINALITY
               AS q (i, place)),
                                  (SELECT array_agg((ARRAY[3, 4, 4, 4, 5])[i] ORDER BY o.place) FROM unnest(o.places) WITH ORDINALITY
                                    AS q (i, place)),
                                  (SELECT array_agg((ARRAY[4, 1, 2, 4, 3])[i] ORDER BY o.place) FROM unnest(o.places) WITH ORDINALITY
                                    AS q (i, place)))
                    AS said
             FROM (SELECT array_agg(i ORDER BY random()) AS places, 0 AS place FROM generate_series(1, 40) AS n, generate_series(1, 5)
               AS i GROUP BY n) AS o) AS s
           WHERE said <> 'mixed 0.4'), 0::bigint, 'a band edge met exactly is met, whichever goals the priorities are for');
SELECT is_empty($$ SELECT rule_code FROM gmalign.run_check('hr') WHERE rule_code = 'pair_below_band' $$, 'and its rule finds nothing');
UPDATE setting SET number_value = .15 WHERE code = 'opposed_from';
SELECT is((SELECT count(*) FROM rule_pair_below_band r WHERE gmalign_private.is_below(r.score, .1 + .3)), 0::bigint,
  'also at a threshold that was summed');
SET search_path = public;
SELECT is(gmalign_private.rounded(v), w, v || ' is ' || w) FROM (VALUES (.1 + .2::float8, .3::float8), (-1.1e-16, 0)) AS v (v, w);

SELECT * FROM finish();
ROLLBACK;
