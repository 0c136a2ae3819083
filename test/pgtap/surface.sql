-- response_surface against R's lm() on fixed data, and in any order and split.
BEGIN;
\ir ../start.psql
SELECT plan(44);

-- the values of R 4.2's lm(), vcov() and anova() on the same rows
CREATE FUNCTION pg_temp.near(got float8[], wanted float8[], tolerance float8) RETURNS boolean LANGUAGE sql AS $$
  SELECT cardinality(got) = cardinality(wanted)
     AND bool_and(coalesce(abs(g - w) <= tolerance * greatest(abs(w), 1e-300) + 1e-13 * tolerance, false))
  FROM unnest(got, wanted) AS x (g, w)
$$;
CREATE TEMP TABLE likert AS
SELECT x, y, ((i * 7919) % 1000) / 250.0::float8 + .3 * x - .5 * abs(x - y) AS z
FROM (SELECT i, (i * 37 % 101 % 7 + 1)::float8 AS x, (i * 53 % 97 % 7 + 1)::float8 AS y FROM generate_series(1, 300) AS i) AS q;
CREATE TEMP TABLE fit AS SELECT (gmalign.response_surface(x, y, z, 4)).* FROM likert;
SELECT is(n, 300::bigint, 'n') FROM fit;
SELECT is(df, 294::float8, 'df') FROM fit;
SELECT ok(pg_temp.near(ARRAY[b0, b1, b2, b3, b4, b5],
                       '{2.71213216115,.308821716622,.00578415953588,-.0745785034348,.174584265836,-.0882864044697}', 1e-9), 'b') FROM fit;
SELECT ok(pg_temp.near(ARRAY[b0_se, b1_se, b2_se, b3_se, b4_se, b5_se],
                       '{.130477678916,.0342885155168,.0344437793854,.0198310421333,.0173584003113,.0199696139059}',
                       1e-9), 'standard errors of b') FROM fit;
SELECT ok(pg_temp.near(ARRAY[b0_p, b1_p, b2_p, b3_p, b4_p, b5_p],
                       '{1.15547836781e-59,2.74851906284e-17,.866753449756,.000204442220078,1.20567091552e-20,1.38381643793e-05}',
                       1e-9), 'p of b') FROM fit;
SELECT ok(pg_temp.near(ARRAY[r_squared, sigma], '{.395756148338,1.18090689687}', 1e-9), 'R squared and sigma') FROM fit;
SELECT ok(pg_temp.near(ARRAY[a1, a2, a3, a4, a5], '{.314605876157,.0117193579319,.303037557086,-.337449173741,.0137079010349}',
                       1e-9), 'a') FROM fit;
SELECT ok(pg_temp.near(ARRAY[a1_se, a2_se, a3_se, a4_se, a5_se],
                       '{.0473491748383,.0310471131895,.0498217634324,.034999692071,.0281242714292}', 1e-9), 'standard errors of a')
                         FROM fit;
SELECT ok(pg_temp.near(ARRAY[a1_p, a2_p, a3_p, a4_p, a5_p],
                       '{1.47440018099e-10,.706096600112,3.67601000132e-09,2.71008316841e-19,.626334815844}', 1e-9), 'p of a') FROM fit;
SELECT ok(pg_temp.near(ARRAY[algebraic_f, algebraic_p, squared_f, squared_p],
                       '{40.775137714,3.57514820416e-27,20.4037976526,7.54307492183e-15}', 1e-9), 'constraint tests') FROM fit;

-- trap 13: scores around 115, not centred, where the regressors are nearly collinear
CREATE TEMP TABLE iq AS
SELECT x, y, ((i * 7919) % 1000) / 250.0::float8 + .03 * x - .02 * abs(x - y) AS z
FROM (SELECT i, (85 + i * 37 % 61)::float8 AS x, (85 + i * 53 % 59)::float8 AS y FROM generate_series(1, 800) AS i) AS q;
CREATE TEMP TABLE raw AS SELECT (gmalign.response_surface(x, y, z)).* FROM iq;
CREATE TEMP TABLE centred AS SELECT (gmalign.response_surface(x, y, z, 115)).* FROM iq;
SELECT ok(pg_temp.near(ARRAY[b0, b1, b2, b3, b4, b5],
                       '{4.77002984202,-.0016347963557,-.0201818429278,-.000343086949241,.000968871410462,-.000398327995261}',
                       1e-7), 'b, uncentred') FROM raw;
