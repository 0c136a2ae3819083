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

INSERT INTO action (code, strategy, reason_code, party, text, sort_order) VALUES
  ('gm_targets', 'develop_gm', 'opposed', 'gm_professional',
   'Give the GM professional targets that serve the strategy behind the move, and recognise what is reached.', 10),
  ('one_target', 'design_for_alignment', 'opposed', NULL,
   'Settle the contested goal with both before the next step of the move: one target, one owner, one measure.', 20),
  ('career_path', 'design_for_alignment', 'no_career_path', 'assignee',
   'Agree with the assignee which of the own goals serve the strategy, the role after return and one growth goal with a date.', 30),
  ('state_why', 'state_the_why', 'unshared', NULL,
   'State why the move is made; let each side name the goal of the other it can serve.', 40),
  ('settle_order', 'design_for_alignment', 'reversed', NULL,
   'Both name the same goals and put first what the other puts last: settle with both which comes first, and what the other gets for it.', 45),
  ('agree_weights', 'check_in', 'strength', NULL,
   'Both want the same: settle at the next check-in what comes first.', 50),
  ('hear_party', 'check_in', 'not_heard', NULL,
   'Ask the party that has not been heard what it wants from the move.', 60),
  ('show_data', 'show_the_data', NULL, NULL,
   'Take the scores and their drivers to those who decide.', 70),
  -- what retention_risk suggests
  ('agree_next_role', 'design_for_alignment', 'no_next_role', NULL,
   'Agree on the role after return, and write down when.', 110),
  ('show_line', 'state_the_why', 'no_line_of_sight', NULL,
   'Show which strategic goal the work serves, or give it one.', 120),
  ('growth_goal', 'design_for_alignment', 'no_growth_goal', NULL,
   'Agree on one growth goal with a next step and its date.', 130),
  ('look_forward', 'check_in', 'no_forward_feedback', NULL,
   'Hold a talk about what comes next, not about what was.', 140),
  ('grant_cadence', 'check_in', 'slow_reviews', NULL,
   'Hold the next review at the interval the person asked for.', 150),
  ('hold_review', 'check_in', 'review_overdue', NULL,
   'Hold the review that is overdue.', 160),
  ('stop_the_fall', 'check_in', 'falling_alignment', NULL,
   'Find out what changed since the last check-in, and for whom.', 170),
  ('settle_goals', 'design_for_alignment', 'misaligned', NULL,
   'Settle the goal the parties of the move part on (view misaligned_assignment).', 180),
  ('give_means', 'design_for_alignment', 'weak_expectancy', NULL,
   'Give what it takes to do the job: tools, authority, clarity.', 190),
  ('recognise', 'develop_gm', 'weak_instrumentality', NULL,
   'Let recognition and the next step follow from what is reached, and say so.', 200),
  ('offer_wanted', 'design_for_alignment', 'weak_valence', NULL,
   'Offer what the person wants instead of what is customary (view reward_fit).', 210),
  -- what rules of the nightly check suggest
  ('staff_strategy', 'design_for_alignment', 'thin_support', NULL,
   'Give the strategic goal people or a move that serves it, or lower its weight.', 310),
  ('hold_check_in', 'check_in', 'stale', NULL,
   'Check in: what is the value, what stands in the way, who needs to know.', 320),
  ('correct_status', 'show_the_data', 'not_moving', NULL,
   'Look at the value together and correct the status, or say what will move it.', 330),
  ('settle_unmet', 'check_in', 'goals_unmet', NULL,
   'Settle which goals can still be met before the end, and who takes over the rest.', 340);

INSERT INTO flag_rule (code, meaning, relation, subject_kind, opens_when, open_setting, close_margin, severity) VALUES
  ('pair_below_band', 'Two parties of a move share too little.',
   'rule_pair_below_band', 'assignment', 'below', 'misaligned_below', .05, 'high'),
  ('opposed_pair', 'Two parties of a move pull in opposite directions.',
   'rule_opposed_pair', 'assignment', 'from', 'opposed_from', .03, 'high');
INSERT INTO flag_rule (code, meaning, relation, subject_kind, opens_when, open_value, close_value, severity, action_code, is_personal, is_enabled) VALUES
  ('party_not_heard', 'A party of a move has not said what it wants.',
   'rule_party_not_heard', 'assignment', 'below', 3, 3, 'medium', 'hear_party', false, true),
  ('drift', 'The alignment of a move wears away month by month.',
   'rule_drift', 'assignment', 'below', -.005, 0, 'medium', NULL, false, true),
  ('end_near', 'A move ends soon with no role after return agreed, or with goals unmet.',
   'rule_end_near', 'assignment', 'below', 180, 200, 'medium', NULL, false, true),
  ('move_check_in_overdue', 'Nobody has checked in on a move. Switch it on when check-ins on moves are recorded.',
   'rule_move_check_in_overdue', 'assignment', 'from', 91, 91, 'low', 'hold_check_in', false, false),
  ('check_in_overdue', 'Nobody has looked at a key result.',
   'rule_check_in_overdue', 'goal', 'from', 31, 31, 'low', NULL, false, true),
  ('not_moving', 'A key result is reported on track but does not move.',
   'rule_not_moving', 'goal', 'found', NULL, NULL, 'medium', NULL, false, true),
  ('goal_without_sight', 'Somebody works on a goal that reaches no strategic goal.',
   'rule_goal_without_sight', 'goal', 'found', NULL, NULL, 'low', 'show_line', false, true),
  ('thin_support', 'A strategic goal has little or no work behind it.',
   'rule_thin_support', 'goal', 'below', 1, 1.1, 'high', NULL, false, true),
  ('weak_link', 'A link of a person''s motivation is weak.',
   'rule_weak_link', 'person', 'below', .50, .55, 'medium', NULL, true, true),
  ('reward_not_valued', 'A person is offered what is not wanted.',
   'rule_reward_not_valued', 'person', 'below', .40, .45, 'medium', 'offer_wanted', true, true),
  ('performer_without_path', 'Nothing leads on for a high performer.',
   'rule_performer_without_path', 'person', 'from', 2, 2, 'high', NULL, true, true);

