-- Releases: one number in several figures, and what a figure that is not shown tells.
BEGIN;
\ir ../start.psql
\ir ../release.psql
SELECT plan(26);
-- what the parties of all moves want: nine goals, of which one move in three has few in common
CREATE FUNCTION pg_temp.state_priorities() RETURNS void LANGUAGE sql AS $$
  INSERT INTO hr.goal (id, title, level) SELECT g, 'g' || g, 'strategic' FROM generate_series(1, 9) AS g;
  INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT a.id, s.id, g, '2026-01-02', (1 + (a.id * 7 + s.id * 3 + g * 5 + a.id * g) % 5) / 5.0
  FROM hr.assignment a, hr.stakeholder s, generate_series(1, 9) AS g
  WHERE s.code IN ('organization', 'gm_professional', 'assignee') AND CASE WHEN a.id % 3 = 0 THEN (g + s.id) % 3 = 0 ELSE g < 5 END;
$$;
-- those of a team answer a survey
CREATE FUNCTION pg_temp.ask(from_id bigint, to_id bigint) RETURNS void LANGUAGE sql AS $$
  INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
  SELECT i, i, 'gm_professional', '2026-02-01', i / 9.0 FROM generate_series(from_id, to_id) AS i;
  INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence)
  SELECT s, r.id, .3, .4 FROM generate_series(from_id, to_id) AS s, hr.reward r;
$$;
-- moves of 2024 with the band they had, by a snapshot at their landmark
CREATE FUNCTION pg_temp.add_band(from_id bigint, to_id bigint, band text) RETURNS void LANGUAGE sql AS $$
  INSERT INTO hr.alignment_snapshot (assignment_id, taken_on, mutual_alignment, alignment_band)
  SELECT a.id, a.start_date + 85, .5, band FROM hr.assignment a WHERE a.id BETWEEN from_id AND to_id;
$$;

-- ---------- a number is the same, however the session writes days ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id, departure_date) SELECT i, CASE WHEN i % 5 = 0 THEN date '2025-02-01' + i END FROM generate_series(1, 61) AS i;
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT i, i, '2024-01-01', CASE WHEN i % 3 > 0 THEN date '2025-06-01' END, CASE WHEN i % 3 = 1 THEN date '2025-01-01' + i END,
       CASE WHEN i % 3 = 1 THEN 'early_return' END
FROM generate_series(1, 60) AS i;
SELECT pg_temp.add_band(1, 60, 'aligned');
UPDATE hr.alignment_snapshot SET alignment_band = 'mixed' WHERE assignment_id::integer > 40;
SELECT gmalign.publish('hr', '2026-05-01');
CREATE TEMP TABLE shown AS SELECT figures - 'figures_from' AS figures FROM hr.release_row;
SELECT isnt_empty('SELECT FROM hr.program_outcomes_public WHERE left_on_move_rate > 0', 'there are figures with days behind them');
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
VALUES (61, 61, '2024-01-01', '2025-06-01', '2025-03-01', 'early_return');
SELECT pg_temp.add_band(61, 61, 'aligned');
SET DateStyle = 'German';
SET extra_float_digits = 0;
SELECT gmalign.publish('hr', '2026-06-01');
RESET DateStyle;
RESET extra_float_digits;
SELECT is((SELECT new_count FROM hr.release
  WHERE period = '2026-06-01'), 0::bigint, 'one has come: nothing steps because days are written otherwise');

-- ---------- the fewest behind any figure ----------
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name) VALUES (1, 'A');
INSERT INTO hr.employee (id, org_unit_id) SELECT i, 1 FROM generate_series(1, 48) AS i;
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date)
  SELECT i, 8 + i, 1 + i % 8, '2026-01-01' FROM generate_series(1, 40) AS i;
SELECT pg_temp.state_priorities();
SELECT pg_temp.ask(1, 2);
SELECT gmalign.publish('hr', '2026-05-01');
SELECT results_eq('SELECT gm_professional_count, answered_count, person_count FROM hr.gm_team_profile_public',
  'VALUES (8, NULL::integer, NULL::integer)',
                  'two of a team have answered: that number is not the fewest people either');
SELECT pg_temp.ask(3, 8);
SELECT gmalign.publish('hr', '2026-06-01');
SELECT results_eq('SELECT gm_professional_count, answered_count, person_count FROM hr.gm_team_profile_public',
  'VALUES (8, NULL::integer, NULL::integer)',
                  'nor that all have');
SELECT isnt_empty('SELECT FROM hr.gm_team_profile_public WHERE mean_expectancy > 0', 'what they said on average is shown');

