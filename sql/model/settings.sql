-- The model, settings: the thresholds with their defaults. Settings that were
-- deleted fall back to them.

CREATE FUNCTION gmalign_private.default_settings(
    OUT code text, OUT number_value float8, OUT date_value date, OUT meaning text,
    OUT low float8, OUT high float8, OUT is_whole boolean)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 25
BEGIN ATOMIC
  SELECT v.code, v.number_value, v.date_value, v.meaning, v.low, v.high, v.is_whole
  FROM (VALUES
    ('misaligned_below', 0.40::float8, NULL::date,
     'A pair of parties with a goal alignment below this shares little: the threshold of the rule on low pairs and of drift (0 to 1).', 0::float8, 1::float8, false),
    ('opposed_from', 0.15, NULL,
     'A pair that pulls in opposite directions on at least this share, at its lower limit, makes the assignment misaligned (0 to 1).', 0, 1, false),
    ('opposed_signed_from', 0.80, NULL,
     'The same where answers may be negative, whose signs err as answers do (0 to 1).', 0, 1, false),
    ('aligned_from', 0.60, NULL,
     'The limits of every pair''s goal alignment must reach this for the band aligned (0 to 1).', 0, 1, false),
    ('beyond_chance_from', -1, NULL,
     'Every pair needs at least this alignment beyond chance for the band aligned (at most 1); at -1 its place among the deals is enough.', -100, 1, false),
    ('aligned_p', 0.20, NULL,
     'At most this share of the deals may agree as well in what is preferred, equal ones counted half, for the band aligned (0 to 1).', 0, 1, false),
    ('misaligned_p', 0.10, NULL,
     'At most this share of the deals may be as opposed in what is preferred for the band misaligned (0 to 1).', 0, 1, false),
    ('comparable_from', 0.50, NULL,
     'Two lists of which less than this share leads to the same goals cannot be compared (0 to 1).', 0, 1, false),
    ('answer_reliability', 0.80, NULL,
     'How well answers agree with those of the same people asked again some weeks later (correlation, 0 to 1).', 0, 1, false),
    ('answer_step', 0.20, NULL,
     'The coarsest step between two answers, as a priority: .2 for ratings from 1 to 5. Finer answers are recognised (0 to 1).', 0, 1, false),
    ('reach_from', 0.50, NULL,
     'An assignee of whose points less than this share reaches strategy has no line of sight (0 to 1).', 0, 1, false),
    ('blocked_below', 0.25, NULL,
     'A link of motivation below this is blocked (0 to 1).', 0, 1, false),
    ('weak_below', 0.50, NULL,
     'A link of motivation below this is weak (0 to 1).', 0, 1, false),
    ('thin_contribution_below', 0.50, NULL,
     'A strategic goal whose staffed goals contribute less than this in total is thinly covered.', 0, 1000000, false),
    ('thin_coverage_below', 0.33, NULL,
     'A strategic goal with a weighted coverage below this is thinly covered (0 to 1).', 0, 1, false),
    ('covered_from', 0.80, NULL,
     'A strategic goal with at least this weighted coverage is covered (0 to 1).', 0, 1, false),
    ('out_of_balance_from', 1.5, NULL,
     'A strategic goal whose share of effort is this many times its importance, or the other way round, is out of balance (above 1).', 1, 1000, false),
    ('stale_after_days', 30, NULL,
     'A key result without a check-in for more than this many days is stale.', 0, 36500, true),
    ('not_moving_days', 28, NULL,
     'A key result reported on track whose value has not moved for this many days contradicts itself.', 1, 36500, true),
    ('check_in_every_days', 90, NULL,
     'An active move without a check-in for more than this many days is overdue.', 1, 36500, true),
    ('falling_by', 0.10, NULL,
     'A move whose mutual alignment falls by more than noise makes it, and by at least this over the last drift_days, is falling (0 to 1).', 0, 1, false),
    ('return_within_months', 6, NULL,
     'A return planned within this many months calls for the role after it.', 0, 1200, true),
    ('drift_days', 365, NULL,
     'Days back over which the drift of a move''s alignment is measured.', 1, 36500, true),
    ('score_noise', 0.07, NULL,
     'How far the score of a move moves when it is stated anew though nothing has changed (standard deviation, 0 to 1): what a fall is held against.', 0, 1, false),
    ('min_group', 5, NULL,
     'Groups of fewer people are suppressed in the public views.', 1, 1000000, true),
    ('publish_every_months', 1, NULL,
     'Months from one release of the public figures to the next, which the nightly check publishes after a first one by hand; 0: it publishes none.', 0, 1200, true),
    ('landmark_days', 90, NULL,
     'Days after the start at which an assignment''s band is taken to explain what happens later.', 0, 36500, true),
    ('snapshot_keep_months', 36, NULL,
     'Months for which snapshots are kept.', 1, 1200, true),
    ('founded_on', NULL, '1950-01-01',
     'Day on which the organisation began: earlier dates are findings of gmalign.check.', NULL, NULL, false),
    ('person_fte_at_most', 1, NULL,
     'Full-time equivalents up to which one person may be counted in contributions and active moves together; gmalign.check finds who is above (at least 0).', 0, 1000, false),
    ('personal_flags_approved_on', NULL, NULL,
     'Day on which flags about a person''s survey or departure were approved (works council, data protection). Without it those rules stay off.', NULL, NULL, false)
  ) AS v (code, number_value, date_value, meaning, low, high, is_whole);
END;
COMMENT ON FUNCTION gmalign_private.default_settings() IS
  'The settings of the model with their default values, what the table setting is seeded with and what the views fall back to, and the range of each, as the table setting has it.';

CREATE FUNCTION gmalign_private.setting_value(code text, value float8, low float8, high float8, is_whole boolean) RETURNS float8
  LANGUAGE c IMMUTABLE PARALLEL SAFE COST 1
  AS 'MODULE_PATHNAME', 'gmalign_setting_value';
COMMENT ON FUNCTION gmalign_private.setting_value(text, float8, float8, float8, boolean) IS
  'The value of a setting, which must be in its range and, where the setting counts, whole: a relation of a user''s own may hold any number. Raises 22023, 22003 for NaN or infinity.';
