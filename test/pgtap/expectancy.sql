-- expectancy: published figures, an independent computation, any order and split
BEGIN;
\ir ../start.psql
SELECT plan(45);
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
       CASE WHEN n = 0 THEN NULL WHEN vp = 0 THEN 'valence' WHEN me <= li AND me <= lv THEN 'expectancy'
         WHEN li <= lv THEN 'instrumentality' ELSE 'valence' END AS link,
       CASE WHEN n = 0 THEN NULL WHEN vp = 0 THEN 0 ELSE least(me, li, lv) END AS value
FROM (SELECT c, count(*) FILTER (WHERE ok) AS n, sum(e * i * v) FILTER (WHERE ok) AS f,
             sum(e * i * v) FILTER (WHERE ok) / nullif(sum(abs(v)) FILTER (WHERE ok), 0) AS idx,
             avg(e) FILTER (WHERE ok) AS me, avg(i) FILTER (WHERE ok) AS mi, avg(v) FILTER (WHERE ok) AS mv,
             sum(abs(e * i * v)) FILTER (WHERE ok) AS gross,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN coalesce(sum(e * greatest(i, 0) * abs(v)) FILTER (WHERE ok AND v < 0),
                                                                    0) END AS cost,
             sum((1 - e) * i * v) FILTER (WHERE ok) AS ge,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN coalesce(sum(e * (1 - i) * v) FILTER (WHERE ok AND v > 0), 0)
               + coalesce(sum(e * greatest(i, 0) * abs(v)) FILTER (WHERE ok AND v < 0), 0) END AS gi,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN coalesce(sum(e * i * (CASE WHEN v >= 0 THEN 1 ELSE 0 END - v))
                                                                    FILTER (WHERE ok AND i > 0), 0) END AS gv,
             sum(greatest(v, 0)) FILTER (WHERE ok) AS vp,
             greatest(0, sum(i * greatest(v, 0)) FILTER (WHERE ok) / nullif(sum(greatest(v, 0)) FILTER (WHERE ok), 0)) AS li,
             CASE WHEN count(*) FILTER (WHERE ok) > 0 THEN
               CASE WHEN sum(greatest(v, 0)) FILTER (WHERE ok) = 0 THEN 0
                    WHEN sum(greatest(i, 0)) FILTER (WHERE ok) > 0 THEN greatest(0,
                        sum(greatest(i, 0) * v) FILTER (WHERE ok) / sum(greatest(i, 0)) FILTER (WHERE ok))
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
           WHERE k.n <> p.n OR pg_temp.differ(k.f, p.f) OR pg_temp.differ(k.idx, p.idx) OR pg_temp.differ(k.me, p.me)
             OR pg_temp.differ(k.mi, p.mi)
              OR pg_temp.differ(k.mv, p.mv) OR pg_temp.differ(k.gross, p.gross) OR pg_temp.differ(k.cost, p.cost)),
                0::bigint, 'force, index, means, gross, cost: 1,000 random lists');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c)
           WHERE pg_temp.differ(k.ge, p.ge) OR pg_temp.differ(k.gi, p.gi) OR pg_temp.differ(k.gv, p.gv)), 0::bigint, 'the three gains');
SELECT is((SELECT count(*) FROM kernel k FULL JOIN plain p USING (c)
           WHERE pg_temp.differ(k.li, p.li) OR pg_temp.differ(k.lv, p.lv) OR pg_temp.differ(k.value, p.value)
             OR k.link IS DISTINCT FROM p.link), 0::bigint, 'the links and the weakest');
SELECT bag_eq($$ SELECT DISTINCT link FROM kernel WHERE link IS NOT NULL $$,
              $$ VALUES ('expectancy'), ('instrumentality'), ('valence') $$, 'every link is the weakest somewhere');
-- a gain is what it says: the force with that link at its best, minus the force
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.motivational_force(1, i, v) FILTER (WHERE e IS NOT NULL) AS best
                                 FROM r GROUP BY c) AS b JOIN kernel k USING (c)
           WHERE pg_temp.differ(b.best - k.f, k.ge)), 0::bigint, 'gain of expectancy');
SELECT is((SELECT count(*)
           FROM (SELECT c, gmalign.motivational_force(e, CASE WHEN v > 0 THEN 1 WHEN v < 0 THEN least(i, 0) ELSE i END, v)
                 FILTER (WHERE i IS NOT NULL) AS best FROM r GROUP BY c) AS b JOIN kernel k USING (c)
           WHERE pg_temp.differ(b.best - k.f, k.gi)), 0::bigint, 'gain of instrumentality');
