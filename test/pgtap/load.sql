-- gmalign.load: every kind, loaded twice and anew, dirtied rows accounted for one by
-- one, a dry run, scales without a kind, columns with hostile names.
BEGIN;
\ir ../start.psql
SELECT plan(134);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql

-- ---------- how cells are read: right, or not at all ----------
SELECT is(gmalign_private.load_date(v.value, v.way), v.day::date, format('day "%s" (%s)', v.value, v.way))
FROM (VALUES ('2026-02-28', NULL, '2026-02-28'), ('2026-02-29', NULL, NULL), ('31.12.2026', 'mdy', '2026-12-31'), ('02/03/2026', NULL,
    NULL),
             ('02/03/2026', 'mdy', '2026-02-03'), ('02/03/2026', 'dmy', '2026-03-02'), ('25/03/2026', NULL, '2026-03-25'),
             ('3/25/2026 9:14:22', NULL, '2026-03-25'), ('25/03/2026', 'mdy', NULL), ('46023', NULL, '2026-01-01'), ('46023.75', NULL,
             '2026-01-01'),
             ('1 Mar 2026', NULL, '2026-03-01'), ('March 1st, 2026', NULL, '2026-03-01'), ('31. Dezember 2026', NULL, '2026-12-31'),
             ('20260301', NULL, '2026-03-01'), ('2026', NULL, NULL), ('1.3.26', NULL, NULL), ('2026-03-01T23:30:00Z', NULL, '2026-03-01'),
             ('yesterday', NULL, NULL)) AS v (value, way, day);
SELECT is(gmalign_private.load_number(v.value, v.by_comma), v.number::float8, format('number "%s" (%s)', v.value, v.by_comma))
FROM (VALUES ('1.234,56', NULL, 1234.56), ('1,234.56', NULL, 1234.56), ('1.234', NULL, NULL), ('1.234', true, 1234), ('1.234', false,
    1.234),
             ('1,5', NULL, 1.5), ('1,5', false, NULL), ('0.125', NULL, .125), ('12 345,6', NULL, 12345.6), ('40 %', NULL, 40), ('1e3',
             NULL, 1000),
             ('NaN', NULL, NULL), ('1,23,456', NULL, NULL), ('-7', true, -7), ('EUR 5', NULL, NULL)) AS v (value, by_comma, number);
SELECT is(gmalign_private.load_moment(v.value, NULL), v.moment::timestamptz, format('moment "%s"', v.value))
FROM (VALUES ('2026-03-01 14:30', '2026-03-01 14:30+00'), ('2026-03-01T14:30:00+02:00', '2026-03-01 12:30+00'), ('3/25/2026 2:05 PM',
    '2026-03-25 14:05+00'),
             ('46023.5', '2026-01-01 12:00+00'), ('2026-03-01', '2026-03-01 00:00+00'), ('2026-03-01 25:00', NULL)) AS v (value, moment);
SELECT is(gmalign_private.load_clean(v.value, v.is_text), v.clean, format('cell %L', v.value))
FROM (VALUES ('Sales', false, 'Sales'), (U&'\FEFF G1\00A0 \200E', false, 'G1'), (E' two \t \r\n words ', false, 'two words'),
             (E' a\tb \n\n c ', true, E'a\tb \n\n c'), (U&' \00A0\200B ', false, NULL), ('', true, NULL),
             (U&'Ge\00ADsch\00E4ft\2009\3000Nord', false, U&'Gesch\00E4ft Nord')) AS v (value, is_text, clean);
SELECT is(gmalign_private.load_lost(v.cells), v.lost, format('lost in %L', v.cells))
FROM (VALUES (E'a\tb\n\f\r', NULL), (U&'caf\00E9 \FFFC', NULL), (U&'caf\FFFD', 'undecodable'), (E'a\x01', 'undecodable'), ('', NULL),
             (E'a\f#N/A\fb', 'formula'), ('#DIV/0!', 'formula'), ('#WERT!', 'formula'), ('#####', 'formula'), (E'a\f#1\f#', NULL),
             ('see #REF!', NULL), ('#Goal!', NULL), (U&'M\00C3\00BCnchen', 'mistaken'), (U&'\00C3\2013sterreich', 'mistaken'),
             (U&'\00C2\00A7 5', 'mistaken'), (U&'S\00C3O PAULO, IRM\00C3\00A0', NULL), (U&'\00C3', NULL)) AS v (cells, lost);
SELECT is(ARRAY(SELECT round(gmalign_private.load_centroid(p, 1, 4)::numeric, 4) FROM generate_series(1, 4) AS p),
    '{.5208,.2708,.1458,.0625}',
          'weights of four ranks as Barron and Barrett give them');
SELECT is(round(gmalign_private.load_centroid(2, 2, 4)::numeric, 12),
          round(((gmalign_private.load_centroid(2, 1, 4) + gmalign_private.load_centroid(3, 1, 4)) / 2)::numeric, 12),
          'tied ranks share');

