-- latest: the value of the latest row, against sorting
BEGIN;
\ir ../start.psql
SELECT plan(9);
SELECT setseed(.11);
CREATE TEMP TABLE said AS
SELECT i % 500 AS who, timestamptz '2026-01-01' + make_interval(days => floor(random() * 4)::integer) AS at,
       floor(random() * 30)::integer AS id,
       CASE WHEN random() < .9 THEN round(random()::numeric, 3)::float8 END AS value, CASE WHEN random() < .8 THEN 'word ' || i END AS word
FROM generate_series(1, 6000) AS i;
UPDATE said SET at = NULL WHERE random() < .05;
UPDATE said SET at = 'infinity' WHERE random() < .01;

SELECT is_empty($$ SELECT * FROM (SELECT who, gmalign_private.latest(value, at, id) AS v, gmalign_private.latest(word, at, id) AS w
                                  FROM said GROUP BY who) AS a
                   FULL JOIN (SELECT who,
                                     (array_agg(value ORDER BY at DESC, id DESC, value DESC NULLS LAST)
                                        FILTER (WHERE at IS NOT NULL))[1] AS v,
                                     (array_agg(word ORDER BY at DESC, id DESC, word DESC NULLS LAST) FILTER (WHERE at IS NOT NULL))[1] AS w
                              FROM said GROUP BY who) AS b USING (who)
                   WHERE (a.v, a.w) IS DISTINCT FROM (b.v, b.w) $$, 'as sorting says, numbers and words');
SELECT is_empty($$ SELECT who, gmalign_private.latest(value, at, id ORDER BY random()) FROM said GROUP BY who
                   EXCEPT SELECT who, gmalign_private.latest(value, at, id) FROM said GROUP BY who $$,
                'the order of the rows decides nothing');
SELECT is(gmalign_private.latest(v, '2026-01-01', NULL::integer), 3, 'without a tie the larger value') FROM (VALUES (1), (3), (2)) AS t (v);
SELECT is(gmalign_private.latest(v, t::timestamptz, 1), NULL, 'a NULL that is latest is the answer')
FROM (VALUES (1, '2026-01-01'), (NULL, '2026-01-02')) AS t (v, t);
SELECT is((SELECT gmalign_private.latest(1, now(), 1) WHERE false), NULL, 'without a row it is NULL');
SELECT is(gmalign_private.latest(1, NULL, 1), NULL, 'a row without a time is none');
SELECT is(gmalign_private.latest(p, '2026-01-01', 1)::text, '(1,2)', 'a type without an order will do')
FROM (VALUES (point '(1,2)')) AS t (p);
-- split over workers
CREATE TABLE many AS SELECT s.*, 1 + n % 3 AS part FROM said s, generate_series(1, 10) AS n;
ANALYZE many;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
CREATE FUNCTION pg_temp.plan_of(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  line text;
  lines text := '';
BEGIN
  FOR line IN EXECUTE 'EXPLAIN ' || query LOOP lines := lines || line; END LOOP;
  RETURN lines;
END $$;
SELECT matches(pg_temp.plan_of('SELECT who, gmalign_private.latest(value, at, id) FROM many GROUP BY who'), 'Partial', 'workers take part');
SELECT is_empty($$ SELECT who, gmalign_private.latest(value, at, id), gmalign_private.latest(word, at, id) FROM many GROUP BY who
                   EXCEPT SELECT who, gmalign_private.latest(value, at, id), gmalign_private.latest(word, at, id) FROM said GROUP BY who $$,
                'and the answer is the same');
SELECT * FROM finish();
ROLLBACK;
