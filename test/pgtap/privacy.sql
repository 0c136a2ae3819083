-- Privacy: what is withheld, who reads what, and what is known of a person.
BEGIN;
\ir ../start.psql
\ir ../no_model.psql
SELECT plan(68 + (SELECT count(*)::integer FROM gmalign_private.model_relations() WHERE tier IN ('assignment', 'person')));
SET client_min_messages = warning;

-- ---------- min_group ----------
SELECT is(gmalign.min_group(.7::float8, 5, 5), .7::float8, 'five of five are shown');
SELECT is(gmalign.min_group(.7::float8, 4, 5), NULL, 'four are not');
SELECT is(gmalign.min_group('text'::text, 9, 5), 'text', 'any type');
SELECT is(gmalign.min_group(12345678901::bigint, 9, 5), 12345678901::bigint, 'by value or not');
SELECT is(gmalign.min_group(NULL::float8, 9, 5), NULL, 'NULL stays NULL');
SELECT is(gmalign.min_group(.7::float8, NULL, 5), NULL, 'an unknown number of people withholds');
SELECT is(gmalign.min_group(.7::float8, 9, NULL), NULL, 'an unknown minimum withholds');
SELECT throws_ok($$ SELECT gmalign.min_group(.7::float8, -1, 5) $$, '22023', 'n is out of range: -1');
SELECT throws_ok($$ SELECT gmalign.min_group(.7::float8, 1, 0) $$, '22023', 'k is out of range: 0');

-- ---------- the public views' owner ----------
CREATE ROLE gmalign_test_public NOLOGIN;
CREATE ROLE gmalign_test_login LOGIN;
SELECT throws_ok($$ SELECT gmalign.install('hr', 'gmalign_test_login') $$, '22023', 'role "gmalign_test_login" cannot own public views');
SELECT throws_ok($$ SELECT gmalign.install('hr', 'postgres') $$, '22023', 'role "postgres" cannot own public views',
                 'a superuser cannot own them');
SELECT gmalign.install('hr', 'gmalign_test_public');
SELECT is_empty($$ SELECT p.relation FROM gmalign_private.public_views() p
                   JOIN gmalign_private.model_relations() m ON m.relation = p.relation
                   WHERE to_regclass('hr.' || p.relation || '_public') IS NULL $$, 'every view of the list has its public twin');
SELECT is_empty($$ SELECT c.relname FROM pg_class c WHERE c.relkind = 'v' AND c.relowner <> 'gmalign_test_public'::regrole
                   AND c.relnamespace = 'hr'::regnamespace AND c.relname ~ '_public$' $$, 'public views belong to that role');
SELECT set_eq($$ SELECT DISTINCT c.relname::text FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind IN ('r', 'v')
                 AND c.relname !~ '_public$' AND has_any_column_privilege('gmalign_test_public', c.oid, 'SELECT') $$,
              ARRAY['release', 'release_row'], 'it reads the stored releases and nothing else');
SELECT is_empty($$ SELECT v.relname, i.relation, i.column_name FROM pg_class v CROSS JOIN LATERAL gmalign_private.view_inputs(v.oid) i
                   WHERE v.relnamespace = 'hr'::regnamespace AND v.relname ~ '_public$'
                     AND i.relation::text NOT IN ('hr.release', 'hr.release_row') $$, 'as do the public views');
SELECT ok(NOT has_schema_privilege('gmalign_test_public', 'hr', 'CREATE'), 'and it may create nothing');
-- every column is a label, a figure of one part, or left out
SELECT is_empty($$ SELECT m.relation, a.attname FROM gmalign_private.public_views() v
                   JOIN gmalign_private.model_relations() m ON m.relation = v.relation AND m.kind = 'view'
                   JOIN pg_attribute a ON a.attrelid = to_regclass('hr.' || v.relation) AND a.attnum > 0 AND a.attname <> 'is_suppressed'
                   LEFT JOIN gmalign_private.part_columns() c ON c.relation = v.relation AND c.column_name = a.attname
                   WHERE (a.attname = ANY (v.labels))::int + coalesce((a.attname = ANY (v.left_out))::int, 0)
                         + (c.part IS NOT NULL)::int <> 1 $$,
                'every column of the views is listed once');
