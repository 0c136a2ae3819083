-- risk: does an event happen more often to the exposed?
CREATE TABLE trial (trial text, exposed boolean, event boolean, n integer);
INSERT INTO trial VALUES
  ('scipy', true, true, 27), ('scipy', true, false, 95), ('scipy', false, true, 44), ('scipy', false, false, 443),
  ('small', true, true, 10), ('small', true, false, 65), ('small', false, true, 12), ('small', false, false, 213),
  ('aspirin', true, true, 189), ('aspirin', true, false, 10845), ('aspirin', false, true, 104), ('aspirin', false, false, 10933),
  ('table', true, true, 7), ('table', true, false, 15), ('table', false, true, 58), ('table', false, false, 472);
CREATE VIEW people AS SELECT trial, exposed, event FROM trial, generate_series(1, n);

-- scipy.stats.relative_risk; the Physicians' Health Study; [[7,15],[58,472]]
SELECT trial, gmalign.risk_n(exposed, event) AS n, gmalign.risk_least_events(exposed, event) AS least_events,
       round(gmalign.exposed_risk(exposed, event)::numeric, 9) AS exposed_risk,
       round(gmalign.unexposed_risk(exposed, event)::numeric, 9) AS unexposed_risk
FROM people GROUP BY trial ORDER BY trial;
SELECT trial, round(gmalign.risk_ratio(exposed, event)::numeric, 13) AS rr,
       round(gmalign.risk_ratio_low(exposed, event)::numeric, 13) AS low,
       round(gmalign.risk_ratio_high(exposed, event)::numeric, 13) AS high FROM people GROUP BY trial ORDER BY trial;
SELECT trial, round(gmalign.odds_ratio(exposed, event)::numeric, 9) AS odds_ratio,
       round(gmalign.odds_ratio_low(exposed, event)::numeric, 9) AS low,
       round(gmalign.odds_ratio_high(exposed, event)::numeric, 9) AS high FROM people GROUP BY trial ORDER BY trial;
SELECT trial, round(gmalign.risk_difference(exposed, event)::numeric, 12) AS rd,
       round(gmalign.risk_difference_low(exposed, event)::numeric, 9) AS low,
       round(gmalign.risk_difference_high(exposed, event)::numeric, 9) AS high FROM people GROUP BY trial ORDER BY trial;

-- another level, another method, from the state
CREATE TABLE stored AS SELECT trial, exposed, gmalign.risk_state(exposed, event) AS state FROM people GROUP BY trial, exposed;
SELECT trial, round(gmalign.risk_ratio_low_of(s, .90)::numeric, 9) AS katz_90,
       round(gmalign.risk_ratio_low_of(s, .90, 'haldane')::numeric, 9) AS haldane_90,
       round(gmalign.odds_ratio_high_of(s, .99)::numeric, 9) AS woolf_99, round(gmalign.odds_ratio_of(s, 'haldane')::numeric, 9) AS haldane,
       gmalign.risk_n_of(s) AS n
FROM (SELECT trial, gmalign.risk_rollup(state) AS s FROM stored GROUP BY trial) AS q ORDER BY trial;
-- Newcombe 1998, table II: 56/70 against 48/80, 9/10 against 3/10, 10/10 against 0/10
CREATE FUNCTION fourfold(a int, n1 int, c int, n0 int) RETURNS float8[] LANGUAGE sql AS
  'SELECT gmalign.risk_state(x, i <= CASE WHEN x THEN a ELSE c END) FROM (VALUES (true), (false)) AS v (x),
   generate_series(1, CASE WHEN x THEN n1 ELSE n0 END) AS i';
SELECT t.*, round(gmalign.risk_difference_of(s)::numeric, 4) AS rd,
       round(gmalign.risk_difference_low_of(s, .95, 'newcombe')::numeric, 4) AS low,
       round(gmalign.risk_difference_high_of(s, .95, 'newcombe')::numeric, 4) AS high,
       round(gmalign.risk_difference_low_of(s, .95, 'wald')::numeric, 4) AS wald_low,
       round(gmalign.risk_difference_high_of(s, .95, 'wald')::numeric, 4) AS wald_high
FROM (VALUES (56, 70, 48, 80), (9, 10, 3, 10), (6, 7, 2, 7), (5, 56, 0, 29), (0, 10, 0, 20), (0, 10, 0, 10),
      (10, 10, 0, 20), (10, 10, 0, 10)) AS t (a, n1, c, n0),
     LATERAL (SELECT fourfold(a, n1, c, n0) AS s) AS q;

-- zero cells: what would be infinite or undefined is not known, limits are those of the score; half a case more only when asked for
SELECT t.*, gmalign.risk_ratio_of(s) AS rr, gmalign.risk_ratio_low_of(s) AS low, gmalign.risk_ratio_high_of(s) AS high,
       gmalign.odds_ratio_of(s) AS odds, gmalign.odds_ratio_low_of(s) AS odds_low, gmalign.odds_ratio_high_of(s) AS odds_high,
       round(gmalign.risk_ratio_of(s, 'haldane')::numeric, 6) AS rr_haldane,
       round(gmalign.odds_ratio_of(s, 'haldane')::numeric, 6) AS odds_haldane,
       round(gmalign.risk_difference_of(s)::numeric, 6) AS rd
