-- profile: published figures, an independent computation, any order and split
BEGIN;
\ir ../start.psql
SELECT plan(34);
SELECT setseed(.42);

-- published and documented figures
CREATE TEMP TABLE pair (g integer, x float8, y float8);
INSERT INTO pair VALUES (1, -1, -.93), (1, -.85, 1), (1, 2, 1.26), (2, atanh(.59), atanh(.52)), (2, atanh(.48), atanh(.76)),
  (2, atanh(.23), atanh(.22)),
  (3, 7, 5), (3, 6, 4), (3, 5, 3), (3, 4, 2), (3, 3, 1), (4, 5, 4), (4, 4, 5), (4, 3, 3), (4, 2, 1),
  (4, 1, 2), (5, 5, 1), (5, 4, 2), (5, 3, 3), (5, 2, 4), (5, 1, 5);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-9) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';
SELECT ok(NOT (pg_temp.differ(gmalign.profile_distance(x, y) ^ 2, d2) OR pg_temp.differ(gmalign.profile_correlation(x, y), q)
               OR pg_temp.differ(gmalign.profile_icc(x, y), icc)
               OR pg_temp.differ(gmalign.profile_elevation(x, y), elevation)
                 OR pg_temp.differ(gmalign.profile_scatter(x, y), scatter) OR pg_temp.differ(gmalign.profile_shape(x, y), shape)), name)
FROM pair JOIN (VALUES
  (1, 'the example of iccde', 3.975::float8, .6263430031, .5488047583, .4641333333, .4880501051, 3.022816562),
  (3, 'the same shape, two higher', 20, 1, 1.0 / 3, 20, 0, 0),
  (4, 'two swaps', 4, .8, .8, 0, 0, 4),
  (5, 'reversed', 40, -1, -1, 0, 0, 40)) AS v (g, name, d2, q, icc, elevation, scatter, shape) USING (g)
GROUP BY g, name, d2, q, icc, elevation, scatter, shape ORDER BY g;
SELECT ok(NOT (pg_temp.differ(gmalign.profile_distance(x, y) ^ 2, .2343253679)
               OR pg_temp.differ(gmalign.profile_correlation(x, y), .602223042) OR pg_temp.differ(gmalign.profile_icc(x, y), .4450875089)),
  'two correlation profiles after Fisher''s z') FROM pair WHERE g = 2;
-- trap 8: Q is blind to level, the double-entry ICC is not
SELECT ok(gmalign.profile_correlation(x, y) = gmalign.profile_correlation(x, y + 5)
          AND gmalign.profile_icc(x, y) > gmalign.profile_icc(x, y + 5) + .1
          AND gmalign.profile_shape(x, y) = gmalign.profile_shape(x, y + 5), 'a change of level leaves Q and shape, lowers the ICC')
            FROM pair WHERE g = 4;
SELECT ok(gmalign.profile_correlation(x, y) IS NULL AND gmalign.profile_icc(x, y) IS NOT NULL, 'two goals: no Q')
FROM pair WHERE g = 4 AND x > 3;

-- 1,000 random pairs of profiles: whole numbers, far offsets, nearly equal, over many magnitudes
CREATE TEMP TABLE r AS
SELECT c, g, CASE WHEN random() < .1 THEN NULL ELSE base + u END AS x,
       CASE WHEN random() < .1 THEN NULL WHEN c % 4 = 2 THEN base + u + e * 1e-6 ELSE base + v END AS y
FROM (SELECT c, g, CASE c % 4 WHEN 0 THEN 1 + floor(random() * 5) WHEN 3 THEN (random() - .5) * 10 ^ (random() * 12 - 6)
      ELSE random() END AS u,
             CASE c % 4 WHEN 0 THEN 1 + floor(random() * 5) WHEN 3 THEN (random() - .5) * 10 ^ (random() * 12 - 6) ELSE random() END AS v,
             random() - .5 AS e, CASE WHEN c % 4 = 1 THEN 1000 ELSE 0 END AS base
      FROM generate_series(1, 1000) AS c, LATERAL generate_series(1, 1 + c % 40) AS g OFFSET 0) AS q;
