-- alignment: published figures, an independent computation, any order and split
BEGIN;
\ir ../start.psql
SELECT plan(19);
SELECT setseed(.42);

-- 1,000 random profiles of 1 to 40 goals, some priorities unknown or 0
CREATE TEMP TABLE r AS
SELECT c, g, CASE WHEN random() < .1 THEN NULL WHEN random() < .2 THEN 0 ELSE round((random() * 2 - 1)::numeric, 3)::float8 END AS x,
       CASE WHEN random() < .1 THEN NULL WHEN random() < .2 THEN 0 ELSE random() * 2 - 1 END AS y,
       CASE WHEN random() < .05 THEN NULL WHEN random() < .1 THEN 0 ELSE random() * 10 END AS w
FROM generate_series(1, 1000) AS c, LATERAL generate_series(1, 1 + c % 40) AS g;

CREATE INDEX ON r (c);
ANALYZE r;

-- the definitions in plain SQL
CREATE TEMP VIEW plain AS
SELECT c,
       1 - sum(abs(x - y)) / nullif(sum(abs(x) + abs(y)), 0) AS score,
       coalesce(sum(abs(x - y)) FILTER (WHERE x * y < 0), 0) / nullif(sum(abs(x) + abs(y)), 0) AS opposed,
       coalesce(sum(abs(x - y)) FILTER (WHERE x * y = 0), 0) / nullif(sum(abs(x) + abs(y)), 0) AS unshared,
       coalesce(sum(abs(x - y)) FILTER (WHERE x * y > 0), 0) / nullif(sum(abs(x) + abs(y)), 0) AS strength,
       count(*) FILTER (WHERE abs(x) + abs(y) > 0) AS n
FROM r WHERE x IS NOT NULL AND y IS NOT NULL GROUP BY c;
CREATE TEMP VIEW plain_w AS
SELECT c,
       1 - sum(w * abs(x - y)) / nullif(sum(w * (abs(x) + abs(y))), 0) AS score,
       coalesce(sum(w * abs(x - y)) FILTER (WHERE x * y < 0), 0) / nullif(sum(w * (abs(x) + abs(y))), 0) AS opposed,
       coalesce(sum(w * abs(x - y)) FILTER (WHERE x * y = 0), 0) / nullif(sum(w * (abs(x) + abs(y))), 0) AS unshared,
       coalesce(sum(w * abs(x - y)) FILTER (WHERE x * y > 0), 0) / nullif(sum(w * (abs(x) + abs(y))), 0) AS strength,
       count(*) FILTER (WHERE w * (abs(x) + abs(y)) > 0) AS n
FROM r WHERE x IS NOT NULL AND y IS NOT NULL AND w IS NOT NULL GROUP BY c;
CREATE TEMP TABLE kernel AS
SELECT c, gmalign.alignment_score(x, y) AS score, gmalign.opposed_share(x, y) AS opposed, gmalign.unshared_share(x, y) AS unshared,
       gmalign.strength_share(x, y) AS strength, gmalign.alignment_n(x, y) AS n FROM r GROUP BY c;
CREATE TEMP TABLE kernel_w AS
SELECT c, gmalign.alignment_score(x, y, w) AS score, gmalign.opposed_share(x, y, w) AS opposed, gmalign.unshared_share(x, y, w) AS unshared,
       gmalign.strength_share(x, y, w) AS strength, gmalign.alignment_n(x, y, w) AS n FROM r GROUP BY c;

CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c)
           WHERE pg_temp.differ(k.score, p.score) OR pg_temp.differ(k.opposed, p.opposed) OR pg_temp.differ(k.unshared, p.unshared)
              OR pg_temp.differ(k.strength, p.strength) OR k.n <> coalesce(p.n, 0)), 0::bigint, '1,000 random cases equal plain SQL');
SELECT is((SELECT count(*) FROM kernel_w k FULL JOIN plain_w p USING (c)
           WHERE pg_temp.differ(k.score, p.score) OR pg_temp.differ(k.opposed, p.opposed) OR pg_temp.differ(k.unshared, p.unshared)
              OR pg_temp.differ(k.strength, p.strength) OR k.n <> coalesce(p.n, 0)), 0::bigint,
                '1,000 random weighted cases equal plain SQL');
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE score IS NOT NULL), '>', 900::bigint, 'most of them have a score');
SELECT is((SELECT count(*) FROM kernel WHERE abs(score + opposed + unshared + strength - 1) > 1e-15),
          0::bigint, 'the parts sum to the loss');
SELECT is((SELECT count(*) FROM kernel WHERE score NOT BETWEEN 0 AND 1), 0::bigint, 'scores lie in [0, 1]');
SELECT is((SELECT count(*) FROM (
    SELECT c, sum(gmalign.alignment_loss(x, y, w, t)) AS loss
    FROM (SELECT *, sum(w * (abs(x) + abs(y))) FILTER (WHERE x + y + w IS NOT NULL) OVER (PARTITION BY c) AS t FROM r) AS q
    WHERE x + y + w IS NOT NULL GROUP BY c) AS l JOIN kernel_w k USING (c) WHERE pg_temp.differ(1 - l.loss, k.score)), 0::bigint,
  'the losses of single goals sum to the loss');