SELECT is_empty($$ SELECT v.relation, l FROM gmalign_private.public_views() v
                   CROSS JOIN unnest(v.labels || v.left_out || v.row_key || ARRAY(SELECT c.column_name FROM gmalign_private.part_columns() c
                                                                              WHERE c.relation = v.relation)) AS l
                   WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass('hr.' || v.relation) AND a.attname = l) $$,
                'and every column listed is there');
SELECT is_empty($$ SELECT p.relation, p.part FROM gmalign_private.public_parts() p
                   JOIN gmalign_private.public_members() m ON m.relation = p.relation AND m.definition !~ ('''' || p.part || '''')
                   WHERE p.relation <> 'priority_conflict' AND p.relation || p.part <> 'gm_team_profileteam'
                     AND (p.part !~ '_count$' OR p.relation = 'program_outcomes') $$, 'as is who is in each part');

-- ---------- a release of random groups ----------
INSERT INTO hr.org_unit (id, name, region) SELECT i, 'u' || i, 'r' || i % 4 FROM generate_series(1, 12) AS i;
INSERT INTO hr.employee (id) SELECT i FROM generate_series(1, 400) AS i;
SELECT setseed(.5);
INSERT INTO hr.assignment (id, assignee_id, org_unit_id, start_date)
SELECT i, i, 1 + floor(12 * random() ^ 2.2)::int, '2026-01-01' FROM generate_series(1, 400) AS i;
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment, alignment_band)
SELECT '2026-05-31', a.id, random(), CASE WHEN random() < .5 THEN 'mixed' ELSE 'misaligned' END FROM hr.assignment a WHERE random() < .3;
SET gmalign.as_of = '2026-05-31';
CREATE ROLE gmalign_test_reader;
SELECT gmalign.grant_reader('hr', 'gmalign_test_reader');
SELECT is_empty($$ SELECT id FROM hr.alignment_trend_public $$, 'before the first release there is nothing');
SELECT throws_ok($$ SELECT gmalign.publish('hr', '2026-06-01') $$, '22023', 'period is out of range: 2026-06-01');
SELECT throws_ok($$ SELECT gmalign.publish('hr', '0999-12-01') $$, '22023', 'period is out of range: 0999-12-01', 'nor one beyond reason');
SELECT throws_ok($$ SELECT gmalign.publish('nowhere') $$, '42P01', 'schema "nowhere" has no public views');
CREATE TEMP TABLE trend AS SELECT t.* FROM hr.alignment_trend t WHERE t.person_count > 0;
SELECT lives_ok($$ SELECT gmalign.publish('hr') $$, 'the owner publishes');
SELECT throws_ok($$ SELECT gmalign.publish('hr') $$, '23505', 'period 2026-05-01 is published already', 'once a period');
SELECT throws_ok($$ SELECT gmalign.publish('hr', '2026-04-01') $$, '22023', NULL, 'and none before another');
SELECT cmp_ok((SELECT count(*) FROM trend t WHERE t.person_count < 5), '>', 0::bigint, 'the data has groups to withhold');
SELECT is_empty($$ SELECT p.id FROM hr.alignment_trend_public p JOIN trend t USING (id) WHERE t.person_count < 5 $$,
                'a small group is not even named');
SELECT cmp_ok((SELECT count(*) FROM hr.alignment_trend_public), '>', (SELECT count(*) * 7 / 10 FROM trend), 'most are shown');
SELECT is_empty($$ SELECT p.id FROM hr.alignment_trend_public p JOIN trend t USING (id)
                   WHERE (p.assignment_count, p.person_count) IS DISTINCT FROM (t.assignment_count, t.person_count)
                      OR abs(p.alignment_score - t.alignment_score) > .005001 $$, 'what is shown is the same, but for rounding');
