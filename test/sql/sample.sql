-- the sample programme: every planted case, and the report the demo prints
\getenv abs_srcdir PG_ABS_SRCDIR
\set schema sample
\set ECHO none
\set QUIET on
\i :abs_srcdir/../demo/sample.sql
SET gmalign.as_of = '2026-06-30';
\i :abs_srcdir/../demo/report.sql
\unset QUIET
\set ECHO all
-- R3 drifts: the statements are dated, so any past day can be asked
SET gmalign.as_of = '2025-06-30';
SELECT round(organization_assignee_score::numeric, 2) AS organization_assignee, alignment_band FROM sample.assignment_alignment WHERE assignment_external_id = 'R3';
SET gmalign.as_of = '2026-06-30';
SELECT round(organization_assignee_score::numeric, 2) AS organization_assignee, alignment_band FROM sample.assignment_alignment WHERE assignment_external_id = 'R3';
-- M2: the driver is S1, on which the GM professional works against the organization through G2
SELECT goal_title, kind, round(a_points::numeric, 4) AS gm, round(a_harms_points::numeric, 4) AS gm_harms, round(b_points::numeric, 4) AS organization,
       round(loss_share::numeric, 4) AS loss, a_own_goal_title, b_own_goal_title
FROM sample.alignment_driver
WHERE assignment_external_id = 'M2' AND pair = 'gm_professional|organization' ORDER BY loss_share DESC;
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
-- R5: one party not heard
SELECT is_scored, unscored_reason, party_count, alignment_band, mutual_alignment_score FROM sample.assignment_alignment WHERE assignment_external_id = 'R5';
SET client_min_messages = warning;
SELECT count(*) FROM gmalign.uninstall('sample', drop_data => true);
DROP SCHEMA sample;
