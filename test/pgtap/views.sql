-- the views against a plain computation of points, lift and scores on random programmes
BEGIN;
\ir ../start.psql
SELECT plan(17);
SELECT setseed(.42);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

-- 5 strategic goals, 25 below them in layers, links upwards of every relation;
-- 150 assignments with several voices, dated statements, goals not asked about,
-- zeros, and a purpose with defaults
INSERT INTO goal (id, title, level) SELECT i, 'goal ' || i, CASE WHEN i <= 5 THEN 'strategic' ELSE 'team' END
FROM generate_series(1, 30) AS i;
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
SELECT c, p, k, CASE k WHEN 'contributes' THEN round(random()::numeric, 1) WHEN 'conflicts' THEN -round(random()::numeric, 1) END
FROM (SELECT c, 1 + floor(random() * (c - 1))::integer AS p,
      (ARRAY['contributes', 'contributes', 'contributes', 'conflicts', 'supports'])[1 + floor(random() * 5)::integer] AS k
      FROM generate_series(6, 27) AS c, generate_series(1, 1 + c % 3)) AS l;
INSERT INTO goal_link (child_id, parent_id, contribution)   -- all of each, but .3 + .6 + .1 < 1 to a computer
SELECT c, p, (ARRAY[.3, .6, .1])[p] FROM generate_series(28, 30) AS c, generate_series(1, 3) AS p;
INSERT INTO employee (id) VALUES (1);
INSERT INTO assignment (id, assignee_id, start_date, purpose) SELECT i, 1, '2026-01-01', CASE WHEN i % 3 = 0 THEN 'expansion' END
FROM generate_series(1, 150) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g.id, d.on_day, CASE WHEN random() < .07 THEN NULL WHEN random() < .1 THEN 0
  WHEN random() < .1 THEN -round(random()::numeric, 2) ELSE round(random()::numeric, 2) END
FROM assignment a CROSS JOIN stakeholder s CROSS JOIN (VALUES (date '2026-01-01'), ('2026-05-01'), ('2026-09-01')) AS d (on_day)
CROSS JOIN goal g
WHERE hashint8(a.id * 1000 + s.id * 10 + 1) % 3 = 0
  AND hashint8(a.id + s.id * 7 + extract(day FROM d.on_day)::bigint + extract(month FROM d.on_day)::bigint * 31) % 2 = 0 AND random() < .12;
INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority)
SELECT 'expansion', s.id, g.id, .3 + .1 * (g.id % 5) FROM stakeholder s JOIN goal g ON (g.id + s.id) % 9 = 0
WHERE s.code IN ('organization', 'gm_professional', 'assignee');

-- the definitions (doc/model.md, "From priorities to a score") in plain SQL
CREATE TEMP TABLE edge AS
SELECT DISTINCT ON (child_id, parent_id) child_id AS child, parent_id AS parent, contribution AS w
FROM goal_link ORDER BY child_id, parent_id, abs(contribution) DESC NULLS LAST, contribution;
CREATE TEMP TABLE sight AS
WITH RECURSIVE p AS (SELECT id AS goal, id AS top, 1::float8 AS w FROM goal
                     UNION ALL SELECT p.goal, e.parent, p.w * e.w FROM p JOIN edge e ON e.child = p.top)
SELECT goal, top, sum(w) AS w FROM p WHERE top <= 5 GROUP BY goal, top HAVING sum(w) <> 0;
CREATE TEMP TABLE lift AS
SELECT goal, top, w / greatest(1, sum(abs(w)) OVER (PARTITION BY goal)) AS share FROM sight
UNION ALL
SELECT g.id, g.id, 1 - coalesce(sum(abs(s.w)), 0) FROM goal g LEFT JOIN sight s ON s.goal = g.id GROUP BY g.id
HAVING round(coalesce(sum(abs(s.w)), 0)::numeric, 10) < 1;
CREATE TEMP TABLE voice AS
SELECT g.assignment_id AS a, s.party, s.id AS voice, g.goal_id AS goal, g.priority AS p
FROM assignment_goal g JOIN stakeholder s ON s.id = g.stakeholder_id
WHERE g.stated_on = (SELECT max(o.stated_on) FROM assignment_goal o WHERE o.assignment_id = g.assignment_id
                     AND o.stakeholder_id = g.stakeholder_id AND o.stated_on <= '2026-06-30')