-- one line per call, its counts and who was rejected where
CREATE FUNCTION pg_temp.loaded(kind text, source regclass, mapping jsonb DEFAULT '{}', dry_run boolean DEFAULT false) RETURNS text
LANGUAGE sql AS $$
  SELECT string_agg(format('%s %s=%s+%s+%s', l.target, l.offered, l.loaded, l.unchanged, l.rejected)
                    || coalesce((SELECT ' ' || string_agg(format('%s:%s:%s', j->>'line', j->>'column_name', j->>'reason_code'),
                    ' ' ORDER BY n)
                                 FROM jsonb_array_elements(l.rejects) WITH ORDINALITY AS x (j, n)), ''), '; ')
  FROM gmalign.load('hr', kind, source, mapping, dry_run => dry_run) AS l $$;
-- everything in the model, for what must not change
CREATE FUNCTION pg_temp.everything() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  t text; d text; all_of text := '';
BEGIN
  FOR t IN SELECT relname FROM pg_class WHERE relnamespace = 'hr'::regnamespace AND relkind = 'r' ORDER BY 1 LOOP
    EXECUTE format('SELECT md5(string_agg(x::text, ''|'' ORDER BY x::text COLLATE "C")) FROM hr.%I x', t) INTO d;
    all_of := all_of || t || coalesce(d, '-') || ' ';
  END LOOP;
  RETURN all_of;
END $$;

-- ---------- every kind, in usual names, dirtied ----------
CREATE TEMP TABLE units (U&"\FEFFUnit ID" text, "Unit Name" text, "Parent ID" text);
INSERT INTO units VALUES (U&'\FEFFT1', U&'Team\00A0One  ', 'D1'), ('D1', 'Sales', 'C'), ('C', 'Company', NULL), ('', 'Nobody', 'C'),
    ('Q', U&'S\FFFDles', 'C');
SELECT is(pg_temp.loaded('units', 'units'),
          'org_unit 5=3+0+2 5:' || U&'\FEFFUnit ID' || ':empty 6:Unit Name:undecodable; '
          || 'org_unit.parent 4=2+0+2 5:' || U&'\FEFFUnit ID:row 6:\FEFFUnit ID:row',
          'units: a parent below its child, an empty key, lost characters');
SELECT is((SELECT string_agg(format('%s %s < %s', u.external_id, u.name, p.external_id), ', ' ORDER BY u.external_id)
           FROM hr.org_unit u LEFT JOIN hr.org_unit p ON p.id = u.parent_id), 'C Company < , D1 Sales < C, T1 Team One < D1',
           'blanks and marks are gone');

CREATE TEMP TABLE people ("Worker ID" text, "Department" text, "Manager" text, "Hire Date" text, "High performer" text);
INSERT INTO people VALUES ('E1', 'Sales', 'E2', '43831', 'yes'), ('E2', 'T1', NULL, '31.01.2019', 'no'), ('E3', 'T1', 'E9',
    '2019-02-01', NULL),
  ('E4', 'T9', NULL, '2019-02-01', NULL), ('E5', NULL, NULL, '02/03/2019', NULL), ('E6', NULL, NULL, '2019-02-01', NULL), ('E6', 'T1',
      NULL, '2019-02-01', NULL),
  ('E2', 'T1', NULL, '2019-01-31', 'no');
SELECT is(pg_temp.loaded('people', 'people'),
          'employee 8=3+1+4 5:Department:not_there 6:Hire Date:date 7:Worker ID:duplicate 8:Worker ID:duplicate; employee.manager '
          || '2=1+0+1 4:Manager:not_there',
          'people: a row that comes twice is taken once, two that differ not at all');

CREATE TEMP TABLE goals ("Goal ID" text, "Goal Title" text, "Scope" text, "Parent Goal IDs" text, "Weight" text, "Due Date" text,
    "Start Date" text);
INSERT INTO goals VALUES ('G3', 'Open office ', 'Department', 'Enter market; G2', '1,5', '2026-12-31', '2026-01-01'), ('G1',
    'Enter market', 'Company', '', NULL, NULL, NULL),
  ('G2', 'Cut costs', 'Company', NULL, '2', NULL, NULL), ('G4', 'Twin', 'Team', 'G3', NULL, NULL, NULL), ('G5', 'Twin', 'Team', 'G3',
      NULL, NULL, NULL),
  ('G6', 'Below a twin', 'individual', 'Twin', NULL, NULL, NULL), ('G7', 'A', 'team', 'B', NULL, NULL, NULL), ('G8', 'B', 'team', 'G7',
      NULL, NULL, NULL),
  ('G9', 'Odd', 'Galaxy', 'G1', NULL, NULL, NULL), ('G10', 'Backwards', 'team', 'G1', NULL, '2025-12-31', '2026-01-01'), ('G11',
      'Heavy', 'team', NULL, '1.234', NULL, NULL);
