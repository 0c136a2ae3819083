-- Privacy: what is withheld, who reads what, and what is known of a person.
BEGIN;
CREATE EXTENSION pgtap;
CREATE EXTENSION gmalign;
SELECT plan(54 + (SELECT count(*)::integer FROM gmalign_private.model_relations() WHERE tier IN ('assignment', 'person')));
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
                   AND (c.relnamespace = 'hr_internal'::regnamespace OR c.relnamespace = 'hr'::regnamespace AND c.relname ~ '_public$') $$,
                'public views and what they read belong to that role');
SELECT is_empty($$ SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'hr_internal'::regnamespace
                   AND c.relkind = 'v' AND 'security_invoker=true' = ANY (c.reloptions) $$,
                'what they read runs with its rights');
SELECT ok(NOT has_schema_privilege('gmalign_test_public', 'hr', 'CREATE')
          AND NOT has_schema_privilege('gmalign_test_public', 'hr_internal', 'CREATE'),
          'and it may create nothing');
-- a label never is a figure: every column is a label, withheld, or left out
SELECT is_empty($$ SELECT p.relation, l FROM gmalign_private.public_views() p
                   CROSS JOIN unnest(p.labels || p.left_out || p.parent || p.people) AS l
                   JOIN gmalign_private.model_relations() m ON m.relation = p.relation
                   WHERE NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass('hr.' || p.relation) AND a.attname = l) $$,
                'every column the list names is there');

-- ---------- suppression on random groups: nobody's figure can be worked out ----------
-- groups of any size in regions of a month; the total of all is public too
INSERT INTO hr.org_unit (id, name, region) SELECT i, 'u' || i, 'r' || i FROM generate_series(1, 12) AS i;
INSERT INTO hr.employee (id) SELECT i FROM generate_series(1, 400) AS i;
SELECT setseed(.5);
INSERT INTO hr.assignment (id, assignee_id, org_unit_id, start_date)
SELECT i, i, 1 + floor(12 * random() ^ 2.2)::int, '2026-01-01' FROM generate_series(1, 400) AS i;
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment, alignment_band)
SELECT (date '2026-01-31' + make_interval(months => m))::date, a.id, random(), 'mixed'
FROM hr.assignment a, generate_series(0, 5) AS m
WHERE ('x' || substr(md5(a.id || ' ' || m), 1, 7))::bit(28)::int / 268435456.0 < .02 + .08 * m;
SET gmalign.as_of = '2026-12-31';
SELECT cmp_ok((SELECT count(*) FROM hr.alignment_trend_public WHERE is_suppressed), '>', 10::bigint, 'the data has groups to withhold');
SELECT cmp_ok((SELECT count(*) FROM hr.alignment_trend_public WHERE NOT is_suppressed AND scope_kind = 'region'),
              '>', 5::bigint, 'and groups to show');
SELECT is_empty($$ SELECT p.id FROM hr.alignment_trend_public p JOIN hr.alignment_trend t USING (id)
                   WHERE (p.is_suppressed OR t.person_count < 5) AND num_nonnulls(p.alignment_score,
                       p.assignment_count, p.misaligned_share, p.person_count) > 0 $$,
                'no figure of a withheld group, nor of fewer than five');
SELECT is_empty($$ SELECT p.id FROM hr.alignment_trend_public p JOIN hr.alignment_trend t USING (id)
                   WHERE NOT p.is_suppressed AND (p.alignment_score, p.assignment_count,
                                                  p.person_count) IS DISTINCT FROM (t.alignment_score,
                                                      t.assignment_count, t.person_count) $$,
                'what is shown is the same');
CREATE TEMP TABLE trend AS TABLE hr.alignment_trend;
CREATE TEMP TABLE trend_public AS TABLE hr.alignment_trend_public;
-- all minus the regions shown is what is left to work out: at least two groups and five people, or nothing
SELECT is_empty($$ SELECT t.period_start, sum(t.person_count), count(*) FROM trend t JOIN trend_public p USING (id)
                   WHERE t.scope_kind = 'region' AND p.is_suppressed AND t.person_count > 0
                     AND (SELECT NOT a.is_suppressed FROM trend_public a WHERE a.scope = 'all' AND a.period_start = t.period_start)
                   GROUP BY t.period_start HAVING count(*) < 2 OR sum(t.person_count) < 5 $$,
                'the withheld groups of a month cannot be worked out from the rest');
