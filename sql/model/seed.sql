-- The model, seed: the rows a new model starts with. All of them are the
-- user's to change.

INSERT INTO setting (code, number_value, date_value, meaning)
SELECT d.code, d.number_value, d.date_value, d.meaning
FROM gmalign_private.default_settings() AS d;

INSERT INTO goal_dimension (code, name, sort_order) VALUES
  ('value', 'Value', 1),
  ('engagement', 'Engagement', 2);

INSERT INTO stakeholder (code, name, party) VALUES
  ('organization', 'Organization', 'organization'),
  ('hr', 'Human resources', 'organization'),
  ('senior_leadership', 'Senior leadership', 'organization'),
  ('line_manager', 'Line manager', 'organization'),
  ('sponsor', 'Sponsor', 'organization'),
  ('home_manager', 'Home manager', 'organization'),
  ('host_manager', 'Host manager', 'organization'),
  ('gm_professional', 'GM professional', 'gm_professional'),
  ('assignee', 'Assignee', 'assignee'),
  ('family', 'Family', 'assignee');

INSERT INTO reward (code, name, sort_order) VALUES
  ('recognition', 'Recognition', 1),
  ('advancement', 'Advancement', 2),
  ('development', 'Development', 3),
  ('influence', 'Influence', 4),
  ('purpose', 'Purpose', 5),
  ('allowance', 'Pay and allowance', 6),
  ('balance', 'Work-life balance', 7),
  ('family_support', 'Family support', 8),
  ('role_after_return', 'Role after return', 9);

INSERT INTO survey_item (code, name, link, sort_order) VALUES
  ('tools', 'Tools', 'expectancy', 1),
  ('resources', 'Resources', 'expectancy', 2),
  ('support', 'Support', 'expectancy', 3),
  ('clarity', 'Clarity', 'expectancy', 4),
  ('skills', 'Skills', 'expectancy', 5),
  ('authority', 'Authority', 'expectancy', 6),
  ('recognition', 'Recognition', 'instrumentality', 7),
  ('trust', 'Trust', 'instrumentality', 8),
  ('purpose', 'Purpose', 'valence', 9),
  ('stress', 'Freedom from stress', 'valence', 10);

-- the words of actions and rules are in src/texts.c, in every language: an install
-- script is read in the encoding of the database
INSERT INTO action (code, strategy, reason_code, party, text, sort_order, text_de)
SELECT v.code, v.strategy, v.reason_code, v.party, e.text, v.sort_order, d.text
FROM (VALUES
  ('gm_targets', 'develop_gm', 'opposed', 'gm_professional', 10),
  ('one_target', 'design_for_alignment', 'opposed', NULL, 20),
  ('career_path', 'design_for_alignment', 'no_career_path', 'assignee', 30),
  ('state_why', 'state_the_why', 'unshared', NULL, 40),
  ('settle_order', 'design_for_alignment', 'reversed', NULL, 45),
  ('agree_weights', 'check_in', 'strength', NULL, 50),
  ('hear_party', 'check_in', 'not_heard', NULL, 60),
  ('show_data', 'show_the_data', NULL, NULL, 70),
  -- what retention_risk suggests
  ('agree_next_role', 'design_for_alignment', 'no_next_role', NULL, 110),
  ('show_line', 'state_the_why', 'no_line_of_sight', NULL, 120),
  ('growth_goal', 'design_for_alignment', 'no_growth_goal', NULL, 130),
  ('look_forward', 'check_in', 'no_forward_feedback', NULL, 140),
  ('grant_cadence', 'check_in', 'slow_reviews', NULL, 150),
  ('hold_review', 'check_in', 'review_overdue', NULL, 160),
  ('stop_the_fall', 'check_in', 'falling_alignment', NULL, 170),
  ('settle_goals', 'design_for_alignment', 'misaligned', NULL, 180),
  ('give_means', 'design_for_alignment', 'weak_expectancy', NULL, 190),
  ('recognise', 'develop_gm', 'weak_instrumentality', NULL, 200),
  ('offer_wanted', 'design_for_alignment', 'weak_valence', NULL, 210),
  -- what rules of the nightly check suggest
  ('staff_strategy', 'design_for_alignment', 'thin_support', NULL, 310),
  ('hold_check_in', 'check_in', 'stale', NULL, 320),
  ('correct_status', 'show_the_data', 'not_moving', NULL, 330),
  ('settle_unmet', 'check_in', 'goals_unmet', NULL, 340)) AS v (code, strategy, reason_code, party, sort_order)
