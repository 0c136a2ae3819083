-- stakeholders: published figures, an independent computation, chance
BEGIN;
\ir ../start.psql
SELECT plan(39);
SELECT setseed(.42);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

-- 1,000 random assignments: 1 to 6 parties, 1 to 9 goals, missing rows, rows
-- not asked, duplicates, zeros, opposite signs
CREATE TEMP TABLE r AS
SELECT c, 'p' || s AS s, g::bigint AS g, p
FROM generate_series(1, 1000) AS c, LATERAL generate_series(1, 1 + c % 6) AS s, LATERAL generate_series(1, 1 + c % 9) AS g,
     LATERAL generate_series(1, 1 + (random() < .1 AND c + s + g > 0)::integer) AS dup,
     LATERAL (SELECT CASE WHEN random() < .08 THEN NULL WHEN random() < .1 THEN 0 ELSE random() * 2 - .6 END AS p
              WHERE c + s + g + dup > 0) AS v
WHERE random() < .8;

ANALYZE r;

-- The definitions, pair by pair and goal by goal, in plain SQL.
CREATE TEMP TABLE cell AS   -- summed rows; NULL only when all are
SELECT c, s, g, sum(p) AS p FROM r GROUP BY c, s, g;
CREATE TEMP TABLE party AS
SELECT c, s FROM cell GROUP BY c, s HAVING count(p) > 0;
CREATE TEMP TABLE goal AS
SELECT DISTINCT c, g FROM cell JOIN party USING (c, s);
CREATE INDEX ON cell (c, s, g);
CREATE TEMP TABLE side AS   -- every pair and goal, with 0 for what is not there
SELECT a.c, a.s AS a, b.s AS b, g.g, coalesce(x.p, 0) AS x, coalesce(y.p, 0) AS y,
       x.s IS NOT NULL AS has_x, y.s IS NOT NULL AS has_y
FROM party a JOIN party b ON b.c = a.c AND a.s < b.s JOIN goal g ON g.c = a.c
LEFT JOIN cell x ON (x.c, x.s, x.g) = (a.c, a.s, g.g) LEFT JOIN cell y ON (y.c, y.s, y.g) = (b.c, b.s, g.g)
WHERE NOT (x.s IS NOT NULL AND x.p IS NULL) AND NOT (y.s IS NOT NULL AND y.p IS NULL);
CREATE TEMP TABLE scaled AS
SELECT k AS scale, c, a, b, g, has_x, has_y, CASE k WHEN 'points' THEN x / nullif(sum(abs(x)) OVER w, 0) ELSE x END AS x,
       CASE k WHEN 'points' THEN y / nullif(sum(abs(y)) OVER w, 0) ELSE y END AS y
FROM side, unnest(ARRAY['points', 'as_given']) AS k WINDOW w AS (PARTITION BY k, c, a, b);
CREATE INDEX ON scaled (scale, c, a, b);
ANALYZE cell, party, scaled;
CREATE TEMP TABLE plain AS
SELECT q.*, score - chance AS above, CASE WHEN 1 - chance > 1e-12 THEN (score - chance) / (1 - chance) END AS beyond
FROM (SELECT scale, c, a, b,
             CASE WHEN count(x) = count(*) AND count(y) = count(*) THEN 1 - sum(abs(x - y)) / nullif(sum(abs(x) + abs(y)), 0) END AS score,
             -- the mean score over all ways for either to deal its own priorities out over its own goals
             CASE WHEN count(x) = count(*) AND count(y) = count(*) THEN
               coalesce((SELECT sum(abs(o.x) + abs(p.y) - abs(o.x - p.y)) FROM scaled o JOIN scaled p USING (scale, c, a, b)
                WHERE (scale, c, a, b) = (s.scale, s.c, s.a, s.b) AND o.has_x AND p.has_y)
                 * count(*) FILTER (WHERE has_x AND has_y) / nullif(count(*) FILTER (WHERE has_x) * count(*) FILTER (WHERE has_y), 0), 0)
                 / nullif(sum(abs(x) + abs(y)), 0) END AS chance,
             coalesce(sum(abs(x - y)) FILTER (WHERE x * y < 0), 0) / nullif(sum(abs(x) + abs(y)), 0) AS opposed,
             coalesce(sum(abs(x - y)) FILTER (WHERE x * y = 0), 0) / nullif(sum(abs(x) + abs(y)), 0) AS unshared,
             coalesce(sum(abs(x - y)) FILTER (WHERE x * y > 0), 0) / nullif(sum(abs(x) + abs(y)), 0) AS strength,
             count(*) AS goals, count(*) FILTER (WHERE x <> 0 AND y <> 0) AS shared
      FROM scaled s GROUP BY scale, c, a, b) AS q;

