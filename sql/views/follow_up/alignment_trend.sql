CREATE OR REPLACE VIEW alignment_trend WITH (security_invoker = true) AS
WITH RECURSIVE clock AS (SELECT gmalign.today() AS today),
-- the last snapshot of each month, found by index as in alignment_drift: years
-- of nightly snapshots are too much to read
taken AS (
  SELECT (SELECT max(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on <= c.today) AS taken_on
  FROM clock c
  UNION ALL
  SELECT (SELECT max(n.taken_on) FROM alignment_snapshot n
          WHERE n.taken_on < date_trunc('month', t.taken_on::timestamp)::date)
  FROM taken t
  WHERE t.taken_on IS NOT NULL
),
summed AS MATERIALIZED (
  SELECT v.scope_kind, v.scope, date_trunc('month', n.taken_on::timestamp)::date AS period_start,
         gmalign_private.mean(n.mutual_alignment) AS alignment_score,
         count(*) AS assignment_count, count(DISTINCT a.assignee_id) AS person_count,
         avg((n.alignment_band = 'misaligned')::integer)::float8 AS misaligned_share
  FROM alignment_snapshot n
  -- DISTINCT tells the planner that an assignment comes once
  JOIN (SELECT DISTINCT ON (a.id::text) a.id::text AS assignment_id, a.assignee_id, a.purpose, u.region
        FROM assignment a
        LEFT JOIN org_unit u ON u.id = a.org_unit_id) a ON a.assignment_id = n.assignment_id
  CROSS JOIN LATERAL (VALUES ('all', 'all'), ('region', 'region: ' || a.region), ('purpose', 'purpose: ' || a.purpose)) AS v (scope_kind, scope)
  WHERE n.taken_on = ANY (ARRAY(SELECT t.taken_on FROM taken t))
    AND v.scope IS NOT NULL AND n.mutual_alignment IS NOT NULL AND n.assignment_status IS DISTINCT FROM 'ended'
  GROUP BY v.scope_kind, v.scope, date_trunc('month', n.taken_on::timestamp)
),
month AS (
  SELECT s.scope_kind, s.scope, m.period_start::date AS period_start
  FROM (SELECT DISTINCT s.scope_kind, s.scope FROM summed s) s
  CROSS JOIN (SELECT generate_series(min(t.period_start)::timestamp, max(t.period_start)::timestamp, interval '1 month') AS period_start
              FROM summed t) m
)
SELECT m.scope || ' ' || to_char(m.period_start, 'YYYY-MM') AS id,
       m.period_start, m.scope, s.alignment_score, coalesce(s.assignment_count, 0) AS assignment_count,
       m.scope_kind, s.misaligned_share,
       gmalign_private.shown(s.alignment_score - lag(s.alignment_score) OVER w) AS score_change,
       gmalign_private.shown(s.alignment_score - lag(s.alignment_score, 3) OVER w) AS quarter_change,
       gmalign_private.shown(s.misaligned_share - lag(s.misaligned_share, 3) OVER w) AS misaligned_quarter_change,
       coalesce(s.person_count, 0) AS person_count
FROM month m
LEFT JOIN summed s ON s.scope = m.scope AND s.period_start = m.period_start
WINDOW w AS (PARTITION BY m.scope ORDER BY m.period_start)
ORDER BY m.period_start, m.scope;
COMMENT ON VIEW alignment_trend IS 'Goal alignment month by month, for the whole programme, each region and each purpose. One row per scope and month from the first snapshot to the last, months without one included. A month stands as its last snapshot says, of the moves that had not ended.';
COMMENT ON COLUMN alignment_trend.id IS 'Key of the row: scope and month.';
COMMENT ON COLUMN alignment_trend.period_start IS 'First day of the month.';
COMMENT ON COLUMN alignment_trend.scope IS 'all, "region: " and the region of the unit that sends, or "purpose: " and the purpose of the move.';
COMMENT ON COLUMN alignment_trend.alignment_score IS 'Mean mutual alignment of the moves scored at the last snapshot of the month, 0 to 1. NULL: none.';
COMMENT ON COLUMN alignment_trend.assignment_count IS 'Moves scored there.';
COMMENT ON COLUMN alignment_trend.scope_kind IS 'all, region or purpose. The scopes of one kind share out the moves.';
COMMENT ON COLUMN alignment_trend.misaligned_share IS 'Share of them that was misaligned, 0 to 1. NULL: none scored.';
COMMENT ON COLUMN alignment_trend.score_change IS 'Change of alignment_score since the month before, -1 to 1. NULL: one of them is missing.';
COMMENT ON COLUMN alignment_trend.quarter_change IS 'Change of alignment_score since three months before, -1 to 1. NULL: one of them is missing.';
COMMENT ON COLUMN alignment_trend.misaligned_quarter_change IS 'Change of misaligned_share since three months before, -1 to 1. NULL: one of them is missing.';
COMMENT ON COLUMN alignment_trend.person_count IS 'Assignees on these moves.';
