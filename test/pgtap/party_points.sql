-- The kernel party_points and the views over it, against plain SQL on random
-- programmes (reference/party_points.sql), and what every aggregate promises.
BEGIN;
\ir ../start.psql
\ir ../no_model.psql
SELECT plan(87);
SELECT setseed(.42);
SET LOCAL client_min_messages = warning;
SET LOCAL jit = off;
-- without foreign keys, so that there may be statements of voices nobody knows
SELECT gmalign.install('hr', distributed => true);
SET LOCAL gmalign.as_of = '2026-06-30';
\set schema hr
\ir ../reference/party_points.sql
SET LOCAL search_path = hr, public;

-- ---------- 10 programmes, 500 moves; as many as GMALIGN_PROGRAMMES says ----------
\set programmes 10
\getenv programmes GMALIGN_PROGRAMMES
SELECT set_config('test.programmes', :'programmes', true);
-- What may be there, by number n of the programme:
--   cycles of links in every third; links that conflict, or without a number;
--   links and goals not in force; contributions that add up to more than one,
--   and to one but for rounding (.3, .6, .1)
--   parties without a voice, with one, with several; voices that nobody knows
--   statements of up to four days in any order, some after today
--   priorities that are NULL, 0, against a goal, and ties: half of the moves have
--   priorities of few sizes only
--   two voices of a party that cancel each other, wholly or but for rounding
--   purposes with defaults, which statements replace; purposes that have none
--   moves that are planned, active, ended, or ended before their landmark
--   today: also days in the past
CREATE FUNCTION pg_temp.pick(anyarray) RETURNS anyelement LANGUAGE sql VOLATILE AS
  'SELECT ($1)[1 + floor(random() * array_length($1, 1))::integer]';
CREATE PROCEDURE pg_temp.load_programme(n integer) LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM purpose_goal;
  DELETE FROM assignment_goal;
  DELETE FROM alignment_snapshot;
  DELETE FROM assignment;
  DELETE FROM goal_link;
  DELETE FROM goal;
  INSERT INTO goal (id, title, level, status, created_on, closed_on)
  SELECT i, 'goal ' || i % 22, CASE WHEN i <= 1 + n % 5 THEN 'strategic' ELSE 'team' END,
         pg_temp.pick(ARRAY['draft', 'cancelled'] || array_fill(NULL::text, ARRAY[22])), CASE WHEN random() < .1 THEN date '2026-03-01' END,
         CASE WHEN random() < .05 THEN date '2026-05-01' END
  FROM generate_series(1, 25) AS i;
  -- whatever is drawn: where nothing is strategic, nothing is known of what reaches strategy (no_strategy.sql)
  UPDATE goal SET status = NULL, created_on = NULL, closed_on = NULL WHERE id = 1;
  INSERT INTO goal_link (child_id, parent_id, relation, contribution, valid_from, valid_to)
  SELECT c, p, k, CASE k WHEN 'contributes' THEN pg_temp.pick(ARRAY[NULL, .1, .3, .5, .5, round(random()::numeric, 2)])
                         WHEN 'conflicts' THEN pg_temp.pick(ARRAY[NULL, -.4, -round(random()::numeric, 1)]) END,
         CASE WHEN random() < .1 THEN date '2026-02-01' END, CASE WHEN random() < .1 THEN date '2026-06-15' END
  FROM (SELECT c, CASE WHEN n % 3 = 0 AND random() < .3 THEN 1 + floor(random() * 25) ELSE 1 + floor(random() * (c - 1)) END::bigint AS p,
               pg_temp.pick(ARRAY['contributes', 'contributes', 'contributes', 'conflicts', 'supports']) AS k
        FROM generate_series(6, 22) AS c, generate_series(1, 1 + c % 3)) AS l;
  INSERT INTO goal_link (child_id, parent_id, contribution) SELECT 25, p, (ARRAY[.3, .6, .1])[p] FROM generate_series(1, 3) AS p;
  INSERT INTO assignment (id, assignee_id, purpose, start_date, end_date)
  SELECT i, i, pg_temp.pick(ARRAY[NULL, 'p1', 'p2', 'p3']), s, CASE WHEN random() < .3 THEN s + pg_temp.pick(ARRAY[20, 95, 150]) END
  FROM (SELECT i, date '2025-12-01' + floor(random() * 260)::integer AS s FROM generate_series(1, 50) AS i) AS a;
  INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority, valid_from, valid_to)
  SELECT DISTINCT ON (1, 2, 3) pg_temp.pick(ARRAY['p1', 'p2']), s.id, 1 + floor(random() * 25)::bigint,
         round((random() * 1.4 - .4)::numeric, 1), pg_temp.pick(ARRAY[NULL, '2025-01-01', '2026-04-01', '2026-12-01']::date[]),
         pg_temp.pick(ARRAY[NULL, NULL, '2026-12-01']::date[])
  FROM stakeholder s, generate_series(1, 3) WHERE s.code IN ('organization', 'hr', 'gm_professional', 'assignee') AND random() < .7;
  -- some of them new since
  INSERT INTO purpose_goal (purpose, stakeholder_id, goal_id, priority, valid_from)
  SELECT purpose, stakeholder_id, goal_id, -priority / 2, '2026-06-10' FROM purpose_goal WHERE random() < .3;
  INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT v.a, v.voice, g.goal, v.day, CASE WHEN random() < .07 THEN NULL WHEN random() < .06 THEN 0
                                       WHEN v.a % 2 = 0 THEN pg_temp.pick(ARRAY[-.5, .25, .5, .5, 1])
                                       ELSE round((random() * 1.3 - .3)::numeric, 2) END
  FROM (SELECT a, s AS voice, d.day FROM generate_series(1, 50) AS a, generate_series(1, 12) AS s,    -- 11 and 12 are nobody
               (VALUES (date '2025-12-15'), ('2026-02-10'), ('2026-05-01'), ('2026-09-01')) AS d (day)
        WHERE random() < CASE WHEN s = 8 OR s = 9 THEN .5 ELSE .12 END) AS v,
       LATERAL (SELECT DISTINCT 1 + floor(random() * 25)::bigint AS goal FROM generate_series(1, 1 + (v.a + v.voice)::integer % 5)) AS g
  ORDER BY random();
  -- hr and the sponsor want the opposite on some moves, and all but that on others
  INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT a, CASE WHEN k = 1 THEN 2 ELSE 5 END, g, '2026-06-01',
         k * (ARRAY[.1, .2, .7])[g::integer] * CASE WHEN k < 0 AND a % 14 = 0 THEN .3 ELSE 1 END
  FROM generate_series(7, 50, 7) AS a, generate_series(1, 3) AS g, unnest(ARRAY[1, -1]) AS k ON CONFLICT DO NOTHING;
  -- and on every tenth all want much the same
  DELETE FROM assignment_goal WHERE assignment_id % 10 = 3;
  INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT a, s, 1 + (a + g * 3) % 25, '2025-12-01', g * .2 + CASE WHEN random() < .3 THEN .1 ELSE 0 END
  FROM generate_series(3, 50, 10) AS a, unnest(ARRAY[1, 8, 9]) AS s, generate_series(1, 4) AS g;
  INSERT INTO alignment_snapshot (taken_on, assignment_id, alignment_band)
  SELECT start_date + 60 + (id % 4)::integer * 10, id, pg_temp.pick(ARRAY['aligned', 'mixed', 'misaligned', 'not scored'])
  FROM assignment WHERE id % 5 = 0;
