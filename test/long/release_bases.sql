-- Releases: whose data each figure rests on, where it is not the assignee's alone.
BEGIN;
\ir ../start.psql
\ir ../release.psql
SELECT plan(26);
-- a state of all goals, a little different on every move
CREATE FUNCTION pg_temp.state(party text, moves bigint[] DEFAULT NULL) RETURNS void LANGUAGE sql AS $$
  INSERT INTO hr.assignment_goal (assignment_id, stakeholder_id, goal_id, stated_on, priority)
  SELECT a.id, s.id, g.id, '2026-01-02', (1 + (a.id * 7 + s.id * 3 + g.id * 5 + a.id * g.id) % 5) / 5.0
  FROM hr.assignment a, hr.stakeholder s, hr.goal g
  WHERE s.code = state.party AND (moves IS NULL OR a.id = ANY (moves)) AND g.goal_type IS DISTINCT FROM 'personal';
$$;

-- ---------- the alignment of a move: nobody's without the assignee's own answers ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 40);
INSERT INTO hr.goal (id, title, level, dimension_id) SELECT g, 'g' || g, 'strategic', 1 FROM generate_series(1, 5) AS g;
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date) SELECT i, i, 40, '2026-01-01' FROM generate_series(1, 12) AS i;
SELECT pg_temp.state('organization');
SELECT pg_temp.state('gm_professional');
SELECT count(*) FROM gmalign.run_check('hr', '2026-06-30');
SELECT pg_temp.publish();
SELECT is((SELECT count(organization_gm_score) FROM hr.alignment_snapshot), 12::bigint,
          'organization and one GM professional are heard on all moves');
SELECT is_empty('SELECT FROM hr.alignment_trend_public', 'which is no alignment of a move');
SELECT is((SELECT count(alignment_score) FROM hr.dimension_scorecard_public), 0::bigint, 'of no dimension');
SELECT is((SELECT count(organization_gm_score) FROM hr.gm_team_profile_public), 0::bigint, 'and withheld of teams');
SELECT is((SELECT count(alignment_score) FROM hr.stakeholder_heatmap_public WHERE id ~ 'gm_professional'), 0::bigint, 'and of pairs');
SELECT pg_temp.state('assignee');
SELECT count(*) FROM gmalign.run_check('hr', '2026-06-30');
SELECT pg_temp.publish();
SELECT is((SELECT (person_count, alignment_score IS NOT NULL)::text FROM hr.alignment_trend_public), '(12,t)',
          'with the assignees'' own it is twelve people''s, and one more''s');
SELECT is((SELECT person_count FROM hr.dimension_scorecard_public WHERE alignment_score IS NOT NULL), 12, 'of a dimension, too');

-- ---------- a default of the purpose is nobody's ----------
SELECT pg_temp.model();
INSERT INTO hr.org_unit (id, name) VALUES (1, 'A');
INSERT INTO hr.employee (id, org_unit_id) SELECT i, CASE WHEN i > 30 THEN 1 END FROM generate_series(1, 40) AS i;
INSERT INTO hr.goal (id, title, level) SELECT g, 'g' || g, 'strategic' FROM generate_series(1, 5) AS g;
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date, purpose)
SELECT i, i, 31 + i % 10, '2026-01-01', 'p' FROM generate_series(1, 30) AS i;
INSERT INTO hr.purpose_goal (purpose, stakeholder_id, goal_id, priority) SELECT 'p', s.id, g, g / 5.0
FROM hr.stakeholder s, generate_series(1, 5) AS g WHERE s.code = 'gm_professional';
SELECT pg_temp.state('organization'), pg_temp.state('assignee');
SELECT pg_temp.state('gm_professional', '{1,2,3,11,12}');
SELECT pg_temp.publish();
SELECT is((SELECT (gm_professional_count, organization_gm_score)::text FROM hr.gm_team_profile_public), '(10,)',
          'ten of a team, of whom three say what they want themselves');
SELECT is((SELECT count(alignment_score) FROM hr.stakeholder_heatmap_public WHERE id ~ 'gm_professional'), 0::bigint,
          'nor are their pairs shown');
SELECT is((SELECT count(gm_points) FROM hr.priority_conflict_public), 0::bigint, 'nor their points');
SELECT isnt_empty('SELECT FROM hr.priority_conflict_public WHERE assignee_points > 0', 'those of assignees are');
SELECT pg_temp.state('gm_professional', '{4,5,6,7,8,9,10}');
SELECT pg_temp.publish();
SELECT isnt((SELECT organization_gm_score FROM hr.gm_team_profile_public), NULL, 'all ten: their score');
SELECT isnt_empty('SELECT FROM hr.priority_conflict_public WHERE gm_points > 0', 'and points are shown');

-- ---------- who judged ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 80);
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, sponsor_id, start_date, planned_end_date, end_date, end_reason)
SELECT i, i, 61, 62, '2024-01-01', '2025-01-01', CASE WHEN i % 4 > 0 THEN date '2025-01-01' END, CASE WHEN i % 4 > 0 THEN 'completed' END
FROM generate_series(1, 60) AS i;
INSERT INTO hr.alignment_snapshot (assignment_id, taken_on, mutual_alignment, alignment_band)
SELECT a.id, a.start_date + 85, .5, CASE WHEN a.id <= 30 THEN 'aligned' ELSE 'mixed' END FROM hr.assignment a;
CREATE FUNCTION pg_temp.rates(judge text) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM hr.assignment_outcome;
  INSERT INTO hr.assignment_outcome (assignment_id, stakeholder_id, judged_on, is_success)
  SELECT a.id, s.id, '2025-06-01', a.id % 3 > 0 FROM hr.assignment a, hr.stakeholder s WHERE s.code = ANY (string_to_array(judge, ' '));
  PERFORM pg_temp.publish();
  RETURN (SELECT concat_ws(' ', CASE WHEN o.success_rate > 0 THEN 'all' END,
                           CASE WHEN o.organization_success_rate > 0 THEN 'organization' END,
                           CASE WHEN o.gm_success_rate > 0 THEN 'gm' END, CASE WHEN o.assignee_success_rate > 0 THEN 'assignee' END)
          FROM hr.program_outcomes_public o WHERE o.id = 'all aligned');
