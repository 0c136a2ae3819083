-- Install: views upgraded in place, a model for a distributed engine, the
-- contract that views have with their tables, any past date.
BEGIN;
\ir ../start.psql
\ir ../no_model.psql
SELECT plan(50);
SET client_min_messages = warning;
CREATE ROLE gmalign_test_public NOLOGIN;
CREATE ROLE gmalign_test_reader;
-- what is granted on all new tables was meant for others
ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO PUBLIC, gmalign_test_reader;
SELECT gmalign.install('hr', 'gmalign_test_public');
CREATE SCHEMA own;
SELECT count(*) FROM gmalign.install_views('own', true) \g /dev/null
SELECT gmalign.install_public_views('own', 'gmalign_test_public');
SELECT count(*) FROM gmalign.partition_snapshots('own') \g /dev/null
SELECT is_empty($$ SELECT c.oid::regclass, a.grantee::regrole FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) AS a
                   WHERE c.relnamespace IN ('hr'::regnamespace, 'own'::regnamespace)
                     AND a.grantee NOT IN (c.relowner, 'gmalign_test_public'::regrole) $$,
                'nobody may read a new model, whatever default privileges say');
ALTER DEFAULT PRIVILEGES REVOKE SELECT ON TABLES FROM PUBLIC, gmalign_test_reader;
DROP SCHEMA own CASCADE;

-- ---------- upgrade ----------
SELECT is_empty($$ SELECT * FROM gmalign.outdated_views('hr') $$, 'what was just made is up to date');
SELECT is_empty($$ SELECT * FROM gmalign.outdated_views('pg_catalog') $$, 'a schema without views of gmalign has none that are due');
GRANT SELECT ON hr.graph_edges, hr.graph_nodes, hr.alignment_trend_public TO gmalign_test_reader;
ALTER VIEW hr.graph_edges SET (security_barrier = true);
CREATE VIEW public.mine AS SELECT e.source, n.title FROM hr.graph_edges e JOIN hr.graph_nodes n ON n.id = e.source;
CREATE TEMP TABLE before AS
SELECT c.relname, c.oid, c.relacl, c.relowner, c.reloptions FROM pg_class c
WHERE c.relnamespace = 'hr'::regnamespace;

