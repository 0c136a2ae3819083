-- The sample programme: its page (gmalign.report), and what is planted in it.
--   psql -v schema=hr -f demo/report.sql
-- Reads the views only; what a dashboard shows, in text.

\set ON_ERROR_STOP on
\set QUIET on
SELECT set_config('search_path', format('%I', :'schema'), false) \g /dev/null
\pset footer off
\pset border 1
\pset null ''
\pset linestyle ascii
\pset tuples_only on
\pset format unaligned

SELECT gmalign.report(:'schema', 20);
\echo
\pset format aligned
\pset tuples_only off

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

\echo 'R3 DRIFTS - its alignment at the end of a month'
SELECT to_char(s.taken_on, 'YYYY-MM') AS "month", to_char(s.mutual_alignment, '0.00') AS "R3",
       gmalign.score_bar(s.mutual_alignment) AS " ", s.alignment_band AS "R3 is"
FROM alignment_snapshot s
JOIN assignment a ON a.id = s.assignment_id
WHERE a.external_id = 'R3' AND extract(month FROM s.taken_on)::integer % 3 = 2
ORDER BY s.taken_on;

SELECT to_regclass('alignment_trend_public') IS NOT NULL AS has_public \gset
\if :has_public
\echo 'IN PUBLIC - groups of fewer than five are withheld, and with them the next smallest (R6: Nordics)'
SELECT t.scope, t.assignment_count AS "moves", to_char(t.alignment_score, '0.00') AS "alignment", t.is_suppressed AS "withheld"
FROM alignment_trend_public t
WHERE t.scope_kind IN ('all', 'region') AND t.period_start = (SELECT max(l.period_start) FROM alignment_trend l)
ORDER BY t.scope;
\endif
\echo 'OUTCOMES BY COUNTRY - hidden: a group of fewer than five and the next'
SELECT string_agg(o.segment, ', ' ORDER BY o.segment) AS "countries"
FROM program_outcomes o
WHERE o.segment_kind = 'host_country' AND o.is_suppressed;