-- ---------- what is not there, and what is withheld ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 60);
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
SELECT i, i, 'assignee', '2026-01-01', (ARRAY[.2, .4, .8])[1 + i % 3] FROM generate_series(1, 60) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence)
SELECT i, r.id, (ARRAY[.9, .3, .8])[1 + (i + r.id) % 3], (ARRAY[.8, .9, .35, .7])[1 + i % 4]
  FROM generate_series(1, 48) AS i, hr.reward AS r;
SELECT gmalign.publish('hr', '2026-04-01');
CREATE TEMP TABLE before_it AS SELECT is_suppressed FROM hr.expectancy_by_role_public;
SELECT is((SELECT string_agg(n.key, ' ')
  FROM hr.expectancy_by_role_public e CROSS JOIN LATERAL jsonb_each(to_jsonb(e)) AS n
  WHERE n.value = 'null' AND n.key !~ '^weakest_driver'),
          NULL, 'of the role all is shown but what nobody was asked');
INSERT INTO hr.survey_answer (survey_id, item_id, answer) VALUES (1, 1, .4);
SELECT gmalign.publish('hr', '2026-05-01');
SELECT results_eq('SELECT is_suppressed FROM hr.expectancy_by_role_public', 'TABLE pg_temp.before_it',
                  'that one has answered something more is not told by what is withheld');

-- a figure that is withheld as everybody's has no day: it would not be there of one too small
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 33);
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
  SELECT i, i, 'assignee', '2026-01-01', .3 + i / 60.0 FROM generate_series(1, 20) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence) SELECT i, 1, .5, .5 FROM generate_series(1, 14) AS i;
SELECT gmalign.publish('hr', '2026-04-01');
INSERT INTO hr.expectancy_survey (id, employee_id, person_role, asked_on, expectancy)
  SELECT 100 + i, i, 'assignee', '2026-04-01', .2 + i / 70.0 FROM generate_series(9, 33) AS i;
INSERT INTO hr.expectancy_outcome (survey_id, reward_id, instrumentality, valence)
  SELECT 100 + i, 1, .6, .4 FROM generate_series(9, 26) AS i;
SELECT gmalign.publish('hr', '2026-05-01');
SELECT is((SELECT (blocked_share, figures_from)::text FROM hr.expectancy_by_role_public), '(,2026-05-01)',
          'all figures shown are of today: an older one that is not shown does not date the row');

-- ---------- teams beside all moves ----------
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name) SELECT u, 'u' || u FROM generate_series(1, 3) AS u;
INSERT INTO hr.employee (id, org_unit_id) SELECT i, 1 + (i > 6)::integer + (i > 12)::integer FROM generate_series(1, 14) AS i;
INSERT INTO hr.employee (id) SELECT generate_series(101, 160);
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date)
SELECT i, 100 + i, CASE WHEN i <= 3 THEN 13 + i % 2 ELSE 1 + i % 12 END, '2026-01-01' FROM generate_series(1, 60) AS i;
SELECT pg_temp.state_priorities();
INSERT INTO hr.alignment_snapshot (assignment_id, taken_on, mutual_alignment, alignment_band, assignment_status)
SELECT a.assignment_id, '2026-06-30', .5, a.alignment_band, 'active' FROM hr.assignment_alignment a;
SELECT gmalign.publish('hr', '2026-06-01');
SELECT is((SELECT count(organization_gm_score) FROM hr.gm_team_profile_public) + (SELECT count(alignment_score)
  FROM hr.stakeholder_heatmap_public
           WHERE id = 'organization|gm_professional'), 2::bigint,
          'the pair over all moves and the teams that run most of them: two of these three, or the other team''s three moves are the rest');
SELECT gmalign_private.gather_release('hr');
SELECT set_eq($$ SELECT pool, datum FROM pg_temp.gmalign_datum
  WHERE relation = 'gm_team_profile' AND part = 'misaligned' AND role = '+assignee' $$,
              $$ SELECT pool, datum FROM pg_temp.gmalign_datum
  WHERE relation = 'alignment_trend' AND part = 'misaligned' AND row_key = 'all' $$,
              'whether a move is misaligned is one number, in the trend and in the share of a team');

