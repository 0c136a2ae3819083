-- survival: an independent computation, any order, windows, large and many groups
BEGIN;
\ir ../start.psql
SELECT plan(48);
SELECT setseed(.42);

-- 400 random cases of 1 to 60 rows: ties, fractions, late entry (half of the
-- cases), three groups, some values unknown
CREATE TEMP TABLE r AS
SELECT c, i, CASE WHEN random() < .05 THEN NULL ELSE d END AS d, CASE WHEN random() < .05 THEN NULL ELSE random() < .6 END AS e,
       CASE WHEN c % 2 = 0 THEN 0 WHEN random() < .03 THEN NULL WHEN random() < .5 THEN floor(d * .7) ELSE 0 END AS en,
       floor(random() * 3)::int AS g
FROM (SELECT c, i, CASE WHEN c % 4 < 2 THEN 1 + floor(random() * 15) ELSE .01 + random() * 15 END AS d
      FROM generate_series(1, 400) AS c, LATERAL generate_series(1, 1 + c % 60) AS i) AS q;
CREATE TEMP TABLE known AS SELECT * FROM r WHERE d IS NOT NULL AND e IS NOT NULL AND en IS NOT NULL;
CREATE INDEX ON known (c);
CREATE INDEX ON r (c);
ANALYZE known, r;

-- the definitions in plain SQL: n at risk, d events, Greenwood's sum, at every time of a case
CREATE TEMP TABLE step AS
SELECT *, lead(t) OVER w AS next_t,
       CASE WHEN bool_or(n = d) OVER w THEN 0 ELSE exp(sum(CASE WHEN n > d THEN ln(1 - d / n) END) OVER w) END AS s,
       CASE WHEN bool_or(n = d) OVER w THEN NULL ELSE sum(CASE WHEN n > d THEN d / (n * (n - d)) END) OVER w END AS h
FROM (SELECT c, t, (SELECT count(*) FROM known k WHERE k.c = q.c AND k.d >= t AND k.en < t)::float8 AS n, d::float8 FROM (
        SELECT c, d AS t, count(*) FILTER (WHERE e) AS d FROM known GROUP BY c, d) AS q) AS p
WINDOW w AS (PARTITION BY c ORDER BY t);
CREATE INDEX ON step (c);
ANALYZE step;

CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-9) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within * greatest(1, abs(b))';

-- S and its error at seven moments
CREATE TEMP TABLE at_moment AS
SELECT c, m, gmalign.km_survival(en, d, e, m) AS s, gmalign.km_survival_se(en, d, e, m) AS se, gmalign.km_survival_low(en, d, e, m) AS low,
       gmalign.km_survival_high(en, d, e, m, .8, 'log-log') AS high, gmalign.km_survival_low(en, d, e, m, .8, 'log-log') AS log_low,
       gmalign.km_at_risk(en, d, e, m) AS at_risk,
       gmalign.km_restricted_mean(en, d, e, m) AS mean, gmalign.km_n(en, d, e) AS n, gmalign.km_events(en, d, e) AS events
FROM r, unnest('{0,1,3.3,7,11,14,20}'::float8[]) AS m GROUP BY c, m;
SELECT is((SELECT count(*) FROM at_moment a
           LEFT JOIN LATERAL (SELECT s, h FROM step WHERE step.c = a.c AND t <= m ORDER BY t DESC LIMIT 1) AS p ON true
           CROSS JOIN LATERAL (SELECT m <= (SELECT max(t) FROM step WHERE step.c = a.c) OR p.s = 0 AS is_reached) AS o
           WHERE pg_temp.differ(a.s, CASE WHEN is_reached THEN coalesce(p.s, 1) END)
              OR pg_temp.differ(a.se, CASE WHEN is_reached AND p.s IS DISTINCT FROM 0 THEN coalesce(p.s * sqrt(p.h), 0) END)
              OR pg_temp.differ(a.low, CASE WHEN is_reached AND p.s IS DISTINCT FROM 0
                                THEN coalesce(p.s * exp(-1.959963984540054 * sqrt(p.h)), 1) END)
              OR pg_temp.differ(a.high, CASE WHEN is_reached AND p.s > 0
                                AND p.h > 0 THEN p.s ^ exp(1.2815515655446004 * sqrt(p.h) / ln(p.s))
                                WHEN is_reached AND coalesce(p.s, 1) = 1 AND a.at_risk > 0 THEN 1 END)
              OR pg_temp.differ(a.log_low, CASE WHEN is_reached AND p.s > 0
                                AND p.h > 0 THEN p.s ^ exp(-1.2815515655446004 * sqrt(p.h) / ln(p.s))
                                WHEN is_reached AND coalesce(p.s, 1) = 1 AND a.at_risk > 0 THEN .1 ^ (1.0 / a.at_risk) END)), 0::bigint,
  'survival, error and limits equal plain SQL');
