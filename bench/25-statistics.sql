-- Consensus, intraclass correlation, Kendall's W and the response surface, each
-- against the plain SQL that comes to the same value.
\echo 'statistics over a million ratings ...'
CREATE TABLE rating AS
SELECT i % (100000 / :scale) AS team, (1 + (i * 7919 % 104729) % 7)::float8 AS x, (1 + (i * 6101 % 99991) % 7)::float8 AS y,
       sin(i) AS z FROM generate_series(1, 1000000::bigint / :scale) AS i;
CREATE TABLE rater AS
SELECT i AS rater, ARRAY(SELECT (i * (2 * k + 3) % 10007) % 5 FROM generate_series(1, 7) AS k)::float8[] AS ratings
FROM generate_series(1, 100000 / :scale) AS i;
VACUUM ANALYZE rating, rater;
CALL compare('rwg of 100,000 teams', 1.5, 'var_samp', 'SELECT sum(v) FROM (SELECT var_samp(x) AS v FROM rating GROUP BY team) AS q',
  'SELECT sum(v) FROM (SELECT gmalign.rwg(x, 1, 7) AS v FROM rating GROUP BY team) AS q');
CALL compare('icc1 over 100,000 teams', 1, 'analysis of variance in SQL', $$
  SELECT (msb - msw) / (msb + (k - 1) * msw)
  FROM (SELECT (sum(n * mean ^ 2) - sum(n * mean) ^ 2 / sum(n)) / (count(*) - 1) AS msb, sum(v) / (sum(n) - count(*)) AS msw,
        sum(n) / count(*) AS k
        FROM (SELECT count(x)::float8 AS n, avg(x) AS mean, coalesce(var_samp(x), 0) * (count(x) - 1) AS v
              FROM rating GROUP BY team) AS g) AS s $$,
  'SELECT gmalign.icc1(team, x) FROM rating', faster => true);
CALL compare('kendall_w of 100,000 raters', 5, 'ranks by window', $$
  WITH cell AS (SELECT rater, item, value, rank() OVER (PARTITION BY rater ORDER BY value)
                + (count(*) OVER (PARTITION BY rater, value) - 1) / 2.0::float8 AS place,
                       count(*) OVER (PARTITION BY rater, value) AS t
                FROM rater, unnest(ratings) WITH ORDINALITY AS u (value, item)),
  s AS (SELECT sum((r - mean) ^ 2) AS s FROM (SELECT sum(place) AS r, avg(sum(place)) OVER () AS mean FROM cell GROUP BY item) AS q)
  SELECT 12 * s.s / (m * (m * (n ^ 3 - n) - (SELECT sum(t * t - 1.0::float8) FROM cell)))
  FROM s, (SELECT count(*)::float8 AS m, 7::float8 AS n FROM rater) AS c $$,
  'SELECT gmalign.kendall_w(ratings) FROM rater', faster => true, runs => 3);
CALL compare('response_surface', 1, 'its 21 sums in plain SQL, unsolved', $$
  SELECT count(*), sum(u), sum(v), sum(u * u), sum(u * v), sum(v * v), sum(u * u * u), sum(u * u * v),
         sum(u * v * v), sum(v * v * v), sum(u * u * u * u), sum(u * u * u * v),
         sum(u * u * v * v), sum(u * v * v * v), sum(v * v * v * v), sum(z), sum(z * u), sum(z * v),
         sum(z * u * u), sum(z * u * v), sum(z * v * v), sum(z * z)
  FROM (SELECT x - 4 AS u, y - 4 AS v, z FROM rating) AS q $$,
  'SELECT gmalign.response_surface(x, y, z, 4) FROM rating', faster => true);
DROP TABLE rating, rater;