SELECT is(pg_temp.loaded('goals', 'goals'),
          'goal 11=8+0+3 10:Scope:word 11:Due Date:check 12:Weight:number; '
          || 'goal_link 9=4+0+5 7:Parent Goal IDs:ambiguous 8:Parent Goal IDs:cycle 9:Parent Goal IDs:cycle 10:Goal ID:row 11:Goal '
          || 'ID:row',
          'goals: parents by id and by title, several; two of one title, a circle, an unknown word, a due date before the start');
SELECT is((SELECT string_agg(c.external_id || '<' || p.external_id, ' ' ORDER BY c.external_id, p.external_id)
           FROM hr.goal_link l JOIN hr.goal c ON c.id = l.child_id JOIN hr.goal p ON p.id = l.parent_id), 'G3<G1 G3<G2 G4<G3 G5<G3',
           'with these links');

CREATE TEMP TABLE key_results (kr_id text, metric_name text, objective text, baseline text, target text, share text);
INSERT INTO key_results VALUES ('K1', '10 deals', 'G3', '0', '1.000,5', '60'), ('K2', '5 hires', 'Open office', '0', '5', '40'), ('K3',
    'Lost', 'Gone', '0', '1', '10');
SELECT is(pg_temp.loaded('key_results', 'key_results', '{"parent": "objective", "contribution": {"column": "share", "kind": "points"}}'),
          'goal 3=2+0+1 4:level:empty; goal_link 3=2+0+1 4:kr_id:row',
          'key results: the level is the parent''s, the weight is what they contribute');
SELECT is((SELECT string_agg(format('%s %s %s %s %s', g.external_id, g.level, g.goal_type, g.target_value, l.contribution),
    ', ' ORDER BY 1)
           FROM hr.goal g JOIN hr.goal_link l ON l.child_id = g.id WHERE g.external_id LIKE 'K%'),
          'K1 department key_result 1000.5 0.6, K2 department key_result 5 0.4', 'with these numbers');

CREATE TEMP TABLE moves (move text, employee_id text, coordinator text, start_date text, scheduled_end_date text, cost_estimate text);
INSERT INTO moves VALUES ('M1', 'E1', 'E2', '2026-01-01', '2027-12-31', '120.000,50'), ('M2', 'E3', 'E2', '2026-02-01', NULL, NULL),
    ('M3', 'E1', NULL, NULL, NULL, NULL),
  ('M4', 'E1', NULL, '2026-01-01', '2025-01-01', NULL), ('M5', 'E1', NULL, '2026-01-01', NULL, '-5');
SELECT is(pg_temp.loaded('moves', 'moves'), 'assignment 5=2+0+3 4:start_date:empty 5:scheduled_end_date:check 6:cost_estimate:check',
    'moves');
CREATE TEMP TABLE parties (move text, role text, person text, involved_on text);
INSERT INTO parties VALUES ('M1', 'Line manager', 'E2', '2025-11-01'), ('M1', 'nobody', 'E2', '2025-11-01');
SELECT is(pg_temp.loaded('parties', 'parties'), 'assignment_party 2=1+0+1 3:role:not_there', 'parties');

CREATE TEMP TABLE priorities (move text, voice text, date text, goal text, answer text);
INSERT INTO priorities VALUES ('M1', 'assignee', '2026-02-01', 'G1', '5'), ('M1', 'assignee', '2026-02-01', 'Cut costs', '1'), ('M1',
    'assignee', '2026-02-01', 'G3', NULL),
  ('M1', 'hr', '2026-02-01', 'G1', '5'), ('M1', 'hr', '2026-02-01', 'G2', '6'), ('M2', 'hr', '2026-02-01', 'G1', NULL);
SELECT is(pg_temp.loaded('priorities', 'priorities', '{"priority": {"column": "answer", "kind": "importance", "low": 1, "high": 5}}'),
          'assignment_goal 6=3+0+3 5:answer:statement 6:answer:scale 7:answer:no_answer',
          'priorities: a statement is taken as a whole or not at all');
SELECT is((SELECT string_agg(format('%s %s', g.external_id, coalesce(a.priority::text, 'not asked')), ', ' ORDER BY g.external_id)
           FROM hr.assignment_goal a JOIN hr.goal g ON g.id = a.goal_id), 'G1 1, G2 0, G3 not asked', 'importance 1 to 5 is 0 to 1');
DELETE FROM pg_temp.priorities WHERE goal = 'Cut costs';
UPDATE pg_temp.priorities SET answer = '3' WHERE voice = 'assignee' AND goal = 'G1';
SELECT is(pg_temp.loaded('priorities', 'priorities', '{"priority": {"column": "answer", "kind": "importance", "low": 1, "high": 5}}'),
          'assignment_goal 5=1+1+3 3:answer:statement 4:answer:scale 5:answer:no_answer', 'a statement of the same day');
