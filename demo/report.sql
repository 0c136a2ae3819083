-- The programme on one to two screens.   psql -v schema=hr -f demo/report.sql
-- Reads the views only; what a dashboard shows, in text.

\set ON_ERROR_STOP on
\set QUIET on
SELECT set_config('search_path', format('%I', :'schema'), false) \g /dev/null
\pset footer off
\pset border 1
\pset null ''
\pset linestyle ascii

\echo
\echo 'GOAL ALIGNMENT - how the programme stands'
SELECT gmalign.today() AS "as of",
       count(*) FILTER (WHERE assignment_status IN ('planned', 'active')) AS "moves",
       count(*) FILTER (WHERE assignment_status IN ('planned', 'active') AND alignment_band = 'aligned') AS "aligned",
       count(*) FILTER (WHERE assignment_status IN ('planned', 'active') AND alignment_band = 'mixed') AS "mixed",
       count(*) FILTER (WHERE assignment_status IN ('planned', 'active') AND alignment_band = 'misaligned') AS "misaligned",
       count(*) FILTER (WHERE assignment_status IN ('planned', 'active') AND NOT is_scored) AS "not scored",
       round(avg(mutual_alignment_score) FILTER (WHERE assignment_status IN ('planned', 'active'))::numeric, 2) AS "mean alignment",
       count(*) FILTER (WHERE assignment_status = 'ended') AS "ended moves"
FROM assignment_alignment;

\echo 'MOVES THAT NEED SOMEBODY - which parties part, on what, whom to bring together'
SELECT m.rank_order AS "#", m.assignment_external_id AS "move", m.severity,
       to_char(m.weakest_alignment_score, '0.00') AS "score",
       to_char(m.opposed_share, '0.00') AS "opposed",
       m.driver_goal_title AS "driver", m.driver_kind AS "kind", m.talk_to AS "talk to"
FROM misaligned_assignment m
ORDER BY m.rank_order;
\pset tuples_only on
\pset format unaligned
SELECT format(E'  %s  %s\n      -> %s (%s)', m.assignment_external_id, m.reason, m.action, m.action_code)
FROM misaligned_assignment m
ORDER BY m.rank_order;
\pset format aligned
\pset tuples_only off
\echo

\echo 'THE PLANTED CASES - scores of the three pairs by points, after every goal moved up to the strategy it serves'
SELECT a.assignment_external_id AS "move",
       to_char(a.organization_gm_score, '0.000') AS "org-GM",
       to_char(a.organization_assignee_score, '0.000') AS "org-assignee",
       to_char(a.gm_assignee_score, '0.000') AS "GM-assignee",
       to_char(a.beyond_chance_index, 'S0.00') AS "beyond chance",
       gmalign.score_bar(a.mutual_alignment_score) AS "mean",
       a.alignment_band AS "band", a.unscored_reason AS "why not"
FROM assignment_alignment a
WHERE a.assignment_external_id ~ '^[MR][0-9]$'
ORDER BY a.assignment_external_id;

\echo 'EXPECTANCY - can I do it, does it pay, do I want it'
SELECT p.external_id AS "person", e.person_role AS "role",
       to_char(e.expectancy, '0.00') AS "can", to_char(e.instrumentality, '0.00') AS "pays", to_char(e.valence, '0.00') AS "want",
       e.weakest_link AS "weakest link", e.link_band AS "band", e.weakest_driver AS "driver",
       to_char(e.reward_fit_score, '0.00') AS "reward fit", e.best_reward_code AS "best reward"
FROM expectancy e
JOIN employee p ON p.id = e.person_id
WHERE e.is_latest
ORDER BY e.weakest_link_value, p.external_id;

\echo 'COVERAGE - which strategy has work behind it'
SELECT coalesce(g.external_id, '-') AS "goal", c.goal_title AS "title",
       to_char(100 * c.importance_share, '990%') AS "weight",
       gmalign.score_bar(c.weighted_coverage_share) AS "coverage",
       c.coverage_band AS "band", c.staffed_count || '/' || c.goal_count AS "staffed",
       c.conflicting_goal_count AS "against", to_char(100 * c.effort_share, '990%') AS "effort",
       to_char(100 * c.progress_share, '990%') AS "progress", c.gap_reason AS "gap"
FROM cascade_coverage c
LEFT JOIN goal g ON g.id = c.strategic_goal_id
ORDER BY c.importance_share DESC NULLS LAST, g.external_id;

