-- What there is in a database, a line per fact, the same on every major: that of test/released/state.sql, and
-- what every view shows, what is said of every column, keys and indexes, the next ids, settings, what was found.
\ir ../released/state.sql
SET search_path = pg_catalog;
SELECT replace(line, E'\n', ' ') FROM (
  SELECT format('%s shows %s', c.oid::regclass,
                md5(query_to_xml(format('SELECT t::text AS t FROM %s AS t ORDER BY t::text COLLATE "C"', c.oid::regclass),
                                 true, false, '')::text)) AS line
  FROM pg_class c WHERE c.relkind IN ('v', 'p') AND c.relnamespace::regnamespace::text IN ('hr', 'mine', 'second')
  UNION ALL
  SELECT format('%s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
  FROM pg_description d JOIN pg_class c ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid
  WHERE c.relnamespace::regnamespace::text IN ('hr', 'mine', 'second')
  UNION ALL
  SELECT format('member %s', pg_describe_object(d.classid, d.objid, d.objsubid))
  FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND x.extname = 'gmalign'
  WHERE d.deptype = 'e'
  UNION ALL
  SELECT format('column %s.%s: %s %s %s %s', c.oid::regclass, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                pg_get_expr(d.adbin, d.adrelid))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace::regnamespace::text IN ('hr', 'mine', 'second') AND c.relkind IN ('r', 'p', 'v')
  UNION ALL
  -- NOT NULL is one from 18 on
  SELECT format('constraint %s on %s: %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid))
  FROM pg_constraint k WHERE k.connamespace::regnamespace::text IN ('hr', 'second') AND k.contype <> 'n'
  UNION ALL
  SELECT format('index: %s', pg_get_indexdef(i.indexrelid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace::regnamespace::text IN ('hr', 'second')
  UNION ALL
  SELECT format('partition %s of %s: %s', i.inhrelid::regclass, i.inhparent::regclass, pg_get_expr(c.relpartbound, c.oid))
  FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE c.relkind = 'r'
  UNION ALL
  SELECT format('policy %s on %s: %s %s %s %s %s', y.policyname, y.tablename, y.permissive, y.cmd, y.roles, y.qual, y.with_check)
  FROM pg_policies y
  UNION ALL
  SELECT format('row security of %s: %s %s', c.oid::regclass, c.relrowsecurity, c.relforcerowsecurity)
  FROM pg_class c WHERE c.relnamespace::regnamespace::text IN ('hr', 'second') AND c.relkind IN ('r', 'p')
  UNION ALL
  SELECT format('next of %I.%I: %s', q.schemaname, q.sequencename, q.last_value) FROM pg_sequences q
  UNION ALL
  SELECT format('role %s: %s %s', r.rolname, r.rolcanlogin, r.rolbypassrls) FROM pg_roles r WHERE r.rolname !~ '^pg_'
  UNION ALL
  SELECT format('set in the database: %s', s.setconfig)
  FROM pg_db_role_setting s JOIN pg_database d ON d.oid = s.setdatabase WHERE d.datname = current_database()
  UNION ALL
  SELECT format('gmalign.check: %s', f) FROM gmalign.check('hr') AS f
  UNION ALL
  SELECT format('outdated: %s', o) FROM gmalign.outdated_views('hr') AS o
) AS q ORDER BY replace(line, E'\n', ' ') COLLATE "C";
RESET search_path;