UPDATE action a SET text_de = v.said
FROM (VALUES
  ('gm_targets', 'Geben Sie der GM-Fachkraft Ziele, die der Strategie hinter der Entsendung dienen, und würdigen Sie, was erreicht wird.'),
  ('one_target', 'Klären Sie das strittige Ziel mit beiden Seiten vor dem nächsten Schritt der Entsendung: ein Ziel, eine Zuständigkeit, ein Maßstab.'),
  ('career_path', 'Vereinbaren Sie mit der entsandten Person, welche ihrer Ziele der Strategie dienen, die Position nach der Rückkehr und ein Entwicklungsziel mit Termin.'),
  ('state_why', 'Sagen Sie, warum es die Entsendung gibt; jede Seite nennt das Ziel der anderen, dem sie dienen kann.'),
  ('settle_order', 'Beide nennen dieselben Ziele und stellen voran, was die andere Seite hintanstellt: Klären Sie mit beiden, was zuerst kommt und was die andere Seite dafür erhält.'),
  ('agree_weights', 'Beide wollen dasselbe: Klären Sie im nächsten Gespräch, was zuerst kommt.'),
  ('hear_party', 'Fragen Sie die Seite, die noch nicht gehört wurde, was sie von der Entsendung will.'),
  ('show_data', 'Legen Sie die Werte und ihre Treiber denen vor, die entscheiden.'),
  ('agree_next_role', 'Vereinbaren Sie die Position nach der Rückkehr und halten Sie fest, ab wann sie gilt.'),
  ('show_line', 'Zeigen Sie, welchem strategischen Ziel die Arbeit dient, oder geben Sie ihr eines.'),
  ('growth_goal', 'Vereinbaren Sie ein Entwicklungsziel mit einem nächsten Schritt und dessen Termin.'),
  ('look_forward', 'Führen Sie ein Gespräch über das, was kommt, nicht über das, was war.'),
  ('grant_cadence', 'Führen Sie das nächste Gespräch in dem Abstand, um den die Person gebeten hat.'),
  ('hold_review', 'Holen Sie das überfällige Gespräch nach.'),
  ('stop_the_fall', 'Finden Sie heraus, was sich seit dem letzten Gespräch geändert hat, und für wen.'),
  ('settle_goals', 'Klären Sie das Ziel, an dem sich die Beteiligten trennen (Sicht misaligned_assignment).'),
  ('give_means', 'Geben Sie, was die Aufgabe verlangt: Arbeitsmittel, Befugnisse, Klarheit.'),
  ('recognise', 'Lassen Sie auf das Erreichte Anerkennung und den nächsten Schritt folgen, und sagen Sie das zu.'),
  ('offer_wanted', 'Bieten Sie, was die Person will, statt dessen, was üblich ist (Sicht reward_fit).'),
  ('staff_strategy', 'Geben Sie dem strategischen Ziel Menschen oder eine Entsendung, die ihm dient, oder senken Sie sein Gewicht.'),
  ('hold_check_in', 'Fragen Sie nach dem Stand: Wie ist der Wert, was steht im Weg, wer muss davon wissen?'),
  ('correct_status', 'Sehen Sie sich den Wert gemeinsam an und berichtigen Sie den Status, oder sagen Sie, was den Wert bewegen wird.'),
  ('settle_unmet', 'Klären Sie, welche Ziele vor dem Ende noch erreichbar sind und wer die übrigen übernimmt.')) AS v (code, said)
WHERE a.code = v.code;

-- said_by: what parts two parties is why the alignment of their move wears away; a key
-- result that stands still has nobody who looks at it
UPDATE flag_rule r SET meaning_de = v.said, said_by = v.said_by
FROM (VALUES
  ('pair_below_band', 'Zwei Seiten einer Entsendung teilen zu wenig.', NULL::text[]),
  ('opposed_pair', 'Zwei Seiten einer Entsendung ziehen in entgegengesetzte Richtungen.', NULL),
  ('party_not_heard', 'Eine Seite einer Entsendung hat nicht gesagt, was sie will.', NULL),
  ('drift', 'Die Zielübereinstimmung einer Entsendung schwindet Monat für Monat.', ARRAY['pair_below_band', 'opposed_pair']),
  ('end_near', 'Eine Entsendung endet bald, ohne vereinbarte Position nach der Rückkehr oder mit offenen Zielen.', NULL),
  ('move_check_in_overdue', 'Niemand hat nach dem Stand einer Entsendung gefragt. Einschalten, sobald Gespräche über Entsendungen erfasst werden.', NULL),
  ('check_in_overdue', 'Niemand hat nach einem Schlüsselergebnis gesehen.', ARRAY['not_moving']),
  ('not_moving', 'Ein Schlüsselergebnis gilt als planmäßig, bewegt sich aber nicht.', NULL),
  ('goal_without_sight', 'Jemand arbeitet an einem Ziel, das zu keinem strategischen Ziel führt.', NULL),
  ('thin_support', 'Hinter einem strategischen Ziel steht wenig oder keine Arbeit.', NULL),
  ('weak_link', 'Ein Glied der Motivation einer Person ist schwach.', NULL),
  ('reward_not_valued', 'Einer Person wird geboten, was sie nicht will.', NULL),
  ('performer_without_path', 'Für eine leistungsstarke Person führt nichts weiter.', NULL)) AS v (code, said, said_by)
WHERE r.code = v.code;
