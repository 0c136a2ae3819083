CREATE OR REPLACE VIEW rule_performer_without_path WITH (security_invoker = true) AS
WITH frame AS MATERIALIZED (
  SELECT
  --+ sight
  FROM cascade_graph c
),
--+ person_facts
,
looked AS (
  SELECT p.person_id, p.person_external_id, p.has_line_of_sight, p.has_growth_goal, p.has_forward_feedback,
         p.has_next_role_agreed
           OR gmalign_private.months_until(p.planned_end_date, p.seen_on) > r.return_within_months AS has_role_ahead
  FROM fact p
  CROSS JOIN setting_in_force r
  WHERE p.is_high_performer AND NOT p.has_departed
)
SELECT l.person_id AS id, l.person_id AS subject_id, cardinality(w.codes)::float8 AS score, w.codes[1] AS reason_code,
       p.parameters::text AS parameters, gmalign.reason_text(w.codes[1], p.parameters) AS reason,
       gmalign_private.sentence('signal.' || w.codes[1]) AS driver,
       coalesce(l.person_external_id, l.person_id::text) AS subject_title
FROM looked l
CROSS JOIN LATERAL (SELECT array_remove(ARRAY[CASE WHEN NOT l.has_line_of_sight THEN 'no_line_of_sight' END,
                                              CASE WHEN NOT l.has_growth_goal THEN 'no_growth_goal' END,
                                              CASE WHEN NOT l.has_forward_feedback THEN 'no_forward_feedback' END,
                                              CASE WHEN NOT l.has_role_ahead THEN 'no_next_role' END], NULL) AS codes) AS w
-- a function of FROM is evaluated once a row
CROSS JOIN LATERAL gmalign_private.parameters('signals', w.codes) AS p (parameters);
COMMENT ON VIEW rule_performer_without_path IS 'Rule performer_without_path: a high performer for whom nothing leads on. One row per high performer still employed.';
SELECT gmalign_private.comment_rule_columns('rule_performer_without_path', 'person', 'Of line of sight, growth goal, forward-looking feedback and role after a near return, how many are known to be missing, 0 to 4.');
