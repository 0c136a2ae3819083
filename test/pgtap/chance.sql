-- what chance would make of a pair, against deals counted in SQL; any order of
-- rows, the limits of a score, and what a band may not depend on
BEGIN;
\ir ../start.psql
SELECT plan(20);
SELECT setseed(.42);

-- all ways to deal n numbers out
CREATE FUNCTION pg_temp.deals(v float8[]) RETURNS SETOF float8[] LANGUAGE sql AS $$
  WITH RECURSIVE deal (taken, dealt) AS (
    SELECT ARRAY[]::integer[], ARRAY[]::float8[]
    UNION ALL
    SELECT d.taken || i, d.dealt || v[i] FROM deal d, generate_subscripts(v, 1) AS i WHERE i <> ALL (d.taken))
  SELECT dealt FROM deal WHERE cardinality(dealt) = cardinality(v) $$;
-- 200 pairs over one to four goals, some of them the same, with ties and signs
CREATE TEMP TABLE wish AS
SELECT c, p.name, g, round((random() * 2 - .5)::numeric, 1)::float8 AS priority
FROM generate_series(1, 200) AS c, (VALUES ('a', 0), ('b', 2)) AS p (name, shift),
     LATERAL generate_series(1 + (c % 2) * p.shift, (c % 2) * p.shift + 1 + c % 4) AS g;
CREATE TEMP TABLE list AS
SELECT c, name, array_agg(g ORDER BY g) AS goals, array_agg(priority / s.total ORDER BY g) AS points
FROM wish JOIN (SELECT c, name, nullif(sum(abs(priority)), 0) AS total FROM wish GROUP BY 1, 2) AS s USING (c, name)
GROUP BY c, name HAVING max(s.total) > 0;
CREATE TEMP TABLE counted AS
SELECT l.c, avg(d.score) AS chance, avg((d.score >= w.score - 1e-9)::integer) AS above, avg((d.score <= w.score + 1e-9)::integer) AS below
FROM list l JOIN list r ON r.c = l.c AND l.name = 'a' AND r.name = 'b'
CROSS JOIN LATERAL (
  SELECT 1 - sum(abs(coalesce(x.p, 0) - coalesce(y.p, 0))) / 2 AS score
  FROM unnest(l.goals, l.points) AS x (g, p) FULL JOIN unnest(r.goals, r.points) AS y (g, p) USING (g)) AS w
CROSS JOIN LATERAL (
  SELECT (SELECT 1 - sum(abs(coalesce(x.p, 0) - coalesce(y.p, 0))) / 2
          FROM unnest(l.goals, a) AS x (g, p) FULL JOIN unnest(r.goals, b) AS y (g, p) USING (g)) AS score
  FROM pg_temp.deals(l.points) AS a, pg_temp.deals(r.points) AS b) AS d
GROUP BY l.c;
CREATE TEMP TABLE kernel AS
SELECT q.c, p.* FROM (SELECT c, gmalign.stakeholder_pairs(name, g, priority, 'points') AS pairs FROM wish GROUP BY c) AS q,
    unnest(q.pairs) AS p
WHERE p.score IS NOT NULL;
SELECT cmp_ok((SELECT count(*) FROM kernel), '>', 150::bigint, 'pairs have a score');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN counted q USING (c) WHERE coalesce(abs(k.chance - q.chance) > 1e-9, true)), 0::bigint,
          'chance is the mean of all deals of either list');
SELECT is((SELECT count(*) FROM kernel k JOIN counted q USING (c)
           WHERE (SELECT count(*) FROM wish w WHERE w.c = k.c AND w.name = 'a') < 4
             AND (abs(k.p_above - q.above) > 1e-9 OR abs(k.p_below - q.below) > 1e-9)), 0::bigint,
          'p is the share of all deals with at least, and at most, the score');
SELECT cmp_ok((SELECT max(greatest(abs(k.p_above - q.above), abs(k.p_below - q.below))) FROM kernel k JOIN counted q USING (c)), '<',
              .25::float8, 'where they are drawn, they are near');
