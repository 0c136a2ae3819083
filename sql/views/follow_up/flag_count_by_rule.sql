CREATE OR REPLACE VIEW flag_count_by_rule WITH (security_invoker = true) AS
SELECT r.code AS rule_code, r.severity, count(f.id)::integer AS open_count, r.code AS id
FROM flag_rule r
CROSS JOIN (SELECT gmalign.today() AS today) c
LEFT JOIN flag f ON f.rule_code = r.code AND f.opened_on <= c.today
                AND (f.closed_on IS NULL OR f.closed_on > c.today)
  --+ flag_leads
GROUP BY r.code, r.severity;
COMMENT ON VIEW flag_count_by_rule IS 'Open flags by rule, for alerts: exactly one number. One row per rule, also with none open.';
COMMENT ON COLUMN flag_count_by_rule.rule_code IS 'The rule.';
COMMENT ON COLUMN flag_count_by_rule.severity IS 'low, medium or high.';
COMMENT ON COLUMN flag_count_by_rule.open_count IS 'Open flags of the rule, as far as the reader may see them; one folded into another counts there, with the rule that says it.';
COMMENT ON COLUMN flag_count_by_rule.id IS 'Key of the row: the rule.';
