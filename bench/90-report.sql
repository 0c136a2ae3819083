\echo
SELECT work, reference AS "against", round(ours_ms::numeric, 1) AS "ms", round(reference_ms::numeric, 1) AS "reference ms",
       CASE WHEN faster THEN round((reference_ms / ours_ms)::numeric, 2) || ' x faster' ELSE round((ours_ms / reference_ms)::numeric, 2) || ' x as long' END AS "measured",
       CASE WHEN faster THEN 'at least ' || promise ELSE 'at most ' || promise END AS "promise",
       CASE WHEN CASE WHEN faster THEN reference_ms / ours_ms >= promise ELSE ours_ms / reference_ms <= promise END THEN 'kept' ELSE 'BROKEN' END AS "verdict"
FROM result ORDER BY id;
\echo
SELECT work, link_count AS "links", round((bytes / link_count)::numeric, 1) AS "bytes per link", round(promise::numeric, 1) AS "at most",
       CASE WHEN bytes / link_count <= promise THEN 'kept' ELSE 'BROKEN' END AS "verdict"
FROM memory_use ORDER BY id;
