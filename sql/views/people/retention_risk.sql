CREATE OR REPLACE VIEW retention_risk WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
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
         gmalign_private.assignment_status(a.start_date, a.end_date, p.seen_on) AS assignment_status,
         s.alignment_band, s.score_change
  FROM assignment a
  JOIN person p ON p.person_id = a.assignee_id
  LEFT JOIN score s ON s.assignment_id = a.id
  ORDER BY a.assignee_id,
           array_position(ARRAY['active', 'planned', 'ended'], gmalign_private.assignment_status(a.start_date, a.end_date, p.seen_on)),
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
  CROSS JOIN setting_in_force r
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
