CREATE OR REPLACE VIEW rule_pair_below_band WITH (security_invoker = true) AS
WITH looked AS MATERIALIZED (
  SELECT a.assignment_id, a.weakest_alignment_score AS score,
         split_part(a.weakest_pair, '|', 1) AS a, split_part(a.weakest_pair, '|', 2) AS b,
         a.weakest_driver_goal_id AS driver_goal_id, a.weakest_opposed_share AS opposed_share,
         a.weakest_unshared_share AS unshared_share, a.weakest_strength_share AS strength_share, a.assignee_reach_share
  FROM assignment_alignment a
  WHERE a.assignment_status <> 'ended'
),
-- the points of the two on the goal that drives them apart, and the assignee's
-- own goals that reach no strategic goal
fought AS (
  SELECT l.assignment_id,
         sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a) AS a_points,
         sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b) AS b_points,
         (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a))[1] AS a_own_goal,
         (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b))[1] AS b_own_goal,
         (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.party = 'assignee' AND NOT l.has_line_of_sight))[1] AS assignee_goal
  FROM lifted_points l
  JOIN looked k ON k.assignment_id = l.assignment_id
  JOIN goal g ON g.id = l.own_goal_id
  -- in coalesce, because comparing columns the planner expects next to no rows
  WHERE coalesce(l.party IN (k.a, k.b) AND (l.goal_id = k.driver_goal_id OR (l.party = 'assignee' AND NOT l.has_line_of_sight)), false)
  GROUP BY l.assignment_id
),
worded AS (
  SELECT k.assignment_id, k.score, d.title AS driver,
         gmalign_private.parting_reason(k.a, k.opposed_share, k.unshared_share, k.strength_share, k.assignee_reach_share,
                                r.opposed_from, r.reach_from) AS reason_code,
         jsonb_build_object('a', k.a, 'b', k.b, 'goal', d.title, 'goal_id', k.driver_goal_id,
                            'own_goal', gmalign_private.fought_through(f.a_points, f.b_points, f.a_own_goal, f.b_own_goal),
                            'assignee_goal', f.assignee_goal,
                            -- numeric: the text of a float8 depends on the session
                            'opposed_share', k.opposed_share::numeric, 'unshared_share', k.unshared_share::numeric,
                            'assignee_reach_share', k.assignee_reach_share::numeric) AS parameters
  FROM looked k
  CROSS JOIN setting_in_force r
  LEFT JOIN fought f ON f.assignment_id = k.assignment_id
  LEFT JOIN goal d ON d.id = k.driver_goal_id
)
SELECT w.assignment_id AS id, w.assignment_id AS subject_id, w.score, w.reason_code,
       w.parameters::text AS parameters, gmalign.reason_text(w.reason_code, w.parameters) AS reason, w.driver
FROM worded w;
COMMENT ON VIEW rule_pair_below_band IS 'Rule pair_below_band: two parties of a move share too little. One row per assignment that has not ended.';
SELECT gmalign_private.comment_rule_columns('rule_pair_below_band', 'assignment', 'Lowest goal alignment of the three pairs, 0 to 1. NULL: not scored.');
