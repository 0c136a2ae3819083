CREATE OR REPLACE VIEW alignment_driver WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
pair (pair, a, b) AS (
  VALUES ('assignee|gm_professional', 'assignee', 'gm_professional'),
         ('assignee|organization', 'assignee', 'organization'),
         ('gm_professional|organization', 'gm_professional', 'organization')
),
side AS (
  SELECT p.assignment_id, q.pair, q.a, q.b, p.goal_id, bool_or(p.is_strategic) AS is_strategic,
         coalesce(sum(p.points) FILTER (WHERE p.party = q.a), 0) AS a_points,
         coalesce(sum(p.points) FILTER (WHERE p.party = q.b), 0) AS b_points,
         coalesce(sum(p.helps_points) FILTER (WHERE p.party = q.a), 0) AS a_helps_points,
         coalesce(sum(p.harms_points) FILTER (WHERE p.party = q.a), 0) AS a_harms_points,
         coalesce(sum(p.helps_points) FILTER (WHERE p.party = q.b), 0) AS b_helps_points,
         coalesce(sum(p.harms_points) FILTER (WHERE p.party = q.b), 0) AS b_harms_points,
         (array_agg(p.own_goal_id) FILTER (WHERE p.party = q.a))[1] AS a_own_goal_id,
         (array_agg(p.own_goal_id) FILTER (WHERE p.party = q.b))[1] AS b_own_goal_id
  FROM party_points p
  -- in coalesce, because comparing columns the planner expects next to no rows
  JOIN pair q ON coalesce(p.party IN (q.a, q.b), false)
  GROUP BY p.assignment_id, q.pair, q.a, q.b, p.goal_id
),
weighed AS (
  SELECT s.*,
         sum(abs(s.a_points) + abs(s.b_points)) OVER w AS total,
         count(s.a_own_goal_id) OVER w > 0 AND count(s.b_own_goal_id) OVER w > 0 AS is_heard
  FROM side s
  WINDOW w AS (PARTITION BY s.assignment_id, s.pair)
)
SELECT w.assignment_id || ' ' || w.pair || ' ' || w.goal_id AS id,
       w.assignment_id, a.external_id AS assignment_external_id, a.assignment_type, a.purpose,
       a.home_country, a.host_country, a.org_unit_id, u.name AS org_unit, a.gm_professional_id,
       a.start_date, a.planned_end_date,
       gmalign_private.assignment_status(a.start_date, a.end_date, c.today) AS assignment_status,
       w.pair, w.a, w.b, w.goal_id, g.title AS goal_title, w.is_strategic,
       CASE WHEN w.a_points = w.b_points THEN NULL
            WHEN w.a_points * w.b_points < 0 THEN 'opposed'
            WHEN w.a_points = 0 OR w.b_points = 0 THEN 'unshared'
            ELSE 'strength' END AS kind,
       w.a_points, w.b_points,
       w.a_helps_points, w.a_harms_points, w.b_helps_points, w.b_harms_points,
       ga.title AS a_own_goal_title, gb.title AS b_own_goal_title,
       gmalign.alignment_loss(w.a_points, w.b_points, 1, w.total) AS loss_share
FROM weighed w
CROSS JOIN clock c
JOIN assignment a ON a.id = w.assignment_id
JOIN goal g ON g.id = w.goal_id
LEFT JOIN goal ga ON ga.id = w.a_own_goal_id
LEFT JOIN goal gb ON gb.id = w.b_own_goal_id
LEFT JOIN org_unit u ON u.id = a.org_unit_id
WHERE coalesce(w.is_heard AND w.total > 0, false);
COMMENT ON VIEW alignment_driver IS 'Which goals drive two parties of an assignment apart, and by how much. One row per assignment, pair of parties and goal compared: a strategic goal, or an own goal as far as it serves none.';
SELECT gmalign_private.comment_assignment_columns('alignment_driver');
COMMENT ON COLUMN alignment_driver.id IS 'Key of the row: assignment, pair and goal.';
COMMENT ON COLUMN alignment_driver.pair IS 'The two parties, as a|b.';
COMMENT ON COLUMN alignment_driver.a IS 'First party.';
COMMENT ON COLUMN alignment_driver.b IS 'Second party.';
COMMENT ON COLUMN alignment_driver.goal_id IS 'The goal compared.';
COMMENT ON COLUMN alignment_driver.goal_title IS 'Title of the goal compared.';
COMMENT ON COLUMN alignment_driver.is_strategic IS 'Whether the goal compared is strategic.';
COMMENT ON COLUMN alignment_driver.kind IS 'opposed: they pull in opposite directions; unshared: named by one party only; strength: the same goal, different weight. NULL: no difference.';
COMMENT ON COLUMN alignment_driver.a_points IS 'Net points of a for the goal, -1 to 1.';
COMMENT ON COLUMN alignment_driver.b_points IS 'Net points of b for the goal, -1 to 1.';
COMMENT ON COLUMN alignment_driver.a_helps_points IS 'Points of a that help the goal, 0 to 1.';
COMMENT ON COLUMN alignment_driver.a_harms_points IS 'Points of a that work against it, 0 to 1.';
COMMENT ON COLUMN alignment_driver.b_helps_points IS 'Points of b that help the goal, 0 to 1.';
COMMENT ON COLUMN alignment_driver.b_harms_points IS 'Points of b that work against it, 0 to 1.';
COMMENT ON COLUMN alignment_driver.a_own_goal_title IS 'The goal of a that brings most of its points here. NULL: a has none.';
COMMENT ON COLUMN alignment_driver.b_own_goal_title IS 'The goal of b that brings most of its points here. NULL: b has none.';
COMMENT ON COLUMN alignment_driver.loss_share IS 'The goal''s share of the loss of alignment, 0 to 1; over a pair they sum to 1 minus its score.';
