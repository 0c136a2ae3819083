CREATE OR REPLACE VIEW person_goal_alignment WITH (security_invoker = true) AS
WITH frame AS MATERIALIZED (SELECT f.lift, f.no_goal FROM points_frame f),
unit AS MATERIALIZED (
  SELECT g.org_unit_id,
         gmalign_private.lift_list(gmalign_private.points_list(g.id, gmalign_private.amount(g.weight), false), (SELECT f.lift FROM frame f)) AS points
  FROM goal g
  WHERE g.org_unit_id IS NOT NULL AND g.level IN ('department', 'team')
    AND gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, gmalign.today())
  GROUP BY g.org_unit_id
),
strategy AS MATERIALIZED (
  SELECT gmalign_private.points_list(s.goal_id, s.weight, true) AS points FROM strategic_goal s
)
SELECT e.id, e.id AS person_id, e.org_unit_id, u.name AS org_unit,
       v.goal_count::integer AS goal_count, v.own_unit_score, v.own_strategy_score, v.unit_strategy_score,
       v.opposed_share, v.own_reach_share, v.unit_reach_share,
       g.id AS unseen_goal_id, g.title AS unseen_goal_title,
       CASE WHEN v.goal_count = 0 THEN gmalign_private.sentence('unscored.no_goals')
            WHEN s.points IS NULL THEN gmalign_private.sentence('unknown.no_strategy')
            WHEN v.own_reach_share IS NULL THEN gmalign_private.sentence('unscored.no_weight')
            WHEN v.own_strategy_score IS NULL THEN gmalign_private.sentence('unknown.no_strategy')
            WHEN v.own_unit_score IS NULL THEN gmalign_private.sentence('unscored.no_unit_goals')
       END AS unscored_reason,
       w.person_external_id
FROM employee e
JOIN employment w ON w.id = e.id AND w.is_employed
CROSS JOIN strategy s
LEFT JOIN org_unit u ON u.id = e.org_unit_id
LEFT JOIN person_points o ON o.person_id = e.id
LEFT JOIN unit t ON t.org_unit_id = e.org_unit_id
CROSS JOIN LATERAL gmalign_private.compare_lists(gmalign_private.lift_list(o.goals, (SELECT f.lift FROM frame f)), t.points, s.points,
                                                 (SELECT f.no_goal FROM frame f)) AS v
-- as in person_goal
LEFT JOIN goal g ON g.id = v.unseen_goal AND v.unseen_goal IS NOT NULL;
COMMENT ON VIEW person_goal_alignment IS 'How far a person''s own goals agree with those of the unit and with strategy, with or without an assignment. One row per person employed today. Own goals: owned, worked on as a contributor, or named by the person as an assignee on an active assignment.';
COMMENT ON COLUMN person_goal_alignment.id IS 'Key of the person.';
COMMENT ON COLUMN person_goal_alignment.person_id IS 'Key of the person.';
COMMENT ON COLUMN person_goal_alignment.org_unit_id IS 'The person''s unit. NULL: not known.';
COMMENT ON COLUMN person_goal_alignment.org_unit IS 'Its name.';
COMMENT ON COLUMN person_goal_alignment.goal_count IS 'Own goals.';
COMMENT ON COLUMN person_goal_alignment.own_unit_score IS 'Goal alignment of the person''s goals with those of the unit, 0 to 1, 1 = the same priorities. NULL: one side has none.';
COMMENT ON COLUMN person_goal_alignment.own_strategy_score IS 'Goal alignment of the person''s goals with strategy (importance of the strategic goals), 0 to 1. NULL: one side has none.';
COMMENT ON COLUMN person_goal_alignment.unit_strategy_score IS 'Goal alignment of the unit''s goals with strategy, 0 to 1. NULL: one side has none.';
COMMENT ON COLUMN person_goal_alignment.opposed_share IS 'Share on which the person''s goals and strategy pull in opposite directions, 0 to 1. NULL: not scored.';
COMMENT ON COLUMN person_goal_alignment.own_reach_share IS 'Share of the person''s points that reaches strategy, 0 to 1. NULL: no goals known, or none of them strategic.';
COMMENT ON COLUMN person_goal_alignment.unit_reach_share IS 'Share of the unit''s points that reaches strategy, 0 to 1. NULL: no goals known, or none of them strategic.';
COMMENT ON COLUMN person_goal_alignment.unseen_goal_id IS 'The own goal with the most points that do not reach strategy. NULL: all do, or there is no strategic goal.';
COMMENT ON COLUMN person_goal_alignment.unseen_goal_title IS 'Its title.';
COMMENT ON COLUMN person_goal_alignment.unscored_reason IS 'Why a score is missing, in words. NULL: none is.';
COMMENT ON COLUMN person_goal_alignment.person_external_id IS 'The person''s id in the HR system.';
