CREATE OR REPLACE VIEW retention_risk WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
person AS NOT MATERIALIZED (
  SELECT e.id AS person_id, e.is_high_performer, e.hire_date, e.departure_date,
         coalesce(e.departure_date < c.today, false) AS has_departed,
         least(e.departure_date, c.today) AS seen_on
  FROM employee e CROSS JOIN clock c
  WHERE e.hire_date IS NULL OR e.hire_date <= c.today
),
frame AS MATERIALIZED (SELECT f.graph, f.strategic_goals AS goals FROM cascade_graph f),
sight AS MATERIALIZED (SELECT gmalign_private.goals_in_sight(f.graph, f.goals) AS goals FROM frame f),
stated AS (
  SELECT a.assignee_id, a.id, a.start_date, a.end_date, a.planned_end_date, a.next_role_agreed_on,
         gmalign_private.party_points((SELECT f.voices FROM points_frame f),
                                      (SELECT gmalign_private.goal_lift(f.graph, f.goals) FROM frame f),
                                      a.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on) AS points
  FROM assignment a
  LEFT JOIN assignment_goal g ON g.assignment_id = a.id AND g.stated_on <= gmalign.today()
  GROUP BY a.assignee_id, a.id, a.start_date, a.end_date, a.planned_end_date, a.next_role_agreed_on, a.purpose
),
moved AS (
  -- the move somebody is on, else the one ahead, else the last
  SELECT DISTINCT ON (a.assignee_id) a.assignee_id, a.id AS assignment_id, a.planned_end_date, a.next_role_agreed_on,
         gmalign_private.assignment_status(a.start_date, a.end_date, p.seen_on) AS assignment_status, v.alignment_band,
         v.mutual_alignment_score
           - coalesce(l.mutual_alignment,
                      (SELECT n.mutual_alignment
                       FROM alignment_snapshot n
                       WHERE n.assignment_id = a.id::text AND n.taken_on < gmalign.today() AND n.mutual_alignment IS NOT NULL
                       ORDER BY n.taken_on DESC
                       LIMIT 1)) AS score_change
  FROM stated a
  JOIN person p ON p.person_id = a.assignee_id
  CROSS JOIN setting_in_force r
  CROSS JOIN LATERAL gmalign_private.verdict(a.points, (SELECT f.no_goal FROM points_frame f),
                                             r.opposed_from, r.aligned_from, r.beyond_chance_from,
                                             r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
                                             r.answer_reliability, r.answer_step) AS v
  LEFT JOIN alignment_snapshot l ON l.assignment_id = a.id::text AND l.mutual_alignment IS NOT NULL
    AND l.taken_on = (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on < gmalign.today())
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
  FROM goal g CROSS JOIN clock c
  WHERE g.goal_type = 'personal' AND g.owner_id IS NOT NULL
    AND gmalign_private.is_goal_in_force(g.status, g.created_on, g.closed_on, c.today)
),
link AS (
  SELECT DISTINCT ON (e.person_id) e.person_id, e.weakest_link, e.weakest_link_value, e.asked_on
  FROM expectancy e
  JOIN person p ON p.person_id = e.person_id
  WHERE e.is_latest AND e.weakest_link IS NOT NULL AND e.asked_on <= p.seen_on
  -- rounded: equal ones are equal in whatever order rows came
  ORDER BY e.person_id, round(e.weakest_link_value::numeric, 12), e.survey_id
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
         -- of those employed today
         CASE WHEN NOT p.has_departed THEN y.has_line_of_sight END AS has_line_of_sight,
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
  LEFT JOIN person_points w ON w.person_id = p.person_id
  -- a function of FROM is evaluated once a person
  CROSS JOIN LATERAL gmalign_private.list_in_sight(w.goals, (SELECT y.goals FROM sight y)) AS y (has_line_of_sight)
  LEFT JOIN link l ON l.person_id = p.person_id
  LEFT JOIN flagged f ON f.subject_id = p.person_id::text
),
sign AS (
  SELECT f.*, r.weak_below,
         f.has_next_role_agreed = false
           AND f.planned_end_date <= f.seen_on + make_interval(months => r.return_within_months::integer) AS lacks_role,
         f.granted_months > f.requested_months AS has_slow_reviews,
         f.score_change <= -r.falling_by AS is_falling,
         round(f.weakest_link_value::numeric, 12)::float8 < r.weak_below AS has_weak_link
  FROM fact f CROSS JOIN setting_in_force r
),
signal AS (
  SELECT s.*,
         (s.lacks_role IS TRUE)::integer + (s.has_line_of_sight IS FALSE)::integer + (s.has_growth_goal IS FALSE)::integer
           + (s.has_forward_feedback IS FALSE)::integer + (s.has_slow_reviews IS TRUE)::integer
           + (s.days_review_overdue > 0 IS TRUE)::integer + (s.is_falling IS TRUE)::integer
           + (s.alignment_band = 'misaligned' IS TRUE)::integer + (s.has_weak_link IS TRUE)::integer
           + (s.first_on IS NOT NULL)::integer AS signal_count,
         nullif(concat_ws('; ',
           CASE WHEN s.lacks_role THEN 'return is near and no role after it is agreed' END,
           CASE WHEN NOT s.has_line_of_sight THEN 'no line of sight to strategy' END,
           CASE WHEN NOT s.has_growth_goal THEN 'no growth goal' END,
           CASE WHEN NOT s.has_forward_feedback THEN 'feedback never looks forward' END,
           CASE WHEN s.has_slow_reviews
                THEN format('asked for a review every %s months, granted every %s', s.requested_months, s.granted_months) END,
           CASE WHEN s.days_review_overdue > 0 THEN format('a review is overdue by %s days', s.days_review_overdue) END,
           CASE WHEN s.is_falling THEN 'goal alignment is falling' END,
           CASE WHEN s.alignment_band = 'misaligned' THEN 'the move is misaligned' END,
           CASE WHEN s.has_weak_link THEN format('weak link of motivation: %s', s.weakest_link) END), '') AS signals,
         CASE WHEN s.lacks_role THEN 'no_next_role'
              WHEN NOT s.has_line_of_sight THEN 'no_line_of_sight'
              WHEN NOT s.has_growth_goal THEN 'no_growth_goal'
              WHEN NOT s.has_forward_feedback THEN 'no_forward_feedback'
              WHEN s.has_slow_reviews THEN 'slow_reviews'
              WHEN s.days_review_overdue > 0 THEN 'review_overdue'
              WHEN s.is_falling THEN 'falling_alignment'
              WHEN s.alignment_band = 'misaligned' THEN 'misaligned'
              WHEN s.has_weak_link THEN 'weak_' || s.weakest_link
              WHEN s.first_on IS NOT NULL THEN 'flagged' END AS first_code,
         least(CASE WHEN NOT s.has_forward_feedback THEN s.last_backward_on END, CASE WHEN s.has_slow_reviews THEN s.agreed_on END,
               CASE WHEN s.has_weak_link THEN s.asked_on END, s.first_on) AS first_signal_on,
         greatest(CASE WHEN NOT s.has_forward_feedback THEN s.last_backward_on END, CASE WHEN s.has_slow_reviews THEN s.agreed_on END,
                  CASE WHEN s.has_weak_link THEN s.asked_on END, s.first_on) AS last_signal_on
  FROM sign s
),
-- the first action that answers a reason
answer AS (
  SELECT DISTINCT ON (a.reason_code) a.reason_code, a.code, a.text
  FROM action a
  ORDER BY a.reason_code, a.sort_order NULLS LAST, a.code
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
       f.signal_count::bigint AS risk_signal_count, f.signals, x.text AS action,
       f.has_departed,
       CASE WHEN f.has_departed THEN f.departure_date - f.first_signal_on END AS days_signal_to_exit,
       CASE WHEN f.has_departed THEN f.departure_date - f.last_signal_on END AS days_last_signal_to_exit,
       x.code AS action_code
FROM signal f
LEFT JOIN answer x ON x.reason_code = f.first_code;
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