CREATE INDEX ON r (c);
ANALYZE r;
-- the definitions in plain SQL, two passes
CREATE TEMP TABLE plain AS
SELECT c, n, sqrt(d2) AS d, CASE WHEN n >= 3 THEN q END AS q, CASE WHEN n >= 2 THEN icc END AS icc, elevation,
       (sx - sy) ^ 2 AS scatter, 2 * (sx * sy - sxy) AS shape, d2, sx * sy AS product
FROM (SELECT c, count(*) AS n, sum((x - y) ^ 2) AS d2, corr(x, y) AS q, count(*) * (mx - my) ^ 2 AS elevation,
             2 * sum((x - (mx + my) / 2) * (y - (mx + my) / 2)) / nullif(sum((x - (mx + my) / 2) ^ 2)
                                                                         + sum((y - (mx + my) / 2) ^ 2), 0) AS icc,
             sqrt(sum((x - mx) ^ 2)) AS sx, sqrt(sum((y - my) ^ 2)) AS sy, sum((x - mx) * (y - my)) AS sxy
      FROM (SELECT c, x, y, avg(x) OVER (PARTITION BY c) AS mx, avg(y) OVER (PARTITION BY c) AS my FROM r
            WHERE x IS NOT NULL AND y IS NOT NULL) AS m
      GROUP BY c, mx, my) AS s;
CREATE TEMP TABLE kernel AS
SELECT c, gmalign.profile_distance(x, y) AS d, gmalign.profile_correlation(x, y) AS q, gmalign.profile_icc(x, y) AS icc,
       gmalign.profile_elevation(x, y) AS elevation,
       gmalign.profile_scatter(x, y) AS scatter, gmalign.profile_shape(x, y) AS shape, gmalign.profile_n(x, y) AS n FROM r GROUP BY c;
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c)
           WHERE k.n <> coalesce(p.n, 0) OR pg_temp.differ(k.d, p.d, 1e-9 * p.d) OR pg_temp.differ(k.q, p.q)
             OR pg_temp.differ(k.icc, p.icc)), 0::bigint,
  'D, Q and ICC: 1,000 random cases equal plain SQL');
-- what plain SQL can tell of the split: it loses digits of Sx and Sy, of which the kernel's parts make no use
SELECT is((SELECT count(*) FROM kernel k JOIN plain p USING (c)
           WHERE pg_temp.differ(k.elevation, p.elevation, 1e-9 * p.d2) OR pg_temp.differ(k.scatter, p.scatter, 1e-9 * p.d2)
              OR (c % 4 <> 2 AND pg_temp.differ(k.shape, p.shape, 1e-9 * least(p.d2, p.product)))), 0::bigint,
                'elevation, scatter and shape');
SELECT is((SELECT count(*) FROM kernel WHERE abs(elevation + scatter + shape - d ^ 2) > 1e-12 * d ^ 2),
          0::bigint, 'the three sum to the squared distance');
SELECT is((SELECT count(*) FROM kernel WHERE q NOT BETWEEN -1 AND 1 OR icc NOT BETWEEN -1 AND 1
           OR least(d, elevation, scatter, shape) < 0), 0::bigint, 'each in its range');
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE q IS NOT NULL), '>', 850::bigint, 'most have a correlation');
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE q IS NULL AND n >= 3), '>', 0::bigint, 'some are flat');

-- digits, against whole-number arithmetic in units of 2^-60: y = x + d with a small d, all three exact as float8. Even cases are
-- multiples of 2^-10;
-- odd ones mix goals up to 2^20 with some below 2^-10, so that x - x0 is not exact.
CREATE TEMP TABLE near AS
SELECT c, floor(random() * CASE c % 2 WHEN 0 THEN 1e6 ELSE 2 ^ 50 END) AS a, CASE WHEN c % 2 = 0 THEN 50
  WHEN k % 3 = 0 THEN 30 ELSE 0 END AS s,
       floor(random() * 17) - 8 AS b, CASE WHEN c % 2 = 0 THEN 20 WHEN k % 3 = 0 THEN 30 ELSE 26 END AS t
