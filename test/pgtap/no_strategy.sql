-- Where no goal is strategic, nothing is known about what reaches strategy: no view
-- says that a line of sight is missing, or that there is one.
BEGIN;
\ir ../start.psql
SELECT plan(17);
SET client_min_messages = warning;
SET gmalign.as_of = '2026-06-30';
\ir ../model.psql
SET search_path = hr, public;
INSERT INTO org_unit (id, name) VALUES (1, 'Unit');
INSERT INTO employee (id, org_unit_id, hire_date, is_high_performer) SELECT i, 1, '2020-01-01', true FROM generate_series(1, 6) AS i;
INSERT INTO goal (id, title, level, goal_type, owner_id, org_unit_id) VALUES (1, 'Enter market', 'strategic', 'objective', 6, 1),
  (2, 'First clients', 'team', 'objective', 1, 1), (3, 'Lower cost', 'team', 'objective', 2, 1), 
  (4, 'Lead a region', 'individual', 'personal', 1, NULL), (5, 'Close files', 'individual', 'objective', 5, 1);
INSERT INTO goal_link (child_id, parent_id, contribution) VALUES (2, 1, .6), (5, 3, 1);
INSERT INTO goal_contributor (goal_id, employee_id, fte_share) VALUES (2, 1, .5), (3, 2, .5), (5, 5, 1);
INSERT INTO assignment (id, assignee_id, gm_professional_id, org_unit_id, start_date, planned_end_date, actual_cost)
SELECT i, i, 5, 1, '2026-01-01', '2026-12-31', 1000 FROM generate_series(1, 4) AS i;
INSERT INTO assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
SELECT a.id, s.id, p.goal_id, '2026-01-01', p.priority
FROM assignment a
CROSS JOIN (SELECT p.party, g AS goal_id, CASE p.party WHEN 'assignee' THEN g ELSE 6 - g END / 5.0 AS priority
            FROM (VALUES ('organization'), ('gm_professional'), ('assignee')) AS p (party), generate_series(1, 5) AS g) AS p
JOIN stakeholder s ON s.code = p.party;

CREATE FUNCTION pg_temp.said() RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE r record;
BEGIN
  FOR r IN SELECT m.relation FROM gmalign_private.model_relations() m
           WHERE m.kind = 'view' AND m.relation NOT IN ('cascade_graph', 'progress_graph', 'points_frame', 'assignment_points',
                                                        'contributor_work', 'goal_work', 'person_points') LOOP
    RETURN QUERY EXECUTE format($q$ SELECT DISTINCT %1$L || '.' || k.key || ': ' || (k.value #>> '{}')
      FROM hr.%1$I AS x, jsonb_each(to_jsonb(x)) AS k
      WHERE k.value #>> '{}'
        ~ 'line of sight|reaches (no )?strateg|no_career_path|no_line_of_sight|^(disconnected|unaligned|outside)$|path to it'
      $q$, r.relation);
  END LOOP;
END $$;
SELECT is_empty($$ SELECT unnest(ARRAY['misaligned_assignment.reason', 'retention_risk.signals', 'misaligned_assignment.reason_code',
    'rule_performer_without_path.reason_code', 'effort_vs_priority.balance', 'cascade_coverage.gap_reason', 'graph_nodes.secondarystat',
    'rule_pair_below_band.reason']) EXCEPT SELECT split_part(s, ':', 1) FROM pg_temp.said() AS s $$,
                'with a strategic goal there is much to say');
SELECT is_empty($$ SELECT * FROM assignment_alignment WHERE unknown_reason IS NOT NULL $$, 'and no reason for silence');
CREATE TEMP TABLE score AS SELECT assignment_id, mutual_alignment_score, alignment_band FROM assignment_alignment;

UPDATE goal SET level = 'department' WHERE id = 1;
SELECT is_empty('SELECT * FROM pg_temp.said()', 'without one nobody speaks of it');
SELECT results_eq('SELECT DISTINCT organization_reach_share, gm_reach_share, assignee_reach_share, unserved_assignee_goal_id, unknown_reason
                   FROM assignment_alignment',
                  $$ VALUES (NULL::float8, NULL::float8, NULL::float8, NULL::bigint, 'there is no strategic goal in force') $$,
                  'assignment_alignment: no share is known');
SELECT is_empty($$ SELECT * FROM assignment_alignment WHERE NOT is_scored $$, 'the moves are scored all the same');
SELECT results_eq('SELECT DISTINCT reason_code, has_assignee_line_of_sight, missing_line_of_sight, unknown_reason
                   FROM misaligned_assignment',
                  $$ VALUES ('reversed', NULL::boolean, NULL::text, 'there is no strategic goal in force') $$, 'misaligned_assignment');
SELECT results_eq('SELECT DISTINCT has_line_of_sight, unknown_reason FROM retention_risk',
                  $$ VALUES (NULL::boolean, 'there is no strategic goal in force') $$, 'retention_risk');
SELECT is_empty($$ SELECT * FROM rule_performer_without_path WHERE reason_code = 'no_line_of_sight' $$, 'and the rule over it');
SELECT is_empty('SELECT * FROM party_points WHERE has_line_of_sight IS NOT NULL', 'party_points');
SELECT is_empty('SELECT * FROM lifted_points WHERE has_line_of_sight IS NOT NULL', 'lifted_points');
SELECT results_eq($$ SELECT DISTINCT own_reach_share, unit_reach_share, unseen_goal_id, unscored_reason FROM person_goal_alignment
                     WHERE goal_count > 0 $$,
                  $$ VALUES (NULL::float8, NULL::float8, NULL::bigint, 'there is no strategic goal in force') $$, 'person_goal_alignment');
SELECT results_eq($$ SELECT effort_share, cost_share, assignment_share, gap_reason, unknown_reason FROM cascade_coverage $$,
                  $$ VALUES (NULL::float8, NULL::float8, NULL::float8, 'there is no strategic goal in force',
                             'there is no strategic goal in force') $$,
                  'cascade_coverage');
SELECT results_eq($$ SELECT effort_gap, cost_gap, balance, finding FROM effort_vs_priority $$,
                  $$ VALUES (NULL::float8, NULL::float8, 'unknown', 'there is no strategic goal in force') $$, 'effort_vs_priority');
SELECT results_eq($$ SELECT DISTINCT color, arc__misaligned FROM graph_nodes $$, $$ VALUES ('gray', NULL::float8) $$, 'graph_nodes');
SELECT results_eq($$ SELECT aligned_count, disconnected_count, unaligned_count, aligned_share FROM cascade_by_level
                     WHERE segment_kind = 'all' $$,
                  $$ VALUES (NULL::integer, NULL::integer, NULL::integer, NULL::float8) $$, 'cascade_by_level');
SELECT results_eq($$ SELECT thin_goal_count, coverage_share, idle_effort_share, aligned_goal_share FROM program_summary $$,
                  $$ VALUES (NULL::integer, NULL::float8, NULL::float8, NULL::float8) $$, 'program_summary');
SELECT is_empty($$ SELECT * FROM person_line_of_sight WHERE num_nonnulls(aligned_goal_count, disconnected_goal_count, unaligned_goal_count,
                     has_line_of_sight) > 0 $$, 'person_line_of_sight');

SELECT * FROM finish();
ROLLBACK;
