CREATE OR REPLACE VIEW setting_in_force WITH (security_invoker = true) AS
SELECT 1 AS id,
       max(v.number_value) FILTER (WHERE v.code = 'misaligned_below') AS misaligned_below,
       max(v.number_value) FILTER (WHERE v.code = 'opposed_from') AS opposed_from,
       max(v.number_value) FILTER (WHERE v.code = 'aligned_from') AS aligned_from,
       max(v.number_value) FILTER (WHERE v.code = 'beyond_chance_from') AS beyond_chance_from,
       max(v.number_value) FILTER (WHERE v.code = 'reach_from') AS reach_from,
       max(v.number_value) FILTER (WHERE v.code = 'blocked_below') AS blocked_below,
       max(v.number_value) FILTER (WHERE v.code = 'weak_below') AS weak_below,
       max(v.number_value) FILTER (WHERE v.code = 'thin_contribution_below') AS thin_contribution_below,
       max(v.number_value) FILTER (WHERE v.code = 'thin_coverage_below') AS thin_coverage_below,
       max(v.number_value) FILTER (WHERE v.code = 'covered_from') AS covered_from,
       max(v.number_value) FILTER (WHERE v.code = 'out_of_balance_from') AS out_of_balance_from,
       max(v.number_value) FILTER (WHERE v.code = 'stale_after_days')::integer AS stale_after_days,
       max(v.number_value) FILTER (WHERE v.code = 'not_moving_days')::integer AS not_moving_days,
       max(v.number_value) FILTER (WHERE v.code = 'check_in_every_days')::integer AS check_in_every_days,
       max(v.number_value) FILTER (WHERE v.code = 'falling_by') AS falling_by,
       max(v.number_value) FILTER (WHERE v.code = 'return_within_months')::integer AS return_within_months,
       max(v.number_value) FILTER (WHERE v.code = 'drift_days')::integer AS drift_days,
       max(v.number_value) FILTER (WHERE v.code = 'min_group')::integer AS min_group,
       max(v.number_value) FILTER (WHERE v.code = 'landmark_days')::integer AS landmark_days,
       max(v.number_value) FILTER (WHERE v.code = 'snapshot_keep_months')::integer AS snapshot_keep_months,
       max(v.date_value) FILTER (WHERE v.code = 'personal_flags_approved_on') AS personal_flags_approved_on,
       max(v.date_value) FILTER (WHERE v.code = 'founded_on') AS founded_on,
       max(v.number_value) FILTER (WHERE v.code = 'person_fte_at_most') AS person_fte_at_most,
       max(v.number_value) FILTER (WHERE v.code = 'score_noise') AS score_noise,
       max(v.number_value) FILTER (WHERE v.code = 'opposed_signed_from') AS opposed_signed_from,
       max(v.number_value) FILTER (WHERE v.code = 'aligned_p') AS aligned_p,
       max(v.number_value) FILTER (WHERE v.code = 'misaligned_p') AS misaligned_p,
       max(v.number_value) FILTER (WHERE v.code = 'comparable_from') AS comparable_from,
       max(v.number_value) FILTER (WHERE v.code = 'answer_reliability') AS answer_reliability,
       max(v.number_value) FILTER (WHERE v.code = 'answer_step') AS answer_step,
       max(v.number_value) FILTER (WHERE v.code = 'publish_every_months')::integer AS publish_every_months
-- a row that was deleted, or a table without rows, means the default
FROM (SELECT d.code, coalesce(gmalign_private.setting_value(d.code, s.number_value, d.low, d.high, d.is_whole), d.number_value) AS number_value,
             coalesce(s.date_value, d.date_value) AS date_value
      FROM gmalign_private.default_settings() d LEFT JOIN setting s ON s.code = d.code) v;
