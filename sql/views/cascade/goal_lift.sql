CREATE OR REPLACE VIEW goal_lift WITH (security_invoker = true) AS
WITH graph AS MATERIALIZED (
  SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM cascade_link l
),
strategic AS (SELECT ARRAY(SELECT s.goal_id FROM strategic_goal s) AS goals),
sight AS (
  SELECT s.goal, s.strategic_goal, s.contribution,
         sum(abs(s.contribution)) OVER (PARTITION BY s.goal) AS total
  FROM graph CROSS JOIN strategic
  CROSS JOIN LATERAL gmalign.line_of_sight(graph.g, strategic.goals) AS s
  WHERE s.contribution <> 0
)
-- points move up in proportion to contribution; what does not reach
-- strategy stays where it is, so that points are conserved. Contributions
-- of .3, .6 and .1 add up to one only but for rounding, which is no goal.
SELECT s.goal || ' ' || s.strategic_goal AS id,
       s.goal AS goal_id, s.strategic_goal AS compared_goal_id, true AS is_strategic,
       s.contribution / greatest(1, s.total) AS lift_share
FROM sight s
UNION ALL
SELECT s.goal || ' ' || s.goal AS id,
       s.goal AS goal_id, s.goal AS compared_goal_id, false AS is_strategic, 1 - s.total AS lift_share
FROM sight s
WHERE s.total < 1 - 1e-12
GROUP BY s.goal, s.total;
COMMENT ON VIEW goal_lift IS 'Where the points of a goal go before parties are compared: up to the strategic goals it serves, in proportion to its contribution; the rest stays. One row per goal and goal compared; a goal without a line of sight has no row and stands for itself.';
COMMENT ON COLUMN goal_lift.id IS 'Key of the row: goal and compared goal.';
COMMENT ON COLUMN goal_lift.goal_id IS 'The goal that holds the points.';
COMMENT ON COLUMN goal_lift.compared_goal_id IS 'Where they go: a strategic goal, or the goal itself.';
COMMENT ON COLUMN goal_lift.is_strategic IS 'Whether they go to a strategic goal.';
COMMENT ON COLUMN goal_lift.lift_share IS 'The share that goes there, -1 to 1; negative works against it. The magnitudes of a goal sum to 1.';
