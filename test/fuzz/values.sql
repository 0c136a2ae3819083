-- What hostile calls are made of: values of every transient type and state that are
-- right, to be damaged, and values that lie in a table as a table keeps them.
\set ON_ERROR_STOP on
\set QUIET on
SET client_min_messages = warning;
CREATE EXTENSION gmalign;
CREATE DOMAIN goal_id AS bigint CHECK (VALUE <> 13);

CREATE TABLE link AS
SELECT i AS child, i / 2 AS parent, (i % 5 - 1) / 3.0::float8 AS contribution FROM generate_series(2, 12) AS i UNION ALL VALUES (5, 9,
  NULL), (9, 5, .5);
CREATE TABLE said AS
SELECT i % 3 AS move, i % 4 AS voice, i % 6 + 2 AS goal, (i % 7 - 2) / 4.0::float8 AS priority, date '2026-01-01' + i % 3 AS day
FROM generate_series(1, 60) AS i;
-- the same in each kind of key
CREATE FUNCTION pg_temp.as_uuid(integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5($1::text)::uuid $$;
CREATE TABLE stored (place integer GENERATED ALWAYS AS IDENTITY, type text, value text);
CREATE FUNCTION pg_temp.store(key text) RETURNS void LANGUAGE plpgsql AS $store$
BEGIN
  EXECUTE replace($$
    CREATE TEMPORARY TABLE f ON COMMIT DROP AS
    SELECT g, gmalign_private.goal_lift(g, ARRAY[KEY(1), KEY(3)]) AS lift,
           gmalign_private.voice_map(ARRAY[KEY(0), KEY(1), KEY(2), KEY(3)], ARRAY['organization', 'organization', 'gm_professional',
             'assignee'],
                                     ARRAY['growth', 'growth'], ARRAY[KEY(1), KEY(3)], ARRAY[KEY(4), KEY(5)], ARRAY[1, .4]) AS voices
    FROM (SELECT gmalign.goal_graph(KEY(child), KEY(parent), contribution) AS g FROM link) AS q $$, 'KEY', key);
  EXECUTE replace($$
    CREATE TEMPORARY TABLE p ON COMMIT DROP AS
    SELECT gmalign_private.party_points(f.voices, f.lift, 'growth', KEY(voice), KEY(goal), priority, day) AS points,
           gmalign_private.points_list(KEY(goal), abs(priority), goal % 3 = 0, KEY(move), day) AS list
    FROM f, said GROUP BY move $$, 'KEY', key);
  EXECUTE replace($$
    INSERT INTO stored (type, value)
    SELECT 'gmalign.goal_graph', g::text FROM f UNION ALL
    SELECT 'gmalign.goal_graph', gmalign.goal_graph(KEY(child), KEY(parent))::text FROM link WHERE child < 5 UNION ALL
    SELECT 'gmalign_private.goal_lift', lift::text FROM f UNION ALL
    SELECT 'gmalign_private.voice_map', voices::text FROM f UNION ALL
    SELECT 'gmalign_private.party_points', points::text FROM p UNION ALL
    SELECT 'gmalign_private.points_list', list::text FROM p UNION ALL
    SELECT 'gmalign_private.points_list', gmalign_private.goals_in_sight(g, ARRAY[KEY(1)])::text FROM f UNION ALL
    SELECT 'gmalign_private.goal_work', gmalign_private.goal_work(points, 1, 1000)::text FROM p UNION ALL
    SELECT 'gmalign_private.goal_work', gmalign_private.goal_work(KEY(goal), .5, 2)::text FROM said UNION ALL
    SELECT 'gmalign_private.wish_norm', gmalign_private.wish_norm(points)::text FROM p UNION ALL
    SELECT 'gmalign_private.goal_past', gmalign_private.goal_past(array_agg(KEY(child)), array_agg(child < 4), array_agg(date
      '2026-01-01' - child),
             array_agg(date '2026-06-01' + child), array_agg(KEY(child)), array_agg(KEY(parent)), array_agg(contribution),
             array_agg(NULL::date), array_agg(date '2026-03-01'))::text FROM link $$, 'KEY', key);
END $store$;
BEGIN; SELECT pg_temp.store('int8') \g /dev/null
COMMIT;
BEGIN; SELECT pg_temp.store('pg_temp.as_uuid') \g /dev/null
COMMIT;
CREATE FUNCTION pg_temp.as_text(integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'goal ' || $1 $$;
BEGIN; SELECT pg_temp.store('pg_temp.as_text') \g /dev/null
COMMIT;

-- states: empty ones, and what a few rows make of them
INSERT INTO stored (type, value)
SELECT DISTINCT format_type(aggtranstype, NULL), agginitval FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggtransfn
WHERE p.probin ~ 'gmalign' AND agginitval IS NOT NULL;
CREATE AGGREGATE pg_temp.consensus(float8, float8, float8) (SFUNC = gmalign_private.consensus_accum, STYPE = bigint[], INITCOND = '{401}');
CREATE AGGREGATE pg_temp.kendall(float8[]) (SFUNC = gmalign_private.kendall_accum, STYPE = float8[], INITCOND = '{501}');
CREATE TABLE state AS
SELECT gmalign.alignment_state(priority, goal / 9.0::float8) AS alignment, gmalign.alignment_state(priority, goal / 9.0::float8, voice)
  AS weighted,
       gmalign.force_state(voice / 3.0::float8, priority / 2, priority / 3) AS force, gmalign.profile_state(priority, goal) AS profile,
       gmalign.surface_state(goal, voice, priority, 1) AS surface, gmalign.risk_state(goal > 4, priority > .3) AS risk,
       gmalign.turnover_state(voice, goal * 100) AS turnover, gmalign.roi_state(priority, goal) AS roi,
       pg_temp.kendall(ARRAY[goal, voice, priority]) AS kendall, pg_temp.consensus(goal - 1, 1, 7) AS consensus
FROM said GROUP BY GROUPING SETS ((), (move), (goal));
INSERT INTO stored (type, value)
SELECT CASE key WHEN 'consensus' THEN 'bigint[]' ELSE 'double precision[]' END, translate(value, '[]', '{}')
FROM state AS s, jsonb_each_text(to_jsonb(s));

-- As tables keep values: with a short header, compressed, out of line.
CREATE TABLE kept (id integer, f float8[], b bigint[], i integer[], o boolean[], d date[], t text[], u uuid[], text text, bytes bytea,
  json jsonb);
CREATE TABLE kept_apart (LIKE kept);
SELECT format('ALTER TABLE kept_apart ALTER %I SET STORAGE EXTERNAL', attname)
FROM pg_attribute WHERE attrelid = 'kept_apart'::regclass AND attnum > 1 \gexec
CREATE TEMPORARY VIEW made (id, f, b, i, o, d, t, u, text, bytes, json) AS
SELECT n, array_agg(k % 7 / 3.0::float8), array_agg(k % 11), array_agg((k % 13)::integer), array_agg(k % 2 = 0), array_agg(date
  '2026-01-01' + k::integer % 9),
       array_agg('goal ' || k % 9), array_agg(md5((k % 9)::text)::uuid), repeat('ab|', n), repeat('ab', n)::bytea,
       jsonb_build_object('a', repeat('assignee', n), 'share', .5)
FROM unnest(ARRAY[1, 3, 9, 2000, 20000]) AS n, generate_series(1::bigint, n) AS k GROUP BY n;
INSERT INTO kept SELECT * FROM made;
INSERT INTO kept_apart SELECT * FROM made;
-- rows that are mostly right, for plans with workers
CREATE TABLE usual AS
SELECT i, i % 5 AS small, i::bigint AS big, i % 3 > 0 AS yes, (i * 31 % 101) / 50.0::float8 - 1 AS f1, (i % 11) / 10.0::float8 AS f2,
       1 + (i % 7)::float8 AS f3, (ARRAY['organization', 'gm_professional', 'assignee'])[1 + i % 3] AS text, md5((i % 9)::text)::uuid AS id,
       date '2026-01-01' + i % 50 AS day, timestamptz '2026-01-01' + i % 50 * interval '1 day' AS at, ARRAY[i % 3, i % 5, 1]::float8[] AS fs
FROM generate_series(1, 3000) AS i;
VACUUM ANALYZE;
-- a value of a type from bytes, as a client sends it
CREATE PROCEDURE received(type regtype, bytes bytea) LANGUAGE plpgsql AS $$
DECLARE
  file text := current_setting('data_directory') || '/received';
BEGIN
  EXECUTE format('COPY (SELECT %L::bytea) TO %L (FORMAT binary)', bytes, file);
  EXECUTE format('CREATE TEMPORARY TABLE IF NOT EXISTS received_%s (value %s)', type::oid, type);
  EXECUTE format('COPY received_%s FROM %L (FORMAT binary)', type::oid, file);
END $$;
