-- Views, follow-up: how alignment moves over the months, and what the nightly
-- check has found. They read alignment_snapshot and flag.

CREATE FUNCTION gmalign.make_view_alignment_trend() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
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
           avg(n.mutual_alignment) AS alignment_score,
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
         s.alignment_score - lag(s.alignment_score) OVER w AS score_change,
         s.alignment_score - lag(s.alignment_score, 3) OVER w AS quarter_change,
         s.misaligned_share - lag(s.misaligned_share, 3) OVER w AS misaligned_quarter_change,
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
END $make$;
COMMENT ON FUNCTION gmalign.make_view_alignment_trend() IS
  'Called by gmalign.install(): makes or replaces the view alignment_trend in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_alignment_trend_ts() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW alignment_trend_ts WITH (security_invoker = true) AS
  SELECT t.period_start::timestamp AT TIME ZONE 'UTC' AS "time",
         t.scope AS metric,
         t.alignment_score AS value
  FROM alignment_trend t
  WHERE t.alignment_score IS NOT NULL
  ORDER BY 1, 2;
  COMMENT ON VIEW alignment_trend_ts IS 'Goal alignment as a time series for Grafana: exactly time, metric and value. One row per scope and month with a score.';
  COMMENT ON COLUMN alignment_trend_ts."time" IS 'First moment of the month, in UTC.';
  COMMENT ON COLUMN alignment_trend_ts.metric IS 'The scope: all, a region or a purpose.';
  COMMENT ON COLUMN alignment_trend_ts.value IS 'Mean mutual alignment, 0 to 1.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_alignment_trend_ts() IS
  'Called by gmalign.install(): makes or replaces the view alignment_trend_ts in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_open_flag() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW open_flag WITH (security_invoker = true) AS
  WITH clock AS (SELECT gmalign.today() AS today),
  latest AS (SELECT max(r.as_of) AS as_of FROM check_run r CROSS JOIN clock c WHERE r.as_of <= c.today)
  SELECT f.id, f.rule_code, r.meaning AS rule_meaning, f.severity, f.subject_kind, f.subject_id,
         coalesce(a.external_id, g.title) AS subject_title,
         f.score AS rule_value, f.reason_code, f.reason, f.driver,
         f.action_code, x.text AS action,
         f.opened_on,
         f.opened_on >= coalesce(l.as_of, c.today) AS is_new,
         c.today - f.opened_on AS days_open,
         CASE WHEN f.action_taken IS NOT NULL THEN 'acted on'
              WHEN f.acknowledged_on <= c.today THEN 'acknowledged'
              ELSE 'new' END AS flag_status,
         f.assigned_to_id, f.action_taken
  FROM flag f
  CROSS JOIN clock c
  CROSS JOIN latest l
  JOIN flag_rule r ON r.code = f.rule_code
  LEFT JOIN action x ON x.code = f.action_code
  LEFT JOIN assignment a ON f.subject_kind = 'assignment' AND a.id::text = f.subject_id
  LEFT JOIN goal g ON f.subject_kind = 'goal' AND g.id::text = f.subject_id
  WHERE f.opened_on <= c.today AND (f.closed_on IS NULL OR f.closed_on > c.today);
  COMMENT ON VIEW open_flag IS 'What the nightly check found and nobody has settled. One row per open flag; empty when all is well.';
  COMMENT ON COLUMN open_flag.id IS 'Key of the flag.';
  COMMENT ON COLUMN open_flag.rule_code IS 'The rule that fired.';
  COMMENT ON COLUMN open_flag.rule_meaning IS 'What it says, in words.';
  COMMENT ON COLUMN open_flag.severity IS 'low, medium or high.';
  COMMENT ON COLUMN open_flag.subject_kind IS 'assignment, goal or person.';
  COMMENT ON COLUMN open_flag.subject_id IS 'Key of the subject, as text.';
  COMMENT ON COLUMN open_flag.subject_title IS 'The assignment''s id in the source system, or the goal''s title. NULL for people.';
  COMMENT ON COLUMN open_flag.rule_value IS 'The value the rule looked at. NULL: it looks at none.';
  COMMENT ON COLUMN open_flag.reason_code IS 'Why, as a code.';
  COMMENT ON COLUMN open_flag.reason IS 'Why, in words.';
  COMMENT ON COLUMN open_flag.driver IS 'What drives it, such as a goal. NULL: nothing in particular.';
  COMMENT ON COLUMN open_flag.action_code IS 'Suggested action, as a code of the table action. NULL: none.';
  COMMENT ON COLUMN open_flag.action IS 'Suggested action, in words.';
  COMMENT ON COLUMN open_flag.opened_on IS 'Day the flag opened.';
  COMMENT ON COLUMN open_flag.is_new IS 'Whether the latest check opened it.';
  COMMENT ON COLUMN open_flag.days_open IS 'Days since then.';
  COMMENT ON COLUMN open_flag.flag_status IS 'new, acknowledged or acted on.';
  COMMENT ON COLUMN open_flag.assigned_to_id IS 'The person who looks after it. NULL: nobody.';
  COMMENT ON COLUMN open_flag.action_taken IS 'What was done, in words. NULL: nothing yet.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_open_flag() IS
  'Called by gmalign.install(): makes or replaces the view open_flag in the first schema of the search path.';

CREATE FUNCTION gmalign.make_view_flag_count_by_rule() RETURNS void
  LANGUAGE plpgsql AS $make$
BEGIN
  CREATE OR REPLACE VIEW flag_count_by_rule WITH (security_invoker = true) AS
  SELECT r.code AS rule_code, r.severity, count(f.id) AS open_count, r.code AS id
  FROM flag_rule r
  CROSS JOIN (SELECT gmalign.today() AS today) c
  LEFT JOIN flag f ON f.rule_code = r.code AND f.opened_on <= c.today
                  AND (f.closed_on IS NULL OR f.closed_on > c.today)
  GROUP BY r.code, r.severity;
  COMMENT ON VIEW flag_count_by_rule IS 'Open flags by rule, for alerts: exactly one number. One row per rule, also with none open.';
  COMMENT ON COLUMN flag_count_by_rule.rule_code IS 'The rule.';
  COMMENT ON COLUMN flag_count_by_rule.severity IS 'low, medium or high.';
  COMMENT ON COLUMN flag_count_by_rule.open_count IS 'Open flags of the rule, as far as the reader may see them.';
  COMMENT ON COLUMN flag_count_by_rule.id IS 'Key of the row: the rule.';
END $make$;
COMMENT ON FUNCTION gmalign.make_view_flag_count_by_rule() IS
  'Called by gmalign.install(): makes or replaces the view flag_count_by_rule in the first schema of the search path.';
