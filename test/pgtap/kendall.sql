-- kendall: published figures, an independent computation, any order and split
BEGIN;
\ir ../start.psql
SELECT plan(41);
SELECT setseed(.42);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-9) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';
CREATE FUNCTION pg_temp.differ(a float8[], b float8[]) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR EXISTS (SELECT FROM unnest(a, b) AS u (x, y) WHERE pg_temp.differ(x, y, 1e-12))';

-- 1,000 random groups of 0 to 11 raters of 1 to 9 items: without ties, on a
-- scale of three points, with flat raters, with items left out
CREATE TEMP TABLE long AS
SELECT c, rater, item, CASE WHEN c % 3 = 0 AND random() < .02 THEN NULL WHEN c % 4 = 1 THEN random() + item * (c % 3)
  WHEN (c + rater) % 6 = 0 THEN c ELSE floor(random() * 3) - 1 END AS rating
FROM generate_series(1, 1000) AS c, LATERAL generate_series(1, c % 12) AS rater, LATERAL generate_series(1, 1 + c % 9) AS item;
CREATE TEMP TABLE r AS SELECT c, rater, array_agg(rating ORDER BY item) AS ratings FROM long GROUP BY c, rater;
CREATE INDEX ON r (c);
ANALYZE r;

-- the definitions in plain SQL
CREATE TEMP TABLE ranked AS
SELECT c, rater, item, m, n, rating, rank() OVER w + (count(*) OVER (PARTITION BY c, rater, rating) - 1) / 2.0 AS rank,
       rating - avg(rating) OVER (PARTITION BY c, rater) AS deviation
FROM (SELECT *, count(*) OVER (PARTITION BY c, rater) AS n, count(*) OVER (PARTITION BY c, item) AS m
      FROM long WHERE (c, rater) IN (SELECT c, rater FROM long GROUP BY c, rater HAVING count(rating) = count(*))) AS q
      WINDOW w AS (PARTITION BY c, rater ORDER BY rating);
CREATE TEMP TABLE plain AS
SELECT s.c, m, n, s, ties, CASE WHEN m > 1 AND n > 1 AND flat < m THEN 12 * s / (m ^ 2 * (n ^ 3 - n) - m * ties) END AS w
FROM (SELECT c, m, n, sum((total - m * (n + 1) / 2.0) ^ 2)::float8 AS s
      FROM (SELECT c, item, m, n, sum(rank) AS total FROM ranked GROUP BY c, item, m, n) AS q GROUP BY c, m, n) AS s
JOIN (SELECT c, sum(t ^ 3 - t)::float8 AS ties FROM (SELECT c, rater, rating, count(*)::float8 AS t FROM ranked
                                                     GROUP BY c, rater, rating) AS q GROUP BY c) AS t USING (c)
JOIN (SELECT c, count(*) FILTER (WHERE levels = 1) AS flat FROM (SELECT c, rater, count(DISTINCT rating) AS levels
                                                                 FROM ranked GROUP BY c, rater) AS q GROUP BY c) AS f USING (c);
CREATE TEMP TABLE plain_prototype AS
SELECT c, array_agg(z ORDER BY item) AS z FROM (SELECT c, item, avg(deviation / length) AS z
                                                FROM (SELECT *, sqrt(sum(deviation ^ 2) OVER (PARTITION BY c, rater)) AS length,
                                                      min(rating) OVER w < max(rating) OVER w AS is_shaped
  FROM ranked WINDOW w AS (PARTITION BY c, rater)) AS q WHERE is_shaped AND m > 1 GROUP BY c, item) AS p GROUP BY c;
CREATE TEMP TABLE kernel AS
SELECT c, gmalign.kendall_w(ratings) AS w, gmalign.kendall_w_chi2(ratings) AS chi2, gmalign.kendall_w_p(ratings) AS p,
       gmalign.kendall_w_n(ratings) AS n, gmalign.prototype(ratings) AS z FROM r GROUP BY c;
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE w IS NOT NULL), '>', 650::bigint, 'most of them have a W');
SELECT is((SELECT count(*) FROM kernel k LEFT JOIN plain p USING (c) WHERE pg_temp.differ(k.w, p.w, 1e-12)),
          0::bigint, 'W equals plain SQL');