\echo 'EFFORT - does it follow the weight of each strategy'
SELECT e.goal_title AS "strategy", to_char(100 * e.importance_share, '990%') AS "weight",
       to_char(100 * e.effort_share, '990%') AS "effort", to_char(100 * e.cost_share, '990%') AS "cost", to_char(100 * e.assignment_share, '990%') AS "moves",
       to_char(100 * e.effort_gap, 'S990%') AS "gap",
       rpad(CASE WHEN e.effort_gap < 0 THEN repeat('-', round(-50 * e.effort_gap)::integer) ELSE repeat('+', round(50 * e.effort_gap)::integer) END, 10) AS " ",
       e.balance, e.finding
FROM effort_vs_priority e
ORDER BY e.importance_share DESC NULLS LAST, e.strategic_goal_id;

\echo 'GOALS - what reaches strategy and what does not'
SELECT s.state, count(*) AS "goals", rpad(repeat('#', count(*)::integer), 12) AS " ",
       string_agg(coalesce(s.goal_external_id, s.goal_id::text), ' ' ORDER BY s.goal_external_id) AS "which",
       string_agg(s.goal_external_id, ' ' ORDER BY s.goal_external_id) FILTER (WHERE s.is_in_cycle) AS "in a cycle"
FROM goal_state s
GROUP BY s.state
ORDER BY array_position(ARRAY['strategic', 'aligned', 'disconnected', 'unaligned'], s.state);
SELECT l.level, l.goal_count AS "goals", to_char(100 * l.aligned_share, '990%') AS "aligned",
       to_char(100 * l.capacity_reaching_share, '990%') AS "effort that reaches strategy", to_char(100 * l.importance_worked_share, '990%') AS "strategy it works on"
FROM cascade_by_level l
WHERE l.segment_kind = 'level' AND l.level <> 'strategic'
ORDER BY array_position(ARRAY['department', 'team', 'individual'], l.level);
SELECT w.step_count AS "steps", to_char(w.contribution, '0.00') AS "contribution", w.path_text AS "the strongest way up"
FROM goal_path w
WHERE w.path_kind = 'strongest' AND w.step_count > 0
ORDER BY w.step_count DESC, w.contribution DESC, w.goal_id
LIMIT 5;
SELECT p.goal_title AS "key result", p.direction, p.start_value AS "start", p.current_value AS "now", p.target_value AS "target",
       gmalign.score_bar(p.progress_share) AS "progress",
       to_char(p.pace_ratio, '90.0') AS "pace", p.status, p.status_conflict AS "contradiction"
FROM goal_progress p
WHERE p.direction IS NOT NULL
ORDER BY p.goal_id;

\echo 'STAYING - signals, not probabilities; for those who left, as they stood on the last day'
SELECT p.external_id AS "person", r.person_role AS "role", r.is_high_performer AS "high", r.signals, r.action_code AS "action",
       r.days_signal_to_exit AS "first signal to exit", r.days_last_signal_to_exit AS "last"
FROM retention_risk r
JOIN employee p ON p.id = r.person_id
WHERE r.risk_signal_count >= 2
ORDER BY r.has_departed DESC, r.risk_signal_count DESC, p.external_id;

\echo 'THE NIGHTLY CHECK - what the latest run opened, and what is open'
SELECT f.severity, f.rule_code AS "rule", f.subject_title AS "about", f.reason, f.action_code AS "action"
FROM open_flag f
WHERE f.is_new
ORDER BY array_position(ARRAY['high', 'medium', 'low'], f.severity), f.id;
SELECT f.severity, f.rule_code AS "rule", f.subject_title AS "about", f.opened_on AS "since", f.days_open AS "days", f.action_code AS "action"
FROM open_flag f
WHERE NOT f.is_new
ORDER BY array_position(ARRAY['high', 'medium', 'low'], f.severity), f.id;

\echo 'OVER TIME - mean alignment at the end of each month; R3 drifts'
SELECT to_char(t.period_start, 'YYYY-MM') AS "month", t.assignment_count AS "moves", to_char(t.alignment_score, '0.00') AS "all",
       to_char(t.quarter_change, 'S0.00') AS "3 months", to_char(t.same_move_change, 'S0.00') AS "same moves", t.same_move_count AS "of", to_char(s.mutual_alignment, '0.00') AS "R3",
       gmalign.score_bar(s.mutual_alignment) AS " ", s.alignment_band AS "R3 is"
