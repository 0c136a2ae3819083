WITH listed AS MATERIALIZED (
  SELECT g.id AS goal_id, s.row_key
  FROM goal g
  CROSS JOIN LATERAL (VALUES ('all'), ('level ' || g.level), ('unit ' || coalesce(g.org_unit_id::text, 'none'))) AS s (row_key)
  WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
),
-- who works on which goal: contributors, and those on active moves
worker AS MATERIALIZED (
  SELECT k.goal_id, k.employee_id::text AS person, 'contributor ' || k.id AS source, k.fte_share AS fte, NULL::float8 AS cost
  FROM goal_contributor k
  JOIN employee e ON e.id = k.employee_id
  WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
    --+ contributor_there
    AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())
  UNION ALL
  SELECT DISTINCT t.goal AS goal_id, a.assignee_id::text AS person, 'move ' || a.id AS source, a.fte_share AS fte,
         coalesce(a.actual_cost, a.cost_estimate)::float8 AS cost
  FROM assignment_points p
  JOIN assignment a ON a.id = p.assignment_id
  CROSS JOIN LATERAL gmalign_private.stated_rows(p.points, p.no_goal, p.no_voice) AS t
  WHERE p.assignment_status = 'active' AND t.priority > 0
)
SELECT l.row_key, q.part, 'person' AS role, 'goals' AS pool, g.person_id || ' ' || g.goal_id AS datum, g.person_id::text AS person,
       NULL::float8 AS amount
FROM listed l
JOIN person_goal g ON g.goal_id = l.goal_id
CROSS JOIN (VALUES ('goals'), ('reach')) AS q (part)
UNION ALL
SELECT l.row_key, q.part, 'person' AS role, q.part AS pool, w.source || ' ' || w.goal_id || q.digest AS datum, w.person, q.amount
FROM listed l
JOIN worker w ON w.goal_id = l.goal_id
CROSS JOIN LATERAL (VALUES ('work', '', NULL::float8), ('capacity', ' ' || w.fte, w.fte), ('cost', ' ' || w.cost, w.cost)) AS q (part, digest, amount)
WHERE q.digest IS NOT NULL
