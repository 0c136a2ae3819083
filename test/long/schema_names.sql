-- Schemas by any name: capitals, spaces, dots, umlauts, quotes and dollars, 56 to 63 bytes,
-- renamed after the install. Every function answers the same for each, also
-- when another model has the name in lower case.
BEGIN;
\ir ../start.psql
\ir ../no_model.psql
SELECT plan(18);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
CREATE ROLE gmalign_test_public NOLOGIN;
CREATE ROLE gmalign_test_reader;
CREATE TEMP TABLE named (place integer GENERATED ALWAYS AS IDENTITY, schema text);
-- the second has all that is odd, in 63 bytes
INSERT INTO named (schema) VALUES ('HR'), (rpad('Größes hr.prod "a''%$q$ $$', 43, 'ö'));

-- one move on which the parties part, a goal nobody serves, a person
CREATE FUNCTION pg_temp.fill(schema text, sign float8) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
  PERFORM gmalign.install(schema);
  PERFORM set_config('search_path', quote_ident(schema) || ', public', true);
  INSERT INTO employee (id, external_id) VALUES (1, 'E1');
  PERFORM setval(pg_get_serial_sequence('employee', 'id'), 1);
  INSERT INTO goal (id, external_id, title, level) VALUES (1, 'S1', 'A', 'strategic'), (2, 'S2', 'B', 'strategic'), (3, 'T', 'C', 'team');
  INSERT INTO goal_link (child_id, parent_id, contribution, rationale) VALUES (3, 1, 1, 'because');
  INSERT INTO assignment (id, external_id, assignee_id, start_date) VALUES (1, 'M1', 1, '2026-01-01');
  INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT 1, s.id, v.goal, '2026-01-01', v.priority FROM stakeholder s
  JOIN (VALUES ('organization', 1, 1), ('organization', 3, .25), ('gm_professional', 1, 1), ('assignee', 2, .2), ('assignee', 1, -sign))
    AS v (code, goal, priority) ON v.code = s.code;
  INSERT INTO expectancy_survey (id, employee_id, assignment_id, person_role, asked_on, expectancy) VALUES (1, 1, 1, 'assignee', '2026-02-01', .5);
  INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT 1, r.id, .5, .1 * r.id FROM reward r;
  PERFORM set_config('search_path', 'public', true);
END $$;

CREATE TEMP TABLE people AS SELECT v AS external_id FROM unnest(ARRAY['E8', 'E9']) AS v;
-- what each function says, without the name
CREATE FUNCTION pg_temp.answers(schema text, OUT question text, OUT answer text) RETURNS SETOF record LANGUAGE plpgsql AS $$
DECLARE
  q record;
  stated constant text := '{"priorities": [{"stakeholder": "assignee", "goal": "S1", "priority": 1},
                                           {"stakeholder": "assignee", "goal": "S2", "priority": null}]}';
