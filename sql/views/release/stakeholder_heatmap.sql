WITH asked AS MATERIALIZED (
  SELECT a.assignment_id, a.assignee_id, a.gm_professional_id, a.sponsor_id, a.points, a.no_goal, a.no_voice
  FROM assignment_points a
  WHERE a.assignment_status NOT IN ('ended', 'cancelled')
),
-- who speaks for the others; a default of the purpose is nobody's
speaker AS MATERIALIZED (
  SELECT q.assignment_id, s.id AS voice, s.code,
         CASE s.party WHEN 'gm_professional' THEN coalesce(q.gm_professional_id::text, 'not known')
                      WHEN 'organization' THEN coalesce(
                        k.employee_id::text,                                                            --? assignment_party
                        CASE s.code WHEN 'sponsor' THEN q.sponsor_id::text END) END AS person
  FROM (SELECT DISTINCT a.assignment_id, a.gm_professional_id, a.sponsor_id, t.voice
        FROM asked a CROSS JOIN LATERAL gmalign_private.stated_rows(a.points, a.no_goal, a.no_voice) AS t
        WHERE t.points IS NOT NULL AND NOT t.is_default) AS q
  JOIN stakeholder s ON s.id = q.voice AND s.party <> 'assignee'
  LEFT JOIN assignment_party k ON k.assignment_id = q.assignment_id AND k.stakeholder_id = s.id         --? assignment_party
),
-- each pair both ways, as the square shows it
cell AS MATERIALIZED (
  SELECT s.code || '|' || s.code AS row_key, q.assignment_id, q.assignee_id, s.id AS a, s.id AS b,
         'heard' AS part, '' AS digest, NULL::integer AS room
  FROM (SELECT DISTINCT t.voice, a.assignment_id, a.assignee_id
        FROM asked a CROSS JOIN LATERAL gmalign_private.stated_rows(a.points, a.no_goal, a.no_voice) AS t
        WHERE t.points IS NOT NULL) AS q
  JOIN stakeholder s ON s.id = q.voice
  UNION ALL
  SELECT k.row_key, q.assignment_id, q.assignee_id, p.a, p.b, w.part, w.digest, w.room
  FROM asked q
  CROSS JOIN LATERAL gmalign_private.voice_pair_rows(q.points, q.no_voice) AS p
  JOIN stakeholder a ON a.id = p.a
  JOIN stakeholder b ON b.id = p.b
  CROSS JOIN LATERAL (VALUES (a.code || '|' || b.code), (b.code || '|' || a.code)) AS k (row_key)
  CROSS JOIN LATERAL (VALUES ('heard', '', NULL), ('pair', ' ' || p.score, gmalign_private.room(p.score)),
                             ('chance', ' ' || p.beyond_chance, gmalign_private.room((1 + p.beyond_chance) / 2))) AS w (part, digest, room)
  WHERE w.digest IS NOT NULL
)
SELECT c.row_key, c.part, c.role,
       -- a pair both ways is one; the moves on which voices are heard are counted
       CASE c.part WHEN 'heard' THEN 'heard' ELSE c.part || ' ' || least(split_part(c.row_key, '|', 1), split_part(c.row_key, '|', 2))
         || '|' || greatest(split_part(c.row_key, '|', 1), split_part(c.row_key, '|', 2)) END || ' ' || c.role AS pool,
       c.assignment_id || c.digest AS datum, c.person, c.room::float8 AS amount
FROM (SELECT c.*, 'assignee' AS role, c.assignee_id::text AS person FROM cell c
      UNION ALL
      -- where it is not known who speaks, the move stands for it
      SELECT c.*, '+' || k.code AS role, coalesce(k.person, c.assignee_id::text) AS person
      FROM cell c
      JOIN speaker k ON k.assignment_id = c.assignment_id AND k.voice IN (c.a, c.b)) AS c
