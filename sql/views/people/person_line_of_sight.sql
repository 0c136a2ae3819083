CREATE OR REPLACE VIEW person_line_of_sight WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
link AS MATERIALIZED (SELECT l.goal_id, l.parent_goal_id, l.contribution FROM cascade_link l),
graph AS MATERIALIZED (
  SELECT gmalign.goal_graph(l.goal_id, l.parent_goal_id, l.contribution) AS g FROM link l
),
strategic AS (SELECT ARRAY(SELECT s.goal_id FROM strategic_goal s) AS goals),
state AS (
  SELECT s.goal, s.state
  FROM graph CROSS JOIN strategic
  CROSS JOIN LATERAL gmalign.goal_states(graph.g, strategic.goals, false) AS s
),
counted AS (
  SELECT p.person_id,
         count(*) AS goal_count,
         count(*) FILTER (WHERE s.state IN ('aligned', 'strategic')) AS aligned_goal_count,
         count(*) FILTER (WHERE s.state = 'disconnected') AS disconnected_goal_count,
         count(*) FILTER (WHERE s.state = 'unaligned') AS unaligned_goal_count
  FROM person_goal p
  JOIN state s ON s.goal = p.goal_id
  GROUP BY p.person_id
),
seen AS (
  SELECT DISTINCT ON (p.person_id) p.person_id, l.strategic_goal, l.contribution,
         min(l.distance) OVER (PARTITION BY p.person_id) AS nearest_distance
  FROM graph CROSS JOIN strategic
  CROSS JOIN LATERAL gmalign.line_of_sight(graph.g, strategic.goals) AS l
  JOIN person_goal p ON p.goal_id = l.goal
  ORDER BY p.person_id, l.contribution DESC NULLS LAST, l.distance, l.strategic_goal
),
known AS (
  SELECT k.employee_id AS person_id, avg(k.knows_goal::integer)::float8 AS knows_goal_share
  FROM (SELECT DISTINCT ON (w.employee_id, w.goal_id) w.employee_id, w.knows_goal
        FROM goal_awareness w CROSS JOIN clock c
        WHERE w.asked_on <= c.today
        ORDER BY w.employee_id, w.goal_id, w.asked_on DESC) k
  GROUP BY k.employee_id
)
SELECT e.id, e.id AS person_id, u.name AS org_unit,
       coalesce(n.goal_count, 0) AS goal_count,
       coalesce(n.aligned_goal_count, 0) AS aligned_goal_count,
       coalesce(n.disconnected_goal_count, 0) AS disconnected_goal_count,
       coalesce(n.unaligned_goal_count, 0) AS unaligned_goal_count,
       coalesce(n.aligned_goal_count, 0) > 0 AS has_line_of_sight,
       s.nearest_distance,
       s.contribution AS strongest_contribution,
       s.strategic_goal AS strategic_goal_id,
       g.title AS strategic_goal_title,
       k.knows_goal_share
FROM employee e
CROSS JOIN clock c
LEFT JOIN org_unit u ON u.id = e.org_unit_id
LEFT JOIN counted n ON n.person_id = e.id
LEFT JOIN seen s ON s.person_id = e.id
LEFT JOIN goal g ON g.id = s.strategic_goal
LEFT JOIN known k ON k.person_id = e.id
WHERE (e.departure_date IS NULL OR e.departure_date >= c.today)
  AND (e.hire_date IS NULL OR e.hire_date <= c.today);
COMMENT ON VIEW person_line_of_sight IS 'Whether a person''s work reaches strategy. One row per person employed today. Goals of a person: owned, worked on as a contributor, or named by the person as an assignee on an active assignment.';
COMMENT ON COLUMN person_line_of_sight.id IS 'Key of the person.';
COMMENT ON COLUMN person_line_of_sight.person_id IS 'Key of the person.';
COMMENT ON COLUMN person_line_of_sight.org_unit IS 'The person''s unit.';
COMMENT ON COLUMN person_line_of_sight.goal_count IS 'Goals of the person.';
COMMENT ON COLUMN person_line_of_sight.aligned_goal_count IS 'Those that reach or are a strategic goal.';
COMMENT ON COLUMN person_line_of_sight.disconnected_goal_count IS 'Those with a parent that reach no strategic goal.';
COMMENT ON COLUMN person_line_of_sight.unaligned_goal_count IS 'Those without a parent.';
COMMENT ON COLUMN person_line_of_sight.has_line_of_sight IS 'Whether at least one goal reaches strategy.';
COMMENT ON COLUMN person_line_of_sight.nearest_distance IS 'Links from the nearest goal to strategy. NULL: none reaches it.';
COMMENT ON COLUMN person_line_of_sight.strongest_contribution IS 'Largest contribution of one of the goals to a strategic goal. NULL: none known.';
COMMENT ON COLUMN person_line_of_sight.strategic_goal_id IS 'The strategic goal it goes to.';
COMMENT ON COLUMN person_line_of_sight.strategic_goal_title IS 'Its title.';
COMMENT ON COLUMN person_line_of_sight.knows_goal_share IS 'Share of the goals asked about that the person can name, 0 to 1. NULL: not asked.';
