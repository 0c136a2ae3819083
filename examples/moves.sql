-- The assignments of a mobility vendor: semicolons, 31.12.2026, 148.000,50.
\set file moves
\set delimiter ;
\ir stage.psql
SELECT * FROM gmalign.load('hr', 'moves', 'moves', '{"decimal_comma": true}');
