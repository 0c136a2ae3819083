-- What is too large for one group or one value is said to be, before memory is asked for that no
-- server gives. Most get there by few goals or names of 100 MB each.
\getenv all GMALIGN_ALL
\if :{?all}
BEGIN;
\ir ../start.psql
SELECT plan(12);
SET LOCAL client_min_messages = warning;
CREATE FUNCTION pg_temp.long_name(i integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT repeat('x', 100000000) || i $$;
SELECT throws_ok($$ SELECT gmalign.goal_graph(pg_temp.long_name(i), 'a') FROM generate_series(1, 11) AS i $$,
                 '54000', 'goal graph is too large', 'a graph');
SELECT throws_ok($$ SELECT gmalign.goal_graph(pg_temp.long_name(i), 'a')::text FROM generate_series(1, 6) AS i $$,
                 '54000', 'value is too large to be written as text', 'a graph as text, twice as long');
SELECT throws_ok($$ SELECT gmalign_private.goal_sight(gmalign.goal_graph(i, NULL), NULL::integer[])
                    FROM generate_series(1, 27000000) AS i $$,
                 '54000', 'goal graph is too large', 'goals whose sight is five numbers each');
SELECT throws_ok($$ SELECT gmalign_private.points_list(pg_temp.long_name(i), 1, true) FROM generate_series(1, 11) AS i $$,
                 '54000', 'too many goals in one value', 'a list of goals');
SELECT throws_ok($$ SELECT gmalign_private.party_points(v.voices, NULL, NULL, 1, pg_temp.long_name(i), 1, date '2026-01-01')
                    FROM generate_series(1, 11) AS i, (SELECT gmalign_private.voice_map(ARRAY[1], ARRAY['organization'], NULL,
                                                              NULL::integer[], NULL::bigint[], NULL) AS voices) AS v $$,
                 '54000', 'too many priorities in one group', 'what is stated about a move');
SELECT throws_ok($$ SELECT gmalign.mutual_alignment('a', pg_temp.long_name(i), 1) FROM generate_series(1, 11) AS i $$,
                 '54000', 'too many priorities in one group', 'what stakeholders want');
SELECT throws_ok($$ SELECT gmalign.icc1(pg_temp.long_name(i), 1) FROM generate_series(1, 11) AS i $$,
                 '54000', 'too many groups', 'groups of an intraclass correlation');
SELECT throws_ok($$ SELECT gmalign.predicted_act('a', 1) FROM generate_series(1, 34000000) AS i $$,
                 '54000', 'too many acts in one group', 'acts of a person');
SELECT throws_ok($$ SELECT gmalign.km_events(i, true) FROM generate_series(1, 45000000) AS i $$,
                 '54000', 'too many distinct durations in one group', 'durations');
SELECT throws_ok($$ SELECT gmalign.km_curve(i, true) FROM generate_series(1, 8500000) AS i $$,
                 '54000', 'too many points on one curve: 8500001', 'points of a curve');
SELECT throws_ok($$ SELECT gmalign.holm(.5) OVER () FROM generate_series(1, 68000000) AS i LIMIT 1 $$,
                 '54000', 'too many rows in one group', 'p-values of one table');
SELECT lives_ok($$ SELECT gmalign.km_events(i % 1000, true) FROM generate_series(1, 1000000) AS i $$, 'and the server goes on');
SELECT * FROM finish();
ROLLBACK;
\else
SELECT '1..0 # SKIP four gigabytes and some minutes: GMALIGN_ALL=1 asks for it';
\endif