COMMENT ON VIEW setting_in_force IS 'The thresholds and switches that views and checks go by: the rows of setting, and the default where there is none. One row, a column per setting.';
COMMENT ON COLUMN setting_in_force.id IS 'Always 1.';
COMMENT ON COLUMN setting_in_force.misaligned_below IS 'A pair of parties with a goal alignment below this shares little: the threshold of the rule on low pairs and of drift (0 to 1).';
COMMENT ON COLUMN setting_in_force.opposed_from IS 'A pair that pulls in opposite directions on at least this share, at its lower limit, makes the assignment misaligned (0 to 1).';
COMMENT ON COLUMN setting_in_force.aligned_from IS 'The limits of every pair''s goal alignment must reach this for the band aligned (0 to 1).';
COMMENT ON COLUMN setting_in_force.beyond_chance_from IS 'Every pair needs at least this alignment beyond chance for the band aligned (at most 1); at -1 its place among the deals is enough.';
COMMENT ON COLUMN setting_in_force.reach_from IS 'An assignee of whose points less than this share reaches strategy has no line of sight (0 to 1).';
COMMENT ON COLUMN setting_in_force.blocked_below IS 'A link of motivation below this is blocked (0 to 1).';
COMMENT ON COLUMN setting_in_force.weak_below IS 'A link of motivation below this is weak (0 to 1).';
COMMENT ON COLUMN setting_in_force.thin_contribution_below IS 'A strategic goal whose staffed goals contribute less than this in total is thinly covered.';
COMMENT ON COLUMN setting_in_force.thin_coverage_below IS 'A strategic goal with a weighted coverage below this is thinly covered (0 to 1).';
COMMENT ON COLUMN setting_in_force.covered_from IS 'A strategic goal with at least this weighted coverage is covered (0 to 1).';
COMMENT ON COLUMN setting_in_force.out_of_balance_from IS 'A strategic goal whose share of effort is this many times its importance, or the other way round, is out of balance (above 1).';
COMMENT ON COLUMN setting_in_force.stale_after_days IS 'A key result without a check-in for more than this many days is stale.';
COMMENT ON COLUMN setting_in_force.not_moving_days IS 'A key result reported on track whose value has not moved for this many days contradicts itself.';
COMMENT ON COLUMN setting_in_force.check_in_every_days IS 'An active move without a check-in for more than this many days is overdue.';
COMMENT ON COLUMN setting_in_force.falling_by IS 'A move whose mutual alignment falls by more than noise makes it, and by at least this over the last drift_days, is falling (0 to 1).';
COMMENT ON COLUMN setting_in_force.return_within_months IS 'A return planned within this many months calls for the role after it.';
COMMENT ON COLUMN setting_in_force.drift_days IS 'Days back over which the drift of a move''s alignment is measured.';
COMMENT ON COLUMN setting_in_force.min_group IS 'Groups of fewer people are suppressed in the public views.';
COMMENT ON COLUMN setting_in_force.landmark_days IS 'Days after the start at which an assignment''s band is taken to explain what happens later.';
COMMENT ON COLUMN setting_in_force.snapshot_keep_months IS 'Months for which snapshots are kept.';
COMMENT ON COLUMN setting_in_force.personal_flags_approved_on IS 'Day on which flags about a person''s survey or departure were approved (works council, data protection). Without it those rules stay off.';
COMMENT ON COLUMN setting_in_force.founded_on IS 'Day on which the organisation began: earlier dates are findings of gmalign.check.';
COMMENT ON COLUMN setting_in_force.person_fte_at_most IS 'Full-time equivalents up to which one person may be counted in contributions and active moves together; gmalign.check finds who is above (at least 0).';
COMMENT ON COLUMN setting_in_force.score_noise IS 'How far the score of a move moves when it is stated anew though nothing has changed (standard deviation, 0 to 1): what a fall is held against.';
COMMENT ON COLUMN setting_in_force.opposed_signed_from IS 'The same where answers may be negative, whose signs err as answers do (0 to 1).';
COMMENT ON COLUMN setting_in_force.aligned_p IS 'At most this share of the deals may agree as well in what is preferred, equal ones counted half, for the band aligned (0 to 1).';
COMMENT ON COLUMN setting_in_force.misaligned_p IS 'At most this share of the deals may be as opposed in what is preferred for the band misaligned (0 to 1).';
COMMENT ON COLUMN setting_in_force.comparable_from IS 'Two lists of which less than this share leads to the same goals cannot be compared (0 to 1).';
COMMENT ON COLUMN setting_in_force.answer_reliability IS 'How well answers agree with those of the same people asked again some weeks later (correlation, 0 to 1).';
COMMENT ON COLUMN setting_in_force.answer_step IS 'The coarsest step between two answers, as a priority: .2 for ratings from 1 to 5. Finer answers are recognised (0 to 1).';
COMMENT ON COLUMN setting_in_force.publish_every_months IS 'Months from one release of the public figures to the next, which the nightly check publishes after a first one by hand; 0: it publishes none.';
