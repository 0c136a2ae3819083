SELECT e.source, e.target, e.mainstat AS contribution, e.secondarystat AS relation,
       a.depth AS source_depth, b.depth AS target_depth
FROM hr.graph_edges e
JOIN hr.goal_state a ON a.goal_id::text = e.source
JOIN hr.goal_state b ON b.goal_id::text = e.target
ORDER BY e.id;
