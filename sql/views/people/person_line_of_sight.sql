CREATE OR REPLACE VIEW person_line_of_sight WITH (security_invoker = true) AS
WITH cascade AS MATERIALIZED (SELECT c.graph, c.strategic_goals FROM cascade_graph c),
known AS (
  SELECT k.employee_id AS person_id, avg(k.knows_goal::integer)::float8 AS knows_goal_share
  FROM (SELECT DISTINCT ON (w.employee_id, w.goal_id) w.employee_id, w.knows_goal
        FROM goal_awareness w
        WHERE w.asked_on <= gmalign.today()
        ORDER BY w.employee_id, w.goal_id, w.asked_on DESC) k
  GROUP BY k.employee_id
)
SELECT e.id, e.id AS person_id, u.name AS org_unit,
       s.goal_count::integer AS goal_count, CASE WHEN y.unknown_reason IS NULL THEN s.aligned_count::integer END AS aligned_goal_count,
       CASE WHEN y.unknown_reason IS NULL THEN s.disconnected_count::integer END AS disconnected_goal_count,
       CASE WHEN y.unknown_reason IS NULL THEN s.unaligned_count::integer END AS unaligned_goal_count,
       CASE WHEN y.unknown_reason IS NULL THEN s.aligned_count > 0 END AS has_line_of_sight,
       s.nearest_distance,
       s.contribution AS strongest_contribution,
       s.strategic_goal AS strategic_goal_id,
       g.title AS strategic_goal_title,
       k.knows_goal_share,
       y.unknown_reason,
       w.person_external_id
FROM employee e
JOIN employment w ON w.id = e.id AND w.is_employed
LEFT JOIN org_unit u ON u.id = e.org_unit_id
LEFT JOIN person_points o ON o.person_id = e.id
CROSS JOIN LATERAL gmalign_private.sight_of(
  (SELECT c.graph FROM cascade c), (SELECT gmalign_private.goal_sight(c.graph, c.strategic_goals) FROM cascade c),
  o.goals, (SELECT n.id FROM goal n LIMIT 0)) AS s
LEFT JOIN goal g ON g.id = s.strategic_goal
LEFT JOIN known k ON k.person_id = e.id
CROSS JOIN (SELECT CASE WHEN cardinality(c.strategic_goals) = 0 THEN gmalign_private.sentence('unknown.no_strategy') END AS unknown_reason
            FROM cascade c) AS y;
COMMENT ON VIEW person_line_of_sight IS 'Whether a person''s work reaches strategy. One row per person employed today. Goals of a person: owned, worked on as a contributor, or named by the person as an assignee on an active assignment.';
COMMENT ON COLUMN person_line_of_sight.id IS 'Key of the person.';
COMMENT ON COLUMN person_line_of_sight.person_id IS 'Key of the person.';
COMMENT ON COLUMN person_line_of_sight.org_unit IS 'The person''s unit.';
COMMENT ON COLUMN person_line_of_sight.goal_count IS 'Goals of the person.';
COMMENT ON COLUMN person_line_of_sight.aligned_goal_count IS 'Those that reach or are a strategic goal. NULL: there is none in force.';
COMMENT ON COLUMN person_line_of_sight.disconnected_goal_count IS 'Those with a parent that reach no strategic goal. NULL: there is none in force.';
COMMENT ON COLUMN person_line_of_sight.unaligned_goal_count IS 'Those without a parent. NULL: there is no strategic goal in force.';
COMMENT ON COLUMN person_line_of_sight.has_line_of_sight IS 'Whether at least one goal reaches strategy. NULL: not known, see unknown_reason.';
COMMENT ON COLUMN person_line_of_sight.nearest_distance IS 'Links from the nearest goal to strategy. NULL: none reaches it.';
COMMENT ON COLUMN person_line_of_sight.strongest_contribution IS 'Largest contribution of one of the goals to a strategic goal. NULL: none known.';
COMMENT ON COLUMN person_line_of_sight.strategic_goal_id IS 'The strategic goal it goes to.';
COMMENT ON COLUMN person_line_of_sight.strategic_goal_title IS 'Its title.';
COMMENT ON COLUMN person_line_of_sight.knows_goal_share IS 'Share of the goals asked about that the person can name, 0 to 1. NULL: not asked.';
COMMENT ON COLUMN person_line_of_sight.unknown_reason IS 'Why no line of sight is known, in words. NULL: it is, or there is none.';
COMMENT ON COLUMN person_line_of_sight.person_external_id IS 'The person''s id in the HR system.';