CREATE TEMP TABLE kernel AS
SELECT q.scale, q.c, p.*
FROM (SELECT k AS scale, c, gmalign.stakeholder_pairs(s, g, p, k) AS pairs FROM r, unnest(ARRAY['points', 'as_given']) AS k
      GROUP BY k, c) AS q,
     LATERAL unnest(q.pairs) AS p;
CREATE INDEX ON plain (scale, c);
ANALYZE plain, kernel;
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE score IS NOT NULL), '>', 8000::bigint, 'thousands of pairs have a score');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (scale, c, a, b) WHERE pg_temp.differ(k.score, p.score)),
          0::bigint, 'score');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (scale, c, a, b) WHERE pg_temp.differ(k.chance, p.chance)),
          0::bigint, 'chance');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (scale, c, a, b)
           WHERE pg_temp.differ(k.beyond_chance, p.beyond, 1e-9)), 0::bigint, 'beyond chance');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (scale, c, a, b) WHERE k.score IS NOT NULL
           AND (pg_temp.differ(k.opposed_share, p.opposed) OR pg_temp.differ(k.unshared_share, p.unshared)
                OR pg_temp.differ(k.strength_share, p.strength))), 0::bigint, 'the loss by kind');
SELECT is((SELECT count(*) FROM kernel k JOIN plain p USING (scale, c, a, b)
           WHERE k.score IS NOT NULL AND (k.goal_count <> p.goals OR k.shared_goal_count <> p.shared)), 0::bigint, 'goals counted');

-- the members that summarize
CREATE TEMP TABLE summary AS
SELECT k AS scale, c, gmalign.mutual_alignment(s, g, p, k) AS mutual, gmalign.weakest_alignment(s, g, p, k) AS weakest,
       gmalign.weakest_pair(s, g, p, k) AS pair,
       gmalign.stakeholder_count(s, g, p, k) AS heard, gmalign.shared_goal_count(s, g, p, k) AS shared
FROM r, unnest(ARRAY['points', 'as_given']) AS k GROUP BY k, c;
SELECT is((SELECT count(*) FROM summary s LEFT JOIN (SELECT scale, c, avg(score) AS mutual, min(score) AS weakest
                                                     FROM plain GROUP BY scale, c) AS p USING (scale, c)
           WHERE pg_temp.differ(s.mutual, p.mutual) OR pg_temp.differ(s.weakest, p.weakest)), 0::bigint, 'mean and minimum over all pairs');
SELECT is((SELECT count(*) FROM summary s
           LEFT JOIN LATERAL (SELECT p.a || '|' || p.b AS pair FROM plain p WHERE p.scale = s.scale AND p.c = s.c AND p.score IS NOT NULL
                              ORDER BY round(p.score::numeric, 11), round(p.opposed::numeric, 11) DESC, p.a, p.b LIMIT 1) AS w ON true
           WHERE s.pair IS DISTINCT FROM w.pair), 0::bigint, 'the weakest pair by name');
SELECT is((SELECT count(*) FROM summary s LEFT JOIN (SELECT c, count(*) AS heard FROM party GROUP BY c) AS p USING (c)
           WHERE s.heard <> coalesce(p.heard, 0)), 0::bigint, 'parties heard');
SELECT is((SELECT count(*) FROM summary s
           LEFT JOIN (SELECT c, count(*) AS shared FROM (SELECT c, g FROM cell WHERE p <> 0 GROUP BY c, g HAVING count(*) > 1) AS q
                      GROUP BY c) AS p USING (c)
           WHERE s.shared <> coalesce(p.shared, 0)), 0::bigint, 'goals named by two');