FROM generate_series(1, 200) AS c, LATERAL generate_series(1, 30) AS k;
CREATE TEMP TABLE near_real AS SELECT c, a * 2 ^ (s - 60) AS x, a * 2 ^ (s - 60) + b * 2 ^ (t - 60) AS y, 2 ^ 120 AS unit FROM near;
CREATE TEMP TABLE exact AS
SELECT c, d2::float8, elevation::float8, ((sxx - syy) ^ 2 / (sxx + syy + 2 * sqrt(sxx * syy)))::float8 AS scatter
FROM (SELECT c, sum(d * d) AS d2, sum(d) ^ 2 / count(*) AS elevation, sum(x * x) - sum(x) ^ 2 / count(*) AS sxx,
      sum((x + d) * (x + d)) - sum(x + d) ^ 2 / count(*) AS syy
      FROM (SELECT c, a::bigint * 2::numeric(60, 30) ^ s AS x, b::bigint * 2::numeric(60, 30) ^ t AS d FROM near) AS q GROUP BY c) AS m;
SELECT is((SELECT count(*) FROM exact AS e
           JOIN (SELECT c, gmalign.profile_distance(x, y) ^ 2 * unit AS d2, gmalign.profile_elevation(x, y) * unit AS elevation,
                                                   gmalign.profile_scatter(x, y) * unit AS scatter,
                                                   gmalign.profile_shape(x, y) * unit AS shape FROM near_real
                                                     GROUP BY c, unit) AS k USING (c)
           WHERE pg_temp.differ(k.d2, e.d2, 1e-12 * e.d2) OR pg_temp.differ(k.elevation, e.elevation, 1e-12 * e.d2)
             OR pg_temp.differ(k.scatter, e.scatter, 1e-12 * e.d2)
              OR pg_temp.differ(k.shape, e.d2 - e.elevation - e.scatter, 1e-12 * e.d2)), 0::bigint,
                'nearly equal profiles keep twelve digits');
SELECT is((SELECT count(*) FROM exact AS e
           JOIN (SELECT c, gmalign.profile_distance_of(s) ^ 2 * unit AS d2, gmalign.profile_shape_of(s) * unit AS shape
                                                 FROM (SELECT c, unit, gmalign.profile_rollup(s) AS s
                                                       FROM (SELECT c, unit, gmalign.profile_state(x, y) AS s
                                                             FROM near_real GROUP BY c, unit, floor(random() * 4)) AS q
                                                             GROUP BY c, unit) AS m) AS k USING (c)
           WHERE pg_temp.differ(k.d2, e.d2, 1e-12 * e.d2) OR pg_temp.differ(k.shape, e.d2 - e.elevation - e.scatter, 1e-12 * e.d2)),
             0::bigint, 'merged ones too');
SELECT cmp_ok((SELECT count(*) FROM exact AS e JOIN (SELECT c, (sqrt(regr_sxx(y, x)) - sqrt(regr_syy(y, x))) ^ 2 * unit AS scatter
                                                     FROM near_real GROUP BY c, unit) AS k USING (c)
               WHERE pg_temp.differ(k.scatter, e.scatter, 1e-12 * e.d2)), '>', 100::bigint, 'where the roots of sums of squares do not');
