-- The promises on speed, each measured side by side with its reference in one
-- run: interleaved, best of several. Ratios, not seconds: machines differ.

\set ON_ERROR_STOP on
\set QUIET on
\pset footer off
CREATE EXTENSION gmalign;
SET client_min_messages = warning;
SET jit = off;
SET work_mem = '1GB';
SET max_parallel_workers_per_gather = 0;
SELECT setseed(.42) \g /dev/null

-- "faster": ours is to be at least promise times as fast; else it may take at
-- most promise times as long
CREATE TABLE result (id integer GENERATED ALWAYS AS IDENTITY, topic text, work text, reference text, ours_ms float8, reference_ms float8,
                     promise float8, faster boolean);
-- one time against a limit in ms
CREATE TABLE limited (id integer GENERATED ALWAYS AS IDENTITY, topic text, work text, ms float8, promise float8);
-- how time grows with size
CREATE TABLE growth (id integer GENERATED ALWAYS AS IDENTITY, work text, size bigint, ms float8);
CREATE PROCEDURE compare(work text, promise float8, reference text, reference_sql text, ours_sql text,
                         faster boolean DEFAULT false, runs integer DEFAULT 5, topic text DEFAULT 'time')
LANGUAGE plpgsql AS $$
DECLARE
  t timestamptz;
  ours float8 := 'infinity';
  theirs float8 := 'infinity';
BEGIN
  FOR i IN 1..3 * runs LOOP
    -- what looks broken may be noise, of either side: three times as many runs tell
    EXIT WHEN i = runs + 1 AND CASE WHEN faster THEN ours * promise <= theirs ELSE ours <= theirs * promise END;
    t := clock_timestamp();
    EXECUTE reference_sql;
    theirs := least(theirs, 1000 * extract(epoch FROM clock_timestamp() - t));
    t := clock_timestamp();
    EXECUTE ours_sql;
    ours := least(ours, 1000 * extract(epoch FROM clock_timestamp() - t));
  END LOOP;
  INSERT INTO result (topic, work, reference, ours_ms, reference_ms, promise, faster)
  VALUES (topic, work, reference, ours, theirs, promise, faster);
  RAISE WARNING '%', format('%s: %s ms, %s: %s ms', work, round(ours), reference, round(theirs));
END $$;

-- Memory: what a query adds to the peak of its backend, in a fresh one that has
-- read the table already (the pages it looked at are counted in too).
CREATE TABLE memory_use (id integer GENERATED ALWAYS AS IDENTITY, work text, link_count bigint, bytes float8, promise float8);
CREATE FUNCTION peak_bytes() RETURNS bigint LANGUAGE sql AS
  $$ SELECT 1024 * substring(pg_read_file('/proc/self/status') FROM 'VmHWM:\s+(\d+)')::bigint $$;
CREATE PROCEDURE measure_memory(work text, relation regclass, promise float8) LANGUAGE plpgsql AS $$
DECLARE
  links bigint;
  before bigint;
BEGIN
  EXECUTE format('SELECT count(goal) FROM %s WHERE parent IS NOT NULL', relation) INTO links;
  before := peak_bytes();
  EXECUTE format('SELECT gmalign.goal_graph(goal, parent) IS NULL FROM %s', relation);
  INSERT INTO memory_use (work, link_count, bytes, promise) VALUES (work, links, peak_bytes() - before, promise);
END $$;