-- any order, text and uuid keys
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.mutual_alignment(s, g::text, p, 'points' ORDER BY random()) AS t,
                                 gmalign.mutual_alignment(s, md5(g::text)::uuid, p, 'points' ORDER BY random()) AS u
                                 FROM r GROUP BY c) AS q JOIN summary s ON s.c = q.c AND s.scale = 'points'
           WHERE pg_temp.differ(q.t, s.mutual) OR pg_temp.differ(q.u, s.mutual)), 0::bigint, 'any order, any kind of key');
-- few goals that lie close together are compared another way: to the last digit the same
SELECT is((SELECT count(*)
           FROM (SELECT c, k, gmalign.mutual_alignment(s, g, p, k) AS m, gmalign.weakest_alignment(s, g, p, k) AS w,
                        gmalign.weakest_pair(s, g, p, k) AS n, gmalign.mutual_alignment(s, g * 10000000000, p, k) AS far_m,
                        gmalign.weakest_alignment(s, g * 10000000000, p, k) AS far_w,
                        gmalign.weakest_pair(s, g * 10000000000, p, k) AS far_n
                 FROM (SELECT c, s, g, p FROM r UNION ALL SELECT c + 10000, s, g, abs(coalesce(p, 0)) FROM r WHERE g < 6
                       UNION ALL SELECT c + 20000, s, g - 5, max(p) FROM r GROUP BY c, s, g HAVING count(p) > 0
                       UNION ALL SELECT c + 30000, s, g, -1e150 * max(p) FROM r GROUP BY c, s, g HAVING count(p) > 0) AS v,
                      unnest(ARRAY['points', 'as_given']) AS k GROUP BY c, k) AS q
           WHERE (m, w, n) IS DISTINCT FROM (far_m, far_w, far_n)), 0::bigint, 'keys near each other and far apart');
-- drivers sum to the loss
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.alignment_drivers(s, g, p, 'points', 'p1', 'p2') AS d FROM r GROUP BY c) AS q
           JOIN kernel k ON k.c = q.c AND k.scale = 'points' AND k.a = 'p1' AND k.b = 'p2'
           WHERE (q.d IS NULL) <> (k.score IS NULL) OR q.d IS NOT NULL
             AND pg_temp.differ(1 - (SELECT coalesce(sum((e->>'loss')::float8), 0) FROM jsonb_array_elements(q.d) AS e), k.score)),
               0::bigint, 'drivers sum to 1 - score');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.alignment_drivers(s, g, p, 'points', 'p1', 'p2') AS d FROM r GROUP BY c) AS q,
           jsonb_array_elements(q.d) WITH ORDINALITY AS e (v, i)
           WHERE (e.v->>'loss')::float8 < (q.d->i::integer->>'loss')::float8), 0::bigint, 'largest first');
-- the driver of every pair, in the order of stakeholder_pairs
CREATE TEMP TABLE driven AS
SELECT q.scale, q.c, p.a, p.b, p.driver
FROM (SELECT k AS scale, c, gmalign.stakeholder_pairs(s, g, p, k) AS pairs, gmalign.pair_drivers(s, g, p, k) AS drivers,
             gmalign.pair_drivers(s, g::text, p, k) AS as_text
      FROM r, unnest(ARRAY['points', 'as_given']) AS k GROUP BY k, c) AS q,
     LATERAL unnest(q.pairs, q.drivers) AS p (a, b, score, chance, beyond_chance, opposed_share, unshared_share,
                                              strength_share, goal_count, shared_goal_count, p_above, p_below, driver)
WHERE q.as_text::bigint[] = q.drivers OR q.drivers IS NULL;
SELECT is((SELECT count(*) FROM driven), (SELECT count(*) FROM kernel), 'a driver per pair, whatever the kind of key');
SELECT cmp_ok((SELECT count(driver) FROM driven), '>', 8000::bigint, 'thousands of them');
SELECT is((SELECT count(*) FROM driven d
           JOIN (SELECT scale, c, a, b, max(abs(x - y)) AS most, count(x) = count(*) AND count(y) = count(*)
                 AND sum(abs(x) + abs(y)) > 0 AS has_score FROM scaled GROUP BY 1, 2, 3, 4) AS m USING (scale, c, a, b)
           LEFT JOIN scaled s ON (s.scale, s.c, s.a, s.b, s.g) = (d.scale, d.c, d.a, d.b, d.driver)
           WHERE pg_temp.differ(abs(s.x - s.y), CASE WHEN has_score AND most > 1e-12 THEN most END)),
             0::bigint, 'it has the largest loss; none without a score or a loss');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.alignment_drivers(s, g, p, 'points', 'p1', 'p2') AS d FROM r GROUP BY c) AS q
           JOIN driven k ON k.c = q.c AND k.scale = 'points' AND k.a = 'p1' AND k.b = 'p2'
           WHERE (q.d->0->>'goal')::bigint IS DISTINCT FROM k.driver), 0::bigint, 'the first of alignment_drivers');