UNION ALL
SELECT a.id, s.party, s.id, d.goal_id, d.priority
FROM assignment a JOIN purpose_goal d ON d.purpose = a.purpose JOIN stakeholder s ON s.id = d.stakeholder_id
WHERE s.party <> 'assignee' AND NOT EXISTS (SELECT FROM assignment_goal o WHERE o.assignment_id = a.id
                                            AND o.stakeholder_id = s.id AND o.stated_on <= '2026-06-30');
CREATE TEMP TABLE point AS
SELECT a, party, voice, goal, p / nullif(sum(abs(p)) OVER (PARTITION BY a, voice), 0) AS p FROM voice;
DELETE FROM point WHERE p IS NULL;
CREATE TEMP TABLE own AS
SELECT a, party, goal, sum(p) / (SELECT count(DISTINCT voice) FROM point q WHERE q.a = point.a AND q.party = point.party) AS p
FROM point GROUP BY a, party, goal;
CREATE TEMP TABLE lifted AS
SELECT o.a, o.party, l.top AS goal, sum(o.p * l.share) AS p, sum(abs(o.p * l.share)) AS gross FROM own o
JOIN lift l ON l.goal = o.goal GROUP BY o.a, o.party, l.top;
CREATE TEMP TABLE plain AS
SELECT x.a, x.party || '|' || y.party AS pair,
       (SELECT 1 - sum(abs(p - q)) / nullif(sum(abs(p) + abs(q)), 0)
        FROM (SELECT coalesce(i.p, 0) AS p, coalesce(j.p, 0) AS q
              FROM (SELECT * FROM lifted WHERE a = x.a AND party = x.party) AS i
              FULL JOIN (SELECT * FROM lifted WHERE a = x.a AND party = y.party) AS j USING (goal)) AS s) AS score
FROM (SELECT DISTINCT a, party FROM lifted) AS x JOIN (SELECT DISTINCT a, party FROM lifted) AS y ON y.a = x.a AND x.party < y.party;

SELECT cmp_ok((SELECT count(*) FROM lifted), '>', 1500::bigint, 'enough points');
SELECT is((SELECT count(*) FROM party_points p FULL JOIN lifted l ON l.a = p.assignment_id AND l.party = p.party AND l.goal = p.goal_id
           WHERE pg_temp.differ(p.points, l.p) OR pg_temp.differ(p.helps_points + p.harms_points, l.gross)),
             0::bigint, 'party_points: points after lift, none that is only rounding');
SELECT is((SELECT count(*) FROM (SELECT assignment_id, party, sum(helps_points + harms_points) AS gross
                                 FROM party_points GROUP BY 1, 2) AS v
           JOIN (SELECT a, party, sum(abs(p)) AS gross FROM own GROUP BY 1, 2) AS o ON o.a = v.assignment_id AND o.party = v.party
           WHERE pg_temp.differ(v.gross, o.gross)), 0::bigint, 'lift conserves points');
CREATE TEMP TABLE seen AS
SELECT a.id AS a, p.pair, p.score, a.goal_count FROM assignment_alignment a
CROSS JOIN LATERAL (VALUES ('assignee|gm_professional', a.gm_assignee_score),
                    ('assignee|organization', a.organization_assignee_score),
                    ('gm_professional|organization', a.organization_gm_score)) AS p (pair, score)
WHERE p.score IS NOT NULL;
SELECT cmp_ok((SELECT count(*) FROM seen), '>', 150::bigint, 'enough scored pairs');
SELECT is((SELECT count(*) FROM seen s FULL JOIN plain p USING (a, pair) WHERE pg_temp.differ(s.score, p.score)),
          0::bigint, 'assignment_alignment: the scores');