SELECT is((SELECT count(*) FROM at_moment a WHERE at_risk <> (SELECT count(*) FROM known k
                                                              WHERE k.c = a.c AND k.d >= m AND (k.en < m OR k.en = 0))
           OR n <> (SELECT count(*) FROM known k WHERE k.c = a.c) OR events <> (SELECT count(*) FROM known k
               WHERE k.c = a.c AND e)), 0::bigint, 'counts equal plain SQL');
SELECT is((SELECT count(*) FROM at_moment a
           CROSS JOIN LATERAL (SELECT least(m, min(t)) + coalesce(sum(s * (least(coalesce(next_t, m), m) - t)) FILTER (WHERE t < m),
                                                                  0) AS area, max(t) AS last, min(s) AS lowest
                                                                    FROM step WHERE step.c = a.c) AS p
           WHERE pg_temp.differ(a.mean, CASE WHEN m <= last OR lowest = 0 THEN area END)), 0::bigint, 'the restricted mean is the area');
SELECT cmp_ok((SELECT count(*) FROM at_moment WHERE s > 0 AND s < 1 AND se > 0 AND mean > 0), '>', 1000::bigint,
              'most moments have a value');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.km_median(en, d, e) AS median FROM r GROUP BY c) AS a
           LEFT JOIN LATERAL (SELECT t, s FROM step WHERE step.c = a.c AND s <= .5 + 1e-8 ORDER BY t LIMIT 1) AS p ON true
           LEFT JOIN LATERAL (SELECT t FROM step WHERE step.c = a.c AND s < .5 - 1e-8 ORDER BY t LIMIT 1) AS q ON true
           WHERE pg_temp.differ(median, CASE WHEN abs(p.s - .5) < 1e-8 THEN (p.t + coalesce(q.t, p.t)) / 2 ELSE p.t END)),
             0::bigint, 'the median, flat steps included');
SELECT cmp_ok((SELECT count(*) FROM step WHERE abs(s - .5) < 1e-8), '>', 20::bigint, '... of which there were some');
SELECT is((SELECT count(*) FROM (SELECT c, unnest(gmalign.km_curve(en, d, e)) AS p FROM r GROUP BY c) AS k
           FULL JOIN step ON step.c = k.c AND t = (p).time
           WHERE (p).time > 0 AND (pg_temp.differ((p).survival, s) OR pg_temp.differ((p).std_error, s * sqrt(h))
                                   OR (p).at_risk <> n OR (p).events <> d
              OR (p).events + (p).censored <> (SELECT count(*) FROM known WHERE known.c = k.c AND known.d = t))),
                0::bigint, 'the whole curve');
SELECT is((SELECT array_agg(DISTINCT ((p).survival, (p).events, (p).censored, (p).low)::text)
           FROM (SELECT c, (gmalign.km_curve(en, d, e))[1] AS p FROM r GROUP BY c) AS k WHERE (p).time = 0),
  ARRAY['(1,0,0,1)'], 'a curve begins at (0, 1)');

-- without late entry both forms are one
SELECT is((SELECT count(*) FROM (SELECT gmalign.km_survival(d, e, 5) AS a, gmalign.km_survival(0, d, e, 5) AS b,
                                 gmalign.km_median(d, e) AS am, gmalign.km_median(0, d, e) AS bm,
             gmalign.log_rank_chi2(d, e, g) AS ac, gmalign.log_rank_chi2(0, d, e, g) AS bc FROM r GROUP BY c) AS q
           WHERE a IS DISTINCT FROM b OR am IS DISTINCT FROM bm OR ac IS DISTINCT FROM bc), 0::bigint, 'entry at 0 is no entry');