-- 1e9 on every rating changes nothing, 1e9 on one party's only the level
SELECT is((SELECT count(*) FROM (
    SELECT gmalign.profile_distance(a, b) AS d, gmalign.profile_distance(a + 1e9, b + 1e9) AS d9,
           gmalign.profile_correlation(a, b) AS q, gmalign.profile_correlation(a + 1e9, b + 1e9) AS q9,
           gmalign.profile_correlation(a + 1e9, b) AS q90,
           gmalign.profile_shape(a, b) AS s, gmalign.profile_shape(a + 1e9, b + 1e9) AS s9,
           gmalign.profile_shape(a + 1e9, b) AS s90, gmalign.profile_scatter(a, b) AS t, gmalign.profile_scatter(a + 1e9, b) AS t90
    FROM (SELECT c, floor(a / 1000) / 16, b / 16 FROM near WHERE c % 2 = 0) AS q (c, a, b) GROUP BY c) AS k
  WHERE pg_temp.differ(d, d9, 1e-12 * d) OR pg_temp.differ(q, q9, 1e-12) OR pg_temp.differ(q, q90, 1e-12)
    OR pg_temp.differ(s, s9, 1e-12 * d ^ 2) OR pg_temp.differ(s, s90, 1e-12 * d ^ 2) OR pg_temp.differ(t, t90, 1e-12 * d ^ 2)),
      0::bigint, 'far from 0');

-- any order, any split through stored states
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.profile_distance(x, y ORDER BY random()) AS d,
                                 gmalign.profile_correlation(x, y ORDER BY x, y) AS q,
                                 gmalign.profile_shape(x, y ORDER BY y DESC) AS shape FROM r GROUP BY c) AS s JOIN kernel k USING (c)
           WHERE pg_temp.differ(s.d, k.d, 1e-9 * k.d) OR pg_temp.differ(s.q, k.q)
             OR pg_temp.differ(s.shape, k.shape, 1e-9 * k.d ^ 2)), 0::bigint, 'any order gives the same');
CREATE TEMP TABLE shard AS
SELECT c, gmalign.profile_state(x, y)::text::float8[] AS state FROM r GROUP BY c, floor(random() * 5)
UNION ALL SELECT c, NULL FROM r WHERE g = 1
UNION ALL SELECT 1, gmalign.profile_state(x, y) FROM r WHERE false;
SELECT is((SELECT count(*) FROM (
    SELECT c, gmalign.profile_distance_of(s) AS d, gmalign.profile_correlation_of(s) AS q, gmalign.profile_icc_of(s) AS icc,
           gmalign.profile_elevation_of(s) AS elevation,
           gmalign.profile_scatter_of(s) AS scatter, gmalign.profile_shape_of(s) AS shape, gmalign.profile_n_of(s) AS n
    FROM (SELECT c, gmalign.profile_rollup(state ORDER BY random()) AS s FROM shard GROUP BY c) AS q) AS s JOIN kernel k USING (c)
  WHERE s.n <> k.n OR pg_temp.differ(s.d, k.d, 1e-9 * k.d) OR pg_temp.differ(s.q, k.q) OR pg_temp.differ(s.icc, k.icc)
    OR pg_temp.differ(s.elevation, k.elevation, 1e-9 * k.d ^ 2)
     OR pg_temp.differ(s.scatter, k.scatter, 1e-9 * k.d ^ 2) OR pg_temp.differ(s.shape, k.shape, 1e-9 * k.d ^ 2)),
       0::bigint, 'any split into shards, sent as text, gives the same');
SELECT is((SELECT count(*) FROM kernel), 1000::bigint, 'over all thousand');

-- moving windows, FILTER, grouping sets, as the same rows aggregated
SELECT is((SELECT count(*) FROM (
    SELECT c, g, gmalign.profile_distance(x, y) OVER w AS d, gmalign.profile_icc(x, y) OVER w AS icc
    FROM r WHERE c <= 60 WINDOW w AS (PARTITION BY c ORDER BY g ROWS BETWEEN 2 PRECEDING AND 3 FOLLOWING)) AS m,
  LATERAL (SELECT gmalign.profile_distance(x, y) AS d, gmalign.profile_icc(x, y) AS icc FROM r
           WHERE r.c = m.c AND r.g BETWEEN m.g - 2 AND m.g + 3) AS f
  WHERE pg_temp.differ(m.d, f.d, 1e-9 * f.d) OR pg_temp.differ(m.icc, f.icc)), 0::bigint, 'moving windows');