-- ---------- one of many moves ----------
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name) VALUES (1, 'A');
INSERT INTO hr.employee (id, org_unit_id) SELECT i, 1 FROM generate_series(1, 90) AS i;
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date)
SELECT i, 10 + i, greatest(1, i - 75), '2026-01-01' FROM generate_series(1, 80) AS i;
SELECT pg_temp.state_priorities();
SELECT gmalign.publish('hr', '2026-06-01');
SELECT results_eq('SELECT gm_professional_count, organization_gm_score FROM hr.gm_team_profile_public', 'VALUES (5, NULL::float8)',
                  'who runs 76 of 80 moves is known by the mean of a team of five');
SELECT is((SELECT count(alignment_score)
  FROM hr.stakeholder_heatmap_public WHERE id ~ 'gm_professional'), 0::bigint, 'and by that of the pair');
SELECT is((SELECT count(gm_points) FROM hr.priority_conflict_public), 0::bigint, 'and by points');
SELECT isnt_empty('SELECT FROM hr.priority_conflict_public WHERE assignee_points > 0', 'those of the assignees are shown');

-- one speaks for HR on all moves
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 30);
INSERT INTO hr.assignment (id, assignee_id, start_date) SELECT i, 10 + i, '2026-01-01' FROM generate_series(1, 12) AS i;
SELECT pg_temp.state_priorities();
INSERT INTO hr.assignment_goal SELECT a.id, s.id, g, '2026-01-01', .2 * (1 + (a.id + g) % 3)
  FROM hr.assignment a, hr.stakeholder s, generate_series(1, 3) AS g WHERE s.code = 'hr';
INSERT INTO hr.assignment_party (assignment_id, stakeholder_id, employee_id)
  SELECT a.id, s.id, 1 FROM hr.assignment a, hr.stakeholder s WHERE s.code = 'hr';
SELECT gmalign.publish('hr', '2026-06-01');
SELECT is((SELECT array_agg(DISTINCT id ~ 'hr' ORDER BY id ~ 'hr')
  FROM hr.stakeholder_heatmap_public WHERE alignment_score IS NOT NULL), '{f}',
          'one person behind a voice');

-- ---------- costs ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 60);
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason, cost_estimate, actual_cost, benefit)
SELECT i, i, '2024-01-01', CASE WHEN i % 2 = 0 THEN date '2025-01-01' END, CASE WHEN i % 2 = 0 THEN date '2025-01-01' END,
       CASE WHEN i % 2 = 0 THEN 'completed' END, 1000, 900 + i, CASE WHEN i > 2 THEN 500 + i END
FROM generate_series(1, 60) AS i;
SELECT pg_temp.add_band(1, 30, 'aligned'), pg_temp.add_band(31, 60, 'mixed');
SELECT gmalign.publish('hr', '2026-05-01');
SELECT results_eq($$ SELECT actual_cost_sum IS NOT NULL, benefit_sum IS NOT NULL, roi_ratio IS NOT NULL
                     FROM hr.program_outcomes_public WHERE id = 'all aligned' $$, 'VALUES (true, false, false)',
                  'benefit and return give the cost: not beside that of one move more');
SELECT results_eq($$ SELECT actual_cost_sum IS NOT NULL, benefit_sum IS NOT NULL, roi_ratio IS NOT NULL
                     FROM hr.program_outcomes_public
  WHERE id = 'all mixed' $$, 'VALUES (true, true, true)', 'of the same moves both are shown');
SELECT is((gmalign_private.part_figures('cascade_by_level', p.part, p.figures, 8, true))::text, p.withheld,
          'a sum that one person makes up is that person''s, and a share of it: ' || p.part)
FROM (VALUES ('cost', '{"cost_amount": 100}'::jsonb, '{"cost_amount": null}'),
             ('cost_reach', '{"cost_reaching_share": 0.98}', '{"cost_reaching_share": null}')) AS p (part, figures, withheld);

-- ---------- retention ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id, departure_date, departure_type)
SELECT i, CASE WHEN i IN (2, 12) THEN date '2026-03-01' WHEN i BETWEEN 3 AND 6 THEN date '2026-06-01' END,
       CASE WHEN i BETWEEN 2 AND 6 OR i = 12 THEN 'voluntary' END FROM generate_series(1, 90) AS i;
INSERT INTO hr.assignment (id, assignee_id, start_date, end_date, end_reason)
SELECT i, i, '2023-06-01', CASE WHEN i <= 2 OR i BETWEEN 41 AND 60 THEN date '2024-07-01' WHEN i <= 20 THEN date '2026-04-01' + i END,
       CASE WHEN i <= 20 OR i BETWEEN 41 AND 60 THEN 'completed' END