FROM (VALUES (0, 10, 3, 10), (3, 10, 0, 10), (0, 10, 0, 10), (10, 10, 3, 10), (10, 10, 10, 10), (0, 0, 3, 10),
      (3, 10, 0, 0), (0, 0, 0, 0)) AS t (a, n1, c, n0),
     LATERAL (SELECT fourfold(a, n1, c, n0) AS s) AS q;
-- no row, nothing known
SELECT gmalign.risk_ratio(exposed, event), gmalign.risk_n(exposed, event), gmalign.risk_difference_low(exposed, event)
FROM people WHERE false;
SELECT gmalign.risk_ratio(NULL, event), gmalign.odds_ratio(exposed, NULL), gmalign.risk_n(NULL, event) FROM people;

-- a share and its limits (Wilson 1927; Newcombe 1998, table I: 81 of 263, 15 of 148, 0 of 20, 1 of 29)
SELECT count, n, round(gmalign.proportion_low(count, n)::numeric, 4) AS low, round(gmalign.proportion_high(count, n)::numeric, 4) AS high
FROM (VALUES (81, 263), (15, 148), (0, 20), (1, 29), (20, 20), (0, 0)) AS v (count, n);
SELECT gmalign.proportion_low(8, 10, .9) > gmalign.proportion_low(8, 10), gmalign.proportion_low(NULL, 10);

-- turnover per person-year, and return on cost: 540k for 450k
SELECT gmalign.turnover_rate(e, d) FROM (VALUES (1, 365.25), (0, 365.25), (0, 730.5), (NULL, 9999), (1, NULL)) AS v (e, d);
SELECT gmalign.turnover_rate(1, 0), gmalign.turnover_rate(1, NULL);
SELECT round(gmalign.roi(b, c)::numeric, 12) FROM (VALUES (300000, 200000), (240000, 250000), (NULL, 1e6), (1e6, NULL)) AS v (b, c);
SELECT gmalign.roi(1, 0), gmalign.roi(0, 5), gmalign.roi(5, -5), gmalign.roi(NULL, 1);
SELECT round(gmalign.roi_of(gmalign.roi_rollup(s))::numeric, 12) AS roi
FROM (SELECT gmalign.roi_state(b, c) AS s FROM (VALUES (300000, 200000), (240000, 250000)) AS v (b, c) GROUP BY b) AS q;
SELECT gmalign.turnover_rate_of(gmalign.turnover_rollup(s)) AS rate
FROM (SELECT gmalign.turnover_state(1, 365.25) AS s FROM generate_series(1, 4) AS i GROUP BY i % 2) AS q;

-- GROUP BY, FILTER, GROUPING SETS, windows
SELECT trial, gmalign.risk_n(exposed, event), round(gmalign.risk_ratio(exposed, event)::numeric, 6) AS rr,
       gmalign.risk_ratio(exposed, event) FILTER (WHERE event) AS among_events FROM people GROUP BY ROLLUP (trial) ORDER BY trial;
SELECT i, gmalign.risk_difference(i % 2 = 0, i % 3 = 0) OVER (ORDER BY i) AS growing,
       gmalign.risk_n(i % 2 = 0, i % 3 = 0) OVER (ORDER BY i ROWS 1 PRECEDING) AS moving
FROM generate_series(1, 6) AS i;

-- a state of version 1, as a user may have stored it
SELECT gmalign.risk_ratio_of('{701,609,33,1,0,1,31,26,95,43,412,0,0,0,0}');
-- refused
SELECT gmalign.risk_ratio_of('{701,609,33,1,0,1,31,26,95,43,413,0,0,0,0}');
SELECT gmalign.risk_ratio_of('{701,1,1,.5,.5,0,0,0,0,0,0,0,0,0,0}');
SELECT gmalign.risk_ratio_of('{701,2,2,3,-1,0,0,0,0,0,0,0,0,0,0}');
SELECT gmalign.risk_ratio_of('{1,2,3}');
SELECT gmalign.risk_rollup(s) FROM (SELECT gmalign.roi_state(1, 1) AS s) AS q;
SELECT gmalign.risk_ratio_low_of(gmalign.risk_state(true, true), 95);
SELECT gmalign.risk_ratio_low_of(gmalign.risk_state(true, true), .95, 'woolf');
SELECT gmalign.odds_ratio_of(gmalign.risk_state(true, true), 'Woolf');
SELECT gmalign.risk_difference_low_of(gmalign.risk_state(true, true), .95, 'katz');
SELECT gmalign.proportion_low(11, 10);
SELECT gmalign.proportion_low(-1, 10);
SELECT gmalign.proportion_high(1, 10, 0);
SELECT gmalign.turnover_rate(-1, 365);
SELECT gmalign.turnover_rate(1, -365);
SELECT gmalign.turnover_rate(1, 'Infinity');
SELECT gmalign.roi('NaN', 1);
SELECT gmalign.roi(1, '-Infinity');
SELECT gmalign.roi(x, x) FROM (VALUES (1e308::float8), (1e308)) AS v (x);
DROP VIEW people;
DROP FUNCTION fourfold;
DROP TABLE trial, stored;
