SELECT s.goal_id, s.goal_external_id, s.goal_title, s.level, s.state, s.depth, s.is_in_cycle, s.is_staffed,
       p.strategic_goal_title AS serves_most
FROM hr.goal_state s
LEFT JOIN hr.goal_path p ON p.goal_id = s.goal_id AND p.path_kind = 'strongest'
LEFT JOIN hr.cascade_coverage c ON c.strategic_goal_id = p.strategic_goal_id
ORDER BY c.importance_share DESC NULLS LAST, p.strategic_goal_id, s.depth, s.state, s.goal_title, s.goal_id;
