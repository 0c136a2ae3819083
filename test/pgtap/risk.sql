-- risk: an independent computation, any order and split, windows
BEGIN;
\ir ../start.psql
SELECT plan(27);
SELECT setseed(.42);

-- 600 random cases of 1 to 80 rows, many with empty cells
CREATE TEMP TABLE r AS
SELECT c, i, CASE WHEN random() < .05 THEN NULL ELSE random() < (c % 5) / 4.0 END AS x, CASE WHEN random() < .05 THEN NULL
  ELSE random() < (c % 7) / 6.0 END AS e,
       CASE WHEN random() < .05 THEN NULL ELSE random() * 1000 END AS m, CASE WHEN random() < .05 THEN NULL
         WHEN c % 11 = 0 THEN 0 ELSE random() * 1000 END AS k
FROM generate_series(1, 600) AS c, LATERAL generate_series(1, 1 + c * 3 % 80) AS i;
CREATE INDEX ON r (c);
ANALYZE r;
CREATE TEMP TABLE cell AS
SELECT c, count(*) FILTER (WHERE x AND e)::float8 AS a, count(*) FILTER (WHERE x AND NOT e)::float8 AS b,
       count(*) FILTER (WHERE NOT x AND e)::float8 AS c_, count(*) FILTER (WHERE NOT x AND NOT e)::float8 AS d FROM r GROUP BY c;
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-9) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within * greatest(1, abs(b))';

CREATE TEMP TABLE kernel AS
SELECT c, gmalign.risk_n(x, e) AS n, gmalign.risk_least_events(x, e) AS least, gmalign.exposed_risk(x, e) AS p1,
       gmalign.unexposed_risk(x, e) AS p0,
       gmalign.risk_ratio(x, e) AS rr, gmalign.risk_ratio_low(x, e) AS rr_low, gmalign.risk_ratio_high(x, e) AS rr_high,
       gmalign.odds_ratio(x, e) AS odds, gmalign.odds_ratio_low(x, e) AS odds_low, gmalign.odds_ratio_high(x, e) AS odds_high,
       gmalign.risk_difference(x, e) AS rd, gmalign.risk_difference_low(x, e) AS rd_low,
       gmalign.risk_difference_high(x, e) AS rd_high,
       gmalign.risk_difference_low_of(gmalign.risk_state(x, e), .95, 'wald') AS wald_low,
       gmalign.risk_difference_high_of(gmalign.risk_state(x, e), .95, 'wald') AS wald_high FROM r GROUP BY c;
-- the definitions; z as published to 16 digits
CREATE TEMP VIEW plain AS
SELECT c, a + b + c_ + d AS n, least(a, c_) AS least, a / nullif(a + b, 0) AS p1, c_ / nullif(c_ + d, 0) AS p0,
       (a / nullif(a + b, 0)) / nullif(c_ / nullif(c_ + d, 0), 0) AS rr,
       CASE WHEN a > 0 AND c_ > 0 THEN exp(-z * sqrt(1 / a - 1 / (a + b) + 1 / c_ - 1 / (c_ + d))) END AS rr_factor,
       a * d / nullif(b * c_, 0) AS odds, CASE WHEN a * b * c_
         * d > 0 THEN exp(-z * sqrt(1 / a + 1 / b + 1 / c_ + 1 / d)) END AS odds_factor,
       a / nullif(a + b, 0) - c_ / nullif(c_ + d, 0) AS rd,
       z * sqrt(a * b / nullif(a + b, 0) ^ 3 + c_ * d / nullif(c_ + d, 0) ^ 3) AS rd_away
FROM cell, (SELECT 1.959963984540054 AS z) AS q;
SELECT is((SELECT count(*) FROM kernel k JOIN plain p USING (c)
           WHERE k.n <> p.n OR k.least <> p.least OR pg_temp.differ(k.p1, p.p1) OR pg_temp.differ(k.p0, p.p0)
              OR pg_temp.differ(k.rr, p.rr) OR (rr_factor IS NOT NULL AND (pg_temp.differ(k.rr_low, p.rr * rr_factor)
                OR pg_temp.differ(k.rr_high, p.rr / rr_factor)))
              OR pg_temp.differ(k.odds, p.odds) OR pg_temp.differ(k.odds_low, CASE WHEN p.odds = 0 THEN 0
                                                                  ELSE p.odds * odds_factor END) OR pg_temp.differ(k.odds_high,
                                                                      p.odds / odds_factor)
              OR pg_temp.differ(k.rd, p.rd) OR pg_temp.differ(k.wald_low, CASE WHEN p.rd - rd_away < -1 THEN -1 ELSE p.rd - rd_away END)
                OR pg_temp.differ(k.wald_high, CASE WHEN p.rd + rd_away > 1 THEN 1 ELSE p.rd + rd_away END)), 0::bigint,
  '600 random tables equal plain SQL');
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE rr_high IS NOT NULL), '>', 150::bigint, 'many have limits');
SELECT cmp_ok((SELECT count(*) FROM kernel WHERE rr IS NULL), '>', 100::bigint, 'many have no ratio');
-- the score limits are where the score is z, also without an event in one group
CREATE FUNCTION pg_temp.score(a float8, n1 float8, c float8, n0 float8, t float8) RETURNS float8 LANGUAGE sql AS $$
  SELECT (a / n1 - t * c / n0) / sqrt(t * q * (1 - t * q) / n1 + t * t * q * (1 - q) / n0)
  FROM (SELECT (n1 * t + a + n0 + c * t - sqrt((n1 * t + a + n0 + c * t) ^ 2 - 4 * (n1 + n0) * t * (a + c))) / (2 * (n1 + n0) * t) AS q)
    AS m $$;
