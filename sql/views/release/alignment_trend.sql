-- of the month of the last snapshot: each move with a score that goes on, in every scope
SELECT c.scope AS row_key, 'score' AS part, 'assignee' AS role, 'alignment' AS pool,
       a.id || ' ' || md5(concat_ws('|', n.mutual_alignment, n.alignment_band)) AS datum, a.assignee_id::text AS person,
       gmalign_private.room(n.mutual_alignment)::float8 AS amount
FROM alignment_snapshot n
JOIN assignment a ON a.id::text = n.assignment_id
JOIN employee e ON e.id = a.assignee_id
--+ move_end
LEFT JOIN (SELECT u.id, u.region, u.name || CASE WHEN count(*) OVER (PARTITION BY u.name) > 1 THEN ' (' || u.id || ')' ELSE '' END AS name
           FROM org_unit u) AS u ON u.id = a.org_unit_id
CROSS JOIN LATERAL (VALUES ('all'), ('region: ' || u.region), ('purpose: ' || a.purpose), ('unit: ' || u.name)) AS c (scope)
WHERE n.taken_on = (SELECT max(l.taken_on) FROM alignment_snapshot l WHERE l.taken_on <= gmalign.today())
  AND n.mutual_alignment IS NOT NULL AND c.scope IS NOT NULL
  AND coalesce(n.assignment_status, '') NOT IN ('ended', 'cancelled') AND (x.left_on IS NULL OR n.taken_on <= x.left_on)
