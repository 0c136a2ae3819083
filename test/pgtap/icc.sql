-- icc: published figures, an independent computation, any order and key
BEGIN;
\ir ../start.psql
SELECT plan(30);
SELECT setseed(.42);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-9) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within * greatest(abs(b), 1)';

-- 600 random samples of 1 to 30 groups, each of 0 to 8 members; groups that
-- differ much, little, not at all; some values and groups not known
CREATE TEMP TABLE r AS
SELECT c, k, CASE WHEN random() < .03 THEN NULL ELSE g * 1000003 - 5 END AS g,
       CASE WHEN random() < .05 THEN NULL WHEN c % 7 = 0 THEN g % 3 ELSE (c % 4) * sin(g) + random() * 3 END AS v
FROM generate_series(1, 600) AS c, LATERAL generate_series(1, 1 + c % 30) AS g, LATERAL generate_series(1, (c * g) % 9) AS k;

-- the analysis of variance in plain SQL
CREATE TEMP TABLE plain AS
SELECT c, n, groups, CASE WHEN groups > 1 AND n > groups AND msb + (n / groups - 1) * msw > 1e-15
  THEN (msb - msw) / (msb + (n / groups - 1) * msw) END AS mean_size,
       CASE WHEN groups > 1 AND n > groups AND msb + ((n - n2 / n) / (groups - 1) - 1) * msw > 1e-15
         THEN (msb - msw) / (msb + ((n - n2 / n) / (groups - 1) - 1) * msw) END AS k0,
       CASE WHEN groups > 1 AND n > groups AND msb > 1e-15 THEN (msb - msw) / msb END AS icc2
FROM (SELECT c, sum(n) AS n, count(*)::float8 AS groups, sum(n * n) AS n2,
      sum(n * (mean - grand) ^ 2) / nullif(count(*) - 1, 0) AS msb, sum(ss) / nullif(sum(n) - count(*), 0) AS msw
      FROM (SELECT c, g, count(*)::float8 AS n, avg(v) AS mean, grand, sum((v - m) ^ 2) AS ss
            FROM (SELECT *, avg(v) OVER (PARTITION BY c, g) AS m, avg(v) OVER (PARTITION BY c) AS grand
                  FROM r WHERE v IS NOT NULL AND g IS NOT NULL) AS d GROUP BY c, g, grand) AS b GROUP BY c) AS q;
CREATE TEMP TABLE kernel AS
SELECT c, gmalign.icc1(g, v, 'mean') AS mean_size, gmalign.icc1(g, v) AS k0, gmalign.icc2(g, v) AS icc2,
       gmalign.icc_n(g, v) AS n, gmalign.icc_group_count(g, v) AS groups FROM r GROUP BY c;
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE icc2 IS NOT NULL), '>', 500::bigint, 'most of them have both');
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE mean_size < 0 AND icc2 < 0), '>', 20::bigint, 'some are negative, and stay so');
SELECT is((SELECT count(*) FROM kernel k LEFT JOIN plain p USING (c) WHERE pg_temp.differ(k.mean_size, p.mean_size)),
          0::bigint, 'icc1 with the mean size equals plain SQL');
SELECT is((SELECT count(*) FROM kernel k LEFT JOIN plain p USING (c) WHERE pg_temp.differ(k.k0, p.k0)),
          0::bigint, 'icc1 equals plain SQL');
SELECT is((SELECT count(*) FROM kernel k LEFT JOIN plain p USING (c) WHERE pg_temp.differ(k.icc2, p.icc2)),
          0::bigint, 'icc2 equals plain SQL');
SELECT is((SELECT count(*) FROM kernel k LEFT JOIN plain p USING (c) WHERE k.n <> coalesce(p.n, 0)
           OR k.groups <> coalesce(p.groups, 0)), 0::bigint, 'values and groups counted');
SELECT is((SELECT count(*) FROM kernel WHERE mean_size > 1 OR icc2 > 1
           OR mean_size < -1 / nullif(n::float8 / groups - 1, 0) - 1e-9), 0::bigint, 'from -1/(k - 1) to 1');

SELECT is((SELECT count(*) FROM (SELECT c, gmalign.icc1(g, v, 'mean' ORDER BY random()) AS mean_size,
                                 gmalign.icc2(g::text, v ORDER BY random()) AS icc2,
                                 gmalign.icc1(md5(g::text)::uuid, v, 'k0' ORDER BY random()) AS k0
                                 FROM r GROUP BY c) AS s JOIN kernel k USING (c)
           WHERE pg_temp.differ(s.mean_size, k.mean_size) OR pg_temp.differ(s.icc2, k.icc2) OR pg_temp.differ(s.k0, k.k0)),
             0::bigint, 'any order, any kind of key');
