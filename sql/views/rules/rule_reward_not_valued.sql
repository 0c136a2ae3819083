CREATE OR REPLACE VIEW rule_reward_not_valued WITH (security_invoker = true) AS
WITH lowest AS (
  SELECT DISTINCT ON (e.person_id) e.person_id, e.person_external_id, e.reward_fit_score,
         jsonb_build_object('fit', e.reward_fit_score::numeric, 'reward', e.best_reward_code, 'act', e.act,
                            'survey_id', e.survey_id) AS parameters,
         e.best_reward_code AS driver
  FROM expectancy e
  JOIN employment w ON w.person_id = e.person_id AND w.is_employed
  WHERE e.is_latest AND e.reward_fit_score IS NOT NULL
  ORDER BY e.person_id, e.reward_fit_score, e.survey_id
)
SELECT l.person_id AS id, l.person_id AS subject_id, l.reward_fit_score AS score, 'reward_mismatch' AS reason_code,
       l.parameters::text AS parameters, gmalign.reason_text('reward_mismatch', l.parameters) AS reason, l.driver,
       coalesce(l.person_external_id, l.person_id::text) AS subject_title
FROM lowest l;
COMMENT ON VIEW rule_reward_not_valued IS 'Rule reward_not_valued: what is offered is not what is wanted. One row per person employed today with an answered survey.';
SELECT gmalign_private.comment_rule_columns('rule_reward_not_valued', 'person', 'How far the rewards offered are those wanted, in the latest surveys, 0 to 1.');
