-- what if: previews say what the views would say, and write nothing
\set VERBOSITY terse
\getenv abs_srcdir PG_ABS_SRCDIR
\set schema sample
\set ECHO none
\set QUIET on
SET client_min_messages = warning;
\set checks 1
\i :abs_srcdir/../demo/sample.sql
\unset QUIET
\unset ON_ERROR_STOP
\set ECHO all
SET search_path = sample, public;
SET gmalign.as_of = '2026-06-30';
-- nothing changed: as the views have it
CREATE TEMP TABLE now AS
SELECT a.*, p.pair, p.score_before, p.score_after, p.opposed_before, p.band_before, p.band_after
FROM assignment_alignment a, gmalign.preview_alignment('sample', a.id, '{}') p WHERE a.assignment_external_id ~ '^([MRB]|O-00)';
SELECT count(*) AS moves, max(abs(score_before - mutual_alignment_score)) < 1e-12 AS mutual,
       max(abs(score_after - score_before)) = 0 AS same,
       bool_and(band_before = alignment_band AND band_after = alignment_band) AS bands,
       max(abs(opposed_before - most_opposed_share)) < 1e-12 AS opposed
FROM now WHERE pair = 'all';
SELECT max(abs(score_before - CASE pair WHEN 'gm_professional|organization' THEN organization_gm_score
                                        WHEN 'assignee|organization' THEN organization_assignee_score
                                          ELSE gm_assignee_score END)) < 1e-12 AS pairs
FROM now WHERE pair <> 'all';
-- M2: the GM professional is given a target that serves the strategy instead of the cost target
SELECT pair, round(score_before::numeric, 3) AS before, round(score_after::numeric, 3) AS after,
       round(opposed_before::numeric, 3) AS opposed_before,
       round(opposed_after::numeric, 3) AS opposed_after, band_before, band_after
FROM gmalign.preview_alignment('sample', 'M2', '{"priorities": [{"stakeholder": "gm_professional", "goal": "G1", "priority": 1},
                                                               {"stakeholder": "gm_professional", "goal": "G2", "priority": null}]}');
SELECT split_part(drivers_before, ';', 1) AS before, split_part(drivers_after, ';', 1) AS after
FROM gmalign.preview_alignment('sample', 'M2',
                               '{"priorities": [{"stakeholder": "gm_professional", "goal": "G2", "priority": null}]}')
                                 WHERE pair = 'gm_professional|organization';
-- it is what the views say once it is done: the same changes made and undone
CREATE TEMP TABLE foreseen AS
SELECT c.move, p.pair, p.score_after FROM (VALUES
  ('M3', '{"links": [{"goal": "P3", "parent": "S2", "contribution": 0.6}]}'::jsonb),
  ('M2', '{"links": [{"goal": "G2", "parent": "S1", "contribution": null}]}'),
  ('M1', '{"goals": [{"goal": "S2", "level": "department"}]}'),
  ('M8', '{"priorities": [{"stakeholder": "assignee", "goal": "S1", "priority": 1},
                          {"stakeholder": "assignee", "goal": "P4", "priority": -0.5}]}')
) AS c (move, changes), gmalign.preview_alignment('sample', c.move, c.changes) AS p WHERE p.pair = 'all';
BEGIN;
INSERT INTO goal_link (child_id, parent_id, contribution) SELECT c.id, p.id, .6 FROM goal c, goal p
WHERE c.external_id = 'P3' AND p.external_id = 'S2';
SELECT f.move, abs(f.score_after - a.mutual_alignment_score) < 1e-12 AS same FROM foreseen f
JOIN assignment_alignment a ON a.assignment_external_id = f.move AND f.move = 'M3';
ROLLBACK;
BEGIN;
DELETE FROM goal_link l USING goal c, goal p WHERE l.child_id = c.id AND l.parent_id = p.id AND c.external_id = 'G2'
  AND p.external_id = 'S1';
SELECT f.move, abs(f.score_after - a.mutual_alignment_score) < 1e-12 AS same FROM foreseen f
JOIN assignment_alignment a ON a.assignment_external_id = f.move AND f.move = 'M2';
ROLLBACK;
BEGIN;
UPDATE goal SET level = 'department' WHERE external_id = 'S2';
SELECT f.move, abs(f.score_after - a.mutual_alignment_score) < 1e-12 AS same FROM foreseen f
JOIN assignment_alignment a ON a.assignment_external_id = f.move AND f.move = 'M1';
ROLLBACK;
BEGIN;
INSERT INTO assignment_goal SELECT g.assignment_id, g.stakeholder_id, g.goal_id, '2026-06-30',
  CASE o.external_id WHEN 'P4' THEN -.5 ELSE g.priority END