SELECT is((SELECT string_agg(format('%s %s', g.external_id, coalesce(a.priority::text, 'not asked')), ', ' ORDER BY g.external_id)
           FROM hr.assignment_goal a JOIN hr.goal g ON g.id = a.goal_id), 'G1 0.5, G3 not asked', 'is replaced');

-- wide: a column per goal
CREATE TEMP TABLE form ("Move" text, "Completion time" text, "G1" text, "Costs?" text, "3" text);
INSERT INTO form VALUES ('M1', '3/25/2026 9:14', '60', '40', NULL), ('M2', '3/25/2026', '60', '60', '0'), ('M2', '3/26/2026', '20',
    '30', '50');
SELECT is(pg_temp.loaded('priorities', 'form', '{"stakeholder": {"value": "gm_professional"}, "date_order": "mdy",
            "goals": {"columns": {"G1": "G1", "Costs?": "cut costs", "3": "G3"}, "kind": "points"}}'),
          'assignment_goal 9=6+0+3 3:3:whole 3:Costs?:whole 3:G1:whole', 'wide, points: 100 in all, a blank is none');
SELECT is((SELECT string_agg(format('%s %s', g.external_id, a.priority), ', ' ORDER BY g.external_id)
           FROM hr.assignment_goal a JOIN hr.goal g ON g.id = a.goal_id WHERE a.stated_on = '2026-03-25'), 'G1 0.6, G2 0.4, G3 0',
           'with these shares');
CREATE TEMP TABLE ranks (move text, date text, a text, b text, c text);
INSERT INTO ranks VALUES ('M1', '2026-04-01', '1', '2', '3'), ('M1', '2026-04-02', '2', NULL, '1'), ('M2', '2026-04-01', '3', '4', '5');
SELECT is(pg_temp.loaded('priorities', 'ranks', '{"stakeholder": {"value": "sponsor"}, "goals": {"columns": {"a": "G1", "b": "G2",
    "c": "G3"}, "kind": "ranking"}}'),
          'assignment_goal 9=6+0+3 4:a:rank 4:b:rank 4:c:rank', 'wide, ranks: 3, 4, 5 are no ranks');
SELECT is((SELECT string_agg(format('%s %s %s', to_char(a.stated_on, 'DD'), g.external_id, round(a.priority::numeric, 3)),
    ', ' ORDER BY a.stated_on, g.external_id)
           FROM hr.assignment_goal a JOIN hr.goal g ON g.id = a.goal_id WHERE a.stated_on BETWEEN '2026-04-01' AND '2026-04-30'),
          '01 G1 0.611, 01 G2 0.278, 01 G3 0.111, 02 G1 0.250, 02 G2 0.000, 02 G3 0.750', 'with the weights of their order');

CREATE TEMP TABLE surveys (person text, move text, role text, date text, "Can you?" text, "Pay follows" text, "Pay matters" text,
    "Promotion follows" text, stress text);
INSERT INTO surveys VALUES ('E1', 'M1', 'assignee', '2026-03-01', 'Agree', '4', '5', '1', '5'), ('E2', NULL, 'GM professional',
    '2026-03-01', 'Maybe', '1', '1', '1', '1'),
  ('E3', 'M2', 'assignee', '2026-03-01', 'Disagree', '9', '3', NULL, NULL);
SELECT is(pg_temp.loaded('surveys', 'surveys', '{"expectancy": {"column": "Can you?", "kind": "agreement", "answers": ["Disagree",
    "Neither", "Agree"]},
            "instrumentality": {"columns": {"Pay follows": "allowance", "Promotion follows": "advancement"}, "kind": "likelihood",
            "low": 1, "high": 5},
            "valence": {"columns": {"Pay matters": "allowance"}, "kind": "desirability", "low": 1, "high": 5},
            "items": {"columns": ["stress"], "reversed": ["stress"], "kind": "agreement", "low": 1, "high": 5}}'),
          'expectancy_survey 3=2+0+1 3:Can you?:scale; expectancy_outcome 5=2+0+3 3:external_id:row 3:external_id:row 4:Pay '
          || 'follows:scale; survey_answer 2=1+0+1 3:external_id:row',
          'surveys: wide, answers in words, an item turned round');
SELECT is((SELECT string_agg(format('%s %s %s %s', s.expectancy, r.code, o.instrumentality, coalesce(o.valence::text, '-')),
    ', ' ORDER BY r.code)
           FROM hr.expectancy_survey s JOIN hr.expectancy_outcome o ON o.survey_id = s.id JOIN hr.reward r ON r.id = o.reward_id),
          '1 advancement 0 -, 1 allowance 0.75 1', 'likelihood from 0, desirability from -1');
