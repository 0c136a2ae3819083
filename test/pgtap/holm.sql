-- holm: against its definition
BEGIN;
\ir ../start.psql
SELECT plan(9);
SELECT setseed(.9);
CREATE TEMP TABLE t AS
SELECT i, i % 50 AS g, CASE WHEN random() < .15 THEN NULL WHEN random() < .2 THEN .04 ELSE random() ^ 3 END AS p FROM generate_series(1,
  600) AS i;
CREATE TEMP TABLE adjusted AS SELECT *, gmalign.holm(p) OVER (PARTITION BY g) AS q FROM t;
-- the largest of (number of p at least as large, counted one by one) times p up to it
SELECT is((SELECT count(*) FROM adjusted a
           WHERE q IS DISTINCT FROM CASE WHEN p IS NOT NULL THEN (
             SELECT least(1, max(k * s.p)) FROM (SELECT b.i, b.p, count(*) OVER (ORDER BY b.p DESC, b.i DESC) AS k FROM t b
                                                 WHERE b.g = a.g AND b.p IS NOT NULL) AS s WHERE s.p <= a.p) END), 0::bigint, '50 tables');
-- Holm 1979: five p of .01 to .05 by hand
SELECT is((SELECT array_agg(round(q::numeric, 12) ORDER BY p) FROM (
             SELECT p, gmalign.holm(p) OVER () AS q FROM unnest('{.04,.01,.05,.02,.03}'::float8[]) AS p) AS s),
          '{.05,.08,.09,.09,.09}'::numeric[], 'five by hand');
SELECT is((SELECT count(*) FROM adjusted a JOIN (SELECT i, gmalign.holm(p) OVER (PARTITION BY g ORDER BY p, i ROWS 1 PRECEDING) AS q FROM
  t) AS o USING (i)
           WHERE a.q IS DISTINCT FROM o.q), 0::bigint, 'whatever frame and order');
SELECT is((SELECT count(*) FROM adjusted WHERE q < p OR q > 1), 0::bigint, 'never smaller, never above 1');
SELECT is((SELECT gmalign.holm(.3) OVER ()), .3::float8, 'one alone stays');
SELECT is((SELECT gmalign.holm(NULL) OVER ()), NULL, 'none is none');
SELECT throws_ok($$ SELECT gmalign.holm(1.5) OVER () $$, '22023', NULL, 'above 1');
SELECT throws_ok($$ SELECT gmalign.holm('NaN') OVER () $$, '22003', NULL, 'no number');
SELECT throws_ok($$ SELECT gmalign.holm(.5) $$, '42809', NULL, 'without a window');
SELECT * FROM finish();
ROLLBACK;
