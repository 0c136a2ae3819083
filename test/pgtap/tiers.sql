-- Readers by tier: every column of the model is declared for a tier, a reader is
-- granted none above the own, and every view of a tier answers with all its columns.
BEGIN;
\ir ../start.psql
\ir ../no_model.psql
SELECT plan(43);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
CREATE ROLE gmalign_test_public NOLOGIN;
SELECT gmalign.install('hr', 'gmalign_test_public');

-- ---------- declared ----------
CREATE TEMP VIEW declared AS
SELECT k.relation, c AS name, k.tier FROM gmalign_private.column_tiers() k, unnest(k.columns) AS c;
CREATE FUNCTION pg_temp.undeclared(schema text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT m.relation || '.' || a.attname FROM gmalign_private.model_relations() m
  JOIN pg_attribute a ON a.attrelid = to_regclass(format('%I.%I', schema, m.relation)) AND a.attnum > 0 AND NOT a.attisdropped
  WHERE m.kind = 'table' AND (SELECT count(*) FROM declared d WHERE d.relation = m.relation AND d.name = a.attname) <> 1 $$;
SELECT is_empty($$ SELECT pg_temp.undeclared('hr') $$, 'every column of the tables has one tier');
SELECT is_empty($$ SELECT d.* FROM declared d WHERE NOT EXISTS (
                     SELECT FROM pg_attribute a WHERE a.attrelid = to_regclass('hr.' || d.relation) AND a.attname = d.name) $$,
                'and every column that has one is there');
SELECT is_empty($$ SELECT d.* FROM declared d WHERE d.tier NOT IN ('assignment', 'person', 'owner') $$, 'the tiers are these');
SELECT is_empty($$ SELECT f.* FROM gmalign_private.filled_columns() f
                   WHERE NOT EXISTS (SELECT FROM declared d WHERE (d.relation, d.name, d.tier) = (f.relation, f.column_name, 'person')) $$,
                'views ask whether there is something in columns of tier person');
ALTER TABLE hr.employee ADD COLUMN salary numeric(14,2);
SELECT set_eq($$ SELECT pg_temp.undeclared('hr') $$, ARRAY['employee.salary'], 'a column nobody declared is found');

-- what tier assignment must not be given, by name
CREATE TEMP TABLE forbidden AS
SELECT split_part(f, '.', 1) AS relation, c AS name
FROM unnest(ARRAY['employee.departure_type', 'employee.performance_rating', 'employee.is_high_performer',
  'employee.home_country', 'employee.manager_id', 'employee.salary', 'employment_spell.departure_type', 'goal.why', 'goal_link.rationale',
  'goal_awareness.*', 'goal_change.*', 'assignment.why_organization', 'assignment.why_assignee', 'assignment.benefit_basis',
  'assignment_outcome.is_success', 'assignment_outcome.rating', 'assignment_outcome.note', 'assignment_outcome.stakeholder_id',
  'review_agreement.*', 'review.*', 'development_activity.*', 'expectancy_survey.*', 'expectancy_outcome.*', 'survey_answer.*',
  'check_in.note', 'check_in.confidence', 'check_in.employee_id', 'flag.score', 'flag.reason', 'flag.reason_code', 'flag.parameters',
  'flag.driver', 'flag.close_reason', 'flag.action_taken', 'flag.outcome', 'check_run.failed_rules', 'check_run_rule.error',
  'check_run.opened_count', 'check_run.closed_count', 'check_run.open_count', 'check_run_rule.subject_count',
  'check_run_rule.opened_count', 'check_run_rule.closed_count', 'check_run_rule.open_count',
  'load_reject.content', 'load_reject.reason', 'load_reject.row_key', 'release_member.*', 'release_step.*']) AS f
JOIN LATERAL (SELECT a.attname AS c FROM pg_attribute a WHERE a.attrelid = to_regclass('hr.' || split_part(f, '.', 1)) AND a.attnum > 0
              AND split_part(f, '.', 2) IN ('*', a.attname)) AS a ON true;
SELECT is_empty($$ SELECT d.* FROM declared d JOIN forbidden USING (relation, name) WHERE d.tier = 'assignment' $$,
                'none of them is declared');
SELECT is_empty($$ SELECT m.relation, a.attname FROM gmalign_private.model_relations() m
                   JOIN pg_attribute a ON a.attrelid = to_regclass('hr.' || m.relation) AND a.attnum > 0
                   WHERE m.tier = 'assignment' AND a.attname ~ ('why_|departure_type|perform|_rating|expectancy|instrumentality|valence|'
                     || 'motivation|survey|review|action_taken|outcome|rationale|(^|_)note$') $$,
                'no view of tier assignment has a column of such a name');

-- ---------- granted ----------
-- a row wherever something is counted or asked for
INSERT INTO hr.employee (id, external_id, is_high_performer, departure_date) VALUES (1, 'E1', true, NULL), (2, 'E2', NULL, '2026-03-04');
INSERT INTO hr.goal (id, title, level, why, owner_id) VALUES (1, 'G', 'strategic', 'because', 1), (2, 'H', 'team', NULL, 1);
INSERT INTO hr.goal_link (child_id, parent_id, rationale) VALUES (2, 1, 'r');
INSERT INTO hr.assignment (id, assignee_id, start_date, why_organization) VALUES (1, 1, '2026-01-01', 'growth'), (2, 2, '2026-01-01', NULL);
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 1, s.id, 1 + (s.code = 'assignee')::int, '2026-01-01', CASE WHEN s.code = 'assignee' THEN -1 ELSE 1 END
FROM hr.stakeholder s WHERE s.code IN ('organization', 'gm_professional', 'assignee');
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 1, s.id, 1, '2026-01-01', -1 FROM hr.stakeholder s WHERE s.code = 'assignee';
INSERT INTO hr.load_reject (source, target, reason_code, reason) VALUES ('x', 'employee', 'bad', 'bad');
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy) VALUES (1, 1, 'assignee', '2026-02-01', .123);
INSERT INTO hr.flag (rule_code, subject_kind, subject_id, severity, opened_on, last_seen_on, action_taken, outcome)
VALUES ('opposed_pair', 'assignment', '1', 'high', '2026-06-01', '2026-06-01', 'talked', 'fine'),
  ('weak_link', 'person', '1', 'low', '2026-06-01', '2026-06-01', NULL, NULL);