SELECT is((SELECT answer FROM hr.survey_answer), 0::float8, 'much stress is little freedom from it');

UPDATE surveys SET "Pay matters" = NULL, stress = NULL WHERE person = 'E1';
SELECT matches(pg_temp.loaded('surveys', 'surveys', '{"expectancy": null,
            "instrumentality": {"columns": {"Pay follows": "allowance", "Promotion follows": "advancement"}, "kind": "likelihood",
            "low": 1, "high": 5}, "valence": {"columns": {"Pay matters": "allowance"}, "kind": "desirability", "low": 1, "high": 5},
            "items": {"columns": ["stress"], "kind": "agreement", "low": 1, "high": 5}}'),
          'survey_answer 2=2\+0\+0$', 'answers taken back');
SELECT is((SELECT count(*) FROM hr.expectancy_survey s JOIN hr.expectancy_outcome o ON o.survey_id = s.id
           JOIN hr.survey_answer a ON a.survey_id = s.id
           JOIN hr.employee e ON e.id = s.employee_id
           WHERE e.external_id = 'E1' AND (o.valence IS NOT NULL OR a.answer IS NOT NULL)), 0::bigint,
          'are not known any more');
CREATE TEMP TABLE outcomes (move text, role text, date text, success text, rating text);
INSERT INTO outcomes VALUES ('M1', 'line_manager', '2026-05-01', 'yes', '4'), ('M1', 'hr', '2026-05-01', 'perhaps', '4');
SELECT is(pg_temp.loaded('outcomes', 'outcomes', '{"rating": {"kind": "agreement", "low": 1, "high": 5}}'),
    'assignment_outcome 2=1+0+1 3:success:flag', 'outcomes');
CREATE TEMP TABLE check_ins (goal text, date text, value text, confidence text, status text);
INSERT INTO check_ins VALUES ('K1', '2026-03-01 09:00', '400,5', '7', 'On Track'), ('K1', '2026-04-01', 'much', '7', 'on track'), (NULL,
    '2026-04-01', '1', '7', NULL);
SELECT is(pg_temp.loaded('check_ins', 'check_ins', '{"confidence": {"kind": "likelihood", "low": 0, "high": 10}}'),
          'check_in 3=1+0+2 3:value:number 4:goal:check', 'check-ins');
CREATE TEMP TABLE cycles (id text, name text, start_date text, end_date text);
INSERT INTO cycles VALUES ('Q1', '2026 Q1', '2026-01-01', '2026-03-31');
SELECT is(pg_temp.loaded('cycles', 'cycles'), 'cycle 1=1+0+0', 'cycles');
CREATE TEMP TABLE links (child text, parent text, relation text, contribution text);
INSERT INTO links VALUES ('G4', 'G2', 'conflicts with', '-40%'), ('G1', 'G3', NULL, NULL), ('G5', 'G2', 'contributes', '-1');
SELECT is(pg_temp.loaded('links', 'links'), 'goal_link 3=1+0+2 3:parent:cycle 4:relation:check',
    'links: a conflict, one that closes a circle, a wrong sign');

-- ---------- twice, newer, dry ----------
SELECT pg_temp.everything() AS before \gset
SELECT is(pg_temp.loaded('goals', 'goals') || ' ' || pg_temp.loaded('people', 'people') || ' ' || pg_temp.loaded('moves', 'moves'),
          'goal 11=0+8+3 10:Scope:word 11:Due Date:check 12:Weight:number; '
          || 'goal_link 9=0+4+5 7:Parent Goal IDs:ambiguous 8:Parent Goal IDs:cycle 9:Parent Goal IDs:cycle 10:Goal ID:row 11:Goal '
          || 'ID:row '
          || 'employee 8=0+4+4 5:Department:not_there 6:Hire Date:date 7:Worker ID:duplicate 8:Worker ID:duplicate; '
          || 'employee.manager 2=0+1+1 4:Manager:not_there '
          || 'assignment 5=0+2+3 4:start_date:empty 5:scheduled_end_date:check 6:cost_estimate:check',
          'the second time all is as it was');
SELECT is(pg_temp.everything(), :'before', 'and no row of any table is another');
UPDATE pg_temp.goals SET "Goal Title" = 'Open the office', "Parent Goal IDs" = 'G1' WHERE "Goal ID" = 'G3';
SELECT matches(pg_temp.loaded('goals', 'goals', dry_run => true), '^goal 11=1\+7\+3.*goal_link 8=0\+3\+5',
    'a dry run says what a newer file would do');
SELECT is(pg_temp.everything(), :'before', 'and does not do it');
SELECT matches(pg_temp.loaded('goals', 'goals'), '^goal 11=1\+7\+3.*goal_link 8=0\+3\+5', 'the run does');
SELECT is((SELECT string_agg(format('%s %s %s', g.title, p.external_id, l.valid_to), ', ' ORDER BY p.external_id)
           FROM hr.goal g JOIN hr.goal_link l ON l.child_id = g.id JOIN hr.goal p ON p.id = l.parent_id WHERE g.external_id = 'G3'),
          'Open the office G1 , Open the office G2 2026-06-29', 'a parent that is no longer named ended yesterday');