SELECT ok(pg_temp.near(ARRAY[b0_se, b1_se, b2_se, b3_se, b4_se, b5_se],
                       '{3.3188549114,.0373937196464,.0392570556926,.000147641564777,.000136728139377,.000157867821669}',
                       1e-7), 'standard errors of b, uncentred') FROM raw;
SELECT ok(pg_temp.near(ARRAY[b0, b1, b2, b3, b4, b5],
                       '{5.26922808674,.0308754175219,-.000377069634743,-.000343086949241,.000968871410462,-.000398327995261}',
                       1e-9), 'b, centred') FROM centred;
SELECT ok(pg_temp.near(ARRAY[a1_se, a2_se, a3_se, a4_se, a5_se],
                       '{.00334951051875,.000255243816826,.00336210433342,.000257173862441,.000215618285076}',
                       1e-9), 'standard errors of a, centred') FROM centred;
-- the curvature cannot depend on where one counts from
SELECT ok(pg_temp.near(ARRAY[r.b3, r.b4, r.b5, r.a2, r.a4, r.r_squared, r.algebraic_f, r.squared_f, r.a4_se],
                       ARRAY[c.b3, c.b4, c.b5, c.a2, c.a4, c.r_squared, c.algebraic_f, c.squared_f, c.a4_se],
                         1e-13), 'same curvature, centred or not') FROM raw r, centred c;
CREATE TEMP TABLE far AS SELECT (gmalign.response_surface(x + 1e5, y + 1e5, z)).* FROM likert;
SELECT ok(pg_temp.near(ARRAY[r.b3, r.b4, r.b5, r.a4_se, r.squared_f], ARRAY[c.b3, c.b4, c.b5, c.a4_se, c.squared_f], 1e-12),
          'and with 100,000 added to both') FROM far r, fit c;

-- a1 and a3 move with the centre as the algebra says
SELECT ok(abs((r.b1 + 2 * r.b3 * 115 + r.b4 * 115) - c.b1) < 1e-11, 'b1 at the new centre') FROM raw r, centred c;

-- any order, any split, many groups at once
SELECT setseed(.5);
CREATE TEMP TABLE r AS
SELECT g, round((random() * 6 + 1)::numeric, 1)::float8 AS x, round((random() * 6 + 1)::numeric, 1)::float8 AS y,
       CASE WHEN random() > .05 THEN (random() * 5)::float8 END AS z
FROM generate_series(1, 200) AS g, generate_series(1, 40);
CREATE TEMP VIEW kernel AS SELECT g, (gmalign.response_surface(x, y, z)).* FROM r GROUP BY g;
SELECT is((SELECT count(*) FROM kernel k JOIN (SELECT g, (gmalign.response_surface(x, y, z ORDER BY random())).*
                                               FROM r GROUP BY g) AS o USING (g)
           WHERE k.n <> o.n OR NOT pg_temp.near(ARRAY[k.b0, k.b5, k.a4, k.a4_p, k.sigma, k.squared_f],
                                                ARRAY[o.b0, o.b5, o.a4, o.a4_p, o.sigma, o.squared_f], 1e-11)), 0::bigint, 'any order');