-- log-rank of two groups in plain SQL, and of three with the inverse written out
CREATE TEMP TABLE at_event AS
SELECT c, t, x.*, (n - d) / nullif(n - 1, 0) * d AS v FROM (SELECT DISTINCT c, d AS t FROM known WHERE e) AS q,
LATERAL (SELECT count(*)::float8 AS n, count(*) FILTER (WHERE g = 1)::float8 AS n1, count(*) FILTER (WHERE g = 2)::float8 AS n2,
                count(*) FILTER (WHERE e AND d = t)::float8 AS d, count(*) FILTER (WHERE e AND d = t AND g = 1)::float8 AS d1,
                count(*) FILTER (WHERE e AND d = t AND g = 2)::float8 AS d2
         FROM known k WHERE k.c = q.c AND k.d >= t AND k.en < t) AS x;
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.log_rank_chi2(en, d, e, g = 1) AS chi2,
                                 gmalign.log_rank_df(en, d, e, g = 1) AS df FROM r GROUP BY c) AS k
           LEFT JOIN (SELECT c, sum(d1 - d * n1 / n) AS u, sum(v * n1 / n * (1 - n1 / n)) AS v FROM at_event GROUP BY c) AS p USING (c)
           WHERE pg_temp.differ(chi2, CASE WHEN v > 0 THEN u * u / v END) OR (v > 0 AND df <> 1)), 0::bigint,
             'log-rank of two groups equals plain SQL');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.log_rank_chi2(en, d, e, 'group ' || g) AS chi2,
                                 gmalign.log_rank_df(en, d, e, 'group ' || g) AS df FROM r GROUP BY c) AS k
           JOIN (SELECT c, sum(d1 - d * n1 / n) AS u1, sum(d2 - d * n2 / n) AS u2, sum(v * n1 / n * (1 - n1 / n)) AS a,
                 sum(v * n2 / n * (1 - n2 / n)) AS b, -sum(v * n1 / n * n2 / n) AS ab
                 FROM at_event GROUP BY c) AS p USING (c)
           WHERE df = 2 AND pg_temp.differ(chi2, (u1 * u1 * b - 2 * u1 * u2 * ab + u2 * u2 * a) / (a * b - ab * ab), 1e-8)),
             0::bigint, 'log-rank of three groups equals plain SQL');
SELECT cmp_ok((SELECT count(*) FROM (SELECT gmalign.log_rank_df(en, d, e, g) AS df FROM r GROUP BY c) AS k WHERE df = 2),
              '>', 300::bigint, '... in most cases');
SELECT is((SELECT count(*) FROM (SELECT gmalign.log_rank_p(d, e, g) AS p, gmalign.log_rank_chi2(d, e, g) AS x FROM r GROUP BY c) AS q
           WHERE p NOT BETWEEN 0 AND 1 OR (p IS NULL) <> (x IS NULL)), 0::bigint, 'p lies in [0, 1]');

-- counts are exact, so any order gives the same to the last bit
SELECT is((SELECT count(*) FROM (
    SELECT gmalign.km_survival_se(en, d, e, 7) AS s, gmalign.km_restricted_mean(en, d, e, 7) AS m,
           gmalign.log_rank_chi2(en, d, e, g) AS x, gmalign.km_curve(en, d, e) AS k,
           gmalign.km_survival_se(en, d, e, 7 ORDER BY random()) AS s2, gmalign.km_restricted_mean(en, d, e, 7 ORDER BY random()) AS m2,
           gmalign.log_rank_chi2(en, d, e, g ORDER BY random()) AS x2, gmalign.km_curve(en, d, e ORDER BY random()) AS k2
             FROM r GROUP BY c) AS q
  WHERE (s, m, x, k) IS DISTINCT FROM (s2, m2, x2, k2)), 0::bigint, 'any order gives the same');

