-- stakeholders: every pair of parties over rows (stakeholder, goal, priority)
CREATE FUNCTION show(pairs gmalign.pair_alignment[]) RETURNS TABLE (a text, b text, score numeric, chance numeric,
  beyond_chance numeric, opposed numeric, unshared numeric, strength numeric, goals bigint, shared bigint)
LANGUAGE sql AS $$
  SELECT p.a, p.b, round(p.score::numeric, 8), round(p.chance::numeric, 8), round(p.beyond_chance::numeric, 8),
         round(p.opposed_share::numeric, 8), round(p.unshared_share::numeric, 8), round(p.strength_share::numeric, 8),
         p.goal_count, p.shared_goal_count
  FROM unnest(pairs) AS p ORDER BY p.a COLLATE "C", p.b COLLATE "C"
$$;
CREATE TABLE said (stakeholder text, goal integer, priority float8);
INSERT INTO said VALUES
  ('organization', 1, 1), ('organization', 2, .6), ('organization', 3, .5),
  ('gm_professional', 1, .2), ('gm_professional', 4, 1), ('gm_professional', 2, -.3),
  ('assignee', 1, .5), ('assignee', 3, .5);
SELECT s.* FROM (SELECT gmalign.stakeholder_pairs(stakeholder, goal, priority) AS p FROM said) AS q, show(p) AS s;
SELECT s.* FROM (SELECT gmalign.stakeholder_pairs(stakeholder, goal, priority, 'points') AS p FROM said) AS q, show(p) AS s;
SELECT round(gmalign.mutual_alignment(stakeholder, goal, priority)::numeric, 8) AS mutual,
       round(gmalign.weakest_alignment(stakeholder, goal, priority)::numeric, 8) AS weakest,
       gmalign.weakest_pair(stakeholder, goal, priority),
       gmalign.stakeholder_count(stakeholder, goal, priority),
       gmalign.shared_goal_count(stakeholder, goal, priority)
FROM said;
-- what drives two apart, summing to 1 - score; keys keep their type
SELECT jsonb_pretty(gmalign.alignment_drivers(stakeholder, goal, priority, 'gm_professional', 'organization')) FROM said;
SELECT gmalign.alignment_drivers(stakeholder, 'g' || goal, priority, 'points', 'assignee', 'organization') FROM said;
SELECT gmalign.alignment_drivers(stakeholder, md5(goal::text)::uuid, priority, 'assignee', 'organization') FROM said;
SELECT gmalign.alignment_drivers(stakeholder, goal, priority, 'assignee', 'assignee') AS itself,
       gmalign.alignment_drivers(stakeholder, goal, priority, 'assignee', 'nobody') AS unknown,
       gmalign.alignment_drivers(stakeholder, goal, priority, NULL, 'assignee') AS not_said FROM said;
-- the first driver of every pair, beside stakeholder_pairs; in the type of the goals; on a tie the goal that comes first
CREATE DOMAIN goal_number AS smallint;
SELECT gmalign.pair_drivers(stakeholder, goal, priority) AS as_given, gmalign.pair_drivers(stakeholder, goal, priority, 'points') AS points,
       gmalign.pair_drivers(stakeholder, 'g' || goal, priority) AS as_text,
       gmalign.pair_drivers(stakeholder, goal::goal_number, priority) AS as_domain,
       pg_typeof(gmalign.pair_drivers(stakeholder, goal::goal_number, priority)) AS type,
       gmalign.pair_drivers(stakeholder, md5(goal::text)::uuid, priority) = ARRAY[md5('4'), md5('2'), md5('4')]::uuid[] AS as_uuid
         FROM said;
SELECT gmalign.pair_drivers(s, g, p) AS tie FROM (VALUES ('a', 2, 1), ('b', 1, 1)) AS v (s, g, p);
SELECT gmalign.pair_drivers(s, 1, p) AS alike_and_apart FROM (VALUES ('a', .5), ('b', .5), ('c', .2)) AS v (s, p);
SELECT gmalign.pair_drivers(s, 1, p, 'points') AS nothing_wanted FROM (VALUES ('a', 0), ('b', .5)) AS v (s, p);
SELECT gmalign.pair_drivers('a'::text, 1, 1) AS one_party, gmalign.pair_drivers('a'::text, 1, NULL) AS not_asked;
SELECT gmalign.pair_drivers('a'::text, 1, 1) AS no_rows WHERE false;

-- the sample programme's M6 and M7
WITH r (s, g, p) AS (
  SELECT s, g, CASE s WHEN 'gm' THEN g ELSE 6 - g END FROM unnest(ARRAY['assignee', 'gm', 'organization']) AS s, generate_series(1, 5) AS g)
SELECT s.* FROM (SELECT gmalign.stakeholder_pairs(s, g, p, 'points') AS p FROM r) AS q, show(p) AS s;
WITH r (s, g, p) AS (VALUES ('o', 1, 1.0), ('o', 2, .6), ('o', 3, .4), ('g', 1, .9), ('g', 2, .6), ('g', 3, .4),
                     ('a', 1, .3), ('a', 2, .2), ('a', 3, .1))
SELECT k AS scale, s.a, s.b, round(s.score, 3) AS score
FROM (SELECT k, gmalign.stakeholder_pairs(s, g, p, k) AS p FROM r, unnest(ARRAY['as_given', 'points']) AS k GROUP BY k) AS q,
  show(p) AS s ORDER BY 1, 2, 3;

