-- What users see and have put on the model in schema hr and on the extension, a line per
-- fact, sorted: the same before and after a change that loses nothing. Views of the
-- model may get columns; their definitions and what the release says of them are its own.
\pset format unaligned
\pset tuples_only on
SET search_path = pg_catalog;
SELECT replace(line, E'\n', ' ') FROM (
  SELECT format('%s %s owned by %s: %s', c.relkind, c.oid::regclass, c.relowner::regrole,
                CASE WHEN n.nspname = 'mine' THEN pg_get_viewdef(c.oid) END) AS line
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace WHERE n.nspname IN ('hr', 'mine') AND c.relkind NOT IN ('i', 't')
  UNION ALL
  SELECT format('option of %s: %s', c.oid::regclass, o.option) FROM pg_class c CROSS JOIN LATERAL unnest(c.reloptions) AS o (option)
  WHERE c.relnamespace::regnamespace::text IN ('hr', 'mine')
  UNION ALL
  SELECT format('%s to %s on %s%s', a.privilege_type, a.grantee::regrole, c.oid::regclass, CASE WHEN a.is_grantable THEN ', for others' END)
  FROM pg_class c
  CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char", c.relowner))) a
  WHERE c.relnamespace::regnamespace::text IN ('hr', 'mine')
  UNION ALL
  SELECT format('%s to %s on column %s.%s', a.privilege_type, a.grantee::regrole, c.oid::regclass, t.attname)
  FROM pg_class c JOIN pg_attribute t ON t.attrelid = c.oid CROSS JOIN LATERAL aclexplode(t.attacl) a
  WHERE c.relnamespace::regnamespace::text IN ('hr', 'mine')
  UNION ALL
  SELECT format('execute to %s on %s', a.grantee::regrole, p.oid::regprocedure)
  FROM pg_proc p CROSS JOIN LATERAL aclexplode(p.proacl) a WHERE p.pronamespace::regnamespace::text LIKE 'gmalign%'
  UNION ALL
  SELECT format('said of %s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
  FROM pg_description d JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid
  WHERE c.relnamespace::regnamespace::text = 'mine' OR d.description IN ('Our links.', 'Warum?', 'Erfolg', 'Titel')
  UNION ALL
  SELECT format('policy %s on %s: %s', y.polname, y.polrelid::regclass, pg_get_expr(y.polqual, y.polrelid)) FROM pg_policy y
  UNION ALL
  SELECT format('rows of %s: %s', c.oid::regclass,
                md5(query_to_xml(format('SELECT t::text AS t FROM %s AS t ORDER BY 1', c.oid::regclass), true, false, '')::text))
  FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace::regnamespace::text = 'hr'
  UNION ALL
  SELECT format('published by %s: %s', c.oid::regclass,
                md5(query_to_xml(format('SELECT t::text AS t FROM %s AS t ORDER BY 1', c.oid::regclass), true, false, '')::text))
  FROM pg_class c WHERE c.relkind = 'v' AND c.relname LIKE '%\_public' AND c.relnamespace::regnamespace::text = 'hr'
) AS q
ORDER BY replace(line, E'\n', ' ') COLLATE "C";
RESET search_path;