SELECT is((SELECT count(*) FROM kernel k LEFT JOIN plain p USING (c) WHERE pg_temp.differ(k.chi2, p.m * (p.n - 1) * p.w)
           OR k.n <> coalesce(p.m, 0)), 0::bigint, 'chi2 and the raters used');
SELECT is((SELECT count(*) FROM kernel k LEFT JOIN plain_prototype p USING (c) WHERE pg_temp.differ(k.z, p.z)),
          0::bigint, 'the prototype equals plain SQL');
-- for 2 k degrees of freedom the tail is exp(-x/2) SUM (x/2)^i / i! over i < k
SELECT is((SELECT count(*) FROM kernel k JOIN plain p USING (c) WHERE p.n % 2 = 1 AND p.n > 1
           AND (p.m > 3 OR p.ties > 0 OR p.n > CASE p.m WHEN 2 THEN 12 ELSE 7 END)
           AND pg_temp.differ(k.p, exp(-chi2 / 2) * (SELECT sum((chi2 / 2) ^ i / factorial(i)::float8)
                                                     FROM generate_series(0, (p.n - 3) / 2) AS i), 1e-13)),
                                                       0::bigint, 'the chi-square tail in closed form');
-- two or three raters without ties: all orders that could be, one by one
CREATE FUNCTION pg_temp.orders(n integer) RETURNS SETOF float8[] LANGUAGE sql AS $$
  WITH RECURSIVE o AS (SELECT ARRAY[]::float8[] AS r UNION ALL
                       SELECT r || i::float8 FROM o, generate_series(1, n) AS i WHERE i <> ALL (r))
  SELECT r FROM o WHERE cardinality(r) = n $$;
CREATE TEMP TABLE dealt AS
SELECT n, 2 AS m, a AS r, NULL::float8[] AS q FROM generate_series(2, 6) AS n, pg_temp.orders(n) AS a
UNION ALL SELECT n, 3, a, b FROM generate_series(2, 4) AS n, pg_temp.orders(n) AS a, pg_temp.orders(n) AS b;
CREATE TEMP TABLE dealt_w AS
SELECT n, m, (SELECT sum((i + r[i] + coalesce(q[i], 0)) ^ 2) FROM generate_series(1, n) AS i) AS s, r, q FROM dealt;
SELECT is((SELECT count(*) FROM (SELECT n, m, s, min(r) AS r, min(q) AS q, sum(count(*)) OVER (PARTITION BY n, m ORDER BY s DESC) /
  sum(count(*)) OVER (PARTITION BY n, m) AS p
                                 FROM dealt_w GROUP BY n, m, s) AS d
           CROSS JOIN LATERAL (SELECT w.r, w.q FROM dealt_w w WHERE (w.n, w.m, w.s) = (d.n, d.m, d.s) LIMIT 1) AS one
           WHERE abs((SELECT gmalign.kendall_w_p(v) FROM (VALUES ((SELECT array_agg(i::float8) FROM generate_series(1, d.n) AS i)),
             (one.r), (one.q)) AS t (v)) - d.p) > 1e-12),
          0::bigint, 'as often as orders dealt out one by one');
SELECT is((SELECT array_agg(round(p::numeric, 3) ORDER BY p) FROM (SELECT DISTINCT (SELECT gmalign.kendall_w_p(v) FROM (VALUES
  ('{1,2,3}'::float8[]), (w.r), (w.q)) AS t (v)) AS p
                                                                   FROM dealt_w w WHERE n = 3 AND m = 3) AS d),
          -- Friedman 1937, three raters of three items
          '{.028,.194,.361,.528,.944,1.000}'::numeric[], 'as published');