FROM generate_series(1, 90) AS i;
UPDATE hr.employee SET departure_date = '2024-12-01' WHERE id IN (41, 42);
UPDATE hr.assignment SET end_date = '2024-05-01' WHERE id BETWEEN 45 AND 60;
SELECT pg_temp.add_band(1, 40, 'aligned'), pg_temp.add_band(41, 90, 'mixed');
SELECT gmalign.publish('hr', '2026-05-01');
SELECT results_eq($$ SELECT returned_count, retention_12m_rate, retention_24m_rate
  FROM hr.program_outcomes_public WHERE id = 'all aligned' $$,
                  'VALUES (20, NULL::float8, NULL::float8)', 'a curve whose end rests on two');
SELECT results_eq($$ SELECT returned_count, retention_12m_rate, retention_24m_rate
  FROM hr.program_outcomes_public WHERE id = 'all mixed' $$,
                  'VALUES (20, .9::float8, NULL::float8)', 'one on many is shown; not that nobody left later');

-- ---------- a ratio to the aligned ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 120);
INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason)
SELECT i, i, '2024-01-01', CASE WHEN i % 60 < 40 THEN date '2025-12-01' ELSE date '2026-05-15' END, date '2025-06-01',
       CASE WHEN i % 3 = 0 OR i > 60 AND i % 3 = 1 THEN 'early_return' ELSE 'completed' END
FROM generate_series(1, 120) AS i WHERE i % 60 < 41 OR i BETWEEN 101 AND 106;
UPDATE hr.assignment SET end_date = planned_end_date WHERE end_reason = 'completed';
UPDATE hr.assignment SET end_date = '2026-05-12', end_reason = CASE WHEN id % 2 = 0 THEN 'early_return' ELSE 'completed' END
WHERE id BETWEEN 101 AND 106;
INSERT INTO hr.assignment (id, assignee_id, start_date) SELECT i, i, '2024-01-01' FROM generate_series(50, 59) AS i;
INSERT INTO hr.assignment (id, assignee_id, start_date) SELECT i, i, '2024-01-01' FROM generate_series(110, 119) AS i;
SELECT pg_temp.add_band(1, 59, 'aligned'), pg_temp.add_band(60, 120, 'misaligned');
SELECT gmalign.publish('hr', '2026-04-01');
CREATE TEMP TABLE ratio AS SELECT early_return_risk_ratio FROM hr.program_outcomes_public WHERE id = 'all misaligned';
SELECT isnt((SELECT early_return_risk_ratio FROM pg_temp.ratio), NULL, 'two bands compared');
SELECT gmalign.publish('hr', '2026-05-01');
SELECT results_eq($$ SELECT due_count FROM hr.program_outcomes_public
  WHERE id = 'all aligned' $$, 'VALUES (39)', 'one of the aligned is due as well: their figures stay');
SELECT results_eq($$ SELECT early_return_risk_ratio FROM hr.program_outcomes_public WHERE id = 'all misaligned' $$, 'TABLE pg_temp.ratio',
                  'and the ratio to them, though six of the misaligned are due');

-- ---------- places ----------
INSERT INTO hr.release_row (relation, row_id, period, figures_from, is_suppressed, figures)
SELECT 'priority_conflict', g::text, '2026-05-01', '2026-05-01', false, jsonb_build_object('id', g, 'goal_id', g, 'loss_share', l,
  'rank_order', o)
FROM (VALUES (1, .2, 1), (2, .1, 3), (3, NULL, 2)) AS v (g, l, o);
SELECT results_eq('SELECT goal_id, rank_order FROM hr.priority_conflict_public ORDER BY goal_id',
  'VALUES (1::bigint, 1), (2, 2), (3, NULL)',
                  'a place that is missing would tell of a goal that is not shown');

-- ---------- many cells ----------
SELECT pg_temp.model();
SELECT gmalign_private.gather_release('hr');
INSERT INTO pg_temp.gmalign_datum (relation, row_key, part, role, pool, datum, person)
SELECT 'alignment_trend', 'unit: ' || i % 400, p.part, 'assignee', p.pool, i, i
FROM generate_series(1, 2000) AS i, (VALUES ('score', 'score'), ('score_count', NULL), ('misaligned', 'misaligned')) AS p (part, pool);
ANALYZE pg_temp.gmalign_datum;
SELECT gmalign_private.decide_release('hr', 5);
SELECT cmp_ok((SELECT t.seq_scan FROM pg_stat_xact_user_tables t WHERE t.relid = 'pg_temp.gmalign_datum'::regclass), '<', 50::bigint,
              'all numbers are read a few times, not once for each cell');
SELECT * FROM finish();
ROLLBACK;
