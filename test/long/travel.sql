-- values that live within a query, on their way between servers: goal_graph,
-- goal_work and points_list as text and binary, believed only when they are
-- what rows could have given; party_points.sql does the same for the rest
BEGIN;
\ir ../start.psql
SELECT plan(45);
SET LOCAL client_min_messages = warning;
SELECT setseed(.18);

-- ---------- a graph is its goals and links, whatever order they came in ----------
-- dirty: duplicates, conflicts, 0 and -0, not known, cycles, self-loops; lone goals only in some
CREATE TEMP TABLE link AS
SELECT g, 1 + floor(random() * (3 + g % 30))::integer AS child,
       CASE WHEN random() < .8 THEN 1 + floor(random() * (3 + g % 30))::integer END AS parent,
       (ARRAY[NULL, .5, -.5, 0, -0.0::float8, 1, -1, round(random()::numeric, 3)])[1 + floor(random() * 8)::integer] AS w
FROM generate_series(1, 200) AS g, LATERAL generate_series(1, g % 50) AS i;
CREATE TEMP TABLE graph AS
SELECT g, gmalign.goal_graph(child, parent, w)::text AS int4,
       gmalign.goal_graph(child::bigint * 1000000007 - 5000000000, parent, w)::text AS int8,
       gmalign.goal_graph('goal ' || repeat('ä', child % 4) || child, 'goal ' || repeat('ä', parent % 4) || parent, w)::text AS text,
       gmalign.goal_graph(md5(child::text)::uuid, md5(parent::text)::uuid, w)::text AS uuid,
       gmalign.goal_graph(child::smallint, parent::smallint, w)::text AS int2,
       gmalign.goal_graph_listed('g' || child, 'g' || parent, w)::text AS listed
