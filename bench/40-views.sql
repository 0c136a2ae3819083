-- Every view over 10,000 assignments, 150,000 priorities and 50,000 goals, all of
-- its rows and columns, against the floor F: one aggregation of the priorities
-- and one reading of the goals, which no view can do without. Views of 200,000
-- rows and more are shown but promise nothing: their rows are the work. Views that
-- judge every pair of every move are held to their own floor instead: what the
-- kernels alone take, and the scans they cannot do without; of titles, names and
-- earlier scores as well, but no join with them. Then the same views
-- for one assignment, one person, one GM professional with 50 moves, against the
-- reading of the goals; alignment_distinctive apart, whose norm is of all.
\echo 'views over 10,000 assignments and 50,000 goals ...'
SELECT 10000 / :scale AS moves \gset
\set schema hr
\set people 20000
\set check_ins 5
\set surveys 10000
\ir programme.sql
\ir moves.sql
-- a year of nightly snapshots, and the flags of the last night
INSERT INTO alignment_snapshot (taken_on, assignment_id, mutual_alignment, weakest_alignment, alignment_band, assignment_status)
SELECT date '2026-06-29' - d, a, .8 - d * .0001 * (a % 3), .7 - d * .0001 * (a % 3), 'aligned', 'active'
FROM generate_series(1, 365) AS d, generate_series(1, :moves) AS a;
VACUUM ANALYZE;
SELECT count(*) FROM gmalign.run_check('hr', '2026-06-29') \g /dev/null
VACUUM ANALYZE;
SET gmalign.as_of = '2026-06-30';
SET work_mem = '4MB';                     -- as a server has them
RESET jit;
RESET max_parallel_workers_per_gather;
\set graph '(SELECT gmalign.goal_graph(child_id, parent_id, contribution) AS g FROM goal_link) AS q'
\set reading 'SELECT sum(s.descendant_count) FROM ' :graph ', gmalign.goal_states(q.g, NULL::bigint[]) AS s'
\set sums '(SELECT count(*) AS n, sum(priority) AS p FROM assignment_goal GROUP BY assignment_id) AS q'
\set floor 'SELECT (SELECT sum(n) + sum(p) FROM ' :sums '), (' :reading ')'
SELECT set_config('bench.reading', :'reading', false), set_config('bench.floor', :'floor', false) \g /dev/null
SELECT set_config('bench.gm_professional', (SELECT gm_professional_id FROM assignment WHERE id = 77)::text, false) \g /dev/null
\set rules 'r.opposed_from, r.aligned_from, r.beyond_chance_from, r.opposed_signed_from, r.aligned_p, r.misaligned_p,'
\set rules :rules ' r.comparable_from, r.answer_reliability, r.answer_step'
\set judged 'SELECT count(v.alignment_band) FROM assignment_points a CROSS JOIN setting_in_force r'
\set judged :judged ' CROSS JOIN LATERAL gmalign_private.verdict(a.points, a.no_goal, ' :rules ') AS v'
\set running ' WHERE a.assignment_status IN (\'planned\', \'active\')'
CREATE TABLE own_floor (relation text PRIMARY KEY, query text);
INSERT INTO own_floor VALUES
  ('assignment_alignment', replace(:'judged', 'SELECT ', 'SELECT count(a.assignment_status), ') || ' HAVING
     (SELECT count(g.title) FROM goal g) > 0 AND (SELECT count(e.external_id) FROM employee e) >= 0 AND
     (SELECT count(n.mutual_alignment) FROM alignment_snapshot n
      WHERE n.taken_on IN ((SELECT min(m.taken_on) FROM alignment_snapshot m), (SELECT max(m.taken_on) FROM alignment_snapshot m))) > 0'),
  ('rule_pair_below_band', :'judged' || :'running'),
  ('alignment_pair', 'SELECT count(p.pair_band) FROM assignment_points a CROSS JOIN setting_in_force r
     CROSS JOIN LATERAL gmalign_private.pair_rows(a.points, ' || :'rules' || ') AS p'),
  ('retention_risk', 'SELECT (' || :'judged' || :'running' || '), (SELECT count(p.goals) FROM person_points p),
     (SELECT count(e.weakest_link_value) FROM expectancy e WHERE e.is_latest), (SELECT count(w.person_external_id) FROM employment w),
     (SELECT count(b)
      FROM employee e CROSS JOIN LATERAL gmalign_private.true_bits(e.id > 0, true, true, true, true, true, true, true, true, true) AS b)'),
  ('program_summary', replace(:'judged', 'SELECT ', 'SELECT gmalign_private.goal_work(a.points, 1, NULL) IS NULL, ') || :'running'
     || ' HAVING (' || :'reading' || ') > 0 AND (SELECT count(m.own_progress_share) FROM goal_measure m) > 0');
DO $$
DECLARE
  v record;
  n bigint;
BEGIN
  FOR v IN SELECT m.relation, o.query AS own_floor,
                  format('SELECT %s FROM %I AS q', string_agg(format('count(q.%I)', a.attname), ', ' ORDER BY a.attnum),
                         m.relation) AS query
           FROM gmalign_private.model_relations() m JOIN pg_attribute a ON a.attrelid = m.relation::regclass AND a.attnum > 0
           LEFT JOIN own_floor o ON o.relation = m.relation
           WHERE m.kind = 'view' GROUP BY m.relation, m.place, o.query ORDER BY m.place LOOP
    EXECUTE format('SELECT count(*) FROM %I', v.relation) INTO n;
    CALL compare(v.relation || CASE WHEN n < 200000 THEN '' ELSE format(', %s rows', n) END,
                 CASE WHEN n >= 200000 OR v.own_floor IS NOT NULL THEN float8 'infinity' ELSE 6 END,
                 'F', current_setting('bench.floor'), v.query, runs => 3, topic => 'view');
    IF v.own_floor IS NOT NULL THEN
      CALL compare(v.relation, 1.5, 'its own floor', v.own_floor, v.query, runs => 3, topic => 'view');
    END IF;
  END LOOP;
  -- filtered by whatever names an assignment, a person or a GM professional
  FOR v IN SELECT m.relation, a.attname AS key,
                  format('SELECT * FROM %I AS q WHERE q.%I = %s', m.relation, a.attname,
                         CASE a.attname WHEN 'gm_professional_id' THEN current_setting('bench.gm_professional') ELSE '77' END) AS query
           FROM gmalign_private.model_relations() m
           JOIN pg_attribute a ON a.attrelid = m.relation::regclass AND a.attnum > 0 AND a.atttypid = 'bigint'::regtype
            AND a.attname IN ('assignment_id', 'person_id', 'assignee_id', 'gm_professional_id')
           WHERE m.kind = 'view' AND m.relation <> 'alignment_distinctive' ORDER BY m.place, a.attnum LOOP
    CALL compare(v.relation || ' of one ' || replace(v.key, '_id', ''), 1.5, 'graph and reader', current_setting('bench.reading'),
                 v.query, runs => 3, topic => 'filter');
  END LOOP;
END $$;