SELECT is((SELECT count(*)
           FROM (SELECT c, gmalign.motivational_force(e, i, CASE WHEN i > 0 THEN CASE WHEN v >= 0 THEN 1 ELSE 0 END ELSE v END)
                 FILTER (WHERE v IS NOT NULL) AS best FROM r GROUP BY c) AS b JOIN kernel k USING (c)
           WHERE pg_temp.differ(b.best - k.f, k.gv)), 0::bigint, 'gain of valence');
-- any order, any split
SELECT is((SELECT count(*) FROM (
    SELECT c, gmalign.motivational_force_of(gmalign.force_rollup(s ORDER BY random())) AS f,
           gmalign.weakest_link_of(gmalign.force_rollup(s)) AS link,
           gmalign.weakest_link_value_of(gmalign.force_rollup(s)) AS value,
           gmalign.motivation_index_of(gmalign.force_rollup(s)) AS idx, gmalign.force_n_of(gmalign.force_rollup(s)) AS n
    FROM (SELECT c, gmalign.force_state(e, i, v ORDER BY random())::text::float8[] AS s FROM r
          GROUP BY c, floor(random() * 4)) AS shard GROUP BY c) AS q
  JOIN kernel k USING (c)
  WHERE pg_temp.differ(q.f, k.f) OR pg_temp.differ(q.idx, k.idx) OR pg_temp.differ(q.value, k.value)
    OR q.n <> k.n OR q.link IS DISTINCT FROM k.link), 0::bigint, 'any order and split');
-- expectancy as strong as instrumentality: a tie that rounding must not break, in any order and split
CREATE TEMP TABLE tie AS
SELECT c, (1 + c % 9) / 10.0::float8 AS x, round(random()::numeric, 2)::float8 AS v FROM generate_series(1, 2000) AS c,
       LATERAL generate_series(1, 2 + c % 9);
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.weakest_link(x, x, v ORDER BY v) AS a,
                                 gmalign.weakest_link(x, x, v ORDER BY v DESC) AS b FROM tie GROUP BY c) AS k
           JOIN (SELECT c, gmalign.weakest_link_of(gmalign.force_rollup(s)) AS m
                 FROM (SELECT c, gmalign.force_state(x, x, v) AS s FROM tie GROUP BY c, floor(v * 4)) AS q GROUP BY c) AS r USING (c)
           WHERE a = 'instrumentality' OR a <> b OR a <> m), 0::bigint, 'a tie of two links goes to the first');
SELECT cmp_ok((SELECT count(*) FROM (SELECT gmalign.weakest_link(x, x, v) AS link FROM tie GROUP BY c) AS q
               WHERE link = 'expectancy'), '>', 500::bigint, 'there are many');
SELECT ok(abs(gmalign.mean_expectancy(.1, .1, .1) - .1) < 1e-14, 'a million rows lose nothing to speak of')
FROM generate_series(1, 1000000);

-- published and documented figures
SELECT is(round(gmalign.motivational_force(.8, .3, .9)::numeric, 12), .216, 'E*I*V .216');
SELECT is(round(gmalign.motivational_force(.8, .8, .9)::numeric, 12), .576, 'E*I*V .576');
SELECT is(round(gmalign.outcome_valence(i, v)::numeric, 12), .45, 'V_high') FROM (VALUES (.5, .6), (.7, .9), (.6, -.8)) AS x (i, v);
SELECT is(round(gmalign.outcome_valence(i, v)::numeric, 12), -.02, 'V_low') FROM (VALUES (.1, .6), (0, .9), (.1, -.8)) AS x (i, v);
-- the sum grows with the list, the index does not: trap 15
SELECT ok(abs(gmalign.motivational_force(.8, .5, .5) - 2.0) < 1e-14, 'ten equal outcomes: ten times the force') FROM generate_series(1, 10);
SELECT ok(abs(gmalign.motivation_index(.8, .5, .5) - .4) < 1e-15, 'and the same index') FROM generate_series(1, 10);

-- the example of formulas A: two acts, two performances, three outcomes
CREATE TEMP TABLE act AS
SELECT act, CASE WHEN act = level THEN .8 ELSE .2 END::float8 AS e, level, i::float8, v::float8
FROM (VALUES ('high'), ('low')) AS a (act),
     (VALUES ('high', .5, .6), ('high', .7, .9), ('high', .6, -.8), ('low', .1, .6), ('low', 0, .9), ('low', .1, -.8)) AS x (level, i, v);
