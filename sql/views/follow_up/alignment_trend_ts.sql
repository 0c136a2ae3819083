CREATE OR REPLACE VIEW alignment_trend_ts WITH (security_invoker = true) AS
SELECT gmalign_private.first_moment(t.period_start) AS "time",
       t.scope AS metric,
       t.alignment_score AS value
FROM alignment_trend t
WHERE t.alignment_score IS NOT NULL
ORDER BY 1, 2;
COMMENT ON VIEW alignment_trend_ts IS 'Goal alignment as a time series for Grafana: exactly time, metric and value. One row per scope and month with a score.';
COMMENT ON COLUMN alignment_trend_ts."time" IS 'First moment of the month, in gmalign.time_zone.';
COMMENT ON COLUMN alignment_trend_ts.metric IS 'The scope: all, a region, a purpose or a unit.';
COMMENT ON COLUMN alignment_trend_ts.value IS 'Mean mutual alignment, 0 to 1.';
