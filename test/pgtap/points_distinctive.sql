-- what is left of an alignment when what everybody wants is taken off
BEGIN;
\ir ../start.psql
SELECT plan(23);
SET LOCAL client_min_messages = warning;
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
SELECT setseed(.3);
INSERT INTO goal (id, title, level) SELECT i, 'goal ' || i, 'strategic' FROM generate_series(1, 9) AS i;
INSERT INTO employee (id) VALUES (1);
INSERT INTO assignment (id, assignee_id, start_date) SELECT i, 1, '2026-01-01' FROM generate_series(1, 90) AS i;
-- everybody puts the first goals first; in one move of three its parties share the rest as well, in the others they are strangers
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT w.move, s.id, w.g, '2026-01-02', (9 - w.g) * .1 + .2 * CASE WHEN w.move % 3 = 0 THEN w.own ELSE random() END
FROM (SELECT m AS move, g, random() AS own FROM generate_series(1, 90) AS m, generate_series(1, 8) AS g) AS w
CROSS JOIN stakeholder s WHERE s.code IN ('organization', 'gm_professional', 'assignee');
-- a goal of one move alone has no norm; one move lacks a party
INSERT INTO assignment_goal SELECT 1, s.id, 9, '2026-01-02', .5 FROM stakeholder s WHERE s.code = 'assignee';
DELETE FROM assignment_goal WHERE assignment_id = 2 AND stakeholder_id = (SELECT id FROM stakeholder WHERE code = 'assignee');
CREATE TEMP TABLE found AS SELECT * FROM alignment_distinctive;
SELECT is((SELECT count(*) FROM found), 90::bigint, 'a row a move');
SELECT cmp_ok((SELECT min(organization_gm_score) FROM found), '>', .85::float8, 'a shared norm makes strangers alike');
SELECT cmp_ok((SELECT avg(organization_gm_distinctive) FROM found WHERE id % 3 > 0), '<', .4::float8, 'besides it they are not');
SELECT cmp_ok((SELECT min(organization_gm_distinctive) FROM found WHERE id % 3 = 0), '>', .95::float8, 'who shares more is');
SELECT is((SELECT string_agg(format('%s %s %s', id, goal_count, gm_assignee_distinctive IS NULL), ', ' ORDER BY id)
           FROM found WHERE id < 3),
          '1 8 f, 2 8 t', 'goals nobody else has are left out, parties not heard too');
-- the same in plain SQL
SELECT is((SELECT round(max(abs(f.organization_assignee_distinctive - q.score))::numeric, 9)
           FROM found f
           JOIN (SELECT x.id, 1 - sum(abs(x.dx - x.dy)) / sum(abs(x.dx) + abs(x.dy)) AS score
                 FROM (SELECT m.id, g.id AS goal_id,
                              (SELECT p.points FROM party_points p
                               WHERE (p.assignment_id, p.party, p.goal_id) = (m.id, 'organization', g.id)) - n.norm AS dx,
                              (SELECT p.points FROM party_points p
                               WHERE (p.assignment_id, p.party, p.goal_id) = (m.id, 'assignee', g.id)) - n.norm AS dy
                       FROM assignment m CROSS JOIN goal g
                       CROSS JOIN LATERAL (SELECT avg(p.points) AS norm FROM party_points p
                                           WHERE p.assignment_id <> m.id AND p.goal_id = g.id) AS n
                       WHERE m.id IN (3, 4, 5) AND g.id < 9) AS x
                 GROUP BY x.id) AS q USING (id)), 0::numeric, 'points less the mean over the other moves');