SELECT is((SELECT round(gmalign.kendall_w_p(v)::numeric, 6) FROM (VALUES ('{1,2,3,4,5,6,7}'::float8[]), ('{2,1,3,5,4,6,7}'),
  ('{1,3,2,4,6,5,7}')) AS t (v)),
          (SELECT round(gmalign.kendall_w_p(v)::numeric, 6) FROM (VALUES ('{7,6,5,4,3,2,1}'::float8[]), ('{7,5,6,4,2,3,1}'),
            ('{6,7,5,3,4,2,1}')) AS t (v)),
          'whatever the items are called');
SELECT is((SELECT gmalign.kendall_w_p(v) FROM (VALUES ('{1,2,3,4,5,6,7,8,9,10,11,12}'::float8[]), ('{1,2,3,4,5,6,7,8,9,10,11,12}')) AS t
  (v)) * 479001600, 1::float8,
          'one of 12!');
SELECT ok(count(*) FILTER (WHERE k.p < .1) > 20 AND count(*) FILTER (WHERE k.p > .5) > 100, 'small and large ones')
FROM kernel k JOIN plain p USING (c) WHERE p.n % 2 = 1;
SELECT is((SELECT count(*) FROM kernel WHERE w NOT BETWEEN 0 AND 1 OR chi2 < 0 OR p NOT BETWEEN 0 AND 1),
          0::bigint, 'everything lies in its range');
-- W without ties is the squared length of the prototype of the ranks
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.kendall_w(ranks) AS w, gmalign.prototype(ranks) AS z
                                 FROM (SELECT c, rater, array_agg(rank::float8 ORDER BY item) AS ranks FROM ranked GROUP BY c, rater) AS q
             WHERE c IN (SELECT c FROM plain WHERE ties = 0) GROUP BY c) AS s WHERE pg_temp.differ(w,
                 (SELECT sum(x * x) FROM unnest(z) AS x))), 0::bigint, 'without ties W is the squared length of the prototype');

-- any order, any split
CREATE AGGREGATE pg_temp.state(float8[]) (SFUNC = gmalign_private.kendall_accum, STYPE = float8[], INITCOND = '{501}');
CREATE AGGREGATE pg_temp.merged(float8[]) (SFUNC = gmalign_private.kendall_merge, STYPE = float8[], INITCOND = '{501}');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.kendall_w(ratings ORDER BY random()) AS w,
                                 gmalign.prototype(ratings ORDER BY random()) AS z FROM r GROUP BY c) AS s JOIN kernel k USING (c)
           WHERE s.w IS DISTINCT FROM k.w OR pg_temp.differ(s.z, k.z)), 0::bigint, 'any order: W to the last bit');
SELECT is((SELECT count(*) FROM (SELECT c, pg_temp.merged(state ORDER BY random()) AS state FROM (
             SELECT c, pg_temp.state(ratings)::text::float8[] AS state FROM r GROUP BY c, floor(random() * 4)
             UNION ALL SELECT c, pg_temp.state(ratings) FROM r WHERE ratings IS NULL GROUP BY c) AS shard
             GROUP BY c) AS s JOIN kernel k USING (c)
           WHERE (gmalign_private.kendall_w_final(state), gmalign_private.kendall_w_p_final(state),
                  gmalign_private.kendall_w_n_final(state)) IS DISTINCT FROM (k.w, k.p, k.n)
              OR pg_temp.differ(gmalign_private.prototype_final(state), k.z)), 0::bigint, 'any split: W to the last bit');