SELECT is((SELECT count(*) FROM (SELECT c, k, g, gmalign.icc1(g, v) OVER w AS icc1, gmalign.icc_n(g, v) OVER w AS n
                                 FROM r WHERE c <= 60
                                 WINDOW w AS (PARTITION BY c ORDER BY k, g ROWS BETWEEN 7 PRECEDING AND 2 FOLLOWING)) AS m
           JOIN (SELECT a.c, a.k, a.g, gmalign.icc1(b.g, b.v) AS icc1, gmalign.icc_n(b.g, b.v) AS n
                 FROM (SELECT *, row_number() OVER (PARTITION BY c ORDER BY k, g) AS o FROM r WHERE c <= 60) AS a
                 JOIN (SELECT *, row_number() OVER (PARTITION BY c ORDER BY k, g) AS o FROM r WHERE c <= 60) AS b
                   ON a.c = b.c AND b.o BETWEEN a.o - 7 AND a.o + 2 GROUP BY a.c, a.k, a.g, a.o) AS q
             ON (m.c, m.k, m.g) = (q.c, q.k, q.g) WHERE pg_temp.differ(m.icc1, q.icc1) OR m.n <> q.n), 0::bigint, 'moving windows');
SELECT is((SELECT count(*) FROM (SELECT c % 7 AS a, c % 3 AS b, gmalign.icc2(g, v) AS icc2 FROM r GROUP BY CUBE (c % 7, c % 3)) AS q
           WHERE pg_temp.differ(icc2, (SELECT gmalign.icc2(g, v) FROM r WHERE (q.a IS NULL OR c % 7 = q.a)
                                       AND (q.b IS NULL OR c % 3 = q.b)))), 0::bigint, 'grouping sets');
SELECT ok(gmalign.icc1(g, v) FILTER (WHERE c = 29) = (SELECT k0 FROM kernel WHERE c = 29), 'filter') FROM r;
SELECT ok(gmalign.icc1(g, v) FILTER (WHERE v IS NULL) IS NULL AND gmalign.icc_n(g, v) FILTER (WHERE v IS NULL) = 0, 'nothing known') FROM r;

-- a large common part costs no digits; nor does a million rows
SELECT ok(NOT pg_temp.differ(gmalign.icc1(g, 1e9 + v), gmalign.icc1(g, v))
          AND NOT pg_temp.differ(gmalign.icc2(g, 1e9 + v ORDER BY random()), gmalign.icc2(g, v)), 'a billion added to all')
FROM (SELECT g, round(v * 64) / 64 AS v FROM r WHERE c = 29) AS q;
SELECT ok(NOT pg_temp.differ(gmalign.icc1(i % 2, .1 * (i % 2) + .3 * ((i / 2) % 2)),
                             (SELECT (msb - msw) / (msb + 499999 * msw)
                              FROM (SELECT 1000000 * .05 ^ 2 AS msb, 1000000 * .15 ^ 2 / 999998 AS msw) AS q)), 'one huge sample')
FROM generate_series(0, 999999) AS i;
-- a hundred thousand groups: pairs (x, x + 1), their means x + 1/2 a hundred apart at most
SELECT ok(NOT pg_temp.differ(gmalign.icc1(i / 2, i / 2 % 100 + i % 2), (SELECT (msb - msw) / (msb + msw)
                                                                        FROM (SELECT 200000 * (100 ^ 2 - 1) / 12 / 99999 AS msb,
                                                                            .5 AS msw) AS q))
  AND gmalign.icc_group_count(i / 2, i) = 100000, 'a hundred thousand groups') FROM generate_series(0, 199999) AS i;
SELECT ok(NOT pg_temp.differ(gmalign.icc2('group ' || i / 2, i / 2 % 100 + i % 2),
                             (SELECT (msb - msw) / msb FROM (SELECT 200000 * (100 ^ 2 - 1) / 12 / 99999 AS msb, .5 AS msw) AS q)),
                             'a hundred thousand groups named by text')
FROM generate_series(0, 199999) AS i;
SELECT is((SELECT count(*) FROM (SELECT gmalign.icc1(i % 2, i % 3) AS w, gmalign.icc_n(i % 2, 1) AS n
                                 FROM generate_series(0, 399999) AS i GROUP BY i / 4) AS q
                                 WHERE w IS NULL OR n <> 4), 0::bigint, 'a hundred thousand samples');
