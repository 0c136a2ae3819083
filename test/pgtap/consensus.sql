-- consensus: published figures, an independent computation, any order and split
BEGIN;
\ir ../start.psql
SELECT plan(37);
SELECT setseed(.42);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

-- 1,000 random things rated by 0 to 40 raters on scales of 2 to 11 categories:
-- all categories alike, one camp, two camps, only the ends, all the same
CREATE TEMP TABLE r AS
SELECT c, k, low, low + width AS high,
       CASE WHEN random() < .05 THEN NULL ELSE low + CASE c % 5 WHEN 0 THEN floor(random() * (width + 1))
         WHEN 1 THEN round((random() + random()) / 2 * width)
         WHEN 2 THEN round((CASE WHEN random() < .5 THEN random() ELSE 3 + random() END) / 4 * width)
           WHEN 3 THEN round(random()) * width ELSE c % (width + 1) END END AS rating
FROM generate_series(1, 1000) AS c, LATERAL (SELECT (c * 7) % 9 - 4 AS low, 1 + (c * 13) % 10 AS width) AS s,
  LATERAL generate_series(1, (c * 31) % 41) AS k;
CREATE INDEX ON r (c, k);

-- the definitions in plain SQL
CREATE FUNCTION pg_temp.layers(counts bigint[]) RETURNS float8 LANGUAGE plpgsql AS $$
DECLARE
  k float8 := cardinality(counts);
  layer bigint := (SELECT min(c) FROM unnest(counts) AS c WHERE c > 0);
  s float8 := (SELECT count(*) FROM unnest(counts) AS c WHERE c > 0);
  tu float8;
  tdu float8;
  u float8 := 1;
BEGIN
  IF layer IS NULL THEN
    RETURN 0;
  END IF;
  SELECT count(*) FILTER (WHERE x.c > 0 AND y.c > 0 AND z.c = 0 OR x.c = 0 AND y.c > 0 AND z.c > 0),
         count(*) FILTER (WHERE x.c > 0 AND y.c = 0 AND z.c > 0) INTO tu, tdu
  FROM unnest(counts) WITH ORDINALITY AS x (c, i) JOIN unnest(counts) WITH ORDINALITY AS y (c, i) ON x.i < y.i
  JOIN unnest(counts) WITH ORDINALITY AS z (c, i) ON y.i < z.i;
  IF tu + tdu > 0 THEN
    u := ((k - 2) * tu - (k - 1) * tdu) / ((k - 2) * (tu + tdu));
  END IF;
  RETURN layer * s * u * (1 - (s - 1) / (k - 1)) + pg_temp.layers((SELECT array_agg(greatest(c - layer, 0) ORDER BY i)
                                                                   FROM unnest(counts) WITH ORDINALITY AS t (c, i)));
END $$;
CREATE TEMP TABLE plain AS
SELECT c, n, CASE WHEN n > 1 THEN 1 - s2 / seu END AS rwg_star, CASE WHEN n > 1 THEN greatest(1 - s2 / seu, 0) END AS rwg,
       CASE WHEN n > 1 THEN ad END AS ad,
       CASE WHEN n < 2 OR m > l AND m < (l * (n - 1) + h) / n - 1e-9 OR m < h AND m > (h * (n - 1) + l) / n + 1e-9 THEN NULL
            WHEN m = l OR m = h THEN 1 ELSE 1 - 2 * s2 / (((h + l) * m - m * m - h * l) * n / (n - 1)) END AS awg,
       CASE WHEN n > 1 THEN tastle END AS tastle,
       CASE WHEN n > 1 AND h - l > 1
         THEN pg_temp.layers((SELECT array_agg((SELECT count(*) FROM r WHERE r.c = q.c AND rating = i) ORDER BY i)
                              FROM generate_series(l::integer, h::integer) AS i)) / n END AS a
FROM (SELECT c, count(rating)::float8 AS n, avg(rating) AS m, var_samp(rating) AS s2, low::float8 AS l,
      high::float8 AS h, ((high - low + 1) ^ 2 - 1) / 12 AS seu,
             avg(abs(rating - mean)) AS ad, 1 + avg(ln(1 - abs(rating - mean) / (high - low)) / ln(2.0)) AS tastle
      FROM (SELECT *, avg(rating) OVER (PARTITION BY c) AS mean FROM r) AS d GROUP BY c, low, high) AS q;
