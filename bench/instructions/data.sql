-- Rows whose every value follows from their number: two tables of each, the one
-- four times as long, so that what a query costs once cancels.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
CREATE EXTENSION gmalign;
CREATE FUNCTION make(size text, n integer) RETURNS void LANGUAGE plpgsql AS $make$
BEGIN
  EXECUTE replace(replace($$
    CREATE TABLE SIZE AS
    SELECT i, i / 10 AS team, (1 + i * 7919::bigint % 104729 % 7)::float8 AS r, (i * 31 % 101) / 50.0::float8 - 1 AS x,
           (i * 37 % 103) / 51.0::float8 - 1 AS y, (i % 11) / 10.0::float8 AS e, (1 + i % 3)::float8 AS w,
           (1 + i * 7907::bigint % 3001)::float8 AS days, i * 13 % 89 / 2.0::float8 AS entry, i % 3 > 0 AS event, i % 5 < 2 AS exposed,
           'act ' || i AS act, i % 50 AS few_values, date '2020-01-01' + i % 10 * 7 AS day,
           timestamptz '2020-01-01' + i % 10 * interval '1 week' AS at, CASE WHEN i > 4 THEN i / 4 END AS parent,
           'goal ' || i AS named, CASE WHEN i > 4 THEN 'goal ' || i / 4 END AS named_parent,
           ARRAY(SELECT (i * (2 * k + 3) % 10007) % 5 FROM generate_series(1, 7) AS k)::float8[] AS ratings,
           (ARRAY['organization', 'gm_professional', 'assignee'])[1 + i % 3] AS party, i / 15 AS move, i % 3 AS voice,
           i / 3 % 5 + i % 3 / 2 AS goal, 'goal ' || (i / 3 % 5 + i % 3 / 2) AS goal_name, (1 + i % 5) / 5.0::float8 AS priority
    FROM generate_series(0, COUNT - 1) AS i;
    -- fifteen statements of three parties a move
    CREATE TABLE SIZE_points AS
    SELECT move, gmalign_private.party_points(f.voices, f.lift, 'growth', voice, goal, priority, date '2020-01-01') AS points
    FROM SIZE, frame f GROUP BY move;
    CREATE TABLE SIZE_states AS
    SELECT gmalign.alignment_state(x, y) AS state FROM SIZE GROUP BY i / 2 $$, 'SIZE', size), 'COUNT', n::text);
END $make$;
CREATE TABLE frame AS
SELECT gmalign_private.goal_lift(g, ARRAY[100, 101]) AS lift,
       gmalign_private.voice_map(ARRAY[0, 1, 2], ARRAY['organization', 'gm_professional', 'assignee'],
                                 NULL::text[], NULL::integer[], NULL::integer[], NULL::float8[]) AS voices
FROM (SELECT gmalign.goal_graph(i, 100 + i / 2 % 2) AS g FROM generate_series(0, 7, 2) AS i) AS q;
SELECT make('few', 1200), make('many', 4800) \g /dev/null
VACUUM ANALYZE;
