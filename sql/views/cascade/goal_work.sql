CREATE OR REPLACE VIEW goal_work WITH (security_invoker = true) AS
WITH cascade AS MATERIALIZED (SELECT c.graph, c.strategic_goals FROM cascade_graph c)
SELECT 1 AS id, f.graph, f.strategic_goals,
       (SELECT gmalign_private.goal_work(w.points, w.goal_id, w.fte, w.cost, w.people)
        FROM (SELECT gmalign_private.party_points((SELECT p.voices FROM points_frame p), (SELECT gmalign_private.goal_lift(c.graph, c.strategic_goals) FROM cascade c),
                                                  a.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points,
                     (SELECT n.id FROM goal n LIMIT 0) AS goal_id, gmalign_private.amount(a.fte_share) AS fte,
                     coalesce(gmalign_private.amount(a.actual_cost::float8), gmalign_private.amount(a.cost_estimate::float8)) AS cost, NULL::bigint AS people
              FROM assignment a
              --+ move_end
              LEFT JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= gmalign.today()
              WHERE gmalign_private.is_active(a.start_date, a.end_date, x.left_on, x.is_cancelled, gmalign.today())
              GROUP BY a.id, a.purpose, a.fte_share, a.actual_cost, a.cost_estimate
              UNION ALL
              SELECT NULL AS points, k.goal_id, sum(gmalign_private.amount(k.fte_share)) AS fte, NULL AS cost, 1 AS people
              FROM goal_contributor k
              WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today())
                --+ contributor_there
                AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())
              GROUP BY k.goal_id, k.employee_id) AS w) AS work,
       (SELECT g.id FROM goal g LIMIT 0) AS no_goal
FROM cascade f;
COMMENT ON VIEW goal_work IS 'What active assignments and contributors who are employed spend on each goal, as a value beside the graph, from which the views about the cascade read. One row; its values live within one query and are not for tables or dashboards.';
COMMENT ON COLUMN goal_work.id IS 'Always 1.';
COMMENT ON COLUMN goal_work.graph IS 'The graph, as in cascade_graph.';
COMMENT ON COLUMN goal_work.strategic_goals IS 'Keys of the strategic goals in force.';
COMMENT ON COLUMN goal_work.work IS 'The work. NULL: nobody works on any goal.';
COMMENT ON COLUMN goal_work.no_goal IS 'NULL in the type of goals'' keys, in which readers give them back.';