SELECT is((SELECT array_agg(DISTINCT (p.release_period, p.figures_from)) FROM hr.alignment_trend_public p)::text,
          '{"(2026-05-01,2026-05-01)"}', 'with the day it is of');
SELECT is_empty($$ SELECT attname FROM pg_attribute WHERE attrelid = 'hr.alignment_trend_public'::regclass AND attname ~ 'change' $$,
                'a change since last month would disclose last month');
SELECT is(gmalign_private.publish_when_due('hr'), NULL, 'no release is due');
SET gmalign.as_of = '2026-06-02';
UPDATE hr.setting SET number_value = 0 WHERE code = 'publish_every_months';
SELECT is(gmalign_private.publish_when_due('hr'), NULL, 'nor when the setting says never');
DELETE FROM hr.setting WHERE code = 'publish_every_months';
SELECT is(gmalign_private.publish_when_due('hr'), '2026-06-01', 'the next month it is');
SELECT is((SELECT array_agg((r.period, r.min_group) ORDER BY r.period) FROM hr.release r)::text,
          '{"(2026-05-01,5)","(2026-06-01,5)"}', 'both are on record');
SELECT is((SELECT array_agg(DISTINCT (p.period_start, p.release_period, p.figures_from)) FROM hr.alignment_trend_public p)::text,
          '{"(2026-05-01,2026-06-01,2026-05-01)"}', 'where nobody came or went the figures stay, and their day');

-- ---------- a reader: no setting of hers changes what she sees ----------
SET ROLE gmalign_test_reader;
CREATE TEMP TABLE seen AS SELECT p.* FROM hr.alignment_trend_public p;
SET gmalign.as_of = '2026-01-31';
SET gmalign.time_zone = 'Pacific/Kiritimati';
SET DateStyle = 'German';
SET TimeZone = 'Asia/Tokyo';
SET extra_float_digits = -15;
SELECT set_eq($$ SELECT p.* FROM hr.alignment_trend_public p $$, $$ SELECT s.* FROM pg_temp.seen s $$, 'whatever the session is set to');
RESET gmalign.as_of;
RESET gmalign.time_zone;
RESET DateStyle;
RESET TimeZone;
RESET extra_float_digits;
SELECT throws_ok($$ SELECT * FROM hr.alignment_trend $$, '42501', NULL, 'tier public reads no row-level view');
SELECT throws_ok($$ SELECT * FROM hr.assignment $$, '42501', NULL, 'nor a table');
SELECT throws_ok($$ SELECT * FROM hr.release_row $$, '42501', NULL, 'nor what the public views read');
SELECT throws_ok($$ SELECT * FROM hr.release_member $$, '42501', NULL, 'nor who was in it');
SELECT throws_ok($$ SELECT gmalign.publish('hr') $$, '42501', NULL, 'and publishes nothing');
RESET ROLE;
GRANT SELECT ON ALL TABLES IN SCHEMA hr TO gmalign_test_reader;
SET ROLE gmalign_test_reader;
SELECT is_empty($$ SELECT * FROM hr.release_member $$, 'who was in it is hidden from who was given everything');
RESET ROLE;
REVOKE SELECT ON ALL TABLES IN SCHEMA hr FROM gmalign_test_reader;
SET gmalign.as_of = '2026-12-31';

-- ---------- tiers ----------
CREATE FUNCTION pg_temp.readable(who text) RETURNS SETOF text LANGUAGE sql AS
  $$ SELECT c.relname::text FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'v'
     AND has_table_privilege(who, c.oid, 'SELECT') $$;
SELECT gmalign.grant_reader('hr', 'gmalign_test_reader', 'assignment');
SELECT set_eq($$ SELECT pg_temp.readable('gmalign_test_reader') $$,
              $$ SELECT relation FROM gmalign_private.model_relations() WHERE tier = 'assignment'
                 UNION SELECT relation || '_public' FROM gmalign_private.public_views()
                 WHERE to_regclass('hr.' || relation || '_public') IS NOT NULL $$,
              'tier assignment reads the views about moves and goals');
