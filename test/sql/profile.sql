-- profile: how alike two profiles are, over one row per goal
CREATE TABLE pair (g integer, x float8, y float8);
INSERT INTO pair VALUES
  -- the documented example of R's iccde
  (1, -1, -.93), (1, -.85, 1), (1, 2, 1.26),
  (2, atanh(.59), atanh(.52)), (2, atanh(.48), atanh(.76)), (2, atanh(.23), atanh(.22)),
  -- the same ups and downs two points higher: Q alone misleads
  (3, 7, 5), (3, 6, 4), (3, 5, 3), (3, 4, 2), (3, 3, 1),
  (4, 5, 4), (4, 4, 5), (4, 3, 3), (4, 2, 1), (4, 1, 2),
  (5, 5, 1), (5, 4, 2), (5, 3, 3), (5, 2, 4), (5, 1, 5);
SELECT g, round((gmalign.profile_distance(x, y) ^ 2)::numeric, 10) AS d2, round(gmalign.profile_correlation(x, y)::numeric, 10) AS q,
       round(gmalign.profile_icc(x, y)::numeric, 10) AS icc, round(gmalign.profile_elevation(x, y)::numeric, 10) AS elevation,
       round(gmalign.profile_scatter(x, y)::numeric, 10) AS scatter, round(gmalign.profile_shape(x, y)::numeric, 10) AS shape,
       gmalign.profile_n(x, y) AS n
FROM pair GROUP BY g ORDER BY g;
SELECT round(gmalign.profile_distance(x, y)::numeric, 9) AS d FROM pair WHERE g = 1;
-- exact on whole numbers
SELECT gmalign.profile_correlation(x, y) = 1 AS q, gmalign.profile_elevation(x, y) = 20 AS elevation,
       gmalign.profile_scatter(x, y) = 0 AS scatter, gmalign.profile_shape(x, y) = 0 AS shape
FROM pair WHERE g = 3;

-- one row, two rows, a flat profile, equal profiles, a level apart
SELECT n, round(gmalign.profile_distance(x, y)::numeric, 10) AS d, gmalign.profile_correlation(x, y) AS q,
       round(gmalign.profile_icc(x, y)::numeric, 10) AS icc,
       round(gmalign.profile_elevation(x, y)::numeric, 10) AS elevation,
       round(gmalign.profile_scatter(x, y)::numeric, 10) AS scatter, round(gmalign.profile_shape(x, y)::numeric, 10) AS shape
FROM (VALUES (1, 1::float8, 4::float8), (2, 1, 2), (2, 3, 2), (3, 1, 2), (3, 1, 4), (3, 1, 6), (4, 2, 2),
      (4, 2, 2), (4, 2, 2), (5, .1, .7), (5, .1, .7), (5, .1, .7)) AS v (n, x, y)
GROUP BY n ORDER BY n;
-- no row, nothing known on both sides
SELECT gmalign.profile_distance(x, y), gmalign.profile_correlation(x, y), gmalign.profile_icc(x, y), gmalign.profile_elevation(x, y),
       gmalign.profile_scatter(x, y), gmalign.profile_shape(x, y), gmalign.profile_n(x, y) FROM pair WHERE false;
SELECT gmalign.profile_distance(NULL, y), gmalign.profile_shape(x, NULL), gmalign.profile_n(NULL, y) FROM pair;

-- GROUP BY, FILTER, GROUPING SETS, windows
SELECT g, round(gmalign.profile_distance(x, y)::numeric, 6) AS d,
       round(gmalign.profile_distance(x, y) FILTER (WHERE x > 2)::numeric, 6) AS filtered
FROM pair GROUP BY ROLLUP (g) ORDER BY g;
SELECT x, round((gmalign.profile_distance(x, y) OVER (ORDER BY x))::numeric, 6) AS growing,
       round((gmalign.profile_correlation(x, y) OVER (ORDER BY x ROWS 2 PRECEDING))::numeric, 6) AS moving
FROM pair WHERE g = 4 ORDER BY x;

-- stored states: merged in any order they give the value of all rows
CREATE TABLE stored AS SELECT g % 2 AS shard, gmalign.profile_state(x, y) AS state FROM pair GROUP BY 1;
SELECT round(gmalign.profile_distance_of(gmalign.profile_rollup(state))::numeric,
             10) = (SELECT round(gmalign.profile_distance(x, y)::numeric, 10) FROM pair) AS same,
       gmalign.profile_n_of(gmalign.profile_rollup(state)) AS n FROM (SELECT state FROM stored UNION ALL SELECT NULL) AS s;
