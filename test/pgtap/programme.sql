-- The views about people and the programme against plain SQL, on a random
-- programme: several voices a party, goals with several parents, conflicts,
-- defaults by purpose, ended moves.
BEGIN;
\ir ../start.psql
SELECT plan(20 + (SELECT count(*)::integer FROM gmalign_private.model_relations() WHERE kind = 'view'));
SET client_min_messages = warning;
\ir ../model.psql
SET search_path = hr, public;
SET gmalign.as_of = '2026-06-30';

CREATE FUNCTION pg_temp.draw(key text) RETURNS float8 LANGUAGE sql AS
  $$ SELECT ('x' || substr(md5(key), 1, 7))::bit(28)::int / 268435456.0 $$;
INSERT INTO org_unit (id, name, region) SELECT i, 'u' || i, 'r' || i % 3 FROM generate_series(1, 6) AS i;
INSERT INTO employee (id, org_unit_id, hire_date) SELECT i, CASE WHEN i % 9 > 0 THEN 1 + i % 6 END, '2020-01-01'
FROM generate_series(1, 50) AS i;
INSERT INTO goal (id, title, level, weight, owner_id, org_unit_id, dimension_id)
SELECT i, 'g' || i % 55, CASE WHEN i <= 6 THEN 'strategic' WHEN i <= 30 THEN 'department' ELSE 'individual' END,
       CASE WHEN i % 13 = 0 THEN 0 ELSE 1 + i % 4 END, CASE WHEN i > 20 THEN 1 + i % 50 END, CASE WHEN i > 6 THEN 1 + i % 6 END,
         CASE WHEN i <= 5 THEN 1 + i % 2 END
FROM generate_series(1, 60) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution, relation)
SELECT c, p, CASE WHEN k < .2 THEN -round((.2 + k)::numeric, 2) ELSE round((k * .7)::numeric, 2) END,
       CASE WHEN k < .2 THEN 'conflicts' ELSE 'contributes' END
FROM (SELECT c, p, pg_temp.draw('c' || c || p) AS k FROM generate_series(7, 60) AS c, generate_series(1, 30) AS p
      WHERE p < c AND pg_temp.draw(c || ' ' || p) < .08) AS l;
INSERT INTO goal_contributor (goal_id, employee_id) SELECT 7 + i % 40, 1 + i * 7 % 50 FROM generate_series(1, 40) AS i;
INSERT INTO assignment (id, assignee_id, gm_professional_id, org_unit_id, purpose, start_date, end_date)
SELECT i, i, CASE WHEN i % 5 > 0 THEN 41 + i % 4 END, 1 + i % 6, 'p' || i % 2, '2026-01-01',
       CASE WHEN i % 8 = 0 THEN date '2026-05-01' END FROM generate_series(1, 24) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, g, '2026-02-01', round((2 * pg_temp.draw(a || s.code || g) - .6)::numeric, 2)
FROM generate_series(1, 24) AS a, stakeholder s, generate_series(1, 60) AS g
WHERE s.code IN ('organization', 'hr', 'senior_leadership', 'gm_professional', 'assignee', 'family')
  AND pg_temp.draw('heard' || a || s.code) < .7 AND pg_temp.draw('named' || a || s.code || g) < .1
  AND abs(2 * pg_temp.draw(a || s.code || g) - .6) <= 1;
INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority) SELECT 'p1', s.id, 8, .7 FROM stakeholder s
WHERE s.code IN ('hr', 'gm_professional');

-- the views read once: below they are compared row by row, again and again
ANALYZE;
-- with lists as different as these only a low threshold finds misaligned moves
INSERT INTO setting (code, number_value, meaning) VALUES ('opposed_signed_from', 0, 'for this test'), ('opposed_from', 0, 'for this test')
ON CONFLICT (code) DO UPDATE SET number_value = 0;
SELECT format('CREATE TEMP TABLE %1$I AS TABLE hr.%1$I', v)
FROM unnest(ARRAY['goal_lift', 'assignment_priority', 'assignment_alignment', 'alignment_driver', 'stakeholder_heatmap',
                  'priority_conflict',
                  'misaligned_assignment', 'person_goal_alignment', 'dimension_scorecard']) AS v \gexec
ANALYZE;

-- what one goal's points become, by the graph's line of sight, written out anew
CREATE TEMP TABLE sight AS
SELECT s.goal, s.strategic_goal, s.contribution
FROM (SELECT gmalign.goal_graph(goal_id, parent_goal_id, contribution) AS g FROM cascade_link) AS x,
     gmalign.line_of_sight(x.g, ARRAY[1, 2, 3, 4, 5, 6]::bigint[]) AS s WHERE s.contribution <> 0;
