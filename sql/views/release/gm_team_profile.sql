WITH score AS MATERIALIZED (
  SELECT a.assignment_id, a.gm_professional_id, m.assignee_id, a.assignment_status, a.organization_gm_score, a.alignment_band,
         o.assignment_id IS NOT NULL AS is_stated
  FROM assignment_alignment a
  JOIN assignment m ON m.id = a.assignment_id
  -- of what he says himself: a default of the purpose is nobody's
  LEFT JOIN (SELECT DISTINCT p.assignment_id
             FROM assignment_points p
             CROSS JOIN LATERAL gmalign_private.stated_rows(p.points, p.no_goal, p.no_voice) AS t
             WHERE t.party = 'gm_professional' AND t.points IS NOT NULL AND NOT t.is_default) AS o ON o.assignment_id = a.assignment_id
  WHERE a.gm_professional_id IS NOT NULL AND a.assignment_status NOT IN ('ended', 'cancelled')
),
link AS MATERIALIZED (
  SELECT e.person_id, e.survey_id, e.weakest_link, e.best_reward_code, md5(concat_ws('|', e.expectancy, e.instrumentality, e.valence)) AS answers,
         gmalign_private.room(e.expectancy, e.instrumentality, e.valence) AS room,
         gmalign_private.room_among(e.weakest_link, 'expectancy', 'instrumentality', 'valence') AS weakest_room
  FROM expectancy e
  WHERE e.is_latest AND e.person_role = 'gm_professional'
),
professional AS MATERIALIZED (
  SELECT e.id AS person_id, coalesce(e.org_unit_id::text, 'none') AS row_key
  FROM employee e
  JOIN employment w ON w.id = e.id AND w.is_employed
  WHERE e.id IN (SELECT s.gm_professional_id AS id FROM score s UNION SELECT l.person_id AS id FROM link l)
)
SELECT p.row_key, q.part, 'gm' AS role, 'gm ' || q.part AS pool, p.person_id::text AS datum, p.person_id::text AS person, NULL::float8 AS amount
FROM professional p CROSS JOIN (VALUES ('team')) AS q (part)
UNION ALL
SELECT p.row_key, q.part, q.role, q.pool, s.assignment_id || q.digest AS datum, q.person, q.room::float8 AS amount
FROM professional p
JOIN score s ON s.gm_professional_id = p.person_id
-- the same numbers as in stakeholder_heatmap and alignment_trend: the same pools
CROSS JOIN LATERAL (VALUES
  ('load', 'gm', 'gm load', '', p.person_id::text, NULL, s.assignment_status = 'active'),
  ('load_count', '+load', 'gm load', '', p.person_id::text, NULL, s.assignment_status = 'active'),
  ('score', 'gm', 'pair gm_professional|organization +gm_professional', ' ' || s.organization_gm_score, p.person_id::text, gmalign_private.room(s.organization_gm_score), s.is_stated),
  ('score', '+assignee', 'pair gm_professional|organization assignee', ' ' || s.organization_gm_score, s.assignee_id::text,
   gmalign_private.room(s.organization_gm_score), true),
  ('misaligned', 'gm', 'gm misaligned', ' ' || (s.alignment_band = 'misaligned'), p.person_id::text,
   gmalign_private.room_among(s.alignment_band = 'misaligned'), s.is_stated AND s.alignment_band <> 'not scored'),
  ('misaligned', '+assignee', 'misaligned', ' ' || (s.alignment_band = 'misaligned'), s.assignee_id::text,
   gmalign_private.room_among(s.alignment_band = 'misaligned'), s.alignment_band <> 'not scored')) AS q (part, role, pool, digest, person, room, is_in)
WHERE q.is_in AND q.digest IS NOT NULL
UNION ALL
-- the same numbers as in expectancy_by_role: the same pools
SELECT p.row_key, q.part, 'gm' AS role, q.pool, l.survey_id || ' ' || l.answers AS datum, p.person_id::text AS person,
       q.room::float8 AS amount
FROM professional p
JOIN link l ON l.person_id = p.person_id AND l.weakest_link IS NOT NULL
CROSS JOIN LATERAL (VALUES ('links', 'survey links', l.room), ('weakest', 'survey weakest', l.weakest_room)) AS q (part, pool, room)
UNION ALL
-- a count beside its whole: who answered, of the team
SELECT p.row_key, 'links_count' AS part, '+whole' AS role, 'gm answered or not' AS pool, concat_ws('|', p.person_id, l.person_id IS NOT NULL) AS datum,
       p.person_id::text AS person, gmalign_private.room_among(l.person_id IS NOT NULL)::float8 AS amount
FROM professional p
LEFT JOIN (SELECT DISTINCT k.person_id FROM link k WHERE k.weakest_link IS NOT NULL) AS l ON l.person_id = p.person_id
UNION ALL
SELECT p.row_key, 'reward' AS part, 'gm' AS role, 'survey reward' AS pool, l.survey_id || ' ' || l.best_reward_code AS datum,
       p.person_id::text AS person, NULL::float8 AS amount
FROM professional p
JOIN link l ON l.person_id = p.person_id
JOIN gm_team_profile r ON r.id = p.row_key AND r.best_reward_code = l.best_reward_code
UNION ALL
SELECT p.row_key, 'driver' AS part, 'gm' AS role, 'survey item ' || i.code AS pool, l.survey_id || ' ' || w.answer AS datum,
       p.person_id::text AS person, gmalign_private.room(w.answer)::float8 AS amount
FROM professional p
JOIN link l ON l.person_id = p.person_id
JOIN gm_team_profile r ON r.id = p.row_key
JOIN survey_item i ON i.code = r.weakest_driver
JOIN survey_answer w ON w.survey_id = l.survey_id AND w.item_id = i.id AND w.answer BETWEEN 0 AND 1
UNION ALL
SELECT p.row_key, 'growth' AS part, 'gm' AS role, 'gm growth' AS pool, p.person_id || ' ' || (g.person_id IS NOT NULL) AS datum,
       p.person_id::text AS person, gmalign_private.room_among(g.person_id IS NOT NULL)::float8 AS amount
FROM professional p
LEFT JOIN (SELECT DISTINCT v.employee_id AS person_id FROM review v WHERE v.growth_goal_id IS NOT NULL AND v.held_on <= gmalign.today()) AS g
  ON g.person_id = p.person_id
UNION ALL
SELECT p.row_key, 'hours' AS part, 'gm' AS role, 'gm hours' AS pool, p.person_id || ' ' || sum(v.hours) AS datum,
       p.person_id::text AS person, sum(v.hours) AS amount
FROM professional p
JOIN development_activity v ON v.employee_id = p.person_id AND v.done_on <= gmalign.today() AND v.done_on > gmalign.today() - 365
WHERE gmalign_private.amount(v.hours) IS NOT NULL
GROUP BY p.row_key, p.person_id