SELECT is((SELECT count(*) FROM (
    SELECT c, rater, gmalign.kendall_w(ratings) OVER w AS w, gmalign.prototype(ratings) OVER w AS z FROM r
    WHERE c <= 200 WINDOW w AS (PARTITION BY c ORDER BY rater ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)) AS m
  WHERE EXISTS (SELECT FROM (SELECT gmalign.kendall_w(ratings) AS w, gmalign.prototype(ratings) AS z
                             FROM r WHERE r.c = m.c AND r.rater BETWEEN m.rater - 3 AND m.rater + 1) AS q
                WHERE q.w IS DISTINCT FROM m.w OR pg_temp.differ(m.z, q.z))), 0::bigint, 'moving windows');
SELECT is((SELECT count(*) FROM (SELECT c % 7 AS a, rater % 3 AS b, gmalign.kendall_w(ratings) AS w FROM r
                                 WHERE c % 9 = 4 GROUP BY CUBE (c % 7, rater % 3)) AS q
           WHERE w IS DISTINCT FROM (SELECT gmalign.kendall_w(ratings) FROM r
                                     WHERE c % 9 = 4 AND (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR rater % 3 = q.b))),
                                       0::bigint, 'grouping sets');
SELECT ok(gmalign.kendall_w(ratings) FILTER (WHERE c = 41) = (SELECT w FROM kernel WHERE c = 41),
          'rows filtered out do not fix the number of items') FROM r;
SELECT ok(gmalign.kendall_w(ratings) FILTER (WHERE c < 0) IS NULL AND gmalign.kendall_w_n(ratings) FILTER (WHERE c < 0) = 0,
          'no rows') FROM r;

-- one huge group, many small ones, many items
SELECT ok(abs(gmalign.kendall_w(CASE i % 4 WHEN 0 THEN '{1,2,3}'::float8[] WHEN 1 THEN '{1,3,2}' WHEN 2 THEN '{2,1,3}'
                                ELSE '{1,2,3}' END) - .5625) < 1e-12 AND gmalign.kendall_w_n('{1,2,3}') = 400000, 'one huge group')
FROM generate_series(1, 400000) AS i;
SELECT is((SELECT count(*) FROM (SELECT gmalign.kendall_w(ARRAY[i % 3, i % 2, i % 5]) AS w FROM generate_series(0, 299999) AS i
                                 GROUP BY i / 3) AS q WHERE w IS NULL), 0::bigint, 'a hundred thousand small groups');
SELECT ok(abs(gmalign.kendall_w(a) - 1) < 1e-12, 'a hundred thousand items')
FROM (SELECT array_agg(((i * 7919) % 100003)::float8) AS a FROM generate_series(1, 100000) AS i) AS q, generate_series(1, 2);
-- nearly everything tied: 300 raters of 99,999 items, each putting one of three first. The rank sums of the three stand above those
-- of all others.
SELECT ok(abs(gmalign.kendall_w(a) - 12 * s / (m ^ 2 * (n ^ 3 - n) - m ^ 2 * ((n - 1) ^ 3 - (n - 1)))) < 1e-12, 'many ties cost no digits')
FROM (SELECT 99999::numeric AS n, 300::numeric AS m) AS c,
  LATERAL (SELECT 3 * (m * n / 3 + m * n / 3 - m * (n + 1) / 2) ^ 2 + (n - 3) * (m * n / 2 - m * (n + 1) / 2) ^ 2 AS s) AS q,
     (SELECT array_agg((i = r)::integer::float8 ORDER BY i) AS a FROM generate_series(1, 99999) AS i, generate_series(1, 3) AS r
      GROUP BY r) AS first, generate_series(1, 100) GROUP BY n, m, s;

-- published: the top team of Tarakci et al. 2014, seven priorities ranked by nine members
CREATE TEMP TABLE team AS
SELECT m AS member, array_agg(r::float8 ORDER BY g) AS ratings
FROM (VALUES (1, '{1,2,3,2,5,6,4,7,5}'::integer[]), (2, '{4,1,4,3,6,5,5,2,7}'), (3, '{7,6,7,7,7,4,7,3,6}'), (4, '{6,7,5,6,1,2,3,1,2}'),
             (5, '{5,3,6,5,3,7,6,6,3}'), (6, '{3,5,2,4,4,3,1,4,4}'), (7, '{2,4,1,1,2,1,2,5,1}')) AS v (g,
                 ranks), unnest(ranks) WITH ORDINALITY AS u (r, m) GROUP BY m;
