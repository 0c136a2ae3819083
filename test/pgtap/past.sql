-- goal_past and points_on: where points went on a day gone by, against goal_lift
-- over the goals and links of that day
BEGIN;
SET client_min_messages = warning;
\ir ../start.psql
SELECT plan(19);
SELECT setseed(.31);

-- 60 goals and 150 links that come and go; links twice, in cycles, to goals that
-- are none, and of unknown contribution
CREATE TEMP TABLE g AS
SELECT i AS id, i <= 5 AS is_strategic, CASE WHEN random() < .6 THEN date '2022-01-01' + (random() * 700)::int END AS first_day,
       CASE WHEN random() < .4 THEN date '2024-01-01' + (random() * 700)::int END AS last_day
FROM generate_series(1, 60) AS i;
CREATE TEMP TABLE l AS
SELECT c AS child, CASE WHEN random() < .1 THEN c + 3 ELSE 1 + (random() * (c - 1))::int END AS parent,
       CASE WHEN random() < .1 THEN NULL WHEN random() < .2 THEN -random() * .6 ELSE round((random() * .9)::numeric, 1) END::float8 AS
         contribution,
       CASE WHEN random() < .6 THEN date '2022-01-01' + (random() * 900)::int END AS first_day,
       CASE WHEN random() < .4 THEN date '2024-01-01' + (random() * 700)::int END AS last_day
FROM (SELECT 2 + (random() * 58)::int AS c FROM generate_series(1, 150)) AS q;
INSERT INTO l SELECT child, parent, contribution / 2, first_day + 5, last_day FROM l WHERE random() < .2;
INSERT INTO l VALUES (20, 30, .5, NULL, NULL), (30, 20, .5, NULL, NULL), (20, 1, .4, NULL, NULL), (30, 2, .9, NULL, NULL), (9, 9, .5,
  NULL, NULL),
                     (999, 1, 1, NULL, NULL), (7, 998, 1, NULL, NULL);
-- what two voices say about ten goals each
CREATE TEMP TABLE said AS
SELECT m, 1 + v AS voice, 1 + (m * 7 + v * 13 + k * 11) % 62 AS goal, (1 + (m + k * v) % 5) / 5.0::float8 AS priority
FROM generate_series(1, 40) AS m, generate_series(1, 2) AS v, generate_series(1, 10) AS k;
CREATE TEMP TABLE frame AS
SELECT gmalign_private.voice_map(ARRAY[2, 3], ARRAY['assignee', 'organization'], NULL, NULL::int[], NULL::int[], NULL) AS voices,
       (SELECT gmalign_private.goal_past(array_agg(id), array_agg(is_strategic), array_agg(first_day), array_agg(last_day), c, p, w, f, t)
        FROM g, (SELECT array_agg(child) AS c, array_agg(parent) AS p, array_agg(contribution) AS w, array_agg(first_day) AS f,
                        array_agg(last_day) AS t FROM l) AS q GROUP BY c, p, w, f, t) AS past;
CREATE TEMP TABLE day AS SELECT d::date AS day FROM generate_series(timestamp '2021-12-01', '2026-01-31', '37 days') AS d;
-- the graph of each day by the readers of the graph
CREATE TEMP TABLE daily AS
SELECT d.day, gmalign_private.goal_lift(
         (SELECT gmalign.goal_graph_listed(x.child, x.parent, x.contribution)
          FROM (SELECT child, parent, contribution FROM l
                WHERE coalesce(first_day <= d.day, true) AND coalesce(last_day >= d.day, true)
                UNION ALL
                SELECT id, NULL, NULL FROM g WHERE coalesce(first_day <= d.day, true) AND coalesce(last_day >= d.day, true)) AS x),
         ARRAY(SELECT id FROM g WHERE is_strategic AND coalesce(first_day <= d.day, true) AND coalesce(last_day >= d.day, true))) AS lift
