CREATE OR REPLACE VIEW retention_risk WITH (security_invoker = true) AS
WITH frame AS MATERIALIZED (
  SELECT gmalign_private.goal_lift(c.graph, c.strategic_goals) AS lift,
  --+ sight
  FROM cascade_graph c
),
--+ person_facts
,
-- the first action that answers a reason
answer AS (
  SELECT DISTINCT ON (a.reason_code) a.reason_code, a.code,
         gmalign_private.in_language(a.text, a.text_de) AS text                                       --? action.text_de
         a.text                                                                                       --! action.text_de
  FROM action a
  WHERE a.reason_code IS NOT NULL
  ORDER BY a.reason_code, a.sort_order NULLS LAST, a.code
)
SELECT f.person_id AS id, f.person_id, f.person_role, f.is_high_performer,
       f.assignment_id AS current_assignment_id, f.planned_end_date,
       gmalign_private.months_until(f.planned_end_date, f.seen_on) AS months_to_return,
       f.has_next_role_agreed, f.has_line_of_sight, f.has_growth_goal,
       CASE WHEN f.has_growth_goal THEN coalesce(f.has_growth_step, false) END AS has_growth_next_step,
       f.has_forward_feedback, f.last_forward_on AS last_forward_feedback_on,
       f.requested_months AS review_requested_months, f.granted_months AS review_granted_months,
       CASE WHEN f.days_review_overdue IS NOT NULL THEN greatest(f.days_review_overdue, 0) END AS days_review_overdue,
       f.alignment_band, gmalign_private.shown(f.score_change) AS alignment_change, f.weakest_link,
       bit_count(f.signs::bit(10))::integer AS risk_signal_count,
       nullif(concat_ws('; ',
         CASE WHEN f.signs & 1 > 0 THEN gmalign_private.sentence('signal.no_next_role') END,
         CASE WHEN f.signs & 2 > 0 THEN gmalign_private.sentence('signal.no_line_of_sight') END,
         CASE WHEN f.signs & 4 > 0 THEN gmalign_private.sentence('signal.no_growth_goal') END,
         CASE WHEN f.signs & 8 > 0 THEN gmalign_private.sentence('signal.no_forward_feedback') END,
         CASE WHEN f.signs & 16 > 0
              THEN gmalign_private.sentence('signal.slow_reviews', gmalign_private.parameters('requested_months', f.requested_months, 'granted_months', f.granted_months)) END,
         CASE WHEN f.signs & 32 > 0 THEN gmalign_private.sentence('signal.review_overdue', gmalign_private.parameters('days', f.days_review_overdue)) END,
         CASE WHEN f.signs & 64 > 0 THEN gmalign_private.sentence('signal.falling_alignment') END,
         CASE WHEN f.signs & 128 > 0 THEN gmalign_private.sentence('signal.misaligned') END,
         CASE WHEN f.signs & 256 > 0 THEN gmalign_private.sentence('signal.weak_link', gmalign_private.parameters('link', f.weakest_link)) END), '') AS signals,
       a.text AS action,
       f.has_departed,
       CASE WHEN f.has_departed THEN f.departure_date - f.first_signal_on END AS days_signal_to_exit,
       CASE WHEN f.has_departed THEN f.departure_date - f.last_signal_on END AS days_last_signal_to_exit,
       a.code AS action_code,
       CASE WHEN NOT EXISTS (SELECT 1 FROM strategic_goal) THEN gmalign_private.sentence('unknown.no_strategy') END AS unknown_reason,
       f.person_external_id,
       f.assignment_external_id AS current_assignment_external_id