-- partition-wise plans merge states without sending them
CREATE TABLE part (g integer, k integer, x float8, y float8, z float8) PARTITION BY HASH (k);
SELECT format('CREATE TABLE part_%s PARTITION OF part FOR VALUES WITH (MODULUS 5, REMAINDER %s)', i, i)
FROM generate_series(0, 4) AS i \gexec
INSERT INTO part SELECT g, row_number() OVER (), x, y, z FROM r;
ANALYZE part;
SET LOCAL enable_partitionwise_aggregate = on;
SET LOCAL max_parallel_workers_per_gather = 0;
CREATE FUNCTION pg_temp.plan(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE line text; result text := '';
BEGIN
  FOR line IN EXECUTE 'EXPLAIN ' || query LOOP result := result || line || E'\n'; END LOOP;
  RETURN result;
END $$;
SELECT matches(pg_temp.plan('SELECT g, gmalign.response_surface(x, y, z) FROM part GROUP BY g'), 'Partial HashAggregate',
               'partial aggregates');
SELECT is((SELECT count(*) FROM kernel k JOIN (SELECT g, (gmalign.response_surface(x, y, z)).* FROM part GROUP BY g) AS o USING (g)
           WHERE k.n <> o.n OR NOT pg_temp.near(ARRAY[k.b0, k.b5, k.a4, k.a4_p, k.sigma, k.squared_f],
                                                ARRAY[o.b0, o.b5, o.a4, o.a4_p, o.sigma, o.squared_f], 1e-11)), 0::bigint, 'any split');
SELECT is((SELECT count(*) FROM kernel k JOIN (SELECT g, (gmalign.response_surface_of(gmalign.surface_rollup(s ORDER BY random()))).*
             FROM (SELECT g, gmalign.surface_state(x, y, z)::text::float8[] AS s FROM r GROUP BY g, floor(random() * 4)) AS shard
             GROUP BY g) AS o USING (g)
           WHERE k.n <> o.n OR NOT pg_temp.near(ARRAY[k.b0, k.b5, k.a4, k.a4_p, k.sigma, k.squared_f],
                                                ARRAY[o.b0, o.b5, o.a4, o.a4_p, o.sigma, o.squared_f],
                                                  1e-11)), 0::bigint, 'stored states, as text and back');
-- windows and grouping sets
SELECT is((SELECT count(*) FROM (SELECT g, (gmalign.response_surface(x, y, z) OVER (PARTITION BY g)).* FROM r) AS o JOIN kernel k USING (g)
           WHERE NOT pg_temp.near(ARRAY[k.b0, k.a4], ARRAY[o.b0, o.a4], 1e-11)), 0::bigint, 'over a window');
SELECT is((SELECT count(*) FROM (SELECT g, gmalign.response_surface(x, y, z) AS s FROM r GROUP BY GROUPING SETS ((g), ())) AS o
           WHERE g IS NOT NULL AND (s).b0 = (SELECT b0 FROM kernel WHERE kernel.g = o.g)), 200::bigint, 'grouping sets');
SELECT is((SELECT (s).n FROM (SELECT g, gmalign.response_surface(x, y, z) AS s FROM r GROUP BY GROUPING SETS ((g), ())) AS o
           WHERE g IS NULL), (SELECT count(z) FROM r), 'the total of grouping sets');
SELECT is((SELECT count(*) FROM (SELECT row_number() OVER (PARTITION BY g ORDER BY x, y, z) AS i,
                                 gmalign.response_surface(x, y, z) OVER (PARTITION BY g ORDER BY x, y, z ROWS 9 PRECEDING) AS s
                                   FROM r WHERE z IS NOT NULL) AS o WHERE (s).n <> least(i, 10)), 0::bigint, 'a moving frame');
SELECT is((gmalign.response_surface(x, y, z) FILTER (WHERE x > 3)).n, count(z) FILTER (WHERE x > 3), 'filter') FROM r;
-- a fit against its own definition: residuals are uncorrelated with every regressor
SELECT is((SELECT count(*) FROM (
    SELECT g, sum(e) AS e0, sum(e * x) AS e1, sum(e * y) AS e2, sum(e * x * x) AS e3, sum(e * x * y) AS e4,
           sum(e * y * y) AS e5, sum(e * e) AS sse, max(sigma * sigma * df) AS wanted
    FROM (SELECT r.*, k.sigma, k.df, z - (b0 + b1 * x + b2 * y + b3 * x * x + b4 * x * y + b5 * y * y) AS e
          FROM r JOIN kernel k USING (g) WHERE z IS NOT NULL) AS q GROUP BY g) AS s
  WHERE greatest(abs(e0), abs(e1), abs(e2), abs(e3), abs(e4), abs(e5)) > 1e-9 OR abs(sse - wanted) > 1e-10), 0::bigint, 'least squares');
-- exact arithmetic: Gauss's elimination in numeric, on values that are the same in numeric and float8
CREATE FUNCTION pg_temp.exact(x numeric[], y numeric[], z numeric[], OUT b float8[], OUT sigma float8, OUT r_squared float8)
  LANGUAGE plpgsql AS $$
DECLARE
  n integer := cardinality(z);
  m numeric[] := array_fill(round(0.0, 100), ARRAY[7, 7]);
  beta numeric[] := array_fill(0.0, ARRAY[6]);
  terms numeric[];
  sst numeric;
BEGIN
  FOR i IN 1..n LOOP
    terms := ARRAY[1, x[i], y[i], x[i] * x[i], x[i] * y[i], y[i] * y[i], z[i]];
    FOR j IN 1..7 LOOP FOR k IN 1..7 LOOP m[j][k] := m[j][k] + terms[j] * terms[k]; END LOOP; END LOOP;
  END LOOP;
  sst := m[7][7] - m[1][7] * m[1][7] / n;
  FOR k IN 1..6 LOOP FOR i IN k + 1..7 LOOP FOR j IN REVERSE 7..k LOOP
    m[i][j] := round(m[i][j] - m[k][j] * m[i][k] / m[k][k], 100);
  END LOOP; END LOOP; END LOOP;
  FOR k IN REVERSE 6..1 LOOP
    beta[k] := m[k][7];
    FOR j IN k + 1..6 LOOP beta[k] := beta[k] - m[k][j] * beta[j]; END LOOP;
    beta[k] := round(beta[k] / m[k][k], 100);
  END LOOP;
  b := beta;
  sigma := sqrt(m[7][7] / (n - 6));
  r_squared := 1 - m[7][7] / sst;
END $$;
CREATE TEMP TABLE hard AS
SELECT k, i, CASE k WHEN 'around 115' THEN x + 115 ELSE x END AS x, CASE k WHEN 'around 115' THEN y + 115
  WHEN 'nearly collinear' THEN x + y / 1024 ELSE y END AS y,
       CASE k WHEN 'z around 1e12' THEN z + 1e12 WHEN 'z around -1e13' THEN z - 1e13 ELSE z END AS z
FROM unnest(ARRAY['plain', 'around 115', 'nearly collinear', 'seven rows', 'z around 1e12', 'z around -1e13']) AS k,
     (SELECT i, (i * 37 % 101 % 29) / 4.0 AS x, (i * 53 % 97 % 31) / 4.0 AS y, (i * 7919 % 1000) / 64.0 AS z
      FROM generate_series(1, 60) AS i) AS q
WHERE k <> 'seven rows' OR i <= 7;
SELECT ok(pg_temp.near(ARRAY[b0, b1, b2, b3, b4, b5, s.sigma, s.r_squared], e.b || e.sigma || e.r_squared, 1e-9)
          AND df = cardinality(zs) - 6, 'as exact arithmetic: ' || k)
FROM (SELECT k, array_agg(x) AS xs, array_agg(y) AS ys, array_agg(z) AS zs, (gmalign.response_surface(x, y, z)).*
      FROM hard GROUP BY k) AS s, pg_temp.exact(xs, ys, zs) AS e ORDER BY k;
SELECT ok(pg_temp.near(ARRAY[b0, b1, b2, b3, b4, b5, s.sigma, s.r_squared], e.b || e.sigma || e.r_squared, 1e-9),
          'and merged from stored states')
FROM (SELECT array_agg(x) AS xs, array_agg(y) AS ys, array_agg(z) AS zs FROM hard WHERE k = 'z around 1e12') AS h,
  pg_temp.exact(xs, ys, zs) AS e,
     (SELECT (gmalign.response_surface_of(gmalign.surface_rollup(state))).*
      FROM (SELECT gmalign.surface_state(x, y, z) AS state FROM hard WHERE k = 'z around 1e12' GROUP BY i % 5) AS q) AS s;
SELECT ok(pg_temp.near(ARRAY[b0, b1, b2, b3, b4, b5, s.sigma, s.r_squared], e.b || e.sigma || e.r_squared, 1e-9),
          'a state stored by version 1 is read')
FROM gmalign.response_surface_of('{601,8,2,10,-1,0,5,0,6,-1,0,0,0,5,0,4,0,6,13,4,5,6,6,7,51,
  0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0,0}') AS s,
     pg_temp.exact('{-1,-1,-1,0,0,0,1,1}', '{-1,0,1,-1,0,1,-1,1}', '{10,12,9,11,14,12,10,15}') AS e;

-- published coefficients and the surfaces R's RSA draws from them: its data motcon2 and motcon
SELECT ok(abs(a1 - .07063272999) < 1e-10 AND abs(a2 - .04396508555) < 1e-10 AND abs(a3 + .14213604470) < 1e-10
          AND abs(a4 + .24898509796) < 1e-10 AND abs(a5 + .07479253445) < 1e-10
  AND abs(stationary_x + .88217718697) < 1e-9 AND abs(stationary_y + .82376189537) < 1e-9 AND abs(stationary_z - .07085900459) < 1e-9
  AND abs(p11 - 1.63343784709) < 1e-9 AND abs(p10 - .61721970967) < 1e-9 AND abs(p21 + .61220572413) < 1e-9
    AND abs(p20 + 1.36383581893) < 1e-9, 'motcon2')
FROM gmalign.response_surface_from('{.09890705861,-.03575165736,.10638438734,-.08865127033,.14647509175,-.01385873587}');
-- six digits behind the point, and little curvature left of them
SELECT ok(abs(a1 - .55532894190) < 1e-8 AND abs(a4 + .29363763681) < 1e-8 AND abs(stationary_x + 11.53348959979) < 1e-5, 'motcon')
FROM gmalign.response_surface_from('{.420436347,.297454353,.257874589,-.005840259,.122904103,-.164893275}');
-- standard errors of the shape: the delta method with numeric derivatives, five
-- small steps of each coefficient either way
CREATE TEMP TABLE shaped AS
SELECT k, ARRAY[random(), random() - .5, random() - .5, -.3 - random(), random() - .5, .4 + random()]::float8[] AS b,
       (SELECT array_agg(row_of ORDER BY i) FROM (
          SELECT i, array_agg((SELECT sum(l1.v * l2.v) FROM unnest(u) WITH ORDINALITY AS l1 (v, o) JOIN unnest(u) WITH ORDINALITY AS l2
            (v, o)
                               ON l2.o = l1.o + j - i) * .001 * (.5 ^ abs(i - j)) ORDER BY j) AS row_of
          FROM generate_series(1, 6) AS i, generate_series(1, 6) AS j,
               (SELECT array_agg(1 + (k * 7 + m) % 3) AS u FROM generate_series(1, 12) AS m) AS w GROUP BY i) AS r)::float8[] AS c
FROM generate_series(1, 25) AS k;
CREATE FUNCTION pg_temp.shape(b float8[]) RETURNS float8[] LANGUAGE sql AS $$
  SELECT ARRAY[stationary_x, stationary_y, stationary_z, p10, p11, p20, p21] FROM gmalign.response_surface_from(b) $$;
CREATE TEMP TABLE delta AS
SELECT k, o, sqrt(sum(g[i][o] * c[i][j] * g[j][o])) AS se
FROM (SELECT k, c, (SELECT array_agg((SELECT array_agg((8 * (p1[o] - m1[o]) - (p2[o] - m2[o])) / 12e-4 ORDER BY o) FROM generate_series(1,
  7) AS o) ORDER BY i)
                    FROM generate_series(1, 6) AS i
                    CROSS JOIN LATERAL (SELECT pg_temp.shape(b[:i - 1] || b[i] + 1e-4 || b[i + 1:]) AS p1, pg_temp.shape(b[:i - 1] || b[i]
                      - 1e-4 || b[i + 1:]) AS m1,
                                               pg_temp.shape(b[:i - 1] || b[i] + 2e-4 || b[i + 1:]) AS p2, pg_temp.shape(b[:i - 1] || b[i]
                                                 - 2e-4 || b[i + 1:]) AS m2) AS h) AS g
      FROM shaped) AS q, generate_series(1, 6) AS i, generate_series(1, 6) AS j, generate_series(1, 7) AS o GROUP BY k, o;
SELECT is((SELECT count(*) FROM delta d JOIN shaped s USING (k)
           CROSS JOIN LATERAL (SELECT ARRAY[stationary_x_se, stationary_y_se, stationary_z_se, p10_se, p11_se, p20_se, p21_se] AS se
                               FROM gmalign.response_surface_from(s.b, s.c, 50)) AS f
           WHERE abs(f.se[o] - d.se) < 1e-5 * d.se), 175::bigint, 'standard errors by the delta method');
SELECT is((SELECT count(*) FROM shaped s CROSS JOIN LATERAL gmalign.response_surface_from(s.b, s.c, 50) AS f
           WHERE abs(f.p11_p - (gmalign.response_surface_from(ARRAY[0, (f.p11 - 1) / f.p11_se, 0, -1, 0, -1],
                                ARRAY[[1,0,0,0,0,0],[0,1,0,0,0,0],[0,0,1,0,0,0],[0,0,0,1,0,0],[0,0,0,0,1,0],[0,0,0,0,0,1]]::float8[][],
                                  50)).b1_p) < 1e-9
             AND abs(f.p10_p - (gmalign.response_surface_from(ARRAY[0, f.p10 / f.p10_se, 0, -1, 0, -1],
                                ARRAY[[1,0,0,0,0,0],[0,1,0,0,0,0],[0,0,1,0,0,0],[0,0,0,1,0,0],[0,0,0,0,1,0],[0,0,0,0,0,1]]::float8[][],
                                  50)).b1_p) < 1e-9),
          25::bigint, 'tests of p10 = 0 and p11 = 1');
SELECT is((SELECT num_nonnulls(stationary_x_se, p10_se, p11_p) FROM gmalign.response_surface_from('{1,.5,.2,-1,.3,-2}')), 0,
  'no covariance, no errors');
-- the condition number is that of the data, whatever centre and unit: with x and y normal and correlated by .5 and .9 it is 3.02 and 19.8
SELECT ok(abs(a.condition_number - b.condition_number) < 1e-6 * b.condition_number AND NOT a.is_near_collinear AND a.condition_number
  BETWEEN 1 AND 10,
          'the centre and the unit do not matter')
FROM (SELECT (gmalign.response_surface(x, y, z)).* FROM hard WHERE k = 'plain') AS a, (SELECT (gmalign.response_surface(3 * x - 40, 7 * y,
  z, 9)).* FROM hard WHERE k = 'plain') AS b;
SELECT is((SELECT is_near_collinear FROM (SELECT (gmalign.response_surface(x, y, z)).* FROM hard WHERE k = 'nearly collinear') AS f),
  true, 'a warning');
SELECT is((SELECT array_agg(round((gmalign.response_surface_from('{0,0,0,1,0,1}', ARRAY[[1,0,0,0,0,0],[0,1,0,0,0,0],[0,0,1,0,0,0],
             [0,0,0,v33,v34,v35],[0,0,0,v34,v44,v34],[0,0,0,v35,v34,v33]]::float8[][], 50)).condition_number::numeric, 9) ORDER BY r)
           -- the inverse of the covariances 2, 2r, 2r^2; 1 + r^2, 2r; 2 of x^2, xy, y^2
           FROM (SELECT r, 1 / (2 * (1 - r * r) ^ 2) AS v33, -r / (1 - r * r) ^ 2 AS v34, r * r / (2 * (1 - r * r) ^ 2) AS v35,
                        (1 + r * r) / (1 - r * r) ^ 2 AS v44 FROM unnest('{.5,.9}'::float8[]) AS r) AS q),
                          '{3.023342185,19.846815964}'::numeric[],
          'of normal data');
-- a state with any one number spoiled gives finite numbers or a clean error
CREATE FUNCTION pg_temp.survives(state float8[]) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE s text;
BEGIN
  SELECT gmalign.response_surface_of(gmalign.surface_rollup(state))::text INTO s FROM generate_series(1, 2);
  RETURN s !~ 'NaN|Infinity';
EXCEPTION WHEN invalid_parameter_value OR numeric_value_out_of_range THEN RETURN true;
END $$;
SELECT is((SELECT count(*) FROM (SELECT gmalign.surface_state(x, y, z) AS state FROM hard WHERE k = 'plain') AS g,
           generate_series(1, 46) AS i, unnest('{NaN,Infinity,-Infinity,-1,1e308,-1e308,1e-320,0.5,0,1e16,1e150,1e303}'::float8[]) AS bad
           WHERE NOT pg_temp.survives((SELECT array_agg(CASE WHEN o = i THEN bad ELSE v END ORDER BY o)
                                       FROM unnest(state) WITH ORDINALITY AS u (v, o)))), 0::bigint, 'spoiled states are survived');
SELECT * FROM finish();
ROLLBACK;
