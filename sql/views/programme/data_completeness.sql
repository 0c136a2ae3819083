CREATE OR REPLACE VIEW data_completeness WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- what people said and how they are rated is counted for who may read it
reader AS (
  SELECT has_column_privilege('assignment'::regclass, 'why_organization', 'SELECT') AS sees_why_of_move,
         has_column_privilege('goal'::regclass, 'why', 'SELECT') AS sees_why_of_goal,
         has_column_privilege('employee'::regclass, 'is_high_performer', 'SELECT') AS sees_rating
),
-- who is heard, and when he spoke, is the same wherever points go: no graph
stated AS (
  SELECT a.id, a.gm_professional_id, a.sponsor_id, a.purpose, a.planned_end_date, a.cost_estimate,
         gmalign_private.party_points((SELECT f.voices FROM points_frame f), NULL, a.purpose,
                                      g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points
  FROM assignment a
  --+ move_end
  LEFT JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= gmalign.today()
  WHERE gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, gmalign.today()) NOT IN ('ended', 'cancelled')
  GROUP BY a.id, a.gm_professional_id, a.sponsor_id, a.purpose, a.planned_end_date, a.cost_estimate
),
move AS (
  SELECT s.id, s.gm_professional_id, s.sponsor_id, s.purpose, s.planned_end_date, s.cost_estimate,
         v.is_organization_heard, v.is_gm_professional_heard, v.is_assignee_heard, v.oldest_priority_date, v.default_priority_share
  FROM stated s
  CROSS JOIN LATERAL gmalign_private.verdict(s.points, (SELECT f.no_goal FROM points_frame f), 0, 0, 0, 0, 0, 0, 2, 1, 0) AS v
),
ended AS (
  SELECT a.end_reason, a.actual_cost, a.benefit,
         EXISTS (SELECT 1 FROM assignment_outcome o WHERE o.assignment_id = a.id) AS is_judged
  FROM assignment a CROSS JOIN clock c
  --+ move_end
  WHERE gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, c.today) = 'ended'
),
topic AS (
  SELECT v.* FROM (
    SELECT count(*) AS n, count(*) FILTER (WHERE m.is_organization_heard) AS organization,
           count(*) FILTER (WHERE m.is_gm_professional_heard) AS gm, count(*) FILTER (WHERE m.is_assignee_heard) AS assignee,
           count(*) FILTER (WHERE m.default_priority_share = 0) AS asked,
           count(*) FILTER (WHERE m.oldest_priority_date > c.today - 365) AS fresh,
           count(m.gm_professional_id) AS professional, count(m.sponsor_id) AS sponsor, count(m.purpose) AS purpose,
           count(gmalign_private.finite(m.planned_end_date)) AS planned_end, count(m.cost_estimate) AS estimate,
           CASE WHEN (SELECT r.sees_why_of_move FROM reader r)
                THEN count(*) FILTER (WHERE m.id::text IN (SELECT w FROM gmalign_private.filled_keys('assignment', 'why_organization') AS w))
           END AS why
    FROM move m CROSS JOIN clock c) q
  CROSS JOIN LATERAL (VALUES
    (10, 'organization heard', 'assignment', q.n, q.organization),
    (11, 'GM professional heard', 'assignment', q.n, q.gm),
    (12, 'assignee heard', 'assignment', q.n, q.assignee),
    (13, 'priorities asked for, none by default', 'assignment', q.n, q.asked),
    (14, 'priorities stated within a year', 'assignment', q.n, q.fresh),
    (20, 'GM professional known', 'assignment', q.n, q.professional),
    (21, 'sponsor known', 'assignment', q.n, q.sponsor),
    (22, 'purpose known', 'assignment', q.n, q.purpose),
    (23, 'why of the organization stated', 'assignment', q.n, q.why),
    (24, 'planned end known', 'assignment', q.n, q.planned_end),
    (25, 'cost estimated', 'assignment', q.n, q.estimate)
  ) AS v (place, topic, subject_kind, expected_count, present_count)
  UNION ALL
  SELECT v.* FROM (
    SELECT count(*) AS n, count(e.end_reason) AS reason, count(e.actual_cost) AS cost, count(e.benefit) AS benefit,
           count(*) FILTER (WHERE e.is_judged) AS judged
    FROM ended e) q
  CROSS JOIN LATERAL (VALUES
    (30, 'end reason known', 'ended assignment', q.n, q.reason),
    (31, 'outcome judged', 'ended assignment', q.n, q.judged),
    (32, 'actual cost known', 'ended assignment', q.n, q.cost),
    (33, 'benefit valued', 'ended assignment', q.n, q.benefit)
  ) AS v (place, topic, subject_kind, expected_count, present_count)
  UNION ALL
  SELECT v.* FROM (
    SELECT count(*) AS n, count(g.owner_id) AS owned, CASE WHEN (SELECT r.sees_why_of_goal FROM reader r)
                THEN count(*) FILTER (WHERE g.id::text IN (SELECT w FROM gmalign_private.filled_keys('goal', 'why') AS w)) END AS why,
           count(*) FILTER (WHERE d.start_date IS NOT NULL AND d.due_date IS NOT NULL) AS dated,
           count(*) FILTER (WHERE g.goal_type = 'key_result') AS key_results,
           count(*) FILTER (WHERE g.goal_type = 'key_result' AND g.direction IS NOT NULL
                              AND (g.target_value IS NOT NULL OR g.direction = 'binary')) AS measurable,
           count(*) FILTER (WHERE s.state = 'strategic') AS strategic,
           count(g.dimension_id) FILTER (WHERE s.state = 'strategic') AS dimensioned,
           count(*) FILTER (WHERE s.state <> 'strategic') AS below,
           count(*) FILTER (WHERE s.state IN ('aligned', 'disconnected')) AS linked
    FROM cascade_graph f
    CROSS JOIN LATERAL gmalign.goal_states(f.graph, f.strategic_goals, false) AS s
    JOIN goal g ON g.id = s.goal
    --+ goal_dates
    ) q
  CROSS JOIN LATERAL (VALUES
    (40, 'owner known', 'goal', q.n, q.owned),
    (41, 'why stated', 'goal', q.n, q.why),
    (42, 'start and due date known', 'goal', q.n, q.dated),
    (43, 'linked to a goal above', 'goal', q.below, q.linked),
    (44, 'direction and target known', 'key result', q.key_results, q.measurable),
    (45, 'dimension known', 'strategic goal', q.strategic, q.dimensioned)
  ) AS v (place, topic, subject_kind, expected_count, present_count)
  UNION ALL
  SELECT v.* FROM (
    SELECT count(*) AS n, count(e.org_unit_id) AS unit,
           CASE WHEN (SELECT r.sees_rating FROM reader r)
                THEN count(*) FILTER (WHERE e.id::text IN (SELECT w FROM gmalign_private.filled_keys('employee', 'is_high_performer') AS w))
           END AS rated
    FROM employee e
    JOIN employment w ON w.id = e.id AND w.is_employed) q
  CROSS JOIN LATERAL (VALUES
    (50, 'unit known', 'person', q.n, q.unit),
    (51, 'high performer or not', 'person', q.n, q.rated)
  ) AS v (place, topic, subject_kind, expected_count, present_count)
  UNION ALL
  SELECT 60 AS place, 'rows loaded, not rejected' AS topic, 'source row' AS subject_kind, NULL::bigint AS expected_count, NULL::bigint AS present_count
)
SELECT t.subject_kind || ': ' || t.topic AS id, t.subject_kind, t.topic,
       t.expected_count::integer AS expected_count, t.present_count::integer AS present_count,
       (CASE WHEN t.place = 60 THEN (SELECT count(*) FROM load_reject) ELSE t.expected_count - t.present_count END)::integer AS missing_count,
       t.present_count::float8 / nullif(t.expected_count, 0) AS present_share,
       t.place AS sort_order
FROM topic t;
COMMENT ON VIEW data_completeness IS 'What is missing from the records the other views rest on. One row per topic.';
COMMENT ON COLUMN data_completeness.id IS 'Key of the row: what it is about, and the topic.';
COMMENT ON COLUMN data_completeness.subject_kind IS 'What it is about: assignment (not ended), ended assignment, goal, key result, strategic goal, person, source row.';
COMMENT ON COLUMN data_completeness.topic IS 'What should be known.';
COMMENT ON COLUMN data_completeness.expected_count IS 'How many there are. NULL: not known.';
COMMENT ON COLUMN data_completeness.present_count IS 'For how many it is known. NULL: not known, or of what only readers of tier person see (whys, ratings).';
COMMENT ON COLUMN data_completeness.missing_count IS 'For how many it is missing; for source rows: rows in load_reject. NULL: present_count is.';
COMMENT ON COLUMN data_completeness.present_share IS 'Share for which it is known, 0 to 1. NULL: there are none, or present_count is.';
COMMENT ON COLUMN data_completeness.sort_order IS 'Place in lists.';
