-- an engine that spreads rows over machines computes an aggregate with a state it can
-- send in pieces of its own: each call stands alone, states travel as text, some
-- machines have no rows. This does so with every such aggregate there is; and what
-- distribute() changes in the views changes none of their rows.
BEGIN;
\ir ../start.psql
SET LOCAL client_min_messages = warning;
CREATE TEMP TABLE spread AS
SELECT a.aggfnoid::regprocedure AS name, p.proargtypes::oid[] AS types, p.proargnames AS names,
       a.aggtransfn, a.aggcombinefn, a.aggfinalfn, a.aggfinalextra,
       a.aggtranstype::regtype AS state, a.agginitval, t.proisstrict AS is_strict, c.proisstrict AS combines_strictly,
       p.prorettype::regtype AS result
FROM pg_aggregate a
JOIN pg_proc p ON p.oid = a.aggfnoid
JOIN pg_proc t ON t.oid = a.aggtransfn
JOIN pg_proc c ON c.oid = a.aggcombinefn
WHERE p.pronamespace::regnamespace::text = 'gmalign' AND a.aggtranstype <> 'internal'::regtype AND a.aggkind = 'n'
  AND NOT EXISTS (SELECT FROM unnest(p.proargtypes) AS o JOIN pg_type y ON y.oid = o WHERE y.typtype = 'p')
  -- a partial result is as good as what is read from it
  AND p.prorettype <> a.aggtranstype;
SELECT plan((SELECT count(*)::integer FROM spread) + 19);
SELECT cmp_ok((SELECT count(*) FROM spread), '>', 50::bigint, 'there are many such aggregates');

SELECT is_empty($$ SELECT s.name, o::regtype FROM spread s, unnest(s.types || s.state::oid) AS o JOIN pg_type y ON y.oid = o
                   WHERE y.typcollation <> 0 $$, 'none depends on a collation, which a call there does not have');

SELECT setseed(.18);
-- one row in eleven has a NULL somewhere, as rows have
CREATE TEMP TABLE given AS
SELECT i, (random() * 2 - 1)::float8 AS x, random()::float8 AS share, random() < .5 AS b, (random() * 5)::integer AS n,
       random() < .09 AS lacks
FROM generate_series(1, 60) AS i;
-- a value for each argument, by what it is called
CREATE FUNCTION pg_temp.argument(name text) RETURNS text LANGUAGE sql AS $$
  SELECT CASE name WHEN 'rating' THEN 'n' WHEN 'low' THEN '0' WHEN 'high' THEN '5' WHEN 'centre' THEN '.2' WHEN 'exposed' THEN 'b'
                   WHEN 'event' THEN 'i % 3 = 0' WHEN 'events' THEN 'n' WHEN 'exposure' THEN '1 + share' WHEN 'cost' THEN '1 + share'
                   WHEN 'ratings' THEN 'ARRAY[n, n * n % 7, i % 4, 5 - n]' WHEN 'x' THEN 'x'
                   ELSE format('CASE WHEN lacks AND i %% 3 = %s THEN NULL ELSE (i * %s %% 17) / 17.0 END',
                               length(name) % 3, ascii(name)) END
$$;
CREATE FUNCTION pg_temp.arguments(s spread) RETURNS text[] LANGUAGE sql AS $$
  SELECT ARRAY(SELECT format('(%s)::%s', pg_temp.argument(o.name), o.type::regtype)
               FROM unnest(s.names, s.types) WITH ORDINALITY AS o (name, type, place) ORDER BY o.place)
$$;
CREATE FUNCTION pg_temp.spread(s spread) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  values_as_text text := (SELECT string_agg(format('(%s)::text', a.said), ', ' ORDER BY a.place)
                          FROM unnest(pg_temp.arguments(s)) WITH ORDINALITY AS a (said, place));
  step text := format('SELECT %s($1::%s%s)::text', s.aggtransfn::regproc, s.state,
                      (SELECT string_agg(format(', $2[%s]::%s', o.place, o.type::regtype), '' ORDER BY o.place)
                       FROM unnest(s.types) WITH ORDINALITY AS o (type, place)));
  r record;
  held text;
  all_held text := s.agginitval;
  result text;
