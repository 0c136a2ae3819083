-- the views about the cascade, on a random programme, against plain SQL
BEGIN;
\ir ../start.psql
SELECT plan(23);
SET LOCAL client_min_messages = warning;
SET LOCAL gmalign.as_of = '2026-06-30';
SELECT setseed(.42);
\ir ../model.psql
SET LOCAL search_path = hr, public;
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

INSERT INTO org_unit (name) SELECT 'unit ' || i FROM generate_series(1, 6) AS i;
INSERT INTO employee (org_unit_id) SELECT 1 + i % 6 FROM generate_series(1, 80) AS i;
INSERT INTO goal (title, level, weight, org_unit_id, owner_id, direction, start_value, target_value, current_value)
SELECT 'goal ' || i, CASE WHEN i <= 8 THEN 'strategic' WHEN i <= 40 THEN 'department' WHEN i <= 120 THEN 'team' ELSE 'individual' END,
       1 + i % 4, CASE WHEN i % 5 > 0 THEN 1 + i % 6 END, CASE WHEN i % 3 > 0 THEN 1 + i % 80 END,
       CASE WHEN i > 120 AND i % 2 = 0 THEN 'increase' END, 0, 10, CASE WHEN i % 7 > 0 THEN i % 13 END
FROM generate_series(1, 300) AS i;
-- any goal may serve any other: several parents, circles, a strategic goal
-- below another, conflicts, links nobody puts a number on
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
SELECT child, parent, CASE WHEN kind < .8 THEN 'contributes' WHEN kind < .9 THEN 'supports' ELSE 'conflicts' END,
       CASE WHEN kind < .8 THEN round(random()::numeric, 2) WHEN kind >= .9 THEN -round(random()::numeric, 2) END
FROM (SELECT i AS child, CASE WHEN random() < .06 THEN 1 + floor(random() * 300)
      ELSE 1 + floor(random() * greatest(i / 3, 3)) END::bigint AS parent, random() AS kind
      FROM generate_series(3, 300) AS i, generate_series(1, 2) AS k WHERE i % 11 > 0 AND (k = 1 OR i % 3 = 0)) AS l;
INSERT INTO goal_link (child_id, parent_id, contribution) VALUES (9, 10, .5), (10, 11, .5), (11, 9, .5),
  (50, 60, 1), (60, 50, 1), (70, 70, 1), (5, 2, .3);
INSERT INTO goal_contributor (goal_id, employee_id, fte_share) SELECT 1 + floor(random() * 300), 1 + i % 80,
  round(random()::numeric, 2) FROM generate_series(1, 120) AS i;
INSERT INTO assignment (assignee_id, start_date, planned_end_date, fte_share, cost_estimate)
SELECT i, '2026-01-01', '2027-12-31', 1, 1000 * i FROM generate_series(1, 40) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, 1 + (a * 37 + s.id * 11 + k * 101) % 300, '2026-02-01', round((random() * 1.4 - .4)::numeric, 2)
FROM generate_series(1, 40) AS a, stakeholder s, generate_series(1, 3) AS k
WHERE s.party IN ('organization', 'assignee') ON CONFLICT DO NOTHING;
ANALYZE;

CREATE TEMP TABLE line AS
SELECT s.* FROM (SELECT gmalign.goal_graph(goal_id, parent_goal_id, contribution) AS g FROM cascade_link) AS graph,
       gmalign.line_of_sight(g, (SELECT array_agg(id) FROM goal WHERE level = 'strategic')) AS s;
SELECT cmp_ok((SELECT count(*) FROM line WHERE contribution < 0), '>', 0::bigint, 'the programme has conflicts');
SELECT cmp_ok((SELECT count(*) FROM goal_state WHERE is_in_cycle), '>', 0::bigint, 'and circles');
SELECT cmp_ok((SELECT count(*) FROM goal_state WHERE state = 'strategic' AND parent_count > 0), '>',
              0::bigint, 'and a strategic goal below another');

-- cascade_by_level: every row from the row-level views
CREATE TEMP TABLE plain AS
SELECT s.goal_id, g.org_unit_id, g.level, s.state, coalesce(e.is_staffed, false) AS staffed, e.capacity_fte AS fte, e.cost_amount AS cost,
       EXISTS (SELECT FROM line l WHERE l.goal = g.id AND l.contribution > 0) AS reaching
FROM goal_state s JOIN goal g ON g.id = s.goal_id LEFT JOIN goal_effort e ON e.goal_id = g.id;
CREATE TEMP TABLE expected AS
SELECT r.id, c.n, c.aligned, c.disconnected, c.unaligned, c.strategic, c.staffed, c.working, c.fte, c.fte_reaching,
       c.cost, c.cost_reaching, w.n AS worked, w.weight AS worked_weight, p.n AS people
