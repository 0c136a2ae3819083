-- the sample programme: every planted case, and the report the demo prints
\getenv abs_srcdir PG_ABS_SRCDIR
\set schema sample
\set public_owner regress_gmalign_public
\set ECHO none
\set QUIET on
CREATE ROLE regress_gmalign_public NOLOGIN;
\i :abs_srcdir/../demo/sample.sql
SET gmalign.as_of = '2026-06-30';
\i :abs_srcdir/../demo/report.sql
\unset QUIET
\set ECHO all
-- R3 drifts: the statements are dated, so any past day can be asked
SET gmalign.as_of = '2025-06-30';
SELECT round(organization_assignee_score::numeric, 2) AS organization_assignee, alignment_band FROM sample.assignment_alignment
WHERE assignment_external_id = 'R3';
SET gmalign.as_of = '2026-06-30';
SELECT round(organization_assignee_score::numeric, 2) AS organization_assignee, alignment_band FROM sample.assignment_alignment
WHERE assignment_external_id = 'R3';
-- M2: the driver is S1, on which the GM professional works against the organization through G2
SELECT goal_title, kind, round(a_points::numeric, 4) AS gm, round(a_harms_points::numeric, 4) AS gm_harms,
       round(b_points::numeric, 4) AS organization,
       round(loss_share::numeric, 4) AS loss, a_own_goal_title, b_own_goal_title
FROM sample.alignment_driver
WHERE assignment_external_id = 'M2' AND pair = 'gm_professional|organization' AND loss_share > 0 ORDER BY loss_share DESC;
-- no setting of the session changes a sentence
SET extra_float_digits = -15;
SELECT reason FROM sample.misaligned_assignment WHERE assignment_external_id = 'M2';
RESET extra_float_digits;

-- the loss shares of every assignment and pair sum to 1 - score
SELECT count(*) AS pairs, max(abs(d.loss + a.score - 1)) < 1e-12 AS sums_to_loss
FROM (SELECT assignment_id, pair, sum(loss_share) AS loss FROM sample.alignment_driver GROUP BY 1, 2) AS d
JOIN (SELECT id, 'gm_professional|organization' AS pair, organization_gm_score AS score FROM sample.assignment_alignment
      UNION ALL SELECT id, 'assignee|organization', organization_assignee_score FROM sample.assignment_alignment
      UNION ALL SELECT id, 'assignee|gm_professional', gm_assignee_score FROM sample.assignment_alignment) AS a
  ON a.id = d.assignment_id AND a.pair = d.pair AND a.score IS NOT NULL;
-- M8: the mean over six roles looks fine, the move is misaligned
SELECT p.voices, round(p.mean::numeric, 3) AS mean_over_roles, p.pair AS weakest, a.weakest_alignment_score, a.alignment_band
FROM sample.assignment_alignment a
CROSS JOIN LATERAL (SELECT gmalign.stakeholder_count(v.stakeholder, v.goal_id, v.priority, 'points') AS voices,
                           gmalign.mutual_alignment(v.stakeholder, v.goal_id, v.priority, 'points') AS mean,
                           gmalign.weakest_pair(v.stakeholder, v.goal_id, v.priority, 'points') AS pair
                    FROM sample.assignment_priority v WHERE v.assignment_id = a.id) AS p
WHERE a.assignment_external_id = 'M8';
-- R5: one party not heard
SELECT is_scored, unscored_reason, party_count, alignment_band, mutual_alignment_score FROM sample.assignment_alignment
WHERE assignment_external_id = 'R5';
SET client_min_messages = warning;
-- R1: the reward that is wanted and not offered; R2: the signals; R6: see the report
SELECT reward_code, kind, round(loss_share::numeric, 3) AS loss, round(reward_fit_score::numeric, 3) AS fit,
       round(force_gain::numeric, 4) AS gain
FROM sample.reward_fit r JOIN sample.assignment a ON a.id = r.assignment_id WHERE a.external_id = 'M1' ORDER BY loss_share DESC;
SELECT has_growth_goal, has_forward_feedback, review_requested_months, review_granted_months, signals,
       action, days_signal_to_exit, days_last_signal_to_exit
FROM sample.retention_risk r JOIN sample.employee e ON e.id = r.person_id WHERE e.external_id = 'R2';
-- every reason comes with its goals, exact shares and the strategy of the action
SELECT assignment_external_id, drivers, missing_line_of_sight, action_code, action_strategy FROM sample.misaligned_assignment
ORDER BY rank_order;
-- the drift of R3
SELECT round(start_score::numeric, 3) AS start, round(previous_score::numeric, 3) AS previous, round(score_change::numeric, 3) AS change,
       round(mutual_alignment_score::numeric, 3) AS now FROM sample.assignment_alignment WHERE assignment_external_id = 'R3';
-- flags of the nightly check show up where they belong; R3's drift was flagged a
-- quarter before its weakest pair fell below the band
UPDATE sample.flag f SET assigned_to_id = a.gm_professional_id, acknowledged_on = '2026-06-25'
FROM sample.assignment a WHERE a.external_id = 'M2' AND f.subject_kind = 'assignment' AND f.subject_id = a.id::text;
SELECT rule_code, opened_on, reason FROM sample.flag f JOIN sample.assignment a ON a.id::text = f.subject_id
  AND f.subject_kind = 'assignment'
WHERE a.external_id = 'R3' ORDER BY f.id;
SELECT snapshot_count, round(first_score::numeric, 3) AS first, round(last_score::numeric, 3) AS last,
       round(monthly_change::numeric, 4) AS a_month,
       round(days_below_threshold) AS days_below, round(points_below_threshold::numeric, 3) AS points_below
         FROM sample.alignment_drift WHERE assignment_external_id = 'R3';
SELECT as_of, opened_count, closed_count, open_count, subject_count, failed_rules FROM sample.check_run ORDER BY as_of;
SELECT assignment_external_id, flagged_date, days_open, flag_status, assigned_to_id IS NOT NULL AS assigned
FROM sample.misaligned_assignment WHERE flagged_date IS NOT NULL ORDER BY rank_order;
SELECT rule_code, severity, subject_kind, subject_title, reason, action_code, opened_on, is_new, days_open, flag_status
FROM sample.open_flag ORDER BY id;
SELECT * FROM sample.flag_count_by_rule ORDER BY id;
-- the same in the reader's language: what was kept as code and parameters is said anew
SET gmalign.language = 'de';
SELECT rule_meaning, subject_title, reason, driver, action FROM sample.open_flag ORDER BY id;
SELECT assignment_external_id, alignment_band, reason, action, talk_to FROM sample.misaligned_assignment ORDER BY rank_order;
\pset format unaligned
\pset tuples_only on
SELECT message FROM gmalign.flag_digest('sample');
SELECT message_html FROM gmalign.flag_digest('sample') LIMIT 1;
SELECT gmalign.move_dossier_text('sample', 'M2');
RESET gmalign.language;
SELECT message FROM gmalign.flag_digest('sample') LIMIT 2;
SELECT gmalign.move_dossier_text('sample', 'M2');
\pset format aligned
\pset tuples_only off
SET gmalign.as_of = '2026-01-25';
SELECT rule_code, count(*) AS flags FROM sample.open_flag GROUP BY 1 ORDER BY 1;
SET gmalign.as_of = '2026-06-30';
SELECT count(*) FROM gmalign.uninstall('sample', drop_data => true);
DROP SCHEMA sample;
DROP ROLE regress_gmalign_public;