JOIN gmalign_private.sentences() AS e ON e.code = 'action.' || v.code AND e.language = 'en'
JOIN gmalign_private.sentences() AS d ON d.code = e.code AND d.language = 'de'
ORDER BY v.sort_order;

INSERT INTO flag_rule (code, meaning, relation, subject_kind, opens_when, open_value, close_value, open_setting, close_margin, severity, action_code,
                       is_personal, is_enabled, meaning_de, said_by)
SELECT v.code, e.text, v.relation, v.subject_kind, v.opens_when, v.open_value, v.close_value, v.open_setting, v.close_margin, v.severity, v.action_code,
       v.is_personal, v.is_enabled, d.text, v.said_by
FROM (VALUES
  (1, 'pair_below_band', 'rule_pair_below_band', 'assignment', 'below', NULL::float8, NULL::float8, 'misaligned_below', .05, 'high', NULL, false, true, NULL::text),
  (2, 'opposed_pair', 'rule_opposed_pair', 'assignment', 'from', NULL, NULL, 'opposed_from', .03, 'high', NULL, false, true, NULL),
  (3, 'party_not_heard', 'rule_party_not_heard', 'assignment', 'below', 3, 3, NULL, NULL, 'medium', 'hear_party', false, true, NULL),
  (4, 'drift', 'rule_drift', 'assignment', 'below', -.005, 0, NULL, NULL, 'medium', NULL, false, true, 'pair_below_band, opposed_pair'),
  (5, 'end_near', 'rule_end_near', 'assignment', 'below', 180, 200, NULL, NULL, 'medium', NULL, false, true, NULL),
  (6, 'move_check_in_overdue', 'rule_move_check_in_overdue', 'assignment', 'from', 91, 91, NULL, NULL, 'low', 'hold_check_in', false, false, NULL),
  (7, 'check_in_overdue', 'rule_check_in_overdue', 'goal', 'from', 31, 31, NULL, NULL, 'low', NULL, false, true, 'not_moving'),
  (8, 'not_moving', 'rule_not_moving', 'goal', 'found', NULL, NULL, NULL, NULL, 'medium', NULL, false, true, NULL),
  (9, 'goal_without_sight', 'rule_goal_without_sight', 'goal', 'found', NULL, NULL, NULL, NULL, 'low', 'show_line', false, true, NULL),
  (10, 'thin_support', 'rule_thin_support', 'goal', 'below', 1, 1.1, NULL, NULL, 'high', NULL, false, true, NULL),
  (11, 'weak_link', 'rule_weak_link', 'person', 'below', .50, .55, NULL, NULL, 'medium', NULL, true, true, NULL),
  (12, 'reward_not_valued', 'rule_reward_not_valued', 'person', 'below', .40, .45, NULL, NULL, 'medium', 'offer_wanted', true, true, NULL),
  (13, 'performer_without_path', 'rule_performer_without_path', 'person', 'from', 2, 2, NULL, NULL, 'high', NULL, true, true, NULL))
  AS v (place, code, relation, subject_kind, opens_when, open_value, close_value, open_setting, close_margin, severity, action_code,
        is_personal, is_enabled, said_by)
JOIN gmalign_private.sentences() AS e ON e.code = 'rule.' || v.code AND e.language = 'en'
JOIN gmalign_private.sentences() AS d ON d.code = e.code AND d.language = 'de'
ORDER BY v.place;
