CREATE OR REPLACE VIEW assignment_points WITH (security_invoker = true) AS
SELECT a.id, a.id AS assignment_id, a.external_id AS assignment_external_id, a.assignment_type, a.purpose,
       a.home_country, a.host_country, a.org_unit_id, a.gm_professional_id, a.assignee_id, a.sponsor_id,
       gmalign_private.finite(a.start_date) AS start_date, gmalign_private.finite(a.planned_end_date) AS planned_end_date,
       gmalign_private.finite(a.end_date) AS end_date,
       gmalign_private.assignment_status(a.start_date, a.end_date, x.left_on, x.is_cancelled, gmalign.today()) AS assignment_status,
       a.points,
       (SELECT f.no_goal FROM points_frame f) AS no_goal,
       (SELECT f.no_voice FROM points_frame f) AS no_voice,
       x.left_on
FROM (
  -- one SELECT over the assignment and what was stated about it, grouped by all its
  -- columns: a filter on any of them reaches the tables, and an engine that
  -- distributes them by assignment computes it where they lie
  SELECT a.id, a.external_id, a.assignment_type, a.purpose, a.home_country, a.host_country, a.org_unit_id,
         a.gm_professional_id, a.assignee_id, a.sponsor_id, a.start_date, a.planned_end_date, a.end_date,
         a.end_reason,                                                                                --? assignment.end_reason
         gmalign_private.party_points((SELECT f.voices FROM points_frame f), (SELECT f.lift FROM points_frame f),
                                      a.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points
  FROM assignment a
  LEFT JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= gmalign.today()
  GROUP BY a.id, a.external_id, a.assignment_type, a.purpose, a.home_country, a.host_country, a.org_unit_id,
           a.end_reason,                                                                              --? assignment.end_reason
           a.gm_professional_id, a.assignee_id, a.sponsor_id, a.start_date, a.planned_end_date, a.end_date) AS a
-- once a move, not once a statement
--+ move_end
;
COMMENT ON VIEW assignment_points IS 'What is stated about each assignment as one value, from which the views about alignment read statements, points, drivers and scores. One row per assignment; the value lives within one query and is not for tables or dashboards.';
SELECT gmalign_private.comment_assignment_columns('assignment_points', 'org_unit', 'gm_professional_external_id');
COMMENT ON COLUMN assignment_points.id IS 'Key of the assignment.';
COMMENT ON COLUMN assignment_points.assignee_id IS 'The person who goes.';
COMMENT ON COLUMN assignment_points.sponsor_id IS 'The leader who wants the move.';
COMMENT ON COLUMN assignment_points.end_date IS 'Actual last day abroad. NULL: not ended.';
COMMENT ON COLUMN assignment_points.points IS 'What is stated, and where each goal named leads.';
COMMENT ON COLUMN assignment_points.no_goal IS 'NULL in the type of goal.id, which readers return goals in.';
COMMENT ON COLUMN assignment_points.no_voice IS 'NULL in the type of stakeholder.id.';
COMMENT ON COLUMN assignment_points.left_on IS 'Last day of employment of the assignee: the move ends then at the latest. NULL: the assignee has not left.';