CREATE TEMP TABLE forced AS SELECT act, gmalign.motivational_force(e, i, v) AS force, gmalign.motivation_index(e, i, v) AS index
FROM act GROUP BY act;
SELECT bag_eq($$ SELECT act, round(force::numeric, 9) FROM forced $$, $$ VALUES ('high', .356), ('low', .074) $$,
              'F_high .356, F_low .074');
-- trap 15: Vroom's force is the sum over outcomes; means would be a sixth of it
SELECT ok(abs(gmalign.motivational_force(e, i, v) - .356) < 1e-9 AND abs(avg(e * i * v) - .356 / 6) < 1e-9, 'a sum, not a mean')
FROM act WHERE act = 'high';
SELECT is(gmalign.predicted_act(act, force) || round(gmalign.net_force(act, force)::numeric, 9), 'high0.282000000',
          'high effort, by .282') FROM forced;
SELECT ok(abs(sum(force) FILTER (WHERE act = 'high') - sum(force) FILTER (WHERE act = 'low') - .282) < 1e-9,
          'net force between two named acts') FROM forced;
-- Evans, Schmidt: the correlation of a product changes when a constant is added to a part
SELECT ok(abs(corr(e * v, y) - .8975274679) < 1e-9 AND abs(corr(e * (v + 3), y) - .9588796502) < 1e-9
          AND abs(corr((e - 3) * v, y) - .3864007706) < 1e-9, 'products depend on where the scales begin')
FROM (VALUES (1::float8, -2::float8, 2::float8), (2, -1, 3), (3, 0, 3), (4, 1, 4), (5, 2, 5), (2, 2, 3), (4, -2, 2)) AS t (e, v, y);
-- within a person: does force go with effort over the acts?
SELECT ok(abs(gmalign.profile_correlation(force, effort) - .9856765477) < 1e-9 AND gmalign.profile_correlation(f, e) = 1,
          'force and effort, Pearson and Spearman')
FROM (SELECT force, effort, rank() OVER (ORDER BY force) AS f, rank() OVER (ORDER BY effort) AS e
      FROM (VALUES (.44::float8, 9::float8), (.14, 4), (.30, 6), (-.05, 2)) AS t (force, effort)) AS r;

-- choice: 2,000 people with 0 to 7 acts, ties, unknown forces; in any order and split
CREATE TEMP TABLE option AS
SELECT p, chr(65 + (a * 5 + p) % 7) || CASE WHEN p % 3 = 0 THEN 'é' ELSE '' END AS act, CASE WHEN random() < .2 THEN NULL
  ELSE round((random() * 2 - 1)::numeric, (p % 3) + 1)::float8 END AS force
FROM generate_series(1, 2000) AS p, LATERAL generate_series(1, p % 8) AS a;
CREATE TEMP TABLE chosen AS
SELECT p, (array_agg(act ORDER BY force DESC, act COLLATE "C"))[1] AS act,
       max(force) - (array_agg(force ORDER BY force DESC))[2] AS net FROM option WHERE force IS NOT NULL GROUP BY p;
SELECT is((SELECT count(*) FROM (SELECT p, gmalign.predicted_act(act, force ORDER BY random()) AS act,
                                 gmalign.net_force(act, force ORDER BY random()) AS net FROM option GROUP BY p) AS k
                                   FULL JOIN chosen c USING (p)
           WHERE k.act IS DISTINCT FROM c.act OR k.net IS DISTINCT FROM c.net), 0::bigint, '2,000 choices equal plain SQL');
SELECT cmp_ok((SELECT count(*) FROM chosen WHERE net = 0), '>', 30::bigint, 'with ties');
SELECT is((SELECT count(*) FROM (SELECT p, gmalign.predicted_act(act, force + noise) AS act,
                                 gmalign.net_force(act, force + noise) AS net
                                   FROM (SELECT p, act, force, (random() - .5) * 1e-14 AS noise FROM option OFFSET 0) AS q
                                   GROUP BY p) AS k FULL JOIN chosen c USING (p)
           WHERE k.act IS DISTINCT FROM c.act OR pg_temp.differ(k.net, c.net) OR (k.net = 0) <> (c.net = 0)),
             0::bigint, 'noise in the last digits decides nothing');
SELECT is((SELECT count(*) FROM (SELECT p, gmalign.predicted_act(act, force) OVER w AS act, row_number() OVER w AS k,
                                 count(*) OVER (PARTITION BY p) AS n FROM option WINDOW w AS (PARTITION BY p ORDER BY act)) AS q
                                   JOIN chosen c USING (p)
           WHERE k = n AND q.act IS DISTINCT FROM c.act), 0::bigint, 'growing windows');