BEGIN
  FOR q IN SELECT * FROM (VALUES
    (1, 'run_check', format('SELECT q.rule_code, q.subject_id, q.score, q.reason, q.driver FROM gmalign.run_check(%L) AS q', schema)),
    (2, 'flag', format('SELECT q.rule_code, q.subject_id, q.opened_on FROM %I.flag AS q ORDER BY q.id', schema)),
    (3, 'snapshot', format('SELECT q.assignment_id, q.mutual_alignment FROM %I.alignment_snapshot AS q', schema)),
    (4, 'preview_alignment', format('SELECT q.* FROM gmalign.preview_alignment(%L, %L, %L) AS q', schema, 'M1', stated)),
    (5, 'best_single_change', format('SELECT q.* FROM gmalign.best_single_change(%L, %L) AS q', schema, 'M1')),
    (6, 'check', format('SELECT q.severity, q.code, q.row_key FROM gmalign.check(%L) AS q', schema)),
    (7, 'export_person', format('SELECT q.* FROM gmalign.export_person(%L, ''1'') AS q', schema)),
    (8, 'install_public_views', format('SELECT gmalign.install_public_views(%L, ''gmalign_test_public'')', schema)),
    (9, 'publish', format('SELECT p.* FROM gmalign.publish(%L) AS p', schema)),
    (10, 'grant_reader', format('SELECT gmalign.grant_reader(%L, ''gmalign_test_reader'', ''person'')', schema)),
    (11, 'outdated_views', format('SELECT q.* FROM gmalign.outdated_views(%L) AS q', schema)),
    (12, 'upgrade_views', format('SELECT q.* FROM gmalign.upgrade_views(%L) AS q WHERE NOT q.replaced', schema)),
    (13, 'install_views', format('SELECT q.* FROM gmalign.install_views(%L) AS q WHERE NOT q.made', schema)),
    (14, 'trim_snapshots', format('SELECT gmalign.trim_snapshots(%L)', schema)),
    (15, 'partition_snapshots', format('SELECT q.partition, q.first_day FROM gmalign.partition_snapshots(%L) AS q', schema)),
    (16, 'add_foreign_keys', format('SELECT q.* FROM gmalign.add_foreign_keys(%L) AS q', schema)),
    (17, 'schedule_check', format('SELECT left(min(q), 30) FROM gmalign.schedule_check(%L) AS q', schema)),
    (18, 'unschedule_check', format('SELECT count(*) FROM gmalign.unschedule_check(%L) AS q', schema)),
    (19, 'cascade_dot', format('SELECT regexp_replace(gmalign.cascade_dot(%L), ''<B>.*</B>'', '''')', schema)),
    (20, 'cascade_mermaid', format('SELECT regexp_replace(gmalign.cascade_mermaid(%L), ''legend.*'', '''')', schema)),
    (21, 'move_dot', format('SELECT gmalign.move_dot(%L, %L)', schema, 'M1')),
    (22, 'alignment_heatmap', format('SELECT q.* FROM gmalign.alignment_heatmap(%L) AS q', schema)),
    (23, 'report', format('SELECT q.* FROM gmalign.report(%L) AS q WHERE q !~ ''^WHERE HR|: HR ''', schema)),
    (24, 'move_dossier', format('SELECT q.* FROM gmalign.move_dossier(%L, %L) AS q', schema, 'M1')),
    (25, 'flag_digest', format('SELECT q.notice_count, q.message FROM gmalign.flag_digest(%L) AS q', schema)),
    (26, 'enable_row_security', format('SELECT q.* FROM gmalign.enable_row_security(%L, ''gmalign_test_reader'') AS q', schema)),
    (27, 'policies', format('SELECT count(*) FROM pg_policies AS q WHERE q.schemaname = %L', schema)),
    (28, 'disable_row_security', format('SELECT q.* FROM gmalign.disable_row_security(%L) AS q', schema)),
    (29, 'best_reward', format('SELECT q.* FROM gmalign.best_reward(%L, ''M1'') AS q', schema)),
    (30, 'move_dossier_text', format('SELECT gmalign.move_dossier_text(%L, ''M1'')', schema)),
    (31, 'load', format('SELECT q.* FROM gmalign.load(%L, ''people'', ''pg_temp.people'') AS q', schema)),
    (32, 'loaded', format('SELECT e.external_id FROM %I.employee e ORDER BY e.id', schema)),
    (33, 'erase_person', format('SELECT q.* FROM gmalign.erase_person(%L, ''1'') AS q', schema)),
    (34, 'import_stratml', format('SELECT q.outcome, q.element, q.row_count FROM gmalign.import_stratml(%L, %L::text) AS q', schema,
                                  '<StrategicPlan><Name>A</Name><Vision><Description>B</Description></Vision></StrategicPlan>')),
    (35, 'export_stratml', format('SELECT gmalign.export_stratml(%L)', schema)),
    (36, 'uninstall', format('SELECT count(*) FROM gmalign.uninstall(%L, true) AS q', schema))
  ) AS v (place, name, query) ORDER BY v.place
  LOOP
    question := q.name;
    EXECUTE format('SELECT string_agg(r::text, E''\n'') FROM (%s) AS r', q.query) INTO answer;
    answer := replace(replace(translate(answer, '"', ''), translate(schema, '"', ''), 'SCHEMA'), schema, 'SCHEMA');
    RETURN NEXT;
  END LOOP;
END $$;

