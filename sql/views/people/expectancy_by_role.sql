CREATE OR REPLACE VIEW expectancy_by_role WITH (security_invoker = true) AS
WITH link AS (
  SELECT e.person_role, e.act, e.person_id, e.survey_id, e.expectancy, e.instrumentality, e.valence,
         e.weakest_link, e.link_band, e.motivation_index, e.reward_fit_score, e.best_reward_code
  FROM expectancy e
  JOIN employment w ON w.person_id = e.person_id AND w.is_employed
  WHERE e.is_latest
),
driver AS (
  SELECT DISTINCT ON (a.person_role, a.act) a.person_role, a.act, a.code, a.answer, a.person_count
  FROM (SELECT l.person_role, l.act, i.code, i.sort_order, gmalign_private.mean(gmalign_private.within(w.answer, 0, 1)) AS answer, count(DISTINCT l.person_id) AS person_count
        FROM link l
        JOIN survey_answer w ON w.survey_id = l.survey_id AND w.answer IS NOT NULL
        JOIN survey_item i ON i.id = w.item_id
        GROUP BY l.person_role, l.act, i.code, i.sort_order) a
  ORDER BY a.person_role, a.act, a.answer, a.sort_order NULLS LAST, a.code
),
asked AS (
  SELECT l.person_role, l.act,
         count(DISTINCT l.person_id) AS asked_count,
         count(DISTINCT l.person_id) FILTER (WHERE l.weakest_link IS NOT NULL) AS answered_count,
         count(DISTINCT l.person_id) FILTER (WHERE l.motivation_index IS NOT NULL) AS indexed_count,
         count(DISTINCT l.person_id) FILTER (WHERE l.reward_fit_score IS NOT NULL) AS fitted_count,
         gmalign_private.mean(l.expectancy) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_expectancy,
         gmalign_private.mean(l.instrumentality) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_instrumentality,
         gmalign_private.mean(l.valence) FILTER (WHERE l.weakest_link IS NOT NULL) AS mean_valence,
         avg((l.link_band = 'blocked')::integer)::float8 AS blocked_share,
         avg((l.link_band = 'weak')::integer)::float8 AS weak_share,
         avg((l.link_band = 'sound')::integer)::float8 AS sound_share,
         avg((l.weakest_link = 'expectancy')::integer)::float8 AS expectancy_weakest_share,
         avg((l.weakest_link = 'instrumentality')::integer)::float8 AS instrumentality_weakest_share,
         avg((l.weakest_link = 'valence')::integer)::float8 AS valence_weakest_share,
         gmalign_private.mean(l.motivation_index) AS motivation_index,
         gmalign_private.mean(l.reward_fit_score) AS reward_fit_score,
         mode() WITHIN GROUP (ORDER BY l.best_reward_code) AS best_reward_code
  FROM link l
  GROUP BY l.person_role, l.act
)
SELECT a.person_role || ': ' || a.act AS id, a.person_role, a.act, a.asked_count::integer AS asked_count, a.answered_count::integer AS answered_count,
       a.mean_expectancy, a.mean_instrumentality, a.mean_valence,
       CASE WHEN a.answered_count = 0 THEN NULL
            WHEN a.expectancy_weakest_share >= greatest(a.instrumentality_weakest_share, a.valence_weakest_share) THEN 'expectancy'
            WHEN a.instrumentality_weakest_share >= a.valence_weakest_share THEN 'instrumentality'
            ELSE 'valence' END AS weakest_link,
       a.expectancy_weakest_share, a.instrumentality_weakest_share, a.valence_weakest_share,
       a.blocked_share, a.weak_share, a.sound_share,
       d.code AS weakest_driver, d.answer AS weakest_driver_value,
       a.best_reward_code, a.motivation_index, a.reward_fit_score,
       least(nullif(a.answered_count, 0), nullif(a.indexed_count, 0), nullif(a.fitted_count, 0), d.person_count, a.asked_count)::integer
         AS person_count
FROM asked a
LEFT JOIN driver d ON d.person_role = a.person_role AND d.act = a.act;
COMMENT ON VIEW expectancy_by_role IS 'How motivated people employed today are by role and act, from each person''s latest survey: which of the three links holds a role back. One row per role and act. It compares links, not people.';
COMMENT ON COLUMN expectancy_by_role.id IS 'Key of the row: role and act.';
COMMENT ON COLUMN expectancy_by_role.person_role IS 'assignee, gm_professional or other.';
COMMENT ON COLUMN expectancy_by_role.act IS 'The act asked about.';
COMMENT ON COLUMN expectancy_by_role.asked_count IS 'People asked who are employed today.';
COMMENT ON COLUMN expectancy_by_role.answered_count IS 'Those of them whose answers give all three links.';
COMMENT ON COLUMN expectancy_by_role.mean_expectancy IS 'Can I do it? Mean over people, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.mean_instrumentality IS 'Does it pay? Mean over people, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.mean_valence IS 'Do I want it? Mean over people, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.weakest_link IS 'The link that is weakest for most people: expectancy, instrumentality or valence. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.expectancy_weakest_share IS 'Share of people whose weakest link is expectancy, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.instrumentality_weakest_share IS 'Share of people whose weakest link is instrumentality, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.valence_weakest_share IS 'Share of people whose weakest link is valence, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.blocked_share IS 'Share of people whose weakest link is blocked, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.weak_share IS 'Share of people whose weakest link is weak, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.sound_share IS 'Share of people whose weakest link is sound, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.weakest_driver IS 'The survey item with the lowest mean answer, such as tools. NULL: none asked.';
COMMENT ON COLUMN expectancy_by_role.weakest_driver_value IS 'Its mean answer, 0 (poor) to 1 (good). NULL: none asked.';
COMMENT ON COLUMN expectancy_by_role.best_reward_code IS 'The reward whose surer following would help most people most. NULL: none would.';
COMMENT ON COLUMN expectancy_by_role.motivation_index IS 'Mean motivation index, -1 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.reward_fit_score IS 'Mean reward fit, 0 to 1. NULL: no answers.';
COMMENT ON COLUMN expectancy_by_role.person_count IS 'The fewest people behind any figure of the row.';
