-- What was measured, and whether each promise is kept.
RESET search_path;
CREATE TEMP VIEW report AS
SELECT r.*, CASE WHEN CASE WHEN comparison = 'at least' THEN ratio >= promise ELSE ratio <= promise END THEN 'kept'
                 ELSE 'BROKEN' END AS verdict
FROM (
  SELECT 1 AS place, id, topic, work, reference, 'ms' AS unit, ours_ms AS ours, reference_ms AS reference_value,
         CASE WHEN faster THEN reference_ms / ours_ms ELSE ours_ms / reference_ms END AS ratio, promise,
         CASE WHEN faster THEN 'at least' ELSE 'at most' END AS comparison
  FROM result
  UNION ALL
  SELECT 2, id, 'memory', work, 'links', 'bytes', bytes, link_count, bytes / link_count, promise, 'at most' FROM memory_use
  UNION ALL
  SELECT 3, id, topic, work, 'limit', 'ms', ms, promise, ms / promise, 1, 'at most' FROM limited
) AS r
ORDER BY place, id;
\if :{?scale}
SELECT :scale > 1 AS quick \gset
\if :quick
\echo
\echo 'QUICK: a tenth of the rows. The promises are made for all of them.'
\endif
\endif
SELECT EXISTS (SELECT FROM report WHERE topic = 'time') AS has_time, EXISTS (SELECT FROM report WHERE topic = 'memory') AS has_memory,
       EXISTS (SELECT FROM result WHERE topic IN ('view', 'filter', 'growth')) AS has_view,
       EXISTS (SELECT FROM limited) AS has_limit, EXISTS (SELECT FROM growth) AS has_growth \gset
\if :has_time
\echo
SELECT work, reference AS "against", round(ours::numeric, 1) AS "ms", round(reference_value::numeric, 1) AS "reference ms",
       round(ratio::numeric, 2) || CASE comparison WHEN 'at least' THEN ' x faster' ELSE ' x as long' END AS "measured",
       comparison || ' ' || promise AS "promise", verdict
FROM report WHERE topic = 'time';
\endif
\if :has_view
\echo
\echo 'Views: a bar is the share of what is promised, 20 wide'
SELECT topic, work, reference AS "against", round(ours::numeric, 1) AS "ms", round(reference_value::numeric, 1) AS "reference ms",
       round(ratio::numeric, 2) AS "ratio",
       promise AS "at most", rpad(repeat('#', least(20, ceil(20 * ratio / promise))::integer), 20, '.') AS "of it", verdict
FROM report WHERE topic IN ('view', 'filter', 'growth');
\endif
\if :has_memory
\echo
SELECT work, reference_value AS "links", round(ratio::numeric, 1) AS "bytes per link", round(promise::numeric, 1) AS "at most", verdict
FROM report WHERE topic = 'memory';
\endif
\if :has_limit
\echo
SELECT topic, work, round(ours::numeric) AS "ms", rpad(repeat('#', least(40, ceil(40 * ratio))::integer), 40, '.') AS "of the limit",
       round(reference_value::numeric) AS "limit", verdict
FROM report WHERE place = 3;
\endif
\if :has_growth
\echo
\echo 'How time grows: a bar is the time per row, so bars of one length mean time in proportion to size'
SELECT CASE WHEN lag(work) OVER w IS DISTINCT FROM work THEN work ELSE '' END AS "work", size AS "rows", round(ms::numeric, 1) AS "ms",
       round((1e6 * ms / size)::numeric) AS "ns per row",
       repeat('#', greatest(1, round(30 * (ms / size) / max(ms / size) OVER (PARTITION BY work)))::integer) AS " "
FROM growth WINDOW w AS (ORDER BY id) ORDER BY id;
\endif
