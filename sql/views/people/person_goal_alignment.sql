CREATE OR REPLACE VIEW person_goal_alignment WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
current_goal AS (
  SELECT l.goal_id, g.level, g.owner_id, g.org_unit_id, g.weight
  FROM cascade_link l JOIN goal g ON g.id = l.goal_id
  WHERE l.parent_goal_id IS NULL
),
person AS (
  SELECT e.id AS person_id, e.org_unit_id, u.name AS org_unit
  FROM employee e CROSS JOIN clock c
  LEFT JOIN org_unit u ON u.id = e.org_unit_id
  WHERE (e.departure_date IS NULL OR e.departure_date >= c.today)
    AND (e.hire_date IS NULL OR e.hire_date <= c.today)
),
-- each list becomes points that sum to 1, then moves up to strategy
own AS (
  SELECT w.person_id, w.goal_id, w.weight / nullif(sum(w.weight) OVER (PARTITION BY w.person_id), 0) AS points
  FROM (SELECT o.person_id, o.goal_id, max(o.weight) AS weight
        FROM (SELECT g.owner_id AS person_id, g.goal_id, g.weight FROM current_goal g WHERE g.owner_id IS NOT NULL
              UNION ALL
              SELECT k.employee_id, k.goal_id, g.weight
              FROM goal_contributor k JOIN current_goal g ON g.goal_id = k.goal_id CROSS JOIN clock c
              WHERE (k.valid_from IS NULL OR k.valid_from <= c.today)
                AND (k.valid_to IS NULL OR k.valid_to >= c.today)
              UNION ALL
              SELECT a.assignee_id, p.goal_id, p.priority
              FROM assignment_priority p JOIN assignment a ON a.id = p.assignment_id CROSS JOIN clock c
              WHERE p.stakeholder = 'assignee' AND p.priority > 0
                AND gmalign_private.assignment_status(a.start_date, a.end_date, c.today) = 'active') o
        GROUP BY o.person_id, o.goal_id) w
),
unit AS (
  SELECT g.org_unit_id, g.goal_id, g.weight / nullif(sum(g.weight) OVER (PARTITION BY g.org_unit_id), 0) AS points
  FROM current_goal g
  WHERE g.org_unit_id IS NOT NULL AND g.level IN ('department', 'team')
),
strategy AS (
  SELECT g.goal_id, g.weight / nullif(sum(g.weight) OVER (), 0) AS points
  FROM current_goal g
  WHERE g.level = 'strategic'
),
own_lifted AS (
  SELECT o.person_id, coalesce(l.compared_goal_id, o.goal_id) AS goal_id,
         bool_or(coalesce(l.is_strategic, g.level = 'strategic')) AS is_strategic,
         sum(o.points * coalesce(l.lift_share, 1)) AS points
  FROM own o
  JOIN goal g ON g.id = o.goal_id
  LEFT JOIN goal_lift l ON l.goal_id = o.goal_id
  WHERE o.points IS NOT NULL
  GROUP BY o.person_id, coalesce(l.compared_goal_id, o.goal_id)
),
unit_lifted AS MATERIALIZED (
  SELECT u.org_unit_id, coalesce(l.compared_goal_id, u.goal_id) AS goal_id,
         bool_or(coalesce(l.is_strategic, false)) AS is_strategic,
         sum(u.points * coalesce(l.lift_share, 1)) AS points
  FROM unit u
  LEFT JOIN goal_lift l ON l.goal_id = u.goal_id
  WHERE u.points IS NOT NULL
  GROUP BY u.org_unit_id, coalesce(l.compared_goal_id, u.goal_id)
),
unit_total AS (
  SELECT u.org_unit_id, count(*) AS goal_count,
         sum(abs(u.points)) AS mass,
         sum(abs(u.points)) FILTER (WHERE u.is_strategic) / nullif(sum(abs(u.points)), 0) AS reach_share
  FROM unit_lifted u
  GROUP BY u.org_unit_id
),
matched AS (
  -- with the table itself, of which the planner knows that a person comes once
  SELECT o.person_id, e.org_unit_id, o.goal_id, o.is_strategic, o.points AS own_points,
         coalesce(u.points, 0) AS unit_points, coalesce(s.points, 0) AS strategy_points
  FROM own_lifted o
  JOIN employee e ON e.id = o.person_id
  LEFT JOIN unit_lifted u ON u.org_unit_id = e.org_unit_id AND u.goal_id = o.goal_id
  LEFT JOIN strategy s ON s.goal_id = o.goal_id
),
-- goals the person does not have count as one: their losses add up alike
side AS (
  SELECT m.person_id, m.own_points, m.unit_points, m.strategy_points FROM matched m
  UNION ALL
  SELECT m.person_id, 0 AS own_points,
         greatest(0, coalesce(t.mass, 0) - sum(abs(m.unit_points))) AS unit_points, 0 AS strategy_points
  FROM matched m
  LEFT JOIN unit_total t ON t.org_unit_id = m.org_unit_id
  GROUP BY m.person_id, t.mass
  UNION ALL
  SELECT m.person_id, 0 AS own_points, 0 AS unit_points,
         greatest(0, q.mass - sum(m.strategy_points)) AS strategy_points
  FROM matched m CROSS JOIN (SELECT coalesce(sum(s.points), 0) AS mass FROM strategy s) q
  GROUP BY m.person_id, q.mass
),
scored AS (
  SELECT d.person_id,
         CASE WHEN bool_or(d.unit_points <> 0) THEN gmalign.alignment_score(d.own_points, d.unit_points) END AS own_unit_score,
         CASE WHEN bool_or(d.strategy_points <> 0) THEN gmalign.alignment_score(d.own_points, d.strategy_points) END AS own_strategy_score,
         CASE WHEN bool_or(d.strategy_points <> 0) THEN gmalign.opposed_share(d.own_points, d.strategy_points) END AS opposed_share
  FROM side d
  GROUP BY d.person_id
),
unit_scored AS (
  SELECT coalesce(u.org_unit_id, s.org_unit_id) AS org_unit_id,
         gmalign.alignment_score(coalesce(u.points, 0), coalesce(s.points, 0)) AS unit_strategy_score
  FROM unit_lifted u
  FULL JOIN (SELECT t.org_unit_id, y.goal_id, y.points FROM unit_total t CROSS JOIN strategy y) s
    ON s.org_unit_id = u.org_unit_id AND s.goal_id = u.goal_id
  GROUP BY 1
  HAVING count(s.goal_id) > 0
),
own_total AS (
  SELECT o.person_id,
         sum(abs(o.points)) FILTER (WHERE o.is_strategic) / nullif(sum(abs(o.points)), 0) AS reach_share,
         (array_agg(o.goal_id ORDER BY abs(o.points) DESC, o.goal_id) FILTER (WHERE NOT o.is_strategic))[1] AS unseen_goal_id
  FROM own_lifted o
  GROUP BY o.person_id
),
counted AS (SELECT o.person_id, count(*) AS goal_count FROM own o GROUP BY o.person_id)
SELECT p.person_id AS id, p.person_id, p.org_unit_id, p.org_unit,
       coalesce(n.goal_count, 0) AS goal_count,
       s.own_unit_score, s.own_strategy_score, v.unit_strategy_score,
       s.opposed_share,
       CASE WHEN s.person_id IS NOT NULL THEN coalesce(r.reach_share, 0) END AS own_reach_share,
       CASE WHEN t.org_unit_id IS NOT NULL THEN coalesce(t.reach_share, 0) END AS unit_reach_share,
       g.id AS unseen_goal_id, g.title AS unseen_goal_title,
       CASE WHEN n.goal_count IS NULL THEN 'no goals of the person are known'
            WHEN s.person_id IS NULL THEN 'the goals of the person have no weight'
            WHEN s.own_strategy_score IS NULL THEN 'there is no strategic goal in force'
            WHEN s.own_unit_score IS NULL THEN 'no goals of the unit are known'
       END AS unscored_reason
FROM person p
LEFT JOIN counted n ON n.person_id = p.person_id
LEFT JOIN scored s ON s.person_id = p.person_id
LEFT JOIN own_total r ON r.person_id = p.person_id
LEFT JOIN unit_total t ON t.org_unit_id = p.org_unit_id
LEFT JOIN unit_scored v ON v.org_unit_id = p.org_unit_id
LEFT JOIN goal g ON g.id = r.unseen_goal_id;
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
COMMENT ON COLUMN person_goal_alignment.own_reach_share IS 'Share of the person''s points that reaches strategy, 0 to 1. NULL: no goals known.';
COMMENT ON COLUMN person_goal_alignment.unit_reach_share IS 'Share of the unit''s points that reaches strategy, 0 to 1. NULL: no goals known.';
COMMENT ON COLUMN person_goal_alignment.unseen_goal_id IS 'The own goal with the most points that do not reach strategy. NULL: all do.';
COMMENT ON COLUMN person_goal_alignment.unseen_goal_title IS 'Its title.';
COMMENT ON COLUMN person_goal_alignment.unscored_reason IS 'Why a score is missing, in words. NULL: none is.';