-- windows, as the same rows aggregated; grouping sets; filter
SELECT is((SELECT count(*) FROM (
    SELECT c, i, gmalign.km_survival(en, d, e, 5) OVER w AS s, gmalign.log_rank_chi2(en, d, e, g) OVER w AS x
    FROM r WHERE c BETWEEN 40 AND 80
    WINDOW w AS (PARTITION BY c ORDER BY i ROWS BETWEEN 12 PRECEDING AND 3 FOLLOWING)) AS m
  WHERE (m.s, m.x) IS DISTINCT FROM (SELECT (gmalign.km_survival(en, d, e, 5), gmalign.log_rank_chi2(en, d, e, g))
                                     FROM r WHERE r.c = m.c AND r.i BETWEEN m.i - 12 AND m.i + 3)), 0::bigint, 'moving windows');
SELECT is((SELECT count(*) FROM (
    SELECT c, i, gmalign.km_survival(en, d, e, 5) OVER w AS s FROM r WHERE c BETWEEN 40 AND 80 WINDOW w AS (PARTITION BY c ORDER BY i)) AS m
  WHERE m.s IS DISTINCT FROM (SELECT gmalign.km_survival(en, d, e, 5) FROM r WHERE r.c = m.c AND r.i <= m.i)),
    0::bigint, 'growing windows');
SELECT is((SELECT count(*) FROM (SELECT c % 7 AS a, c % 3 AS b, gmalign.km_median(en, d, e) AS x,
                                 gmalign.km_n(en, d, e) FILTER (WHERE g = 1) AS f FROM r GROUP BY CUBE (c % 7, c % 3)) AS q
           WHERE x IS DISTINCT FROM (SELECT gmalign.km_median(en, d, e) FROM r
                                     WHERE (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR c % 3 = q.b))
              OR f <> (SELECT count(*) FROM known WHERE g = 1 AND (q.a IS NULL OR c % 7 = q.a) AND (q.b IS NULL OR c % 3 = q.b))),
                0::bigint, 'grouping sets and filter');

-- the traps: limits by another transformation, the lower end of a flat step, censorings first, entry at an event's own time, would
-- each show
CREATE TEMP TABLE trap AS SELECT * FROM (VALUES (0, 1, true), (0, 2, true), (0, 2, false), (0, 3, true),
                                         (0, 5, true), (2, 6, false)) AS v (en, d, e);
SELECT is(round(gmalign.km_survival(d, e, 2)::numeric, 9), .666666667, 'events come before censorings at a tie (else .625)') FROM trap;
SELECT is(round(gmalign.km_survival(en, d, e, 2)::numeric, 9), .600000000,
          'who enters at a time is not at risk of its events (else .667)') FROM trap;
SELECT is(gmalign.km_median(d, true), 2.5::float8, 'the middle of a flat step (else 2)') FROM generate_series(1, 4) AS d;
SELECT isnt(round(gmalign.km_survival_low(d, e, 3)::numeric, 3),
            round(gmalign.km_survival_low(d, e, 3, .95, 'log-log')::numeric, 3), 'log is not log-log') FROM trap;
SELECT is(round(gmalign.km_survival_low(d, e, 3)::numeric, 9),
          round((.4444444444 * exp(-1.959963984540054 * sqrt(1 / 30.0 + 1 / 20.0 + 1 / 6.0)))::numeric, 9), 'the limit of type log')
            FROM trap;

-- one group of a hundred thousand: as many times, or few
CREATE TEMP TABLE big AS SELECT i::bigint * 7919 % 1000003 / 1000.0::float8 AS d, floor(random() * 700) AS day,
  random() < .5 AS e, i % 2 AS g FROM generate_series(1, 100000) AS i;
SELECT is((SELECT count(*) FROM (SELECT t, d, sum(n) OVER (ORDER BY t DESC) AS n
                                 FROM (SELECT day AS t, count(*) AS n, count(*) FILTER (WHERE e) AS d FROM big GROUP BY 1) AS q) AS p
           JOIN (SELECT unnest(gmalign.km_curve(day, e)) AS k FROM big) AS k ON (k).time = t
           WHERE n = (k).at_risk AND d = (k).events), 700::bigint, '100,000 rows, 700 times');