BEGIN
  -- the third machine has no rows
  FOR part IN 0..2 LOOP
    held := s.agginitval;
    FOR r IN EXECUTE format('SELECT ARRAY[%s] AS v FROM given WHERE i %% 2 = %s AND %s < 2 ORDER BY i * 37 %% 61',
                            values_as_text, part, part) LOOP
      CONTINUE WHEN s.is_strict AND array_position(r.v, NULL) IS NOT NULL;
      IF s.is_strict AND held IS NULL THEN
        held := r.v[1];
      ELSE
        EXECUTE step INTO held USING held, r.v;
      END IF;
    END LOOP;
    CONTINUE WHEN s.combines_strictly AND held IS NULL;
    IF s.combines_strictly AND all_held IS NULL THEN
      all_held := held;
    ELSE
      EXECUTE format('SELECT %s($1::%s, $2::%s)::text', s.aggcombinefn::regproc, s.state, s.state) INTO all_held USING all_held, held;
    END IF;
  END LOOP;
  IF s.aggfinalfn = 0 THEN
    RETURN all_held;
  END IF;
  EXECUTE format('SELECT %s($1::%s%s)::text', s.aggfinalfn::regproc, s.state,
                 CASE WHEN s.aggfinalextra THEN (SELECT string_agg(', NULL::' || o::regtype, '') FROM unnest(s.types) AS o) ELSE '' END)
    INTO result USING all_held;
  RETURN result;
END $$;
CREATE FUNCTION pg_temp.at_once(s spread) RETURNS text LANGUAGE plpgsql AS $$
DECLARE result text;
BEGIN
  EXECUTE format('SELECT %s(%s)::text FROM given', s.name::regproc, array_to_string(pg_temp.arguments(s), ', ')) INTO result;
  RETURN result;
