-- Who may be given which column: every column of every table and view of the model by
-- tier. A column that nobody declared is granted to nobody and stands here as such;
-- what is new in the lists of tier assignment wants a look.
SET client_min_messages = warning;
SELECT gmalign.install('hr') \g /dev/null
\pset format unaligned
\pset tuples_only on
\pset fieldsep ': '
SELECT m.relation, coalesce(k.tier, 'not declared'), string_agg(a.attname, ' ' ORDER BY a.attnum)
FROM gmalign_private.model_relations() m
JOIN pg_attribute a ON a.attrelid = to_regclass('hr.' || m.relation) AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN gmalign_private.column_tiers() k ON k.relation = m.relation AND a.attname = ANY (k.columns)
WHERE m.kind = 'table'
GROUP BY m.place, m.relation, k.tier ORDER BY m.place, array_position(ARRAY['assignment', 'person', 'owner'], k.tier);
SELECT m.relation, m.tier, string_agg(a.attname, ' ' ORDER BY a.attnum)
FROM gmalign_private.model_relations() m
JOIN pg_attribute a ON a.attrelid = to_regclass('hr.' || m.relation) AND a.attnum > 0 AND NOT a.attisdropped
WHERE m.kind = 'view'
GROUP BY m.place, m.relation, m.tier ORDER BY m.tier, m.place;
SELECT count(*) > 0 FROM gmalign.uninstall('hr', true);
DROP SCHEMA hr;
