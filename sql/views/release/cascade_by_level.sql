WITH listed AS MATERIALIZED (
  SELECT g.id AS goal_id, s.row_key, g.level = 'strategic' AS is_strategic
  FROM goal g
  CROSS JOIN LATERAL (VALUES ('all'), ('level ' || g.level), ('unit ' || coalesce(g.org_unit_id::text, 'none'))) AS s (row_key)
  WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
),
worker AS MATERIALIZED (
  --+ goal_worker
  --+ contributor_there
),
-- whether work on a goal reaches strategy: of a strategic one everybody knows, which hides nobody else's
reaching AS MATERIALIZED (
  SELECT l.goal_id, bool_or(l.lift_share > 0) AS is_reaching FROM goal_lift l WHERE l.is_strategic GROUP BY l.goal_id
)
SELECT l.row_key, 'goals' AS part, 'person' AS role, 'goals' AS pool, g.person_id || ' ' || g.goal_id AS datum, g.person_id::text AS person,
       NULL::float8 AS amount
FROM listed l
JOIN person_goal g ON g.goal_id = l.goal_id
UNION ALL
-- that all goals of some reach strategy, or none of them, or miss it, is what each of theirs does
SELECT l.row_key, 'reach' AS part, 'person' AS role, 'reach' AS pool, concat_ws(' ', g.person_id, g.goal_id, s.state) AS datum,
       g.person_id::text AS person, gmalign_private.room_among(s.state, 'aligned', 'disconnected', 'unaligned')::float8 AS amount
FROM listed l
JOIN person_goal g ON g.goal_id = l.goal_id
JOIN goal_state s ON s.goal_id = g.goal_id AND s.state IS DISTINCT FROM 'strategic'
UNION ALL
SELECT l.row_key, q.part, q.role, q.pool, w.source || ' ' || w.goal_id || q.digest AS datum, w.person, q.amount
FROM listed l
JOIN worker w ON w.goal_id = l.goal_id
LEFT JOIN reaching r ON r.goal_id = l.goal_id
CROSS JOIN LATERAL (SELECT coalesce(r.is_reaching, false) AS is_reaching) AS k
CROSS JOIN LATERAL (SELECT CASE WHEN l.is_strategic THEN gmalign_private.room(NULL, NULL) ELSE gmalign_private.room_among(k.is_reaching) END AS room) AS o
CROSS JOIN LATERAL (VALUES
  ('work', 'person', 'work', CASE WHEN NOT l.is_strategic THEN '' END, NULL::float8),
  ('capacity', 'person', 'capacity', ' ' || w.fte_share, w.fte), ('cost', 'person', 'cost', ' ' || w.cost_whole, w.cost),
  -- split over goals, they change with what is wanted
  ('capacity', 'person', 'capacity by goal', ' ' || w.fte, NULL), ('cost', 'person', 'cost by goal', ' ' || w.cost, NULL),
  ('work_reach', 'person', 'work reaching', CASE WHEN NOT l.is_strategic THEN ' ' || k.is_reaching END, o.room),
  ('capacity_reach', 'person', 'capacity reaching', ' ' || w.fte || ' ' || k.is_reaching, o.room),
  ('capacity_reach', '+weight', NULL, ' ' || w.fte, w.fte),
  ('cost_reach', 'person', 'cost reaching', ' ' || w.cost || ' ' || k.is_reaching, o.room),
  ('cost_reach', '+weight', NULL, ' ' || w.cost, w.cost)) AS q (part, role, pool, digest, amount)
WHERE q.digest IS NOT NULL
