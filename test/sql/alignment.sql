-- alignment: two parties' priorities over the same goals
CREATE TABLE pair (goal integer, x float8, y float8, w float8);
INSERT INTO pair VALUES (1, 1.0, 1.0, 1), (2, .6, .2, 2), (3, .5, -.1, 1), (4, 0, .3, .5), (5, 0, 0, 9), (6, NULL, .4, 1), (7, .4, NULL, 1);

-- 1 - (.0 + .4 + .6 + .3) / (2 + .8 + .6 + .3); the parts sum to the loss
SELECT round(gmalign.alignment_score(x, y)::numeric, 10) AS score,
       round(gmalign.opposed_share(x, y)::numeric, 10) AS opposed,
       round(gmalign.unshared_share(x, y)::numeric, 10) AS unshared,
       round(gmalign.strength_share(x, y)::numeric, 10) AS strength,
       gmalign.alignment_n(x, y) AS n,
       abs(gmalign.alignment_score(x, y) + gmalign.opposed_share(x, y) + gmalign.unshared_share(x, y)
           + gmalign.strength_share(x, y) - 1) < 1e-15 AS parts_sum
FROM pair;
-- weighted: the same as repeating rows
SELECT round(gmalign.alignment_score(x, y, w)::numeric, 10) AS score,
       round(gmalign.opposed_share(x, y, w)::numeric, 10) AS opposed,
       round(gmalign.unshared_share(x, y, w)::numeric, 10) AS unshared,
       round(gmalign.strength_share(x, y, w)::numeric, 10) AS strength,
       gmalign.alignment_n(x, y, w) AS n FROM pair;
-- one goal's share of the loss
SELECT goal, round(gmalign.alignment_loss(x, y, w, (SELECT sum(w * (abs(x) + abs(y))) FROM pair))::numeric, 10) AS loss
FROM pair ORDER BY goal;
SELECT gmalign.alignment_loss(1, 0, 1, 0);

-- the same, opposite, nothing shared
SELECT gmalign.alignment_score(x, x) AS same, gmalign.alignment_score(x, -x) AS opposite,
       gmalign.alignment_score(x, CASE WHEN x = 0 THEN 1 ELSE 0 END) AS apart FROM pair;
-- no row, nothing known, nothing wanted
SELECT gmalign.alignment_score(x, y), gmalign.opposed_share(x, y), gmalign.alignment_n(x, y) FROM pair WHERE false;
SELECT gmalign.alignment_score(NULL, y), gmalign.alignment_n(NULL, y) FROM pair;
SELECT gmalign.alignment_score(0, 0), gmalign.alignment_n(0, 0) FROM pair;

-- GROUP BY, FILTER, GROUPING SETS, windows
SELECT goal % 2 AS odd, round(gmalign.alignment_score(x, y)::numeric, 6) AS score,
       round(gmalign.alignment_score(x, y) FILTER (WHERE goal < 4)::numeric, 6) AS filtered
FROM pair GROUP BY ROLLUP (goal % 2) ORDER BY odd;
SELECT goal, round((gmalign.alignment_score(x, y) OVER (ORDER BY goal))::numeric, 6) AS growing,
       round((gmalign.alignment_score(x, y) OVER (ORDER BY goal ROWS 1 PRECEDING))::numeric, 6) AS moving
FROM pair ORDER BY goal;

-- stored states: merged in any order they give the score of all rows
CREATE TABLE stored AS SELECT goal % 3 AS shard, gmalign.alignment_state(x, y) AS state FROM pair GROUP BY 1;
SELECT round(gmalign.alignment_score_of(gmalign.alignment_rollup(state))::numeric, 10) AS score,
       gmalign.alignment_n_of(gmalign.alignment_rollup(state)) AS n FROM stored;
SELECT gmalign.alignment_n_of(gmalign.alignment_rollup(state)) FROM (SELECT state FROM stored UNION ALL SELECT NULL) AS s;
SELECT gmalign.alignment_score_of(gmalign.alignment_rollup(state)) FROM stored WHERE false;
-- a state of version 1, as a user may have stored it: .8 of 2 lost on one goal
SELECT gmalign.alignment_score_of('{101,1,1,0,0,.8,2,0,0,0,0,0,0,0,0}');

-- refused
SELECT gmalign.alignment_score('NaN', y) FROM pair;
SELECT gmalign.alignment_score(x, '-Infinity') FROM pair;
SELECT gmalign.alignment_score(0, 0, 'Infinity') FROM pair;
SELECT gmalign.alignment_loss(1, 0, 1, 'Infinity');
SELECT gmalign.alignment_score(x, y, -w) FROM pair;
SELECT gmalign.alignment_score(x, y, 'NaN') FROM pair;
SELECT gmalign.alignment_score(x, y) FROM (VALUES (1e308::float8, 1e308::float8)) AS v (x, y);
SELECT gmalign.alignment_loss(1, 0, 1, -1);
SELECT gmalign.alignment_loss(1, 0, 1, 1e-310);
SELECT gmalign.alignment_score_of('{1,2,3}');
SELECT gmalign.alignment_score_of('{}');
SELECT gmalign.alignment_score_of(NULL);
SELECT gmalign.alignment_score_of('{101,1,1,0,0,NULL,2,0,0,0,0,0,0,0,0}');
SELECT gmalign.alignment_score_of('{{101,1,1,0,0,.8,2,0,0,0,0,0,0,0,0}}');
SELECT gmalign.alignment_score_of('{101,1,1,0,0,NaN,2,0,0,0,0,0,0,0,0}');
SELECT gmalign.alignment_score_of('{101,-1,0,0,0,.8,2,0,0,0,0,0,0,0,0}');
SELECT gmalign.alignment_score_of('{101,1,1,0,0,3,2,0,0,0,0,0,0,0,0}');
SELECT gmalign.alignment_n_of('{101,1e300,1,0,0,.8,2,0,0,0,0,0,0,0,0}');
SELECT gmalign.alignment_rollup(s) FROM (SELECT gmalign.force_state(.5, .5, .5) AS s) AS q;
SELECT gmalign_private.state_merge('{1,2}', '{1,2}');
-- support functions by hand change nothing of the caller's
SELECT gmalign_private.alignment_accum('{101,0,0,0,0,0,0,0,0,0,0,0,0,0,0}', 1, .5);
DROP TABLE pair, stored;