FROM assignment_goal g JOIN assignment a ON a.id = g.assignment_id JOIN stakeholder s ON s.id = g.stakeholder_id
JOIN goal o ON o.id = g.goal_id
WHERE a.external_id = 'M8' AND s.code = 'assignee';
INSERT INTO assignment_goal SELECT a.id, s.id, g.id, '2026-06-30', 1 FROM assignment a, stakeholder s, goal g
WHERE a.external_id = 'M8' AND s.code = 'assignee' AND g.external_id = 'S1';
SELECT f.move, abs(f.score_after - a.mutual_alignment_score) < 1e-12 AS same FROM foreseen f
JOIN assignment_alignment a ON a.assignment_external_id = f.move AND f.move = 'M8';
ROLLBACK;
-- a goal that is not there yet; a read-only transaction; nothing is left behind
BEGIN READ ONLY;
SELECT pair, round(score_change::numeric, 3) AS change FROM gmalign.preview_alignment('sample', 'M3',
  '{"goals": [{"goal": "NEW", "title": "A bridge role", "level": "individual"}],
    "links": [{"goal": "NEW", "parent": "S2", "contribution": 0.6}],
    "priorities": [{"stakeholder": "assignee", "goal": "NEW", "priority": 1}]}');
COMMIT;
SELECT count(*) FROM goal WHERE external_id = 'NEW';
-- a link between goals nobody names changes nothing
SELECT max(abs(score_change)) AS change
FROM gmalign.preview_alignment('sample', 'M3', '{"links": [{"goal": "H1", "parent": "S1", "contribution": 1}]}');
-- one party not heard: no score before, one after
SELECT pair, score_before, round(score_after::numeric, 3) AS after, band_before, band_after
FROM gmalign.preview_alignment('sample', 'R5', '{"priorities": [{"stakeholder": "assignee", "goal": "P1", "priority": 1}]}')
WHERE pair = 'all';
-- what it does not know
SELECT gmalign.preview_alignment('sample', 'M99', '{}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goal": []}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": {}}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": [{"goal": "S9", "level": "team"}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": [{"goal": "S1", "colour": "red"}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": [{"goal": "S1", "id": 5}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"priorities": [{"stakeholder": "nobody", "goal": "S1", "priority": 1}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"priorities": [{"stakeholder": "hr", "goal": "S1", "priority": 2}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"priorities": [{"stakeholder": "hr", "goal": "S1"}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"priorities": [{"stakeholder": "hr", "goal": "S1", "priority": "high"}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"priorities": [7]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"links": [{"child": "S1", "parent": "T1", "contribution": 1}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"links": [{"goal": "S1", "parent": "T1", "contribution": 1, "weight": 1}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"links": {}}');
SELECT gmalign.preview_alignment('sample', 'M3', '[]');
SELECT gmalign.preview_alignment('sample', 'M3', '{"links": [{"goal": "S1", "parent": "T1", "contribution": -3}]}');
-- where it is wrong, in what order ever; nothing is changed twice
SELECT gmalign.preview_alignment('sample', 'M3', NULL);
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": ["S1"]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": [{"goal": "N1", "title": "New", "level": "team"},
  {"goal": "S1", "weight": "heavy"}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": [{"goal": "N1", "title": "New", "level": "galaxy"}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"goals": [{"goal": "S1", "weight": 1}, {"goal": 1, "weight": 2}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"priorities": [{"stakeholder": "hr", "goal": "S1", "priority": 1},
  {"stakeholder": "hr", "goal": {"id": 1}, "priority": 1}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"priorities": [{"stakeholder": "hr", "goal": "S1", "priority": 1},
  {"stakeholder": "hr", "goal": "S2", "priority": 1}, {"stakeholder": "hr", "goal": "S1", "priority": 0.5}]}');
SELECT gmalign.preview_alignment('sample', 'M3', '{"links": [{"goal": "S1", "parent": "S1", "contribution": 1}]}');
-- the best single change: what it promises is what a preview says
SELECT rank_order, kind, party, change, measure, round(gain::numeric, 3) AS gain, round(mean_gain::numeric, 3) AS mean, band_after
FROM gmalign.best_single_change('sample', 'M2') WHERE rank_order <= 6 OR kind <> 'serve_strategy' ORDER BY rank_order;
SELECT count(*) AS changes, bool_and(abs(p.mean - b.mean_gain) < 1e-12 AND abs(p.weakest - b.value_after) < 1e-12) AS kept,
       count(*) FILTER (WHERE b.kind = 'lower_wish') AS warnings
