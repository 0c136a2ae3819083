CREATE OR REPLACE VIEW assignment_alignment WITH (security_invoker = true) AS
SELECT v.id, v.assignment_id, v.assignment_external_id, v.assignment_type, v.purpose,
       v.home_country, v.host_country, v.org_unit_id, v.org_unit, v.gm_professional_id,
       v.start_date, v.planned_end_date, v.assignment_status,
       v.pair_count = 3 AS is_scored,
       gmalign_private.unscored_reason(v.pair_count, v.is_organization_heard, v.is_gm_professional_heard, v.is_assignee_heard,
                                       v.is_unreadable) AS unscored_reason,
       v.party_count, v.is_organization_heard, v.is_gm_professional_heard, v.is_assignee_heard,
       v.goal_count, v.shared_goal_count,
       v.organization_gm_score, v.organization_assignee_score, v.gm_assignee_score,
       v.mutual_alignment_score, v.weakest_alignment_score, v.weakest_pair,
       v.beyond_chance AS beyond_chance_index, v.opposed_share, v.unshared_share, v.strength_share, v.alignment_band,
       v.organization_reach_share, v.gm_reach_share, v.assignee_reach_share, v.default_priority_share, v.oldest_priority_date,
       v.start_score, v.previous_score, gmalign_private.shown(v.mutual_alignment_score - v.previous_score) AS score_change,
       v.deciding_pair, v.most_opposed_share, v.most_opposed_pair,
       v.driver_goal AS driver_goal_id, v.weakest_driver_goal AS weakest_driver_goal_id,
       v.weakest_opposed_share, v.weakest_unshared_share, v.weakest_strength_share,
       v.most_opposed_driver_goal AS most_opposed_driver_goal_id,
       v.weakest_own_goal AS weakest_own_goal_id, v.most_opposed_own_goal AS most_opposed_own_goal_id,
       v.unserved_assignee_goal AS unserved_assignee_goal_id,
       -- of a party that is heard the share is known, unless nothing is strategic
       CASE WHEN v.party_count > 0 AND coalesce(v.organization_reach_share, v.gm_reach_share, v.assignee_reach_share) IS NULL
            THEN gmalign_private.sentence('unknown.no_strategy') END AS unknown_reason,
       v.deciding_score, v.standard_error AS deciding_standard_error, v.score_low AS deciding_low, v.score_high AS deciding_high,
       v.chance AS deciding_chance, v.p_above AS deciding_p_above, v.p_below AS deciding_p_below,
       v.order_index AS deciding_order_index, v.order_p_above AS deciding_order_p_above, v.order_p_below AS deciding_order_p_below,
       v.common_share AS deciding_common_share,
       v.weakest_standard_error, v.weakest_low AS weakest_alignment_low, v.weakest_high AS weakest_alignment_high, v.weakest_noise,
       v.ask_next AS ask_next_code,
       CASE WHEN v.ask_next IS NOT NULL
            THEN gmalign_private.ask_next_text(v.ask_next, split_part(v.deciding_pair, '|', 1), split_part(v.deciding_pair, '|', 2)) END AS ask_next,
       v.most_opposed_low, v.is_unreadable AS has_unreadable_priority,
       d.title AS driver_goal_title,
       CASE WHEN v.weakest_driver_goal = v.driver_goal THEN d.title ELSE wd.title END AS weakest_driver_goal_title,
       CASE WHEN v.most_opposed_driver_goal = v.driver_goal THEN d.title ELSE md.title END AS most_opposed_driver_goal_title,
       CASE v.weakest_own_goal WHEN v.driver_goal THEN d.title WHEN v.weakest_driver_goal THEN wd.title ELSE wo.title
       END AS weakest_own_goal_title,
       CASE v.most_opposed_own_goal WHEN v.driver_goal THEN d.title WHEN v.most_opposed_driver_goal THEN md.title ELSE mo.title
       END AS most_opposed_own_goal_title,
       ug.title AS unserved_assignee_goal_title,
       v.gm_professional_external_id