SELECT is((SELECT count(*) FROM (SELECT a, max(goal_count) AS n FROM seen GROUP BY a) AS s
           JOIN (SELECT a, count(DISTINCT goal) AS n FROM lifted GROUP BY a) AS l USING (a)
           WHERE s.n <> l.n), 0::bigint, 'and the goals compared');
SELECT is((SELECT count(*) FROM seen s FULL JOIN (SELECT assignment_id AS a, pair, sum(loss_share) AS loss
                                                  FROM alignment_driver GROUP BY 1, 2) AS d USING (a, pair)
           WHERE pg_temp.differ(d.loss, 1 - s.score)), 0::bigint,
             'alignment_driver: losses sum to 1 - score, for every assignment and pair');
SELECT is((SELECT count(*) FROM seen s JOIN (SELECT assignment_id AS a, pair, sum(loss_share) FILTER (WHERE kind = 'opposed') AS o,
                                             sum(loss_share) FILTER (WHERE kind = 'unshared') AS u FROM alignment_driver
                                               GROUP BY 1, 2) AS d USING (a, pair)
           JOIN assignment_alignment v ON v.id = s.a AND v.deciding_pair = s.pair
           WHERE pg_temp.differ(coalesce(d.o, 0), v.opposed_share) OR pg_temp.differ(coalesce(d.u, 0), v.unshared_share)),
             0::bigint, 'and by kind to the shares of the pair that decides');
-- what the three pairs that are named part over, goal by goal in alignment_driver
CREATE TEMP TABLE named AS
SELECT v.id AS a, n.* FROM assignment_alignment v
CROSS JOIN LATERAL (VALUES ('decides', v.deciding_pair, v.driver_goal_id), ('is weakest', v.weakest_pair, v.weakest_driver_goal_id),
                    ('is most opposed', v.most_opposed_pair, v.most_opposed_driver_goal_id)) AS n (how, pair, goal)
WHERE v.is_scored;
SELECT cmp_ok((SELECT count(DISTINCT pair) FROM named), '=', 3::bigint, 'each pair is named');
SELECT is((SELECT count(*) FROM named n
           LEFT JOIN LATERAL (SELECT max(d.loss_share) AS most, max(d.loss_share) FILTER (WHERE d.goal_id = n.goal) AS loss
                              FROM alignment_driver d WHERE d.assignment_id = n.a AND d.pair = n.pair) AS d ON true
           WHERE pg_temp.differ(d.loss, CASE WHEN d.most > 1e-12 THEN d.most END)), 0::bigint,
             'assignment_alignment: the goal each of them parts over');
SELECT is((SELECT count(*) FROM assignment_alignment v
           LEFT JOIN (SELECT assignment_id AS a, pair, sum(loss_share) FILTER (WHERE kind = 'opposed') AS o,
                      sum(loss_share) FILTER (WHERE kind = 'unshared') AS u, sum(loss_share) FILTER (WHERE kind = 'strength') AS s
                        FROM alignment_driver GROUP BY 1, 2) AS d
             ON d.a = v.id AND d.pair = v.weakest_pair
           WHERE v.is_scored AND (pg_temp.differ(coalesce(d.o, 0), v.weakest_opposed_share)
                                  OR pg_temp.differ(coalesce(d.u, 0), v.weakest_unshared_share)
                                    OR pg_temp.differ(coalesce(d.s, 0), v.weakest_strength_share))),
                                      0::bigint, 'and the shares of the weakest');
