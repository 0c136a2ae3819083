WITH scored AS MATERIALIZED (
  SELECT p.assignment_id, p.assignee_id, p.points, p.no_goal, v.score
  FROM assignment_points p
  CROSS JOIN LATERAL gmalign_private.mutual_alignment(p.points) AS v (score)
  WHERE p.assignment_status NOT IN ('ended', 'cancelled') AND v.score IS NOT NULL
),
-- the goals that serve a strategic goal of a dimension
served AS MATERIALIZED (
  SELECT DISTINCT s.dimension_id::text AS row_key, l.goal_id
  FROM goal_lift l
  JOIN goal s ON s.id = l.compared_goal_id
  WHERE l.is_strategic AND s.dimension_id IS NOT NULL
),
worker AS MATERIALIZED (
  --+ goal_worker
  --+ contributor_there
)
SELECT q.row_key, 'alignment' AS part, r.role, r.pool, q.datum, q.person, r.amount
FROM (SELECT g.dimension_id::text AS row_key, s.assignment_id || ' ' || s.score AS datum, s.assignee_id::text AS person,
             gmalign_private.room(s.score) AS room, gmalign_private.total(w.points) AS points
      FROM scored s
      CROSS JOIN LATERAL gmalign_private.reach_rows(s.points, s.no_goal, 'organization') AS w
      JOIN goal g ON g.id = w.goal
      WHERE g.dimension_id IS NOT NULL
      GROUP BY g.dimension_id, s.assignment_id, s.score, s.assignee_id) AS q
-- each counts with the points that reach the dimension: who has nearly all of them is the mean
CROSS JOIN LATERAL (VALUES ('assignee', 'alignment by dimension', q.room::float8), ('+weight', NULL, q.points)) AS r (role, pool, amount)
UNION ALL
SELECT l.row_key, q.part, q.role, q.pool, concat_ws(' ', g.person_id, g.goal_id, q.digest) AS datum, g.person_id::text AS person,
       q.room::float8 AS amount
FROM served l
JOIN person_goal g ON g.goal_id = l.goal_id
LEFT JOIN goal_measure m ON m.goal_id = g.goal_id
CROSS JOIN LATERAL (VALUES
  ('goals', 'person', 'goals by dimension', NULL, NULL, true), ('progress', 'person', 'goals by dimension', NULL, NULL, true),
  -- how far each has come
  ('progress', '+measured', 'progress by dimension', m.own_progress_share::text, gmalign_private.room(m.own_progress_share),
   m.own_progress_share IS NOT NULL)) AS q (part, role, pool, digest, room, is_in)
WHERE q.is_in
UNION ALL
SELECT l.row_key, q.part, q.role, q.pool, w.source || ' ' || w.goal_id || q.digest AS datum, w.person, q.amount
FROM served l
JOIN worker w ON w.goal_id = l.goal_id
CROSS JOIN LATERAL (VALUES ('capacity', 'person', 'capacity', ' ' || w.fte_share, NULL::float8), ('cost', 'person', 'cost', ' ' || w.cost_whole, NULL),
                           ('capacity', 'person', 'capacity by goal', ' ' || w.fte, NULL), ('cost', 'person', 'cost by goal', ' ' || w.cost, NULL),
                           ('capacity', '+weight', NULL, ' ' || w.fte, w.fte), ('cost', '+weight', NULL, ' ' || w.cost, w.cost))
  AS q (part, role, pool, digest, amount)
WHERE q.digest IS NOT NULL