-- a release that adds a column to one view, wrongly retypes one, and has a new one
CREATE FUNCTION pg_temp.release(from_text text, to_text text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  EXECUTE replace(pg_get_functiondef('gmalign_private.model_relations()'::regprocedure), from_text, to_text);
END $$;
SELECT pg_temp.release('l.goal_title AS detail__target', 'l.goal_title AS detail__target, 7 AS added');
SELECT pg_temp.release('t.alignment_score AS value', 't.alignment_score::text AS value');
SELECT pg_temp.release(gmalign_private.views_fingerprint(), 'next release');
CREATE OR REPLACE FUNCTION gmalign_private.views_fingerprint() RETURNS text LANGUAGE sql IMMUTABLE RETURN 'next release';
DROP VIEW hr.open_flag;
SELECT cmp_ok((SELECT count(*) FROM gmalign.outdated_views('hr')), '>=', (SELECT count(*) FROM gmalign_private.model_relations()
                                                                          WHERE kind = 'view'), 'after an update all views are due');
SELECT results_eq($$ SELECT reason FROM gmalign.outdated_views('hr') WHERE view_name = 'open_flag' $$,
                  ARRAY['is missing'], 'a new view is missing');
SELECT bag_eq($$ SELECT relation FROM gmalign.check('hr') WHERE code = 'outdated_view' AND hint ~ 'upgrade_views' $$,
              $$ SELECT view_name FROM gmalign.outdated_views('hr') $$, 'and check says so');
CREATE TEMP TABLE upgraded AS SELECT * FROM gmalign.upgrade_views('hr');
SELECT results_eq($$ SELECT view_name, reason FROM upgraded WHERE NOT replaced $$,
                  $$ VALUES ('alignment_trend_ts', 'cannot change data type of view column "value" from double precision to text') $$,
                  'a view that cannot be replaced is named with the reason');
SELECT ok((SELECT hint ~ 'gmalign.reinstall\(\)' FROM upgraded WHERE NOT replaced), 'and what to do');
SELECT has_column('hr', 'graph_edges', 'added', 'the others are replaced');
SELECT has_view('hr', 'open_flag', 'new ones are made');
SELECT is_empty($$ SELECT b.relname FROM before b LEFT JOIN pg_class c ON c.oid = b.oid
                   WHERE b.relname NOT IN ('open_flag') AND ((c.relacl, c.relowner) IS DISTINCT FROM (b.relacl, b.relowner)
                     OR NOT (c.reloptions @> b.reloptions AND b.reloptions @> c.reloptions)) $$, 'grants, owners and options stay');
SELECT lives_ok('SELECT * FROM public.mine', 'and what rests on the views');
SELECT is_empty($$ SELECT * FROM gmalign.outdated_views('hr') $$, 'nothing is due any more');
SELECT throws_ok($$ SELECT * FROM gmalign.upgrade_views('nowhere') $$, '42P01', 'schema "nowhere" holds no view of gmalign');
SELECT is_empty($$ SELECT r.relation FROM gmalign_private.model_relations() r
                   WHERE (SELECT count(*) FROM regexp_matches(r.definition, '^CREATE (TABLE|OR REPLACE VIEW) ' || r.relation || '\y', 'g'))
                         <> (r.kind <> 'seed')::integer $$, 'every table and every view has the SQL that makes it');

-- ---------- the contract ----------
CREATE TEMP TABLE contract AS SELECT * FROM gmalign_private.model_contract();
SELECT set_eq($$ SELECT relation, column_name, type_name FROM contract WHERE kind = 'column' $$,
              $$ SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_class c
                 JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                 WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r' $$, 'the contract is the model');
SELECT set_eq($$ SELECT relation, column_name FROM contract WHERE kind = 'input' AND view_name = 'cascade_graph' $$,
              $$ VALUES ('goal_link', 'child_id'), ('goal_link', 'parent_id'), ('goal_link', 'relation'), ('goal_link', 'contribution'),
                 ('goal_link', 'valid_from'), ('goal_link', 'valid_to'), ('goal', 'id'), ('goal', 'status'), ('goal', 'created_on'),
                 ('goal', 'closed_on'), ('strategic_goal', 'goal_id') $$,
              'a view asks for the columns it reads');
SELECT is((SELECT count(*) FROM pg_class WHERE relnamespace = pg_my_temp_schema() AND relname IN ('goal', 'goal_state')),
          0::bigint, 'and leaves nothing behind');

-- ---------- distributed ----------
SELECT gmalign.install('spread', distributed => true);
SELECT throws_ok($$ SELECT gmalign.distribute('spread') $$, '0A000', 'no engine here distributes tables', 'one that is not there is told');
SELECT is_empty($$ SELECT conname FROM pg_constraint WHERE contype = 'f' AND connamespace = 'spread'::regnamespace $$,
                'no foreign key stands in the way of distribution');
SELECT is_empty($$ SELECT t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
                   WHERE c.relnamespace = 'spread'::regnamespace $$, 'nor a trigger');
-- distributed by the assignment: every key of these tables contains it
SELECT is_empty($$ SELECT c.relname, k.conname FROM pg_constraint k JOIN pg_class c ON c.oid = k.conrelid
                   JOIN (VALUES ('assignment', 'id'), ('assignment_goal', 'assignment_id'), ('assignment_party', 'assignment_id'),
                         ('assignment_outcome', 'assignment_id'))
                     AS d (relation, column_name) ON d.relation = c.relname
                   WHERE k.connamespace = 'spread'::regnamespace AND k.contype IN ('p', 'u')
                     AND NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname = d.column_name
                                     AND a.attnum = ANY (k.conkey)) $$,
                'every key of a distributed table contains its distribution column');
SELECT lives_ok($$ SELECT count(*) FROM spread.misaligned_assignment $$, 'its views answer');
CREATE FUNCTION pg_temp.keys(schema text) RETURNS SETOF text LANGUAGE sql AS
  $$ SELECT c.relname || ' ' || replace(pg_get_constraintdef(k.oid), schema || '.', '') FROM pg_constraint k
     JOIN pg_class c ON c.oid = k.conrelid
     WHERE k.contype = 'f' AND k.connamespace = schema::regnamespace $$;
SELECT isnt_empty($$ SELECT * FROM gmalign.add_foreign_keys('spread') $$, 'the keys are added afterwards');
SELECT set_eq($$ SELECT pg_temp.keys('hr') EXCEPT SELECT pg_temp.keys('spread') $$,
              ARRAY['check_in FOREIGN KEY (assignment_id) REFERENCES assignment(id) ON DELETE CASCADE',
                    'expectancy_survey FOREIGN KEY (assignment_id) REFERENCES assignment(id) ON DELETE CASCADE'],
              'all but those from reference tables to a distributed one');
SELECT is((SELECT count(*) FROM gmalign.add_foreign_keys('spread', false)), 2::bigint, 'which are added when nothing is distributed');
SELECT is_empty($$ SELECT * FROM gmalign.add_foreign_keys('spread') $$, 'calling it again adds nothing');
SELECT throws_ok($$ INSERT INTO spread.assignment_goal VALUES (1, 1, 1, '2026-01-01', 1) $$, '23503', NULL, 'and the keys hold');

-- ---------- surrogate keys, and any past date ----------
SELECT is_empty($$ SELECT c.relname, a.attname, format_type(a.atttypid, NULL) FROM pg_class c
                   JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND a.attname = 'id'
                   WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r'
                     AND (a.atttypid <> 'bigint'::regtype OR a.attidentity = '') $$, 'every id is an integer that numbers itself');
SELECT is_empty($$ SELECT t.relation
                   FROM unnest(ARRAY['org_unit', 'employee', 'cycle', 'goal', 'assignment', 'expectancy_survey', 'check_in']) AS t
                     (relation)
                   WHERE NOT EXISTS (SELECT FROM pg_constraint k JOIN pg_attribute a ON a.attrelid = k.conrelid
                                     AND k.conkey = ARRAY[a.attnum]
                                     WHERE k.conrelid = ('hr.' || t.relation)::regclass AND k.contype = 'u'
                                       AND a.attname = 'external_id') $$,
                'what a source system has an id for keeps it, once');
INSERT INTO hr.org_unit (id, name) VALUES (1, 'u');
INSERT INTO hr.employee (id, hire_date, departure_date) VALUES (1, '2025-01-01', NULL), (2, '2025-01-01', '2026-02-28'),
  (3, '2026-02-01', NULL);
INSERT INTO hr.goal (id, title, level, created_on, closed_on) VALUES (1, 'S', 'strategic', NULL, NULL),
  (2, 'T', 'team', '2026-01-01', NULL), (3, 'old', 'team', NULL, '2026-02-01');
INSERT INTO hr.goal_link (child_id, parent_id, contribution, valid_from, valid_to) VALUES (2, 1, .5, '2026-01-01', '2026-03-31'),
  (2, 1, .9, '2026-04-01', NULL), (3, 1, 1, NULL, NULL);
INSERT INTO hr.goal_contributor (goal_id, employee_id, fte_share, valid_from, valid_to) VALUES (2, 1, .5, '2026-01-15', '2026-02-15');
INSERT INTO hr.assignment (id, assignee_id, start_date, end_date) VALUES (1, 1, '2026-01-10', '2026-03-10');
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 1, s.id, 2, d, CASE WHEN d < '2026-02-01' THEN 1 ELSE .5 END FROM hr.stakeholder s,
       (VALUES (date '2026-01-05'), ('2026-02-10')) AS v (d) WHERE s.code = 'assignee';
INSERT INTO hr.review (employee_id, held_on, orientation) VALUES (1, '2026-02-05', 'forward');
INSERT INTO hr.check_in (assignment_id, checked_at) VALUES (1, '2026-02-20 12:00+00');
CREATE FUNCTION pg_temp.on_day(day text, query text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE answer text;
BEGIN
  PERFORM set_config('gmalign.as_of', day, true);
  EXECUTE query INTO answer;
  RETURN answer;
END $$;
SELECT is(pg_temp.on_day(v.day, v.query), v.answer, v.day || ': ' || v.what)
FROM (VALUES
  ('2025-12-31', 'goals', 'SELECT string_agg(goal_title, '' '' ORDER BY goal_id) FROM hr.goal_state', 'S old'),
  ('2026-01-20', 'goals', 'SELECT string_agg(goal_title, '' '' ORDER BY goal_id) FROM hr.goal_state', 'S T old'),
  ('2026-02-01', 'goals', 'SELECT string_agg(goal_title, '' '' ORDER BY goal_id) FROM hr.goal_state', 'S T'),
  ('2026-03-31', 'links', 'SELECT contribution FROM hr.cascade_link WHERE parent_goal_id = 1', '0.5'),
  ('2026-04-01', 'links', 'SELECT contribution FROM hr.cascade_link WHERE parent_goal_id = 1', '0.9'),
  ('2026-01-14', 'contributors', 'SELECT contributor_count FROM hr.goal_effort', '0'),
  ('2026-02-15', 'contributors', 'SELECT contributor_count FROM hr.goal_effort', '1'),
  ('2026-01-09', 'assignment', 'SELECT assignment_status FROM hr.assignment_alignment', 'planned'),
  ('2026-03-10', 'assignment', 'SELECT assignment_status FROM hr.assignment_alignment', 'active'),
  ('2026-03-11', 'assignment', 'SELECT assignment_status FROM hr.assignment_alignment', 'ended'),
  ('2026-02-09', 'statement', 'SELECT priority FROM hr.assignment_priority', '1'),
  ('2026-02-10', 'statement', 'SELECT priority FROM hr.assignment_priority', '0.5'),
  ('2026-01-31', 'people', 'SELECT count(*) FROM hr.person_line_of_sight', '2'),
  ('2026-03-01', 'people', 'SELECT string_agg(person_id::text, '' '' ORDER BY person_id) FROM hr.person_line_of_sight', '1 3'),
  ('2026-02-28', 'departure', 'SELECT has_departed FROM hr.retention_risk WHERE person_id = 2', 'false'),
  ('2026-03-01', 'departure', 'SELECT has_departed FROM hr.retention_risk WHERE person_id = 2', 'true'),
  ('2026-02-04', 'review', 'SELECT has_forward_feedback FROM hr.retention_risk WHERE person_id = 1', NULL),
  ('2026-02-05', 'review', 'SELECT has_forward_feedback FROM hr.retention_risk WHERE person_id = 1', 'true'),
  ('2026-02-19', 'check-in', 'SELECT check_in_count FROM hr.checkin_health', '0'),
  ('2026-02-20', 'check-in', 'SELECT check_in_count FROM hr.checkin_health', '1')
) AS v (day, what, query, answer);

SELECT * FROM finish();
ROLLBACK;