-- a third party changes nothing
SELECT is((SELECT count(DISTINCT (round((p.chance)::numeric, 12), round(p.p_above::numeric, 12), round(p.p_below::numeric, 12)))
           FROM (SELECT k, gmalign.stakeholder_pairs(v.party, v.g, v.p, 'points') AS pairs
                 FROM generate_series(0, 10) AS k,
                      LATERAL (SELECT * FROM (VALUES ('gm', 1, .6), ('gm', 2, .8), ('gm', 3, 1.0), ('org', 1, 1.0), ('org', 2, .8),
                                                     ('org', 3, .6)) AS v (party, g, p)
                               UNION ALL SELECT 'assignee', 100 + i, 1.0 FROM generate_series(1, k) AS i) AS v
                 GROUP BY k) AS q, unnest(q.pairs) AS p WHERE p.a = 'gm' AND p.b = 'org'), 1::bigint,
          'goals of a third party change neither chance nor p');

-- moves: any order of the rows gives the same
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
INSERT INTO goal (id, title, level) SELECT i, 'goal ' || i, CASE WHEN i < 4 THEN 'strategic' ELSE 'team' END FROM generate_series(1, 30)
    AS i;
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
SELECT i, 1 + i % 3, 'contributes', (ARRAY[1, .9, .5])[1 + i % 2] FROM generate_series(4, 27) AS i;
INSERT INTO employee (id) VALUES (1);
INSERT INTO assignment (id, assignee_id, start_date) SELECT i, 1, '2026-01-01' FROM generate_series(1, 60) AS i;
CREATE TEMP TABLE stated AS
SELECT a.id AS assignment_id, s.id AS stakeholder_id, 4 + (a.id * 5 + g * 3 + CASE WHEN a.id % 2 = 0 THEN s.id ELSE 0 END) % 27 AS goal_id,
       round(random()::numeric, 1)::float8 AS priority, random() AS place
FROM assignment a, stakeholder s, generate_series(1, 9) AS g WHERE s.code IN ('organization', 'gm_professional', 'assignee', 'hr');
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT assignment_id, stakeholder_id, goal_id, '2026-01-02', priority FROM stated ORDER BY place;
CREATE TEMP TABLE first AS SELECT * FROM alignment_pair;
DELETE FROM assignment_goal;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT assignment_id, stakeholder_id, goal_id, '2026-01-02', priority FROM stated ORDER BY place DESC;
SELECT is((SELECT count(*) FROM first), 180::bigint, 'three pairs a move');
SELECT cmp_ok((SELECT count(*) FROM first WHERE NOT is_chance_exact), '>', 50::bigint, 'many of them with drawn deals');
SELECT is((SELECT count(*) FROM (SELECT * FROM first EXCEPT SELECT * FROM alignment_pair) AS q), 0::bigint,
          'another order of the rows: the same to the last digit');
SELECT set_eq('SELECT DISTINCT alignment_low <= alignment_score AND alignment_score <= alignment_high FROM first',
              ARRAY[true], 'a score lies within its limits');
SELECT is((SELECT count(*) FROM first WHERE p_above + p_below < 1 - 1e-9 OR p_above <= 0 OR p_below <= 0 OR chance NOT BETWEEN 0 AND 1),
    0::bigint,
          'the two p overlap in the deals that score the same');
SELECT is((SELECT count(*) FROM first WHERE (ask_next IS NOT NULL) <> (pair_band = 'cannot tell')), 0::bigint,
          'where it cannot be told, the view says what to ask');
-- the verdict looks at pairs only as far as it must: it says what all of them say
SELECT is((SELECT count(*) FROM assignment_alignment a
           WHERE a.is_scored AND a.alignment_band <> (
             SELECT p.pair_band FROM alignment_pair p WHERE p.assignment_id = a.id
             ORDER BY array_position(ARRAY['misaligned', 'cannot tell', 'mixed', 'aligned'], p.pair_band) LIMIT 1)), 0::bigint,
          'the band is that of the worst placed pair');
