SELECT coalesce(assignment_external_id, assignment_id::text) AS move,
       pair, a, b, goal_title, kind, a_points, b_points, loss_share
FROM hr.alignment_driver
WHERE assignment_status IN ('planned', 'active') AND (a_points <> 0 OR b_points <> 0)
ORDER BY move, pair, loss_share DESC, goal_title;