SELECT is((SELECT count(*) FROM misaligned_assignment m FULL JOIN (SELECT * FROM assignment_alignment
                                                                   WHERE alignment_band = 'misaligned'
                                                                     AND assignment_status <> 'ended') AS v ON v.id = m.id
           WHERE ROW(m.weakest_pair, m.deciding_pair, m.driver_goal_id) IS DISTINCT FROM ROW(v.weakest_pair,
               v.deciding_pair, v.driver_goal_id)
              OR pg_temp.differ(m.weakest_alignment_score, v.weakest_alignment_score) OR pg_temp.differ(m.opposed_share, v.opposed_share)
              OR m.has_assignee_line_of_sight <> (v.assignee_reach_share >= .5)), 0::bigint, 'misaligned_assignment says the same');
SELECT is((SELECT count(*) FROM misaligned_assignment m
           JOIN LATERAL (SELECT max(d.loss_share) AS most, max(d.kind) FILTER (WHERE d.goal_id = m.driver_goal_id) AS kind,
                                (array_agg(d.loss_share ORDER BY d.loss_share DESC))[2] AS second FROM alignment_driver d
                                  WHERE d.assignment_id = m.id AND d.pair = m.deciding_pair) AS d ON true
           WHERE pg_temp.differ(m.driver_loss_share, d.most) OR m.driver_kind <> d.kind
             OR pg_temp.differ(m.second_driver_loss_share, nullif(d.second, 0))), 0::bigint, 'with the two largest shares of the loss');
-- through which own goal: of the side that works against it, else of the larger
SELECT is((SELECT count(*) FROM named n
           JOIN alignment_driver d ON d.assignment_id = n.a AND d.pair = n.pair AND d.goal_id = n.goal
           JOIN (SELECT subject_id, 'is weakest' AS how, parameters::jsonb AS p FROM rule_pair_below_band
                 UNION ALL SELECT subject_id, 'is most opposed', parameters::jsonb
                 FROM rule_opposed_pair) AS r ON r.subject_id = n.a AND r.how = n.how
           WHERE ROW(r.p->>'a', r.p->>'b', r.p->>'goal', r.p->>'own_goal') IS DISTINCT FROM
                 ROW(d.a, d.b, d.goal_title, CASE WHEN d.a_points < 0 OR (d.b_points >= 0 AND abs(d.a_points) > abs(d.b_points))
                     THEN d.a_own_goal_title ELSE d.b_own_goal_title END)), 0::bigint, 'the rules name the same goals');
SELECT cmp_ok((SELECT count(*) FROM rule_pair_below_band WHERE reason IS NOT NULL) + (SELECT count(*) FROM misaligned_assignment),
              '>', 60::bigint, 'for many moves');
SELECT is((SELECT count(*) FROM assignment_alignment v
           WHERE v.alignment_band <> CASE WHEN NOT v.is_scored THEN 'not scored'
             ELSE (SELECT p.pair_band FROM alignment_pair p WHERE p.assignment_id = v.id
                   ORDER BY array_position(ARRAY['misaligned', 'cannot tell', 'mixed', 'aligned'], p.pair_band) LIMIT 1) END), 0::bigint,
          'the bands');

-- NULL is not known, never 0: a milestone of a key result without a start
INSERT INTO goal (id, title, level, goal_type, direction, start_value, target_value, current_value, start_date, due_date)
VALUES (41, 'no start', 'team', 'key_result', 'increase', NULL, 10, 5, '2026-01-01', '2026-12-31'),
       (42, 'with one', 'team', 'key_result', 'increase', 0, 10, 5, '2026-01-01', '2026-12-31'),
       (43, 'none due', 'team', 'key_result', 'increase', NULL, 10, 5, '2026-01-01', '2026-12-31');
INSERT INTO key_result_milestone (goal_id, due_date, value) VALUES (41, '2026-03-01', 3), (42, '2026-03-01', 3),
  (42, '2026-09-01', 8), (43, '2026-09-01', 8);
SELECT results_eq('SELECT goal_id, expected_progress_share FROM goal_progress WHERE goal_id > 40 ORDER BY goal_id',
  'VALUES (41::bigint, NULL::float8), (42, .3), (43, 0)', 'progress expected by milestones');
SELECT * FROM finish();
ROLLBACK;