SELECT is_empty($$ SELECT attname FROM pg_attribute WHERE attrelid = 'hr.alignment_trend_public'::regclass AND attname ~ 'change' $$,
                'a change since last month would disclose last month');
UPDATE hr.setting SET number_value = 1 WHERE code = 'min_group';
SELECT is_empty($$ SELECT id FROM hr.alignment_trend_public WHERE is_suppressed AND assignment_count > 0 $$,
                'the minimum is the setting''s');
DELETE FROM hr.setting WHERE code = 'min_group';
SELECT isnt_empty($$ SELECT id FROM hr.alignment_trend_public WHERE is_suppressed $$, 'a missing setting is five');

-- ---------- the leak test: a cheap function of the reader's in WHERE sees nothing ----------
CREATE ROLE gmalign_test_reader;
SELECT gmalign.grant_reader('hr', 'gmalign_test_reader');
GRANT CREATE, TEMPORARY ON DATABASE postgres TO gmalign_test_reader;
SET ROLE gmalign_test_reader;
CREATE TEMP TABLE seen (what text);
CREATE FUNCTION pg_temp.peek(what anyelement) RETURNS boolean LANGUAGE plpgsql COST .0000001 AS
  $$ BEGIN INSERT INTO pg_temp.seen VALUES (what::text); RETURN true; END $$;
SELECT count(*) FROM hr.alignment_trend_public WHERE pg_temp.peek(alignment_score);
SELECT count(*) FROM hr.alignment_trend_public WHERE pg_temp.peek(person_count) AND NOT is_suppressed;
SELECT count(*) FROM hr.stakeholder_heatmap_public WHERE pg_temp.peek(alignment_score);
RESET ROLE;
SELECT cmp_ok((SELECT count(*) FROM pg_temp.seen WHERE what IS NOT NULL), '>', 5::bigint, 'the function was called');
SELECT is_empty($$ SELECT s.what FROM pg_temp.seen s JOIN trend t ON s.what IN (t.alignment_score::text)
                   JOIN trend_public p USING (id) WHERE p.is_suppressed
                   EXCEPT SELECT p.alignment_score::text FROM trend_public p $$, 'and saw no withheld score');
SELECT is_empty($$ SELECT what FROM pg_temp.seen WHERE what ~ '^[1-4]$' $$, 'nor a small count');
SET ROLE gmalign_test_reader;
SELECT throws_ok($$ SELECT * FROM hr.alignment_trend $$, '42501', NULL, 'tier public reads no row-level view');
SELECT throws_ok($$ SELECT * FROM hr.assignment $$, '42501', NULL, 'nor a table');
SELECT throws_ok($$ SELECT * FROM hr_internal.alignment_trend $$, '42501', NULL, 'nor what the public views read');
RESET ROLE;

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
                    'flag', 'alignment_snapshot'],
              'export names every table with rows of the person');
-- nothing that leads to an employee is forgotten
SELECT is_empty($$ SELECT f.relation FROM gmalign_private.model_contract() f WHERE f.kind = 'foreign key' AND f.target = 'employee'
                   AND f.relation NOT IN (SELECT p.relation FROM gmalign_private.person_rows() p) $$,
                     'every table that refers to a person is on the list');
SELECT throws_ok($$ SELECT * FROM gmalign.export_person('hr', '999') $$, 'P0002', 'person "999" is not in hr.employee');
CREATE TEMP TABLE erased AS SELECT * FROM gmalign.erase_person('hr', '7');
SELECT set_eq($$ SELECT relation FROM erased WHERE outcome = 'deleted' $$,
              ARRAY['expectancy_survey', 'expectancy_outcome', 'review', 'flag'], 'what is said about the person is deleted');
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
SELECT is(gmalign.trim_snapshots('hr'), 2::bigint, 'snapshots older than 36 months go');
UPDATE hr.setting SET number_value = 3 WHERE code = 'snapshot_keep_months';
SELECT cmp_ok(gmalign.trim_snapshots('hr'), '>', 0::bigint, 'the months are the setting''s');

SELECT * FROM finish();
ROLLBACK;
