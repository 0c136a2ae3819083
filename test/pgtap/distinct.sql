-- distinct_count: how many different values there are, against count(DISTINCT)
BEGIN;
\ir ../start.psql
SELECT plan(10);
SELECT setseed(.12);
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS
  $f$ BEGIN RETURN QUERY EXECUTE 'EXPLAIN ' || query; END $f$;
CREATE TEMP TABLE seen AS
SELECT i % 7 AS a, i % 11 AS b, CASE WHEN random() < .9 THEN floor(random() * 300)::bigint END AS n,
       CASE WHEN random() < .9 THEN 'word ' || floor(random() * 300) END AS word,
       CASE WHEN random() < .9 THEN md5(floor(random() * 300)::text)::uuid END AS u, round(random()::numeric * 100, 1) AS d
FROM generate_series(1, 20000) AS i;
SELECT is_empty($$ SELECT a, b, gmalign_private.distinct_count(n), gmalign_private.distinct_count(word), gmalign_private.distinct_count(u),
                          gmalign_private.distinct_count(d)
                   FROM seen GROUP BY GROUPING SETS ((), a, b, (a, b))
                   EXCEPT ALL
                   SELECT a, b, count(DISTINCT n), count(DISTINCT word), count(DISTINCT u), count(DISTINCT d)
                   FROM seen GROUP BY GROUPING SETS ((), a, b, (a, b)) $$, 'numbers, words, uuids, in groups of all sizes');
SELECT is((SELECT gmalign_private.distinct_count(i) FROM generate_series(1, 100000) AS i), 100000::bigint, 'many');
SELECT is((SELECT gmalign_private.distinct_count(n) FROM (VALUES (1.0), (1.00), (1)) AS t (n)), 1::bigint,
          'one number in three spellings is one');
SELECT is((SELECT gmalign_private.distinct_count(n) FROM (VALUES (NULL::integer), (NULL)) AS t (n)), 0::bigint, 'NULL is no value');
SELECT is((SELECT gmalign_private.distinct_count(1) WHERE false), 0::bigint, 'without a row 0');
SELECT is((SELECT array_agg(n ORDER BY i)
           FROM (SELECT i, gmalign_private.distinct_count(i % 3) OVER (ORDER BY i ROWS UNBOUNDED PRECEDING) AS n
                 FROM generate_series(1, 5) AS i) AS w),
          ARRAY[1, 2, 3, 3, 3]::bigint[], 'as a window it goes on counting');
CREATE COLLATION blind (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
SELECT is((SELECT gmalign_private.distinct_count(w COLLATE blind) FROM (VALUES ('Team'), ('team'), ('Teams')) AS t (w)), 2::bigint,
          'words are the same when their collation says so');
SELECT throws_ok($$ SELECT gmalign_private.distinct_count(x) FROM (SELECT '<a/>'::xml) AS t (x) $$, '42883', NULL, 'xml cannot be hashed');
-- workers see parts of it, and what they saw travels
SET LOCAL parallel_setup_cost = 0; SET LOCAL parallel_tuple_cost = 0; SET LOCAL min_parallel_table_scan_size = 0;
CREATE TABLE many AS SELECT * FROM seen; ANALYZE many;
SELECT matches((SELECT string_agg(l, ' ')
                FROM pg_temp.plan_of($$ SELECT gmalign_private.distinct_count(word) FROM many $$) AS l),
               'Partial Aggregate', 'workers count');
SELECT results_eq($$ SELECT gmalign_private.distinct_count(n), gmalign_private.distinct_count(word), gmalign_private.distinct_count(u),
                            gmalign_private.distinct_count(d) FROM many $$,
                  $$ SELECT count(DISTINCT n), count(DISTINCT word), count(DISTINCT u), count(DISTINCT d) FROM many $$,
                  'and together they count the same');
SELECT * FROM finish();
ROLLBACK;