CREATE TEMP TABLE lifted AS
WITH total AS (SELECT g.id AS goal, coalesce(sum(abs(s.contribution)), 0) AS total FROM goal g LEFT JOIN sight s ON s.goal = g.id
               GROUP BY g.id)
SELECT goal, strategic_goal AS compared, contribution / greatest(1, total) AS share FROM sight JOIN total USING (goal)
UNION ALL
SELECT goal, goal, 1 - total FROM total WHERE total < 1 - 1e-12;
ANALYZE sight, lifted;
SELECT is_empty($$ SELECT v.goal_id FROM goal_lift v FULL JOIN (SELECT g.id, l.compared, l.share FROM goal g
                                                                JOIN lifted l ON l.goal = g.id
                                                                WHERE EXISTS (SELECT FROM sight s WHERE s.goal = g.id)) AS p
                     ON p.id = v.goal_id AND p.compared = v.compared_goal_id
                       WHERE abs(v.lift_share - p.share) IS DISTINCT FROM 0
                         AND coalesce(abs(v.lift_share - p.share) > 1e-12, true) $$, 'goal_lift');
SELECT is_empty($$ SELECT goal_id FROM goal_lift GROUP BY goal_id HAVING abs(sum(abs(lift_share)) - 1) > 1e-9 $$, 'points are conserved');

-- voices after lift
CREATE TEMP TABLE voice AS
SELECT p.assignment_id, a.assignee_id, p.party, p.stakeholder, l.compared AS goal_id, sum(p.points * l.share) AS points
FROM assignment_priority p JOIN assignment a ON a.id = p.assignment_id AND (a.end_date IS NULL OR a.end_date >= '2026-06-30'), lifted l
WHERE l.goal = p.goal_id AND p.points IS NOT NULL
GROUP BY 1, 2, 3, 4, 5;
ANALYZE voice;
-- one score, straight from the definition
CREATE FUNCTION pg_temp.score(x float8[], y float8[]) RETURNS float8 LANGUAGE sql AS
  $$ SELECT 1 - sum(abs(a - b)) / nullif(sum(abs(a) + abs(b)), 0) FROM unnest(x, y) AS u (a, b) $$;

SELECT is_empty($$
  SELECT h.id FROM stakeholder_heatmap h
  JOIN stakeholder sa ON sa.name = h.stakeholder_a JOIN stakeholder sb ON sb.name = h.stakeholder_b
  LEFT JOIN LATERAL (
    SELECT avg(q.score) AS score, count(q.score) AS n, count(DISTINCT q.assignee_id) FILTER (WHERE q.score IS NOT NULL) AS people
    FROM (SELECT v.assignment_id, v.assignee_id,
                 pg_temp.score(array_agg(v.x ORDER BY v.goal_id), array_agg(v.y ORDER BY v.goal_id)) AS score
          FROM (SELECT assignment_id, assignee_id, goal_id, coalesce(sum(points) FILTER (WHERE stakeholder = sa.code), 0) AS x,
                       coalesce(sum(points) FILTER (WHERE stakeholder = sb.code), 0) AS y
                FROM voice WHERE stakeholder IN (sa.code, sb.code) GROUP BY 1, 2, 3) AS v
          WHERE EXISTS (SELECT FROM voice o WHERE o.assignment_id = v.assignment_id AND o.stakeholder = sa.code)
            AND EXISTS (SELECT FROM voice o WHERE o.assignment_id = v.assignment_id AND o.stakeholder = sb.code)
          GROUP BY 1, 2) AS q) AS e ON true
  WHERE sa.code <> sb.code AND (abs(h.alignment_score - e.score) > 1e-12 OR h.pair_count <> e.n OR h.person_count > e.people
                                OR (h.alignment_score IS NULL) <> (e.score IS NULL)) $$,
  'stakeholder_heatmap: the mean over moves of every two voices');
SELECT is((SELECT count(*) FROM stakeholder_heatmap), (SELECT count(DISTINCT stakeholder) ^ 2 FROM voice)::bigint,
          'and a square of all voices heard');