-- ---------- the kernel by itself: 200 moves, four parties, every kind of key ----------
CREATE TEMP TABLE said AS
SELECT i AS move, s AS voice, g AS goal, random() * 2 - .8 AS priority
FROM generate_series(1, 200) AS i, generate_series(1, 4) AS s, generate_series(1, 12) AS g
WHERE random() < .5 AND i % 20 <> s;
CREATE FUNCTION pg_temp.as_uuid(integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5($1::text)::uuid $$;
CREATE FUNCTION pg_temp.as_text(integer) RETURNS text LANGUAGE sql IMMUTABLE AS $$ SELECT 'goal ' || $1 $$;
CREATE FUNCTION pg_temp.moves(key text) RETURNS TABLE (move integer, points gmalign_private.party_points) LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE replace($q$
    SELECT s.move, gmalign_private.party_points(v.voices, NULL, NULL, s.voice, KEY(s.goal), s.priority, date '2026-01-01')
    FROM said s, (SELECT gmalign_private.voice_map(ARRAY[1, 2, 3, 4], ARRAY['organization', 'gm_professional', 'assignee', 'hr'],
                                                   NULL::text[], NULL::int[], NULL::bigint[], NULL::float8[]) AS voices) AS v
    GROUP BY s.move ORDER BY s.move $q$, 'KEY', key);
END $$;
-- in plain SQL: points less the mean over the parties of the other moves, over goals that one of these has
CREATE FUNCTION pg_temp.is_far(a float8, b float8) RETURNS boolean LANGUAGE sql IMMUTABLE AS $$
  SELECT (a IS NULL) <> (b IS NULL) OR coalesce(abs(a - b) > 1e-11, false) $$;
CREATE FUNCTION pg_temp.differ(key text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  EXECUTE format($q$
    WITH m AS MATERIALIZED (SELECT * FROM pg_temp.moves(%L)),
    want AS (SELECT m.move, p.party, p.goal, p.points FROM m, gmalign_private.party_rows(m.points, NULL::%s) AS p),
    here AS (
      SELECT w.move, w.goal, max(points) FILTER (WHERE party = 'organization') AS o,
             max(points) FILTER (WHERE party = 'gm_professional') AS g,
             max(points) FILTER (WHERE party = 'assignee') AS a,
             (SELECT avg(y.points) FROM want y WHERE y.goal = w.goal AND y.move <> w.move) AS norm
      FROM want w GROUP BY w.move, w.goal),
    left_over AS (
      SELECT move, count(*) AS n, count(o) > 0 AS has_o, count(g) > 0 AS has_g, count(a) > 0 AS has_a,
             1 - sum(abs(coalesce(o - norm, 0) - coalesce(g - norm, 0)))
               / nullif(sum(abs(coalesce(o - norm, 0)) + abs(coalesce(g - norm, 0))), 0) AS og,
             1 - sum(abs(coalesce(o - norm, 0) - coalesce(a - norm, 0)))
               / nullif(sum(abs(coalesce(o - norm, 0)) + abs(coalesce(a - norm, 0))), 0) AS oa,
             1 - sum(abs(coalesce(g - norm, 0) - coalesce(a - norm, 0)))
               / nullif(sum(abs(coalesce(g - norm, 0)) + abs(coalesce(a - norm, 0))), 0) AS ga
      FROM here WHERE norm IS NOT NULL GROUP BY move),
    plain AS (
      SELECT m.move, coalesce(l.n, 0) AS n,
             (SELECT gmalign.alignment_score(coalesce(o, 0), coalesce(g, 0)) FROM here h WHERE h.move = m.move
              HAVING count(o) > 0 AND count(g) > 0) AS og,
             CASE WHEN has_o AND has_g THEN og END AS og_left, CASE WHEN has_o AND has_a THEN oa END AS oa_left,
             CASE WHEN has_g AND has_a THEN ga END AS ga_left
      FROM m LEFT JOIN left_over l USING (move))
    SELECT count(*) FROM m JOIN plain p USING (move),
      gmalign_private.distinctive_scores(m.points, (SELECT gmalign_private.wish_norm(x.points) FROM m AS x)) AS d
    WHERE p.n <> d.goal_count OR pg_temp.is_far(p.og, d.organization_gm_score) OR pg_temp.is_far(p.og_left, d.organization_gm_distinctive)
       OR pg_temp.is_far(p.oa_left, d.organization_assignee_distinctive) OR pg_temp.is_far(p.ga_left, d.gm_assignee_distinctive) $q$,
    key, CASE key WHEN 'int8' THEN key ELSE substr(key, 12) END) INTO n;
  RETURN n;
END $$;
SELECT is(pg_temp.differ(key), 0::bigint, 'as in plain SQL, keys by ' || key)
FROM unnest(ARRAY['int8', 'pg_temp.as_uuid', 'pg_temp.as_text']) AS key;
-- any order, any split
CREATE FUNCTION pg_temp.seen(norm gmalign_private.wish_norm) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(d::text, ' ' ORDER BY m.move)
  FROM pg_temp.moves('int8') AS m, gmalign_private.distinctive_scores(m.points, norm) AS d $$;
CREATE TABLE spread AS SELECT move, points::text FROM pg_temp.moves('int8') AS m;
CREATE TABLE answer AS SELECT pg_temp.seen(gmalign_private.wish_norm(points)) FROM pg_temp.moves('int8');
SELECT is((SELECT pg_temp.seen(gmalign_private.wish_norm(points::gmalign_private.party_points ORDER BY md5(move::text))) FROM spread),
          (SELECT seen FROM answer), 'in any order');
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 2;
ANALYZE spread;
CREATE TEMP TABLE plan (line text);
DO $$ DECLARE l text; BEGIN
  FOR l IN EXPLAIN (COSTS off) SELECT gmalign_private.wish_norm(points::gmalign_private.party_points) FROM spread LOOP
    INSERT INTO plan VALUES (l);
  END LOOP;
END $$;
SELECT is((SELECT count(*) FROM plan WHERE line LIKE '%Partial Aggregate%'), 1::bigint, 'workers gather parts');
SELECT is((SELECT pg_temp.seen(gmalign_private.wish_norm(points::gmalign_private.party_points)) FROM spread),
          (SELECT seen FROM answer), 'and give the same');
SET LOCAL max_parallel_workers_per_gather = 0;
-- it travels, and is believed only when rows could have given it
SELECT is((SELECT pg_temp.seen(n::text::gmalign_private.wish_norm)
           FROM (SELECT gmalign_private.wish_norm(points::gmalign_private.party_points) AS n FROM spread) AS q),
          (SELECT seen FROM answer), 'a norm travels as text');
-- of no move there is none
SELECT is((SELECT pg_temp.seen(gmalign_private.wish_norm(points::gmalign_private.party_points))
           FROM (SELECT points FROM spread UNION ALL SELECT NULL) AS q),
          (SELECT seen FROM answer), 'a move without points counts for nothing');
SELECT is((SELECT gmalign_private.wish_norm(NULL)::text), NULL, 'no move, no norm');
SELECT is((SELECT gmalign_private.wish_norm(points::gmalign_private.party_points)::text FROM spread WHERE false), NULL, 'nor over no rows');
SELECT throws_ok($$ SELECT '00'::gmalign_private.wish_norm $$, 'XX001', NULL, 'bytes that are none are refused');
SELECT throws_ok($$ SELECT overlay(n::text PLACING '19000000' FROM position('14000000' IN n::text))::gmalign_private.wish_norm
                    FROM (SELECT gmalign_private.wish_norm(points::gmalign_private.party_points) AS n FROM spread) AS q $$, 'XX001', NULL,
                 'keys that are not of its type');
-- the first goal's count of parties, made 0
SELECT throws_ok($$ SELECT overlay(n::text PLACING repeat('0', 16) FROM length(n::text) - 15)::gmalign_private.wish_norm
                    FROM (SELECT gmalign_private.wish_norm(points::gmalign_private.party_points) AS n FROM spread) AS q $$, 'XX001', NULL,
                 'a goal nobody wants');
SELECT throws_ok($$ SELECT gmalign_private.distinctive_scores(a.points, b.norm)
                    FROM pg_temp.moves('int8') AS a,
                      (SELECT gmalign_private.wish_norm(m.points) AS norm FROM pg_temp.moves('pg_temp.as_text') AS m) AS b $$,
                 '42804', NULL, 'goals of another kind');
CREATE FUNCTION pg_temp.scores(gmalign_private.party_points, gmalign_private.wish_norm) RETURNS bigint LANGUAGE c
  AS '$libdir/gmalign', 'gmalign_distinctive_scores';
SELECT throws_ok($$ SELECT pg_temp.scores(m.points, q.norm)
                    FROM pg_temp.moves('int8') AS m, (SELECT gmalign_private.wish_norm(points) AS norm FROM pg_temp.moves('int8')) AS q $$,
                 'XX000', 'return type must be a row type', 'declared as another type by a superuser');
SELECT throws_ok($$ SELECT gmalign_private.wish_norm(p) FROM (SELECT points FROM pg_temp.moves('int8') UNION ALL
                                                              SELECT points FROM pg_temp.moves('pg_temp.as_uuid')) AS q (p) $$,
                 '42804', NULL, 'or goals of two kinds');
SELECT is((SELECT gmalign_private.wish_norm(NULL)::text), NULL, 'no move, no norm');
SELECT * FROM finish();
ROLLBACK;