INSERT INTO hr.check_run (as_of, started_at, finished_at, flag_ms, failed_rules, failed_count)
VALUES ('2026-06-28', now(), now(), 1, NULL, 0),
  ('2026-06-29', now(), now(), 1, 'x: "word" is no number', 1);
INSERT INTO hr.check_run_rule (run_id, rule_code, subject_count, error)
SELECT r.id, 'drift', CASE r.as_of WHEN '2026-06-28' THEN 1 END, CASE r.as_of WHEN '2026-06-29' THEN 'word' END FROM hr.check_run r;

CREATE ROLE gmalign_test_reader;
CREATE FUNCTION pg_temp.granted(who text) RETURNS TABLE (relation text, name text) LANGUAGE sql AS $$
  SELECT c.relname::text, a.attname::text FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r' AND has_column_privilege(who, c.oid, a.attnum, 'SELECT') $$;
-- to the last column: a count of rows would look at none
CREATE FUNCTION pg_temp.answer(v text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN EXECUTE format('SELECT * FROM hr.%I', v) LOOP END LOOP;
  RETURN NULL;
EXCEPTION WHEN OTHERS THEN RETURN v || ': ' || SQLERRM;
END $$;
CREATE FUNCTION pg_temp.failing(tiers text[]) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT a FROM (SELECT pg_temp.answer(m.relation) AS a FROM gmalign_private.model_relations() m WHERE m.tier = ANY (tiers)
                 UNION ALL SELECT pg_temp.answer(p.relation || '_public') AS a FROM gmalign_private.public_views() p) AS q
  WHERE a IS NOT NULL $$;

SELECT gmalign.grant_reader('hr', 'gmalign_test_reader');
SET ROLE gmalign_test_reader;
SELECT is_empty($$ SELECT pg_temp.failing('{}') $$, 'tier public: every public view answers');
RESET ROLE;
SELECT is_empty($$ SELECT * FROM pg_temp.granted('gmalign_test_reader') $$, 'and no column of a table is granted');

SELECT gmalign.grant_reader('hr', 'gmalign_test_reader', 'assignment');
SET ROLE gmalign_test_reader;
SELECT is_empty($$ SELECT pg_temp.failing('{assignment}') $$, 'tier assignment: every view answers');
SELECT is((SELECT c.missing_count FROM hr.data_completeness c WHERE c.subject_kind = 'source row'), 1, 'rejected rows are counted');
SELECT throws_ok($$ SELECT e.is_high_performer FROM hr.employee e $$, '42501', NULL, 'who performs well is not shown');
SELECT throws_ok($$ SELECT f.outcome FROM hr.flag f $$, '42501', NULL, 'nor what came of a flag');
SELECT throws_ok($$ SELECT * FROM hr.follow_up_by_strategy $$, '42501', NULL, 'nor counted');
SELECT throws_ok($$ SELECT * FROM hr.load_reject $$, '42501', NULL, 'nor what was rejected');
SELECT is_empty($$ SELECT w FROM gmalign_private.filled_keys('hr.goal', 'why') AS w $$, 'nor through a function that looks');
SELECT is((SELECT array_agg(g.has_why) FROM hr.goal_state g), '{NULL,NULL}'::boolean[], 'whether there is a why is not known');
SELECT is((SELECT array_agg((c.topic, c.present_count) ORDER BY c.sort_order) FROM hr.data_completeness c
           WHERE c.topic ~ 'why|performer')::text,
          '{"(\"why of the organization stated\",)","(\"why stated\",)","(\"high performer or not\",)"}', 'nor counted');
SELECT is((SELECT array_agg(m.flag_status) FROM hr.misaligned_assignment m), ARRAY['new'], 'nor that a flag was acted on');
SELECT is((SELECT p.last_complete_check_date FROM hr.program_summary p), '2026-06-28'::date,
          'that a rule failed is known without its error');
RESET ROLE;
SELECT is_empty($$ SELECT * FROM pg_temp.granted('gmalign_test_reader')
                   EXCEPT SELECT d.relation, d.name FROM declared d WHERE d.tier = 'assignment' $$,
                'nothing above the tier is granted');
SELECT is_empty($$ SELECT * FROM pg_temp.granted('gmalign_test_reader') INTERSECT SELECT f.relation, f.name::text FROM forbidden f $$,
                'and nothing that is forbidden');

SELECT gmalign.grant_reader('hr', 'gmalign_test_reader', 'person');
SET ROLE gmalign_test_reader;
SELECT is_empty($$ SELECT pg_temp.failing('{assignment,person}') $$, 'tier person: every view answers');
SELECT is((SELECT array_agg(g.has_why ORDER BY g.goal_id) FROM hr.goal_state g), '{t,f}'::boolean[], 'and says whether there is a why');
SELECT is((SELECT array_agg((c.topic, c.present_count) ORDER BY c.sort_order) FROM hr.data_completeness c
           WHERE c.topic ~ 'why|performer')::text,
          '{"(\"why of the organization stated\",1)","(\"why stated\",1)","(\"high performer or not\",1)"}', 'how many');
SELECT is((SELECT array_agg(m.flag_status) FROM hr.misaligned_assignment m), ARRAY['acted on'], 'and that a flag was acted on');
RESET ROLE;
SELECT is_empty($$ SELECT * FROM pg_temp.granted('gmalign_test_reader')
                   EXCEPT SELECT d.relation, d.name FROM declared d WHERE d.tier IN ('assignment', 'person') $$,
                'tier person reads nothing of the owner');
SELECT is((SELECT array_agg(g.has_why ORDER BY g.goal_id) FROM hr.goal_state g), '{t,f}'::boolean[], 'the owner sees the same');

-- ---------- what tier assignment sees of a departure ----------
-- the views that read its day; a reader is granted the days for them
SELECT set_eq($$ SELECT m.relation FROM gmalign_private.model_relations() m
                 CROSS JOIN LATERAL gmalign_private.view_inputs(to_regclass('hr.' || m.relation)) i
                 WHERE m.tier = 'assignment' AND i.column_name = 'departure_date' $$,
              ARRAY['alignment_distinctive', 'alignment_drift', 'alignment_driver', 'alignment_pair', 'alignment_trend',
                    'alignment_trend_ts', 'assignment_alignment', 'assignment_points', 'assignment_priority', 'cascade_by_level',
                    'cascade_coverage', 'checkin_health', 'contributor_work', 'data_completeness', 'dimension_scorecard',
                    'effort_vs_priority', 'employment',
                    'goal_effort', 'goal_of_person', 'goal_state', 'goal_work', 'landmark_alignment', 'lifted_points',
                    'misaligned_assignment', 'party_points', 'person_goal', 'person_points', 'priority_conflict', 'program_summary',
                    'rule_drift', 'rule_end_near', 'rule_goal_without_sight', 'rule_move_check_in_overdue', 'rule_opposed_pair',
                    'rule_pair_below_band', 'rule_party_not_heard', 'rule_thin_support', 'stakeholder_heatmap'],
              'these views of tier assignment read a last day');
INSERT INTO hr.employee (id, hire_date) VALUES (3, '2020-01-01');
INSERT INTO hr.goal (id, title, level, goal_type, owner_id, weight, created_on)
VALUES (3, 'K', 'individual', 'objective', 3, 1, '2026-01-01');
INSERT INTO hr.goal_link (child_id, parent_id) VALUES (3, 1);
INSERT INTO hr.goal_contributor (goal_id, employee_id, fte_share) VALUES (2, 3, .5), (3, 3, .5);
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date, planned_end_date) VALUES (3, 3, 1, '2026-01-01', '2026-12-31');
INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT 3, s.id, 1 + (s.code = 'assignee')::int, '2026-01-01', CASE WHEN s.code = 'assignee' THEN -1 ELSE 1 END
FROM hr.stakeholder s WHERE s.code IN ('organization', 'gm_professional', 'assignee');
INSERT INTO hr.alignment_snapshot (taken_on, assignment_id, mutual_alignment, alignment_band, assignment_status)
SELECT d, '3', .1, 'misaligned', 'active' FROM unnest(ARRAY[date '2026-05-31', '2026-06-29']) AS d;
SELECT gmalign.grant_reader('hr', 'gmalign_test_reader', 'assignment');
CREATE FUNCTION pg_temp.shown() RETURNS TABLE (relation text, id text, name text, value jsonb) LANGUAGE plpgsql AS $$
BEGIN
  FOR relation IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.tier = 'assignment' LOOP
    RETURN QUERY EXECUTE format('SELECT %L, coalesce(r.v ->> ''id'', r.v ->> ''subject_id'', (r.v - ''value'')::text), j.key, j.value
      FROM (SELECT to_jsonb(v) AS v FROM hr.%I v) AS r CROSS JOIN LATERAL jsonb_each(r.v) AS j', relation, relation);
  END LOOP;
END $$;
CREATE FUNCTION pg_temp.told_by(departure date) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  UPDATE hr.employee e SET departure_date = NULL WHERE e.id = 3;
  SET LOCAL ROLE gmalign_test_reader;
  CREATE TEMP TABLE before_it AS SELECT * FROM pg_temp.shown();
  RESET ROLE;
  UPDATE hr.employee e SET departure_date = departure WHERE e.id = 3;
  SET LOCAL ROLE gmalign_test_reader;
  CREATE TEMP TABLE after_it AS SELECT * FROM pg_temp.shown();
  RESET ROLE;
  RETURN QUERY
  SELECT DISTINCT q.relation || CASE WHEN q.is_other THEN '.' || q.name ELSE ': which rows' END
  FROM (SELECT coalesce(b.relation, a.relation) AS relation, coalesce(b.name, a.name) AS name,
               b.id IS NOT NULL AND a.id IS NOT NULL AS is_other
        FROM pg_temp.before_it b FULL JOIN pg_temp.after_it a USING (relation, id, name)
        WHERE b.value IS DISTINCT FROM a.value) AS q;
  DROP TABLE before_it, after_it;
END $$;
SELECT set_eq($$ SELECT pg_temp.told_by('2026-08-31') $$, ARRAY['assignment_points.left_on', 'employment.departure_date'],
              'one that lies ahead is told by its day alone');
SELECT set_eq($$ SELECT pg_temp.told_by('2026-05-31') $$, ARRAY[
                    'alignment_distinctive.assignment_status', 'alignment_drift.assignment_status', 'alignment_drift.last_snapshot_on',
                    'alignment_drift.snapshot_count', 'alignment_driver.assignment_status', 'alignment_pair.assignment_status',
                    'alignment_trend: which rows', 'alignment_trend_ts: which rows', 'assignment_alignment.assignment_status',
                    'assignment_points.assignment_status', 'assignment_points.left_on', 'cascade_by_level.capacity_fte',
                    'cascade_by_level.capacity_reaching_share', 'cascade_by_level.importance_worked_share',
                    'cascade_by_level.person_count', 'cascade_by_level.staffed_count', 'cascade_by_level.strategic_worked_count',
                    'cascade_by_level.strategic_worked_share', 'cascade_by_level.work_reaching_share',
                    'cascade_coverage.assignment_count', 'cascade_coverage.capacity_fte', 'cascade_coverage.contribution_total',
                    'cascade_coverage.coverage_band', 'cascade_coverage.coverage_share', 'cascade_coverage.gap_reason',
                    'cascade_coverage.staffed_count', 'cascade_coverage.staffed_leaf_count', 'cascade_coverage.weighted_coverage_share',
                    'checkin_health: which rows', 'contributor_work.work', 'data_completeness.expected_count',
                    'data_completeness.missing_count',
                    'data_completeness.present_count', 'data_completeness.present_share', 'effort_vs_priority.assignment_count',
                    'effort_vs_priority.capacity_fte', 'employment.departure_date', 'employment.is_employed',
                    'goal_effort.assignment_amount', 'goal_effort.assignment_count', 'goal_effort.capacity_fte',
                    'goal_effort: which rows', 'goal_of_person: which rows', 'goal_state.is_staffed', 'goal_work.work',
                    'misaligned_assignment: which rows', 'person_goal: which rows', 'person_points: which rows',
                    'priority_conflict.gm_assignment_count', 'priority_conflict.leadership_assignment_count',
                    'priority_conflict.person_count', 'program_summary.active_count', 'program_summary.assignment_count',
                    'program_summary.coverage_share', 'program_summary.ended_count', 'program_summary.mean_score_change',
                    'program_summary.misaligned_count', 'program_summary.overdue_check_in_count', 'program_summary.scored_count',
                    'program_summary.thin_goal_count', 'rule_end_near: which rows', 'rule_move_check_in_overdue: which rows',
                    'rule_opposed_pair: which rows', 'rule_pair_below_band: which rows', 'rule_party_not_heard: which rows',
                    'rule_thin_support.parameters', 'rule_thin_support.reason', 'rule_thin_support.score',
                    'stakeholder_heatmap.pair_count', 'stakeholder_heatmap.person_count'], 'and one gone by, by what has ended with it');
UPDATE hr.employee SET departure_date = NULL WHERE id = 3;

-- ---------- lowered, by whatever name ----------
CREATE FUNCTION pg_temp.lowered(who text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE flags bigint;
BEGIN
  PERFORM gmalign.grant_reader('hr', quote_ident(who)::regrole, 'assignment');
  EXECUTE format('SET LOCAL ROLE %I', who);
  SELECT count(f.id) INTO flags FROM hr.flag f WHERE f.subject_kind = 'person';
  RESET ROLE;
  RETURN format('%s flags about persons, %s columns above the tier', flags,
                (SELECT count(*) FROM pg_temp.granted(who) g JOIN declared d USING (relation, name) WHERE d.tier <> 'assignment'));
END $$;
ALTER ROLE gmalign_test_reader RENAME TO gmalign_test_renamed;
SELECT is(pg_temp.lowered('gmalign_test_renamed'), '0 flags about persons, 0 columns above the tier', 'lowered after the role was renamed');
SELECT is_empty($$ SELECT p.policyname FROM pg_policies p WHERE p.tablename = 'flag' AND p.policyname ~ 'reader' $$, 'its policy is gone');
CREATE TEMP TABLE named AS SELECT unnest(ARRAY[rpad('gmalign_test_', 63, 'x'), rpad('gmalign_test_', 62, 'x') || 'y',
                                             rpad('gmalign_test_ Größe"''', 60, 'ö')]) AS who;
DO $$ DECLARE w text; BEGIN FOR w IN SELECT who FROM named LOOP
  EXECUTE format('CREATE ROLE %I', w); PERFORM gmalign.grant_reader('hr', quote_ident(w)::regrole, 'person'); END LOOP; END $$;
SELECT is((SELECT count(*) FROM pg_policies p WHERE p.tablename = 'flag' AND p.policyname ~ 'reader'), 3::bigint,
          'names of 63 bytes, a policy each');
SELECT is(pg_temp.lowered(n.who), '0 flags about persons, 0 columns above the tier',
          format('lowered: a name of %s bytes', octet_length(n.who)))
FROM named n;
-- a new role by the name of another one is another role
CREATE ROLE gmalign_test_reader;
SELECT gmalign.grant_reader('hr', 'gmalign_test_renamed', 'person');
ALTER ROLE gmalign_test_renamed RENAME TO gmalign_test_again;
CREATE ROLE gmalign_test_renamed;
SELECT lives_ok($$ SELECT gmalign.grant_reader('hr', 'gmalign_test_renamed', 'person') $$, 'a new role takes the name');
SELECT is(pg_temp.lowered('gmalign_test_again'), '0 flags about persons, 0 columns above the tier', 'and the old one is lowered by itself');
SET ROLE gmalign_test_renamed;
SELECT is((SELECT count(f.id) FROM hr.flag f WHERE f.subject_kind = 'person'), 1::bigint, 'the new one keeps its tier');
RESET ROLE;

-- ---------- over relations of one's own ----------
CREATE SCHEMA own;
SELECT format('CREATE VIEW own.%1$I AS SELECT * FROM hr.%1$I', m.relation)
FROM gmalign_private.model_relations() m WHERE m.kind = 'table' \gexec
SELECT is((SELECT count(*) FROM gmalign.install_views('own') v WHERE v.made),
          (SELECT count(*) FROM gmalign_private.model_relations() WHERE kind = 'view'),
          'views over relations of one''s own');
SELECT gmalign.grant_reader('own', 'gmalign_test_reader', 'assignment');
SET search_path = own, public;
CREATE FUNCTION pg_temp.own_failing() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE v text; r record;
BEGIN
  FOR v IN SELECT m.relation FROM gmalign_private.model_relations() m WHERE m.tier = 'assignment' LOOP
    BEGIN
      FOR r IN EXECUTE format('SELECT * FROM own.%I', v) LOOP END LOOP;
    EXCEPTION WHEN OTHERS THEN RETURN NEXT v || ': ' || SQLERRM;
    END;
  END LOOP;
END $$;
SET ROLE gmalign_test_reader;
SELECT is_empty($$ SELECT pg_temp.own_failing() $$, 'answer in their tier too');
SELECT throws_ok($$ SELECT e.performance_rating FROM own.employee e $$, '42501', NULL, 'and show no more');
RESET ROLE;

SELECT * FROM finish();
ROLLBACK;