CREATE TEMP TABLE kernel AS
SELECT c, gmalign.consensus_n(rating, low, high) AS n, gmalign.rwg(rating, low, high) AS rwg,
       gmalign.rwg_star(rating, low, high) AS rwg_star, gmalign.ad_mean(rating, low, high) AS ad,
       gmalign.awg(rating, low, high) AS awg, gmalign.agreement_a(rating, low, high) AS a,
       gmalign.polarization(rating, low, high) AS polarization,
       gmalign.tastle_consensus(rating, low, high) AS tastle FROM r GROUP BY c;
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE a IS NOT NULL AND awg IS NOT NULL), '>', 700::bigint, 'most of them have every index');
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE rwg IS NOT NULL AND awg IS NULL), '>', 10::bigint, 'some lie where a_wg is not defined');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c) WHERE pg_temp.differ(k.rwg, p.rwg)
           OR pg_temp.differ(k.rwg_star, p.rwg_star) OR k.n <> p.n), 0::bigint, 'rwg, rwg_star equal plain SQL');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c) WHERE pg_temp.differ(k.ad, p.ad)),
          0::bigint, 'ad_mean equals plain SQL');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c) WHERE pg_temp.differ(k.awg, p.awg)),
          0::bigint, 'awg equals plain SQL');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c) WHERE pg_temp.differ(k.tastle, p.tastle)),
          0::bigint, 'tastle_consensus equals plain SQL');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c) WHERE pg_temp.differ(k.a, p.a)
           OR pg_temp.differ(k.polarization, (1 - p.a) / 2)), 0::bigint,
             'agreement_a and polarization equal the layers taken one by one, triple by triple');
SELECT is((SELECT count(*) FROM kernel WHERE rwg NOT BETWEEN 0 AND 1 OR rwg_star > 1 OR ad < 0 OR awg NOT BETWEEN -1 AND 1
           OR a NOT BETWEEN -1 AND 1
             OR polarization NOT BETWEEN 0 AND 1 OR tastle NOT BETWEEN 0 AND 1), 0::bigint, 'every index lies in its range');

-- any order, any split: the same to the last bit
CREATE AGGREGATE pg_temp.counts(float8, float8, float8) (SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}');
CREATE AGGREGATE pg_temp.merged(bigint[]) (SFUNC = gmalign_private.consensus_merge, STYPE = bigint[], INITCOND = '{401}');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.rwg_star(rating, low, high ORDER BY random()) AS rwg_star,
                                 gmalign.ad_mean(rating, low, high ORDER BY random()) AS ad,
                                        gmalign.tastle_consensus(rating, low, high ORDER BY random()) AS tastle
                                          FROM r GROUP BY c) AS s JOIN kernel k USING (c)
           WHERE (s.rwg_star, s.ad, s.tastle) IS DISTINCT FROM (k.rwg_star, k.ad, k.tastle)), 0::bigint, 'any order');
SELECT is((SELECT count(*) FROM (SELECT c, pg_temp.merged(state ORDER BY random()) AS state FROM (
             SELECT c, pg_temp.counts(rating, low, high) AS state FROM r GROUP BY c, floor(random() * 5)
             UNION ALL SELECT c, pg_temp.counts(rating, low, high) FROM r WHERE rating IS NULL GROUP BY c) AS shard
             GROUP BY c) AS s JOIN kernel k USING (c)
           WHERE (gmalign_private.rwg_star_final(state), gmalign_private.awg_final(state), gmalign_private.agreement_a_final(state),
                  gmalign_private.tastle_consensus_final(state), gmalign_private.consensus_n_final(state))
             IS DISTINCT FROM (k.rwg_star, k.awg, k.a, k.tastle, k.n)), 0::bigint, 'any split');
SELECT is((SELECT count(*) FROM (
    SELECT c, k, low, high, gmalign.rwg_star(rating, low, high) OVER w AS rwg_star,
           gmalign.consensus_n(rating, low, high) OVER w AS n FROM r WHERE c <= 60
             WINDOW w AS (PARTITION BY c ORDER BY k ROWS BETWEEN 3 PRECEDING AND 1 FOLLOWING)) AS m
  WHERE (m.rwg_star, m.n) IS DISTINCT FROM (SELECT (gmalign.rwg_star(rating, m.low, m.high), gmalign.consensus_n(rating, m.low, m.high))
    FROM r WHERE r.c = m.c AND r.k BETWEEN m.k - 3 AND m.k + 1)), 0::bigint, 'moving windows');
SELECT is((SELECT count(*) FROM (SELECT c % 7 AS a, c % 3 AS b, gmalign.awg(rating, -4, 14) AS awg FROM r GROUP BY CUBE (c % 7, c % 3)) AS q
           WHERE awg IS DISTINCT FROM (SELECT gmalign.awg(rating, -4, 14) FROM r
                                       WHERE (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR c % 3 = q.b))), 0::bigint, 'grouping sets');