SELECT is((SELECT count(*) FROM (SELECT c % 7 AS a, c % 3 AS b, gmalign.profile_distance(x, y) AS d,
                                 gmalign.profile_scatter(x, y) FILTER (WHERE g > 5) AS scatter FROM r GROUP BY CUBE (c % 7, c % 3)) AS q,
             LATERAL (SELECT gmalign.profile_distance(x, y) AS d, gmalign.profile_scatter(x, y) AS scatter_all
                      FROM r WHERE (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR c % 3 = q.b)) AS f,
             LATERAL (SELECT gmalign.profile_scatter(x, y) AS scatter FROM r
                      WHERE (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR c % 3 = q.b) AND g > 5) AS p
           WHERE pg_temp.differ(q.d, f.d, 1e-9 * f.d) OR pg_temp.differ(q.scatter, p.scatter, 1e-9 * f.d ^ 2)),
             0::bigint, 'grouping sets and FILTER');
-- one huge group, many small ones
SELECT ok(NOT (pg_temp.differ(gmalign.profile_correlation(x, y), corr(x, y))
               OR pg_temp.differ(gmalign.profile_distance(x, y), sqrt(sum((x - y) ^ 2)), 1e-9 * sqrt(sum((x - y) ^ 2)))
               OR gmalign.profile_n(x, y) <> 200000), '200,000 goals')
FROM (SELECT sin(i) AS x, sin(i * .7) + .1 AS y FROM generate_series(1, 200000) AS i) AS q;
SELECT is((SELECT count(*) FROM (SELECT i / 3 AS c, gmalign.profile_distance(i % 7, i % 5) AS d,
                                 sqrt(sum((i % 7 - i % 5) ^ 2)) AS plain FROM generate_series(0, 599999) AS i GROUP BY 1) AS q
           WHERE d IS NULL OR abs(d - plain) > 1e-9), 0::bigint, '200,000 pairs of profiles');

-- SQLSTATEs
SELECT throws_ok($$ SELECT gmalign.profile_distance('NaN', 1) $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.profile_shape(1, 'Infinity') $$, '22003', NULL, 'infinity');
SELECT throws_ok($$ SELECT gmalign.profile_distance(x, 0) FROM (VALUES (1e160), (-1e160)) AS v (x) $$, '22003', NULL, 'squares too large');
SELECT throws_ok($$ SELECT gmalign.profile_distance_of(ARRAY[1.0]) $$, '22023', NULL, 'not a state');
SELECT throws_ok($$ SELECT gmalign.profile_rollup(s) FROM (SELECT gmalign.force_state(.5, .5, .5) AS s) AS q $$,
                 '22023', NULL, 'a state of another family');
-- no honest state is refused, whatever the magnitudes: 2,000 pairs of profiles from 1e-140 to 1e140, flat and single ones
SELECT lives_ok($$ SELECT gmalign.profile_shape_of(gmalign.profile_rollup(s))
                   + gmalign.profile_scatter_of(gmalign.profile_rollup(s)) + gmalign.profile_icc_of(gmalign.profile_rollup(s))
                     + gmalign.profile_correlation_of(gmalign.profile_rollup(s))
  FROM (SELECT c, gmalign.profile_state(CASE WHEN c % 5 = 0 THEN .1 ELSE sx * (random() - .5) END,
                                        CASE WHEN c % 7 = 0 THEN 1e100 ELSE sy * (random() - .5) END) AS s
        FROM (SELECT c, 10 ^ (random() * 280 - 140) AS sx, CASE WHEN c % 2 = 0 THEN 10 ^ (random() * 280 - 140) ELSE 1 END AS sy
              FROM generate_series(1, 2000) AS c OFFSET 0) AS q, generate_series(1, 12) AS g GROUP BY c, g / (1 + c % 8)) AS t
              GROUP BY c $$,
  'states of every magnitude are read and merged');
