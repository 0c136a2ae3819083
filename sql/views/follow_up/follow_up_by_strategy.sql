CREATE OR REPLACE VIEW follow_up_by_strategy WITH (security_invoker = true) AS
SELECT s.strategy AS id, s.strategy,
       count(f.id)::integer AS flag_count,
       (count(f.id) FILTER (WHERE f.is_open))::integer AS open_count,
       (count(f.id) FILTER (WHERE f.acknowledged_on <= c.today))::integer AS acknowledged_count,
       (count(f.id) FILTER (WHERE f.action_taken IS NOT NULL))::integer AS acted_count,
       (count(f.id) FILTER (WHERE f.action_taken IS NOT NULL AND f.is_recovered))::integer AS acted_recovered_count,
       (count(f.id) FILTER (WHERE f.action_taken IS NULL AND f.is_recovered))::integer AS untouched_recovered_count,
       (count(f.id) FILTER (WHERE f.outcome IS NOT NULL))::integer AS outcome_count,
       avg(f.closed_on - f.opened_on) FILTER (WHERE f.action_taken IS NOT NULL AND f.is_recovered)::float8 AS mean_days_to_recovery
FROM unnest(ARRAY['state_the_why', 'design_for_alignment', 'check_in', 'show_the_data', 'develop_gm']) AS s (strategy)
CROSS JOIN (SELECT gmalign.today() AS today) c
LEFT JOIN action a ON a.strategy = s.strategy
LEFT JOIN LATERAL (
  SELECT f.id, f.acknowledged_on, f.action_taken, f.outcome, f.opened_on, f.closed_on,
         f.closed_on IS NULL OR f.closed_on > c.today AS is_open,
         f.closed_on <= c.today AND f.close_code = 'recovered' AS is_recovered
  FROM flag f
  WHERE f.action_code = a.code AND f.opened_on <= c.today
  -- whoever acted on it was told it
  AND (f.action_taken IS NOT NULL OR true
  --+ flag_leads
  )) f ON true
GROUP BY s.strategy;
COMMENT ON VIEW follow_up_by_strategy IS 'What was done about flags, and whether it helped. One row per strategy, by the action suggested or, once acted on, taken.';
COMMENT ON COLUMN follow_up_by_strategy.id IS 'The strategy.';
COMMENT ON COLUMN follow_up_by_strategy.strategy IS 'state_the_why, design_for_alignment, check_in, show_the_data or develop_gm.';
COMMENT ON COLUMN follow_up_by_strategy.flag_count IS 'Flags whose action belongs to it; one that is folded into another, or was until it closed, counts there alone, unless somebody acted on it: nobody was told its action.';
COMMENT ON COLUMN follow_up_by_strategy.open_count IS 'Those open.';
COMMENT ON COLUMN follow_up_by_strategy.acknowledged_count IS 'Those somebody took note of.';
COMMENT ON COLUMN follow_up_by_strategy.acted_count IS 'Those somebody acted on.';
COMMENT ON COLUMN follow_up_by_strategy.acted_recovered_count IS 'Those acted on that have recovered.';
COMMENT ON COLUMN follow_up_by_strategy.untouched_recovered_count IS 'Those that recovered without anybody acting.';
COMMENT ON COLUMN follow_up_by_strategy.outcome_count IS 'Those with an outcome noted.';
COMMENT ON COLUMN follow_up_by_strategy.mean_days_to_recovery IS 'Mean days from opening to recovery of those acted on. NULL: none has recovered.';
