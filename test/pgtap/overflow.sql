-- Finite numbers whose sum or quotient no double holds are refused (22003), wherever one is computed,
-- and what is to be done is said: no result is infinite, none is wrong.
BEGIN;
\ir ../start.psql
SELECT plan(17);
CREATE FUNCTION pg_temp.said(query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE hint text;
BEGIN
  EXECUTE query;
  RETURN 'nothing';
EXCEPTION WHEN numeric_value_out_of_range THEN
  GET STACKED DIAGNOSTICS hint = PG_EXCEPTION_HINT;
  RETURN format('%s: %s', SQLERRM, hint);
END $$;
SELECT is(pg_temp.said('SELECT ' || call), 'value out of range: overflow: Bring the values to a common scale with gmalign.rescale().', call)
FROM unnest(ARRAY[
  $$gmalign.rescale(1.7e308, -1.7e308, 1.7e308, 0, 1)$$,
  $$gmalign.key_result_progress('increase', -1.7e308, 0, 1.7e308)$$,
  $$gmalign.key_result_progress('increase', 0, 1.7e308, 1e-3)$$,
  $$gmalign.key_result_progress('at_least', NULL, 1e300, 1e-300)$$,
  $$gmalign.turnover_rate(1, 5e-324)$$,
  $$gmalign.roi(1, 5e-324)$$,
  $$gmalign.roi(1.7e308, 1) FROM generate_series(1, 2)$$,
  $$gmalign.roi_of(gmalign.roi_rollup(s.state)) FROM (SELECT gmalign.roi_state(1.7e308, 1) AS state FROM generate_series(1, 2) AS i
    GROUP BY i) AS s$$,
  $$gmalign.alignment_score(1.7e308, 1.7e308)$$,
  $$gmalign.icc1(g, v) FROM (VALUES (1, 1.22e154::float8), (1, 0), (2, 0), (2, -1.22e154)) AS s (g, v)$$,
  $$gmalign.stakeholder_pairs(s, g, 1.7e308, 'points') FROM generate_series(1, 2) AS g, unnest('{a,b}'::text[]) AS s$$,
  $$gmalign.stakeholder_pairs(s, g, 1.7e308, 'as_given') FROM generate_series(1, 2) AS g, unnest('{a,b}'::text[]) AS s$$,
  $$gmalign.stakeholder_pairs(s, 1, 1.7e308) FROM generate_series(1, 2) AS i, unnest('{a,b}'::text[]) AS s$$,
  $$gmalign.mutual_alignment(s, g, 1.7e308, 'points') FROM generate_series(1, 2) AS g, unnest('{a,b}'::text[]) AS s$$,
  $$gmalign.mutual_alignment(s, g, 1.7e308, 'as_given') FROM generate_series(1, 2) AS g, unnest('{a,b}'::text[]) AS s$$,
  $$* FROM gmalign.cascade_rollup((SELECT gmalign.goal_graph(i, 1, 1) FROM generate_series(2, 3) AS i), ARRAY[2, 3],
                                  ARRAY[1.7e308, 1.7e308], NULL)$$,
  $$* FROM gmalign.cascade_coverage((SELECT gmalign.goal_graph(2, 1)), ARRAY[1], ARRAY[1, 1], ARRAY[1.7e308, 1.7e308])$$]) AS call;
SELECT * FROM finish();
ROLLBACK;