SELECT ok(NOT pg_temp.differ((SELECT gmalign.km_survival(d, e, 500) FROM big),
  (SELECT exp(sum(ln(1 - 1 / n))) FROM (SELECT d, e, row_number() OVER (ORDER BY d DESC)::float8 AS n FROM big) AS q
   WHERE e AND d <= 500)), '100,000 rows, as many times');
SELECT ok(NOT pg_temp.differ((SELECT gmalign.log_rank_chi2(d, e, g) FROM big),
  (SELECT sum(e::int * (g - n1 / n)) ^ 2 / sum(e::int * n1 / n * (1 - n1 / n))
   FROM (SELECT e, g, row_number() OVER w::float8 AS n, (sum(g) OVER w)::float8 AS n1 FROM big WINDOW w AS (ORDER BY d DESC)) AS q)),
  'log-rank of 100,000 rows');
-- many small groups
SELECT is((SELECT count(*) FROM (SELECT gmalign.km_median(j, true) AS m FROM generate_series(1, 100000) AS i,
                                 generate_series(1, 3) AS j GROUP BY i) AS q WHERE m = 2), 100000::bigint, '100,000 groups of three');
-- groups without end are refused, those of a test of 1,000 groups are not
SELECT is((SELECT gmalign.log_rank_df(i / 1000, true, i % 1000) FROM generate_series(1, 9999) AS i), 999::bigint, 'a thousand groups');
SELECT throws_ok($$ SELECT gmalign.log_rank_df(1, true, i) FROM generate_series(1, 1001) AS i $$, '54000', NULL, 'a thousand and one');

-- SQLSTATEs
SELECT throws_ok($$ SELECT gmalign.km_n('NaN', true) $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.km_n(-1e-9, true) $$, '22023', NULL, 'negative duration');
SELECT throws_ok($$ SELECT gmalign.km_n(1, 1, true) $$, '22023', NULL, 'entry at the end');
SELECT throws_ok($$ SELECT gmalign.km_survival(d, e, d) FROM big $$, '22023', NULL, 'a question that varies');
SELECT throws_ok($$ SELECT gmalign.km_median_low(1, true, 1.5, 'log') $$, '22023', NULL, 'conf_level');
SELECT throws_ok($$ SELECT gmalign.km_median_low(1, true, .5, NULL) $$, '22004', NULL, 'conf_type');
SELECT throws_ok($$ SELECT gmalign.log_rank_p(1, true, 1.5) $$, '42804', NULL, 'a group named by a number with a point');
-- ---------- large times: seconds and milliseconds since 1970 ----------
CREATE TEMP TABLE epoch AS
SELECT u.unit, u.start + g * u.step AS t, g % 3 > 0 AS event, 'g' || g % 2 AS band
FROM (VALUES ('s', 1767225600::float8, 1), ('ms', 1767225600000, 1), ('rounded', .1, 1e-16)) AS u (unit, start, step),
  generate_series(0, 9) AS g;
CREATE TEMP TABLE small AS SELECT g::float8 + 1 AS t, g % 3 > 0 AS event, 'g' || g % 2 AS band FROM generate_series(0, 9) AS g;
SELECT results_eq(format('SELECT (p).at_risk, (p).survival FROM (SELECT unnest(gmalign.km_curve(t, event)) AS p FROM epoch
  WHERE unit = %L) AS q', u),
                  'SELECT (p).at_risk, (p).survival FROM (SELECT unnest(gmalign.km_curve(t, event)) AS p FROM small) AS q',
                  'km_curve over times in ' || u) FROM unnest(ARRAY['s', 'ms']) AS u;
SELECT is_empty($$ SELECT q.unit, q.p FROM (SELECT e.unit, unnest(gmalign.km_curve(e.t, e.event)) AS p FROM epoch e GROUP BY e.unit) AS q
                   WHERE (q.p).survival <> (SELECT gmalign.km_survival(e.t, e.event, (q.p).time) FROM epoch e WHERE e.unit = q.unit)
                      OR (q.p).time > 0 AND (q.p).at_risk <> (SELECT gmalign.km_at_risk(e.t, e.event, (q.p).time) FROM epoch e
                                                              WHERE e.unit = q.unit) $$,
                'km_survival and km_at_risk say what km_curve says at that time');