SELECT is_empty($$ SELECT m.relation, i.relation, i.column_name FROM gmalign_private.model_relations() m
                   CROSS JOIN LATERAL gmalign_private.view_inputs(to_regclass('hr.' || m.relation)) i
                   WHERE m.tier = 'assignment'
                     AND (i.relation::text ~ '^hr\.(expectancy|survey_answer|survey_item|reward|review)'
                          OR i.relation = 'hr.employee'::regclass AND i.column_name IN ('departure_type', 'performance_rating')) $$,
                'no assignment-level view rests on a survey, a review, a rating or a reason for leaving');
SELECT is_empty($$ SELECT a.attname FROM pg_attribute a WHERE a.attnum > 0
                   AND a.attrelid IN ('hr.expectancy_survey'::regclass, 'hr.expectancy_outcome'::regclass,
                                      'hr.survey_answer'::regclass, 'hr.review'::regclass, 'hr.review_agreement'::regclass)
                   AND has_column_privilege('gmalign_test_reader', a.attrelid, a.attnum, 'SELECT') $$,
                     'and its reader cannot read them in the tables');
SELECT ok(NOT has_column_privilege('gmalign_test_reader', 'hr.assignment', 'why_assignee', 'SELECT'), 'nor what an assignee wrote');
SELECT is_empty($$ SELECT c.relname, a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
                   WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'v'
                     AND a.attname ~ '(^|_)(note|why_assignee|employee_name|person_name|email)$' $$,
                'no view shows a name or free text of a person');
INSERT INTO hr.flag_rule (code, meaning, severity, is_personal) VALUES ('reward_not_valued', 'm', 'low', true) ON CONFLICT DO NOTHING;
INSERT INTO hr.flag (rule_code, subject_kind, subject_id, severity, opened_on, last_seen_on)
VALUES ('reward_not_valued', 'person', '7', 'low', '2026-01-01', '2026-01-01'),
  ('reward_not_valued', 'assignment', '7', 'low', '2026-01-01', '2026-01-01');
SET ROLE gmalign_test_reader;
SELECT is((SELECT array_agg(DISTINCT subject_kind) FROM hr.flag), ARRAY['assignment'],
          'flags about people are hidden from tier assignment');
SELECT lives_ok(format('SELECT count(*) FROM (SELECT * FROM hr.%I) AS q', m.relation), m.relation || ' answers in its tier')
FROM gmalign_private.model_relations() m WHERE m.tier = 'assignment';
RESET ROLE;
SELECT gmalign.grant_reader('hr', 'gmalign_test_reader', 'person');
SET ROLE gmalign_test_reader;
SELECT is((SELECT count(*) FROM hr.open_flag), 2::bigint, 'and shown to tier person');
SELECT lives_ok(format('SELECT count(*) FROM (SELECT * FROM hr.%I) AS q', m.relation), m.relation || ' answers in its tier')
FROM gmalign_private.model_relations() m WHERE m.tier = 'person';
RESET ROLE;
SELECT gmalign.grant_reader('hr', 'gmalign_test_reader');
SELECT set_eq($$ SELECT pg_temp.readable('gmalign_test_reader') $$,
              $$ SELECT relation || '_public' FROM gmalign_private.public_views()
                 WHERE to_regclass('hr.' || relation || '_public') IS NOT NULL $$,
              'a lower tier takes back');
SELECT is_empty($$ SELECT a.attrelid::regclass, a.attname FROM pg_attribute a
                   JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r' AND c.relnamespace = 'hr'::regnamespace
                   WHERE a.attnum > 0 AND has_column_privilege('gmalign_test_reader', a.attrelid, a.attnum, 'SELECT') $$,
                     'the columns too');
SELECT throws_ok($$ SELECT gmalign.grant_reader('hr', 'gmalign_test_reader', 'everything') $$, '22023', 'tier is out of range: everything');
SELECT throws_ok($$ SELECT gmalign.grant_reader('nowhere', 'gmalign_test_reader') $$, '22004');
SELECT gmalign.install('bare');
SELECT throws_ok($$ SELECT gmalign.grant_reader('bare', 'gmalign_test_reader') $$, '42P01', 'schema "bare" has no public views');

