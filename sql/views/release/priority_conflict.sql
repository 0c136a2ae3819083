WITH heard AS MATERIALIZED (
  SELECT a.assignment_id, a.assignee_id, a.gm_professional_id, a.sponsor_id, a.points, a.no_goal, a.no_voice
  FROM assignment_points a
  WHERE a.assignment_status NOT IN ('ended', 'cancelled')
),
lift AS MATERIALIZED (SELECT l.goal_id, l.compared_goal_id FROM goal_lift l),
-- what each voice says of each goal compared, and who speaks; where that is not
-- known, of the organization the move stands for it
said AS MATERIALIZED (
  SELECT gmalign_private.camp(s.code, s.party) AS camp, h.assignee_id::text AS assignee, h.assignment_id || ' ' || t.voice AS statement,
         coalesce(l.compared_goal_id, t.goal) AS goal, t.points, t.is_default,
         CASE s.party WHEN 'gm_professional' THEN coalesce(h.gm_professional_id::text, 'not known')
                      WHEN 'organization' THEN coalesce(
                        k.employee_id::text,                                                            --? assignment_party
                        CASE s.code WHEN 'sponsor' THEN h.sponsor_id::text END, h.assignee_id::text)
                      ELSE h.assignee_id::text END AS speaker
  FROM heard h
  CROSS JOIN LATERAL gmalign_private.stated_rows(h.points, h.no_goal, h.no_voice) AS t
  JOIN stakeholder s ON s.id = t.voice
  LEFT JOIN assignment_party k ON k.assignment_id = h.assignment_id AND k.stakeholder_id = s.id         --? assignment_party
  LEFT JOIN lift l ON l.goal_id = t.goal
  WHERE t.points <> 0 AND gmalign_private.camp(s.code, s.party) IS NOT NULL
),
-- a goal that all name: that it is wanted would be everybody's
named_by_all AS (
  SELECT n.camp, n.goal
  FROM (SELECT s.camp, s.goal, count(DISTINCT s.statement) AS statements FROM said s GROUP BY s.camp, s.goal) AS n
  JOIN (SELECT s.camp, count(DISTINCT s.statement) AS statements FROM said s GROUP BY s.camp) AS a ON a.camp = n.camp AND a.statements = n.statements
)
SELECT k.row_key, t.part, t.role || r.role AS role, 'points of ' || q.camp || ' by ' || r.role AS pool,
       q.statement || ' ' || q.goal || ' ' || q.points AS datum, r.person, NULL::float8 AS amount
FROM said q
-- a default of the purpose is nobody's
CROSS JOIN LATERAL (VALUES ('assignee', q.assignee), ('+speaker', CASE WHEN NOT q.is_default THEN q.speaker END)) AS r (role, person)
-- the points of a voice sum to 1 over all goals, as everybody knows: in no row
CROSS JOIN LATERAL (VALUES (q.goal::text), (NULL)) AS k (row_key)
-- what compares the camps rests on each of them
CROSS JOIN LATERAL (VALUES (q.camp, ''), ('conflict', q.camp || ' ')) AS t (part, role)
WHERE (k.row_key IS NOT NULL OR t.part <> 'conflict') AND r.person IS NOT NULL
UNION ALL
SELECT q.goal::text AS row_key, q.camp || '_count' AS part, '+whole' AS role, q.camp || ' named it' AS pool, concat_ws('|', q.statement, q.goal) AS datum,
       q.assignee AS person, gmalign_private.room_among(true)::float8 AS amount
FROM said q
JOIN named_by_all n ON n.camp = q.camp AND n.goal = q.goal
UNION ALL
SELECT q.goal::text AS row_key, 'title' AS part, 'speaker' AS role, NULL AS pool, q.goal::text AS datum, q.speaker AS person, NULL::float8 AS amount
FROM said q