UPDATE pg_temp.goals SET "Parent Goal IDs" = 'G2; Nowhere' WHERE "Goal ID" = 'G3';
SELECT pg_temp.loaded('goals', 'goals') IS NOT NULL AS loaded \gset
SELECT is((SELECT string_agg(p.external_id || ' ' || coalesce(l.valid_from::text, '-') , ', ' ORDER BY p.external_id)
    FROM hr.goal g JOIN hr.goal_link l ON l.child_id = g.id JOIN hr.goal p ON p.id = l.parent_id
           WHERE g.external_id = 'G3' AND l.valid_to IS NULL), 'G1 -, G2 2026-06-30', 'while one of them is not known, none ends');
SELECT is((SELECT count(*) FROM hr.load_reject r WHERE r.source LIKE '%goals' AND r.target = 'goal_link' AND r.line IS NOT NULL AND
    r.content::jsonb ? 'child'), 6::bigint,
          'rejects of a file are those of its last load');
SELECT is_empty($$ SELECT FROM hr.load_reject WHERE reason IS NULL OR column_name IS NULL OR line IS NULL $$,
    'each with line, column and reason');
SELECT is(current_setting('application_name') LIKE 'gmalign%', false, 'application_name is as it was');
SELECT is(s.setting, s.reset_val, 'so is work_mem') FROM pg_settings AS s WHERE s.name = 'work_mem';

-- ---------- what is refused ----------
SELECT throws_ok($$ SELECT gmalign.load('hr', 'priorities', 'priorities', '{"priority": "answer"}') $$, '22023',
    'the question of "priority" has no kind', 'no kind, no scale');
SELECT throws_ok($$ SELECT gmalign.load('hr', 'priorities', 'priorities', '{"priority": {"column": "answer", "kind": "agreement",
    "low": 1, "high": 5}}') $$, '22023',
                 'the question of "priority" cannot be of the kind "agreement"', 'nor a kind it cannot have');
SELECT throws_ok($$ SELECT gmalign.load('hr', 'priorities', 'priorities', '{"priority": {"column": "answer", "kind": "importance"}}')
    $$, '22023',
                 'the question of "priority" has no range', 'nor a range that was seen');
SELECT throws_like($$ SELECT gmalign.load('hr', 'surveys', 'surveys', '{"valence": {"columns": {"Pay matters": "allowance"}}}') $$,
    '%"valence" has no kind', 'wide ones too');
SELECT throws_like($$ SELECT gmalign.load('hr', 'goals', 'goals', '{"titel": "Goal Title"}') $$, 'goals have no "titel"',
    'an unknown field');
SELECT throws_like($$ SELECT gmalign.load('hr', 'goals', 'goals', '{"title": "Goal Titel"}') $$, '%has no column "Goal Titel"',
    'an unknown column');
SELECT throws_like($$ SELECT gmalign.load('hr', 'goals', 'priorities', '{"title": "goal"}') $$, '%has no column for external_id',
    'a field that must be there');
SELECT throws_like($$ SELECT gmalign.load('hr', 'goalz', 'goals') $$, 'there is no kind "goalz"', 'an unknown kind');

SELECT throws_like($$ SELECT gmalign.load('hr', 'goals', 'goals', '{"title": 5}') $$, 'invalid entry for title: 5',
    'an entry that names nothing');
SELECT throws_like($$ SELECT gmalign.load('hr', 'surveys', 'surveys', '{"valence": {"columns": {"Pay matters": "allowance"},
    "reversed": ["Pay matters"],
                     "kind": "importance", "low": 1, "high": 5}}') $$, '%reversed columns', 'reversed where it is not known');

-- ---------- a source with types of its own ----------
CREATE TEMP TABLE typed (id bigint, title text, level text, weight float8, target numeric, due_date date, created_at timestamptz);
INSERT INTO typed VALUES (501, 'Typed', 'team', 1.234, 1234.567, '2026-02-03', '2026-01-01 23:00-05');
SET datestyle = 'SQL, DMY';
SELECT is(pg_temp.loaded('goals', 'typed', '{"target_value": "target"}'), 'goal 1=1+0+0', 'numbers and dates that are some already');
SELECT is((SELECT format('%s %s %s %s', g.weight, g.target_value, to_char(g.due_date, 'YYYY-MM-DD'), to_char(g.created_on, 'YYYY-MM-DD'))
           FROM hr.goal g WHERE g.external_id = '501'), '1.234 1234.567 2026-02-03 2026-01-02', 'need nothing said');
RESET datestyle;