-- NULL priority: not asked, the goal is dropped on both sides of that party's pairs
WITH r (s, g, p) AS (VALUES ('a', 1, 1.0), ('a', 2, 1.0), ('b', 1, 1.0), ('b', 2, NULL), ('c', 1, 1.0))
SELECT s.* FROM (SELECT gmalign.stakeholder_pairs(s, g, p, 'points') AS p FROM r) AS q, show(p) AS s;
-- duplicate rows are summed, an unknown one beside a known one does not count
WITH r (s, g, p) AS (VALUES ('a', 1, .5), ('a', 1, .5), ('a', 1, NULL), ('a', 2, 1.0), ('b', 1, 1.0), ('b', 2, 1.0))
SELECT s.* FROM (SELECT gmalign.stakeholder_pairs(s, g, p) AS p FROM r) AS q, show(p) AS s;
-- not heard: only unknown priorities; heard but wanting nothing: no points to give
WITH r (s, g, p) AS (VALUES ('a', 1, .5), ('b', 1, NULL), ('c', 1, 0.0))
SELECT gmalign.stakeholder_count(s, g, p), gmalign.mutual_alignment(s, g, p) AS given,
       gmalign.mutual_alignment(s, g, p, 'points') AS points FROM r;
WITH r (s, g, p) AS (VALUES ('a', 1, 0.0), ('b', 1, 0.0))
SELECT s.* FROM (SELECT gmalign.stakeholder_pairs(s, g, p) AS p FROM r) AS q, show(p) AS s;
-- everybody gives every goal the same: nothing to correct for chance
WITH r (s, g, p) AS (VALUES ('a', 1, .1), ('a', 2, .1), ('a', 3, .1), ('b', 1, 1), ('b', 2, 1), ('b', 3, 1))
SELECT s.* FROM (SELECT gmalign.stakeholder_pairs(s, g, p, 'points') AS p FROM r) AS q, show(p) AS s;
-- ties: the larger opposed share, then the smaller name; names by bytes
WITH r (s, g, p) AS (VALUES ('a', 1, 1.0), ('b', 2, 1.0), ('c', 1, -1.0))
SELECT gmalign.weakest_pair(s, g, p) FROM r;
WITH r (s, g, p) AS (VALUES ('é', 1, 1.0), ('z', 2, 1.0), ('A', 3, 1.0), ('a', 4, 1.0))
SELECT gmalign.weakest_pair(s, g, p) FROM r;
-- one party, no row, rows that say nothing
SELECT gmalign.mutual_alignment(stakeholder, goal, priority), gmalign.stakeholder_pairs(stakeholder, goal, priority),
       gmalign.stakeholder_count(stakeholder, goal, priority) FROM said WHERE stakeholder = 'assignee';
SELECT gmalign.mutual_alignment(stakeholder, goal, priority), gmalign.weakest_pair(stakeholder, goal, priority),
       gmalign.stakeholder_count(stakeholder, goal, priority), gmalign.shared_goal_count(stakeholder, goal, priority),
       gmalign.stakeholder_pairs(stakeholder, goal, priority) FROM said WHERE false;
SELECT gmalign.stakeholder_count(NULL, goal, priority), gmalign.stakeholder_count(stakeholder, NULL::integer, priority) FROM said;
-- key types: smallint, int, bigint, varchar, a domain
CREATE DOMAIN goal_key AS bigint;
SELECT gmalign.mutual_alignment(stakeholder, goal::smallint, priority) = gmalign.mutual_alignment(stakeholder, goal::goal_key, priority)
   AND gmalign.mutual_alignment(stakeholder, goal::varchar(5), priority) = gmalign.mutual_alignment(stakeholder,
       goal::bigint, priority) AS same FROM said;
-- growing and moving windows
SELECT goal, stakeholder, round((gmalign.mutual_alignment(stakeholder, goal, priority) OVER (ORDER BY goal, stakeholder))::numeric,
                                6) AS growing,
       gmalign.stakeholder_count(stakeholder, goal, priority) OVER (ORDER BY goal, stakeholder ROWS 2 PRECEDING) AS moving FROM said;
-- refused
SELECT gmalign.mutual_alignment(stakeholder, goal, 'NaN') FROM said;
SELECT gmalign.mutual_alignment(stakeholder, goal, priority, 'percent') FROM said;
SELECT gmalign.mutual_alignment(stakeholder, goal, priority, NULL) FROM said;
SELECT gmalign.mutual_alignment(stakeholder, goal, priority, CASE goal WHEN 1 THEN 'points' ELSE 'as_given' END) FROM said;
SELECT gmalign.alignment_drivers(stakeholder, goal, priority, stakeholder, 'assignee') FROM said;
SELECT gmalign.mutual_alignment(stakeholder, goal::numeric, priority) FROM said;
SELECT gmalign.mutual_alignment(stakeholder, ARRAY[goal], priority) FROM said;
SELECT gmalign.mutual_alignment('s' || i, 1, 1) FROM generate_series(1, 5001) AS i;
SELECT gmalign.mutual_alignment(s, 1, 1e308) FROM unnest(ARRAY['a', 'b']) AS s;
DROP TABLE said;
DROP FUNCTION show;
DROP DOMAIN goal_key;