-- a state with any one number spoiled gives a value in its range or a clean error
CREATE FUNCTION pg_temp.survives(state float8[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v record;
BEGIN
  SELECT gmalign.profile_distance_of(s) AS d, gmalign.profile_correlation_of(s) AS q, gmalign.profile_icc_of(s) AS icc,
         gmalign.profile_elevation_of(s) AS e, gmalign.profile_scatter_of(s) AS t, gmalign.profile_shape_of(s) AS h,
         gmalign.profile_n_of(s) AS n
  INTO v FROM (SELECT gmalign.profile_rollup(state) AS s FROM generate_series(1, 2)) AS q;
  RETURN coalesce(v.d BETWEEN 0 AND 1e308 AND v.q BETWEEN -1 AND 1 AND v.icc BETWEEN -1 AND 1 AND v.e BETWEEN 0 AND 1e308
                  AND v.t BETWEEN 0 AND 1e308 AND v.h BETWEEN 0 AND 1e308 AND v.n >= 0, v.n = 0);
EXCEPTION WHEN invalid_parameter_value OR numeric_value_out_of_range THEN RETURN true;
END $$;
SELECT is((SELECT count(*) FROM generate_series(1, 12) AS i,
           unnest(ARRAY['NaN', 'Infinity', '-Infinity', '-1', '1e308', '-1e308', '1e-320', '0.5', '0', '1e16']::float8[]) AS bad
           WHERE NOT pg_temp.survives((SELECT array_agg(CASE WHEN k = i THEN bad ELSE v END ORDER BY k) FROM unnest(
             (SELECT gmalign.profile_state(x, y) FROM r WHERE c = 39)) WITH ORDINALITY AS u (v, k)))),
             0::bigint, 'spoiled states are survived');
SELECT is(gmalign.profile_distance_of(s), sqrt(20::float8), 'a state stored by version 1 is read')
FROM (VALUES ('{301,5,7,5,-10,-10,0,10,10,10,0,0}'::float8[])) AS v (s);

-- Furr's distinctive similarity: everybody says safety first, which alone makes everybody alike
CREATE TEMP TABLE rated AS
SELECT p, g, mean + own AS x, mean + CASE WHEN p % 2 = 0 THEN own ELSE other END AS y
FROM (SELECT p, g, (ARRAY[9, 4, 2, 1, 1, 0])[g]::float8 AS mean, random() AS own, random() AS other
      FROM generate_series(1, 300) AS p, generate_series(1, 6) AS g OFFSET 0) AS q;
CREATE TEMP TABLE alike AS
SELECT p, gmalign.profile_correlation(x, y) AS overall, gmalign.profile_correlation(x - mx, y - my) AS distinctive
FROM (SELECT p, x, y, avg(x) OVER (PARTITION BY g) AS mx, avg(y) OVER (PARTITION BY g) AS my FROM rated
      WHERE x IS NOT NULL AND y IS NOT NULL) AS q GROUP BY p;
SELECT ok(avg(overall) FILTER (WHERE p % 2 = 1) > .95 AND abs(avg(distinctive) FILTER (WHERE p % 2 = 1)) < .2
          AND avg(distinctive) FILTER (WHERE p % 2 = 0) > .95, 'distinctive similarity finds who is really alike') FROM alike;
-- Q-sort: the forced distribution has one mean and spread, so that Q alone tells the distance: D^2 = 2 S^2 (1 - Q)
SELECT ok(abs(gmalign.profile_correlation(a, b) - (1 - gmalign.profile_distance(a, b) ^ 2 / (2 * regr_syy(a, a)))) < 1e-12
          AND gmalign.profile_elevation(a, b) < 1e-20 AND gmalign.profile_scatter(a, b) < 1e-20, 'Q-sort')
FROM (SELECT k, v AS a, (array_agg(v) OVER (ORDER BY md5(k::text) ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING))[k] AS b
      FROM (SELECT row_number() OVER () AS k, v FROM unnest(ARRAY[2, 4, 6, 9, 12, 9, 6, 4, 2]) WITH ORDINALITY AS c (n, v),
            LATERAL generate_series(1, n)) AS s) AS q;
SELECT * FROM finish();
ROLLBACK;