-- other models by the names that folding or cutting off would find
SELECT pg_temp.fill(v, -1) FROM unnest(ARRAY['hr']) AS v;
SELECT pg_temp.fill(n.schema, 1) FROM named n;
-- what the second says, the first has to say
CREATE TEMP TABLE expected AS SELECT a.* FROM named n, pg_temp.answers(n.schema) AS a WHERE n.place = 2;
SELECT is((SELECT max(octet_length(schema)) FROM named), 63, 'a name as long as can be');
SELECT is((SELECT count(*) FROM expected WHERE answer IS NOT NULL), 32::bigint, 'there is something to compare');
SELECT is_empty($$ SELECT p.proname FROM pg_proc p
                   WHERE p.pronamespace = 'gmalign'::regnamespace AND 'schema' = ANY (p.proargnames)
                     -- by fill(); needs Citus
                     AND p.proname NOT IN ('install', 'distribute')
                     AND NOT EXISTS (SELECT FROM expected e WHERE e.question = p.proname) $$, 'every function that takes a schema is asked');
SELECT ok((SELECT answer ~ 'opposed_pair|pair_below_band' FROM expected WHERE question = 'run_check'), 'the check finds the move');
CREATE TEMP TABLE differing AS
SELECT n.schema, a.question, a.answer, e.answer AS wanted
FROM named n CROSS JOIN LATERAL pg_temp.answers(n.schema) AS a JOIN expected e USING (question)
WHERE n.place = 1 AND a.answer IS DISTINCT FROM e.answer;
SELECT is_empty('SELECT * FROM differing', 'every function answers as for another name');
SELECT is_empty($$ SELECT n.nspname FROM pg_namespace n WHERE n.nspname ~ '_internal' $$, 'uninstall leaves no schema behind');

SELECT isnt(gmalign_private.unit_name('hr.prod'), gmalign_private.unit_name('hr prod'), 'two schemas are two timers');

-- ---------- renamed ----------
SELECT gmalign.install_public_views('hr', 'gmalign_test_public');
ALTER SCHEMA hr RENAME TO "People";
SELECT isnt_empty($$ SELECT * FROM gmalign.run_check('People') $$, 'a renamed schema is checked');
SELECT is_empty($$ SELECT * FROM gmalign.upgrade_views('People') WHERE NOT replaced $$, 'its views are upgraded, public ones too');
SELECT pg_temp.fill('hr', 1);
SELECT gmalign.install_public_views('hr', 'gmalign_test_public');
SELECT lives_ok($$ SELECT gmalign.publish('People') $$, 'it is published');
SELECT is((SELECT count(*) FROM "People".release), 1::bigint, 'to the renamed one');
SELECT is((SELECT count(*) FROM hr.release), 0::bigint, 'not to another model by the old name');
SELECT lives_ok($$ SELECT * FROM gmalign.uninstall('People', true) $$, 'it is uninstalled');
SELECT is_empty($$ SELECT c.relname FROM pg_class c WHERE c.relnamespace = '"People"'::regnamespace $$, 'with its releases');
SELECT lives_ok($$ SELECT * FROM hr.alignment_trend_public $$, 'and no other');

-- ---------- readers whose names fill the 63 bytes ----------
CREATE ROLE "metabase-people-analytics@hr-reporting-production-eu.iam";
CREATE FUNCTION pg_temp.policies(reader text) RETURNS bigint LANGUAGE sql AS
  $$ SELECT count(*) FROM pg_policy p WHERE p.polrelid = 'hr.flag'::regclass AND quote_ident(reader)::regrole = ANY (p.polroles) $$;
CREATE FUNCTION pg_temp.grant(tier text) RETURNS text LANGUAGE sql AS
  $$ SELECT gmalign.grant_reader('hr', '"metabase-people-analytics@hr-reporting-production-eu.iam"', tier) $$;
SELECT lives_ok($$ SELECT pg_temp.grant('person'), pg_temp.grant('person') $$, 'a tier is granted again');
SELECT is(pg_temp.policies('metabase-people-analytics@hr-reporting-production-eu.iam'), 1::bigint, 'with one policy');
ALTER ROLE "metabase-people-analytics@hr-reporting-production-eu.iam" RENAME TO gmalign_test_renamed;
SELECT gmalign.grant_reader('hr', 'gmalign_test_renamed', 'assignment');
SELECT is(pg_temp.policies('gmalign_test_renamed'), 0::bigint, 'a lower tier takes it back, also after the role was renamed');

SELECT * FROM finish();
ROLLBACK;
