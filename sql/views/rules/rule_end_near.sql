CREATE OR REPLACE VIEW rule_end_near WITH (security_invoker = true) AS
WITH frame AS MATERIALIZED (SELECT f.voices, f.lift, f.no_goal FROM points_frame f),
-- in one chain from the moves: how near the end must be narrows the moves whose
-- points are read, each by itself: how many there are is hard to tell beforehand,
-- and in one grouping they would not fit into memory
looked AS (
  SELECT a.id, d.planned_end_date, a.next_role_agreed_on, count(k.id) AS unmet_count,
         string_agg(k.goal_title, '; ' ORDER BY k.due_date, k.id) AS goals
  FROM assignment a
  --+ move_end
  CROSS JOIN LATERAL (SELECT gmalign_private.finite(a.planned_end_date) AS planned_end_date) AS d
  LEFT JOIN LATERAL (
    SELECT unnest(gmalign_private.wanted_goals(
             gmalign_private.party_points((SELECT f.voices FROM frame f), (SELECT f.lift FROM frame f),
                                          v.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on),
             (SELECT f.no_goal FROM frame f))) AS goal_id
    -- a row also where nothing is stated: the purpose may have defaults
    FROM assignment v
    LEFT JOIN assignment_goal g ON g.assignment_id = v.id AND g.stated_on <= gmalign.today()
    WHERE v.id = a.id) AS s ON true
  LEFT JOIN goal_measure k ON k.id = s.goal_id AND k.is_met = false AND k.is_open AND k.due_date <= d.planned_end_date
  WHERE d.planned_end_date < gmalign.today() + 365
    -- active, said so that the planner can tell how many there are
    AND gmalign_private.is_active(gmalign_private.finite(a.start_date), gmalign_private.finite(a.end_date), x.left_on,
                                  gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, gmalign.today()) = 'cancelled',
                                  gmalign.today())
  GROUP BY a.id, d.planned_end_date, a.next_role_agreed_on
)
SELECT l.id, l.id AS subject_id, (l.planned_end_date - gmalign.today())::float8 AS score, c.reason_code,
       p.parameters::text AS parameters, gmalign.reason_text(c.reason_code, p.parameters) AS reason,
       l.goals AS driver,
       coalesce(a.external_id, l.id::text) AS subject_title                                           --? assignment.external_id
       l.id::text AS subject_title                                                                    --! assignment.external_id
FROM looked l
LEFT JOIN assignment a ON a.id = l.id                                                                 --? assignment.external_id
-- functions of FROM are evaluated once a row
CROSS JOIN LATERAL (SELECT CASE WHEN l.next_role_agreed_on IS NULL OR l.next_role_agreed_on > gmalign.today() THEN 'no_next_role'
                                WHEN l.unmet_count > 0 THEN 'goals_unmet' END AS reason_code) AS c
CROSS JOIN LATERAL jsonb_build_object('days_to_end', l.planned_end_date - gmalign.today(), 'unmet_count', l.unmet_count,
                                      'goals', l.goals, 'planned_end_date', l.planned_end_date) AS p (parameters)
WHERE c.reason_code IS NOT NULL;
COMMENT ON VIEW rule_end_near IS 'Rule end_near: a move that ends before the role after return is agreed or its goals are met. One row per active assignment that ends within a year and lacks one of them.';
SELECT gmalign_private.comment_rule_columns('rule_end_near', 'assignment', 'Days to the planned end; negative: past it.');
