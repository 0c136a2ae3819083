-- Kernels over 5 million rows (QUICK: a tenth, as everywhere).
\echo 'kernels over 5 million rows ...'
CREATE TABLE evidence AS
SELECT (i % 11)::float8 / 10 AS e, (i % 21)::float8 / 10 - 1 AS i, (i % 19)::float8 / 9 - 1 AS v FROM generate_series(1, 5000000 / :scale) AS i;
VACUUM ANALYZE evidence;
CALL compare('alignment_score', 1.1, 'corr', 'SELECT corr(i, v) FROM evidence', 'SELECT gmalign.alignment_score(i, v) FROM evidence', runs => 9);
CALL compare('motivational_force', 1.1, 'corr', 'SELECT corr(i, v) FROM evidence', 'SELECT gmalign.motivational_force(e, i, v) FROM evidence', runs => 9);
CALL compare('six alignment members', 1.2, 'one member', 'SELECT gmalign.alignment_score(i, v) FROM evidence',
  'SELECT gmalign.alignment_score(i, v), gmalign.opposed_share(i, v), gmalign.unshared_share(i, v), gmalign.strength_share(i, v), gmalign.alignment_n(i, v), gmalign.reward_fit(i, v) FROM evidence');
CALL compare('six expectancy members', 1.2, 'one member', 'SELECT gmalign.motivational_force(e, i, v) FROM evidence',
  'SELECT gmalign.motivational_force(e, i, v), gmalign.motivation_index(e, i, v), gmalign.mean_valence(e, i, v), gmalign.force_cost(e, i, v), gmalign.weakest_link(e, i, v), gmalign.force_gain_valence(e, i, v) FROM evidence');
CALL compare('six profile members', 1.2, 'one member', 'SELECT gmalign.profile_distance(i, v) FROM evidence',
  'SELECT gmalign.profile_distance(i, v), gmalign.profile_correlation(i, v), gmalign.profile_icc(i, v), gmalign.profile_elevation(i, v), gmalign.profile_scatter(i, v), gmalign.profile_shape(i, v) FROM evidence');
-- the leader and one worker: two processes on two cores
CREATE PROCEDURE compare_parallel() LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz;
  one float8 := 'infinity';
  two float8 := 'infinity';
BEGIN
  FOR i IN 1..5 LOOP
    PERFORM set_config('max_parallel_workers_per_gather', '0', false);
    t := clock_timestamp();
    EXECUTE 'SELECT gmalign.motivational_force(e, i, v) FROM evidence';
    one := least(one, 1000 * extract(epoch FROM clock_timestamp() - t));
    PERFORM set_config('max_parallel_workers_per_gather', '1', false);
    t := clock_timestamp();
    EXECUTE 'SELECT gmalign.motivational_force(e, i, v) FROM evidence';
    two := least(two, 1000 * extract(epoch FROM clock_timestamp() - t));
  END LOOP;
  PERFORM set_config('max_parallel_workers_per_gather', '0', false);
  INSERT INTO result (work, reference, ours_ms, reference_ms, promise, faster) VALUES ('two processes', 'one process', two, one, 1.7, true);
END $$;
CALL compare_parallel();
DROP TABLE evidence;
