-- The dossier of a move says what the views say, of this move only and as far as
-- the reader may know; the digest tells each person once and nobody too much.
BEGIN;
\ir ../start.psql
SELECT plan(43);
SET LOCAL client_min_messages = error;
SET LOCAL gmalign.as_of = '2026-06-30';
\ir ../model.psql
SET LOCAL search_path = hr, gmalign, public;
UPDATE setting SET date_value = '2026-01-01' WHERE code = 'personal_flags_approved_on';
INSERT INTO employee (id, external_id) SELECT i, 'E-' || i FROM generate_series(1, 8) AS i;
UPDATE employee SET departure_date = '2026-03-01' WHERE id = 5;
INSERT INTO goal (id, external_id, title, level, owner_id) VALUES
  (1, 'S1', 'Enter <market>', 'strategic', 6), (2, 'S2', 'Keep talent', 'strategic', 5), (3, 'T1', 'First clients', 'team', NULL),
  (4, 'T2', 'Cost down', 'team', NULL), (5, 'P1', 'Home soon', 'individual', 1), (6, 'T3', 'of no concern', 'team', NULL);
INSERT INTO goal (id, title, level, goal_type, direction, start_value, target_value, current_value, due_date, status)
VALUES (7, 'Signed', 'team', 'key_result', 'increase', 0, 20, 5, '2026-12-31', 'on_track'), (8, 'elsewhere', 'team', 'key_result',
  'increase', 0, 20, 5, NULL, NULL);
INSERT INTO goal_link (child_id, parent_id, relation, contribution) VALUES
  (3, 1, 'contributes', .8), (4, 1, 'conflicts', -.4), (7, 3, 'contributes', 1), (8, 6, 'contributes', 1), (6, 2, 'contributes', 1);
INSERT INTO assignment (id, external_id, assignee_id, gm_professional_id, sponsor_id, start_date, planned_end_date, purpose,
  why_organization, cost_estimate)
VALUES (1, 'M1', 1, 2, 3, '2026-01-01', '2027-12-31', 'entry', 'Because', 1000), (2, 'M2', 4, 5, 3, '2026-01-01', NULL, NULL, NULL, NULL),
       (3, 'M3', 4, 5, NULL, '2026-01-01', NULL, NULL, NULL, NULL);
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a, s.id, v.goal, '2026-01-01', v.priority FROM generate_series(1, 2) AS a CROSS JOIN stakeholder s
JOIN (VALUES ('organization', 1, 1), ('organization', 2, 0), ('gm_professional', 4, 1), ('assignee', 3, .7), ('assignee', 5,
  .3)) AS v (code, goal, priority)
  ON v.code = s.code;
INSERT INTO check_in (assignment_id, checked_at, status, confidence, note) VALUES
  (1, '2026-05-01 12:00+00', 'at_risk', .4, 'flat not found'), (2, '2026-05-01 12:00+00', 'on_track', .9, 'of another move'), (1,
  '2026-08-01 12:00+00', 'done', 1, 'to come');
INSERT INTO expectancy_survey (id, employee_id, assignment_id, person_role, asked_on, expectancy) VALUES (1, 1, 1, 'assignee',
  '2026-05-01', .2), (2, 4, 2, 'assignee', '2026-05-01', .9);
INSERT INTO expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT s, r.id, .8, .8 FROM generate_series(1, 2) AS s,
  reward r;
INSERT INTO assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success, rating, note)
SELECT 1, s.id, '2026-06-01', true, .75, 'so far' FROM stakeholder s WHERE s.code = 'line_manager';
SELECT count(*) FROM run_check('hr');
UPDATE flag SET action_taken = 'Met both.', outcome = 'agreed' WHERE subject_kind = 'assignment' AND subject_id = '1' AND rule_code =
  'opposed_pair';

CREATE TEMP TABLE dossier AS SELECT * FROM move_dossier('hr', 'M1');
GRANT SELECT ON dossier TO PUBLIC;
SELECT results_eq($$ SELECT DISTINCT ON (min(place)) section FROM dossier GROUP BY section ORDER BY min(place) $$,
  ARRAY['move', 'parties', 'pairs', 'drivers', 'line of sight', 'key results', 'check-ins', 'motivation', 'flags', 'outcome'],
  'all sections, in order');
SELECT is((SELECT array_agg(place ORDER BY place) FROM dossier), (SELECT array_agg(i) FROM generate_series(1, (SELECT count(*)::integer
  FROM dossier)) AS i), 'numbered from 1');
SELECT results_eq($$ SELECT replace(item, ' and ', '|'), value FROM dossier WHERE section = 'pairs' ORDER BY 1 $$,
                  $$ SELECT pair, alignment_score FROM alignment_pair WHERE assignment_id = 1 ORDER BY 1 $$, 'pairs are those of the view');
