CREATE OR REPLACE VIEW rule_weak_link WITH (security_invoker = true) AS
WITH lowest AS (
  -- of a person's acts, the one with the weakest link
  SELECT DISTINCT ON (e.person_id) e.person_id, e.person_external_id, e.weakest_link_value, 'weak_' || e.weakest_link AS reason_code,
         jsonb_build_object('link', e.weakest_link, 'value', e.weakest_link_value::numeric, 'act', e.act,
                            'driver', e.weakest_driver, 'survey_id', e.survey_id) AS parameters,
         coalesce(e.weakest_driver, e.weakest_link) AS driver
  FROM expectancy e
  JOIN employment w ON w.person_id = e.person_id AND w.is_employed
  WHERE e.is_latest AND e.weakest_link_value IS NOT NULL
  ORDER BY e.person_id, e.weakest_link_value, e.survey_id
)
SELECT l.person_id AS id, l.person_id AS subject_id, l.weakest_link_value AS score, l.reason_code,
       l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason, l.driver,
       coalesce(l.person_external_id, l.person_id::text) AS subject_title
FROM lowest l;
COMMENT ON VIEW rule_weak_link IS 'Rule weak_link: a person who cannot, or for whom it does not pay, or who does not want to. One row per person employed today with an answered survey.';
SELECT gmalign_private.comment_rule_columns('rule_weak_link', 'person', 'Weakest link of motivation in the latest surveys, 0 to 1.');