FROM cascade_by_level r
CROSS JOIN LATERAL (SELECT count(*) AS n, count(*) FILTER (WHERE state = 'aligned') AS aligned,
                    count(*) FILTER (WHERE state = 'disconnected') AS disconnected,
    count(*) FILTER (WHERE state = 'unaligned') AS unaligned, count(*) FILTER (WHERE state = 'strategic') AS strategic,
    count(*) FILTER (WHERE staffed) AS staffed,
    count(*) FILTER (WHERE staffed AND reaching) AS working, coalesce(sum(fte), 0) AS fte,
    coalesce(sum(fte) FILTER (WHERE reaching), 0) AS fte_reaching, sum(cost) AS cost,
    coalesce(sum(cost) FILTER (WHERE reaching), 0) AS cost_reaching
  FROM plain x WHERE (r.segment_kind IN ('all', 'org_unit') OR x.level = r.level)
    AND (r.segment_kind IN ('all', 'level') OR x.org_unit_id IS NOT DISTINCT FROM r.org_unit_id)) AS c
CROSS JOIN LATERAL (SELECT count(*) AS n, coalesce(sum(s.weight), 0) AS weight FROM goal s WHERE s.level = 'strategic' AND EXISTS (
    SELECT FROM line l JOIN plain x ON x.goal_id = l.goal WHERE l.strategic_goal = s.id AND l.contribution > 0 AND x.staffed
      AND (r.segment_kind IN ('all', 'org_unit') OR x.level = r.level)
        AND (r.segment_kind IN ('all', 'level') OR x.org_unit_id IS NOT DISTINCT FROM r.org_unit_id))) AS w
CROSS JOIN LATERAL (SELECT count(DISTINCT o.person_id) AS n FROM plain x JOIN person_goal o ON o.goal_id = x.goal_id
    WHERE (r.segment_kind IN ('all', 'org_unit') OR x.level = r.level)
      AND (r.segment_kind IN ('all', 'level') OR x.org_unit_id IS NOT DISTINCT FROM r.org_unit_id)) AS p;
SELECT is((SELECT count(*) FROM cascade_by_level),
          (SELECT 1 + count(DISTINCT level) + count(DISTINCT coalesce(org_unit_id, 0)) + count(DISTINCT (level, org_unit_id))
           FROM plain), 'cascade_by_level has a row for all, each level, each unit, each of both');
SELECT is((SELECT count(*) FROM cascade_by_level v JOIN expected e USING (id)
           WHERE (v.goal_count, v.aligned_count, v.disconnected_count, v.unaligned_count, v.strategic_count,
                  v.staffed_count, v.strategic_worked_count, v.person_count) IS DISTINCT FROM
                 (e.n, e.aligned, e.disconnected, e.unaligned, e.strategic, e.staffed, e.worked, e.people)
              OR v.goal_count <> v.strategic_count + v.aligned_count + v.disconnected_count + v.unaligned_count), 0::bigint, 'its counts');
SELECT is((SELECT count(*) FROM cascade_by_level v JOIN expected e USING (id)
           WHERE pg_temp.differ(v.aligned_share, e.aligned::float8 / nullif(e.n - e.strategic, 0))
             OR pg_temp.differ(v.aligned_share + v.disconnected_share + v.unaligned_share, CASE WHEN e.n > e.strategic THEN 1 END)
              OR pg_temp.differ(v.work_reaching_share, e.working::float8 / nullif(e.staffed, 0))
                OR pg_temp.differ(v.capacity_fte, e.fte) OR pg_temp.differ(v.capacity_reaching_share, e.fte_reaching / nullif(e.fte, 0))
              OR pg_temp.differ(v.cost_amount, e.cost, 1e-6) OR pg_temp.differ(v.cost_reaching_share, e.cost_reaching / nullif(e.cost, 0))
              OR pg_temp.differ(v.strategic_worked_share, e.worked / 8.0::float8)
                OR pg_temp.differ(v.importance_worked_share, e.worked_weight / (SELECT sum(weight) FROM goal
                    WHERE level = 'strategic'))), 0::bigint, 'its shares');
SELECT ok(NOT pg_temp.differ(v.capacity_fte * v.capacity_reaching_share,
                             (SELECT sum(capacity_fte) FROM cascade_coverage WHERE strategic_goal_id IS NOT NULL), 1e-9)
          AND NOT pg_temp.differ(v.cost_amount * v.cost_reaching_share,
                                 (SELECT sum(cost_amount) FROM cascade_coverage WHERE strategic_goal_id IS NOT NULL), 1e-6),
          'and what reaches strategy is what cascade_coverage distributes')
FROM cascade_by_level v WHERE v.segment_kind = 'all';

-- cascade_coverage and effort_vs_priority: shares add up, nothing is lost
SELECT ok(NOT (pg_temp.differ(sum(capacity_fte), (SELECT sum(e.capacity_fte) FROM goal_effort e), 1e-9)
               OR pg_temp.differ(sum(cost_amount), (SELECT sum(e.cost_amount) FROM goal_effort e), 1e-6)
          OR pg_temp.differ(sum(effort_share), 1) OR pg_temp.differ(sum(cost_share), 1) OR pg_temp.differ(sum(assignment_share), 1)
            OR pg_temp.differ(sum(importance_share), 1)), 'cascade_coverage distributes all effort and cost') FROM cascade_coverage;
