-- of the month of the last snapshot: each move with a score that goes on, in every scope
SELECT c.scope AS row_key, q.part, 'assignee' AS role, q.pool, a.id || ' ' || q.digest AS datum, a.assignee_id::text AS person,
       q.room::float8 AS amount
FROM alignment_snapshot n
JOIN assignment a ON a.id = n.assignment_id
JOIN employee e ON e.id = a.assignee_id
--+ move_end
LEFT JOIN (SELECT u.id, u.region, u.name || CASE WHEN count(*) OVER (PARTITION BY u.name) > 1 THEN ' (' || u.id || ')' ELSE '' END AS name
           FROM org_unit u) AS u ON u.id = a.org_unit_id
CROSS JOIN LATERAL (VALUES ('all'), ('region: ' || u.region), ('purpose: ' || a.purpose), ('unit: ' || u.name)) AS c (scope)
CROSS JOIN LATERAL (VALUES
  ('score', 'alignment', md5(n.mutual_alignment::text), gmalign_private.room(n.mutual_alignment)),
  ('misaligned', 'misaligned', (n.alignment_band = 'misaligned')::text,
   gmalign_private.room_among(n.alignment_band = 'misaligned'))) AS q (part, pool, digest, room)
WHERE n.taken_on = (SELECT max(l.taken_on) FROM alignment_snapshot l WHERE l.taken_on <= gmalign.today())
  AND n.mutual_alignment BETWEEN 0 AND 1 AND c.scope IS NOT NULL AND q.digest IS NOT NULL
  AND coalesce(n.assignment_status, '') NOT IN ('ended', 'cancelled') AND (x.left_on IS NULL OR n.taken_on <= x.left_on)