SELECT is((SELECT count(*) FROM (SELECT z.*, gmalign.risk_ratio_low_of(k.s, .95, 'koopman') AS low, gmalign.risk_ratio_high_of(k.s, .95,
  'koopman') AS high
                                 FROM cell z JOIN (SELECT c, gmalign.risk_state(x, e) AS s FROM r GROUP BY c) AS k USING (c)
                                 WHERE a + b > 0 AND c_ + d > 0) AS q
           WHERE (a > 0 AND abs(pg_temp.score(a, a + b, c_, c_ + d, low) - 1.959963984540054) > 1e-6)
              OR (c_ > 0 AND abs(pg_temp.score(a, a + b, c_, c_ + d, high) + 1.959963984540054) > 1e-6)
              OR (a = 0 AND low <> 0) OR (c_ = 0 AND high IS NOT NULL)
              OR (a = 0 AND c_ > 0 AND high IS DISTINCT FROM (SELECT rr_high FROM kernel WHERE kernel.c = q.c))
              OR (c_ = 0 AND low IS DISTINCT FROM (SELECT rr_low FROM kernel WHERE kernel.c = q.c))), 0::bigint, 'score limits');
-- Koopman 1984, 36 of 40 against 16 of 80: 2.94 to 7.15
SELECT is((SELECT format('%s to %s', round(gmalign.risk_ratio_low_of(s, .95, 'koopman')::numeric, 2),
                         round(gmalign.risk_ratio_high_of(s, .95, 'koopman')::numeric, 2))
           FROM (SELECT gmalign.risk_state(i <= 40, i <= 36 OR i > 104) AS s FROM generate_series(1, 120) AS i) AS q), '2.94 to 7.15',
             'as published');
-- and where there are many
SELECT is((SELECT count(*) FROM unnest(ARRAY[1, 20, 400]) AS k,
             LATERAL (SELECT gmalign.risk_state(i <= 89 * k, i <= 51 * k OR i > 113 * k) AS s FROM generate_series(1, 158 * k) AS i) AS q
           WHERE abs(pg_temp.score(51 * k, 89 * k, 45 * k, 69 * k, gmalign.risk_ratio_low_of(s, .95, 'koopman')) - 1.959963984540054) < 1e-6
             AND abs(pg_temp.score(51 * k, 89 * k, 45 * k, 69 * k, gmalign.risk_ratio_high_of(s, .95, 'koopman')) + 1.959963984540054)
                 < 1e-6), 3::bigint, 'of large groups too');
-- turning the table round
SELECT is((SELECT count(*) FROM (SELECT gmalign.odds_ratio(NOT x, e) AS o, gmalign.odds_ratio(x, e) AS p,
                                 gmalign.risk_difference_low(NOT x, e) AS l, gmalign.risk_difference_high(x, e) AS h,
             gmalign.risk_difference_low_of(gmalign.risk_state(NOT x, e), .9, 'newcombe') AS nl,
             gmalign.risk_difference_high_of(gmalign.risk_state(x, e), .9, 'newcombe') AS nh FROM r GROUP BY c) AS q
           WHERE (o > 0 AND p > 0 AND pg_temp.differ(o, 1 / p)) OR pg_temp.differ(l, -h) OR pg_temp.differ(nl, -nh)),
             0::bigint, 'the groups changed over');
-- half a case more is the plain formula on the table with it
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.risk_state(x, e) AS s FROM r GROUP BY c) AS q JOIN cell USING (c)
           WHERE a + b > 0 AND c_ + d > 0
             AND (pg_temp.differ(gmalign.risk_ratio_of(s, 'haldane'), ((a + .5) / (a + b + 1)) / ((c_ + .5) / (c_ + d + 1)))
              OR pg_temp.differ(gmalign.odds_ratio_of(s, 'haldane'), (a + .5) * (d + .5) / ((b + .5) * (c_ + .5)))
              OR pg_temp.differ(ln(gmalign.odds_ratio_high_of(s, .95, 'haldane') / gmalign.odds_ratio_of(s, 'haldane')),
                                1.959963984540054 * sqrt(1 / (a + .5) + 1 / (b + .5) + 1 / (c_ + .5) + 1 / (d + .5))))), 0::bigint,
  'Haldane');