SELECT ok(abs(gmalign.kendall_w(ratings) - .319223985891) < 1e-12 AND abs(gmalign.kendall_w_chi2(ratings) - 17.2380952381) < 1e-10
          AND abs(gmalign.kendall_w_p(ratings) - .00844691069) < 1e-11, 'W, chi2 and p of the team') FROM team;
SELECT is((SELECT (pg_temp.state(ratings))[5:11] FROM team), '{35,37,54,33,44,30,19}', 'rank sums of the team');
SELECT ok(abs(gmalign.kendall_w(ratings) FILTER (WHERE member < 5) - .7633928571) < 1e-10
          AND abs(gmalign.kendall_w(ratings) FILTER (WHERE member > 4) - .5228571429) < 1e-10, 'members 1-4 and 5-9') FROM team;
SELECT is((SELECT array_agg(round(z::numeric, 10) ORDER BY o) FROM (SELECT gmalign.prototype(ratings) AS p FROM team) AS q,
           unnest(p) WITH ORDINALITY AS u (z, o)),
  '{-.0209980263,.0209980263,.3779644730,-.0629940788,.1679842102,-.1259881577,-.3569664467}', 'the prototype of the team');
CREATE FUNCTION pg_temp.length(z float8[]) RETURNS float8 LANGUAGE sql AS 'SELECT sqrt(sum(x * x)) FROM unnest(z) AS x';
SELECT ok(abs(pg_temp.length(gmalign.prototype(ratings)) - .564999102557) < 1e-12,
          'its length: alpha in all dimensions, not the .5499 of two') FROM team;
SELECT ok(abs(pg_temp.length(gmalign.prototype(ratings) FILTER (WHERE member < 5)) - .8737235588) < 1e-10
          AND abs(pg_temp.length(gmalign.prototype(ratings) FILTER (WHERE member > 4)) - .7230886134) < 1e-10, 'of the two camps')
            FROM team;
SELECT ok(abs(corr(x, y) - .02261186538) < 1e-11, 'the two camps do not agree')
FROM (SELECT gmalign.prototype(ratings) FILTER (WHERE member < 5) AS a, gmalign.prototype(ratings) FILTER (WHERE member > 4) AS b
      FROM team) AS q, unnest(a, b) AS u (x, y);
SELECT is((SELECT array_agg(round(q::numeric, 10) ORDER BY b)
           FROM (SELECT b.member AS b, gmalign.profile_correlation(x, y) AS q FROM team a
                 JOIN team b ON a.member = 1 AND b.member IN (2, 4, 8), unnest(a.ratings, b.ratings) AS u (x, y) GROUP BY b.member) AS p),
  '{.5714285714,.9285714286,-.6428571429}', 'member 1 with members 2, 4 and 8');

-- ties: three implementations, three numbers
CREATE TEMP TABLE anxiety AS SELECT o AS rater, ratings
FROM unnest(ARRAY['{3,3,3,4,5,5,2,3,5,2,2,6,1,5,2,2,1,2,4,3}', '{3,6,4,6,2,4,2,4,3,3,2,3,3,3,2,2,1,3,3,4}',
                  '{2,1,4,4,3,2,1,6,1,1,1,2,3,3,1,1,3,3,2,2}']) WITH ORDINALITY AS t (s, o), LATERAL (SELECT s::float8[] AS ratings) AS c;
CREATE TEMP TABLE anxiety_rank AS SELECT rater, item,
  (rank() OVER (PARTITION BY rater ORDER BY v) + (count(*) OVER (PARTITION BY rater, v) - 1) / 2.0)::float8 AS rank
    FROM anxiety, unnest(ratings) WITH ORDINALITY AS u (v, item);