SELECT is((SELECT gmalign.rwg(rating, low, high) FILTER (WHERE c = 11) FROM r), (SELECT rwg FROM kernel WHERE c = 11),
          'rows filtered out do not fix the scale');

-- one huge group, many small ones, many categories
SELECT ok(abs(gmalign.rwg_star(1 + i % 7, 1, 7) - (1 - 4 * 700000 / 699999.0 / 4)) < 1e-12
          AND gmalign.consensus_n(1 + i % 7, 1, 7) = 700000, 'one huge group') FROM generate_series(1, 700000) AS i;
SELECT is((SELECT count(*) FROM (SELECT gmalign.rwg_star(i % 5, 0, 4) AS w FROM generate_series(0, 299999) AS i GROUP BY i / 3) AS q
           WHERE w IS NULL), 0::bigint, 'a hundred thousand small groups');
SELECT is((SELECT gmalign.agreement_a(i, 0, 1000) FROM generate_series(0, 1000) AS i, generate_series(0, i % 9)),
          (SELECT gmalign.agreement_a(1000 - i, 0, 1000) FROM generate_series(0, 1000) AS i, generate_series(0, i % 9)),
          'a thousand categories, read from either end');

-- where other implementations differ
SELECT ok(abs(gmalign.rwg(r, 1, 5) - .8833333333333333) < 1e-12 AND abs(gmalign.rwg(r, 1, 5) - (1 - var_pop(r) / 2)) > .01,
          'the variance divides by n - 1') FROM unnest('{4,4,4,5,4,5,4,4,5,4}'::integer[]) AS r;
SELECT ok(gmalign.rwg(r, 1, 5) = 0 AND abs(gmalign.rwg_star(r, 1, 5) + 1.285714285714) < 1e-11, 'rwg is cut at 0, rwg_star is not')
FROM unnest('{1,1,5,5,1,5,1,5}'::integer[]) AS r;
SELECT ok(gmalign.awg(r, 1, 5) IS NULL AND gmalign.rwg(r, 1, 5) IS NOT NULL, 'awg of a mean that two raters cannot disagree at')
FROM unnest('{1,2}'::integer[]) AS r;
-- the cohesion data documented with multilevel: item 1 by group, then the forms for several items, which are means over them
CREATE TEMP TABLE cohesion AS
SELECT g, r, item, v FROM (VALUES (1, 1, '{4,5,5,5,5}'::integer[]), (1, 2, '{3,NULL,5,5,5}'), (1, 3, '{2,3,3,3,3}'),
                           (2, 1, '{3,4,3,4,4}'), (2, 2, '{4,4,3,4,4}'), (2, 3, '{3,3,2,2,1}'),
  (3, 1, '{3,3,3,3,3}'), (3, 2, '{3,1,4,3,4}'), (4, 1, '{3,3,3,3,3}'), (4, 2, '{2,2,2,3,2}'), (4, 3, '{1,1,1,3,3}')) AS t (g,
      r, vs), unnest(vs) WITH ORDINALITY AS u (v, item);
CREATE TEMP TABLE items AS
SELECT known, g, avg(w) AS rwg_star, 5 * greatest(avg(w), 0) / (5 * greatest(avg(w), 0) + 1 - avg(w)) AS rwg_j,
       avg(ad) AS ad, avg(awg) AS awg
FROM (SELECT known, g, item, gmalign.rwg_star(v, 1, 5) AS w, gmalign.ad_mean(v, 1, 5) AS ad, gmalign.awg(v, 1, 5) AS awg
      FROM cohesion JOIN unnest(ARRAY['any', 'all']) AS known ON known = 'any' OR (g, r) <> (1, 2) GROUP BY known, g, item) AS i
      GROUP BY known, g;
SELECT is((SELECT array_agg(round(w::numeric, 10) ORDER BY g)
           FROM (SELECT g, gmalign.rwg(v, 1, 5) AS w FROM cohesion WHERE item = 1 GROUP BY g) AS q),
             '{.5,.8333333333,1,.5}', 'cohesion item 1: .5 .8333 1 .5');