END $$;
-- numbers to eleven digits, wherever they stand
CREATE FUNCTION pg_temp.rounded(t text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(CASE WHEN w.word ~ '^-?\d+\.\d+(e[+-]\d+)?$' THEN round(w.word::numeric, 11)::float8::text ELSE w.word END,
                    ' ' ORDER BY w.place)
  FROM regexp_split_to_table(t, '[,(){} ]') WITH ORDINALITY AS w (word, place)
$$;
SELECT is(pg_temp.rounded(pg_temp.spread(s)), pg_temp.rounded(pg_temp.at_once(s)), s.name::text) FROM spread AS s ORDER BY s.name::text;

-- ---------- a model that is spread ----------
\ir ../model.psql
SET LOCAL search_path = hr, public;
SET LOCAL gmalign.as_of = '2026-06-30';
INSERT INTO employee (external_id, hire_date) SELECT 'E' || i, date '2020-01-01' FROM generate_series(1, 9) AS i;
INSERT INTO goal (title, level) SELECT 'strategic ' || i, 'strategic' FROM generate_series(1, 3) AS i;
INSERT INTO goal (title, level, why, direction, start_value, target_value, current_value, owner_id, due_date)
SELECT 'goal ' || i, 'team', CASE WHEN i < 3 THEN 'because' END, 'increase', 0, 10, i, (SELECT min(id) FROM employee) + i, date '2026-12-31'
FROM generate_series(1, 5) AS i;
INSERT INTO goal_link (child_id, parent_id, contribution)
SELECT c.id, p.id, .3 + .1 * (c.id % 3) FROM goal c JOIN goal p ON p.level = 'strategic' AND (c.id + p.id) % 2 = 0 WHERE c.level = 'team';
INSERT INTO assignment (external_id, assignee_id, gm_professional_id, start_date, planned_end_date, purpose)
SELECT 'A' || i, e.id, (SELECT max(id) FROM employee), date '2025-01-01' + i * 40, date '2026-05-01' + i * 60, 'market_entry'
FROM generate_series(1, 6) AS i JOIN employee e ON e.external_id = 'E' || i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, g.id, date '2025-06-01' + v * 365, round((random() * 1.4 - .4)::numeric, 1)
FROM assignment a
CROSS JOIN (SELECT DISTINCT ON (party) id, party FROM stakeholder
            WHERE party IN ('assignee', 'gm_professional', 'organization') ORDER BY party, id) s
CROSS JOIN goal g
-- the second statement is of after the day
CROSS JOIN generate_series(0, 2) AS v
WHERE (a.id + g.id + s.id) % 4 <> 0;
SELECT count(c) FROM (VALUES (date '2026-04-30'), ('2026-05-31'), ('2026-06-30')) AS v (d), gmalign.run_check('hr', d) AS c \g /dev/null
UPDATE flag SET acknowledged_on = '2026-06-30', action_taken = 'talked' WHERE id = (SELECT min(id) FROM flag);
-- what moves spend on goals, call by call on two machines and an empty one
CREATE FUNCTION pg_temp.work_spread() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  r record;
  held text;
  all_held text;
BEGIN
  FOR part IN 0..2 LOOP
    held := NULL;
    FOR r IN SELECT p.points::text AS points, p.id / 7.0 AS fte FROM assignment_points p WHERE p.id % 2 = part ORDER BY p.id * 5 % 7 LOOP
      held := gmalign_private.goal_work_accum(held::gmalign_private.goal_work, r.points::gmalign_private.party_points, r.fte, 3.3)::text;
    END LOOP;
    all_held := gmalign_private.goal_work_combine(all_held::gmalign_private.goal_work, held::gmalign_private.goal_work)::text;
  END LOOP;
  RETURN gmalign_private.goal_work_final(all_held::gmalign_private.goal_work)::text;
END $$;
SELECT is(pg_temp.work_spread(), (SELECT gmalign_private.goal_work(p.points, p.id / 7.0, 3.3)::text FROM assignment_points p),
          'goal_work to the last digit');
CREATE FUNCTION pg_temp.said() RETURNS TABLE (relation text, said text) LANGUAGE plpgsql AS $$
BEGIN
  FOR relation IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.kind = 'view' ORDER BY m.place LOOP
    EXECUTE format('SELECT string_agg(v::text, E''\n'' ORDER BY v::text COLLATE "C") FROM %I AS v', relation) INTO said;
    RETURN NEXT;
  END LOOP;
END $$;
CREATE TEMP TABLE before AS SELECT * FROM pg_temp.said();
SELECT cmp_ok((SELECT count(said) FROM before), '>', 45::bigint, 'most views have rows');
CREATE VIEW gmalign_coordinator AS SELECT gmalign.today() AS today FROM pg_extension WHERE extname = 'gmalign';
SELECT is((SELECT count(*) FROM gmalign.upgrade_views('hr') AS u WHERE u.replaced)::integer, (SELECT count(*)::integer FROM before),
          'the views are made anew');
SELECT results_eq('SELECT relation, said FROM pg_temp.said()', 'SELECT relation, said FROM before', 'and have the same rows');
CREATE TEMP TABLE text_of AS
SELECT m.relation, pg_get_viewdef(to_regclass(m.relation)) AS definition FROM gmalign_private.model_relations() m WHERE m.kind = 'view';
-- a worker has not what the session has set
SELECT is_empty($$ SELECT relation FROM text_of WHERE definition ~ 'gmalign\.today\(\)' $$, 'the day comes from the coordinator');
SELECT is_empty($$ SELECT relation FROM text_of
                   WHERE definition ~ 'filled_keys\('
                     AND definition !~ 'pg_extension\s+CROSS JOIN (LATERAL )?gmalign_private.filled_keys' $$,
                'and what a reader may not read is asked there');
-- refused beside a distributed table
SELECT is_empty($$ SELECT relation FROM text_of WHERE definition ~* 'WITH RECURSIVE' AND definition ~ '(assignment|_points|alignment)' $$,
                'no recursion near a move');
SELECT is_empty($$ SELECT relation FROM text_of WHERE definition ~ 'EXISTS \( SELECT\s+FROM' $$,
                'no EXISTS without a column, which cannot be sent');
-- what a rule stumbles over is its own, a node that is gone ends the check
CREATE FUNCTION hr.gone(code text) RETURNS boolean LANGUAGE plpgsql AS $$ BEGIN RAISE 'gone' USING ERRCODE = code; END $$;
CREATE VIEW rule_gone AS SELECT a.id, a.id AS subject_id, 0::float8 AS score, NULL::text AS reason_code, NULL::text AS parameters,
  NULL::text AS reason, NULL::text AS driver, NULL::text AS subject_title
FROM assignment a WHERE hr.gone(current_setting('spread.code'));
INSERT INTO flag_rule (code, meaning, relation, severity) VALUES ('gone', 'A node is gone', 'rule_gone', 'low');
SET spread.code = '22012';
SELECT lives_ok($$ SELECT * FROM gmalign.run_check('hr', '2026-06-30') $$, 'a rule that fails is its own trouble');
SET spread.code = '08006';
SELECT throws_ok($$ SELECT * FROM gmalign.run_check('hr', '2026-06-30') $$, '08006', NULL, 'a node that is gone ends the check');
SET spread.code = 'XX000';
SELECT throws_ok($$ SELECT * FROM gmalign.run_check('hr', '2026-06-30') $$, 'XX000', NULL, 'whatever the engine calls it');
DELETE FROM flag_rule WHERE code = 'gone';
DROP VIEW rule_gone;
DROP FUNCTION hr.gone;
SELECT throws_ok($$ SELECT * FROM gmalign.enable_row_security('hr') $$, '0A000', NULL, 'policies that read other tables are refused');
CREATE TABLE staged (external_id text, name text);
SELECT throws_ok($$ SELECT * FROM gmalign.load('hr', 'units', 'staged') $$, '0A000', NULL, 'nor are files loaded there');
DROP TABLE staged;
SELECT is((SELECT count(*) FROM gmalign.uninstall('hr', drop_data => true) AS u WHERE u.outcome <> 'dropped'), 0::bigint,
          'uninstall takes all');
SELECT hasnt_view('hr', 'gmalign_coordinator', 'what the day came from too');
SELECT gmalign.install('hr', distributed => true) \g /dev/null
SELECT throws_ok($$ SELECT gmalign.distribute('hr') $$, '0A000', 'no engine here distributes tables',
                 'without Citus nothing is distributed');
SELECT lives_ok($$ SELECT gmalign.install_views('hr') $$, 'and the model works as it is');
SELECT * FROM finish();
ROLLBACK;