-- ---------- a person, exported and erased ----------
INSERT INTO hr.expectancy_survey (id, employee_id, assignment_id, person_role, asked_on, expectancy)
VALUES (1, 7, 7, 'assignee', '2026-02-01', .5);
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) VALUES (1, 1, .5, .5);
INSERT INTO hr.review (employee_id, held_on, orientation, next_step) VALUES (7, '2026-03-01', 'forward', 'words');
INSERT INTO hr.goal (id, title, level, goal_type, owner_id, why) VALUES (1, 'Become a pilot', 'individual',
                                                                         'personal', 7, 'always wanted to'),
                                                                         (2, 'First 20 clients', 'team', 'objective', 7, NULL);
UPDATE hr.employee SET external_id = 'E-7', home_country = 'DE', hire_date = '2020-01-01', performance_rating = 3 WHERE id = 7;
UPDATE hr.assignment SET why_assignee = 'words', external_id = 'A-7', actual_cost = 1000 WHERE id = 7;
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id) VALUES ('2026-12-01', '7');
INSERT INTO hr.check_in (assignment_id, employee_id, checked_at, note) VALUES (7, 7, '2026-03-01', 'words');
SELECT set_eq($$ SELECT DISTINCT relation FROM gmalign.export_person('hr', '7') $$,
              ARRAY['employee', 'goal', 'assignment', 'check_in', 'review', 'expectancy_survey', 'expectancy_outcome',
                    'flag', 'alignment_snapshot', 'release_member'],
              'export names every table with rows of the person');
-- nothing that leads to an employee is forgotten
SELECT is_empty($$ SELECT f.relation FROM gmalign_private.model_contract() f WHERE f.kind = 'foreign key' AND f.target = 'employee'
                   AND f.relation NOT IN (SELECT p.relation FROM gmalign_private.person_rows() p) $$,
                     'every table that refers to a person is on the list');
SELECT throws_ok($$ SELECT * FROM gmalign.export_person('hr', '999') $$, 'P0002', 'person "999" is not in hr.employee');
CREATE TEMP TABLE erased AS SELECT * FROM gmalign.erase_person('hr', '7');
SELECT set_eq($$ SELECT relation FROM erased WHERE outcome = 'deleted' $$,
              ARRAY['expectancy_survey', 'expectancy_outcome', 'review', 'flag'],
              'what is said about the person is deleted');
SELECT is_empty($$ SELECT content FROM gmalign.export_person('hr', '7')
                   WHERE content::text ~ '(words|pilot|E-7|A-7|always|"DE")' $$, 'no word of or about the person is left');
SELECT is((SELECT actual_cost FROM hr.assignment WHERE id = 7), 1000::numeric, 'the move keeps its cost');
SELECT is((SELECT title FROM hr.goal WHERE id = 2), 'First 20 clients', 'a goal of the team keeps its title');
SELECT is((SELECT hire_date FROM hr.employee WHERE id = 7), '2020-01-01'::date, 'retention can still be counted');
SELECT is_empty($$ SELECT * FROM gmalign.erase_person('hr', '7') WHERE outcome = 'deleted' $$, 'erasing twice deletes nothing more');
CREATE SCHEMA mapped;
CREATE VIEW mapped.employee AS SELECT 1::bigint AS id;
SELECT throws_ok($$ SELECT * FROM gmalign.erase_person('mapped', '1') $$, '42809', 'mapped.employee is not a table');

-- ---------- snapshots ----------
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id) VALUES ('2020-01-01', '1'), ('2023-12-30', '1'), ('2024-01-02', '1');
SELECT is(gmalign.trim_snapshots('hr'), 2, 'snapshots older than 36 months go');
UPDATE hr.setting SET number_value = 3 WHERE code = 'snapshot_keep_months';
SELECT cmp_ok(gmalign.trim_snapshots('hr'), '>', 0, 'the months are the setting''s');

SELECT * FROM finish();
ROLLBACK;