FROM (
  SELECT f.*, v.alignment_band, b.signs,
         CASE WHEN v.mutual_alignment_score IS NOT NULL
              THEN v.mutual_alignment_score
                     - coalesce(l.mutual_alignment,                                                   --! gmalign_coordinator
                                (SELECT n.mutual_alignment                                            --! gmalign_coordinator
                                 FROM alignment_snapshot n                                            --! gmalign_coordinator
                                 WHERE n.assignment_id = f.assignment_id AND n.taken_on < gmalign.today()  --! gmalign_coordinator
                                   AND n.mutual_alignment BETWEEN 0 AND 1                                 --! gmalign_coordinator
                                 ORDER BY n.taken_on DESC                                             --! gmalign_coordinator
                                 LIMIT 1)) END AS score_change,                                       --! gmalign_coordinator
                     - l.mutual_alignment END AS score_change,                                        --? gmalign_coordinator
         least(CASE WHEN NOT f.has_forward_feedback THEN f.last_backward_on END, CASE WHEN b.signs & 16 > 0 THEN f.agreed_on END,
               CASE WHEN b.signs & 256 > 0 THEN f.asked_on END, f.first_on) AS first_signal_on,
         greatest(CASE WHEN NOT f.has_forward_feedback THEN f.last_backward_on END, CASE WHEN b.signs & 16 > 0 THEN f.agreed_on END,
                  CASE WHEN b.signs & 256 > 0 THEN f.asked_on END, f.last_on) AS last_signal_on,
         -- the lowest bit
         CASE b.signs & -b.signs
           WHEN 1 THEN 'no_next_role'
           WHEN 2 THEN 'no_line_of_sight'
           WHEN 4 THEN 'no_growth_goal'
           WHEN 8 THEN 'no_forward_feedback'
           WHEN 16 THEN 'slow_reviews'
           WHEN 32 THEN 'review_overdue'
           WHEN 64 THEN 'falling_alignment'
           WHEN 128 THEN 'misaligned'
           WHEN 256 THEN 'weak_' || f.weakest_link
           WHEN 512 THEN 'flagged' END AS first_code
  FROM fact f
  LEFT JOIN alignment_snapshot l ON l.assignment_id = f.assignment_id AND l.mutual_alignment BETWEEN 0 AND 1  --! gmalign_coordinator
    AND l.taken_on = (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on < gmalign.today())  --! gmalign_coordinator
  LEFT JOIN (SELECT DISTINCT ON (n.assignment_id) n.assignment_id, n.mutual_alignment                 --? gmalign_coordinator
             FROM alignment_snapshot n WHERE n.taken_on < gmalign.today() AND n.mutual_alignment BETWEEN 0 AND 1  --? gmalign_coordinator
             ORDER BY n.assignment_id, n.taken_on DESC) AS l ON l.assignment_id = f.assignment_id     --? gmalign_coordinator
  LEFT JOIN flag k ON k.rule_code = 'drift' AND k.subject_kind = 'assignment' AND k.subject_id = f.assignment_id::text
    AND k.opened_on <= gmalign.today() AND (k.closed_on IS NULL OR k.closed_on > gmalign.today()),
  -- commas, as in assignment_alignment
  setting_in_force r, LATERAL gmalign_private.verdict(
    CASE WHEN f.assignment_id IS NOT NULL
         THEN (SELECT gmalign_private.party_points((SELECT p.voices FROM points_frame p),
                                                   (SELECT y.lift FROM frame y),
                                                   a.purpose, g.stakeholder_id, g.goal_id, g.priority, g.stated_on)
               -- a row also where nothing is stated: the purpose may have defaults
               FROM (VALUES (f.purpose)) AS a (purpose)
               LEFT JOIN assignment_goal g ON g.assignment_id = f.assignment_id AND g.stated_on <= gmalign.today()) END,
    (SELECT p.no_goal FROM points_frame p), r.opposed_from, r.aligned_from, r.beyond_chance_from, r.opposed_signed_from, r.aligned_p,
    r.misaligned_p, r.comparable_from, r.answer_reliability, r.answer_step) AS v,
  -- a function of FROM is evaluated once a person
  LATERAL gmalign_private.true_bits(
    NOT f.has_next_role_agreed AND gmalign_private.months_until(f.planned_end_date, f.seen_on) <= r.return_within_months,
    NOT f.has_line_of_sight,
    NOT f.has_growth_goal,
    NOT f.has_forward_feedback,
    f.granted_months > f.requested_months,
    f.days_review_overdue > 0,
    -- the drift rule found that it wears away by more than noise; here by so much that it matters
    NOT gmalign_private.is_below((k.parameters->>'first_score')::float8 - (k.parameters->>'last_score')::float8, r.falling_by),
    v.alignment_band = 'misaligned',
    gmalign_private.is_below(f.weakest_link_value, r.weak_below),
    f.first_on IS NOT NULL) AS b (signs)
) AS f
LEFT JOIN answer a ON a.reason_code = f.first_code;
COMMENT ON VIEW retention_risk IS 'Who may leave, and what speaks for it: signals, not probabilities. One row per person hired up to today; for those who left, the signals as they stood on the last day.';
COMMENT ON COLUMN retention_risk.id IS 'Key of the person.';
COMMENT ON COLUMN retention_risk.person_id IS 'Key of the person.';
COMMENT ON COLUMN retention_risk.person_role IS 'assignee (on a move, or returned), gm_professional (runs moves) or other.';
COMMENT ON COLUMN retention_risk.is_high_performer IS 'Whether the organisation counts the person among its high performers. NULL: not rated.';
COMMENT ON COLUMN retention_risk.current_assignment_id IS 'The move the person is on, else the one ahead. NULL: none.';
COMMENT ON COLUMN retention_risk.planned_end_date IS 'Its planned last day. NULL: no move, or open.';
COMMENT ON COLUMN retention_risk.months_to_return IS 'Months within which it falls: 6 = in six months or earlier, but not in five; 0 or less: not after today. NULL: no planned end.';
COMMENT ON COLUMN retention_risk.has_next_role_agreed IS 'Whether the role after return is agreed. NULL: no move.';
COMMENT ON COLUMN retention_risk.has_line_of_sight IS 'Whether one of the person''s goals reaches strategy. NULL: no goals known, none of them strategic (unknown_reason), or the person has left.';
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
COMMENT ON COLUMN retention_risk.unknown_reason IS 'Why nobody''s line of sight is known, in words. NULL: it is, or the goals of the person are not.';
COMMENT ON COLUMN retention_risk.person_external_id IS 'The person''s id in the HR system.';
COMMENT ON COLUMN retention_risk.current_assignment_external_id IS 'That assignment''s id in the source system. NULL: none, or not known.';
