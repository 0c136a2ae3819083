WITH listed AS MATERIALIZED (
  SELECT g.id AS goal_id, s.row_key
  FROM goal g
  CROSS JOIN LATERAL (VALUES ('all'), ('level ' || g.level), ('unit ' || coalesce(g.org_unit_id::text, 'none'))) AS s (row_key)
  WHERE gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
),
worker AS MATERIALIZED (
  --+ goal_worker
  --+ contributor_there
)
SELECT l.row_key, 'goals' AS part, 'person' AS role, 'goals' AS pool, g.person_id || ' ' || g.goal_id AS datum, g.person_id::text AS person,
       NULL::float8 AS amount
FROM listed l
JOIN person_goal g ON g.goal_id = l.goal_id
UNION ALL
-- that all goals of some reach strategy, or none of them, or miss it, is what each of theirs does
SELECT l.row_key, 'reach' AS part, 'person' AS role, 'reach' AS pool, concat_ws(' ', g.person_id, g.goal_id, s.state) AS datum,
       g.person_id::text AS person,
       (gmalign_private.room_among(s.state = 'aligned') | (gmalign_private.room_among(s.state = 'disconnected') << 2)
          | (gmalign_private.room_among(s.state = 'unaligned') << 4))::float8 AS amount
FROM listed l
JOIN person_goal g ON g.goal_id = l.goal_id
JOIN goal_state s ON s.goal_id = g.goal_id AND s.state IS DISTINCT FROM 'strategic'
UNION ALL
SELECT l.row_key, q.part, 'person' AS role, q.part AS pool, w.source || ' ' || w.goal_id || q.digest AS datum, w.person, q.amount
FROM listed l
JOIN worker w ON w.goal_id = l.goal_id
CROSS JOIN LATERAL (VALUES ('work', '', NULL::float8), ('capacity', ' ' || w.fte, w.fte), ('cost', ' ' || w.cost, w.cost)) AS q (part, digest, amount)
WHERE q.digest IS NOT NULL
