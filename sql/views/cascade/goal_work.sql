CREATE OR REPLACE VIEW goal_work WITH (security_invoker = true) AS
WITH cascade AS MATERIALIZED (SELECT c.graph, c.strategic_goals FROM cascade_graph c)
SELECT 1 AS id, f.graph, f.strategic_goals,
       gmalign_private.goal_work_combine(
         (SELECT gmalign_private.goal_work(m.points, m.fte, m.cost)
          FROM (SELECT gmalign_private.party_points((SELECT p.voices FROM points_frame p), (SELECT gmalign_private.goal_lift(c.graph, c.strategic_goals) FROM cascade c),
                                                    a.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points,
                       gmalign_private.amount(a.fte_share) AS fte,
                       coalesce(gmalign_private.amount(a.actual_cost::float8), gmalign_private.amount(a.cost_estimate::float8)) AS cost
                FROM assignment a
                --+ move_end
                LEFT JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= gmalign.today()
                WHERE gmalign_private.is_active(a.start_date, a.end_date, x.left_on, x.is_cancelled, gmalign.today())
                GROUP BY a.id, a.purpose, a.fte_share, a.actual_cost, a.cost_estimate) AS m),
         (SELECT w.work FROM contributor_work w)) AS work,
       (SELECT g.id FROM goal g LIMIT 0) AS no_goal
FROM cascade f;
COMMENT ON VIEW goal_work IS 'What active assignments and contributors who are employed spend on each goal, as a value beside the graph, from which the views about the cascade read. One row; its values live within one query and are not for tables or dashboards.';
COMMENT ON COLUMN goal_work.id IS 'Always 1.';
COMMENT ON COLUMN goal_work.graph IS 'The graph, as in cascade_graph.';
COMMENT ON COLUMN goal_work.strategic_goals IS 'Keys of the strategic goals in force.';
COMMENT ON COLUMN goal_work.work IS 'The work. NULL: nobody works on any goal.';
COMMENT ON COLUMN goal_work.no_goal IS 'NULL in the type of goals'' keys, in which readers give them back.';