-- a state that outgrows its first chunk: many parties, many goals, many duplicates
SELECT ok(NOT pg_temp.differ((SELECT gmalign.mutual_alignment('s' || s, (g * 7919) % 1000, .5 + sin(g * s))
                              FROM generate_series(1, 20) AS s, generate_series(1, 300) AS g),
  (SELECT avg(score) FROM (SELECT 1 - sum(abs(a.p - b.p)) / sum(abs(a.p) + abs(b.p)) AS score
     FROM (SELECT s, g, .5 + sin(g * s) AS p FROM generate_series(1, 20) AS s, generate_series(1, 300) AS g) AS a
     JOIN (SELECT s, g, .5 + sin(g * s) AS p FROM generate_series(1, 20) AS s, generate_series(1, 300) AS g) AS b USING (g)
     WHERE a.s < b.s GROUP BY a.s, b.s) AS q)), 'twenty parties and 300 goals');
SELECT ok(NOT pg_temp.differ((SELECT gmalign.mutual_alignment(s, 'goal ' || i % 5, CASE s WHEN 'a' THEN .1
                                                              ELSE .1 * (1 + i % 5) END)
                                                                FROM unnest(ARRAY['a', 'b']) AS s, generate_series(1, 200000) AS i),
  (SELECT 1 - sum(abs(.1 - .1 * g)) / sum(.1 + .1 * g) FROM generate_series(1, 5) AS g)),
  '400,000 rows on five goals are summed without loss');

-- published: the top team of Tarakci et al. 2014, seven goals ranked by nine
CREATE TEMP TABLE team AS
SELECT 'm' || m AS member, g AS goal, p::float8 AS priority
FROM (VALUES ('Safety', '{1,2,3,2,5,6,4,7,5}'::integer[]), ('Certification', '{4,1,4,3,6,5,5,2,7}'), ('ExpertStaff', '{7,6,7,7,7,4,7,3,6}'),
             ('Regulation', '{6,7,5,6,1,2,3,1,2}'), ('ReliableNetwork', '{5,3,6,5,3,7,6,6,3}'), ('OrgStructure', '{3,5,2,4,4,3,1,4,4}'),
             ('Innovativeness', '{2,4,1,1,2,1,2,5,1}')) AS v (g, ranks), unnest(v.ranks) WITH ORDINALITY AS u (p, m);
CREATE TEMP TABLE team_pair AS SELECT p.* FROM (SELECT gmalign.stakeholder_pairs(member, goal, priority, 'points') AS pairs
                                                FROM team) AS q, unnest(q.pairs) AS p;
SELECT ok(abs(score - .6071428571428571) < 1e-12 AND abs(beyond_chance + .375) < 1e-12,
          'members 1 and 8: .607, yet worse than chance') FROM team_pair WHERE a = 'm1' AND b = 'm8';
SELECT ok(abs(avg(beyond_chance) - .1388888889) < 1e-10 AND count(*) = 36, 'mean beyond chance over the 36 pairs') FROM team_pair;
-- a proportional, timid rater: the same points, other priorities
SELECT ok(abs(gmalign.mutual_alignment(s, g, p * CASE s WHEN 'timid' THEN .3 ELSE 1 END, 'points') - 1) < 1e-12
          AND abs(gmalign.mutual_alignment(s, g, p * CASE s WHEN 'timid' THEN .3 ELSE 1 END) - 6 / 13.0) < 1e-12,
            'a timid rater: 1.00 by points, .46 as given')
