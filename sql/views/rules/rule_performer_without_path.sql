CREATE OR REPLACE VIEW rule_performer_without_path WITH (security_invoker = true) AS
WITH looked AS (
  SELECT p.person_id, w.missing_count,
         w.first_code AS reason_code, jsonb_build_object('signals', 'high performer: ' || w.says || '.') AS parameters,
         w.first_says AS driver
  FROM retention_risk p
  CROSS JOIN LATERAL (
    SELECT count(*) AS missing_count, string_agg(v.says, '; ' ORDER BY v.place) AS says,
           (array_agg(v.code ORDER BY v.place))[1] AS first_code, (array_agg(v.says ORDER BY v.place))[1] AS first_says
    FROM (VALUES
      (1, 'no_line_of_sight', p.has_line_of_sight, 'no line of sight to strategy'),
      (2, 'no_growth_goal', p.has_growth_goal, 'no growth goal'),
      (3, 'no_forward_feedback', p.has_forward_feedback, 'feedback never looks forward'),
      (4, 'no_next_role', p.has_next_role_agreed OR p.months_to_return > 6, 'return is near and no role after it is agreed')
    ) AS v (place, code, is_there, says)
    WHERE v.is_there = false) w
  WHERE p.is_high_performer AND NOT p.has_departed
)
SELECT l.person_id AS id, l.person_id AS subject_id, l.missing_count::float8 AS score, l.reason_code,
       l.parameters::text AS parameters, gmalign.reason_text(l.reason_code, l.parameters) AS reason, l.driver
FROM looked l;
COMMENT ON VIEW rule_performer_without_path IS 'Rule performer_without_path: a high performer for whom nothing leads on. One row per high performer still employed.';
SELECT gmalign_private.comment_rule_columns('rule_performer_without_path', 'person', 'Of line of sight, growth goal, forward-looking feedback and role after a near return, how many are known to be missing, 0 to 4.');