FROM day d;
CREATE TEMP TABLE expected AS
SELECT d.day, s.m, gmalign_private.party_points(f.voices, d.lift, NULL, s.voice, s.goal, s.priority, '2022-01-01') AS points
FROM daily d, frame f, said s GROUP BY d.day, s.m;
CREATE TEMP TABLE bare AS
SELECT s.m, gmalign_private.party_points(f.voices, NULL, NULL, s.voice, s.goal, s.priority, '2022-01-01') AS points
FROM frame f, said s GROUP BY s.m;
-- but for the order in which paths are summed
CREATE FUNCTION pg_temp.led(points gmalign_private.party_points) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(concat_ws(' ', r.party, r.own_goal, r.goal, r.is_strategic, round(r.points::numeric, 12), r.has_line_of_sight), ', '
                    ORDER BY r.party, r.own_goal, r.goal, r.is_strategic)
  FROM gmalign_private.lifted_rows(points, NULL::int) AS r $$;
SELECT is((SELECT count(*) FROM expected e JOIN bare b USING (m), frame f
           WHERE pg_temp.led(gmalign_private.points_on(b.points, f.past, e.day)) <> pg_temp.led(e.points)), 0::bigint,
          'as with the graph of the day');
SELECT cmp_ok((SELECT count(DISTINCT points::text) FROM expected WHERE m = 3), '>', 10::bigint, 'which differs from day to day');
SELECT is((SELECT count(*) FROM bare b, frame f
           WHERE pg_temp.led(gmalign_private.points_on(gmalign_private.points_on(b.points, f.past, '2023-01-01'), f.past, '2025-01-01'))
              <> pg_temp.led(gmalign_private.points_on(b.points, f.past, '2025-01-01'))), 0::bigint, 'asked again, another day');

