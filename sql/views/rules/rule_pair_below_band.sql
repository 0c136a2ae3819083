CREATE OR REPLACE VIEW rule_pair_below_band WITH (security_invoker = true) AS
SELECT k.assignment_id AS id, k.assignment_id AS subject_id, k.weakest_alignment_high AS score, c.reason_code,
       p.parameters::text AS parameters, gmalign.reason_text(c.reason_code, p.parameters) AS reason, d.title AS driver,
       coalesce(k.assignment_external_id, k.assignment_id::text) AS subject_title
FROM assignment_alignment k
CROSS JOIN setting_in_force r
-- another one for nearly every move: the second condition keeps the planner from remembering them
LEFT JOIN goal d ON d.id = k.weakest_driver_goal_id AND k.weakest_driver_goal_id IS NOT NULL
-- its own title only where it is another goal
LEFT JOIN goal o ON o.id = nullif(k.weakest_own_goal_id, k.weakest_driver_goal_id)
LEFT JOIN goal w ON w.id = k.unserved_assignee_goal_id
-- functions of FROM are evaluated once a row
CROSS JOIN LATERAL gmalign_private.parting_reason(split_part(k.weakest_pair, '|', 1), k.weakest_opposed_share, k.weakest_unshared_share,
                                                  k.weakest_strength_share, k.assignee_reach_share, r.opposed_from, r.reach_from,
                                                  k.alignment_band = 'misaligned' AND k.weakest_pair = k.deciding_pair)
  AS c (reason_code)
CROSS JOIN LATERAL gmalign_private.parameters('a', split_part(k.weakest_pair, '|', 1), 'b', split_part(k.weakest_pair, '|', 2),
                                              'goal', d.title, 'goal_id', k.weakest_driver_goal_id,
                                              'own_goal', CASE WHEN k.weakest_own_goal_id = k.weakest_driver_goal_id THEN d.title ELSE o.title END,
                                              'assignee_goal', CASE WHEN k.weakest_pair LIKE 'assignee|%' THEN w.title END,
                                              'opposed_share', k.weakest_opposed_share,
                                              'unshared_share', k.weakest_unshared_share,
                                              'assignee_reach_share', k.assignee_reach_share) AS p (parameters)
WHERE k.assignment_status NOT IN ('ended', 'cancelled');
COMMENT ON VIEW rule_pair_below_band IS 'Rule pair_below_band: two parties of a move share too little, even at the upper limit. One row per assignment that has not ended.';
SELECT gmalign_private.comment_rule_columns('rule_pair_below_band', 'assignment', 'Upper limit of the lowest goal alignment of the three pairs, if the same people were asked again, 0 to 1. NULL: not scored.');
