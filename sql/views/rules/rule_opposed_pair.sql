CREATE OR REPLACE VIEW rule_opposed_pair WITH (security_invoker = true) AS
WITH worded AS (
  SELECT k.assignment_id, k.most_opposed_share AS score, d.title AS driver,
         jsonb_build_object('a', split_part(k.most_opposed_pair, '|', 1), 'b', split_part(k.most_opposed_pair, '|', 2),
                            'goal', d.title, 'goal_id', k.most_opposed_driver_goal_id, 'own_goal', o.title,
                            -- numeric: the text of a float8 depends on the session
                            'opposed_share', k.most_opposed_share::numeric) AS parameters
  FROM assignment_alignment k
  LEFT JOIN goal d ON d.id = k.most_opposed_driver_goal_id
  LEFT JOIN goal o ON o.id = k.most_opposed_own_goal_id
  WHERE k.assignment_status NOT IN ('ended', 'cancelled')
)
SELECT w.assignment_id AS id, w.assignment_id AS subject_id, w.score, 'opposed' AS reason_code,
       w.parameters::text AS parameters, gmalign.reason_text('opposed', w.parameters) AS reason, w.driver
FROM worded w;
COMMENT ON VIEW rule_opposed_pair IS 'Rule opposed_pair: two parties of a move pull in opposite directions. One row per assignment that has not ended.';
SELECT gmalign_private.comment_rule_columns('rule_opposed_pair', 'assignment', 'Largest share on which two parties pull in opposite directions, 0 to 1. NULL: not scored.');
