-- response_surface: polynomial regression, its surface, constraint tests
-- published coefficients: Shanock et al. 2010, table 2 (support and commitment)
\x on
SELECT n, round(a1::numeric, 10) AS a1, round(a2::numeric, 10) AS a2, round(a3::numeric, 10) AS a3, round(a4::numeric, 10) AS a4,
       round(a5::numeric, 10) AS a5,
       round(stationary_x::numeric, 10) AS x0, round(stationary_y::numeric, 10) AS y0, round(stationary_z::numeric, 10) AS z0,
       round(p11::numeric, 10) AS p11, round(p10::numeric, 10) AS p10, round(p21::numeric, 10) AS p21,
       round(p20::numeric, 10) AS p20, a1_se, a1_p
FROM gmalign.response_surface_from('{0,-.23,.77,-.07,.27,-.10}');
-- the example in the documentation of the R package RSA: standard errors
SELECT round(a1::numeric, 10) AS a1, round(a1_se::numeric, 10) AS se, round(a1_t::numeric, 9) AS t, round(a1_p::numeric, 12) AS p,
       round(a2::numeric, 10) AS a2, round(a2_se::numeric, 10) AS se2, round(a2_t::numeric, 9) AS t2, round(a2_p::numeric, 6) AS p2,
       round(a3::numeric, 10) AS a3, round(a3_se::numeric, 10) AS se3, round(a3_t::numeric, 9) AS t3, round(a3_p::numeric, 7) AS p3,
       round(a4::numeric, 10) AS a4, round(a4_se::numeric, 10) AS se4, round(a4_t::numeric, 9) AS t4, round(a4_p::numeric, 6) AS p4,
       round(a5::numeric, 10) AS a5, round(a5_se::numeric, 10) AS se5, round(a5_t::numeric, 9) AS t5, round(a5_p::numeric, 6) AS p5
FROM gmalign.response_surface_from('{0,.131,.382,.074,.002,.039}',
  '{{0,0,0,0,0,0},{0,.0081,0,0,0,0},{0,0,.0081,0,0,0},{0,0,0,.0049,-.003,.001},{0,0,0,-.003,.0121,-.004},{0,0,0,.001,-.004,.0049}}', 181);
-- an example recalled from Edwards (373 graduates, autonomy)
SELECT round(stationary_x::numeric, 8) AS x0, round(stationary_y::numeric, 8) AS y0, round(p11::numeric, 8) AS p11,
       round(p10::numeric, 6) AS p10, round(p21::numeric, 8) AS p21, round(p20::numeric, 6) AS p20
FROM gmalign.response_surface_from('{5.825,.197,-.293,-.056,.276,-.035}');
\x off
-- a plane, a ridge, and axes along the coordinates
SELECT stationary_x, p10, p11, p20, p21 FROM gmalign.response_surface_from('{1,2,3,0,0,0}');
SELECT stationary_x, p10, p11, p20, p21, a2, a4 FROM gmalign.response_surface_from('{0,1,-1,-1,2,-1}');
SELECT stationary_x, stationary_y, stationary_z, p11, p21 FROM gmalign.response_surface_from('{0,1,1,-1,0,-2}');

-- what a surface without noise comes back as: z = 1 + 2x + 3y + .5x^2 - .25xy - .125y^2
CREATE TABLE pair AS
SELECT x, y, 1 + 2 * x + 3 * y + .5 * x * x - .25 * x * y - .125 * y * y AS z
FROM (SELECT i::float8 AS x, j::float8 AS y FROM generate_series(-3, 3) AS i, generate_series(-3, 3) AS j) AS q;
SELECT n, df, round(b0::numeric, 12) AS b0, round(b1::numeric, 12) AS b1, round(b2::numeric, 12) AS b2, round(b3::numeric, 12) AS b3,
       round(b4::numeric, 12) AS b4, round(b5::numeric, 12) AS b5, round(r_squared::numeric, 12) AS r_squared,
       round(sigma::numeric, 12) AS sigma
FROM (SELECT (gmalign.response_surface(x, y, z)).* FROM pair) AS s;
-- z the same everywhere: nothing to explain, nothing left over
SELECT n, b0, b1, b1_se, b1_t, r_squared, sigma, algebraic_f FROM (SELECT (gmalign.response_surface(x, y, .1)).* FROM pair) AS s;

-- too few rows, collinear regressors, no rows: only n, or NULL
SELECT (gmalign.response_surface(x, y, z)).n, (gmalign.response_surface(x, y, z)).b1 FROM (SELECT * FROM pair ORDER BY x, y LIMIT 6) AS p;
SELECT (s).n, (s).df, (s).b0 FROM (SELECT gmalign.response_surface(x, 2 * x + 1, z) AS s FROM pair) AS q;
SELECT (s).n, (s).df, (s).b0 FROM (SELECT gmalign.response_surface(x, x * .1 + 1.0 / 3, z) AS s FROM pair) AS q;
SELECT (s).n, (s).df, (s).b0 FROM (SELECT gmalign.response_surface(sign(x), y, z) AS s FROM pair WHERE x <> 0) AS q;
SELECT gmalign.response_surface(x, y, z) IS NULL AS no_rows, gmalign.response_surface(x, y, NULL) IS NULL AS all_null
FROM pair WHERE x > 10;
SELECT gmalign.response_surface(x, y, NULL) IS NULL AS all_null,
       (gmalign.response_surface(x, CASE WHEN x > 0 THEN y END, z)).n AS known FROM pair;

-- refused
SELECT gmalign.response_surface(x, y, 'NaN') FROM pair;
SELECT gmalign.response_surface(x, '-Infinity', z) FROM pair;
SELECT gmalign.response_surface(x * 1e100, y, z) FROM pair;
SELECT gmalign.response_surface(x, y, z, 'Infinity') FROM pair;
SELECT gmalign.response_surface(x, y, z, x) FROM pair;
SELECT gmalign.response_surface_from('{1,2,3}');
SELECT gmalign.response_surface_from('{1,2,3,4,5,NULL}');
SELECT gmalign.response_surface_from('{1,2,3,4,5,NaN}');
SELECT gmalign.response_surface_from('{1,2,3,4,5,6}', '{1,2,3,4,5,6}');
SELECT gmalign.response_surface_from('{1,2,3,4,5,6}', NULL, 0);
SELECT gmalign.response_surface_from(NULL) IS NULL AS nothing;
SELECT gmalign.response_surface_of('{601,1,0}');
SELECT gmalign.response_surface_of(array_fill('NaN'::float8, ARRAY[46]));
SELECT gmalign.response_surface_of((ARRAY[601, .5] || array_fill(0::float8, ARRAY[44]))::float8[]);
SELECT gmalign.surface_rollup(s) FROM (SELECT gmalign.surface_state(1, 2, 3, c) AS s FROM (VALUES (0.0), (4)) AS v (c) GROUP BY c) AS q;
DROP TABLE pair;
