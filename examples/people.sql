-- The people of an HR system, saved by Excel: a mark at the begin, days as numbers, blanks
-- behind the units. One file has both, units and who is in them.
\set file people
\ir stage.psql
CREATE EXTENSION gmalign;
SELECT gmalign.install('hr') IS NOT NULL AS installed;
SELECT l.* FROM unnest(ARRAY['units', 'people']) AS kind, gmalign.load('hr', kind, 'people') AS l;
