-- the sentences of flags and views, from their codes and parameters
SELECT v.code, gmalign.reason_text(v.code, v.parameters::jsonb) AS reason
FROM (VALUES
  ('opposed', '{"a": "assignee", "b": "organization", "opposed_share": 0.256, "goal": "Enter market", "own_goal": "Stay \"home\""}'),
  ('opposed', '{"a": "gm_professional", "b": "family", "opposed_share": 0.005, "goal": "Enter market", "own_goal": "Enter market"}'),
  ('no_career_path', '{"assignee_reach_share": 0.2, "assignee_goal": "Research"}'),
  ('no_career_path', '{"assignee_reach_share": 0, "assignee_goal": null}'),
  ('unshared', '{"a": "assignee", "b": "gm_professional", "unshared_share": 0.5, "goal": "Zürich 100%"}'),
  ('strength', '{"a": "gm_professional", "b": "organization", "goal": "Enter market"}'),
  ('reversed', '{"a": "assignee", "b": "organization", "goal": "Enter market"}'),
  ('not_heard', '{"why": "not heard: the assignee"}'),
  ('disconnected', '{}'), ('unaligned', '{}'), ('in_cycle', '{}'),
  ('thin_support', '{"gap": "no goal serves it", "coverage_share": 0.125, "contribution": 0.3}'),
  ('reward_mismatch', '{"fit": 0.333, "reward": "balance"}'), ('reward_mismatch', '{"fit": 1}'),
  ('stale', '{"days": 45}'),
  ('not_moving', '{"conflict": "reported on track"}'), ('not_moving', '{"conflict": null}'),
  ('no_next_role', '{"days_to_end": 90}'), ('no_next_role', '{"days_to_end": 0}'), ('no_next_role', '{"days_to_end": -3}'),
  ('goals_unmet', '{"days_to_end": 7, "unmet_count": 1, "goals": "A"}'),
  ('goals_unmet', '{"days_to_end": 7, "unmet_count": 2, "goals": "A; B"}'),
  ('falling_alignment', '{"monthly_change": -0.0245, "monthly_change_low": -0.0384, "monthly_change_high": -0.0106,
                          "first_score": 0.8, "last_score": 0.6, "days_below": 30.4}'),
  ('falling_alignment', '{"monthly_change": -0.02, "first_score": 0.8, "last_score": 0.65, "days_below": 0, "months_to_threshold": 3.25}'),
  ('falling_alignment', '{"monthly_change": -0.02, "first_score": 0.8, "last_score": 0.65, "days_below": 0}'),
  ('weak_valence', '{"link": "valence", "value": 0.2}'),
  ('weak_expectancy', '{"link": "expectancy", "value": 0.25, "driver": "tools"}'),
  ('no_growth_goal', '{"signals": "high performer: no growth goal."}'),
  ('of somebody else', '{}')) AS v (code, parameters);
-- a parameter that is missing leaves a gap, one that is no number is refused
SELECT gmalign.reason_text('opposed', '{}') AS gaps, gmalign.reason_text('thin_support', '[1]') AS no_object,
       gmalign.reason_text(NULL, '{}') IS NULL AND gmalign.reason_text('stale', NULL) IS NULL AS unknown;
SELECT gmalign.reason_text('opposed', '{"opposed_share": "much"}');
SELECT gmalign.reason_text('opposed', '{"opposed_share": 1e12}');
SELECT gmalign.reason_text('no_next_role', '{"days_to_end": 1.5}');
