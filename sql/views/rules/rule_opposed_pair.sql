CREATE OR REPLACE VIEW rule_opposed_pair WITH (security_invoker = true) AS
WITH looked AS MATERIALIZED (
  SELECT a.assignment_id, a.most_opposed_share AS score,
         split_part(a.most_opposed_pair, '|', 1) AS a, split_part(a.most_opposed_pair, '|', 2) AS b,
         a.most_opposed_driver_goal_id AS driver_goal_id
  FROM assignment_alignment a
  WHERE a.assignment_status <> 'ended'
),
-- the points of the two on the goal that drives them apart
fought AS (
  SELECT l.assignment_id,
         sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a) AS a_points,
         sum(l.points) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b) AS b_points,
         (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.a))[1] AS a_own_goal,
         (array_agg(g.title ORDER BY abs(l.points) DESC, g.id) FILTER (WHERE l.goal_id = k.driver_goal_id AND l.party = k.b))[1] AS b_own_goal
  FROM lifted_points l
  JOIN looked k ON k.assignment_id = l.assignment_id
  JOIN goal g ON g.id = l.own_goal_id
  -- in coalesce, because comparing columns the planner expects next to no rows
  WHERE coalesce(l.party IN (k.a, k.b) AND l.goal_id = k.driver_goal_id, false)
  GROUP BY l.assignment_id
),
worded AS (
  SELECT k.assignment_id, k.score, d.title AS driver,
         jsonb_build_object('a', k.a, 'b', k.b, 'goal', d.title, 'goal_id', k.driver_goal_id,
                            'own_goal', gmalign_private.fought_through(f.a_points, f.b_points, f.a_own_goal, f.b_own_goal),
                            -- numeric: the text of a float8 depends on the session
                            'opposed_share', k.score::numeric) AS parameters
  FROM looked k
  LEFT JOIN fought f ON f.assignment_id = k.assignment_id
  LEFT JOIN goal d ON d.id = k.driver_goal_id
)
SELECT w.assignment_id AS id, w.assignment_id AS subject_id, w.score, 'opposed' AS reason_code,
       w.parameters::text AS parameters, gmalign.reason_text('opposed', w.parameters) AS reason, w.driver
FROM worded w;
COMMENT ON VIEW rule_opposed_pair IS 'Rule opposed_pair: two parties of a move pull in opposite directions. One row per assignment that has not ended.';
SELECT gmalign_private.comment_rule_columns('rule_opposed_pair', 'assignment', 'Largest share on which two parties pull in opposite directions, 0 to 1. NULL: not scored.');
