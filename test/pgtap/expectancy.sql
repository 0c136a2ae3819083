-- expectancy: published figures, an independent computation, any order and split
BEGIN;
CREATE EXTENSION pgtap;
CREATE EXTENSION gmalign;
SELECT no_plan();
SELECT setseed(.42);
CREATE FUNCTION pg_temp.differ(a float8, b float8, within float8 DEFAULT 1e-12) RETURNS boolean LANGUAGE sql AS
  'SELECT (a IS NULL) <> (b IS NULL) OR abs(a - b) > within';

CREATE TEMP TABLE r AS
SELECT c, k, CASE WHEN random() < .05 THEN NULL ELSE round(random()::numeric, 2)::float8 END AS e,
       CASE WHEN random() < .05 THEN NULL WHEN random() < .2 THEN 0 ELSE random() * 2 - 1 END AS i,
       CASE WHEN random() < .05 THEN NULL WHEN random() < .2 THEN 0 WHEN c % 10 = 0 THEN -random() ELSE random() * 2 - 1 END AS v
FROM generate_series(1, 1000) AS c, LATERAL generate_series(1, 1 + c % 12) AS k;
CREATE TEMP TABLE plain AS
SELECT c, n, f, idx, me, mi, mv, gross, cost, ge, gi, gv, li, lv,
       CASE WHEN n = 0 THEN NULL WHEN vp = 0 THEN 'valence' WHEN me <= li AND me <= lv THEN 'expectancy' WHEN li <= lv THEN 'instrumentality' ELSE 'valence' END AS link,
       CASE WHEN n = 0 THEN NULL WHEN vp = 0 THEN 0 ELSE least(me, li, lv) END AS value
FROM (SELECT c, count(*) FILTER (WHERE ok) AS n, sum(e * i * v) FILTER (WHERE ok) AS f,
             sum(e * i * v) FILTER (WHERE ok) / nullif(sum(abs(v)) FILTER (WHERE ok), 0) AS idx,
             avg(e) FILTER (WHERE ok) AS me, avg(i) FILTER (WHERE ok) AS mi, avg(v) FILTER (WHERE ok) AS mv,
             sum(abs(e * i * v)) FILTER (WHERE ok) AS gross,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN coalesce(sum(e * greatest(i, 0) * abs(v)) FILTER (WHERE ok AND v < 0), 0) END AS cost,
             sum((1 - e) * i * v) FILTER (WHERE ok) AS ge,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN coalesce(sum(e * (1 - i) * v) FILTER (WHERE ok AND v > 0), 0) + coalesce(sum(e * greatest(i, 0) * abs(v)) FILTER (WHERE ok AND v < 0), 0) END AS gi,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN coalesce(sum(e * i * (CASE WHEN v >= 0 THEN 1 ELSE 0 END - v)) FILTER (WHERE ok AND i > 0), 0) END AS gv,
             sum(greatest(v, 0)) FILTER (WHERE ok) AS vp,
             greatest(0, sum(i * greatest(v, 0)) FILTER (WHERE ok) / nullif(sum(greatest(v, 0)) FILTER (WHERE ok), 0)) AS li,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN
               CASE WHEN sum(greatest(v, 0)) FILTER (WHERE ok) = 0 THEN 0
                    WHEN sum(greatest(i, 0)) FILTER (WHERE ok) > 0 THEN greatest(0, sum(greatest(i, 0) * v) FILTER (WHERE ok) / sum(greatest(i, 0)) FILTER (WHERE ok))
                    ELSE avg(greatest(v, 0)) FILTER (WHERE ok) END END AS lv
      FROM (SELECT *, e IS NOT NULL AND i IS NOT NULL AND v IS NOT NULL AS ok FROM r) AS q GROUP BY c) AS s;
-- greatest() takes a NULL for nothing: a list without wishes has no instrumentality
UPDATE plain SET li = NULL WHERE n = 0 OR NOT EXISTS (SELECT FROM r WHERE r.c = plain.c AND v > 0 AND e IS NOT NULL AND i IS NOT NULL);
CREATE TEMP TABLE kernel AS
SELECT c, gmalign.force_n(e, i, v) AS n, gmalign.motivational_force(e, i, v) AS f, gmalign.motivation_index(e, i, v) AS idx,
       gmalign.mean_expectancy(e, i, v) AS me, gmalign.mean_instrumentality(e, i, v) AS mi, gmalign.mean_valence(e, i, v) AS mv,
       gmalign.force_gross(e, i, v) AS gross, gmalign.force_cost(e, i, v) AS cost, gmalign.force_gain_expectancy(e, i, v) AS ge,
       gmalign.force_gain_instrumentality(e, i, v) AS gi, gmalign.force_gain_valence(e, i, v) AS gv,
       gmalign.link_instrumentality(e, i, v) AS li, gmalign.link_valence(e, i, v) AS lv,
       gmalign.weakest_link(e, i, v) AS link, gmalign.weakest_link_value(e, i, v) AS value
