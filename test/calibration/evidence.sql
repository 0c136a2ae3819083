-- How often flags and findings err, and what they find: simulated through the
-- model, read from its views, with fixed seeds. Prints tables; the short form,
-- with its bounds as assertions, is test/long/calibration_evidence.sql. Run in
-- a database of its own:
--   tools/with-stage tools/with-pg psql -X -f test/calibration/evidence.sql
\set QUIET 1
\set ON_ERROR_STOP 1
SET client_min_messages = warning;
CREATE EXTENSION IF NOT EXISTS gmalign;
\set moves 1000
\set runs 100
SELECT gmalign.install('drifting') \g /dev/null
SELECT gmalign.install('outcomes') \g /dev/null
BEGIN;
SELECT setseed(.3) \g /dev/null
SET LOCAL search_path = drifting, public;
\ir drift.sql
\echo 'The rule drift: shares of moves flagged within 12 and 24 months, restated every quarter with such a'
\echo 'noise and falling by so much a month'
SELECT * FROM drift_found ORDER BY noise, fall;
SET LOCAL search_path = outcomes, public;
\ir hindsight.sql
\echo 'Early returns that alignment has nothing to do with, explained by what was known at the landmark, and by what is known today'
SELECT * FROM hindsight_found;
\ir outcomes.sql
\echo 'program_outcomes: shares of programmes; p, adjusted and cross of misaligned against aligned overall,'
\echo 'any_ of some row of the table'
SELECT * FROM outcome_found ORDER BY kind;
ROLLBACK;
DROP SCHEMA drifting CASCADE;
DROP SCHEMA outcomes CASCADE;
