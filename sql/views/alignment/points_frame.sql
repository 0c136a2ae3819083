CREATE OR REPLACE VIEW points_frame WITH (security_invoker = true) AS
SELECT 1 AS id,
       (SELECT gmalign_private.goal_lift(c.graph, c.strategic_goals) FROM cascade_graph c) AS lift,
       (SELECT gmalign_private.voice_map(v.ids, v.parties, d.purposes, d.voices, d.goals, d.priorities)
        FROM (SELECT array_agg(s.id) AS ids, array_agg(s.party) AS parties FROM stakeholder s) AS v
        CROSS JOIN (SELECT array_agg(p.purpose) AS purposes, array_agg(p.stakeholder_id) AS voices,
                           array_agg(p.goal_id) AS goals, array_agg(p.priority) AS priorities
                    FROM (SELECT DISTINCT ON (g.purpose, g.stakeholder_id, g.goal_id) g.purpose, g.stakeholder_id, g.goal_id, g.priority
                          FROM purpose_goal g
                          WHERE (g.valid_from IS NULL OR g.valid_from <= gmalign.today())
                            AND (g.valid_to IS NULL OR g.valid_to >= gmalign.today())
                          ORDER BY g.purpose, g.stakeholder_id, g.goal_id, g.valid_from DESC NULLS LAST) AS p) AS d) AS voices,
       (SELECT g.id FROM goal g LIMIT 0) AS no_goal,
       (SELECT s.id FROM stakeholder s LIMIT 0) AS no_voice,
       (SELECT gmalign_private.goal_past(g.ids, g.are_strategic, g.first_days, g.last_days,
                                         l.children, l.parents, l.contributions, l.first_days, l.last_days)
        FROM (SELECT array_agg(t.id) AS ids, array_agg(t.level = 'strategic') AS are_strategic,
                     array_agg(t.created_on) AS first_days, array_agg(t.closed_on - 1) AS last_days
              FROM goal t
              -- whatever day they are asked about, these are in no cascade
              WHERE gmalign_private.is_goal_in_force(t.status, t.created_on, t.closed_on, coalesce(t.closed_on - 1, 'infinity'))) AS g
        CROSS JOIN (SELECT array_agg(t.child_id) AS children, array_agg(t.parent_id) AS parents,
                           array_agg(gmalign_private.link_contribution(t.relation, t.contribution)) AS contributions,
                           array_agg(t.valid_from) AS first_days, array_agg(t.valid_to) AS last_days
                    FROM goal_link t) AS l) AS past;
COMMENT ON VIEW points_frame IS 'What the priorities of every assignment are read with. One row; its values live within one query and are not for tables or dashboards.';
COMMENT ON COLUMN points_frame.id IS 'Always 1.';
COMMENT ON COLUMN points_frame.lift IS 'Where the points of each goal go (goal_lift shows it).';
COMMENT ON COLUMN points_frame.voices IS 'Which party each voice speaks for, and the defaults of each purpose.';
COMMENT ON COLUMN points_frame.no_goal IS 'NULL in the type of goal.id, which readers return goals in.';
COMMENT ON COLUMN points_frame.no_voice IS 'NULL in the type of stakeholder.id.';
COMMENT ON COLUMN points_frame.past IS 'Every goal and link that ever was, with its days, to ask where points went on one of them.';