-- any order, any split through stored states
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.alignment_score(x, y ORDER BY random()) AS score FROM r GROUP BY c) AS s
           JOIN kernel k USING (c)
           WHERE pg_temp.differ(s.score, k.score)), 0::bigint, 'any order gives the same score');
SELECT is((SELECT count(*) FROM (
    SELECT c, gmalign.alignment_score_of(gmalign.alignment_rollup(state ORDER BY random())) AS score,
           gmalign.opposed_share_of(gmalign.alignment_rollup(state)) AS opposed,
           gmalign.unshared_share_of(gmalign.alignment_rollup(state)) AS unshared,
           gmalign.strength_share_of(gmalign.alignment_rollup(state)) AS strength,
           gmalign.alignment_n_of(gmalign.alignment_rollup(state)) AS n
    FROM (SELECT c, gmalign.alignment_state(x, y)::text::float8[] AS state FROM r GROUP BY c, floor(random() * 5)
          UNION ALL SELECT c, NULL FROM r WHERE g = 1
          UNION ALL SELECT 1, gmalign.alignment_state(x, y) FROM r WHERE false) AS shard
    GROUP BY c) AS s JOIN kernel k USING (c)
  WHERE pg_temp.differ(s.score, k.score) OR pg_temp.differ(s.opposed, k.opposed) OR pg_temp.differ(s.unshared, k.unshared)
     OR pg_temp.differ(s.strength, k.strength) OR s.n <> k.n), 0::bigint, 'any split into shards, sent as text, gives the same');
SELECT ok(NOT pg_temp.differ((SELECT gmalign.alignment_score(x, y) FROM r),
  (SELECT 1 - sum(abs(x - y)) / sum(abs(x) + abs(y)) FROM r WHERE x IS NOT NULL AND y IS NOT NULL)), 'one large group');

-- sums stay exact where plain ones do not: 0.1 a million times beside its exact total
SELECT ok(abs(gmalign.alignment_score(.1, CASE WHEN i % 2 = 0 THEN .1 ELSE .3 END) - (1 - .2 / .6)) < 1e-14,
          'a million rows lose nothing to speak of')
FROM generate_series(1, 1000000) AS i;

-- moving windows, as the same rows aggregated
SELECT is((SELECT count(*) FROM (
    SELECT c, g, gmalign.alignment_score(x, y) OVER w AS score FROM r WHERE c <= 60
    WINDOW w AS (PARTITION BY c ORDER BY g ROWS BETWEEN 2 PRECEDING AND 1 FOLLOWING)) AS m
  WHERE pg_temp.differ(m.score, (SELECT gmalign.alignment_score(x, y) FROM r WHERE r.c = m.c AND r.g BETWEEN m.g - 2 AND m.g + 1))),
    0::bigint, 'moving windows');
SELECT is((SELECT count(*) FROM (SELECT c % 7 AS a, c % 3 AS b, gmalign.alignment_score(x, y) AS score, grouping(c % 7, c % 3) AS k
                                 FROM r GROUP BY CUBE (c % 7, c % 3)) AS q
           WHERE pg_temp.differ(score, (SELECT gmalign.alignment_score(x, y) FROM r
                                        WHERE (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR c % 3 = q.b)))), 0::bigint, 'grouping sets');

-- SQLSTATEs
SELECT throws_ok($$ SELECT gmalign.alignment_score('NaN', 1) $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.alignment_score(1, 'Infinity') $$, '22003', NULL, 'infinity');
SELECT throws_ok($$ SELECT gmalign.alignment_score(1, 1, -1) $$, '22023', NULL, 'negative weight');
SELECT throws_ok($$ SELECT gmalign.alignment_loss(1, 1, 1, -1) $$, '22023', NULL, 'negative total');
SELECT throws_ok($$ SELECT gmalign.alignment_score_of(ARRAY[1.0]) $$, '22023', NULL, 'not a state');
SELECT throws_ok($$ SELECT gmalign.rescale(6, 1, 5, 0, 1) $$, '22023', NULL, 'outside the scale');
-- a state with any one number spoiled gives a value or a clean error
CREATE FUNCTION pg_temp.survives(state float8[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v float8;
BEGIN
  SELECT gmalign.alignment_score_of(gmalign.alignment_rollup(s)) INTO v FROM unnest(ARRAY[1, 2]) AS i, LATERAL (SELECT state AS s) AS q;
  RETURN v IS NULL OR v BETWEEN 0 AND 1;
EXCEPTION WHEN invalid_parameter_value OR numeric_value_out_of_range THEN RETURN true;
END $$;
SELECT is((SELECT count(*) FROM generate_series(1, 15) AS i,
           unnest(ARRAY['NaN', 'Infinity', '-Infinity', '-1', '1e308', '-1e308', '1e-320', '0.5', '0']::float8[]) AS bad
           WHERE NOT pg_temp.survives((SELECT array_agg(CASE WHEN k = i THEN bad ELSE v END ORDER BY k) FROM unnest(
             (SELECT gmalign.alignment_state(x, y) FROM r WHERE c < 20)) WITH ORDINALITY AS u (v, k)))),
             0::bigint, 'spoiled states are survived');
SELECT * FROM finish();
ROLLBACK;
