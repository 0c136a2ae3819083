-- The goals of an OKR tool: objectives and key results, what each contributes to, the latest check-in.
\set file goals
\ir stage.psql
SELECT l.* FROM unnest(ARRAY['goals', 'check_ins']) AS kind, gmalign.load('hr', kind, 'goals') AS l;