SELECT set_eq($$ SELECT replace(item, ' and ', '|'), split_part(said, ':', 1), value FROM dossier WHERE section = 'drivers' $$,
              $$ SELECT pair, goal_title, loss_share FROM alignment_driver WHERE assignment_id = 1 AND loss_share > 0 $$, 'so are drivers');
SELECT is((SELECT said FROM dossier WHERE item = 'why they part'), (SELECT reason FROM misaligned_assignment WHERE assignment_id = 1),
  'and the reason');
SELECT is((SELECT value FROM dossier WHERE item = 'alignment'), (SELECT mutual_alignment_score FROM assignment_alignment
  WHERE assignment_id = 1), 'and the score');
SELECT is((SELECT said FROM dossier WHERE item = 'Assignee wants'), 'First clients 70%, Home soon 30%',
  'what a voice wants, with its share');
SELECT is((SELECT said FROM dossier WHERE item = 'Organization wants'), 'Enter <market> 100%',
  'and not what it was asked about and does not want');
SELECT results_eq($$ SELECT said FROM dossier WHERE section = 'parties' AND item IN ('assignee', 'GM professional', 'sponsor')
  ORDER BY place $$, ARRAY['E-1', 'E-2', 'E-3'],
                  'people by external id');
SELECT results_eq($$ SELECT item, said FROM dossier WHERE section = 'line of sight' ORDER BY place $$,
  $$ VALUES ('Enter <market>', 'is strategic'), ('First clients', 'First clients > Enter <market>'), ('Cost down',
  'Cost down > Enter <market>'), ('Home soon', 'reaches no strategic goal') $$,
  'every goal that somebody wants, and where it leads');
SELECT results_eq($$ SELECT item, value FROM dossier WHERE section = 'key results' $$, $$ VALUES ('Signed', .25::float8) $$,
  'key results of these goals, and no others');
SELECT results_eq($$ SELECT said, day FROM dossier WHERE section = 'check-ins' $$, $$ VALUES ('at risk; confidence 40%; flat not found',
  date '2026-05-01') $$,
                  'its check-ins up to today');
SELECT results_eq($$ SELECT value, day FROM dossier WHERE section = 'motivation' $$, $$ SELECT weakest_link_value, asked_on
  FROM expectancy WHERE survey_id = 1 $$, 'motivation as the view has it');
SELECT is((SELECT count(*) FROM dossier WHERE section = 'flags'),
          (SELECT count(*) FROM flag WHERE (subject_kind, subject_id) IN (('assignment', '1'), ('person', '1'))),
  'flags of the move and its assignee');
SELECT alike((SELECT said FROM dossier WHERE item = 'opposed_pair'), '%; done: Met both; came of it: agreed', 'with what was done');
SELECT is((SELECT said FROM dossier WHERE item = 'as judged by Line manager'), 'a success; rated 75%; so far', 'outcome as judged');
SELECT is_empty($$ SELECT * FROM dossier WHERE said ~ 'of another move|of no concern|elsewhere' $$, 'nothing of other moves');
SELECT alike(move_dossier_text('hr', '1'), '%' || E'\nMOVE\n' || '%Because%' || E'\nOUTCOME\n' || '%', 'a page of text, by key as well');
SELECT ok((SELECT max(length(l)) FROM string_to_table(move_dossier_text('hr', 'M1'), E'\n') AS l) <= 120, 'as wide as a page');
SELECT isnt_empty($$ SELECT * FROM move_dossier('hr', 'M3') WHERE said ~ 'not scored' $$,
  'a move that nobody has stated anything about has one too');
SELECT throws_ok($$ SELECT * FROM move_dossier('hr', 'M9') $$, '22023', 'there is no assignment "M9"',
  'a move that is not there is an error');

-- ---------- as far as the reader's tier allows ----------
CREATE ROLE gmalign_test_assignment;
CREATE ROLE gmalign_test_person;
CREATE ROLE gmalign_test_nobody;
SELECT gmalign.grant_reader('hr', 'gmalign_test_assignment', 'assignment'), gmalign.grant_reader('hr', 'gmalign_test_person', 'person');
GRANT USAGE ON SCHEMA hr TO gmalign_test_nobody;
SET LOCAL ROLE gmalign_test_assignment;
SELECT set_eq($$ SELECT section, said FROM move_dossier('hr', 'M1') WHERE item = 'not shown' $$,
  $$ VALUES ('motivation', 'gmalign_test_assignment reads no view expectancy'), ('outcome',
  'gmalign_test_assignment reads no view program_outcomes') $$,
  'the tier assignment is told what it does not see');
SELECT is_empty($$ SELECT * FROM move_dossier('hr', 'M1') WHERE said ~ 'flat not found|weakest link' $$, 'and sees no survey and no note');
SELECT set_eq($$ SELECT section, item, value FROM move_dossier('hr', 'M1') WHERE section IN ('pairs', 'drivers') $$,
              $$ SELECT section, item, value FROM dossier WHERE section IN ('pairs', 'drivers') $$, 'but the same scores');