-- the verdict below its titles, and behind a comma: in a join the planner looks up each
-- column of a function
FROM (
  SELECT a.*, v.*, u.name AS org_unit,
         k.external_id AS gm_professional_external_id                                                 --? employee.external_id
         NULL::text AS gm_professional_external_id                                                    --! employee.external_id
  FROM (
    -- most assignments are in the first snapshot or in the latest; of the others it
    -- is a row by index, looked for only where a query asks
    SELECT p.*,
           coalesce(f.mutual_alignment,
                    (SELECT n.mutual_alignment
                     FROM alignment_snapshot n
                     WHERE n.assignment_id = p.id AND n.taken_on < c.today AND n.mutual_alignment BETWEEN 0 AND 1
                     ORDER BY n.taken_on
                     LIMIT 1)) AS start_score,
           coalesce(l.mutual_alignment,
                    (SELECT n.mutual_alignment
                     FROM alignment_snapshot n
                     WHERE n.assignment_id = p.id AND n.taken_on < c.today AND n.mutual_alignment BETWEEN 0 AND 1
                     ORDER BY n.taken_on DESC
                     LIMIT 1)) AS previous_score
    FROM assignment_points p
    CROSS JOIN (SELECT gmalign.today() AS today) AS c
    LEFT JOIN alignment_snapshot f ON f.assignment_id = p.id AND f.mutual_alignment BETWEEN 0 AND 1
      AND f.taken_on = (SELECT min(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on < gmalign.today())
    LEFT JOIN alignment_snapshot l ON l.assignment_id = p.id AND l.mutual_alignment BETWEEN 0 AND 1
      AND l.taken_on = (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on < gmalign.today())) AS a
  LEFT JOIN org_unit u ON u.id = a.org_unit_id
  LEFT JOIN employee k ON k.id = a.gm_professional_id                                                 --? employee.external_id
     , setting_in_force r,
       LATERAL gmalign_private.verdict(a.points, a.no_goal,
                                       r.opposed_from, r.aligned_from, r.beyond_chance_from,
                                       r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
                                       r.answer_reliability, r.answer_step) AS v) AS v
-- by primary key: where a query asks for no title it is not looked for, nor where
-- it is that of a driver, as it mostly is; the first is another goal for nearly
-- every move, which the second condition keeps the planner from remembering
LEFT JOIN goal d ON d.id = v.driver_goal AND v.driver_goal IS NOT NULL
LEFT JOIN goal wd ON wd.id = nullif(v.weakest_driver_goal, v.driver_goal)
LEFT JOIN goal md ON md.id = nullif(v.most_opposed_driver_goal, v.driver_goal)
LEFT JOIN goal wo ON wo.id = nullif(nullif(v.weakest_own_goal, v.driver_goal), v.weakest_driver_goal)
LEFT JOIN goal mo ON mo.id = nullif(nullif(v.most_opposed_own_goal, v.driver_goal), v.most_opposed_driver_goal)
LEFT JOIN goal ug ON ug.id = v.unserved_assignee_goal;
COMMENT ON VIEW assignment_alignment IS 'How far the organization, the GM professional and the assignee agree on each assignment. One row per assignment, also when it cannot be scored.';
SELECT gmalign_private.comment_assignment_columns('assignment_alignment');
COMMENT ON COLUMN assignment_alignment.id IS 'Key of the assignment.';
COMMENT ON COLUMN assignment_alignment.is_scored IS 'Whether all three parties are heard and every pair has a score.';
COMMENT ON COLUMN assignment_alignment.unscored_reason IS 'Why it is not scored, in words. NULL: it is.';
COMMENT ON COLUMN assignment_alignment.party_count IS 'Parties heard, 0 to 3.';
COMMENT ON COLUMN assignment_alignment.is_organization_heard IS 'Whether a voice of the organization stated priorities, or the purpose has defaults for one.';
COMMENT ON COLUMN assignment_alignment.is_gm_professional_heard IS 'Whether the GM professional stated priorities, or the purpose has defaults.';
COMMENT ON COLUMN assignment_alignment.is_assignee_heard IS 'Whether the assignee or the family stated priorities.';
COMMENT ON COLUMN assignment_alignment.goal_count IS 'Goals compared: strategic goals, and own goals as far as they serve none. 0 when fewer than two parties are heard.';
COMMENT ON COLUMN assignment_alignment.shared_goal_count IS 'Goals compared that at least two parties give points.';
COMMENT ON COLUMN assignment_alignment.organization_gm_score IS 'Goal alignment of organization and GM professional, 0 to 1, 1 = the same priorities. NULL: one is not heard.';
COMMENT ON COLUMN assignment_alignment.organization_assignee_score IS 'Goal alignment of organization and assignee, 0 to 1. NULL: one is not heard.';
COMMENT ON COLUMN assignment_alignment.gm_assignee_score IS 'Goal alignment of GM professional and assignee, 0 to 1. NULL: one is not heard.';
COMMENT ON COLUMN assignment_alignment.mutual_alignment_score IS 'Mean goal alignment of the three pairs, 0 to 1, 1 = the same priorities. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_alignment_score IS 'Lowest goal alignment of the three pairs, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_pair IS 'The pair with the lowest, as a|b. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.beyond_chance_index IS 'Alignment of the deciding pair beyond chance, at most 1; 0 = as if each dealt out its own priorities at random over its own goals, negative = worse. NULL: not scored, or it cannot be told.';
COMMENT ON COLUMN assignment_alignment.opposed_share IS 'Share on which the deciding pair pulls in opposite directions, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.unshared_share IS 'Share of the deciding pair on goals named by one party only, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.strength_share IS 'Share of the deciding pair on the same goals with different weight, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.alignment_band IS 'aligned, mixed, misaligned, cannot tell or not scored (doc/bands.md; thresholds in setting): of the worst placed pair.';
COMMENT ON COLUMN assignment_alignment.organization_reach_share IS 'Share of the organization''s points that reach a strategic goal, 0 to 1. NULL: not heard, or no strategic goal in force.';
COMMENT ON COLUMN assignment_alignment.gm_reach_share IS 'Share of the GM professional''s points that reach a strategic goal, 0 to 1. NULL: not heard, or no strategic goal in force.';
COMMENT ON COLUMN assignment_alignment.assignee_reach_share IS 'Share of the assignee''s points that reach a strategic goal, 0 to 1. NULL: not heard, or no strategic goal in force.';
COMMENT ON COLUMN assignment_alignment.default_priority_share IS 'How much of the score rests on defaults of the purpose, 0 to 1. NULL: nobody heard.';
COMMENT ON COLUMN assignment_alignment.oldest_priority_date IS 'Oldest statement in use. NULL: only defaults.';
COMMENT ON COLUMN assignment_alignment.start_score IS 'Mutual alignment at the first snapshot with a score, 0 to 1. NULL: there is none before today.';
COMMENT ON COLUMN assignment_alignment.previous_score IS 'Mutual alignment at the latest snapshot with a score before today, 0 to 1. NULL: there is none.';
COMMENT ON COLUMN assignment_alignment.score_change IS 'Mutual alignment now minus previous_score, -1 to 1. NULL: one of them is not known.';
COMMENT ON COLUMN assignment_alignment.deciding_pair IS 'The pair that decides the band, as a|b: the worst placed of the three. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.most_opposed_share IS 'Largest share on which two of the parties pull in opposite directions, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.most_opposed_pair IS 'Which two, as a|b. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.driver_goal_id IS 'The goal with the largest share of the deciding pair''s loss. NULL: not scored, or no loss.';
COMMENT ON COLUMN assignment_alignment.weakest_driver_goal_id IS 'The goal with the largest share of the weakest pair''s loss. NULL: not scored, or no loss.';
COMMENT ON COLUMN assignment_alignment.weakest_opposed_share IS 'Share on which the weakest pair pulls in opposite directions, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_unshared_share IS 'Share of the weakest pair on goals named by one party only, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_strength_share IS 'Share of the weakest pair on the same goals with different weight, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.most_opposed_driver_goal_id IS 'The goal with the largest share of the most opposed pair''s loss. NULL: not scored, or no loss.';
COMMENT ON COLUMN assignment_alignment.weakest_own_goal_id IS 'The own goal through which the weakest pair parts on its driver: of the side that works against it, else of the larger. NULL: not scored, or no loss.';
COMMENT ON COLUMN assignment_alignment.most_opposed_own_goal_id IS 'The same for the most opposed pair.';
COMMENT ON COLUMN assignment_alignment.unserved_assignee_goal_id IS 'Of the assignee''s goals that reach no strategic goal the one with most points. NULL: none, the assignee is not heard, or there is no strategic goal in force.';
COMMENT ON COLUMN assignment_alignment.unknown_reason IS 'Why it is not known what of the points reaches strategy, in words. NULL: it is, or nobody is heard.';
COMMENT ON COLUMN assignment_alignment.deciding_score IS 'Goal alignment of the deciding pair, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.deciding_standard_error IS 'By how much its score would differ if the same people were asked again: its standard error, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.deciding_low IS 'Nine in ten scores would lie from here ... NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.deciding_high IS '... to here, if the same people were asked again. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.deciding_chance IS 'What the deciding pair would score on average if each dealt out its own priorities anew over its own goals, 0 to 1. NULL: not scored, or it cannot be told.';
COMMENT ON COLUMN assignment_alignment.deciding_p_above IS 'Share of these deals with at least its score, above 0 to 1. NULL: not scored, or it cannot be told.';
COMMENT ON COLUMN assignment_alignment.deciding_p_below IS 'Share of these deals with at most its score, above 0 to 1. NULL: not scored, or it cannot be told.';
COMMENT ON COLUMN assignment_alignment.deciding_order_index IS 'How far the two prefer the same goals, whatever their level: a correlation, -1 to 1, 0 where one prefers nothing; over the own goals both have when they are three or more and most of both lists, else over the goals compared. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.deciding_order_p_above IS 'Share of the deals that agree at least as well in this, equal ones counted half, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.deciding_order_p_below IS 'Share of the deals that agree at most as well, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.deciding_common_share IS 'Share of their lists that leads to goals both can reach, the smaller of the two, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_standard_error IS 'Standard error of weakest_alignment_score, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_alignment_low IS 'Nine in ten scores of the weakest pair would lie from here ... NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_alignment_high IS '... to here, if the same people were asked again. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.weakest_noise IS 'By about how much weakest_alignment_score is too low because answers err and it is the lowest of three: what a second error takes from it on average. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.ask_next_code IS 'Why the deciding pair cannot be told: same_list, more_goals or own_goals. NULL: it can.';
COMMENT ON COLUMN assignment_alignment.ask_next IS 'What to ask next, in words. NULL: nothing.';
COMMENT ON COLUMN assignment_alignment.most_opposed_low IS 'What most_opposed_share is at least in nineteen cases of twenty, as answers err, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN assignment_alignment.has_unreadable_priority IS 'Whether a priority is outside -1 to 1, and counts as not stated.';
COMMENT ON COLUMN assignment_alignment.driver_goal_title IS 'Title of driver_goal_id.';
COMMENT ON COLUMN assignment_alignment.weakest_driver_goal_title IS 'Title of weakest_driver_goal_id.';
COMMENT ON COLUMN assignment_alignment.most_opposed_driver_goal_title IS 'Title of most_opposed_driver_goal_id.';
COMMENT ON COLUMN assignment_alignment.weakest_own_goal_title IS 'Title of weakest_own_goal_id.';
COMMENT ON COLUMN assignment_alignment.most_opposed_own_goal_title IS 'Title of most_opposed_own_goal_id.';
COMMENT ON COLUMN assignment_alignment.unserved_assignee_goal_title IS 'Title of unserved_assignee_goal_id.';