FROM assignment a, gmalign.best_single_change('sample', a.external_id) AS b
CROSS JOIN LATERAL (SELECT max(q.score_after - q.score_before) FILTER (WHERE q.pair = 'all') AS mean,
                           min(q.score_after) FILTER (WHERE q.pair <> 'all') AS weakest
                    FROM gmalign.preview_alignment('sample', a.id, b.changes) AS q) AS p
WHERE a.external_id ~ '^(M[12]|R1)$' AND b.changes IS NOT NULL;
-- a wish dropped: the best of all such, said when it brings more than what is proposed, and last
SELECT count(*) AS moves, bool_and(CASE WHEN l.best > r.best + 1e-9 THEN abs(r.warned - l.best) < 1e-12 AND r.is_last ELSE r.warned IS
  NULL END) AS said
FROM assignment a
CROSS JOIN LATERAL (SELECT coalesce(max(b.gain) FILTER (WHERE b.kind <> 'lower_wish'), 0) AS best, max(b.gain) FILTER (WHERE b.kind =
  'lower_wish') AS warned,
                           bool_and(b.rank_order = b.last OR b.kind <> 'lower_wish') AS is_last, count(b.gain) AS n
                    FROM (SELECT x.*, max(x.rank_order) OVER () AS last FROM gmalign.best_single_change('sample', a.external_id) AS x) AS
                      b) AS r
CROSS JOIN LATERAL (SELECT max(p.weakest - p.was) AS best
                    FROM assignment_priority w
                    CROSS JOIN LATERAL (SELECT min(q.score_after) FILTER (WHERE q.pair <> 'all') AS weakest, min(q.score_before) FILTER
                      (WHERE q.pair <> 'all') AS was,
                                               count(q.score_after) AS n
                                        FROM gmalign.preview_alignment('sample', a.id, jsonb_build_object('priorities',
                                          jsonb_build_array(jsonb_build_object('stakeholder', w.stakeholder, 'goal', w.goal_id,
                                            'priority', 0)))) AS q) AS p
                    WHERE w.assignment_id = a.id AND w.priority <> 0 AND p.n = 4) AS l
WHERE a.external_id ~ '^M[1-4]$' AND r.n > 0;
SELECT count(*) FILTER (WHERE b.changes ? 'links') AS new_links,
       count(*) FILTER (WHERE b.gain < -1e-12 OR (b.gain < 1e-12 AND b.mean_gain <= 0)) AS without_gain,
       count(*) FILTER (WHERE b.kind = 'idle_goal') > 0 AS idle_shown,
       bool_and(b.rank_order > r.last) FILTER (WHERE b.kind = 'idle_goal') AS idle_last
FROM gmalign.best_single_change('sample', 'M1') AS b, (SELECT max(rank_order) AS last
                                                       FROM gmalign.best_single_change('sample', 'M1') WHERE gain IS NOT NULL) AS r;
-- no reason said, not proposed
SELECT count(*) FROM gmalign.best_single_change('sample', 'M2') WHERE party = 'gm_professional' AND change ~ 'First 20 clients';
UPDATE goal_link l SET rationale = '' FROM goal g WHERE g.id = l.child_id AND g.external_id = 'T1';
SELECT count(*) FROM gmalign.best_single_change('sample', 'M2') WHERE party = 'gm_professional' AND change ~ 'First 20 clients';
-- rewards only for those who may read surveys
CREATE ROLE regress_gmalign_planner;
GRANT USAGE ON SCHEMA sample TO regress_gmalign_planner;
GRANT SELECT ON ALL TABLES IN SCHEMA sample TO regress_gmalign_planner;
REVOKE ALL ON expectancy_survey, expectancy_outcome FROM regress_gmalign_planner;
SELECT rank_order, person_role, change, round(gain::numeric, 3) AS gain FROM gmalign.best_reward('sample', 'M1');
SET ROLE regress_gmalign_planner;
SELECT (SELECT count(*) FROM gmalign.best_reward('sample', 'M1')) AS rewards, count(*) > 5 AS others FROM
  gmalign.best_single_change('sample', 'M1');
RESET ROLE;
SELECT gmalign.best_reward('sample', 'M99');
\set VERBOSITY default
SET client_min_messages = notice;
SELECT count(*) FILTER (WHERE kind <> 'idle_goal') FROM gmalign.best_single_change('sample', 'R5');
SET client_min_messages = warning;
DROP OWNED BY regress_gmalign_planner;
DROP ROLE regress_gmalign_planner;
SELECT count(*) FROM gmalign.uninstall('sample', drop_data => true);
DROP SCHEMA sample;