SELECT is((SELECT count(*) FROM assignment_alignment a JOIN alignment_pair p ON p.assignment_id = a.id AND p.pair = a.deciding_pair
           WHERE (p.pair_band, p.ask_next_code, p.alignment_score, p.standard_error, p.common_share)
             IS DISTINCT FROM (a.alignment_band, a.ask_next_code, a.deciding_score, a.deciding_standard_error, a.deciding_common_share)
             -- where nothing can be told, chance is not asked
             OR a.alignment_band <> 'cannot tell'
               AND (p.order_index, p.order_p_above, p.order_p_below, p.chance, p.p_above, p.p_below, p.beyond_chance_index)
               IS DISTINCT FROM (a.deciding_order_index, a.deciding_order_p_above, a.deciding_order_p_below, a.deciding_chance,
                                 a.deciding_p_above, a.deciding_p_below, a.beyond_chance_index)), 0::bigint,
          'the deciding pair stands as it does among all pairs');
SELECT is((SELECT count(*) FROM assignment_points p JOIN assignment_alignment a USING (id)
           WHERE gmalign_private.mutual_alignment(p.points) IS DISTINCT FROM a.mutual_alignment_score), 0::bigint,
          'the mutual alignment without a band is the same');
-- more reliable answers, narrower limits; perfect and fine ones have none
UPDATE setting SET number_value = .9 WHERE code = 'answer_reliability';
SELECT is((SELECT count(*) FROM first f JOIN alignment_pair p USING (id) WHERE f.standard_error > 0 AND p.standard_error >=
    f.standard_error), 0::bigint,
          'more reliable answers, a smaller error');
UPDATE setting SET number_value = 1 WHERE code = 'answer_reliability';
UPDATE setting SET number_value = 0 WHERE code = 'answer_step';
SELECT cmp_ok((SELECT max(standard_error) FROM alignment_pair), '<', 1e-12::float8, 'none where answers are taken as they are');
SELECT throws_ok($$UPDATE setting SET number_value = 2 WHERE code = 'answer_reliability'$$, '23514', NULL,
                 'a reliability is a correlation');
UPDATE setting SET number_value = .8 WHERE code = 'answer_reliability';

-- exactly reversed wishes are never aligned, however weak the links
CREATE TEMP TABLE weak AS SELECT c FROM unnest(ARRAY[1, .9, .8, .5]) AS c;
DELETE FROM assignment_goal;
DELETE FROM goal_link;
INSERT INTO goal (id, title, level) SELECT 1000 + k * 100 + p * 10 + i, 'x', 'team'
FROM generate_series(1, 4) AS k, generate_series(1, 3) AS p, generate_series(1, 3) AS i;
INSERT INTO goal_link (child_id, parent_id, relation, contribution)
SELECT 1000 + k * 100 + p * 10 + i, i, 'contributes', (ARRAY[1, .9, .8, .5])[k]
FROM generate_series(1, 4) AS k, generate_series(1, 3) AS p, generate_series(1, 3) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT k, s.id, 1000 + k * 100 + v.p * 10 + i, '2026-01-02', CASE v.p WHEN 1 THEN 1.2 - .2 * i ELSE .4 + .2 * i END
FROM generate_series(1, 4) AS k, (VALUES ('organization', 1), ('gm_professional', 2), ('assignee', 3)) AS v (code, p)
JOIN stakeholder s ON s.code = v.code, generate_series(1, 3) AS i;
SELECT is((SELECT count(*) FROM assignment_alignment WHERE id < 5 AND (alignment_band = 'aligned' OR beyond_chance_index >= 0)), 0::bigint,
          'reversed wishes are not aligned whatever links leave behind');
SELECT is((SELECT count(*) FROM assignment_alignment WHERE id < 5 AND is_scored), 4::bigint, 'all four are scored');
-- everything leads to one place: nothing can be told
UPDATE goal_link SET parent_id = 1, contribution = 1;
SELECT is((SELECT string_agg(DISTINCT alignment_band || ' ' || ask_next_code, ', ') FROM assignment_alignment WHERE id < 5),
    'cannot tell more_goals',
          'what leads to one strategy cannot be told');
SELECT * FROM finish();
ROLLBACK;