SELECT ok(NOT pg_temp.differ(sum(assignment_amount), (SELECT count(DISTINCT assignment_id) FROM assignment_priority
                                                      WHERE points > 0), 1e-9), 'every active assignment with a goal counts once')
                                                      FROM goal_effort;
SELECT is((SELECT count(*) FROM (
    SELECT strategic_goal, sum(e.capacity_fte * l.contribution / t.total) AS fte
    FROM line l JOIN goal_effort e ON e.goal_id = l.goal AND e.is_staffed
    JOIN (SELECT goal, sum(contribution) AS total FROM line WHERE contribution > 0 GROUP BY goal) AS t USING (goal)
    WHERE l.contribution > 0 GROUP BY strategic_goal) AS x
  FULL JOIN cascade_coverage c ON c.strategic_goal_id = x.strategic_goal LEFT JOIN goal_effort d ON d.goal_id = c.strategic_goal_id
  WHERE c.strategic_goal_id IS NOT NULL AND pg_temp.differ(c.capacity_fte, coalesce(x.fte, 0) + coalesce(d.capacity_fte, 0), 1e-9)),
    0::bigint, 'capacity follows positive contributions, and stays where a strategic goal is named');
SELECT is((SELECT count(*) FROM cascade_coverage c FULL JOIN (SELECT * FROM goal_progress WHERE level = 'strategic') AS p
           ON p.goal_id = c.strategic_goal_id
           WHERE c.strategic_goal_id IS NOT NULL AND pg_temp.differ(c.progress_share, p.progress_share)),
             0::bigint, 'cascade_coverage shows the progress goal_progress shows');
SELECT ok(NOT (pg_temp.differ(sum(effort_gap), 0) OR pg_temp.differ(sum(cost_gap), 0) OR pg_temp.differ(sum(assignment_gap), 0)),
          'effort_vs_priority: gaps add up to 0') FROM effort_vs_priority;
SELECT is((SELECT count(*) FROM effort_vs_priority WHERE strategic_goal_id IS NULL AND importance_share IS NULL
           AND balance = 'outside' AND effort_share > 0), 1::bigint, 'and effort that reaches nothing is a row');
SELECT is((SELECT count(*) FROM effort_vs_priority WHERE strategic_goal_id IS NOT NULL
           AND balance <> CASE WHEN effort_share = 0 THEN 'nothing' WHEN effort_share >= 1.5 * importance_share THEN 'more'
             WHEN importance_share >= 1.5 * effort_share THEN 'less' ELSE 'even' END), 0::bigint, 'balance by the setting');

-- goal_path
SELECT is((SELECT count(*) FROM goal_state s FULL JOIN (SELECT * FROM goal_path WHERE path_kind = 'shortest') AS p USING (goal_id)
           WHERE s.depth IS DISTINCT FROM p.step_count), 0::bigint,
             'goal_path: every goal that reaches strategy has a way as long as it is deep');
SELECT is((SELECT count(*) FROM goal_path p JOIN goal g ON g.id = p.goal_id JOIN goal s ON s.id = p.strategic_goal_id
           WHERE cardinality(string_to_array(p.path_text, ' > ')) <> p.step_count + 1
             OR split_part(p.path_text, ' > ', 1) <> g.title OR split_part(p.path_text, ' > ', -1) <> s.title
               OR s.level <> 'strategic'), 0::bigint, 'in titles, from the goal to strategy');

-- every view over the cascade builds the graph once
CREATE FUNCTION pg_temp.graphs_built(query text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE 'EXPLAIN (ANALYZE, VERBOSE, FORMAT JSON) ' || query INTO plan;
  RETURN (WITH RECURSIVE node (n) AS (
            SELECT plan->0->'Plan' UNION ALL SELECT c FROM node, json_array_elements(n->'Plans') AS c)
          SELECT count(*) FROM node WHERE n->>'Node Type' = 'Aggregate' AND (n->'Output')::text ~ 'goal_graph(_listed)?\('
            AND (n->>'Actual Loops')::integer > 0);
END $$;
SELECT is(pg_temp.graphs_built(format('SELECT * FROM %I', v)), 1::bigint, format('%s builds the graph once', v))
FROM unnest(ARRAY['goal_state', 'goal_progress', 'cascade_by_level', 'person_line_of_sight', 'goal_path']) AS v;
-- where a goal was closed as done there is another for progress
UPDATE goal SET status = 'on_track' WHERE status = 'done' AND closed_on <= gmalign.today();
SELECT is(pg_temp.graphs_built(format('SELECT * FROM %I', v)), 1::bigint, format('%s builds the graph once', v))
FROM unnest(ARRAY['cascade_coverage', 'effort_vs_priority']) AS v;
SELECT * FROM finish();
ROLLBACK;
