-- Kernels over 5 million rows (QUICK: a tenth, as everywhere).
\echo 'kernels over 5 million rows ...'
CREATE TABLE evidence AS
SELECT (i % 11)::float8 / 10 AS e, (i % 21)::float8 / 10 - 1 AS i, (i % 19)::float8 / 9 - 1 AS v
FROM generate_series(1, 5000000 / :scale) AS i;
VACUUM ANALYZE evidence;
CALL compare('alignment_score', 1.1, 'corr', 'SELECT corr(i, v) FROM evidence', 'SELECT gmalign.alignment_score(i, v) FROM evidence',
             runs => 9);
CALL compare('motivational_force', 1.1, 'corr', 'SELECT corr(i, v) FROM evidence',
             'SELECT gmalign.motivational_force(e, i, v) FROM evidence', runs => 9);
CALL compare('six alignment members', 1.2, 'one member', 'SELECT gmalign.alignment_score(i, v) FROM evidence',
  'SELECT gmalign.alignment_score(i, v), gmalign.opposed_share(i, v), gmalign.unshared_share(i, v), gmalign.strength_share(i, v),
          gmalign.alignment_n(i, v), gmalign.reward_fit(i, v)
   FROM evidence');
CALL compare('six expectancy members', 1.2, 'one member', 'SELECT gmalign.motivational_force(e, i, v) FROM evidence',
  'SELECT gmalign.motivational_force(e, i, v), gmalign.motivation_index(e, i, v), gmalign.mean_valence(e, i, v),
          gmalign.force_cost(e, i, v), gmalign.weakest_link(e, i, v), gmalign.force_gain_valence(e, i, v)
   FROM evidence');
CALL compare('six profile members', 1.2, 'one member', 'SELECT gmalign.profile_distance(i, v) FROM evidence',
  'SELECT gmalign.profile_distance(i, v), gmalign.profile_correlation(i, v), gmalign.profile_icc(i, v), gmalign.profile_elevation(i, v),
          gmalign.profile_scatter(i, v), gmalign.profile_shape(i, v)
   FROM evidence');
-- the leader and one worker: two processes on two cores. corr shows what the
-- machine gives; twice the rows, so that starting the worker counts little.
CREATE VIEW twice AS SELECT * FROM evidence UNION ALL SELECT * FROM evidence;
CREATE PROCEDURE compare_parallel(work text, query text, promise float8) LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz;
  one float8 := 'infinity';
  two float8 := 'infinity';
BEGIN
  FOR i IN 1..7 LOOP
    PERFORM set_config('max_parallel_workers_per_gather', '0', false);
    t := clock_timestamp();
    EXECUTE query;
    one := least(one, 1000 * extract(epoch FROM clock_timestamp() - t));
    PERFORM set_config('max_parallel_workers_per_gather', '1', false);
    t := clock_timestamp();
    EXECUTE query;
    two := least(two, 1000 * extract(epoch FROM clock_timestamp() - t));
  END LOOP;
  PERFORM set_config('max_parallel_workers_per_gather', '0', false);
  INSERT INTO result (topic, work, reference, ours_ms, reference_ms, promise, faster)
  VALUES ('time', 'two processes, ' || work, 'one process', two, one, promise, true);
END $$;
CALL compare_parallel('corr', 'SELECT corr(i, v) FROM twice', 1);
CALL compare_parallel('alignment_score', 'SELECT gmalign.alignment_score(i, v) FROM twice', 1.7);
CALL compare_parallel('motivational_force', 'SELECT gmalign.motivational_force(e, i, v) FROM twice', 1.7);
DROP VIEW twice;
DROP TABLE evidence;
