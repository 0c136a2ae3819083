CREATE OR REPLACE VIEW rule_opposed_pair WITH (security_invoker = true) AS
SELECT k.assignment_id AS id, k.assignment_id AS subject_id, k.most_opposed_low AS score, 'opposed' AS reason_code,
       p.parameters::text AS parameters, gmalign.reason_text('opposed', p.parameters) AS reason, d.title AS driver,
       coalesce(k.assignment_external_id, k.assignment_id::text) AS subject_title
FROM assignment_alignment k
-- another one for nearly every move: the second condition keeps the planner from remembering them
LEFT JOIN goal d ON d.id = k.most_opposed_driver_goal_id AND k.most_opposed_driver_goal_id IS NOT NULL
-- its own title only where it is another goal
LEFT JOIN goal o ON o.id = nullif(k.most_opposed_own_goal_id, k.most_opposed_driver_goal_id)
-- a function of FROM is evaluated once a row
CROSS JOIN LATERAL gmalign_private.parameters('a', split_part(k.most_opposed_pair, '|', 1), 'b', split_part(k.most_opposed_pair, '|', 2),
                                              'goal', d.title, 'goal_id', k.most_opposed_driver_goal_id,
                                              'own_goal', CASE WHEN k.most_opposed_own_goal_id = k.most_opposed_driver_goal_id THEN d.title ELSE o.title END,
                                              'opposed_share', k.most_opposed_share) AS p (parameters)
WHERE k.assignment_status NOT IN ('ended', 'cancelled');
COMMENT ON VIEW rule_opposed_pair IS 'Rule opposed_pair: two parties of a move pull in opposite directions, even at the lower limit. One row per assignment that has not ended.';
SELECT gmalign_private.comment_rule_columns('rule_opposed_pair', 'assignment', 'What the largest share on which two parties pull in opposite directions is at least in nineteen cases of twenty, as answers err, 0 to 1. NULL: not scored.');