SELECT is_empty($$
  WITH camp AS (
    SELECT CASE WHEN stakeholder = 'hr' THEN 'hr' WHEN stakeholder IN ('organization', 'senior_leadership') THEN 'leadership'
      WHEN party = 'gm_professional' THEN 'gm' ELSE 'assignee' END AS camp, * FROM voice
  ), mean AS (
    SELECT camp, goal_id, sum(points) / (SELECT count(DISTINCT (assignment_id, stakeholder)) FROM camp n
                                         WHERE n.camp = c.camp) AS points FROM camp c GROUP BY camp, goal_id
  )
  SELECT p.goal_id, p.hr_points, p.leadership_points, p.gm_points, p.assignee_points FROM priority_conflict p
  JOIN LATERAL (SELECT coalesce(sum(points) FILTER (WHERE camp = 'hr'), 0) AS hr,
                coalesce(sum(points) FILTER (WHERE camp = 'leadership'), 0) AS leadership,
                       coalesce(sum(points) FILTER (WHERE camp = 'gm'), 0) AS gm,
                       coalesce(sum(points) FILTER (WHERE camp = 'assignee'), 0) AS assignee FROM mean m
                         WHERE m.goal_id = p.goal_id) AS e ON true
  WHERE greatest(abs(p.hr_points - e.hr), abs(p.leadership_points - e.leadership), abs(p.gm_points - e.gm),
                 abs(p.assignee_points - e.assignee)) > 1e-12 $$,
  'priority_conflict: mean points per voice');
SELECT is((SELECT count(*) FROM priority_conflict), (SELECT count(DISTINCT goal_id) FROM voice), 'for every goal compared');
SELECT is_empty($$ SELECT v.pair FROM (VALUES ('gm|hr'), ('gm|leadership'), ('hr|leadership')) AS v (pair)
  CROSS JOIN LATERAL (SELECT CASE v.pair WHEN 'hr|leadership' THEN hr_points ELSE gm_points END AS x,
                      CASE v.pair WHEN 'gm|hr' THEN hr_points ELSE leadership_points END AS y, * FROM priority_conflict) AS p
  GROUP BY v.pair HAVING bool_or(p.widest_pair = v.pair
                                 AND abs(p.loss_share - abs(p.x - p.y) /
                                         (SELECT sum(abs(CASE v.pair WHEN 'hr|leadership' THEN hr_points ELSE gm_points END)
    + abs(CASE v.pair WHEN 'gm|hr' THEN hr_points ELSE leadership_points END)) FROM priority_conflict)) > 1e-12) $$,
      'each with its exact share of the loss');

-- the drivers of misaligned moves are those of alignment_driver
SELECT cmp_ok((SELECT count(*) FROM misaligned_assignment), '>', 5::bigint, 'there are misaligned moves');
SELECT is_empty($$
  SELECT m.id, m.driver_loss_share, d.shares FROM misaligned_assignment m
  JOIN LATERAL (SELECT array_agg(x.loss_share ORDER BY x.loss_share DESC, x.goal_id) AS shares,
                array_agg(x.goal_id ORDER BY x.loss_share DESC, x.goal_id) AS goals,
                       array_agg(x.kind ORDER BY x.loss_share DESC, x.goal_id) AS kinds FROM alignment_driver x
                         WHERE x.assignment_id = m.id AND x.pair = m.deciding_pair) AS d ON true
  WHERE abs(m.driver_loss_share - d.shares[1]) > 1e-12 OR abs(m.second_driver_loss_share - d.shares[2]) > 1e-12
     OR (abs(d.shares[1] - d.shares[2]) > 1e-9 AND (m.driver_goal_id <> d.goals[1] OR m.driver_kind <> d.kinds[1])) $$,
       'misaligned_assignment: the drivers and their shares');
SELECT is_empty($$
  SELECT m.id FROM misaligned_assignment m WHERE m.missing_line_of_sight IS DISTINCT FROM (
    SELECT string_agg(g.title, '; ' ORDER BY g.title) FROM (
      SELECT DISTINCT p.goal_id FROM voice v JOIN assignment_priority p ON p.assignment_id = v.assignment_id
        AND p.party = v.party AND p.points IS NOT NULL
      WHERE v.assignment_id = m.id AND v.party IN (split_part(m.deciding_pair, '|', 1), split_part(m.deciding_pair, '|', 2))
        AND NOT EXISTS (SELECT FROM sight s WHERE s.goal = p.goal_id)) AS q JOIN goal g ON g.id = q.goal_id) $$,
          'and the goals without a line of sight');