END $$;
CREATE TEMP TABLE found (property text, compared bigint, different bigint);
-- random lists have little in common: low thresholds and good answers, so that
-- many are misaligned
UPDATE hr.setting SET number_value = .01 WHERE code IN ('opposed_from', 'opposed_signed_from');
UPDATE hr.setting SET number_value = .99 WHERE code = 'answer_reliability';
UPDATE hr.setting SET number_value = .02 WHERE code = 'answer_step';
UPDATE hr.setting SET number_value = .5 WHERE code = 'misaligned_p';
CREATE TEMP TABLE seen (band text, deciding_pair text, kind text);
DO $$
DECLARE
  differences found[];
  bands seen[];
BEGIN
  FOR n IN 1..current_setting('test.programmes')::integer LOOP
    BEGIN
      CALL pg_temp.load_programme(n);
      PERFORM set_config('gmalign.as_of', (ARRAY['2026-06-30', '2026-06-30', '2026-04-01', '2026-01-20', '2026-12-31'])[1 + n % 5], true);
      PERFORM ref_hr.refresh();
      SELECT array_agg(d::found) INTO differences FROM ref_hr.differences() AS d;
      SELECT array_agg((a.band, a.deciding_pair, d.kind)::seen) INTO bands
      FROM ref_hr.alignment a LEFT JOIN ref_hr.driver d USING (moment, assignment_id);
      -- undone, so that a thousand of them need no more locks than one
      RAISE SQLSTATE 'GMA00';
    EXCEPTION WHEN SQLSTATE 'GMA00' THEN
      INSERT INTO found SELECT * FROM unnest(differences);
      INSERT INTO seen SELECT * FROM unnest(bands);
    END;
  END LOOP;
END $$;
SELECT is(sum(different), 0::numeric, property || ', ' || sum(compared) || ' rows') FROM found GROUP BY property ORDER BY property;
SELECT cmp_ok(min(compared), '>', 20::numeric, 'enough rows of each')
FROM (SELECT sum(compared) AS compared FROM found GROUP BY property) AS q;
SELECT set_eq('SELECT DISTINCT band FROM seen', ARRAY['aligned', 'mixed', 'misaligned', 'cannot tell', 'not scored'], 'every band is met');
SELECT set_eq('SELECT DISTINCT kind FROM seen', ARRAY['opposed', 'unshared', 'strength', NULL], 'every kind of loss');
SELECT is((SELECT count(DISTINCT deciding_pair) FROM seen), 3::bigint, 'and every pair decides somewhere');

