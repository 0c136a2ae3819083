-- what people act on must not depend on a third party's list, on how much links
-- leave behind, or on what was learnt later
BEGIN;
\ir ../start.psql
SELECT plan(14);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';

-- two who rate the same three goals 5, 4, 3 and 3, 4, 5, beside a third who names ever more
SELECT set_eq($$
  SELECT (u).score::numeric(5, 4), (u).chance::numeric(5, 4), (u).beyond_chance::numeric(5, 4), (u).p_below::numeric(5, 4)
  FROM (SELECT k, unnest(gmalign.stakeholder_pairs(s.p, s.g, s.v, 'points')) AS u
        FROM unnest(ARRAY[0, 1, 3, 6, 10]) AS k
        CROSS JOIN LATERAL (SELECT * FROM (VALUES ('organization', 1, 1.0), ('organization', 2, .8), ('organization', 3, .6),
                                                  ('gm', 1, .6), ('gm', 2, .8), ('gm', 3, 1.0)) AS b (p, g, v)
                            UNION ALL SELECT 'assignee', 100 + i, 1.0 FROM generate_series(1, k) AS i) AS s (p, g, v)
        GROUP BY k) AS q
  WHERE (u).a = 'gm' AND (u).b = 'organization' $$,
  'VALUES (.8333, .8889, -.5, .5000)', 'a third list changes neither score nor chance of the two');

-- goals of their own that lead to the same five strategies, rated 5 to 1 and 1 to 5, by links of each strength
INSERT INTO goal (id, title, level) SELECT i, 'S' || i, 'strategic' FROM generate_series(1, 5) AS i;
INSERT INTO goal (id, title, level)
SELECT 1000 * k + 10 * p + i, 'own', 'team' FROM generate_series(1, 4) AS k, generate_series(1, 3) AS p, generate_series(1, 5) AS i;
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
SELECT 1000 * k + 10 * p + i, i, 'contributes', (ARRAY[1, .9, .8, .5])[k]
FROM generate_series(1, 4) AS k, generate_series(1, 3) AS p, generate_series(1, 5) AS i;
INSERT INTO employee (id) VALUES (1);
INSERT INTO assignment (id, assignee_id, start_date) SELECT k, 1, '2026-01-01' FROM generate_series(1, 4) AS k;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT k, s.id, 1000 * k + 10 * v.p + i, '2026-01-02', CASE v.p WHEN 1 THEN 6 - i ELSE i END / 5.0
FROM generate_series(1, 4) AS k, (VALUES ('organization', 1), ('gm_professional', 2), ('assignee', 3)) AS v (code, p)
JOIN stakeholder s ON s.code = v.code, generate_series(1, 5) AS i;
SELECT results_eq('SELECT id, alignment_band FROM assignment_alignment ORDER BY id',
                  $$VALUES (1::bigint, 'misaligned'), (2, 'misaligned'), (3, 'misaligned'), (4, 'misaligned')$$,
                  'reversed wishes are misaligned, however strong the links are');
SELECT cmp_ok((SELECT max(beyond_chance_index) FROM assignment_alignment), '<', 0::float8, 'and worse than chance');
SELECT is((SELECT round(max(organization_assignee_score - c.c * .6)::numeric, 9)
           FROM assignment_alignment JOIN unnest(ARRAY[1, .9, .8, .5]) WITH ORDINALITY AS c (c, id) USING (id)), 0::numeric,
          'links of c leave c of their score of .6: what is left behind meets nobody');
SELECT is((SELECT round(min(deciding_order_index)::numeric, 9) FROM assignment_alignment), -1::numeric, 'in exact reverse');

-- the landmark: what was known then, whatever is known today
DELETE FROM assignment_goal;
DELETE FROM assignment;
DELETE FROM goal_link;
INSERT INTO goal (id, title, level, created_on)
SELECT 100 * p + i, 'dated', CASE p WHEN 1 THEN 'strategic' ELSE 'team' END, '2021-01-01'
FROM generate_series(1, 4) AS p, generate_series(1, 4) AS i;
INSERT INTO goal_link (id, child_id, parent_id, relation, contribution, valid_from)
SELECT 100 * p + i, 100 * p + i, 100 + i, 'contributes', 1, '2021-01-01' FROM generate_series(2, 4) AS p, generate_series(1, 4) AS i;
INSERT INTO assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
VALUES (10, 1, '2022-01-01', '2023-12-31', '2023-12-31', 'completed');
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 10, s.id, 100 * v.p + i, '2022-01-10', 1.3 - .3 * i
FROM (VALUES ('organization', 2), ('gm_professional', 3), ('assignee', 4)) AS v (code, p)
JOIN stakeholder s ON s.code = v.code, generate_series(1, 4) AS i;
SELECT is((SELECT alignment_band FROM landmark_alignment), 'aligned', 'at the landmark all agree');
UPDATE goal SET closed_on = '2025-12-31', status = 'done' WHERE id = 101;
SELECT is((SELECT alignment_band FROM landmark_alignment), 'aligned', 'a strategy closed years later changes nothing');
UPDATE goal SET closed_on = NULL, status = NULL WHERE id = 101;
UPDATE goal_link SET valid_to = '2026-01-01' WHERE id IN (401, 402);
SELECT is((SELECT alignment_band FROM landmark_alignment), 'aligned', 'nor do links that ended years later');
UPDATE goal_link SET valid_to = NULL, valid_from = '2026-06-01' WHERE id IN (401, 402);
SELECT isnt((SELECT alignment_band FROM landmark_alignment), 'aligned', 'links made today were not there then');
SELECT is((SELECT alignment_band FROM assignment_alignment), 'aligned', 'though today they are');
CREATE TEMP TABLE today AS SELECT alignment_band FROM landmark_alignment;
SET LOCAL gmalign.as_of = '2022-04-01';
SELECT is((SELECT alignment_band FROM landmark_alignment), (SELECT alignment_band FROM today), 'asked on that day: the same');
SET LOCAL gmalign.as_of = '2026-06-30';
UPDATE goal_link SET valid_from = '2021-01-01' WHERE id IN (401, 402);
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 10, s.id, 400 + i, '2022-07-20', .3 * i - .2 FROM stakeholder s, generate_series(1, 4) AS i WHERE s.code = 'assignee';
SELECT is((SELECT alignment_band FROM landmark_alignment), 'aligned', 'nor what the assignee says half a year later');
DELETE FROM assignment_goal WHERE stakeholder_id = (SELECT id FROM stakeholder WHERE code = 'gm_professional');
UPDATE assignment SET purpose = 'market_entry';
SELECT is((SELECT alignment_band FROM landmark_alignment), 'not scored', 'a party that was not heard');
INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority, valid_from)
SELECT 'market_entry', s.id, 300 + i, 1.3 - .3 * i, '2026-06-01' FROM stakeholder s, generate_series(1, 4) AS i
WHERE s.code = 'gm_professional';
SELECT is((SELECT alignment_band FROM landmark_alignment), 'not scored', 'defaults of today do not speak for it');
SELECT * FROM finish();
ROLLBACK;