-- own goals against unit and strategy, from the full lists
CREATE TEMP TABLE side AS
WITH own AS (
  SELECT person_id, goal_id, max(weight) AS weight FROM (
    SELECT owner_id AS person_id, id AS goal_id, weight FROM goal WHERE owner_id IS NOT NULL
    UNION ALL SELECT k.employee_id, k.goal_id, g.weight FROM goal_contributor k JOIN goal g ON g.id = k.goal_id
    UNION ALL SELECT a.assignee_id, p.goal_id, p.priority FROM assignment_priority p
    JOIN assignment a ON a.id = p.assignment_id AND a.end_date IS NULL WHERE p.stakeholder = 'assignee' AND p.priority > 0) AS q
  GROUP BY 1, 2
), lists AS (
  SELECT 'own' AS side, person_id AS holder, goal_id, weight / nullif(sum(weight) OVER (PARTITION BY person_id), 0) AS points FROM own
  UNION ALL SELECT 'unit', org_unit_id, id, weight / nullif(sum(weight) OVER (PARTITION BY org_unit_id), 0)
  FROM goal WHERE level IN ('department', 'team')
  UNION ALL SELECT 'strategy', 0, id, weight / sum(weight) OVER () FROM goal WHERE level = 'strategic'
)
SELECT side, holder, l.compared AS goal_id, sum(points * l.share) AS points FROM lists JOIN lifted l ON l.goal = lists.goal_id
WHERE points IS NOT NULL GROUP BY 1, 2, 3;
CREATE FUNCTION pg_temp.against(a_side text, a_holder bigint, b_side text, b_holder bigint) RETURNS float8 LANGUAGE sql AS $$
  SELECT pg_temp.score(array_agg(x ORDER BY goal_id), array_agg(y ORDER BY goal_id))
  FROM (SELECT goal_id, coalesce(sum(points) FILTER (WHERE side = a_side), 0) AS x,
        coalesce(sum(points) FILTER (WHERE side = b_side), 0) AS y
        FROM side WHERE (side, holder) IN ((a_side, a_holder), (b_side, b_holder)) GROUP BY goal_id) AS q
  WHERE EXISTS (SELECT FROM side WHERE (side, holder) = (a_side, a_holder)) AND EXISTS (SELECT FROM side
      WHERE (side, holder) = (b_side, b_holder)) $$;
SELECT cmp_ok((SELECT count(own_unit_score) FROM person_goal_alignment), '>', 20::bigint, 'people are compared with their unit');
SELECT is_empty($$
  SELECT p.id, p.own_unit_score, pg_temp.against('own', p.id, 'unit', p.org_unit_id) AS unit, p.own_strategy_score,
         pg_temp.against('own', p.id, 'strategy', 0) AS strategy
  FROM person_goal_alignment p
  WHERE coalesce(abs(p.own_unit_score - pg_temp.against('own', p.id, 'unit', p.org_unit_id)), 0) > 1e-12
     OR coalesce(abs(p.own_strategy_score - pg_temp.against('own', p.id, 'strategy', 0)), 0) > 1e-12
     OR coalesce(abs(p.unit_strategy_score - pg_temp.against('unit', p.org_unit_id, 'strategy', 0)), 0) > 1e-12
     OR (p.unit_strategy_score IS NULL) <> (pg_temp.against('unit', p.org_unit_id, 'strategy', 0) IS NULL)
     OR (p.own_unit_score IS NULL) <> (pg_temp.against('own', p.id, 'unit', p.org_unit_id) IS NULL)
     OR (p.own_strategy_score IS NULL) <> (pg_temp.against('own', p.id, 'strategy', 0) IS NULL) $$,
       'person_goal_alignment: own against unit against strategy');

-- the rest of the programme
SELECT is_empty($$
  SELECT d.id, d.alignment_score FROM dimension_scorecard d
  JOIN LATERAL (
    SELECT sum(w.points * m.mutual_alignment_score) / nullif(sum(w.points), 0) AS score, count(*) AS n
    FROM (SELECT p.assignment_id, sum(abs(p.points * l.share)) / (SELECT sum(abs(o.points)) FROM assignment_priority o
                                                                  WHERE o.assignment_id = p.assignment_id
                                                                    AND o.party = 'organization') AS points
          FROM assignment_priority p JOIN lifted l ON l.goal = p.goal_id JOIN goal g ON g.id = l.compared
          WHERE p.party = 'organization' AND g.dimension_id = d.id AND g.level = 'strategic' AND p.points <> 0 GROUP BY 1) AS w
    JOIN assignment_alignment m ON m.id = w.assignment_id AND m.is_scored AND m.assignment_status <> 'ended') AS e ON true
  WHERE abs(d.alignment_score - e.score) > 1e-12 OR d.assignment_count <> e.n OR d.alignment_score IS NULL $$,
    'dimension_scorecard: moves weighted by what their organization gives');