SELECT is(array_agg(round(rwg_star::numeric, 10) ORDER BY g), '{.3,.4666666667,.7,.6666666667}', 'r*_wg of five items')
FROM items WHERE known = 'any';
SELECT is(array_agg(round(rwg_j::numeric, 10) ORDER BY g), '{.6818181818,.8139534884,.9210526316,.9090909091}', 'r_wg(5)')
FROM items WHERE known = 'any';
SELECT ok(rwg_j = 0, 'r_wg(5) without those who left an item out: 0 instead of .68') FROM items WHERE known = 'all' AND g = 1;
SELECT is(array_agg(round(ad::numeric, 10) ORDER BY g), '{1,.7111111111,.4,.4888888889}', 'AD_M of five items')
FROM items WHERE known = 'all';
SELECT is(array_agg(round(awg::numeric, 10) ORDER BY g), '{.5,.6378571429,1,.9428571429}',
          'a_wg of five items, one group''s over the two that are defined') FROM items WHERE known = 'all';

-- SQLSTATEs
SELECT throws_ok($$ SELECT gmalign.rwg('NaN', 1, 5) $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.rwg(1, 1, 'Infinity') $$, '22003', NULL, 'infinity');
SELECT throws_ok($$ SELECT gmalign.rwg(2.5, 1, 5) $$, '22023', NULL, 'half points');
SELECT throws_ok($$ SELECT gmalign.rwg(6, 1, 5) $$, '22023', NULL, 'outside the scale');
SELECT throws_ok($$ SELECT gmalign.rwg(5, 5, 1) $$, '22023', NULL, 'a scale upside down');
SELECT throws_ok($$ SELECT gmalign.rwg(5, 0, 1001) $$, '54000', NULL, 'too many categories');
SELECT throws_ok($$ SELECT gmalign.rwg(1, 1, 5 + i) FROM generate_series(1, 2) AS i $$, '22023', NULL, 'two scales in one group');
SELECT throws_ok($$ SELECT gmalign_private.consensus_accum('{401,1,2,9223372036854775807,0}', 1, 1, 2) $$, '22003', NULL,
                 'counts do not wrap around');
SELECT throws_ok($$ SELECT gmalign_private.rwg_final('{101,1,2,3,4}') $$, '22023', NULL, 'not a state');
-- a state with any one or two numbers spoiled gives a value or a clean error
CREATE FUNCTION pg_temp.survives(state bigint[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v float8[];
BEGIN
  state := gmalign_private.consensus_merge(state,
    gmalign_private.consensus_merge('{401}', gmalign_private.consensus_accum(state, 2, 1, 4)));
  v := ARRAY[gmalign_private.rwg_final(state), gmalign_private.rwg_star_final(state),
             gmalign_private.ad_mean_final(state), gmalign_private.awg_final(state),
             gmalign_private.agreement_a_final(state),
             gmalign_private.polarization_final(state), gmalign_private.tastle_consensus_final(state),
             gmalign_private.consensus_n_final(state)];
  RETURN NOT EXISTS (SELECT FROM unnest(v) AS x WHERE x IN ('NaN', 'Infinity', '-Infinity'))
    AND coalesce(v[1] BETWEEN 0 AND 1, true) AND coalesce(v[4] BETWEEN -1 AND 1, true);
EXCEPTION WHEN invalid_parameter_value OR numeric_value_out_of_range THEN RETURN true;
END $$;
SELECT ok(pg_temp.survives('{401,1,4,5,0,1,3}'), 'a good state is read');
SELECT is((SELECT count(*) FROM generate_series(1, 8) AS i, generate_series(1, 8) AS j,
           unnest('{0,-1,1,401,5,1000,4611686018427387904,9223372036854775807,-9223372036854775808}'::bigint[]) AS bad,
             LATERAL (SELECT array_agg(CASE WHEN k IN (i, j) THEN bad ELSE v END ORDER BY k) AS state
                      FROM unnest('{401,1,4,5,0,1,3}'::bigint[]) WITH ORDINALITY AS u (v, k) WHERE k <> 8 - i) AS s
           WHERE NOT pg_temp.survives(state)), 0::bigint, 'spoiled and shortened states are survived');
SELECT is((SELECT count(*) FROM generate_series(1, 7) AS i, generate_series(1, 7) AS j,
           unnest('{0,-1,1,401,5,1000,4611686018427387904,9223372036854775807,-9223372036854775808}'::bigint[]) AS bad,
             LATERAL (SELECT array_agg(CASE WHEN k IN (i, j) THEN bad ELSE v END ORDER BY k) AS state
                      FROM unnest('{401,1,4,5,0,1,3}'::bigint[]) WITH ORDINALITY AS u (v, k)) AS s
           WHERE NOT pg_temp.survives(state)), 0::bigint, 'spoiled states are survived');
SELECT * FROM finish();
ROLLBACK;