SELECT is((SELECT count(*) FROM (SELECT p, act AS a, grouping(p, act) AS k, gmalign.predicted_act(act, force) AS act
                                 FROM option GROUP BY GROUPING SETS ((p), (p, act))) AS q JOIN chosen c USING (p)
           WHERE (k = 1 AND q.act <> c.act) OR (k = 0 AND q.act <> q.a)), 0::bigint, 'grouping sets');
SELECT is(gmalign.predicted_act('act ' || i, -abs(i - 77777)), 'act 77777', '100,000 acts') FROM generate_series(1, 100000) AS i;
SELECT is(gmalign.predicted_act(repeat('long ', 5000) || i, i), repeat('long ', 5000) || 3, 'long names') FROM generate_series(1, 3) AS i;
SELECT throws_ok($$ SELECT gmalign.net_force('go', f) FROM generate_series(1, 2) AS f $$, '22023', NULL, 'two rows of one act');
SELECT throws_ok($$ SELECT gmalign.predicted_act('go', 'NaN') $$, '22003', NULL, 'a force that is no number');

-- rewards offered against rewards valued: the alignment score, so direction counts and strength does
SELECT is((SELECT count(*) FROM (SELECT c, gmalign.reward_fit(greatest(i, 0), v) AS fit,
                                 1 - sum(abs(greatest(i, 0) - v)) / nullif(sum(greatest(i, 0) + abs(v)), 0) AS plain
                                   FROM r WHERE i IS NOT NULL AND v IS NOT NULL GROUP BY c) AS q
           WHERE pg_temp.differ(fit, plain)), 0::bigint, 'reward_fit equals plain SQL');
SELECT ok(gmalign.reward_fit(o, o) = 1 AND gmalign.reward_fit(o, -o) = 0 AND gmalign.reward_fit(0, 0) IS NULL
          AND gmalign.reward_fit(o, NULL) IS NULL, 'reward_fit: all, nothing, not known') FROM generate_series(1, 3) AS o;

-- scales: any answer, forwards and reversed, there and back
SELECT is((SELECT count(*) FROM (SELECT lo, hi, a, b, lo + share * (hi - lo) AS x
                                 FROM (SELECT -random() * 10 AS lo, 1 + random() * 10 AS hi, random() - 2 AS a,
                                       random() AS b, random() AS share FROM generate_series(1, 1000) OFFSET 0) AS s) AS q
           WHERE pg_temp.differ(gmalign.rescale(x, lo, hi, a, b), a + (b - a) * (x - lo) / (hi - lo))
             OR pg_temp.differ(gmalign.rescale(x, hi, lo, a, b), a + b - gmalign.rescale(x, lo, hi, a, b))
              OR pg_temp.differ(gmalign.rescale(x, lo, hi, b, a), gmalign.rescale(x, hi, lo, a, b))
                OR pg_temp.differ(gmalign.rescale(gmalign.rescale(x, lo, hi, a, b), a, b, lo, hi), x, 1e-11)
              OR gmalign.rescale(x, lo, hi, a, b) NOT BETWEEN a AND b), 0::bigint, '1,000 scales');
SELECT throws_ok(format('SELECT gmalign.rescale(%s, %s, %s, 0, 1)', x, lo, hi), '22023', NULL,
                 format('%s on a scale of %s to %s', x, lo, hi)) FROM (VALUES (0, 1, 5), (6, 1, 5), (6, 5, 1),
                                                                       (0, 5, 1), (1, 1, 1)) AS t (x, lo, hi);

SELECT throws_ok($$ SELECT gmalign.motivational_force(1.01, 0, 0) $$, '22023', NULL, 'expectancy above 1');
SELECT throws_ok($$ SELECT gmalign.motivational_force(.5, -1.01, 0) $$, '22023', NULL, 'instrumentality below -1');
SELECT throws_ok($$ SELECT gmalign.motivational_force(.5, 0, 1.01) $$, '22023', NULL, 'valence above 1');
SELECT throws_ok($$ SELECT gmalign.motivational_force('NaN', 0, 0) $$, '22003', NULL, 'NaN');
SELECT throws_ok($$ SELECT gmalign.force_rollup(s) FROM (SELECT gmalign.alignment_state(1, 1) AS s) AS q $$,
                 '22023', NULL, 'a state of another family');
SELECT * FROM finish();
ROLLBACK;