END $$;
SELECT is(pg_temp.rates('assignee'), 'all assignee', 'the assignees judged their moves');
SELECT is(pg_temp.rates('gm_professional'), '', 'one GM professional judged all: it is one person''s judgement, whoever was abroad');
SELECT is(pg_temp.rates('sponsor'), '', 'or one sponsor');
SELECT is(pg_temp.rates('gm_professional sponsor'), '', 'or these two');
SELECT is(pg_temp.rates('gm_professional sponsor assignee'), 'all assignee', 'with the assignees, what all say');
SELECT is(pg_temp.rates('organization'), 'all organization', 'the organization, by nobody known');
UPDATE hr.assignment SET gm_professional_id = 61 + id % 11, sponsor_id = 61 + id % 7;
SELECT is(pg_temp.rates('gm_professional sponsor'), 'all organization gm', 'many judges');

-- ---------- means with weights ----------
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 40);
INSERT INTO hr.goal (id, title, level, dimension_id)
SELECT g, 'g' || g, 'strategic', CASE WHEN g = 5 THEN 2 ELSE 1 END FROM generate_series(1, 5) AS g;
INSERT INTO hr.assignment (id, assignee_id, gm_professional_id, start_date)
SELECT i, i, 30 + i % 8, '2026-01-01' FROM generate_series(1, 12) AS i;
SELECT pg_temp.state('organization'), pg_temp.state('gm_professional'), pg_temp.state('assignee');
SELECT pg_temp.publish();
SELECT is((SELECT array_agg(d.id ORDER BY d.id) FROM hr.dimension_scorecard_public d WHERE d.alignment_score IS NOT NULL), '{1,2}',
          'twelve moves serve two dimensions');
-- the organization wants next to nothing of the second, but from one move
UPDATE hr.assignment_goal g SET priority = CASE WHEN g.assignment_id = 1 THEN 1 ELSE .001 END
FROM hr.stakeholder s WHERE s.id = g.stakeholder_id AND s.party = 'organization' AND g.goal_id = 5;
SELECT pg_temp.publish();
SELECT is((SELECT array_agg(d.id ORDER BY d.id) FROM hr.dimension_scorecard_public d WHERE d.alignment_score IS NOT NULL), '{1}',
          'whose weight is nearly all of it is known by the mean');
SELECT is((SELECT assignment_count FROM hr.dimension_scorecard_public WHERE id = 2), 12, 'how many moves there are is shown');

-- ---------- early returns: the rate, and its two parts ----------
-- of each band 40 moves that are due, in two purposes, and as many of them as are said in a third; others are not due
SELECT pg_temp.model();
INSERT INTO hr.employee (id) SELECT generate_series(1, 160);
CREATE FUNCTION pg_temp.early(apart integer) RETURNS text LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM hr.alignment_snapshot;
  DELETE FROM hr.assignment;
  INSERT INTO hr.assignment (id, assignee_id, start_date, planned_end_date, end_date, end_reason, purpose)
  SELECT i, i, '2024-01-01', CASE WHEN k <= 40 THEN date '2025-01-01' ELSE date '2027-01-01' END,
         CASE WHEN k > 40 THEN NULL WHEN i % 3 = 0 THEN date '2024-10-01' + i % 7 ELSE date '2025-01-01' END,
         CASE WHEN k > 40 THEN NULL WHEN i % 3 = 0 THEN 'early_return' ELSE 'completed' END,
         CASE WHEN k <= 20 OR k BETWEEN 41 AND 53 THEN 'p1' WHEN k <= 40 - apart OR k BETWEEN 54 AND 66 THEN 'p2' ELSE 'p3' END
  FROM generate_series(1, 160) AS i CROSS JOIN LATERAL (SELECT 1 + (i - 1) % 80 AS k) AS p;
  -- some left the company on their move
  UPDATE hr.employee SET departure_date = CASE WHEN id % 6 = 0 AND (id - 1) % 80 < 40 THEN date '2024-10-01' + (id % 7)::integer END;
  INSERT INTO hr.alignment_snapshot (assignment_id, taken_on, mutual_alignment, alignment_band)
  SELECT a.id, a.start_date + 85, .5, CASE WHEN a.id <= 80 THEN 'aligned' ELSE 'mixed' END FROM hr.assignment a;
  PERFORM pg_temp.publish();
  RETURN (SELECT string_agg(o.segment || CASE WHEN o.early_return_rate IS NOT NULL THEN ' early' ELSE '' END
                            || CASE WHEN o.returned_early_rate IS NOT NULL THEN ' left' ELSE '' END, ', ' ORDER BY o.segment)
          FROM hr.program_outcomes_public o WHERE o.alignment_band = 'aligned' AND o.segment_kind <> 'host_country');
END $$;
SELECT is(pg_temp.early(6), 'all early left, p1 early left, p2 early left, p3 early left', 'six of a purpose are due: all rates are shown');
SELECT is(pg_temp.early(3), 'all early left, p1 early left, p2, p3',
          'three: of all and the two others one rate is withheld, and one of its parts');
SELECT is(pg_temp.early(0), 'all early left, p1 early left, p2 left, p3', 'none: nor by limits that tell it');
SELECT * FROM finish();
ROLLBACK;