FROM unnest(ARRAY['bold', 'timid']) AS s, (VALUES (1, 1.0), (2, .6), (3, .4), (4, -.7)) AS v (g, p);
SELECT ok(abs(p.score - .6) < 1e-12 AND abs(p.beyond_chance + .5) < 1e-12, 'five goals in reverse order: -.50 beyond chance')
FROM (SELECT gmalign.stakeholder_pairs(s, g, CASE s WHEN 'up' THEN g ELSE 6 - g END, 'points') AS pairs
      FROM unnest(ARRAY['up', 'down']) AS s, generate_series(1, 5) AS g) AS q, unnest(q.pairs) AS p;
-- many goals of both signs: chance is the mean over every goal of the one met by every goal of the other
WITH said AS (SELECT k.n, s, g, p / sum(abs(p)) OVER (PARTITION BY k.n, s) AS p
              FROM (VALUES (30), (400)) AS k (n), unnest(ARRAY['a', 'b']) AS s, generate_series(1, k.n) AS g,
                   LATERAL (SELECT sin(g * CASE s WHEN 'a' THEN 12.9 ELSE 78.2 END)) AS r (p))
SELECT ok(abs(p.chance - (SELECT sum(least(abs(x.p), abs(y.p))) / p.n FROM said x JOIN said y USING (n)
                          WHERE x.n = p.n AND x.s = 'a' AND y.s = 'b' AND x.p * y.p > 0)) < 1e-12, 'chance among goals by the ' || p.n)
FROM (SELECT n, gmalign.stakeholder_pairs(s, g, p, 'points') AS pairs FROM said GROUP BY n) AS q
CROSS JOIN LATERAL (SELECT q.n, k.chance FROM unnest(q.pairs) AS k) AS p ORDER BY p.n;
-- random priorities for the same six goals: far from 0, but 0 beyond chance
CREATE TEMP TABLE random_pair AS
SELECT q.kind, p.* FROM (
  SELECT kind, gmalign.stakeholder_pairs('s' || s, g, p, 'points') AS pairs FROM (
    SELECT kind, c, s, g, CASE kind WHEN 'Likert' THEN 1 + floor(random() * 5) WHEN 'uniform' THEN random()
      WHEN 'signed' THEN 2 * random() - 1
                                    WHEN 'sparse' THEN greatest(0, random() - .6) ELSE rank() OVER (PARTITION BY kind, c, s
                                        ORDER BY random()) END AS p
    FROM unnest(ARRAY['Likert', 'uniform', 'signed', 'sparse', 'ranks']) AS kind, generate_series(1, 2000) AS c,
      generate_series(1, 2) AS s, generate_series(1, 6) AS g) AS x
  GROUP BY kind, c) AS q, unnest(q.pairs) AS p;
SELECT ok(abs(avg(score) - .73) < .02, 'random Likert ratings score .73') FROM random_pair WHERE kind = 'Likert';
SELECT ok(abs(avg(beyond_chance)) < .03 AND abs(avg(score)) > .2, 'and nothing beyond chance: ' || kind)
FROM random_pair GROUP BY kind ORDER BY kind;

SELECT throws_ok($$ SELECT gmalign.mutual_alignment('a', 1, 1, 'percent') $$, '22023', NULL, 'unknown scale');
SELECT throws_ok($$ SELECT gmalign.mutual_alignment('a', 1, 1, NULL) $$, '22004', NULL, 'no scale');
SELECT throws_ok($$ SELECT gmalign.mutual_alignment('a', 1.5, 1) $$, '42804', NULL, 'a key that names no goal');
SELECT throws_ok($$ SELECT gmalign.mutual_alignment('a', 1, 'NaN') $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.mutual_alignment('a' || i, 1, 1) FROM generate_series(1, 6000) AS i $$,
                 '54000', NULL, 'too many stakeholders');
SELECT throws_ok(format('SELECT gmalign.%s(i::text, 1, 1) FROM generate_series(1, 4097) AS i', f),
                 '54000', 'too many pairs of stakeholders: 8390656', f || ': more pairs than an array holds')
FROM unnest(ARRAY['stakeholder_pairs', 'pair_drivers']) AS f;
SELECT * FROM finish();
ROLLBACK;