-- ---------- keys that are text or uuid ----------
-- the last programme as tables of one's own, keys as text and as uuid in the same
-- order: the views say the same
CREATE FUNCTION pg_temp.own_tables(schema text, key_type text, make_key text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  c record;
BEGIN
  EXECUTE format('CREATE SCHEMA %I; CREATE FUNCTION %1$I.k(bigint) RETURNS %s LANGUAGE sql IMMUTABLE STRICT AS %L', schema,
                 key_type, 'SELECT ' || make_key);
  FOR c IN SELECT t.relname,
                  string_agg(CASE WHEN a.attname = 'id' OR a.attname LIKE '%\_id' AND a.attname <> 'external_id'
                                                               AND a.atttypid = 'bigint'::regtype
                                  THEN format('%I.k(%I) AS %2$I', schema, a.attname) ELSE format('%I', a.attname) END,
                             ', ' ORDER BY a.attnum) AS columns
           FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
           WHERE t.relnamespace = 'hr'::regnamespace AND t.relkind = 'r'
             AND t.relname IN ('goal', 'goal_link', 'assignment', 'assignment_goal', 'purpose_goal', 'stakeholder', 'org_unit',
                               'employee', 'setting', 'alignment_snapshot')
           GROUP BY t.relname LOOP
    EXECUTE format('CREATE TABLE %I.%I AS SELECT %s FROM hr.%2$I WHERE %2$L <> ''alignment_snapshot''', schema, c.relname, c.columns);
  END LOOP;
  RETURN (SELECT string_agg(view_name || ': ' || reason, E'\n') FROM gmalign.install_views(schema)
          WHERE NOT made AND view_name IN ('assignment_priority', 'goal_lift', 'lifted_points', 'party_points',
                                           'assignment_alignment', 'alignment_driver'));
END $$;
CREATE FUNCTION pg_temp.other_keys(schema text, view_name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  columns text;
  keyed text;
  n bigint;
BEGIN
  SELECT string_agg(format('%I', a.attname), ', ' ORDER BY a.attnum),
         string_agg(CASE WHEN a.atttypid = 'bigint'::regtype AND a.attname LIKE '%\_id' THEN format('%I.k(%I)', schema, a.attname)
                         ELSE format('%I', a.attname) END, ', ' ORDER BY a.attnum)
  INTO columns, keyed
  FROM pg_attribute a WHERE a.attrelid = ('hr.' || view_name)::regclass AND a.attnum > 0 AND a.attname <> 'id';
  EXECUTE format('SELECT count(*) FROM (SELECT %s FROM %I.%I EXCEPT SELECT %s FROM hr.%3$I) AS q', columns, schema, view_name, keyed)
    INTO n;
  RETURN n;
END $$;
CREATE FUNCTION pg_temp.size(view_name text) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE n bigint;
BEGIN
  EXECUTE format('SELECT count(*) FROM %s', view_name) INTO n;
  RETURN n;
END $$;
SELECT set_config('gmalign.as_of', '2026-06-30', true);
CALL pg_temp.load_programme(21);
SELECT is(pg_temp.own_tables('own_text', 'text', $$'key ' || lpad($1::text, 6, '0')$$), NULL, 'text keys: the views are made');
SELECT is(pg_temp.own_tables('own_uuid', 'uuid', $$('00000000-0000-0000-0000-' || lpad($1::text, 12, '0'))::uuid$$),
          NULL, 'uuid keys: the views are made');
SELECT ok(pg_temp.other_keys(s, v) = 0 AND pg_temp.size(s || '.' || v) = pg_temp.size('hr.' || v) AND pg_temp.size('hr.' || v) > 0,
          s || '.' || v || ' says what hr.' || v || ' does')
FROM unnest(ARRAY['own_text', 'own_uuid']) AS s,
     unnest(ARRAY['assignment_priority', 'goal_lift', 'lifted_points', 'party_points', 'assignment_alignment', 'alignment_driver']) AS v;


-- ---------- what every aggregate promises ----------
-- rows of 30 groups, with several statements of a voice, rows said twice, and
-- NULL in every argument but the maps
CREATE TEMP TABLE frame AS
SELECT gmalign_private.voice_map(ARRAY[1, 2, 3, 4, 5]::bigint[],
                                 ARRAY['organization', 'organization', 'gm_professional', 'assignee', 'assignee'],
                                 ARRAY['p', 'p', 'p', 'q'], ARRAY[1, 1, 3, 2]::bigint[], ARRAY[7, 8, 9, 9]::bigint[],
                                 ARRAY[.5, -.2, 1, NULL]) AS voices,
       gmalign_private.goal_lift(gmalign.goal_graph(c, p, w), ARRAY[1, 2]::bigint[]) AS lift
FROM (VALUES (1::bigint, NULL::bigint, NULL::float8), (2, NULL, NULL), (5, 1, .3), (5, 2, -.5), (6, 2, 1), (7, 5, .5),
             (8, 1, .7), (8, 2, .7)) AS l (c, p, w);
SELECT is(pg_typeof(voices)::text || ' ' || pg_typeof(lift)::text, 'gmalign_private.voice_map gmalign_private.goal_lift',
          'both maps are values')
FROM frame;
CREATE TABLE said AS
SELECT 1 + i % 30 AS g, CASE WHEN i % 3 = 0 THEN 'p' WHEN i % 3 = 1 THEN 'q' END AS purpose,
       CASE WHEN random() > .05 THEN 1 + floor(random() * 6)::bigint END AS voice,
       CASE WHEN random() > .05 THEN 1 + floor(random() * 12)::bigint END AS goal,
       CASE WHEN random() > .1 THEN random() * 1.7 - .7 END AS priority,
       CASE WHEN random() > .05 THEN date '2026-01-01' + floor(random() * 4)::integer END AS stated_on
FROM generate_series(1, 3000) AS i;
CREATE FUNCTION pg_temp.value_of(query text) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY EXECUTE format('SELECT s.g || '' ''
                                      || gmalign_private.party_points(f.voices, f.lift, s.purpose, s.voice, s.goal,
                                                                      s.priority, s.stated_on)::text
                               FROM %s, frame f GROUP BY s.g', query);
END $$;
CREATE TEMP TABLE as_they_come AS SELECT v FROM pg_temp.value_of('said AS s') AS v;
SELECT is((SELECT count(*) FROM as_they_come), 30::bigint, 'a value per group');
SELECT is_empty(format($$ SELECT v FROM pg_temp.value_of('(SELECT * FROM said ORDER BY %s) AS s') AS v
                          EXCEPT SELECT v FROM as_they_come $$, o), 'the same bytes for rows ordered by ' || o)
FROM unnest(ARRAY['priority', 'stated_on DESC, goal', 'stated_on, voice DESC, priority DESC', 'random()',
                  'voice, goal, priority DESC', 'md5(ctid::text)']) AS o;
SET LOCAL enable_hashagg = off;
SELECT is_empty($$ SELECT v FROM pg_temp.value_of('said AS s') AS v EXCEPT SELECT v FROM as_they_come $$,
                'the same bytes from sorted groups');
RESET enable_hashagg;
-- any split: half of the rows of a group in each of three scans of a parallel plan
SET LOCAL parallel_setup_cost = 0;
SET LOCAL parallel_tuple_cost = 0;
SET LOCAL min_parallel_table_scan_size = 0;
SET LOCAL max_parallel_workers_per_gather = 3;
SET LOCAL parallel_leader_participation = off;
ALTER TABLE said SET (parallel_workers = 3);
CREATE TABLE map AS SELECT voices::text AS voices, lift::text AS lift FROM frame;
CREATE FUNCTION pg_temp.plan(query text) RETURNS SETOF text LANGUAGE plpgsql AS
  'BEGIN RETURN QUERY EXECUTE ''EXPLAIN (COSTS OFF) '' || query; END';
CREATE FUNCTION pg_temp.split(filter text) RETURNS text LANGUAGE sql AS $$
  SELECT format('SELECT s.g || '' ''
                        || gmalign_private.party_points((SELECT m.voices::gmalign_private.voice_map FROM map m),
                                                        (SELECT m.lift::gmalign_private.goal_lift FROM map m),
                                                        s.purpose, s.voice, s.goal, s.priority, s.stated_on) %s::text AS v
                 FROM said AS s GROUP BY s.g', filter) $$;
SELECT matches((SELECT string_agg(p, E'\n') FROM pg_temp.plan(pg_temp.split('')) AS p), 'Partial (Hash|Group)Aggregate',
               'a parallel plan is made of parts');
SELECT set_eq(pg_temp.split(''), 'SELECT v FROM as_they_come', 'the same bytes from a parallel plan');
SELECT set_eq(pg_temp.split('FILTER (WHERE s.voice > 0)'),
              'SELECT v FROM pg_temp.value_of(''(SELECT * FROM said WHERE voice > 0) AS s'') AS v', 'FILTER is a WHERE, also in parts');
SELECT is((SELECT count(*)
           FROM (SELECT gmalign_private.party_points((SELECT m.voices::gmalign_private.voice_map FROM map m), NULL, s.purpose, s.voice,
                                                     s.goal, s.priority, s.stated_on) AS v
                                 FROM said s WHERE s.g < 0) AS q WHERE v IS NULL), 1::bigint, 'no rows in any part: NULL');
SELECT ok(bool_and(v IS NOT NULL) AND count(*) = 30, 'only NULL in every part: a value, of the defaults')
FROM (SELECT gmalign_private.party_points((SELECT m.voices::gmalign_private.voice_map FROM map m), NULL, s.purpose, NULL::bigint,
                                          NULL::bigint, NULL, NULL) AS v
      FROM said s GROUP BY s.g) AS q;
SELECT ok(bool_and(v IS NULL) AND count(*) = 30, 'no voice_map in any part: NULL')
FROM (SELECT gmalign_private.party_points(NULL, (SELECT m.lift::gmalign_private.goal_lift FROM map m), s.purpose, s.voice, s.goal,
                                          s.priority, s.stated_on) AS v
      FROM said s GROUP BY s.g) AS q;
RESET parallel_setup_cost;
RESET parallel_tuple_cost;
RESET min_parallel_table_scan_size;
RESET max_parallel_workers_per_gather;
RESET parallel_leader_participation;
-- parts that are not serialized: a table in partitions
CREATE TABLE parted (LIKE said) PARTITION BY HASH (voice);
CREATE TABLE parted_0 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 0);
CREATE TABLE parted_1 PARTITION OF parted FOR VALUES WITH (MODULUS 2, REMAINDER 1);
INSERT INTO parted SELECT * FROM said;
SET LOCAL enable_partitionwise_aggregate = on;
SELECT set_eq(replace(pg_temp.split(''), 'said', 'parted'), 'SELECT v FROM as_they_come', 'the same bytes from a partitioned table');
RESET enable_partitionwise_aggregate;
-- a window: the state is read again and again, and goes on
CREATE TABLE numbered AS SELECT *, row_number() OVER (PARTITION BY g ORDER BY ctid) AS i FROM said WHERE g <= 3;
SELECT is_empty($$
  SELECT s.g, s.i, (gmalign_private.party_points(f.voices, f.lift, s.purpose, s.voice, s.goal, s.priority,
                                                 s.stated_on) OVER (PARTITION BY s.g ORDER BY s.i))::text
  FROM numbered s, frame f
  EXCEPT
  SELECT s.g, s.i, (SELECT gmalign_private.party_points(f.voices, f.lift, t.purpose, t.voice, t.goal, t.priority, t.stated_on)::text
                    FROM numbered t, frame f WHERE t.g = s.g AND t.i <= s.i) FROM numbered s $$,
  'a window that grows has the value of the rows so far');
SELECT is_empty($$
  SELECT s.g, s.i, (gmalign_private.party_points(f.voices, f.lift, s.purpose, s.voice, s.goal, s.priority,
                                                 s.stated_on) OVER (PARTITION BY s.g ORDER BY s.i ROWS 20 PRECEDING))::text
  FROM numbered s, frame f
  EXCEPT
  SELECT s.g, s.i, (SELECT gmalign_private.party_points(f.voices, f.lift, t.purpose, t.voice, t.goal, t.priority, t.stated_on)::text
                    FROM numbered t, frame f WHERE t.g = s.g AND t.i BETWEEN s.i - 20 AND s.i) FROM numbered s $$,
  'and so has one that moves');
-- a state that outgrows its first chunk
SELECT is((SELECT md5(gmalign_private.party_points(v.m, NULL, 'p', 'voice ' || i % 50, 'goal ' || i % 3000,
                                                   sin(i), date '2026-01-01' + i % 2)::text)
           FROM (SELECT gmalign_private.voice_map(array_agg('voice ' || s), array_agg('party ' || s % 7), NULL,
                                                  NULL::text[], NULL::text[], NULL) AS m
                 FROM generate_series(0, 49) AS s) AS v,
                generate_series(1, 60000) AS i),
          (SELECT md5(gmalign_private.party_points(v.m, NULL, 'p', 'voice ' || i % 50, 'goal ' || i % 3000,
                                                   sin(i), date '2026-01-01' + i % 2)::text)
           FROM (SELECT gmalign_private.voice_map(array_agg('voice ' || s), array_agg('party ' || s % 7), NULL,
                                                  NULL::text[], NULL::text[], NULL) AS m
                 FROM generate_series(0, 49) AS s) AS v,
                (SELECT i FROM generate_series(1, 60000) AS i ORDER BY md5(i::text)) AS i),
          'fifty voices, seven parties and three thousand goals, in any order');
-- several million rows of one group notice a cancel, while they come in and while they are sorted
CREATE FUNCTION pg_temp.until_cancelled(ms integer) RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE t timestamptz := clock_timestamp();
BEGIN
  PERFORM length(gmalign_private.party_points(f.voices, f.lift, 'q', 1 + i % 5, (i * 7919) % 99991, .5, '2026-01-01')::text)
  FROM frame f, generate_series(1, 5000000::bigint) AS i;
  RETURN false;
EXCEPTION WHEN query_canceled THEN
  RETURN clock_timestamp() < t + make_interval(secs => ms / 1000.0 + 1);
END $$;
SET LOCAL statement_timeout = 100;
SELECT ok(pg_temp.until_cancelled(100), 'cancelled early');
SET LOCAL statement_timeout = 1500;
SELECT ok(pg_temp.until_cancelled(1500), 'cancelled late');
SET LOCAL statement_timeout = 0;
-- what is no number, or on another scale, is unreadable
SELECT results_eq(format($$ SELECT v.is_unreadable FROM (
                             SELECT gmalign_private.party_points(f.voices, f.lift, 'p', 1::bigint, 1::bigint, %L, '2026-01-01') AS p
                             FROM frame f) AS q,
                                  gmalign_private.verdict(q.p, NULL::bigint, .15, .6, 0, .6, .16, .05, .5, .8, .2) AS v $$, x),
                  'VALUES (true)', 'priority ' || x)
FROM unnest(ARRAY['NaN', 'infinity', '-infinity']) AS x;
SELECT results_eq($$ SELECT v.is_unreadable FROM (
                       SELECT gmalign_private.party_points(f.voices, f.lift, 'p', 1::bigint, i::bigint, 1e308, '2026-01-01') AS p
                       FROM frame f, generate_series(1, 9) AS i) AS q,
                            gmalign_private.verdict(q.p, NULL::bigint, .15, .6, 0, .6, .16, .05, .5, .8, .2) AS v $$,
                  'VALUES (true)', 'priorities too large to be added');
-- what is refused
SELECT throws_ok($$ SELECT gmalign_private.party_points(f.voices, f.lift, 'p', 'one'::text, 1::bigint, 1, '2026-01-01') FROM frame f $$,
                 '42804', NULL, 'a voice of another kind');
SELECT throws_ok($$ SELECT gmalign_private.party_points(f.voices, f.lift, 'p', 1::bigint, 'one'::text, 1, '2026-01-01') FROM frame f $$,
                 '42804', NULL, 'a goal of another kind');
SELECT throws_ok($$ SELECT gmalign_private.party_points(CASE i WHEN 1 THEN f.voices
                                                               ELSE gmalign_private.voice_map(ARRAY['a'], ARRAY['b'], NULL, NULL::text[],
                                                                                              NULL::bigint[], NULL) END,
                                                        f.lift, 'p', 1::bigint, 1::bigint, 1, '2026-01-01')
                    FROM frame f, generate_series(1, 2) AS i $$, '42804', NULL, 'a map that changes its kind on the way');
SELECT throws_ok($$ SELECT count(*) FROM frame f, gmalign_private.goal_lift_rows(f.lift, NULL::text) $$, '42804', NULL,
                 'goals asked for as another kind');
SELECT throws_ok(format($$ SELECT gmalign_private.voice_map(%s) $$, a), e, NULL, 'voice_map: ' || w)
FROM (VALUES ('ARRAY[1, 2], ARRAY[''x''], NULL, NULL::integer[], NULL::integer[], NULL', '2202E', 'arrays of unequal length'),
             ('ARRAY[1], ARRAY[''x''], ARRAY[''p''], ARRAY[1], ARRAY[1], NULL', '2202E', 'defaults of unequal length'),
             ('ARRAY[1.5], ARRAY[''x''], NULL, NULL::numeric[], NULL::integer[], NULL', '42804',
              'a key that names no voice')) AS v (a, e, w);
SELECT is((SELECT count(*) FROM gmalign_private.stated_rows(NULL, NULL::bigint, NULL::bigint))
          + (SELECT count(*) FROM gmalign_private.lifted_rows(NULL, NULL::bigint))
          + (SELECT count(*) FROM gmalign_private.party_rows(NULL, NULL::bigint))
          + (SELECT count(*) FROM gmalign_private.driver_rows(NULL, NULL::bigint))
          + (SELECT count(*) FROM gmalign_private.goal_lift_rows(NULL, NULL::bigint))
          + (SELECT count(v.pair_count) FROM gmalign_private.verdict(NULL, NULL::bigint, .15, .6, 0, .6, .16, .05, .5, .8, .2) AS v),
              0::bigint,
          'readers have nothing to say of NULL');

-- ---------- values that travel ----------
-- as text and binary, and out of a tuple, where they lie as they happen to
CREATE TEMP TABLE travelled AS
SELECT 'voice_map' AS type, voices::text AS t FROM frame UNION ALL SELECT 'goal_lift', lift::text FROM frame
UNION ALL SELECT 'goal_lift', gmalign_private.goal_lift(gmalign.goal_graph('g' || c, 'g' || p, w), ARRAY['g1', 'g2'])::text
          FROM (VALUES (1, NULL, NULL::float8), (2, NULL, NULL), (5, 1, .3), (5, 2, -.5), (6, 2, 1)) AS l (c, p, w)
-- far apart; close together with gaps between is the one above
UNION ALL SELECT 'goal_lift', gmalign_private.goal_lift(gmalign.goal_graph(c * 1000000007, p * 1000000007, w),
                                                        ARRAY[1000000007, 2000000014])::text
          FROM (VALUES (1::bigint, NULL::bigint, NULL::float8), (2, NULL, NULL), (5, 1, .3), (5, 2, -.5), (6, 2, 1)) AS l (c, p, w)
UNION ALL SELECT 'voice_map',
                 gmalign_private.voice_map(ARRAY['a', 'b'], ARRAY['x', 'y'], ARRAY['p'], ARRAY['a'],
                                           ARRAY['00000000-0000-0000-0000-000000000001'::uuid], ARRAY[1.0])::text
UNION ALL SELECT 'party_points', split_part(v, ' ', 2) FROM as_they_come WHERE v ~ '^[1-3] '
UNION ALL SELECT 'party_points',
                 gmalign_private.party_points(gmalign_private.voice_map(ARRAY['a', 'b', 'cc'], ARRAY['x', 'y', 'x'], NULL,
                                                                        NULL::text[], NULL::text[], NULL),
                                              NULL, NULL, v, g, p, d)::text
          FROM (VALUES ('a', 'ä', 1.0, date '2026-01-01'), ('b', 'goal', -.5, '2026-01-02'),
                       ('cc', 'ä', NULL, '-infinity')) AS s (v, g, p, d);
CREATE FUNCTION pg_temp.there_and_back(type text, t text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE back text;
BEGIN
  EXECUTE format('SELECT $1::gmalign_private.%I::text', type) INTO back USING t;
  RETURN back;
END $$;
SELECT ok(bool_and(pg_temp.there_and_back(type, t) = t) AND count(*) > 1, type || ': text there and back')
FROM travelled GROUP BY type ORDER BY type;
CREATE FUNCTION pg_temp.sent(type text, t text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE back text;
BEGIN
  EXECUTE format('SELECT encode(gmalign_private.%I($1::gmalign_private.%I), ''hex'')', type || '_send', type) INTO back USING t;
  RETURN back;
END $$;
SELECT ok(bool_and(pg_temp.sent(type, t) = t), type || ': binary has the same bytes') FROM travelled GROUP BY type ORDER BY type;
CREATE TEMP TABLE kept AS
SELECT 'x'::"char" AS filler, split_part(v, ' ', 1)::integer AS g, 'y'::"char" AS odd,
       split_part(v, ' ', 2)::gmalign_private.party_points AS points
FROM as_they_come WHERE length(v) < 12000;
SELECT is((SELECT count(*) FROM kept k CROSS JOIN LATERAL gmalign_private.verdict(k.points, NULL::bigint, .15, .6, 0, .6, .16, .05, .5,
    .8, .2) AS v
           WHERE v.party_count > 0), (SELECT count(*) FROM kept), 'read out of a tuple');
SELECT is((SELECT count(*) FROM (SELECT ROW('x'::"char", points) AS r FROM kept) AS q WHERE r::text LIKE '%50%'),
          (SELECT count(*) FROM kept), 'and out of a row');
CREATE TEMP TABLE one_of_each AS SELECT f.voices, f.lift, k.points FROM frame f, (SELECT points FROM kept ORDER BY g LIMIT 1) AS k;
CREATE TEMP TABLE received (LIKE one_of_each);
DO $$
DECLARE
  file text := current_setting('data_directory') || '/one_of_each';
BEGIN
  EXECUTE format('COPY one_of_each TO %L (FORMAT binary)', file);
  EXECUTE format('COPY received FROM %L (FORMAT binary)', file);
END $$;
SELECT results_eq('SELECT voices::text, lift::text, points::text FROM received',
                  'SELECT voices::text, lift::text, points::text FROM one_of_each', 'binary there and back');
-- A table takes values only as long as a row fits a page: nothing compresses them or moves them out.
SELECT throws_ok($$ CREATE TEMP TABLE large AS
                    SELECT gmalign_private.voice_map(array_agg(i), array_agg('x'::text), NULL, NULL::integer[], NULL::integer[], NULL) AS m
                    FROM generate_series(1, 5000) AS i $$,
                 '54000', NULL, 'a table refuses a large value');

-- Input believes nothing. Every byte of a value turned over, cut short, made
-- longer: an error, or a value that every reader reads and that goes there and
-- back as it is.
CREATE FUNCTION pg_temp.try(type text, t text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  back text;
  n bigint;
  goal_type text;
BEGIN
  EXECUTE format('SELECT $1::gmalign_private.%I::text', type) INTO back USING t;
  IF back <> lower(t) THEN
    RETURN 'changed';
  END IF;
  FOREACH goal_type IN ARRAY ARRAY['bigint', 'text', 'uuid'] LOOP
    BEGIN
      IF type = 'goal_lift' THEN
        EXECUTE format('SELECT count(compared_goal::text || lift_share)
                        FROM gmalign_private.goal_lift_rows($1::gmalign_private.goal_lift, NULL::%s)', goal_type) INTO n USING t;
        EXECUTE format('SELECT count(*)
                        FROM gmalign_private.party_rows((
                          SELECT gmalign_private.party_points(
                            gmalign_private.voice_map(ARRAY[1], ARRAY[''x''], NULL, NULL::integer[], NULL::%s[], NULL),
                            $1::gmalign_private.goal_lift, ''p'', 1, k, 1, ''2026-01-01'')
                          FROM unnest(ARRAY[%s]::%1$s[]) AS k), NULL::%1$s)', goal_type,
                       CASE goal_type WHEN 'text' THEN '''g1'', ''nobody''' WHEN 'uuid' THEN 'gen_random_uuid()' ELSE '5, 77' END)
          INTO n USING t;
      ELSIF type = 'party_points' THEN
        EXECUTE format('SELECT count(s.goal::text || s.voice || s.party || s.stated_on)
                        FROM gmalign_private.stated_rows($1::gmalign_private.party_points, NULL::%s, NULL::%s) AS s',
                       goal_type, CASE goal_type WHEN 'text' THEN 'text' ELSE 'bigint' END) INTO n USING t;
        EXECUTE format('SELECT count(s.goal::text || s.party)
                        FROM gmalign_private.lifted_rows($1::gmalign_private.party_points, NULL::%s) AS s', goal_type) INTO n USING t;
        EXECUTE format('SELECT count(s.goal::text || s.party || s.points)
                        FROM gmalign_private.party_rows($1::gmalign_private.party_points, NULL::%s) AS s', goal_type) INTO n USING t;
        EXECUTE format('SELECT count(s.goal::text || s.pair || s.loss_share)
                        FROM gmalign_private.driver_rows($1::gmalign_private.party_points, NULL::%s) AS s', goal_type) INTO n USING t;
        EXECUTE format('SELECT count(v::text)
                        FROM gmalign_private.verdict($1::gmalign_private.party_points, NULL::%s, .15, .6, 0, .6, .16, .05, .5, .8, .2) AS
                            v', goal_type)
          INTO n USING t;
      ELSE
        EXECUTE format('SELECT count(p::text)
                        FROM (SELECT gmalign_private.party_points($1::gmalign_private.voice_map, NULL, x, %s, NULL::%s, 1,
                                                                  ''2026-01-01'') AS p
                              FROM unnest(ARRAY[''p'', ''q'']) AS x) AS q',
                       CASE goal_type WHEN 'bigint' THEN '1::bigint' ELSE '''a''::text' END, goal_type) INTO n USING t;
      END IF;
    EXCEPTION WHEN datatype_mismatch OR numeric_value_out_of_range THEN
      NULL;                                -- of another kind, or too much to be added
    END;
  END LOOP;
  RETURN 'read';
EXCEPTION WHEN data_corrupted OR invalid_text_representation OR datatype_mismatch THEN
  RETURN SQLSTATE;
END $$;
CREATE TEMP TABLE fuzzed AS
-- a byte turned over, at every place of a value
SELECT v.type, 'a byte' AS how,
       pg_temp.try(v.type, overlay(v.t PLACING lpad(to_hex(get_byte(decode(substr(v.t, 2 * i - 1, 2), 'hex'), 0)
                                                           # (ARRAY[1, 128, 255])[k]), 2, '0') FROM 2 * i - 1 FOR 2)) AS answer
FROM (SELECT DISTINCT ON (type, length(t) > 800) * FROM travelled ORDER BY type, length(t) > 800, length(t)) AS v,
     generate_series(1, least(length(v.t) / 2, 700)) AS i, generate_series(1, 3) AS k WHERE i % 3 = k - 1
UNION ALL
-- cut, or longer, at every tenth place
SELECT v.type, 'cut', pg_temp.try(v.type, left(v.t, i)) FROM travelled v, generate_series(0, length(v.t) - 1, 1 + length(v.t) / 40) AS i
UNION ALL
SELECT v.type, 'longer', pg_temp.try(v.type, v.t || repeat('00', i)) FROM travelled v, generate_series(1, 17, 4) AS i
UNION ALL
-- four bytes with a count, offset or place of anything else
SELECT v.type, 'a number', pg_temp.try(v.type, overlay(v.t PLACING x FROM 8 * i + 1 FOR 8))
FROM travelled v, generate_series(1, least(length(v.t) / 8 - 1, 60)) AS i,
     unnest(ARRAY['ffffffff', '00000000', '01000000', '00000080']) AS x WHERE (i + length(v.t)) % 3 = 0
UNION ALL
SELECT k, 'random', pg_temp.try(k, substr(repeat(md5(random()::text), 8), 1, 2 * floor(random() * 120)::integer))
FROM unnest(ARRAY['voice_map', 'goal_lift', 'party_points']) AS k, generate_series(1, 100)
UNION ALL
SELECT k, 'no hex', pg_temp.try(k, t)
FROM unnest(ARRAY['voice_map', 'goal_lift', 'party_points']) AS k, unnest(ARRAY['', 'x', '0', '0g', '''', '\x00', ' ']) AS t;
SELECT ok(bool_and(answer IN ('read', 'XX001', '22P02')),
          how || ': ' || count(*) || ' times, ' || count(*) FILTER (WHERE answer = 'read') || ' values')
FROM fuzzed GROUP BY how ORDER BY how;
SELECT ok(bool_and(answer <> 'read'), 'never a value: ' || how) FROM fuzzed
WHERE how IN ('cut', 'longer', 'random', 'no hex') GROUP BY how ORDER BY how;
SELECT cmp_ok(count(*) FILTER (WHERE answer = 'XX001'), '>', 300::bigint, type || ': most are refused')
FROM fuzzed GROUP BY type ORDER BY type;

SELECT * FROM finish();
ROLLBACK;
