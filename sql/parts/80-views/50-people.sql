-- Views, people: do a person's own goals agree with the unit's and with
-- strategy, and who may leave.

CREATE FUNCTION gmalign.make_view_person_goal_alignment() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
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
                  AND gmalign.assignment_status(a.start_date, a.end_date, c.today) = 'active') o
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
END $make$;
COMMENT ON FUNCTION gmalign.make_view_person_goal_alignment() IS
  'Called by gmalign.install(): makes or replaces the view person_goal_alignment in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_retention_risk() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW retention_risk WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  rule AS (
    SELECT max(v.number_value) FILTER (WHERE v.code = 'weak_below') AS weak_below,
           max(v.number_value) FILTER (WHERE v.code = 'falling_by') AS falling_by,
           max(v.number_value) FILTER (WHERE v.code = 'return_within_months') AS return_within_months
    FROM (SELECT d.code, coalesce(s.number_value, d.number_value) AS number_value
          FROM gmalign.default_settings() d LEFT JOIN setting s ON s.code = d.code) v
  ),
  person AS (
    SELECT e.id AS person_id, e.is_high_performer, e.hire_date, e.departure_date,
           coalesce(e.departure_date < c.today, false) AS has_departed,
           least(e.departure_date, c.today) AS seen_on
    FROM employee e CROSS JOIN clock c
    WHERE e.hire_date IS NULL OR e.hire_date <= c.today
  ),
  score AS MATERIALIZED (
    SELECT a.assignment_id, a.alignment_band, a.score_change FROM assignment_alignment a
  ),
  moved AS (
    -- the move somebody is on, else the one ahead, else the last
    SELECT DISTINCT ON (a.assignee_id) a.assignee_id, a.id AS assignment_id, a.planned_end_date, a.next_role_agreed_on,
           gmalign.assignment_status(a.start_date, a.end_date, p.seen_on) AS assignment_status,
           s.alignment_band, s.score_change
    FROM assignment a
    JOIN person p ON p.person_id = a.assignee_id
    LEFT JOIN score s ON s.assignment_id = a.id
    ORDER BY a.assignee_id,
             array_position(ARRAY['active', 'planned', 'ended'], gmalign.assignment_status(a.start_date, a.end_date, p.seen_on)),
             a.start_date DESC, a.id
  ),
  runs AS (
    SELECT DISTINCT a.gm_professional_id AS person_id FROM assignment a WHERE a.gm_professional_id IS NOT NULL
  ),
  agreed AS (
    SELECT DISTINCT ON (v.employee_id) v.employee_id, v.requested_months, v.granted_months, v.agreed_on
    FROM review_agreement v
    JOIN person p ON p.person_id = v.employee_id AND v.agreed_on <= p.seen_on
    ORDER BY v.employee_id, v.agreed_on DESC, v.id DESC
  ),
  talked AS (
    SELECT v.employee_id,
           count(*) FILTER (WHERE v.held_on <= p.seen_on) AS held_count,
           max(v.held_on) FILTER (WHERE v.held_on <= p.seen_on) AS last_held_on,
           max(v.held_on) FILTER (WHERE v.held_on <= p.seen_on AND v.orientation = 'forward') AS last_forward_on,
           max(v.held_on) FILTER (WHERE v.held_on <= p.seen_on AND v.orientation = 'backward') AS last_backward_on,
           bool_or(v.growth_goal_id IS NOT NULL) FILTER (WHERE v.held_on <= p.seen_on) AS has_growth_goal,
           bool_or(v.growth_goal_id IS NOT NULL AND v.next_step_on IS NOT NULL) FILTER (WHERE v.held_on <= p.seen_on) AS has_growth_step,
           min(v.due_on) FILTER (WHERE v.due_on < p.seen_on AND (v.held_on IS NULL OR v.held_on > p.seen_on)) AS open_since
    FROM review v
    JOIN person p ON p.person_id = v.employee_id
    GROUP BY v.employee_id
  ),
  growing AS (
    SELECT DISTINCT g.owner_id AS person_id
    FROM cascade_link l JOIN goal g ON g.id = l.goal_id
    WHERE l.parent_goal_id IS NULL AND g.goal_type = 'personal' AND g.owner_id IS NOT NULL
  ),
  link AS (
    SELECT DISTINCT ON (e.person_id) e.person_id, e.weakest_link, e.weakest_link_value, e.asked_on
    FROM expectancy e
    JOIN person p ON p.person_id = e.person_id
    WHERE e.is_latest AND e.weakest_link IS NOT NULL AND e.asked_on <= p.seen_on
    ORDER BY e.person_id, e.weakest_link_value, e.survey_id
  ),
  flagged AS (
    SELECT f.subject_id, min(f.opened_on) AS first_on, max(f.opened_on) AS last_on
    FROM flag f CROSS JOIN clock c
    WHERE f.subject_kind = 'person' AND f.opened_on <= c.today
    GROUP BY f.subject_id
  ),
  fact AS (
    SELECT p.person_id, p.is_high_performer, p.has_departed, p.departure_date, p.seen_on,
           CASE WHEN m.assignment_status IN ('active', 'planned') THEN 'assignee'
                WHEN r.person_id IS NOT NULL THEN 'gm_professional'
                WHEN m.assignee_id IS NOT NULL THEN 'assignee'
                ELSE 'other' END AS person_role,
           CASE WHEN m.assignment_status <> 'ended' THEN m.assignment_id END AS assignment_id,
           CASE WHEN m.assignment_status <> 'ended' THEN m.planned_end_date END AS planned_end_date,
           CASE WHEN m.assignment_status <> 'ended'
                THEN coalesce(m.next_role_agreed_on <= p.seen_on, false) END AS has_next_role_agreed,
           CASE WHEN w.goal_count > 0 THEN w.has_line_of_sight END AS has_line_of_sight,
           CASE WHEN g.person_id IS NOT NULL THEN true ELSE t.has_growth_goal END AS has_growth_goal,
           t.has_growth_step,
           CASE WHEN t.held_count > 0 THEN t.last_forward_on IS NOT NULL END AS has_forward_feedback,
           t.last_forward_on, t.last_backward_on, t.held_count,
           a.requested_months, a.granted_months, a.agreed_on,
           p.seen_on - least(t.open_since,
                             (coalesce(t.last_held_on, a.agreed_on) + make_interval(months => a.granted_months))::date) AS days_review_overdue,
           CASE WHEN m.assignment_status <> 'ended' THEN m.alignment_band END AS alignment_band,
           CASE WHEN m.assignment_status <> 'ended' THEN m.score_change END AS score_change,
           l.weakest_link, l.weakest_link_value, l.asked_on,
           f.first_on, f.last_on
    FROM person p
    LEFT JOIN moved m ON m.assignee_id = p.person_id
    LEFT JOIN runs r ON r.person_id = p.person_id
    LEFT JOIN agreed a ON a.employee_id = p.person_id
    LEFT JOIN talked t ON t.employee_id = p.person_id
    LEFT JOIN growing g ON g.person_id = p.person_id
    LEFT JOIN person_line_of_sight w ON w.person_id = p.person_id
    LEFT JOIN link l ON l.person_id = p.person_id
    LEFT JOIN flagged f ON f.subject_id = p.person_id::text
  ),
  signal AS (
    SELECT f.person_id, count(*) AS signal_count,
           string_agg(v.says, '; ' ORDER BY v.place) AS signals,
           (array_agg(v.code ORDER BY v.place))[1] AS first_code,
           min(v.since) AS first_on, max(v.since) AS last_on
    FROM fact f
    CROSS JOIN rule r
    CROSS JOIN LATERAL (VALUES
      (1, 'no_next_role', f.has_next_role_agreed = false
            AND f.planned_end_date <= f.seen_on + make_interval(months => r.return_within_months::integer),
       'return is near and no role after it is agreed', NULL::date),
      (2, 'no_line_of_sight', f.has_line_of_sight = false, 'no line of sight to strategy', NULL),
      (3, 'no_growth_goal', f.has_growth_goal = false, 'no growth goal', NULL),
      (4, 'no_forward_feedback', f.has_forward_feedback = false, 'feedback never looks forward', f.last_backward_on),
      (5, 'slow_reviews', f.granted_months > f.requested_months,
       format('asked for a review every %s months, granted every %s', f.requested_months, f.granted_months), f.agreed_on),
      (6, 'review_overdue', f.days_review_overdue > 0, format('a review is overdue by %s days', f.days_review_overdue), NULL),
      (7, 'falling_alignment', f.score_change <= -r.falling_by, 'goal alignment is falling', NULL),
      (8, 'misaligned', f.alignment_band = 'misaligned', 'the move is misaligned', NULL),
      (9, 'weak_' || f.weakest_link, f.weakest_link_value < r.weak_below, format('weak link of motivation: %s', f.weakest_link), f.asked_on),
      (10, 'flagged', f.first_on IS NOT NULL, NULL, f.first_on)
    ) AS v (place, code, holds, says, since)
    WHERE v.holds AND (v.says IS NOT NULL OR v.since IS NOT NULL)
    GROUP BY f.person_id
  )
  SELECT f.person_id AS id, f.person_id, f.person_role, f.is_high_performer,
         f.assignment_id AS current_assignment_id, f.planned_end_date,
         CASE WHEN f.planned_end_date IS NOT NULL
              THEN (extract(year FROM age(f.planned_end_date, f.seen_on)) * 12
                    + extract(month FROM age(f.planned_end_date, f.seen_on)))::integer END AS months_to_return,
         f.has_next_role_agreed, f.has_line_of_sight, f.has_growth_goal,
         CASE WHEN f.has_growth_goal THEN coalesce(f.has_growth_step, false) END AS has_growth_next_step,
         f.has_forward_feedback, f.last_forward_on AS last_forward_feedback_on,
         f.requested_months AS review_requested_months, f.granted_months AS review_granted_months,
         CASE WHEN f.days_review_overdue IS NOT NULL THEN greatest(f.days_review_overdue, 0) END AS days_review_overdue,
         f.alignment_band, f.score_change AS alignment_change, f.weakest_link,
         coalesce(s.signal_count, 0) AS risk_signal_count, s.signals, x.text AS action,
         f.has_departed,
         CASE WHEN f.has_departed THEN f.departure_date - s.first_on END AS days_signal_to_exit,
         CASE WHEN f.has_departed THEN f.departure_date - s.last_on END AS days_last_signal_to_exit,
         x.code AS action_code
  FROM fact f
  LEFT JOIN signal s ON s.person_id = f.person_id
  LEFT JOIN LATERAL (
    SELECT a.code, a.text FROM action a
    WHERE a.reason_code = s.first_code
    ORDER BY a.sort_order NULLS LAST, a.code
    LIMIT 1) x ON true;
  COMMENT ON VIEW retention_risk IS 'Who may leave, and what speaks for it: signals, not probabilities. One row per person hired up to today; for those who left, the signals as they stood on the last day.';
  COMMENT ON COLUMN retention_risk.id IS 'Key of the person.';
  COMMENT ON COLUMN retention_risk.person_id IS 'Key of the person.';
  COMMENT ON COLUMN retention_risk.person_role IS 'assignee (on a move, or returned), gm_professional (runs moves) or other.';
  COMMENT ON COLUMN retention_risk.is_high_performer IS 'Whether the organisation counts the person among its high performers. NULL: not rated.';
  COMMENT ON COLUMN retention_risk.current_assignment_id IS 'The move the person is on, else the one ahead. NULL: none.';
  COMMENT ON COLUMN retention_risk.planned_end_date IS 'Its planned last day. NULL: no move, or open.';
  COMMENT ON COLUMN retention_risk.months_to_return IS 'Whole months until then; negative: past it. NULL: no planned end.';
  COMMENT ON COLUMN retention_risk.has_next_role_agreed IS 'Whether the role after return is agreed. NULL: no move.';
  COMMENT ON COLUMN retention_risk.has_line_of_sight IS 'Whether one of the person''s goals reaches strategy. NULL: no goals known.';
  COMMENT ON COLUMN retention_risk.has_growth_goal IS 'Whether a review agreed on a growth goal or the person owns a personal goal. NULL: no review and no goal known.';
  COMMENT ON COLUMN retention_risk.has_growth_next_step IS 'Whether a review gave the growth goal a dated next step. NULL: no growth goal.';
  COMMENT ON COLUMN retention_risk.has_forward_feedback IS 'Whether any review held looked forward. NULL: no review known.';
  COMMENT ON COLUMN retention_risk.last_forward_feedback_on IS 'The latest that did. NULL: none.';
  COMMENT ON COLUMN retention_risk.review_requested_months IS 'Months between reviews, as the person asked. NULL: no agreement.';
  COMMENT ON COLUMN retention_risk.review_granted_months IS 'Months between reviews, as granted. NULL: no agreement.';
  COMMENT ON COLUMN retention_risk.days_review_overdue IS 'Days a review is overdue, by its due date or the granted rhythm; 0 = on time. NULL: nothing to count from.';
  COMMENT ON COLUMN retention_risk.alignment_band IS 'Band of the current move. NULL: no move.';
  COMMENT ON COLUMN retention_risk.alignment_change IS 'Change of its mutual alignment since the last snapshot, -1 to 1. NULL: not known.';
  COMMENT ON COLUMN retention_risk.weakest_link IS 'Weakest link of motivation in the latest surveys. NULL: not surveyed.';
  COMMENT ON COLUMN retention_risk.risk_signal_count IS 'Signals that hold.';
  COMMENT ON COLUMN retention_risk.signals IS 'They, in words. NULL: none.';
  COMMENT ON COLUMN retention_risk.action IS 'What to do about the first of them. NULL: nothing fits.';
  COMMENT ON COLUMN retention_risk.has_departed IS 'Whether the person has left.';
  COMMENT ON COLUMN retention_risk.days_signal_to_exit IS 'For those who left: days from the first dated signal (agreement, review, survey, flag) to the last day. NULL: still here, or none dated.';
  COMMENT ON COLUMN retention_risk.days_last_signal_to_exit IS 'The same from the latest dated signal.';
  COMMENT ON COLUMN retention_risk.action_code IS 'The action, as a code of the table action.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_retention_risk() IS
  'Called by gmalign.install(): makes or replaces the view retention_risk in the first schema of the search path.';