-- Newcombe's limits from Wilson's
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.risk_state(x, e) AS s FROM r GROUP BY c) AS q JOIN cell USING (c)
           CROSS JOIN LATERAL (SELECT gmalign.proportion_low(a::int, (a + b)::int) AS l1,
                               gmalign.proportion_high(a::int, (a + b)::int) AS u1,
                                      gmalign.proportion_low(c_::int, (c_ + d)::int) AS l0,
                                      gmalign.proportion_high(c_::int, (c_ + d)::int) AS u0, a / nullif(a + b, 0) AS p1,
                                      c_ / nullif(c_ + d, 0) AS p0) AS w
           WHERE pg_temp.differ(gmalign.risk_difference_low_of(s, .95, 'newcombe'), p1 - p0 - sqrt((p1 - l1) ^ 2 + (u0 - p0) ^ 2))
              OR pg_temp.differ(gmalign.risk_difference_high_of(s, .95, 'newcombe'),
                                p1 - p0 + sqrt((u1 - p1) ^ 2 + (p0 - l0) ^ 2))), 0::bigint, 'Newcombe');
-- Wilson's limits are where the score test gives p = level: |count / n - limit| = z sqrt(limit (1 - limit) / n)
SELECT is((SELECT count(*) FROM generate_series(1, 60) AS n, LATERAL generate_series(0, n) AS k,
           LATERAL (VALUES (gmalign.proportion_low(k, n, .9)), (gmalign.proportion_high(k, n, .9))) AS v (l)
           WHERE pg_temp.differ(abs(k::float8 / n - l), 1.6448536269514722 * sqrt(l * (1 - l) / n), 1e-12) AND l NOT IN (0, 1)),
             0::bigint, 'Wilson');

-- turnover and return
SELECT is((SELECT count(*) FROM (SELECT gmalign.turnover_rate(m, k) AS t, gmalign.roi(m, k) AS o,
                                 sum(m) FILTER (WHERE k IS NOT NULL) AS sm, sum(k) FILTER (WHERE m IS NOT NULL) AS sk
                                   FROM r GROUP BY c) AS q
           WHERE pg_temp.differ(t, sm / nullif(sk, 0) * 365.25) OR pg_temp.differ(o, (sm - sk) / nullif(sk, 0))),
             0::bigint, 'turnover and return equal plain SQL');

-- any order, any split through stored states
SELECT is((SELECT count(*) FROM (
    SELECT c, gmalign.risk_rollup(s ORDER BY random()) AS s, gmalign.roi_of(gmalign.roi_rollup(o)) AS o FROM (
      SELECT c, gmalign.risk_state(x, e ORDER BY random())::text::float8[] AS s, gmalign.roi_state(m, k ORDER BY random()) AS o
      FROM r GROUP BY c, floor(random() * 5)
      UNION ALL SELECT c, NULL, NULL FROM r WHERE i = 1
      UNION ALL SELECT 1, gmalign.risk_state(x, e), NULL FROM r WHERE false) AS shard GROUP BY c) AS q
  JOIN kernel k USING (c) JOIN (SELECT c, gmalign.roi(m, k) AS whole FROM r GROUP BY c) AS w USING (c)
  WHERE gmalign.risk_ratio_of(s) IS DISTINCT FROM rr OR gmalign.odds_ratio_low_of(s) IS DISTINCT FROM odds_low
    OR gmalign.risk_difference_high_of(s) IS DISTINCT FROM rd_high
     OR gmalign.risk_n_of(s) <> n OR gmalign.risk_least_events_of(s) <> least OR gmalign.exposed_risk_of(s) IS DISTINCT FROM p1
       OR gmalign.unexposed_risk_of(s) IS DISTINCT FROM p0
     OR pg_temp.differ(o, whole, 1e-12)), 0::bigint, 'any order and split, sent as text, gives the same');

-- windows and grouping sets
SELECT is((SELECT count(*) FROM (
    SELECT c, i, gmalign.risk_ratio(x, e) OVER w AS rr, gmalign.turnover_rate(m, k) OVER w AS t FROM r
    WHERE c <= 80 WINDOW w AS (PARTITION BY c ORDER BY i ROWS BETWEEN 9 PRECEDING AND 1 FOLLOWING)) AS q
  WHERE (rr, t) IS DISTINCT FROM (SELECT (gmalign.risk_ratio(x, e), gmalign.turnover_rate(m, k)) FROM r
                                  WHERE r.c = q.c AND r.i BETWEEN q.i - 9 AND q.i + 1)), 0::bigint, 'moving windows');