FROM r GROUP BY c;
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c)
           WHERE k.n <> p.n OR pg_temp.differ(k.f, p.f) OR pg_temp.differ(k.idx, p.idx) OR pg_temp.differ(k.me, p.me) OR pg_temp.differ(k.mi, p.mi)
              OR pg_temp.differ(k.mv, p.mv) OR pg_temp.differ(k.gross, p.gross) OR pg_temp.differ(k.cost, p.cost)), 0::bigint, 'force, index, means, gross, cost: 1,000 random lists');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c)
           WHERE pg_temp.differ(k.ge, p.ge) OR pg_temp.differ(k.gi, p.gi) OR pg_temp.differ(k.gv, p.gv)), 0::bigint, 'the three gains');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c)
           WHERE pg_temp.differ(k.li, p.li) OR pg_temp.differ(k.lv, p.lv) OR pg_temp.differ(k.value, p.value) OR k.link IS DISTINCT FROM p.link), 0::bigint, 'the links and the weakest');
SELECT bag_eq($$ SELECT DISTINCT link FROM kernel WHERE link IS NOT NULL $$, $$ VALUES ('expectancy'), ('instrumentality'), ('valence') $$, 'every link is the weakest somewhere');
-- a gain is what it says: the force with that link at its best, minus the force
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.motivational_force(1, i, v) FILTER (WHERE e IS NOT NULL) AS best FROM r GROUP BY c) AS b JOIN kernel k USING (c)
           WHERE pg_temp.differ(b.best - k.f, k.ge)), 0::bigint, 'gain of expectancy');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.motivational_force(e, CASE WHEN v > 0 THEN 1 WHEN v < 0 THEN least(i, 0) ELSE i END, v) FILTER (WHERE i IS NOT NULL) AS best FROM r GROUP BY c) AS b JOIN kernel k USING (c)
           WHERE pg_temp.differ(b.best - k.f, k.gi)), 0::bigint, 'gain of instrumentality');
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.motivational_force(e, i, CASE WHEN i > 0 THEN CASE WHEN v >= 0 THEN 1 ELSE 0 END ELSE v END) FILTER (WHERE v IS NOT NULL) AS best FROM r GROUP BY c) AS b JOIN kernel k USING (c)
           WHERE pg_temp.differ(b.best - k.f, k.gv)), 0::bigint, 'gain of valence');
-- any order, any split
SELECT is((SELECT count(*) FROM (
    SELECT c, gmalign.motivational_force_of(gmalign.force_rollup(s ORDER BY random())) AS f, gmalign.weakest_link_of(gmalign.force_rollup(s)) AS link,
           gmalign.weakest_link_value_of(gmalign.force_rollup(s)) AS value, gmalign.motivation_index_of(gmalign.force_rollup(s)) AS idx, gmalign.force_n_of(gmalign.force_rollup(s)) AS n
    FROM (SELECT c, gmalign.force_state(e, i, v ORDER BY random())::text::float8[] AS s FROM r GROUP BY c, floor(random() * 4)) AS shard GROUP BY c) AS q
  JOIN kernel k USING (c)
  WHERE pg_temp.differ(q.f, k.f) OR pg_temp.differ(q.idx, k.idx) OR pg_temp.differ(q.value, k.value) OR q.n <> k.n OR q.link IS DISTINCT FROM k.link), 0::bigint, 'any order and split');
SELECT ok(abs(gmalign.mean_expectancy(.1, .1, .1) - .1) < 1e-14, 'a million rows lose nothing to speak of') FROM generate_series(1, 1000000);

-- published and documented figures
SELECT is(round(gmalign.motivational_force(.8, .3, .9)::numeric, 12), .216, 'E*I*V .216');
SELECT is(round(gmalign.motivational_force(.8, .8, .9)::numeric, 12), .576, 'E*I*V .576');
SELECT is(round(gmalign.outcome_valence(i, v)::numeric, 12), .45, 'V_high') FROM (VALUES (.5, .6), (.7, .9), (.6, -.8)) AS x (i, v);
SELECT is(round(gmalign.outcome_valence(i, v)::numeric, 12), -.02, 'V_low') FROM (VALUES (.1, .6), (0, .9), (.1, -.8)) AS x (i, v);
-- the sum grows with the list, the index does not: trap 15
SELECT ok(abs(gmalign.motivational_force(.8, .5, .5) - 2.0) < 1e-14, 'ten equal outcomes: ten times the force') FROM generate_series(1, 10);
SELECT ok(abs(gmalign.motivation_index(.8, .5, .5) - .4) < 1e-15, 'and the same index') FROM generate_series(1, 10);

SELECT throws_ok($$ SELECT gmalign.motivational_force(1.01, 0, 0) $$, '22023', NULL, 'expectancy above 1');
SELECT throws_ok($$ SELECT gmalign.motivational_force(.5, -1.01, 0) $$, '22023', NULL, 'instrumentality below -1');
SELECT throws_ok($$ SELECT gmalign.motivational_force(.5, 0, 1.01) $$, '22023', NULL, 'valence above 1');
SELECT throws_ok($$ SELECT gmalign.motivational_force('NaN', 0, 0) $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.force_rollup(s) FROM (SELECT gmalign.alignment_state(1, 1) AS s) AS q $$, '22023', NULL, 'a state of another family');
SELECT * FROM finish();
ROLLBACK;
