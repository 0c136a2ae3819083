SELECT goal_title, is_strategic, hr_points, leadership_points, gm_points, widest_pair, kind, loss_share, rank_order
FROM hr.priority_conflict
WHERE kind IS NOT NULL
ORDER BY rank_order;