SELECT gmalign.profile_distance_of(gmalign.profile_rollup(state)) FROM stored WHERE false;
-- a state of version 1, as a user may have stored it: (7,6,5,4,3) and (5,4,3,2,1)
SELECT gmalign.profile_elevation_of(s) AS elevation, gmalign.profile_scatter_of(s) AS scatter, gmalign.profile_shape_of(s) AS shape,
       gmalign.profile_correlation_of(s) AS q,
       round(gmalign.profile_icc_of(s)::numeric, 10) AS icc, round(gmalign.profile_distance_of(s)::numeric, 10) AS d,
       gmalign.profile_n_of(s) AS n
FROM (VALUES ('{301,5,7,5,-10,-10,0,10,10,10,0,0}'::float8[])) AS v (s);

-- a profile's distance as a share of what a scale of 1 to 5 allows
SELECT round((1 - gmalign.profile_distance(x, y) / (4 * sqrt(gmalign.profile_n(x, y))))::numeric, 10) AS alike FROM pair WHERE g = 5;

-- refused
SELECT gmalign.profile_distance('NaN', y) FROM pair;
SELECT gmalign.profile_icc(x, '-Infinity') FROM pair;
SELECT gmalign.profile_distance(x, y) FROM (VALUES (1e308::float8, -1e308::float8)) AS v (x, y);
SELECT gmalign.profile_distance(x, 0) FROM (VALUES (1e200::float8), (0)) AS v (x);
-- far apart but level: only the squares are too large
SELECT round((gmalign.profile_distance(x, 0) / 1e200)::numeric, 10) AS d FROM (VALUES (1e200::float8), (1e200)) AS v (x);
SELECT gmalign.profile_elevation(x, 0) FROM (VALUES (1e200::float8), (1e200)) AS v (x);
SELECT gmalign.profile_icc(x, 0) FROM (VALUES (1e200::float8), (1e200)) AS v (x);
-- what is no state: length, tag, NULL, dimensions, no count, NaN, infinity
SELECT gmalign.profile_distance_of('{301,5,7,5,-10,-10,0,10,10,10,0}');
SELECT gmalign.profile_distance_of('{302,5,7,5,-10,-10,0,10,10,10,0,0}');
SELECT gmalign.profile_distance_of('{301,5,7,5,-10,-10,0,10,10,10,0,NULL}');
SELECT gmalign.profile_distance_of('{{301,5,7,5,-10,-10,0,10,10,10,0,0}}');
SELECT gmalign.profile_distance_of('{301,4.5,7,5,-10,-10,0,10,10,10,0,0}');
SELECT gmalign.profile_n_of('{301,1e300,7,5,-10,-10,0,10,10,10,0,0}');
SELECT gmalign.profile_distance_of('{301,-5,7,5,-10,-10,0,10,10,10,0,0}');
SELECT gmalign.profile_distance_of('{301,5,7,NaN,-10,-10,0,10,10,10,0,0}');
SELECT gmalign.profile_distance_of('{301,5,7,5,-10,Infinity,0,10,10,10,0,0}');
-- a negative square, a product larger than its squares, a row count that leaves no spread, squares that contradict each other
SELECT gmalign.profile_correlation_of('{301,5,7,5,-10,-10,0,-10,10,10,0,0}');
SELECT gmalign.profile_correlation_of('{301,5,7,5,-10,-10,0,10,10,11,0,0}');
SELECT gmalign.profile_shape_of('{301,1,7,5,0,0,0,10,10,10,0,0}');
SELECT gmalign.profile_scatter_of('{301,5,7,5,-10,-10,0,10,10,10,0,9}');
SELECT gmalign.profile_shape_of('{301,5,7,5,-10,-10,0,10,10,10,3,0}');
SELECT gmalign.profile_distance_of(NULL);
SELECT gmalign.profile_rollup(s) FROM (SELECT gmalign.alignment_state(.5, .5) AS s) AS q;
SELECT gmalign.alignment_rollup(s) FROM (SELECT gmalign.profile_state(.5, .5) AS s) AS q;
SELECT gmalign_private.state_merge('{301,5,7,5,-10,-10,0,-10,10,10,0,0}', '{301,5,7,5,-10,-10,0,10,10,10,0,0}');
-- support functions by hand change nothing of the caller's
SELECT gmalign_private.profile_accum(s, 1, .5), s FROM (VALUES ('{301,0,0,0,0,0,0,0,0,0,0,0}'::float8[])) AS v (s);
SELECT gmalign_private.state_merge(s, '{301,5,7,5,-10,-10,0,10,10,10,0,0}'), s
FROM (VALUES ('{301,5,7,5,-10,-10,0,10,10,10,0,0}'::float8[])) AS v (s);
DROP TABLE pair, stored;
