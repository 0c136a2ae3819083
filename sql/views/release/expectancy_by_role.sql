WITH link AS MATERIALIZED (
  SELECT e.person_role || ': ' || e.act AS row_key, e.person_id::text AS person, e.survey_id, e.weakest_link, e.motivation_index,
         e.reward_fit_score, e.best_reward_code, md5(concat_ws('|', e.expectancy, e.instrumentality, e.valence)) AS answers,
         gmalign_private.room(e.expectancy, e.instrumentality, e.valence) AS room, e.link_band
  FROM expectancy e
  JOIN employment w ON w.person_id = e.person_id AND w.is_employed
  WHERE e.is_latest
)
SELECT l.row_key, p.part, 'respondent' AS role, p.pool, l.survey_id || ' ' || p.digest AS datum, l.person, p.room::float8 AS amount
FROM link l
CROSS JOIN LATERAL (VALUES
  ('asked_count', 'asked', '', NULL, true),
  ('links', 'survey links', l.answers, l.room, l.weakest_link IS NOT NULL),
  ('bands', 'survey bands', l.answers, gmalign_private.room_among(l.link_band, 'blocked', 'weak', 'sound'), l.weakest_link IS NOT NULL),
  ('weakest', 'survey weakest', l.answers, gmalign_private.room_among(l.weakest_link, 'expectancy', 'instrumentality', 'valence'), l.weakest_link IS NOT NULL),
  ('motivation', 'survey motivation', md5(l.motivation_index::text), gmalign_private.room((1 + l.motivation_index) / 2), l.motivation_index IS NOT NULL),
  ('fit', 'survey fit', md5(l.reward_fit_score::text), gmalign_private.room(l.reward_fit_score), l.reward_fit_score IS NOT NULL)) AS p (part, pool, digest, room, is_in)
WHERE p.is_in
UNION ALL
-- a count beside its whole: who answered, of those asked
SELECT l.row_key, 'asked_count' AS part, '+whole' AS role, 'answered or not' AS pool, concat_ws('|', l.survey_id, l.weakest_link IS NOT NULL) AS datum,
       l.person, gmalign_private.room_among(l.weakest_link IS NOT NULL)::float8 AS amount
FROM link l
UNION ALL
-- a reward or a driver is named by those who named it
SELECT l.row_key, 'reward' AS part, 'respondent' AS role, 'survey reward' AS pool, l.survey_id || ' ' || l.best_reward_code AS datum,
       l.person, NULL::float8 AS amount
FROM link l
JOIN expectancy_by_role r ON r.id = l.row_key AND r.best_reward_code = l.best_reward_code
UNION ALL
SELECT l.row_key, 'driver' AS part, 'respondent' AS role, 'survey item ' || i.code AS pool, l.survey_id || ' ' || w.answer AS datum,
       l.person, gmalign_private.room(w.answer)::float8 AS amount
FROM link l
JOIN expectancy_by_role r ON r.id = l.row_key
JOIN survey_item i ON i.code = r.weakest_driver
JOIN survey_answer w ON w.survey_id = l.survey_id AND w.item_id = i.id AND w.answer BETWEEN 0 AND 1
