CREATE OR REPLACE VIEW program_outcomes WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- a voice's latest judgement; a party, and all parties, say yes when nobody says no
judgement AS (
  SELECT DISTINCT ON (o.assignment_id, o.stakeholder_id) o.assignment_id, s.party, o.is_success
  FROM assignment_outcome o
  JOIN stakeholder s ON s.id = o.stakeholder_id
  CROSS JOIN clock c
  WHERE o.judged_on <= c.today
  ORDER BY o.assignment_id, o.stakeholder_id, o.judged_on DESC
),
verdict AS (
  SELECT j.assignment_id, bool_and(j.is_success) AS is_success,
         bool_and(j.is_success) FILTER (WHERE j.party = 'organization') AS is_organization_success,
         bool_and(j.is_success) FILTER (WHERE j.party = 'gm_professional') AS is_gm_success,
         bool_and(j.is_success) FILTER (WHERE j.party = 'assignee') AS is_assignee_success
  FROM judgement j
  GROUP BY j.assignment_id
),
-- judged once a move, however it is joined below
landmark AS MATERIALIZED (SELECT l.assignment_id, l.alignment_band, l.landmark_date FROM landmark_alignment l),
move AS (
  SELECT a.id AS assignment_id, a.assignee_id, a.purpose, a.host_country, l.alignment_band, l.landmark_date, k.is_ended, k.is_due,
         CASE WHEN NOT k.is_due THEN NULL
              WHEN NOT k.is_ended THEN false
              ELSE gmalign_private.is_early_return(f.planned_end_date, f.end_date, f.left_on, a.end_reason) END AS is_early_return,
         k.has_left AND k.left_on <= k.ended_on AS has_left_on_move,
         daterange(a.start_date, k.ended_on, '[]') AS abroad,
         CASE WHEN k.is_due AND k.is_ended THEN v.is_success END AS is_success,
         CASE WHEN k.is_due AND k.is_ended THEN v.is_organization_success END AS is_organization_success,
         CASE WHEN k.is_due AND k.is_ended THEN v.is_gm_success END AS is_gm_success,
         CASE WHEN k.is_due AND k.is_ended THEN v.is_assignee_success END AS is_assignee_success,
         k.has_left,
         CASE WHEN k.is_ended THEN greatest(k.seen_on - k.ended_on, 0)::float8 END AS days_after_return,
         (e.is_high_performer AND k.has_left AND t.departure_type = 'voluntary')::integer AS regretted_exit,
         CASE WHEN e.is_high_performer THEN greatest(k.seen_on - l.landmark_date, 0) END AS days_at_risk,
         CASE WHEN k.is_due AND k.is_ended AND gmalign_private.amount(a.cost_estimate::float8) >= 0 THEN a.cost_estimate END AS cost_estimate,
         CASE WHEN k.is_due AND k.is_ended AND gmalign_private.amount(a.actual_cost::float8) >= 0 THEN a.actual_cost END AS actual_cost,
         CASE WHEN k.is_due AND k.is_ended AND gmalign_private.finite(a.benefit::float8) IS NOT NULL THEN a.benefit END AS benefit
  FROM landmark l
  JOIN assignment a ON a.id = l.assignment_id
  JOIN employee e ON e.id = a.assignee_id
  --+ move_end
  CROSS JOIN clock c
  CROSS JOIN LATERAL (
    SELECT gmalign_private.finite(a.planned_end_date) AS planned_end_date, gmalign_private.finite(a.end_date) AS end_date,
           -- that somebody left may be all that is known of it
           coalesce(x.left_on, CASE WHEN a.end_reason = 'departure' THEN gmalign_private.finite(a.end_date) END) AS left_on) AS f
  -- an early return counts when the move would have ended: else those who
  -- come back early come in first, and every young programme looks bad
  CROSS JOIN LATERAL (
    SELECT least(f.end_date, f.left_on) AS ended_on, f.left_on,
           coalesce(least(f.end_date, f.left_on) < c.today, false) AS is_ended,
           coalesce(f.planned_end_date, f.end_date, f.left_on) < c.today IS TRUE AS is_due,
           coalesce(f.left_on < c.today, false) AS has_left,
           least(f.left_on, c.today) AS seen_on) AS k
  -- the type of that departure: of an earlier employment it is told there
  LEFT JOIN employment_spell s ON s.employee_id = e.id AND s.departure_date = k.left_on                                    --? employment_spell
  CROSS JOIN LATERAL (SELECT coalesce(s.departure_type, e.departure_type) AS departure_type) AS t                          --? employment_spell
  CROSS JOIN LATERAL (SELECT e.departure_type) AS t                                                                        --! employment_spell
  LEFT JOIN verdict v ON v.assignment_id = a.id
),
--+ counted_stay
measured AS (
  SELECT p.segment_kind, p.segment, p.alignment_band,
         count(*) AS assignment_count,
         gmalign_private.distinct_count(p.assignee_id) AS people_count,
         count(*) FILTER (WHERE p.is_ended) AS ended_count,
         count(p.is_success) AS judged_count,
         count(*) FILTER (WHERE p.is_success) AS success_count,
         avg(p.is_organization_success::integer)::float8 AS organization_success_rate, count(p.is_organization_success) AS organization_judged_count,
         avg(p.is_gm_success::integer)::float8 AS gm_success_rate, count(p.is_gm_success) AS gm_judged_count,
         avg(p.is_assignee_success::integer)::float8 AS assignee_success_rate, count(p.is_assignee_success) AS assignee_judged_count,
         count(p.is_early_return) FILTER (WHERE p.is_counted) AS due_count,
         count(*) FILTER (WHERE p.is_counted AND p.is_early_return) AS early_return_count,
         count(*) FILTER (WHERE p.is_counted AND p.is_early_return AND p.has_left_on_move) AS left_count,
         gmalign.km_n(p.days_after_return, p.has_left) FILTER (WHERE p.is_counted) AS returned_count,
         gmalign.km_events(p.days_after_return, p.has_left) FILTER (WHERE p.is_counted) AS exit_count,
         gmalign.km_survival(p.days_after_return, p.has_left, 365) FILTER (WHERE p.is_counted) AS retention_12m_rate,
         gmalign.km_survival_low(p.days_after_return, p.has_left, 365, .95, 'log-log') FILTER (WHERE p.is_counted) AS retention_12m_low,
         gmalign.km_survival_high(p.days_after_return, p.has_left, 365, .95, 'log-log') FILTER (WHERE p.is_counted) AS retention_12m_high,
         gmalign.km_survival(p.days_after_return, p.has_left, 730) FILTER (WHERE p.is_counted) AS retention_24m_rate,
         gmalign.km_restricted_mean(p.days_after_return, p.has_left, 730) FILTER (WHERE p.is_counted) AS mean_days,
         gmalign.km_restricted_mean_se(p.days_after_return, p.has_left, 730) FILTER (WHERE p.is_counted) AS mean_days_se,
         gmalign.turnover_rate(p.regretted_exit, p.days_at_risk) FILTER (WHERE p.is_counted) AS regretted_exit_rate,
         count(p.days_at_risk) FILTER (WHERE p.is_counted) AS high_performer_count,
         sum(p.cost_estimate) FILTER (WHERE p.actual_cost IS NOT NULL) AS estimated_cost_sum,
         sum(p.actual_cost) FILTER (WHERE p.cost_estimate IS NOT NULL) AS actual_cost_sum,
         count(p.cost_estimate + p.actual_cost) AS costed_count,
         sum(p.benefit) FILTER (WHERE p.actual_cost IS NOT NULL) AS benefit_sum,
         gmalign.roi(p.benefit::float8, p.actual_cost::float8) AS roi_ratio,
         count(p.benefit + p.actual_cost) AS valued_count
  FROM placed p
  GROUP BY p.segment_kind, p.segment, p.alignment_band
),
-- each band beside the aligned of its segment
compared AS (
  SELECT p.segment_kind, p.segment, p.beside AS alignment_band,
         gmalign.risk_least_events(p.alignment_band = p.beside, p.is_early_return) AS least_early_return_count,
         gmalign.risk_ratio(p.alignment_band = p.beside, p.is_early_return) AS early_return_risk_ratio,
         gmalign.risk_ratio_low(p.alignment_band = p.beside, p.is_early_return) AS risk_ratio_low,
         gmalign.risk_ratio_high(p.alignment_band = p.beside, p.is_early_return) AS risk_ratio_high,
         gmalign.risk_least_events(p.alignment_band = p.beside, p.has_left) FILTER (WHERE p.is_ended) AS least_exit_count,
         gmalign.log_rank_p(p.days_after_return, p.has_left, p.alignment_band) AS log_rank_p,
         gmalign.curves_cross_p(least(p.days_after_return, 730), p.has_left AND p.days_after_return <= 730, p.alignment_band) AS curves_cross_p
  FROM (SELECT l.*, unnest(CASE l.alignment_band WHEN 'aligned' THEN ARRAY['mixed', 'misaligned', 'cannot tell', 'not scored']
                                                 ELSE ARRAY[l.alignment_band] END) AS beside
        FROM placed l WHERE l.is_counted) AS p
  GROUP BY p.segment_kind, p.segment, p.beside
),
-- small groups, and as many of the next larger ones as it takes to keep the
-- small ones from being found by subtracting from the whole
hidden AS (
  SELECT q.segment_kind, q.segment, q.alignment_band,
         q.people_count < q.min_group OR coalesce(q.smaller_count, 0) BETWEEN 1 AND q.min_group - 1 AS is_suppressed
  FROM (SELECT m.segment_kind, m.segment, m.alignment_band, m.people_count, r.min_group,
               sum(m.people_count) OVER (PARTITION BY m.segment_kind, m.alignment_band ORDER BY m.people_count, m.segment
                                         ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS smaller_count
        FROM measured m CROSS JOIN setting_in_force r) AS q
),
shown AS (
  SELECT s.segment_kind, s.segment, b.alignment_band, r.landmark_days, r.min_group, few.min_events,
         coalesce(h.is_suppressed, false) AS is_suppressed,
         CASE WHEN h.is_suppressed IS NOT TRUE THEN coalesce(m.assignment_count, 0) END AS assignment_count,
         CASE WHEN h.is_suppressed IS NOT TRUE THEN coalesce(m.ended_count, 0) END AS ended_count,
         CASE WHEN h.is_suppressed IS NOT TRUE THEN coalesce(m.people_count, 0) END AS person_count,
         NOT h.is_suppressed AND m.judged_count >= r.min_group AS has_success,
         NOT h.is_suppressed AND m.due_count >= r.min_group AS has_early,
         NOT h.is_suppressed AND m.returned_count >= r.min_group AS has_return,
         NOT h.is_suppressed AND NOT ha.is_suppressed AND m.due_count >= r.min_group AND a.due_count >= r.min_group AS has_early_both,
         NOT h.is_suppressed AND NOT ha.is_suppressed AND m.returned_count >= r.min_group AND a.returned_count >= r.min_group AS has_return_both,
         c.least_early_return_count >= few.min_events AS has_early_events, c.least_exit_count >= few.min_events AS has_exit_events,
         m.judged_count, m.success_count, m.organization_success_rate, m.organization_judged_count, m.gm_success_rate, m.gm_judged_count,
         m.assignee_success_rate, m.assignee_judged_count, m.due_count, m.early_return_count, m.left_count, m.retention_12m_rate, m.retention_12m_low,
         m.retention_12m_high, m.retention_24m_rate, m.exit_count, m.returned_count, m.regretted_exit_rate, m.high_performer_count,
         m.estimated_cost_sum, m.actual_cost_sum, m.costed_count, m.benefit_sum, m.roi_ratio, m.valued_count,
         c.early_return_risk_ratio, c.risk_ratio_low, c.risk_ratio_high, c.log_rank_p, c.curves_cross_p,
         a.retention_12m_rate AS aligned_12m_rate, a.early_return_count::float8 / nullif(a.due_count, 0) AS aligned_early_rate,
         m.mean_days - a.mean_days AS mean_days_difference,
         1.959963984540054 * sqrt(m.mean_days_se ^ 2 + a.mean_days_se ^ 2) AS mean_days_margin
  FROM (SELECT DISTINCT p.segment_kind, p.segment FROM placed p) AS s
  CROSS JOIN (VALUES ('aligned'), ('mixed'), ('misaligned'), ('cannot tell'), ('not scored')) AS b (alignment_band)
  CROSS JOIN setting_in_force r
  -- fewer events in either group say nothing
  CROSS JOIN (VALUES (10)) AS few (min_events)
  LEFT JOIN measured m ON (m.segment_kind, m.segment, m.alignment_band) = (s.segment_kind, s.segment, b.alignment_band)
  LEFT JOIN hidden h ON (h.segment_kind, h.segment, h.alignment_band) = (s.segment_kind, s.segment, b.alignment_band)
  LEFT JOIN measured a ON (a.segment_kind, a.segment, a.alignment_band) = (s.segment_kind, s.segment, 'aligned')
  LEFT JOIN hidden ha ON (ha.segment_kind, ha.segment, ha.alignment_band) = (s.segment_kind, s.segment, 'aligned')
  LEFT JOIN compared c ON (c.segment_kind, c.segment, c.alignment_band) = (s.segment_kind, s.segment, b.alignment_band)
  WHERE b.alignment_band NOT IN ('cannot tell', 'not scored') OR m.assignment_count > 0
),
answer AS (
  SELECT s.*,
         CASE WHEN has_success THEN success_count::float8 / judged_count END AS success_rate,
         CASE WHEN has_success THEN gmalign.proportion_low(success_count, judged_count) END AS success_low,
         CASE WHEN has_success THEN gmalign.proportion_high(success_count, judged_count) END AS success_high,
         CASE WHEN has_early THEN early_return_count::float8 / due_count END AS early_return_rate,
         CASE WHEN has_early THEN left_count::float8 / due_count END AS left_on_move_rate,
         CASE WHEN has_early THEN gmalign.proportion_low(early_return_count, due_count) END AS early_return_low,
         CASE WHEN has_early THEN gmalign.proportion_high(early_return_count, due_count) END AS early_return_high,
         CASE WHEN has_early_both AND has_early_events THEN s.early_return_risk_ratio END AS ratio,
         CASE WHEN has_return THEN s.retention_12m_rate END AS rate_12m,
         CASE WHEN has_return_both AND has_exit_events THEN s.log_rank_p END AS p,
         CASE WHEN has_return_both AND has_exit_events THEN s.mean_days_difference END AS days_difference,
         CASE WHEN alignment_band = 'aligned'
              THEN coalesce(early_return_count < min_events OR exit_count < min_events, true)
              ELSE (has_early_events AND has_exit_events) IS NOT TRUE END AS is_too_few,
         coalesce(has_return_both AND has_exit_events AND s.curves_cross_p < .05, false) AS has_crossing_curves
  FROM shown s
),
-- the rows of all moves first, Bonferroni over their bands; behind each its segments
-- by Holm, none of them surer than the whole (a tree of gates; Dmitrienko et al.
-- 2007): of all p adjusted that are below .05 one is wrong in at most 5 % of tables
counted AS (
  SELECT q.*, q.band_count * CASE WHEN q.segment_kind = 'all' THEN q.p ELSE greatest(q.p_of_all, q.segment_p) END AS adjusted_p
  FROM (SELECT a.*, greatest(count(a.p) FILTER (WHERE a.segment_kind = 'all') OVER (), 1) AS band_count,
               max(a.p) FILTER (WHERE a.segment_kind = 'all') OVER (PARTITION BY a.alignment_band) AS p_of_all,
               gmalign.holm(a.p) OVER (PARTITION BY a.alignment_band, a.segment_kind = 'all') AS segment_p
        FROM answer a) AS q
)
SELECT concat_ws(' ', nullif(a.segment_kind, 'all'), a.segment, a.alignment_band) AS id, a.segment_kind, a.segment, a.alignment_band, a.landmark_days,
       a.assignment_count::integer AS assignment_count, a.ended_count::integer AS ended_count,
       a.success_rate, a.success_low, a.success_high,
       a.early_return_rate, a.early_return_low, a.early_return_high,
       a.ratio AS early_return_risk_ratio,
       CASE WHEN a.ratio IS NOT NULL THEN a.risk_ratio_low END AS risk_ratio_low,
       CASE WHEN a.ratio IS NOT NULL THEN a.risk_ratio_high END AS risk_ratio_high,
       a.rate_12m AS retention_12m_rate,
       CASE WHEN a.has_return THEN a.retention_12m_low END AS retention_12m_low,
       CASE WHEN a.has_return THEN a.retention_12m_high END AS retention_12m_high,
       CASE WHEN a.has_return THEN a.retention_24m_rate END AS retention_24m_rate,
       a.p AS log_rank_p,
       CASE WHEN NOT a.is_suppressed AND a.high_performer_count >= a.min_group THEN a.regretted_exit_rate END AS regretted_exit_rate,
       (CASE WHEN NOT a.is_suppressed AND a.costed_count >= a.min_group THEN a.estimated_cost_sum END)::float8 AS estimated_cost_sum,
       (CASE WHEN NOT a.is_suppressed AND a.costed_count >= a.min_group THEN a.actual_cost_sum END)::float8 AS actual_cost_sum,
       (CASE WHEN NOT a.is_suppressed AND a.costed_count >= a.min_group
             THEN a.actual_cost_sum / nullif(a.estimated_cost_sum, 0) - 1 END)::float8 AS cost_overrun_ratio,
       (CASE WHEN NOT a.is_suppressed AND a.valued_count >= a.min_group THEN a.benefit_sum END)::float8 AS benefit_sum,
       CASE WHEN NOT a.is_suppressed AND a.valued_count >= a.min_group THEN a.roi_ratio END AS roi_ratio,
       a.is_suppressed, a.is_too_few,
       CASE
         WHEN a.is_suppressed THEN gmalign_private.sentence('outcome.suppressed', jsonb_build_object('min_group', a.min_group))
         WHEN a.assignment_count = 0 THEN gmalign_private.sentence('outcome.nobody', jsonb_build_object('days', a.landmark_days))
         -- numeric: the text of a float8 depends on the session
         ELSE coalesce(nullif(ltrim(gmalign_private.sentence(CASE a.alignment_band WHEN 'aligned' THEN 'outcome.aligned' ELSE 'outcome.other' END, jsonb_build_object(
                'band', a.alignment_band, 'retention', a.rate_12m::numeric, 'retention_low', a.retention_12m_low::numeric, 'retention_high', a.retention_12m_high::numeric,
                'early', a.early_return_rate::numeric, 'left', a.left_on_move_rate::numeric, 'success', a.success_rate::numeric,
                'aligned_retention', CASE WHEN a.has_return_both THEN a.aligned_12m_rate::numeric END,
                'aligned_early', CASE WHEN a.has_early_both THEN a.aligned_early_rate::numeric END,
                'ratio', a.ratio::numeric, 'ratio_low', a.risk_ratio_low::numeric, 'ratio_high', a.risk_ratio_high::numeric,
                'p', a.p::numeric, 'adjusted_p', least(a.adjusted_p, 1)::numeric,
                'days', CASE WHEN a.has_crossing_curves THEN a.days_difference::numeric END)), '; '), ''), gmalign_private.sentence('outcome.nothing'))
       END AS finding,
       CASE WHEN NOT a.is_suppressed AND a.organization_judged_count >= a.min_group THEN a.organization_success_rate END AS organization_success_rate,
       CASE WHEN NOT a.is_suppressed AND a.gm_judged_count >= a.min_group THEN a.gm_success_rate END AS gm_success_rate,
       CASE WHEN NOT a.is_suppressed AND a.assignee_judged_count >= a.min_group THEN a.assignee_success_rate END AS assignee_success_rate,
       CASE WHEN a.has_success THEN a.judged_count::integer END AS judged_count,
       CASE WHEN a.has_early THEN a.due_count::integer END AS due_count,
       CASE WHEN a.has_return THEN a.returned_count::integer END AS returned_count,
       a.days_difference AS mean_days_difference,
       CASE WHEN a.days_difference IS NOT NULL THEN a.days_difference - a.mean_days_margin END AS mean_days_low,
       CASE WHEN a.days_difference IS NOT NULL THEN a.days_difference + a.mean_days_margin END AS mean_days_high,
       a.has_crossing_curves,
       a.early_return_rate - a.left_on_move_rate AS returned_early_rate, a.left_on_move_rate, a.person_count::integer AS person_count,
       CASE WHEN a.p IS NOT NULL THEN least(a.adjusted_p, 1) END AS log_rank_p_adjusted
FROM counted a;
COMMENT ON VIEW program_outcomes IS 'Whether aligned moves do better: what came of them, by their band at the landmark, all together, by purpose and by host country. Attrition and early return count people, each once with the first stay abroad. One row per segment and band; an association, not a cause.';
COMMENT ON COLUMN program_outcomes.id IS 'Key of the row: kind, segment and band.';
COMMENT ON COLUMN program_outcomes.segment_kind IS 'all, purpose or host_country.';
COMMENT ON COLUMN program_outcomes.segment IS 'The purpose or country; all for all moves together.';
COMMENT ON COLUMN program_outcomes.alignment_band IS 'Band at the landmark: aligned, mixed, misaligned or not scored (view landmark_alignment).';
COMMENT ON COLUMN program_outcomes.landmark_days IS 'Days after the start at which the band is taken. Moves that ended before are left out.';
COMMENT ON COLUMN program_outcomes.assignment_count IS 'Moves under way at their landmark. NULL: suppressed.';
COMMENT ON COLUMN program_outcomes.ended_count IS 'Those of them that have ended. NULL: suppressed.';
COMMENT ON COLUMN program_outcomes.success_rate IS 'Share of the judged moves that nobody who judged calls a failure, 0 to 1; of those whose planned end has passed. NULL: too small a group.';
COMMENT ON COLUMN program_outcomes.success_low IS 'Its lower 95 % confidence limit (Wilson), 0 to 1.';
COMMENT ON COLUMN program_outcomes.success_high IS 'Its upper limit.';
COMMENT ON COLUMN program_outcomes.early_return_rate IS 'Share of people whose move was broken off before its planned end, 0 to 1, of those whose planned end has passed: returned_early_rate and left_on_move_rate together. NULL: too small a group.';
COMMENT ON COLUMN program_outcomes.early_return_low IS 'Its lower 95 % confidence limit (Wilson), 0 to 1.';
COMMENT ON COLUMN program_outcomes.early_return_high IS 'Its upper limit.';
COMMENT ON COLUMN program_outcomes.early_return_risk_ratio IS 'How many times as often as the aligned of the segment they come back early. NULL: the aligned themselves, or fewer than 10 people who did in either group.';
COMMENT ON COLUMN program_outcomes.risk_ratio_low IS 'Its lower 95 % confidence limit (Katz).';
COMMENT ON COLUMN program_outcomes.risk_ratio_high IS 'Its upper limit.';
COMMENT ON COLUMN program_outcomes.retention_12m_rate IS 'Share still employed 365 days after return, 0 to 1 (Kaplan-Meier; who returned less long ago counts as far as seen, who left in mid-move as gone on the day of return). NULL: nobody was seen as long, or too small a group.';
COMMENT ON COLUMN program_outcomes.retention_12m_low IS 'Its lower 95 % confidence limit (log-log; where nobody has left the exact one of a share of 1). NULL: all have left.';
COMMENT ON COLUMN program_outcomes.retention_12m_high IS 'Its upper limit.';
COMMENT ON COLUMN program_outcomes.retention_24m_rate IS 'Share still employed 730 days after return, 0 to 1.';
COMMENT ON COLUMN program_outcomes.log_rank_p IS 'How likely so different a retention from that of the aligned is by chance, 0 to 1 (log-rank test), looked at alone. NULL: the aligned themselves, or fewer than 10 exits in either group.';
COMMENT ON COLUMN program_outcomes.regretted_exit_rate IS 'Voluntary departures of high performers per person-year since the landmark.';
COMMENT ON COLUMN program_outcomes.estimated_cost_sum IS 'Estimated cost of the ended moves whose estimate and actual cost are known.';
COMMENT ON COLUMN program_outcomes.actual_cost_sum IS 'Actual cost of the same moves.';
COMMENT ON COLUMN program_outcomes.cost_overrun_ratio IS 'Actual over estimated cost, less 1: .10 = ten per cent over.';
COMMENT ON COLUMN program_outcomes.benefit_sum IS 'Benefit of the ended moves whose benefit and actual cost are known.';
COMMENT ON COLUMN program_outcomes.roi_ratio IS '(benefit - cost) / cost of these moves. What counts as benefit differs by purpose: compare within one.';
COMMENT ON COLUMN program_outcomes.is_suppressed IS 'Whether the row is hidden: fewer people than setting min_group, or it would give away such a group.';
COMMENT ON COLUMN program_outcomes.is_too_few IS 'Whether a comparison is withheld: fewer than 10 people who returned early or fewer than 10 who left, here or among the aligned.';
COMMENT ON COLUMN program_outcomes.finding IS 'The row in a sentence.';
COMMENT ON COLUMN program_outcomes.organization_success_rate IS 'Share of the moves the organization judged that it calls a success, 0 to 1.';
COMMENT ON COLUMN program_outcomes.gm_success_rate IS 'The same for the GM professional.';
COMMENT ON COLUMN program_outcomes.assignee_success_rate IS 'The same for the assignee.';
COMMENT ON COLUMN program_outcomes.judged_count IS 'Moves behind success_rate.';
COMMENT ON COLUMN program_outcomes.due_count IS 'People behind early_return_rate: the planned end of their move has passed.';
COMMENT ON COLUMN program_outcomes.returned_count IS 'People behind retention: their move has ended.';
COMMENT ON COLUMN program_outcomes.mean_days_difference IS 'Mean days employed in the two years after return, less those of the aligned (restricted means). NULL as log_rank_p, or nobody was seen that long.';
COMMENT ON COLUMN program_outcomes.mean_days_low IS 'Its lower 95 % confidence limit.';
COMMENT ON COLUMN program_outcomes.mean_days_high IS 'Its upper limit.';
COMMENT ON COLUMN program_outcomes.has_crossing_curves IS 'Whether the retention curves of the two years after return cross (curves_cross_p below .05): the log-rank test then adds up what cancels, so look at the means.';
COMMENT ON COLUMN program_outcomes.returned_early_rate IS 'The part of early_return_rate that came home and stayed in the organisation, 0 to 1.';
COMMENT ON COLUMN program_outcomes.left_on_move_rate IS 'The part of early_return_rate that left the organisation in mid-move, 0 to 1.';
COMMENT ON COLUMN program_outcomes.person_count IS 'People on these moves. NULL: suppressed.';
COMMENT ON COLUMN program_outcomes.log_rank_p_adjusted IS 'log_rank_p adjusted for the rows of this table: times the bands compared; in a segment that times its p by Holm among segments, and no less than that of all moves. Without any difference some row is below .05 in 5 of 100 programmes.';