-- ---------- columns and values with hostile names ----------
CREATE SCHEMA "x'; DROP TABLE hr.goal; --";
CREATE TABLE "x'; DROP TABLE hr.goal; --"."t"" %s %1$I" ("id'); DROP TABLE hr.goal; --" text, "line" text, "%I %L" text, "problem" text,
    "s.c_title" text);
INSERT INTO "x'; DROP TABLE hr.goal; --"."t"" %s %1$I" VALUES ($$Z'1"; DROP$$, '77', '%s '' $sql$ \', 'team', $$O'Hara; G1$$);
SELECT is(pg_temp.loaded('goals', $$"x'; DROP TABLE hr.goal; --"."t"" %s %1$I"$$, $${"external_id": "id'); DROP TABLE hr.goal; --",
    "line": "line", "title": "%I %L",
            "level": "problem", "parent": "s.c_title"}$$), 'goal 1=1+0+0; goal_link 2=1+0+1 77:s.c_title:not_there', 'names are names');
SELECT is((SELECT title FROM hr.goal WHERE external_id = $$Z'1"; DROP$$), '%s '' $sql$ \', 'and values are values');
SELECT is(pg_temp.loaded('priorities', 'form', '{"stakeholder": {"value": "x''); DROP TABLE hr.goal; --"}, "date_order": "mdy",
            "goals": {"columns": {"Costs?": "''); DROP TABLE hr.goal; --"}, "kind": "importance", "low": 0, "high": 100}}'),
          'assignment_goal 3=0+0+3 2:Costs?:not_there 3:Costs?:not_there 4:Costs?:not_there', 'in a mapping too');

-- ---------- what spreadsheets and systems make of things ----------
CREATE TEMP TABLE odd_unit (id text, name text, parent text);
INSERT INTO odd_unit VALUES ('0071', 'Circle one', '0072'), ('0072', 'Circle two', '0071'), ('0073', 'Own', 'Own'),
  ('0074', 'Below', '0071'),
  ('7.1E+05', 'Rounded', NULL), ('0075', '#NAME?', NULL), ('0076', U&'K\00C3\00B6ln', NULL), ('0077', 'Lost', '72');
SELECT is(pg_temp.loaded('units', 'odd_unit'), 'org_unit 8=5+0+3 6:id:rounded 7:name:formula 8:name:mistaken; '
  'org_unit.parent 5=1+0+4 2:parent:cycle 3:parent:cycle 4:parent:cycle 9:parent:not_there', 'units that lead back to themselves do not');
SELECT is((SELECT r.reason FROM hr.load_reject r WHERE r.line = 9 AND r.target = 'org_unit' AND r.reason_code = 'not_there'),
          'parent leads nowhere: "72" is not in org_unit; "0072" is', 'a name without its zeros is seen, and not guessed');
INSERT INTO odd_unit VALUES ('74', 'Below', NULL);
SELECT pg_temp.loaded('units', 'odd_unit') IS NOT NULL AS loaded \gset
SELECT is((SELECT c.row_count FROM gmalign.check('hr') c WHERE c.code = 'similar_key' AND c.relation = 'org_unit'), 1,
          'two of them are told of');
CREATE TEMP TABLE odd_person (id text, manager text, hire_date text, departure_date text);
INSERT INTO odd_person VALUES ('OP1', 'OP2', '2020-01-01', '31.12.9999'), ('OP2', 'OP1', '2020-01-01', '4712-12-31'),
  ('OP3', 'OP3', '9999-12-31', NULL), ('OP4', 'OP1', '2020-01-01', '31.12.2099');
SELECT is(pg_temp.loaded('people', 'odd_person'), 'employee 4=3+0+1 4:hire_date:date; '
  'employee.manager 4=1+0+3 2:manager:cycle 3:manager:cycle 4:id:row', 'nor do managers');
SELECT is((SELECT string_agg(coalesce(e.departure_date::text, '-'), ' ' ORDER BY e.external_id)
           FROM hr.employee e WHERE e.external_id ~ '^OP'),
          '- - 2099-12-31', 'the end of time is no end');
UPDATE odd_person SET manager = NULL WHERE id = 'OP1';
SELECT is(pg_temp.loaded('people', 'odd_person'), 'employee 4=0+3+1 3:hire_date:date; employee.manager 3=1+1+1 3:id:row',
          'what is put right is loaded');
CREATE TEMP TABLE odd_goal (id text, title text, level text, weight text, target text);
INSERT INTO odd_goal VALUES ('OG1', 'One', 'team', '40%', '12%'), ('OG2', 'Two', 'team', '0.6', '1200'), ('OG3', 'Three', 'team', '0', '0');
SELECT is(pg_temp.loaded('goals', 'odd_goal'), 'goal 3=2+0+1 2:weight:number',
          'a per cent sign stands in all rows, or could be two things');
CREATE TEMP TABLE twice (move text, voice text, date text, goal text, points text);
INSERT INTO twice SELECT a.external_id, v.voice, v.date, v.goal, '100'
FROM (SELECT min(external_id) AS external_id FROM hr.assignment) AS a,
  (VALUES ('assignee', '2026-03-01 9:00', 'OG2'), ('Assignee', '01.03.2026 17:00', 'OG3'),
          ('assignee', '2026-07-10', 'OG2')) AS v (voice, date, goal);
SELECT is(pg_temp.loaded('priorities', 'twice', '{"priority": {"column": "points", "kind": "points"}}'),
          CASE WHEN current_date < '2026-07-09' THEN 'assignment_goal 3=0+0+3 2:points:whole 3:points:whole 4:date:future'
               ELSE 'assignment_goal 3=1+0+2 2:points:whole 3:points:whole' END, 'two forms of a day are one statement');
UPDATE twice SET points = '50';
UPDATE twice SET date = (current_date + 400)::text WHERE date = '2026-07-10';
UPDATE twice SET points = 'x' WHERE goal = 'OG3';
SELECT is(pg_temp.loaded('priorities', 'twice', '{"priority": {"column": "points", "kind": "importance", "low": 0, "high": 100}}'),
          'assignment_goal 3=0+0+3 2:points:statement 3:date:future 4:points:scale', 'taken as a whole, and not before it was made');
SELECT is((SELECT q - 'answers' - 'kind'
           FROM gmalign_private.load_question('priority', '{"kind": "importance", "answers": {"A1": 1, "A2": 5, "A3": 3}}') AS q),
          '{"low": 1, "high": 5, "to_low": 0, "to_high": 1}', 'words with what they are worth have a range');

-- ---------- many rows: foreign keys are looked at by one join ----------
CREATE TEMP TABLE key_before AS SELECT c.conname, pg_get_constraintdef(c.oid) AS said, obj_description(c.oid, 'pg_constraint') AS about
  FROM pg_constraint c WHERE c.conrelid = 'hr.assignment_goal'::regclass;
COMMENT ON CONSTRAINT assignment_goal_goal_id_fkey ON hr.assignment_goal IS 'It''s ours';
UPDATE key_before SET about = 'It''s ours' WHERE conname = 'assignment_goal_goal_id_fkey';
SELECT is(gmalign_private.load_lift_keys('hr.assignment_goal', 99999), '{}', 'few rows leave the keys where they are');
INSERT INTO hr.assignment (external_id, assignee_id, start_date) SELECT 'L' || i, (SELECT min(e.id) FROM hr.employee e), '2026-01-01'
FROM generate_series(1, 50001) AS i;
CREATE TEMP TABLE many AS SELECT 'L' || i AS move, v AS stakeholder, 'G1' AS goal, date '2026-02-01' AS date, 3 AS priority
  FROM generate_series(1, 50001) AS i, unnest(ARRAY['assignee', 'organization']) AS v;
CREATE TEMP TABLE lifted AS SELECT c.oid FROM pg_constraint c WHERE c.conrelid = 'hr.assignment_goal'::regclass AND c.contype = 'f';
-- as autovacuum leaves tables whose rows were rolled back
UPDATE pg_class SET relpages = 100, reltuples = 0 WHERE oid IN ('hr.assignment'::regclass, 'hr.assignment_goal'::regclass);
SET LOCAL statement_timeout = '4min';
SELECT is(pg_temp.loaded('priorities', 'many', '{"priority": {"column": "priority", "kind": "importance", "low": 1, "high": 5}}'),
          'assignment_goal 100002=100002+0+0', 'many rows are loaded');
RESET statement_timeout;
SELECT is((SELECT count(*) FROM lifted l JOIN pg_constraint c ON c.oid = l.oid), 0::bigint, 'without their keys');
SELECT results_eq($$ SELECT * FROM key_before ORDER BY 1 $$,
  $$ SELECT c.conname, pg_get_constraintdef(c.oid), obj_description(c.oid, 'pg_constraint') FROM pg_constraint c
     WHERE c.conrelid = 'hr.assignment_goal'::regclass ORDER BY 1 $$, 'which are back, comments and all');
SELECT throws_ok($$ INSERT INTO hr.assignment_goal VALUES (-1, 1, 1, '2026-01-01', 1) $$, '23503', NULL, 'and hold');
CREATE ROLE regress_gmalign_loader;
GRANT USAGE ON SCHEMA hr, gmalign, gmalign_private TO regress_gmalign_loader;
GRANT SELECT, INSERT ON ALL TABLES IN SCHEMA hr TO regress_gmalign_loader;
SET ROLE regress_gmalign_loader;
SELECT is(gmalign_private.load_lift_keys('hr.assignment_goal', 1000000), '{}', 'who does not own the table leaves them alone');
RESET ROLE;
SELECT * FROM finish();
ROLLBACK;