SELECT is((SELECT count(*) FROM (SELECT c % 7 AS a, c % 3 AS b, gmalign.risk_ratio_low(x, e) AS v FROM r GROUP BY CUBE (c % 7, c % 3)) AS q
           WHERE v IS DISTINCT FROM (SELECT gmalign.risk_ratio_low(x, e) FROM r
                                     WHERE (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR c % 3 = q.b))), 0::bigint, 'grouping sets');

-- trap: zero cells give what is known and no more, and no half case unasked
SELECT is(gmalign.risk_ratio(x, x), NULL, 'an infinite ratio is not known') FROM (VALUES (true), (false)) AS v (x);
SELECT is(gmalign.risk_ratio(x, NOT x), 0::float8, 'a ratio of 0 is 0, not (0 + .5) / ...') FROM (VALUES (true), (false)) AS v (x);
SELECT is(round(gmalign.risk_ratio_high(x, NOT x)::numeric, 9), 1.920729410, 'with the upper limit of the score') FROM (VALUES (true),
  (false)) AS v (x);
SELECT is(gmalign.odds_ratio(x, false), NULL, '0 / 0 is undefined') FROM (VALUES (true), (false)) AS v (x);
SELECT is(gmalign.risk_ratio(x, true), 1::float8, 'all had it: no difference') FROM (VALUES (true), (false)) AS v (x);

-- SQLSTATEs, and a state with any one number spoiled
SELECT throws_ok($$ SELECT gmalign.risk_ratio_low_of(gmalign.risk_state(true, true), 1) $$, '22023', NULL, 'conf_level');
SELECT throws_ok($$ SELECT gmalign.risk_ratio_low_of(gmalign.risk_state(true, true), 'NaN') $$, '22003', NULL, 'conf_level NaN');
SELECT throws_ok($$ SELECT gmalign.proportion_low(2, 1) $$, '22023', NULL, 'more than all');
SELECT throws_ok($$ SELECT gmalign.turnover_rate(1, -1) $$, '22023', NULL, 'negative exposure');
SELECT throws_ok($$ SELECT gmalign.roi('Infinity', 1) $$, '22003', NULL, 'infinite benefit');
SELECT throws_ok($$ SELECT gmalign.roi_of(gmalign.turnover_state(1, 1)) $$, '22023', NULL, 'a state of another family');
CREATE FUNCTION pg_temp.survives(state float8[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v float8[];
BEGIN
  SELECT ARRAY[gmalign.risk_ratio_of(q), gmalign.odds_ratio_high_of(q), gmalign.risk_difference_low_of(q, .9, 'newcombe'),
               gmalign.risk_ratio_of(q, 'haldane')] INTO v
  FROM (SELECT gmalign.risk_rollup(s) AS q FROM unnest(ARRAY[1, 2]) AS i, LATERAL (SELECT state AS s) AS p) AS p;
  RETURN NOT EXISTS (SELECT FROM unnest(v) AS x WHERE x = 'NaN' OR abs(x) = 'Infinity');
EXCEPTION WHEN invalid_parameter_value OR numeric_value_out_of_range THEN RETURN true;
END $$;
SELECT is((SELECT count(*) FROM generate_series(1, 15) AS i,
           unnest(ARRAY['NaN', 'Infinity', '-Infinity', '-1', '1e308', '-1e308', '1e-320', '0.5', '0', '1e15']::float8[]) AS bad
           WHERE NOT pg_temp.survives((SELECT array_agg(CASE WHEN k = i THEN bad ELSE v END ORDER BY k) FROM unnest(
             (SELECT gmalign.risk_state(x, e) FROM r WHERE c < 20)) WITH ORDINALITY AS u (v, k)))), 0::bigint,
             'spoiled states are survived');
SELECT is((SELECT count(*) FROM (
             SELECT c, gmalign.roi(benefit, cost ORDER BY i) AS one, gmalign.roi(benefit, cost ORDER BY i DESC) AS two,
                    gmalign.roi(benefit, cost ORDER BY benefit) AS three, gmalign.turnover_rate(benefit, cost ORDER BY i) AS rate,
                    gmalign.turnover_rate(benefit, cost ORDER BY benefit) AS again
             FROM (SELECT c, i, round((m * 1000)::numeric, 2)::float8 AS benefit, round((k * 1000)::numeric, 2)::float8 AS cost
                   FROM r) AS cents
             GROUP BY c) AS q
           WHERE one IS DISTINCT FROM two OR one IS DISTINCT FROM three OR rate IS DISTINCT FROM again), 0::bigint,
          'of sums in cents no order changes the last digit');
SELECT * FROM finish();
ROLLBACK;