SELECT ok(abs(gmalign.kendall_w(ratings) - .53965687595) < 1e-11 AND abs(gmalign.kendall_w_chi2(ratings) - 30.76044193) < 1e-8
          AND abs(gmalign.kendall_w_p(ratings) - .04288347) < 1e-8, 'corrected for ties') FROM anxiety;
SELECT ok(abs(12 * sum((s - 31.5) ^ 2) / (9 * (8000 - 20)) - .50192147034) < 1e-11, 'not corrected: .5019')
FROM (SELECT item, sum(rank) AS s FROM anxiety_rank GROUP BY item) AS q;
SELECT ok(abs((1 + 2 * avg(rho)) / 3 - .5400000078) < 1e-10, 'by the mean rank correlation: .5400')
FROM (SELECT corr(a.rank, b.rank) AS rho FROM anxiety_rank a JOIN anxiety_rank b USING (item) WHERE a.rater < b.rater
      GROUP BY a.rater, b.rater) AS q;

SELECT throws_ok($$ SELECT gmalign.kendall_w(a) FROM (VALUES ('{1,2}'::float8[]), ('{1,2,3}')) AS v (a) $$,
                 '2202E', NULL, 'different length');
SELECT throws_ok($$ SELECT gmalign.kendall_w('{{1,2},{3,4}}') $$, '2202E', NULL, 'two dimensions');
SELECT throws_ok($$ SELECT gmalign.prototype('{1,NaN}') $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.kendall_w('{1,-Infinity}') $$, '22003', NULL, 'infinity');
SELECT throws_ok($$ SELECT gmalign.kendall_w(array_fill(1::float8, ARRAY[100001])) $$, '54000', NULL, 'too many items');
SELECT throws_ok($$ SELECT gmalign_private.kendall_w_final('{501,1}') $$, '22023', NULL, 'not a state');
-- a state with any one or two numbers spoiled, or shortened, gives a value or a clean error
CREATE FUNCTION pg_temp.survives(state float8[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v float8[];
BEGIN
  state := gmalign_private.kendall_merge(state, gmalign_private.kendall_merge('{501}', gmalign_private.kendall_accum(state, '{2,1,4}')));
  v := ARRAY[gmalign_private.kendall_w_final(state), gmalign_private.kendall_w_chi2_final(state), gmalign_private.kendall_w_p_final(state),
             gmalign_private.kendall_w_n_final(state)] || gmalign_private.prototype_final(state);
  RETURN NOT EXISTS (SELECT FROM unnest(v) AS x WHERE x IN ('NaN', 'Infinity', '-Infinity'))
    AND coalesce(v[1] BETWEEN 0 AND 1, true) AND coalesce(v[3] BETWEEN 0 AND 1, true);
EXCEPTION WHEN invalid_parameter_value OR numeric_value_out_of_range OR array_subscript_error THEN RETURN true;
END $$;
CREATE TEMP TABLE good AS SELECT pg_temp.state(v) AS state FROM (VALUES ('{1,2,3}'::float8[]), ('{3,3,1}'), ('{2,2,2}')) AS t (v);
SELECT ok(pg_temp.survives(state), 'a good state is read') FROM good;
SELECT is((SELECT count(*) FROM good, generate_series(1, 14) AS i, generate_series(1, 14) AS j, generate_series(0, 1) AS short,
           unnest('{NaN,Infinity,-Infinity,-1,1e308,-1e308,1e-320,0.5,0,1,2,501}'::float8[]) AS bad,
             LATERAL (SELECT array_agg(CASE WHEN k IN (i, j) THEN bad ELSE v END ORDER BY k) AS spoiled
                      FROM unnest(state) WITH ORDINALITY AS u (v, k) WHERE k <> j * short) AS s
           WHERE NOT pg_temp.survives(spoiled)), 0::bigint, 'spoiled and shortened states are survived');
SELECT * FROM finish();
ROLLBACK;