FROM link GROUP BY g;
CREATE FUNCTION pg_temp.same_bytes(order_by text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  EXECUTE format($q$
    SELECT count(*)
    FROM (SELECT g, gmalign.goal_graph(child, parent, w)::text AS int4,
                 gmalign.goal_graph(child::bigint * 1000000007 - 5000000000, parent, w)::text AS int8,
                 gmalign.goal_graph('goal ' || repeat('ä', child %% 4) || child, 'goal ' || repeat('ä', parent %% 4) || parent, w)::text
                   AS text,
                 gmalign.goal_graph(md5(child::text)::uuid, md5(parent::text)::uuid, w)::text AS uuid,
                 gmalign.goal_graph(child::smallint, parent::smallint, w)::text AS int2,
                 gmalign.goal_graph_listed('g' || child, 'g' || parent, w)::text AS listed
          FROM (SELECT * FROM link ORDER BY %s) AS l GROUP BY g) AS q NATURAL JOIN graph AS h $q$, order_by) INTO n;
  RETURN n;
END $$;
SELECT is(pg_temp.same_bytes('random()'), (SELECT count(*) FROM graph), 'rows in another order give the same bytes');
SELECT is(pg_temp.same_bytes('child DESC, w DESC NULLS FIRST'), (SELECT count(*) FROM graph), 'and in the opposite one');
-- memory is used again and again within a query: what lay there before must not show
SELECT is((SELECT count(DISTINCT v) FROM (SELECT i, gmalign.goal_graph('g' || i % 7 + k, 'g' || k, .5)::text || repeat('x', 0) AS v
                                          FROM generate_series(1, 70) AS i, generate_series(1, 3) AS k GROUP BY i) AS q), 7::bigint,
          'and nothing else');
-- a link given twice is the link
SELECT is(gmalign.goal_graph(c, p, w)::text, gmalign.goal_graph(c, p, w) FILTER (WHERE o)::text, 'a link given twice is the link')
FROM (VALUES (2, 1, .5, true), (2, 1, .5, false), (3, 1, 0, true), (3, 1, -0.0::float8, false), (1, 1, 1, true), (1, 1, .5, false))
     AS l (c, p, w, o);
CREATE TABLE spread AS SELECT * FROM link CROSS JOIN generate_series(1, 5);
ANALYZE spread;
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SELECT is((SELECT count(*) FROM (SELECT g, gmalign.goal_graph(child, parent, w) AS v FROM spread GROUP BY g) AS q JOIN graph AS h USING (g)
           WHERE q.v::text = h.int4), (SELECT count(*) FROM graph), 'and workers give them too');
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;

-- ---------- there and back ----------
CREATE TEMP TABLE travelled AS
SELECT 'gmalign.goal_graph' AS type, k.key, k.value AS t
FROM graph, LATERAL (VALUES ('integer', int4), ('bigint', int8), ('text', text), ('uuid', uuid), ('smallint', int2), ('text', listed))
            AS k (key, value)
UNION ALL SELECT 'gmalign.goal_graph', 'text', gmalign.goal_graph_listed('a'::text, 'b', 1)::text
UNION ALL SELECT 'gmalign_private.points_list', 'bigint', gmalign_private.points_list(child::bigint, abs(w), parent IS NULL)::text
FROM link GROUP BY g
UNION ALL SELECT 'gmalign_private.points_list', 'text', gmalign_private.points_list('g' || child, abs(w), parent IS NULL)::text
FROM link WHERE g < 40 GROUP BY g
UNION ALL SELECT 'gmalign_private.goal_work', 'bigint', gmalign_private.goal_work(child::bigint, abs(w), 1)::text
FROM link GROUP BY g
UNION ALL SELECT 'gmalign_private.goal_work', 'uuid', gmalign_private.goal_work(md5(child::text)::uuid, abs(w), 1)::text
FROM link WHERE g < 40 GROUP BY g
UNION ALL SELECT 'gmalign_private.goal_past', 'integer',
                 gmalign_private.goal_past(array_agg(child), array_agg(true), array_agg(NULL::date), array_agg(NULL::date),
                                           array_agg(child), array_agg(parent), array_agg(w), array_agg(NULL::date),
                                           array_agg(NULL::date))::text
FROM link GROUP BY g
UNION ALL SELECT 'gmalign_private.wish_norm', 'integer', gmalign_private.wish_norm(points)::text
FROM (SELECT g, gmalign_private.party_points(gmalign_private.voice_map(ARRAY[1], ARRAY['assignee'], NULL, NULL::integer[], NULL::bigint[],
                                                                       NULL), NULL, NULL, 1, child, w, date '2026-01-01') AS points
      FROM link GROUP BY g) AS m GROUP BY g;
CREATE FUNCTION pg_temp.there_and_back(type text, t text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE back text;
BEGIN
  EXECUTE format('SELECT $1::%s::text', type) INTO back USING t;
  RETURN back;
END $$;
CREATE FUNCTION pg_temp.sent(type text, t text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE back text;
BEGIN
  EXECUTE format('SELECT encode(gmalign_private.%s_send($1::%s), ''hex'')', split_part(type, '.', 2), type) INTO back USING t;
  RETURN back;
END $$;
SELECT ok(bool_and(pg_temp.there_and_back(type, t) = t AND pg_temp.sent(type, t) = t) AND count(*) > 100,
          type || ': text and binary there and back')
FROM travelled WHERE t IS NOT NULL GROUP BY type ORDER BY type;
-- what a server receives from another comes by the binary input: COPY reads with it
CREATE FUNCTION pg_temp.copied(type text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  file text := current_setting('data_directory') || '/travelled';
  n bigint;
BEGIN
  EXECUTE format('CREATE TEMP TABLE sent AS SELECT t::%s AS v FROM travelled WHERE type = %L AND length(t) < 15000', type, type);
  CREATE TEMP TABLE came (LIKE sent);
  EXECUTE format('COPY sent TO %L (FORMAT binary)', file);
  EXECUTE format('COPY came FROM %L (FORMAT binary)', file);
  SELECT count(*) INTO n FROM (SELECT v::text FROM sent INTERSECT ALL SELECT v::text FROM came) AS q;
  IF n <> (SELECT count(*) FROM came) THEN n := -1; END IF;
  DROP TABLE sent, came;
  RETURN n;
END $$;
SELECT cmp_ok(pg_temp.copied(type), '>=', least(count(*), 30), type || ': received as it was sent')
FROM travelled WHERE t IS NOT NULL GROUP BY type ORDER BY type;
SELECT cmp_ok((SELECT count(*) FROM travelled WHERE type LIKE '%graph' AND t IS NOT NULL), '>', 1000::bigint, 'many graphs');

-- ---------- readers do not see the difference ----------
-- every reader over every goal; strategic: the tops
CREATE FUNCTION pg_temp.read_graph(t text, key text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
  EXECUTE format($q$
    WITH v AS MATERIALIZED (SELECT $1::gmalign.goal_graph AS g),
    a AS MATERIALIZED (
      SELECT array_agg(s.goal ORDER BY s.goal) AS goals, array_agg(.5::float8 ORDER BY s.goal) AS amounts,
             array_agg('x'::text ORDER BY s.goal) AS titles
      FROM v, gmalign.goal_states(g, NULL::%1$s[]) AS s),
    k AS MATERIALIZED (SELECT * FROM v, a),
    w AS MATERIALIZED (SELECT gmalign_private.goal_work(x, .5, 1) AS w FROM k, unnest(goals) AS x)
    SELECT md5(string_agg(line, E'\n' ORDER BY line)) FROM (
      SELECT 's' || s::text FROM v, gmalign.goal_states(g, NULL::%1$s[]) AS s
      UNION ALL SELECT 'l' || s::text FROM v, gmalign.line_of_sight(g, NULL::%1$s[]) AS s
      UNION ALL SELECT 'c' || s::text FROM v, gmalign.goal_closure(g, NULL::%1$s[]) AS s
      UNION ALL SELECT 'r' || s::text FROM k, gmalign.cascade_rollup(g, goals[2:], amounts[2:], NULL) AS s
      UNION ALL SELECT 'v' || s::text FROM k, gmalign.cascade_coverage(g, NULL::%1$s[], goals, amounts) AS s
      UNION ALL SELECT 'V' || s::text FROM k, gmalign.cascade_coverage(g, goals, goals[:2]) AS s
      UNION ALL SELECT 'y' || s::text FROM v, gmalign.goal_cycles(g, NULL::%1$s[]) AS s
      UNION ALL SELECT 'e' || s::text FROM v, gmalign.goal_edges(g, NULL::%1$s[]) AS s
      UNION ALL SELECT 'p' || s::text FROM v, gmalign.goal_path(g, NULL::%1$s[], NULL) AS s
      UNION ALL SELECT 'o' || s::text FROM k, gmalign.goal_path(g, goals[1], goals[cardinality(goals)]) AS s
      UNION ALL SELECT 'f' || s::text FROM v, gmalign_private.flow_rows(g, NULL::%1$s[]) AS s
      UNION ALL SELECT 't' || s::text FROM k, gmalign_private.path_rows(g, NULL::%1$s[], goals, titles) AS s
      UNION ALL SELECT 'C' || s::text FROM v, w, gmalign_private.cover_rows(g, NULL::%1$s[], w) AS s
      UNION ALL SELECT 'S' || s::text FROM v, w, gmalign_private.state_rows(g, NULL::%1$s[], w) AS s
      UNION ALL SELECT 'G' || s::text
      FROM k, w, gmalign_private.segment_rows(g, NULL::%1$s[], w, goals, titles, goals, amounts,
                                              ARRAY(SELECT gmalign_private.points_list(x, 1, true) FROM unnest(goals) AS x GROUP BY x)) AS s
      UNION ALL SELECT 'i' || s::text
      FROM k, gmalign_private.sight_of(g, gmalign_private.goal_sight(g, NULL::%1$s[]),
                                       (SELECT gmalign_private.points_list(x, 1, true) FROM unnest(goals) AS x),
                                       NULL::%1$s) AS s
      UNION ALL SELECT 'L' || s::text FROM v, gmalign_private.goal_lift_rows(gmalign_private.goal_lift(g, NULL::%1$s[]), NULL::%1$s) AS s
      UNION ALL SELECT 'z' || gmalign_private.goals_in_sight(g, NULL::%1$s[])::text FROM v) AS q (line) $q$, key) INTO answer USING t;
  RETURN answer;
END $$;
-- the same value as the builder left it, and as it came in
CREATE FUNCTION pg_temp.seen(g gmalign.goal_graph) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(s::text, ' ' ORDER BY s.goal) FROM gmalign.goal_states(g, NULL::integer[]) AS s $$;
SELECT is((SELECT count(*) FROM (SELECT g, pg_temp.seen(gmalign.goal_graph(child, parent, w)) AS seen FROM link GROUP BY g) AS q
           JOIN graph AS h USING (g) WHERE q.seen = pg_temp.seen(h.int4::gmalign.goal_graph)),
          (SELECT count(*) FROM graph), 'read as built');
SELECT cmp_ok((SELECT count(DISTINCT pg_temp.read_graph(t, key)) FROM travelled WHERE type LIKE '%graph' AND t IS NOT NULL
               AND length(t) < 3000), '>', 100::bigint, 'every reader answers');

-- ---------- a table ----------
-- there is no way to forbid a column of a type; what fits a page is kept as it is, nothing else is
CREATE TABLE kept AS SELECT 'x'::"char" AS odd, g, int4::gmalign.goal_graph AS v FROM graph WHERE length(int4) < 15000;
SELECT cmp_ok((SELECT count(*) FROM kept), '>', 100::bigint, 'small graphs may be stored');
SELECT is((SELECT count(*) FROM kept JOIN graph USING (g) WHERE kept.v::text = graph.int4),
          (SELECT count(*) FROM kept), 'and are what they were');
SELECT is((SELECT count(*) FROM kept k, gmalign.goal_states(k.v, NULL::bigint[])),
          (SELECT count(*) FROM kept JOIN graph AS h USING (g), gmalign.goal_states(h.int4::gmalign.goal_graph, NULL::bigint[])),
          'read out of a tuple');
SELECT is((SELECT count(*) FROM (SELECT (array_agg(v ORDER BY g))[40] AS g FROM kept) AS q, gmalign.goal_states(g, NULL::bigint[])),
          (SELECT count(*) FROM (SELECT (array_agg(v::text ORDER BY g))[40]::gmalign.goal_graph AS g FROM kept) AS q,
                                gmalign.goal_states(g, NULL::bigint[])), 'and out of an array');
SELECT throws_ok('CREATE TABLE large AS SELECT gmalign.goal_graph(i, i / 4) AS g FROM generate_series(1, 1000) AS i', '54000', NULL,
                 'a table refuses a large one');
CREATE TABLE copied (LIKE kept);
CREATE TABLE received (LIKE kept);
DO $$
DECLARE
  file text := current_setting('data_directory') || '/kept';
BEGIN
  EXECUTE format('COPY kept TO %L', file);
  EXECUTE format('COPY copied FROM %L', file);
  EXECUTE format('COPY kept TO %L (FORMAT binary)', file);
  EXECUTE format('COPY received FROM %L (FORMAT binary)', file);
END $$;
SELECT results_eq('SELECT g, v::text FROM copied ORDER BY g', 'SELECT g, v::text FROM kept ORDER BY g', 'copied as text');
SELECT results_eq('SELECT g, v::text FROM received ORDER BY g', 'SELECT g, v::text FROM kept ORDER BY g', 'and as binary');

-- ---------- input believes nothing ----------
-- a value that is not refused goes there and back as it is, and every reader reads it
CREATE FUNCTION pg_temp.try(type text, t text, key text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  IF pg_temp.there_and_back(type, t) <> lower(t) THEN
    RETURN 'changed';
  END IF;
  CASE type
    WHEN 'gmalign.goal_graph' THEN PERFORM pg_temp.read_graph(t, key);
    WHEN 'gmalign_private.goal_work' THEN
      EXECUTE format('SELECT count(w::text) FROM gmalign_private.work_rows($1::gmalign_private.goal_work, NULL::%s) AS w', key) USING t;
      EXECUTE format('SELECT count(w::text)
                      FROM gmalign_private.cover_rows((SELECT gmalign.goal_graph(k, NULL) FROM unnest(ARRAY[%s]::%s[]) AS k), NULL::%2$s[],
                                                      $1::gmalign_private.goal_work) AS w', CASE key WHEN 'bigint' THEN '1, 2' END, key)
        USING t;
    ELSE
      EXECUTE format('SELECT gmalign_private.lift_list($1::gmalign_private.points_list, gmalign_private.goal_lift(
                               (SELECT gmalign.goal_graph(k, NULL) FROM unnest(ARRAY[%s]::%s[]) AS k), NULL::%2$s[]))::text',
                     CASE key WHEN 'bigint' THEN '1, 2' END, key) USING t;
      EXECUTE format('SELECT count(k) FROM gmalign_private.listed_goals($1::gmalign_private.points_list, NULL::%s) AS k', key) USING t;
      EXECUTE 'SELECT gmalign_private.list_in_sight(l, l) FROM (SELECT $1::gmalign_private.points_list AS l) AS q' USING t;
  END CASE;
  RETURN 'read';
EXCEPTION
  WHEN data_corrupted OR invalid_text_representation THEN
    RETURN SQLSTATE;
  WHEN datatype_mismatch OR numeric_value_out_of_range THEN
    RETURN 'read';                         -- of another kind, or too much to be added
END $$;
CREATE TEMP TABLE victim AS
SELECT DISTINCT ON (type, key, length(t) > 600) * FROM travelled WHERE t IS NOT NULL ORDER BY type, key, length(t) > 600, length(t) DESC;
DELETE FROM victim WHERE length(t) > 4000;
CREATE TEMP TABLE fuzzed AS
-- every byte of a short value with a bit or all turned over
SELECT v.type, v.key, 'a byte' AS how, (2 * i - 1) / 8 AS place,
       pg_temp.try(v.type, overlay(v.t PLACING lpad(to_hex(get_byte(decode(substr(v.t, 2 * i - 1, 2), 'hex'), 0) # x), 2, '0')
                                   FROM 2 * i - 1 FOR 2), v.key) AS answer
FROM victim v, generate_series(1, length(v.t) / 2) AS i, unnest(ARRAY[1, 128, 255]) AS x WHERE length(v.t) < 800 OR i % 9 = x % 9
UNION ALL
SELECT v.type, v.key, 'cut', i, pg_temp.try(v.type, left(v.t, i), v.key) FROM victim v, generate_series(0, length(v.t) - 1, 7) AS i
UNION ALL
SELECT v.type, v.key, 'longer', i, pg_temp.try(v.type, v.t || repeat(x, i), v.key)
FROM victim v, generate_series(1, 17) AS i, unnest(ARRAY['00', 'ff']) AS x
UNION ALL
-- four bytes with a count, offset or place of anything else
SELECT v.type, v.key, 'a number', i, pg_temp.try(v.type, overlay(v.t PLACING x FROM 8 * i + 1 FOR 8), v.key)
FROM victim v, generate_series(0, length(v.t) / 8 - 1) AS i,
     unnest(ARRAY['ffffffff', '00000000', '01000000', '02000000', 'ffffff7f', '00000080']) AS x
WHERE length(v.t) < 800 OR i % 5 = 0
UNION ALL
-- two numbers that are neighbours changed places
SELECT v.type, v.key, 'swapped', i, pg_temp.try(v.type, overlay(v.t PLACING substr(v.t, 8 * i + 9, 8) || substr(v.t, 8 * i + 1, 8)
                                                                FROM 8 * i + 1 FOR 16), v.key)
FROM victim v, generate_series(0, length(v.t) / 8 - 2) AS i WHERE substr(v.t, 8 * i + 1, 8) <> substr(v.t, 8 * i + 9, 8)
UNION ALL
SELECT k, NULL, 'random', NULL, pg_temp.try(k, substr(repeat(md5(random()::text), 8), 1, 2 * floor(random() * 120)::integer), 'text')
FROM (SELECT DISTINCT type FROM travelled) AS k (k), generate_series(1, 100)
UNION ALL
SELECT k, NULL, 'no hex', NULL, pg_temp.try(k, t, 'text')
FROM (SELECT DISTINCT type FROM travelled) AS k (k),
     unnest(ARRAY['', 'x', '0', '0g', '''', '\x00', ' ', 'goal_graph(1 goals, 0 links, key bigint)']) AS t;
SELECT ok(bool_and(answer IN ('read', 'XX001', '22P02')),
          how || ': ' || count(*) || ' times, ' || count(*) FILTER (WHERE answer = 'read') || ' values')
FROM fuzzed GROUP BY how ORDER BY how;
SELECT ok(bool_and(answer <> 'read'), 'never a value: ' || how) FROM fuzzed
WHERE how IN ('cut', 'longer', 'random', 'no hex') GROUP BY how ORDER BY how;
SELECT cmp_ok(count(*) FILTER (WHERE answer = 'XX001'), '>', 1000::bigint, type || ': most are refused')
FROM fuzzed GROUP BY type ORDER BY type;
-- beyond goals and contributions nothing can be other than it is: a forest that says it is none, a child that is missing
SELECT throws_ok(format('SELECT %L::gmalign.goal_graph', overlay(t PLACING '00' FROM 2 * n + 1 FOR 2)), 'XX001', NULL, what)
FROM (SELECT gmalign.goal_graph(c, p)::text AS t FROM (VALUES (2, 1), (3, 1), (4, 2)) AS l (c, p)) AS g,
     (VALUES (24, 'a forest says so'), (20, 'every goal is in a group')) AS x (n, what);
SELECT throws_ok($$ SELECT '00'::gmalign.goal_graph $$, 'XX001', 'not a value of type goal_graph of this version',
                 'bytes that are no graph');
SELECT throws_ok($$ SELECT 'goal_graph(1)'::gmalign.goal_graph $$, '22P02', 'invalid input syntax for type goal_graph',
                 'text that is none');
SELECT * FROM finish();
ROLLBACK;