SELECT is((SELECT (assignment_count, ended_count, aligned_count + mixed_count + misaligned_count + cannot_tell_count, unscored_count)
           FROM program_summary)::text,
          (SELECT (count(*) FILTER (WHERE assignment_status <> 'ended'), count(*) FILTER (WHERE assignment_status = 'ended'),
                   count(*) FILTER (WHERE assignment_status <> 'ended' AND is_scored),
                   count(*) FILTER (WHERE assignment_status <> 'ended' AND NOT is_scored))
                     FROM assignment_alignment)::text, 'program_summary counts every move once');
SELECT results_eq($$ SELECT topic, present_count::bigint, missing_count::bigint FROM data_completeness
                     WHERE topic IN ('GM professional known', 'linked to a goal above') ORDER BY 1 $$,
                  $$ SELECT 'GM professional known', count(gm_professional_id), count(*) - count(gm_professional_id)
                     FROM assignment WHERE end_date IS NULL
                     UNION ALL SELECT 'linked to a goal above',
                       count(*) FILTER (WHERE EXISTS (SELECT FROM goal_link l WHERE l.child_id = g.id)),
                       count(*) FILTER (WHERE NOT EXISTS (SELECT FROM goal_link l WHERE l.child_id = g.id))
                         FROM goal g WHERE level <> 'strategic' ORDER BY 1 $$,
                  'data_completeness counts what is there');
SELECT is((SELECT count(DISTINCT label) FROM (SELECT source AS label FROM cascade_sankey UNION SELECT target FROM cascade_sankey) AS n),
          (SELECT count(DISTINCT goal) FROM (SELECT source_goal_id AS goal FROM cascade_sankey UNION SELECT target_goal_id
                                             FROM cascade_sankey) AS n), 'cascade_sankey: a title used twice is two nodes');
SELECT is_empty($$ SELECT w.survey_id FROM reward_fit w GROUP BY w.survey_id
                   HAVING abs(sum(loss_share) + max(reward_fit_score) - 1) > 1e-12 $$, 'reward_fit: the losses sum to the misfit');
-- an empty model answers every view
SELECT gmalign.install('bare');
SELECT lives_ok(format('SELECT * FROM bare.%I', relation), relation || ' over nothing')
FROM gmalign_private.model_relations() WHERE kind = 'view';

-- ---------- no two goals are one node of the Sankey ----------
DELETE FROM goal_link;
DELETE FROM assignment_goal;
DELETE FROM goal_contributor;
DELETE FROM goal_awareness;
DELETE FROM check_in;
DELETE FROM review;
DELETE FROM goal;
INSERT INTO goal (id, title, level) VALUES (1, 'Grow', 'strategic'), (2, 'Grow', 'department'), (3, 'Grow #2', 'team'), (4, 'Grow #1',
  'team'),
  (5, 'Grow #2 #3', 'team'), (6, 'Save', 'team'), (7, 'Save #12', 'team'), (12, 'Save it', 'team'), (8, 'Issue#9', 'team');
INSERT INTO goal_link (child_id, parent_id) SELECT c, p FROM (VALUES (2, 1), (3, 2), (4, 3), (5, 4), (6, 5), (7, 6), (12, 7), (8, 12))
  AS v (c, p);
SELECT is((SELECT count(DISTINCT label) FROM (SELECT source AS label FROM cascade_sankey UNION SELECT target FROM cascade_sankey) AS n),
          9::bigint, 'cascade_sankey: nine goals are nine nodes');
SELECT is_empty('SELECT id FROM cascade_sankey WHERE source = target', 'and none flows into itself');
CREATE TEMP TABLE labelled AS
SELECT DISTINCT t || u AS title, k AS key FROM unnest(ARRAY['', 'X', 'X #5', 'X #5 #', '#', ' #']) AS t,
       unnest(ARRAY['', '#', ' #', ' ##']) AS u, unnest(ARRAY['5', '6', '5 #6', '#', '#6', ' #6', '# #6']) AS k;
SELECT is((SELECT count(DISTINCT gmalign_private.node_label(title, key, true)) FROM labelled), (SELECT count(*) FROM labelled),
          'whatever titles and keys are');

SELECT * FROM finish();
ROLLBACK;