-- equal means by different sums are equal
SELECT is((SELECT count(*) FROM (SELECT s, gmalign.icc2(g, .1 * v ORDER BY random()) AS icc2
                                 FROM generate_series(1, 50) AS s, generate_series(1, 5) AS g, generate_series(1, 100) AS v
                                 GROUP BY s) AS q WHERE icc2 IS NOT NULL), 0::bigint,
  'groups of the same values in any order have no ICC(2)');

-- published, and where other implementations differ
CREATE TEMP TABLE cohesion AS SELECT * FROM (VALUES (1, 4), (1, 3), (1, 2), (2, 3), (2, 4), (2, 3), (3, 3),
                                             (3, 3), (4, 3), (4, 2), (4, 1)) AS t (g, v);
SELECT ok(abs(gmalign.icc1(g, v, 'mean') - .1498829040) < 1e-10, 'ICC(1), k = mean group size') FROM cohesion;
SELECT ok(abs(gmalign.icc1(g, v, 'k0') - .1509433962) < 1e-10 AND abs(gmalign.icc1(g, v) - .1509433962) < 1e-10,
          'ICC(1), k = k0: not the same') FROM cohesion;
-- groups of very unequal size, one of 60 and fourteen of 3, of which in truth a
-- fifth of the variance is that of groups: 600 times
SELECT ok(abs(avg(k0) - .2) < .02 AND avg(mean_size) < .16, format('k0 finds %s of .2, the mean size %s', round(avg(k0)::numeric, 3),
  round(avg(mean_size)::numeric, 3)))
FROM (SELECT c, gmalign.icc1(g, v) AS k0, gmalign.icc1(g, v, 'mean') AS mean_size
      FROM (SELECT c, g, t.shared + sqrt(.8) * (random() + random() + random() + random() - 2) * sqrt(3) AS v
            FROM (SELECT c, g, sqrt(.2) * (random() + random() + random() + random() - 2) * sqrt(3) AS shared
                  FROM generate_series(1, 600) AS c, generate_series(1, 15) AS g) AS t
            CROSS JOIN LATERAL generate_series(1, CASE WHEN t.g = 1 THEN 60 ELSE 3 END)) AS d GROUP BY c) AS s;
SELECT ok(abs(icc2 - .3265306122) < 1e-10 AND abs(icc2 - other) > 5e-5,
          'ICC(2) = (MSB - MSW) / MSB, not the mean over groups of tau / (tau + s^2 / n)')
FROM (SELECT gmalign.icc2(g, v) AS icc2 FROM cohesion) AS q,
     (SELECT avg(tau / (tau + msw / n)) AS other FROM (SELECT g, count(*) AS n FROM cohesion GROUP BY g) AS s,
      (SELECT msw, (msb - msw) / k0 AS tau
        FROM (SELECT sum(n * (m - (SELECT avg(v) FROM cohesion)) ^ 2) / 3 AS msb, sum(s2) / 7 AS msw, (11 - sum(n * n) / 11) / 3 AS k0
              FROM (SELECT count(*) AS n, avg(v) AS m, var_pop(v) * count(*) AS s2 FROM cohesion GROUP BY g) AS b) AS a) AS t) AS o;
SELECT ok(abs(gmalign.icc1(i, v) - .1657417684) < 1e-10 AND abs(gmalign.icc2(i, v) - .4427971337) < 1e-10, 'Shrout and Fleiss 1979')
FROM (VALUES (1, '{9,2,5,8}'::float8[]), (2, '{6,1,3,2}'), (3, '{8,4,6,8}'), (4, '{7,1,2,6}'), (5, '{10,5,6,9}'),
      (6, '{6,2,4,7}')) AS t (i, vs), unnest(vs) AS v;

SELECT throws_ok($$ SELECT gmalign.icc1(1, 'NaN') $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.icc1(1, '-Infinity', 'k0') $$, '22003', NULL, 'infinity');
SELECT throws_ok($$ SELECT gmalign.icc1(1, v) FROM unnest(ARRAY[1e200, -1e200]) AS v $$, '22003', NULL, 'overflow');
SELECT throws_ok($$ SELECT gmalign.icc1(1, 1, 'median') $$, '22023', NULL, 'unknown group_size');
SELECT throws_ok($$ SELECT gmalign.icc1(1, 1, NULL) $$, '22004', NULL, 'no group_size');
SELECT throws_ok($$ SELECT gmalign.icc1(1, 1, CASE i WHEN 1 THEN 'k0' ELSE 'mean' END) FROM generate_series(1, 2) AS i $$,
                 '22023', NULL, 'two group sizes');
SELECT throws_ok($$ SELECT gmalign.icc1(1.5, 1) $$, '42804', NULL, 'a key that names no group');
SELECT * FROM finish();
ROLLBACK;