FROM alignment_trend t
JOIN assignment a ON a.external_id = 'R3'
LEFT JOIN alignment_snapshot s ON s.assignment_id = a.id::text AND date_trunc('month', s.taken_on::timestamp)::date = t.period_start
WHERE t.scope = 'all' AND extract(month FROM t.period_start)::integer % 3 = 2
ORDER BY t.period_start;

\echo 'PRIORITIES - where HR, leadership and GM part, over all moves'
SELECT c.goal_title AS "goal", to_char(c.hr_points, 'S0.00') AS "HR", to_char(c.leadership_points, 'S0.00') AS "leadership",
       to_char(c.gm_points, 'S0.00') AS "GM", c.widest_pair AS "widest", c.kind, to_char(c.loss_share, '0.00') AS "loss"
FROM priority_conflict c
WHERE c.rank_order <= 4
ORDER BY c.rank_order;

\echo 'CHECK-INS - per coordinator, and whether they changed anything'
SELECT coalesce(p.external_id, 'nobody') AS "coordinator", k.active_assignment_count AS "active moves", k.overdue_count AS "overdue",
       k.check_in_count AS "check-ins", k.changing_check_in_count AS "changed something"
FROM checkin_health k
LEFT JOIN employee p ON p.id = k.gm_professional_id
ORDER BY p.external_id;

\echo 'DIMENSIONS'
SELECT d.dimension_name AS "dimension", to_char(100 * d.importance_share, '990%') AS "importance", to_char(100 * d.coverage_share, '990%') AS "coverage",
       to_char(100 * d.effort_share, '990%') AS "effort", to_char(100 * d.cost_share, '990%') AS "cost", to_char(d.alignment_score, '0.00') AS "alignment"
FROM dimension_scorecard d
ORDER BY d.sort_order;

SELECT to_regclass('alignment_trend_public') IS NOT NULL AS has_public \gset
\if :has_public
\echo 'IN PUBLIC - groups of fewer than five are withheld, and with them the next smallest (R6: Nordics)'
SELECT t.scope, t.assignment_count AS "moves", to_char(t.alignment_score, '0.00') AS "alignment", t.is_suppressed AS "withheld"
FROM alignment_trend_public t
WHERE t.scope_kind IN ('all', 'region') AND t.period_start = (SELECT max(l.period_start) FROM alignment_trend l)
ORDER BY t.scope;
\endif

\echo 'DOES ALIGNMENT PAY - what came of the moves by their band on day 90, overall and by purpose'
SELECT CASE o.segment WHEN 'all' THEN 'all purposes' ELSE o.segment END AS "moves", o.alignment_band AS "band", o.assignment_count AS "n",
       to_char(o.success_rate, '0.00') AS "success", to_char(o.early_return_rate, '0.00') AS "early return",
       to_char(o.early_return_risk_ratio, '90.0') || ' [' || to_char(o.risk_ratio_low, 'FM90.0') || ', ' || to_char(o.risk_ratio_high, 'FM90.0') || ']' AS "risk ratio",
       to_char(o.retention_12m_rate, '0.00') || ' [' || to_char(o.retention_12m_low, 'FM0.00') || ', ' || to_char(o.retention_12m_high, 'FM0.00') || ']' AS "stay 12 months",
       gmalign.score_bar(o.retention_24m_rate, 20) AS "stay 24 months",
       CASE WHEN o.log_rank_p < .001 THEN '< .001' ELSE to_char(o.log_rank_p, 'FM0.000') END AS "p", to_char(100 * o.cost_overrun_ratio, 'S990%') AS "over cost", to_char(o.roi_ratio, 'S0.00') AS "return",
       CASE WHEN o.is_too_few THEN 'too few' END AS "to compare"
FROM program_outcomes o
WHERE o.segment_kind IN ('all', 'purpose') AND o.alignment_band <> 'not scored'
ORDER BY o.segment_kind, o.segment, array_position(ARRAY['aligned', 'mixed', 'misaligned'], o.alignment_band);
\pset tuples_only on
\pset format unaligned
SELECT format('  %s: %s', rpad(o.alignment_band, 10), o.finding)
FROM program_outcomes o
WHERE o.segment_kind = 'all'
ORDER BY array_position(ARRAY['aligned', 'mixed', 'misaligned', 'not scored'], o.alignment_band);
SELECT format('  hidden by country, a group of fewer than five and the next: %s', string_agg(o.segment, ', ' ORDER BY o.segment))
FROM program_outcomes o
WHERE o.segment_kind = 'host_country' AND o.is_suppressed;
\pset format aligned
\pset tuples_only off