SELECT is((SELECT gmalign.log_rank_p(t, event, band) FROM epoch WHERE unit = u), (SELECT gmalign.log_rank_p(t, event, band) FROM small),
          'log_rank_p over times in ' || u) FROM unnest(ARRAY['s', 'ms']) AS u;
SELECT is((SELECT gmalign.km_median(t, event) FROM epoch WHERE unit = 's') - 1767225599, (SELECT gmalign.km_median(t, event)
  FROM small), 'km_median');
SELECT lives_ok('SELECT gmalign.km_n(1767225600::float8, 1767225601::float8, true)', 'who entered a second before the end was there');
SELECT results_eq('SELECT count(*) FROM (SELECT unnest(gmalign.km_curve(t, true)) FROM (VALUES (.1 + .2::float8), (.3), (.3)) AS v (t))
  AS q',
                  ARRAY[2::bigint], '.1 + .2 and .3 are one time still');

-- do curves cross? The largest difference of the cumulative hazards either way
CREATE TEMP TABLE two AS
SELECT c, b, ceil(CASE WHEN b THEN 13 + 4 * random() ELSE 30 * random() ^ (.4 + .2 * (c % 8)) END)::float8 AS d, random() < .7 AS e
FROM generate_series(1, 40) AS c, unnest(ARRAY[true, false]) AS b, generate_series(1, 60);
CREATE TEMP TABLE crossing AS SELECT c, gmalign.curves_cross_p(d, e, b) AS p FROM two GROUP BY c;
SELECT is((SELECT count(*) FROM crossing JOIN (
             SELECT c, least(max(greatest(h, 0)), -min(least(h, 0))) / sqrt(sum(v)) AS z
             FROM (SELECT c, t, sum(x) OVER (PARTITION BY c ORDER BY t) AS h, v
                   FROM (SELECT q.c, t, x1 / n1 - x0 / n0 AS x, x1 / n1 ^ 2 + x0 / n0 ^ 2 AS v
                         FROM (SELECT s.c, s.d AS t, count(*) FILTER (WHERE s.b AND s.e)::float8 AS x1, count(*) FILTER (WHERE NOT s.b AND
                           s.e)::float8 AS x0
                               FROM two s GROUP BY 1, 2) AS q
                         CROSS JOIN LATERAL (SELECT count(*) FILTER (WHERE b)::float8 AS n1, count(*) FILTER (WHERE NOT b)::float8 AS n0
                                             FROM two r WHERE r.c = q.c AND r.d >= q.t) AS n WHERE least(n1, n0) >= 10) AS w) AS w GROUP
                                               BY c) AS q USING (c)
           -- twice the upper tail of the normal distribution, as the tail of its square
           WHERE abs(p - (SELECT 2 * (1 - .5 * (1 + sign(z) * sqrt(1 - exp(-z * z * (4 / pi() + .147 * z * z / 2) / 2 / (1 + .147 * z * z
             / 2))))))) > 2e-3),
          0::bigint, 'crossing by its definition');
SELECT ok(count(*) FILTER (WHERE p < .05) BETWEEN 1 AND 39 AND count(DISTINCT p) > 10, '... some cross') FROM crossing;
SELECT is((SELECT count(*) FROM crossing JOIN (SELECT c, gmalign.curves_cross_p(d, e, CASE WHEN b THEN 'a' ELSE 'z' END) AS q FROM two
  GROUP BY c) AS o
           USING (c) WHERE p IS DISTINCT FROM q), 0::bigint, 'whatever the groups are called');
SELECT is((SELECT gmalign.curves_cross_p(i, true, i % 3) FROM generate_series(1, 60) AS i), NULL, 'two groups, no more');
SELECT is((SELECT gmalign.curves_cross_p(i, true, i % 2) FROM generate_series(1, 12) AS i), NULL, 'and ten of each at risk');
SELECT * FROM finish();
ROLLBACK;