-- keys of another kind, or far apart, give the same points
CREATE FUNCTION pg_temp.same_by(cast_to text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  EXECUTE format($q$
    WITH past AS (SELECT gmalign_private.goal_past(array_agg(%1$s), array_agg(is_strategic), array_agg(first_day), array_agg(last_day),
                                                   c, p, w, f, t) AS past
                  FROM g, (SELECT array_agg(%2$s) AS c, array_agg(%3$s) AS p, array_agg(contribution) AS w,
                                  array_agg(first_day) AS f, array_agg(last_day) AS t FROM l) AS q GROUP BY c, p, w, f, t),
    bare AS (SELECT s.m, gmalign_private.party_points(f.voices, NULL, NULL, s.voice, %4$s, s.priority, '2022-01-01') AS points
             FROM (SELECT gmalign_private.voice_map(ARRAY[2, 3], ARRAY['assignee', 'organization'], NULL, NULL::int[], ARRAY[]::%5$s[],
               NULL)
                   AS voices) f, said s GROUP BY s.m)
    SELECT count(*) FROM bare b, past p, (VALUES (date '2022-06-01'), ('2023-10-05'), ('2025-12-31')) AS d (day)
    WHERE (SELECT array_agg(row(r.party, round(r.points::numeric, 10)) ORDER BY r.party, r.points)
           FROM gmalign_private.lifted_rows(gmalign_private.points_on(b.points, p.past, d.day), NULL::%5$s) AS r)
      IS DISTINCT FROM
          (SELECT array_agg(row(r.party, round(r.points::numeric, 10)) ORDER BY r.party, r.points)
           FROM bare c, frame f, gmalign_private.lifted_rows(gmalign_private.points_on((SELECT points FROM pg_temp.bare WHERE m = b.m),
                                                                                      f.past, d.day), NULL::int) AS r WHERE c.m = b.m)$q$,
    replace(cast_to, '@', 'id'), replace(cast_to, '@', 'child'), replace(cast_to, '@', 'parent'), replace(cast_to, '@', 's.goal'),
    substring(cast_to FROM '\w+$')) INTO n;
  RETURN n;
END $$;
SELECT is(pg_temp.same_by($$('goal ' || @)::text$$), 0::bigint, 'keys of text');
SELECT is(pg_temp.same_by($$md5(@::text)::uuid$$), 0::bigint, 'keys of uuid');
SELECT is(pg_temp.same_by($$(@ * 1000 - 7000)::int8$$), 0::bigint, 'keys that lie far apart');
SELECT is(pg_temp.same_by($$(@ - 9223372036854775807)::int8$$), 0::bigint, 'or at the end of all keys');

-- small values
SELECT is((SELECT count(*) FROM bare b, gmalign_private.lifted_rows(gmalign_private.points_on(b.points,
             gmalign_private.goal_past(NULL::int[], NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL), '2024-01-01'), 1)
           WHERE has_line_of_sight), 0::bigint, 'without goals every goal stands for itself');
SELECT is(gmalign_private.points_on(NULL, (SELECT past FROM frame), '2024-01-01')::text, NULL, 'NULL for a NULL');
SELECT is((SELECT gmalign_private.points_on(b.points, past, NULL)::text FROM bare b, frame LIMIT 1), NULL, 'no day');
SELECT throws_ok($$ SELECT gmalign_private.goal_past(ARRAY[1], NULL, NULL, NULL, NULL::int[], NULL, NULL, NULL, NULL) $$, '2202E', NULL,
                 'arrays of unequal length');
SELECT throws_ok($$ SELECT gmalign_private.goal_past(ARRAY[1], ARRAY[true], ARRAY[NULL::date], ARRAY[NULL::date], ARRAY[1], ARRAY[1, 2],
  NULL, NULL, NULL) $$,
                 '2202E', NULL, '... of links');
SELECT throws_ok($$ SELECT gmalign_private.goal_past(ARRAY[1, 2], ARRAY[true, false], ARRAY[NULL, NULL]::date[], ARRAY[NULL,
  NULL]::date[], ARRAY[1],
                    ARRAY[2], ARRAY[float8 'NaN'], ARRAY[NULL::date], ARRAY[NULL::date]) $$, '22003', NULL,
                      'a contribution that is no number');
SELECT throws_ok($$ SELECT gmalign_private.points_on(b.points, gmalign_private.goal_past(ARRAY['a'], ARRAY[true], ARRAY[NULL::date],
                    ARRAY[NULL::date], NULL, NULL, NULL, NULL, NULL), '2024-01-01') FROM bare b $$, '42804', NULL, 'goals of another kind');

-- as text and back; bytes that are none are refused
SELECT is((SELECT count(*) FROM bare b, frame f
           WHERE gmalign_private.points_on(b.points, f.past::text::gmalign_private.goal_past, '2024-05-01')::text
              <> gmalign_private.points_on(b.points, f.past, '2024-05-01')::text), 0::bigint, 'a value as text and back');
CREATE FUNCTION pg_temp.survives(t text) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM count(gmalign_private.points_on(b.points, t::gmalign_private.goal_past, '2024-05-01')) FROM bare b WHERE b.m < 4;
  RETURN true;
EXCEPTION WHEN data_corrupted OR invalid_text_representation OR datatype_mismatch OR numeric_value_out_of_range THEN
  RETURN false;
END $$;
SELECT is((SELECT count(*) FROM unnest(ARRAY['', 'x', '0', '0g', '\x00', ' ', repeat('0', 80)]) AS t WHERE pg_temp.survives(t)), 0::bigint,
          'what is no value');
SELECT is((SELECT count(pg_temp.survives(left(past::text, k * 2))) FROM frame, generate_series(0, 200) AS k), 201::bigint, 'cut short');
SELECT is((SELECT count(pg_temp.survives(overlay(past::text placing lpad(to_hex((random() * 255)::int), 2, '0') FROM 1 + 2 * (random() *
  length(past::text) / 2 - 1)::int)))
           FROM frame, generate_series(1, 2000)), 2000::bigint, 'one byte another');
SELECT is((SELECT count(pg_temp.survives(overlay(past::text placing 'ffffffff' FROM 1 + 8 * k))) FROM frame, generate_series(0, 100) AS k),
          101::bigint, 'one number another');
SELECT * FROM finish();
ROLLBACK;