SET LOCAL ROLE gmalign_test_person;
SELECT set_eq($$ SELECT section, said FROM move_dossier('hr', 'M1') WHERE section IN ('motivation', 'pairs') $$,
              $$ SELECT section, said FROM dossier WHERE section IN ('motivation', 'pairs') $$, 'the tier person sees motivation');
SELECT isnt_empty($$ SELECT * FROM flag_digest('hr') AS d WHERE d.person_external_id IS NOT NULL $$,
                  'and the digest, people by external id');
SET LOCAL ROLE gmalign_test_assignment;
SELECT throws_ok($$ SELECT * FROM flag_digest('hr') $$, '42501', NULL, 'which the tier assignment does not');
SET LOCAL ROLE gmalign_test_nobody;
SELECT throws_ok($$ SELECT * FROM move_dossier('hr', 'M1') $$, '42501', NULL, 'who may read nothing gets an error');
RESET ROLE;
SAVEPOINT in_any_order;
-- .7 + .2 + .1 is no 1, and .1 + .2 + .7 is
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 3, s.id, v.goal, '2026-01-01', CASE s.code WHEN 'assignee' THEN v.priority ELSE v.turned END
FROM stakeholder s, (VALUES (3, .7, .1), (4, .2, .2), (5, .1, .7)) AS v (goal, priority, turned)
WHERE s.code IN ('assignee', 'gm_professional');
SELECT results_eq($$ SELECT value FROM move_dossier('hr', 'M3') WHERE section = 'parties' AND value IS NOT NULL $$, ARRAY[1, 1]::float8[],
                  'what a party wants is the same number in any order of rows');
ROLLBACK TO in_any_order;
SET LOCAL transaction_read_only = on;
SELECT lives_ok($$ SELECT move_dossier_text('hr', 'M1'), cascade_dot('hr'), move_dot('hr', 'M1'), (SELECT count(*) FROM report('hr')) $$,
  'in a read-only transaction, too');
RESET ROLE;

-- ---------- the digest ----------
SELECT is_empty($$ SELECT FROM flag_digest('hr') AS d WHERE d.person_id = '2' $$,
  'of a move on which somebody acted the GM professional is told nothing, nor what that flag said for others');
SELECT results_eq($$ SELECT n->>'subject', count(*) FROM flag_digest('hr') AS d, jsonb_array_elements(d.notices) AS n
  WHERE n->>'subject' = 'move M2' GROUP BY 1 $$,
  $$ VALUES ('move M2', 1::bigint) $$, 'of another one sentence once');
SELECT is((SELECT person_external_id FROM flag_digest('hr') AS d WHERE d.message LIKE '%move M2%'), 'E-3',
  'whose GM professional has left: the sponsor');
SELECT is((SELECT d.person_id || d.title FROM flag_digest('hr') AS d WHERE d.message LIKE '%move M3%'), NULL,
  'without either: a row of nobody');
SELECT isnt_empty($$ SELECT * FROM flag_digest('hr') AS d WHERE d.person_id IS NULL AND d.message LIKE '%move M3%' AND d.title LIKE
  '%for nobody yet%' $$, 'which says so');
SELECT isnt_empty($$ SELECT * FROM flag WHERE subject_kind = 'person' AND closed_on IS NULL $$, 'there is a finding about a person');
SELECT is_empty($$ SELECT * FROM flag_digest('hr') AS d, jsonb_array_elements(d.notices) AS n WHERE n->>'subject' LIKE 'person %'
  AND d.person_id IS NOT NULL $$,
                'nobody is told it who was not asked to look after it');
SELECT is((SELECT sum(notice_count) FROM flag_digest('hr')),
          (SELECT count(DISTINCT (subject_kind, subject_id, reason)) FROM open_flag WHERE action_taken IS NULL),
  'all that is open is told');
SELECT is((SELECT count(*) - count(DISTINCT person_id) FROM flag_digest('hr')), 1::bigint, 'in one row a person, and one of nobody');
SELECT ok(bool_and(message_html !~ '<market>' AND message_html ~ '^<p>.*</p>\n<ul>\n(<li>.*</li>\n)+</ul>\n$'),
  'HTML is escaped and whole') FROM flag_digest('hr');
SELECT isnt_empty($$ SELECT * FROM flag_digest('hr') AS d WHERE d.message LIKE '%Enter <market>%' AND d.message_html LIKE
  '%Enter &lt;market&gt;%' $$,
                  'a title stands in both as it is');
SELECT is((SELECT count(*) FROM flag_digest('hr', true)), (SELECT count(*) FROM flag_digest('hr') WHERE new_count > 0),
  'what is new, alone');
SELECT results_eq($$ SELECT n->>'call' FROM flag_digest('hr') AS d, jsonb_array_elements(d.notices) AS n
  WHERE n->>'subject' IN ('move M2', 'move M3') ORDER BY 1 $$,
  ARRAY['assignee (E-4)', NULL], 'of a move: whom to call, of those who part or were not heard');

SELECT * FROM finish();
ROLLBACK;
