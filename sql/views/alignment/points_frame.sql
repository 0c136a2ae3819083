CREATE OR REPLACE VIEW points_frame WITH (security_invoker = true) AS
SELECT 1 AS id,
       (SELECT gmalign_private.goal_lift(c.graph, c.strategic_goals) FROM cascade_graph c) AS lift,
       (SELECT gmalign_private.voice_map(v.ids, v.parties, d.purposes, d.voices, d.goals, d.priorities)
        FROM (SELECT array_agg(s.id) AS ids, array_agg(s.party) AS parties FROM stakeholder s) AS v
        CROSS JOIN (SELECT array_agg(p.purpose) AS purposes, array_agg(p.stakeholder_id) AS voices,
                           array_agg(p.goal_id) AS goals, array_agg(p.priority) AS priorities
                    FROM purpose_goal p) AS d) AS voices,
       (SELECT g.id FROM goal g LIMIT 0) AS no_goal,
       (SELECT s.id FROM stakeholder s LIMIT 0) AS no_voice;
COMMENT ON VIEW points_frame IS 'What the priorities of every assignment are read with. One row; its values live within one query and are not for tables or dashboards.';
COMMENT ON COLUMN points_frame.id IS 'Always 1.';
COMMENT ON COLUMN points_frame.lift IS 'Where the points of each goal go (goal_lift shows it).';
COMMENT ON COLUMN points_frame.voices IS 'Which party each voice speaks for, and the defaults of each purpose.';
COMMENT ON COLUMN points_frame.no_goal IS 'NULL in the type of goal.id, which readers return goals in.';
COMMENT ON COLUMN points_frame.no_voice IS 'NULL in the type of stakeholder.id.';
