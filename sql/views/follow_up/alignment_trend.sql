CREATE OR REPLACE VIEW alignment_trend WITH (security_invoker = true) AS
WITH clock AS (SELECT gmalign.today() AS today),
-- the last snapshot of each month, found by index as in alignment_drift: years
-- of nightly snapshots are too much to read; beside it the one three months
-- before, for like with like; as an array, of which a few are expected
paired AS (
  SELECT t.taken_on, lag(t.taken_on, 3) OVER (ORDER BY t.month) AS earlier_on
  FROM (SELECT m.month, (SELECT max(n.taken_on) FROM alignment_snapshot n                             --! gmalign_coordinator
                         WHERE n.taken_on <= c.today AND n.taken_on >= m.month AND n.taken_on < m.month + interval '1 month') AS taken_on  --! gmalign_coordinator
  FROM (SELECT m.month, n.taken_on                                                                    --? gmalign_coordinator
        FROM clock c
        CROSS JOIN unnest(ARRAY(
          SELECT generate_series(date_trunc('month', (SELECT min(n.taken_on) FROM alignment_snapshot n WHERE n.taken_on >= '1000-01-01')::timestamp),
                                 c.today::timestamp, interval '1 month'))) AS m (month)
        LEFT JOIN (SELECT date_trunc('month', n.taken_on::timestamp) AS month, max(n.taken_on) AS taken_on  --? gmalign_coordinator
                   FROM alignment_snapshot n CROSS JOIN clock c WHERE n.taken_on <= c.today GROUP BY 1) AS n ON n.month = m.month  --? gmalign_coordinator
        ) AS t
),
unit AS (
  -- units may share a name
  SELECT u.id, u.region, u.name || CASE WHEN count(*) OVER (PARTITION BY u.name) > 1 THEN ' (' || u.id || ')' ELSE '' END AS name
  FROM org_unit u
),
move AS MATERIALIZED (
  SELECT a.id, a.assignee_id, a.purpose, u.region, u.name AS unit, x.left_on
  FROM assignment a
  --+ move_end
  LEFT JOIN unit u ON u.id = a.org_unit_id
),
-- where they are spread over nodes, those of these days are brought together
kept AS MATERIALIZED (                                                                                --? gmalign_coordinator
  SELECT n.taken_on, n.assignment_id, n.mutual_alignment, n.alignment_band, n.assignment_status       --? gmalign_coordinator
  FROM alignment_snapshot n WHERE n.taken_on = ANY (ARRAY(SELECT p.taken_on FROM paired p))           --? gmalign_coordinator
),                                                                                                    --? gmalign_coordinator
-- a day at a time, so that its groups fit into memory and nothing is sorted
summed AS MATERIALIZED (
  SELECT p.taken_on, s.*
  FROM paired p
  CROSS JOIN LATERAL (
    -- all scopes in one pass; GROUPING has a 1 for each column a row is not grouped by
    SELECT CASE GROUPING(m.region, m.purpose, m.unit) WHEN 3 THEN 'region' WHEN 5 THEN 'purpose' WHEN 6 THEN 'unit' ELSE 'all' END AS scope_kind,
           CASE GROUPING(m.region, m.purpose, m.unit) WHEN 3 THEN 'region: ' || m.region WHEN 5 THEN 'purpose: ' || m.purpose
                                                      WHEN 6 THEN 'unit: ' || m.unit ELSE 'all' END AS scope,
           gmalign_private.mean(n.mutual_alignment) AS alignment_score,
           count(e.mutual_alignment) AS same_move_count, gmalign_private.mean(n.mutual_alignment - e.mutual_alignment) AS same_move_change,
           count(*) AS assignment_count, gmalign_private.distinct_count(m.assignee_id) AS person_count,
           avg((n.alignment_band = 'misaligned')::integer)::float8 AS misaligned_share
    FROM alignment_snapshot n                                                                         --! gmalign_coordinator
    FROM kept n                                                                                       --? gmalign_coordinator
    JOIN move m ON m.id = n.assignment_id
    LEFT JOIN alignment_snapshot e ON e.assignment_id = n.assignment_id AND e.taken_on = p.earlier_on --! gmalign_coordinator
      AND e.mutual_alignment BETWEEN 0 AND 1                                                          --! gmalign_coordinator
    LEFT JOIN kept e ON e.assignment_id = n.assignment_id AND e.taken_on = p.earlier_on               --? gmalign_coordinator
      AND e.mutual_alignment BETWEEN 0 AND 1                                                          --? gmalign_coordinator
    WHERE n.taken_on = p.taken_on AND n.mutual_alignment BETWEEN 0 AND 1
      AND coalesce(n.assignment_status, '') NOT IN ('ended', 'cancelled') AND (m.left_on IS NULL OR n.taken_on <= m.left_on)
    GROUP BY GROUPING SETS ((), m.region, m.purpose, m.unit)
    HAVING count(*) > 0) AS s
),
month AS (
  SELECT s.scope_kind, s.scope, m.period_start
  FROM (SELECT DISTINCT s.scope_kind, s.scope FROM summed s WHERE s.scope IS NOT NULL) s
  CROSS JOIN unnest(ARRAY(SELECT generate_series(min(date_trunc('month', t.taken_on::timestamp)),
                                                 max(date_trunc('month', t.taken_on::timestamp)), interval '1 month')::date
                          FROM summed t)) AS m (period_start)
)
SELECT m.scope || ' ' || to_char(m.period_start, 'YYYY-MM') AS id,
       m.period_start, m.scope, s.alignment_score, coalesce(s.assignment_count, 0)::integer AS assignment_count,
       m.scope_kind, s.misaligned_share,
       gmalign_private.shown(s.alignment_score - lag(s.alignment_score) OVER w) AS score_change,
       gmalign_private.shown(s.alignment_score - lag(s.alignment_score, 3) OVER w) AS quarter_change,
       gmalign_private.shown(s.misaligned_share - lag(s.misaligned_share, 3) OVER w) AS misaligned_quarter_change,
       coalesce(s.person_count, 0)::integer AS person_count,
       coalesce(s.same_move_count, 0)::integer AS same_move_count, s.same_move_change
FROM month m
LEFT JOIN summed s ON s.scope = m.scope AND date_trunc('month', s.taken_on::timestamp) = m.period_start
WINDOW w AS (PARTITION BY m.scope ORDER BY m.period_start)
ORDER BY m.period_start, m.scope;
COMMENT ON VIEW alignment_trend IS 'Goal alignment month by month, for the whole programme, each region, each purpose and each unit. One row per scope and month from the first snapshot to the last, months without one included. A month stands as its last snapshot says, of the moves that had not ended. Means move when moves join and leave: like for like is same_move_change.';
COMMENT ON COLUMN alignment_trend.id IS 'Key of the row: scope and month.';
COMMENT ON COLUMN alignment_trend.period_start IS 'First day of the month.';
COMMENT ON COLUMN alignment_trend.scope IS 'all, "region: " and the region of the unit that sends, "purpose: " and the purpose of the move, or "unit: " and the unit that sends (with its key, if two share the name).';
COMMENT ON COLUMN alignment_trend.alignment_score IS 'Mean mutual alignment of the moves scored at the last snapshot of the month, 0 to 1. NULL: none.';
COMMENT ON COLUMN alignment_trend.assignment_count IS 'Moves scored there.';
COMMENT ON COLUMN alignment_trend.scope_kind IS 'all, region, purpose or unit. The scopes of one kind share out the moves.';
COMMENT ON COLUMN alignment_trend.misaligned_share IS 'Share of them that was misaligned, 0 to 1. NULL: none scored.';
COMMENT ON COLUMN alignment_trend.score_change IS 'Change of alignment_score since the month before, -1 to 1. NULL: one of them is missing.';
COMMENT ON COLUMN alignment_trend.quarter_change IS 'Change of alignment_score since three months before, -1 to 1, moves that joined or left included. NULL: one of them is missing.';
COMMENT ON COLUMN alignment_trend.misaligned_quarter_change IS 'Change of misaligned_share since three months before, -1 to 1. NULL: one of them is missing.';
COMMENT ON COLUMN alignment_trend.person_count IS 'Assignees on these moves.';
COMMENT ON COLUMN alignment_trend.same_move_count IS 'Moves scored at the last snapshot of this month and of the one three months before.';
COMMENT ON COLUMN alignment_trend.same_move_change IS 'Mean change of their mutual alignment in between, -1 to 1: better or worse, like for like. NULL: there are none.';
