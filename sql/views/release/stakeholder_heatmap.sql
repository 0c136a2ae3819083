WITH asked AS MATERIALIZED (
  SELECT a.assignment_id, a.assignee_id, a.gm_professional_id, a.points, a.no_goal, a.no_voice
  FROM assignment_points a
  WHERE a.assignment_status NOT IN ('ended', 'cancelled')
),
-- each pair both ways, as the square shows it
cell AS (
  SELECT s.code || '|' || s.code AS row_key, q.assignment_id, q.assignee_id, q.gm_professional_id,
         'heard' AS part, '' AS digest, NULL::integer AS room, s.party = 'gm_professional' AS is_gm
  FROM (SELECT DISTINCT t.voice, a.assignment_id, a.assignee_id, a.gm_professional_id
        FROM asked a CROSS JOIN LATERAL gmalign_private.stated_rows(a.points, a.no_goal, a.no_voice) AS t
        WHERE t.points IS NOT NULL) AS q
  JOIN stakeholder s ON s.id = q.voice
  UNION ALL
  SELECT k.row_key, q.assignment_id, q.assignee_id, q.gm_professional_id, w.part, w.digest, w.room,
         'gm_professional' IN (a.party, b.party) AS is_gm
  FROM asked q
  CROSS JOIN LATERAL gmalign_private.voice_pair_rows(q.points, q.no_voice) AS p
  JOIN stakeholder a ON a.id = p.a
  JOIN stakeholder b ON b.id = p.b
  CROSS JOIN LATERAL (VALUES (a.code || '|' || b.code), (b.code || '|' || a.code)) AS k (row_key)
  CROSS JOIN LATERAL (VALUES ('heard', '', NULL), ('pair', ' ' || p.score, gmalign_private.room(p.score)), ('chance', ' ' || p.beyond_chance, NULL)) AS w (part, digest, room)
  WHERE w.digest IS NOT NULL
)
SELECT c.row_key, c.part, r.role,
       -- a pair both ways is one; the moves on which voices are heard are counted
       CASE c.part WHEN 'heard' THEN 'heard' ELSE c.part || ' ' || least(split_part(c.row_key, '|', 1), split_part(c.row_key, '|', 2))
         || '|' || greatest(split_part(c.row_key, '|', 1), split_part(c.row_key, '|', 2)) END || ' ' || r.role AS pool,
       c.assignment_id || c.digest AS datum, r.person, c.room::float8 AS amount
FROM cell c
CROSS JOIN LATERAL (VALUES ('assignee', c.assignee_id::text), ('+gm', CASE WHEN c.is_gm THEN coalesce(c.gm_professional_id::text, 'not known') END)) AS r (role, person)
WHERE r.person IS NOT NULL
