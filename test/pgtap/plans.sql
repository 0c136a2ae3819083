-- Whoever asks about one move, one GM professional, one unit or one country pays
-- for these moves: a filter on a view about alignment reaches the tables. Of
-- assignment_goal nothing is read but by index and assignment; assignment is read
-- by index or with the filter at the scan. So with a person and what people are
-- asked.
BEGIN;
\ir ../start.psql
SELECT plan(32);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
INSERT INTO org_unit (id, name) SELECT i, 'unit ' || i FROM generate_series(1, 50) AS i;
INSERT INTO employee (id, org_unit_id, hire_date) SELECT i, 1 + i % 50, '2020-01-01' FROM generate_series(1, 3000) AS i;
INSERT INTO goal (id, title, level)
SELECT i, 'goal ' || i, CASE WHEN i <= 5 THEN 'strategic' ELSE 'team' END FROM generate_series(1, 500) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution) SELECT i, 1 + i % 50, .5 FROM generate_series(51, 500) AS i;
INSERT INTO goal_contributor (goal_id, employee_id) SELECT 1 + i % 500, i FROM generate_series(1, 3000) AS i;
UPDATE goal SET owner_id = id;
INSERT INTO assignment (id, assignee_id, gm_professional_id, org_unit_id, purpose, host_country, start_date)
SELECT i, i, 2901 + i % 50, 1 + i % 50, 'p' || i % 3, 'c' || i % 50, date '2025-01-01' + i % 500 FROM generate_series(1, 2000) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, 1 + (a * 7 + s.id * 31 + k * 97) % 500, '2025-12-01', k / 5.0
FROM generate_series(1, 2000) AS a, stakeholder s, generate_series(1, 5) AS k
WHERE s.code IN ('organization', 'gm_professional', 'assignee') ORDER BY hashint8(a + k);
INSERT INTO expectancy_survey (id, employee_id, assignment_id, person_role, asked_on, expectancy)
SELECT i, i, i, 'assignee', '2026-01-01', .5 FROM generate_series(1, 2000) AS i;
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence)
SELECT i, r.id, .5, .5 FROM generate_series(1, 2000) AS i, reward r;
INSERT INTO survey_answer (survey_id, item_id, answer) SELECT i, s.id, .5 FROM generate_series(1, 2000) AS i, survey_item s;
ANALYZE;
-- so few rows a plan may as well read whole; what is asked is whether it must
SET LOCAL enable_seqscan = off;

-- the scans of a plan: what is read, and by which condition
CREATE FUNCTION pg_temp.scans(query text) RETURNS TABLE (relation text, node text, by_index text, by_filter text) LANGUAGE plpgsql AS $$
DECLARE
  plan json;
BEGIN
  EXECUTE 'EXPLAIN (FORMAT JSON) ' || query INTO plan;
  RETURN QUERY
  WITH RECURSIVE n (node) AS (
    SELECT plan::jsonb->0->'Plan'
    UNION ALL
    SELECT c FROM n, jsonb_array_elements(n.node->'Plans') AS c)
  SELECT n.node->>'Relation Name', n.node->>'Node Type', coalesce(n.node->>'Index Cond', n.node->>'Recheck Cond'), n.node->>'Filter'
  FROM n WHERE n.node ? 'Relation Name';
END $$;
CREATE FUNCTION pg_temp.read_whole(query text, key text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(format('%s by %s, index: %s, filter: %s', relation, node, by_index, by_filter), '; ')
  FROM pg_temp.scans(query)
  WHERE relation = 'assignment_goal' AND by_index NOT LIKE '%assignment_id%' IS NOT FALSE
     OR relation = 'assignment' AND concat(by_index, by_filter) NOT LIKE '%' || key || '%' $$;
SELECT is(pg_temp.read_whole(format('SELECT * FROM %I WHERE %I = %L', v, f.view_key, f.value), f.table_key),
          NULL, v || ' of one ' || f.name)
FROM unnest(ARRAY['assignment_points', 'assignment_priority', 'lifted_points', 'party_points', 'assignment_alignment',
                  'alignment_driver', 'misaligned_assignment',
                  'landmark_alignment', 'rule_pair_below_band', 'rule_opposed_pair']) AS v
JOIN (VALUES ('assignment', 'assignment_id', 'id', '77'), ('assignment', 'subject_id', 'id', '77'),
             ('GM professional', 'gm_professional_id', 'gm_professional_id', '2907'),
             ('unit', 'org_unit_id', 'org_unit_id', '7'),
             ('host country', 'host_country', 'host_country', 'c7')) AS f (name, view_key, table_key, value)
  ON EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = v::regclass AND a.attname = f.view_key);
-- the test itself sees a whole reading
SELECT isnt(pg_temp.read_whole('SELECT * FROM assignment_alignment WHERE party_count = 3', 'id'), NULL,
            'and a view without a filter reads the whole');
SELECT ok((SELECT bool_and(by_index LIKE '%subject_id%')
           FROM pg_temp.scans('SELECT * FROM misaligned_assignment') WHERE relation = 'flag'),
          'a row of misaligned_assignment finds its flags by index');
-- of what is known of people nothing is read but by index
SELECT is((SELECT string_agg(format('%s by %s, filter: %s', s.relation, s.node, s.by_filter), '; ')
           FROM pg_temp.scans(format('SELECT * FROM %I WHERE %I = 77', v.relation, v.key)) AS s
           WHERE s.relation IN ('expectancy_survey', 'expectancy_outcome', 'survey_answer', 'employee', 'assignment', 'assignment_goal',
                                'goal_contributor')
             AND s.by_index IS NULL), NULL, v.relation || ' by ' || v.key)
FROM (VALUES ('expectancy', 'assignment_id'), ('expectancy', 'person_id'), ('reward_fit', 'assignment_id'), ('reward_fit', 'person_id'),
             ('goal_of_person', 'person_id'), ('person_points', 'person_id'), ('person_line_of_sight', 'person_id'),
             ('person_goal_alignment', 'person_id')) AS v (relation, key);
SELECT * FROM finish();
ROLLBACK;
