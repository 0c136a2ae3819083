-- What an extension and an installed model consist of, a line per fact, sorted:
-- psql -XqAt -v schema=hr -f tools/catalog.sql > one; the same on another
-- server; diff. Everything that users or upgrades can see is here: definitions,
-- options, comments, grants, constraints, seeded rows, the contract of columns.
SET search_path = pg_catalog;
SELECT line FROM (
  SELECT format('function %s: %s cost %s rows %s, %s', p.oid::regprocedure, CASE WHEN p.prokind = 'a' THEN
           (SELECT format('aggregate %s %s %s %s %s %s %s %s', a.aggtransfn, a.aggfinalfn, a.aggcombinefn, a.aggserialfn, a.aggdeserialfn,
                          a.aggtranstype::regtype, a.aggtransspace, a.agginitval) FROM pg_aggregate a WHERE a.aggfnoid = p.oid)
         ELSE pg_get_functiondef(p.oid) END, p.procost, p.prorows, p.proparallel) AS line
  FROM pg_proc p WHERE p.pronamespace::regnamespace::text IN ('gmalign', 'gmalign_private')
  UNION ALL
  -- of whatever kind
  SELECT format('member %s', pg_describe_object(d.classid, d.objid, d.objsubid))
  FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND x.extname = 'gmalign'
  WHERE d.deptype = 'e'
  UNION ALL
  SELECT format('right %s of %s on %s', a.privilege_type, CASE WHEN a.grantee = 0 THEN 'PUBLIC' ELSE a.grantee::regrole::text END, a.name)
  FROM (SELECT p.oid::regprocedure::text AS name, e.*
        FROM pg_proc p CROSS JOIN LATERAL aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) e
        WHERE p.pronamespace::regnamespace::text IN ('gmalign', 'gmalign_private')
        UNION ALL
        SELECT n.nspname::text, e.* FROM pg_namespace n CROSS JOIN LATERAL aclexplode(n.nspacl) e
        WHERE n.nspname IN ('gmalign', 'gmalign_private')) AS a
  UNION ALL
  SELECT format('%s: %s', pg_describe_object(d.classoid, d.objoid, d.objsubid), d.description)
  FROM pg_description d
  WHERE EXISTS (SELECT FROM pg_depend e JOIN pg_extension x ON x.oid = e.refobjid AND x.extname = 'gmalign'
                WHERE e.deptype = 'e' AND e.classid = d.classoid AND e.objid = d.objoid)
     OR (d.classoid = 'pg_class'::regclass
         AND (SELECT c.relnamespace::regnamespace::text FROM pg_class c WHERE c.oid = d.objoid) IN (:'schema', :'schema' || '_internal'))
  UNION ALL
  SELECT format('type %s: %s %s %s %s %s %s %s %s', t.oid::regtype, t.typtype, t.typinput, t.typoutput, t.typreceive, t.typsend, t.typlen, t.typstorage,
                (SELECT string_agg(format('%s %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' ORDER BY a.attnum)
                 FROM pg_attribute a WHERE a.attrelid = t.typrelid AND a.attnum > 0))
  FROM pg_type t WHERE t.typnamespace::regnamespace::text IN ('gmalign', 'gmalign_private') AND t.typcategory <> 'A'
  UNION ALL
  SELECT format('relation %s: %s %s rls %s %s: %s', c.oid::regclass, c.relkind, c.reloptions, c.relrowsecurity, c.relacl,
                CASE WHEN c.relkind = 'v' THEN pg_get_viewdef(c.oid) END)
  FROM pg_class c WHERE c.relnamespace::regnamespace::text IN (:'schema', :'schema' || '_internal')
  UNION ALL
  SELECT format('column %s.%s: %s %s %s %s %s %s', c.oid::regclass, a.attname, a.attnum, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
                a.attacl, pg_get_expr(d.adbin, d.adrelid))
  FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0
  LEFT JOIN pg_attrdef d ON d.adrelid = c.oid AND d.adnum = a.attnum
  WHERE c.relnamespace::regnamespace::text IN (:'schema', :'schema' || '_internal') AND c.relkind IN ('r', 'p', 'v')
  UNION ALL
  SELECT format('constraint %s on %s: %s', k.conname, k.conrelid::regclass, pg_get_constraintdef(k.oid))
  FROM pg_constraint k WHERE k.connamespace::regnamespace::text = :'schema'
  UNION ALL
  SELECT format('index: %s', pg_get_indexdef(i.indexrelid)) FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
  WHERE c.relnamespace::regnamespace::text = :'schema'
  UNION ALL
  SELECT format('policy %s on %s: %s %s %s', y.polname, y.polrelid::regclass, y.polcmd, pg_get_expr(y.polqual, y.polrelid), pg_get_expr(y.polwithcheck, y.polrelid))
  FROM pg_policy y JOIN pg_class c ON c.oid = y.polrelid WHERE c.relnamespace::regnamespace::text = :'schema'
  UNION ALL
  SELECT format('row of %s: %s', r.relation,
                array_to_string(xpath('/table/row', query_to_xml(format('SELECT * FROM %I.%I', :'schema', r.relation), false, false, '')), ' '))
  FROM (VALUES ('setting'), ('stakeholder'), ('reward'), ('survey_item'), ('action'), ('flag_rule'), ('goal_dimension')) AS r (relation)
) AS q
ORDER BY line COLLATE "C";
