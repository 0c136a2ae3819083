-- The columns of the views, in order: what dashboards rest on. A column may be
-- added at the end of a view; any other change of this output breaks users.
SET client_min_messages = warning;
CREATE ROLE regress_gmalign_public NOLOGIN;
SELECT gmalign.install('hr', 'regress_gmalign_public') IS NOT NULL AS installed;
SELECT c.relname AS view, a.attnum AS place, a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
JOIN gmalign_private.model_relations() m ON m.relation = c.relname AND m.kind = 'view'
WHERE c.relnamespace = 'hr'::regnamespace ORDER BY m.place, a.attnum;
SELECT c.relname AS view, a.attnum AS place, a.attname AS "column", format_type(a.atttypid, a.atttypmod) AS type
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'hr'::regnamespace AND c.relname ~ '_public$' ORDER BY c.relname, a.attnum;
-- every view declares its class: row-level with the rights of the reader, or suppressed behind a barrier
SELECT CASE WHEN c.relname ~ '_public$' THEN 'suppressed' ELSE 'row-level' END AS class, m.tier, c.reloptions,
       o.rolname AS owner_if_public, count(*)
FROM pg_class c
LEFT JOIN gmalign_private.model_relations() m ON m.relation = c.relname
LEFT JOIN pg_roles o ON o.oid = c.relowner AND c.relname ~ '_public$'
WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'v' GROUP BY 1, 2, 3, 4 ORDER BY 1, 2;
-- every relation and column has a comment; first the meaning, short enough for a tooltip
SELECT c.relname, a.attname, length(col_description(c.oid, a.attnum)) AS length
FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind IN ('r', 'v')
  AND (col_description(c.oid, a.attnum) IS NULL OR length(col_description(c.oid, a.attnum)) > 300);
SELECT c.relname FROM pg_class c
WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind IN ('r', 'v') AND obj_description(c.oid, 'pg_class') IS NULL;
-- every table has a primary key, foreign keys have an index to lean on, no triggers of ours
SELECT c.relname FROM pg_class c WHERE c.relnamespace = 'hr'::regnamespace AND c.relkind = 'r'
  AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype = 'p');
SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE c.relnamespace = 'hr'::regnamespace AND NOT t.tgisinternal;
SELECT count(*) FROM gmalign.uninstall('hr', true);
DROP SCHEMA hr;
DROP ROLE regress_gmalign_public;
