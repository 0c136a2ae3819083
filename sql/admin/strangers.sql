-- Strangers: whose code would run with the caller's rights.
--
-- A function of ours that works in a schema of the user's runs what lies there:
-- views, rules, triggers, defaults, and whatever function or operator fits a call
-- better than the built-in one, once the schema is on the search path. So nobody
-- but the caller and superusers may own that schema, an object in it or what its
-- views, triggers and columns lead to, nor create anything there. The same goes for the
-- schemas of the extension. Someone who may create nothing in the schema but reads
-- it trusts the owner of the model, as with every view; a superuser trusts nobody:
-- whose model it is would become superuser.
--
-- A table of somebody else's may be read, and a view, as long as no code of theirs is
-- behind it: whoever reads it runs its policies, the functions of its indexes and
-- constraints, the casts of its types. An expression needs no function of its own to do
-- harm: one that calls set_config() or grant_reader() does it with the reader's rights.
--
-- Operators cannot be told from built-in ones by their names, and one that fits better is
-- taken wherever it lies: so a schema of the user's is on the path only between two such looks.
-- What somebody who is trusted lets in between them is seen by the second, and nothing of
-- the work stays.

CREATE FUNCTION gmalign_private.reached_objects(model oid, also oid[]) RETURNS TABLE (class oid, object oid, name text, is_root boolean)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  SET jit = off
  -- of the dependencies of a whole database a few are asked for
  SET enable_hashjoin = off
  SET enable_mergejoin = off
AS $reached$
BEGIN
  RETURN QUERY
  WITH RECURSIVE member AS MATERIALIZED (
    SELECT d.classid, d.objid
    FROM pg_depend d JOIN pg_extension e ON e.oid = d.refobjid
    WHERE d.refclassid = 'pg_extension'::regclass AND d.deptype = 'e' AND e.extname = 'gmalign'
  ),
  -- put off until the transaction ends, it runs as whoever ends it
  late AS MATERIALIZED (
    SELECT k.confrelid, t.oid
    FROM pg_trigger t JOIN pg_constraint k ON k.conrelid = t.tgrelid AND k.contype = 'f'
    WHERE t.tgdeferrable AND NOT t.tgisinternal
  ),
  root AS MATERIALIZED (
    SELECT 'pg_class'::regclass::oid AS class, c.oid AS object, c.relname::text AS name
    FROM pg_class c WHERE (c.relnamespace = model AND c.relkind NOT IN ('i', 'I', 't')) OR c.oid = ANY (also)
    UNION ALL
    SELECT 'pg_proc'::regclass::oid, f.oid, f.proname::text FROM pg_proc f WHERE f.pronamespace = model
    UNION ALL
    SELECT 'pg_operator'::regclass::oid, o.oid, o.oprname::text FROM pg_operator o WHERE o.oprnamespace = model
    UNION ALL
    SELECT 'pg_type'::regclass::oid, t.oid, t.typname::text FROM pg_type t WHERE t.typnamespace = model AND t.typrelid = 0 AND t.typelem = 0
  ),
  reached AS (
    SELECT r.class, r.object, r.name, c.relnamespace = model AS is_written
    FROM root r LEFT JOIN pg_class c ON c.oid = r.object AND r.class = 'pg_class'::regclass
    UNION
    -- views of these names are written through
    SELECT n.class, n.object, r.name,
           r.is_written AND (n.is_part OR r.name IN ('flag', 'check_run', 'check_run_rule', 'alignment_snapshot'))
    FROM reached r
    LEFT JOIN pg_class c ON c.oid = r.object AND r.class = 'pg_class'::regclass
    CROSS JOIN LATERAL (
      -- what it needs, and what its parts need
      SELECT d.refclassid AS class, d.refobjid AS object, false AS is_part
      FROM (SELECT r.class, r.object
            UNION ALL
            SELECT 'pg_rewrite'::regclass::oid, w.oid FROM pg_rewrite w WHERE w.ev_class = c.oid
            UNION ALL
            SELECT 'pg_policy'::regclass::oid, y.oid FROM pg_policy y WHERE y.polrelid = c.oid
            UNION ALL
            SELECT 'pg_class'::regclass::oid, i.indexrelid FROM pg_index i WHERE i.indrelid = c.oid
            UNION ALL
            SELECT 'pg_statistic_ext'::regclass::oid, s.oid FROM pg_statistic_ext s WHERE s.stxrelid = c.oid
            UNION ALL
            SELECT 'pg_constraint'::regclass::oid, k.oid FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 'f'
            UNION ALL
            SELECT 'pg_constraint'::regclass::oid, k.oid FROM pg_constraint k WHERE r.class = 'pg_type'::regclass AND k.contypid = r.object
            UNION ALL
            SELECT 'pg_class'::regclass::oid, t.typrelid FROM pg_type t WHERE r.class = 'pg_type'::regclass AND t.oid = r.object
            UNION ALL
            SELECT 'pg_cast'::regclass::oid, k.oid FROM pg_cast k WHERE r.class = 'pg_type'::regclass AND r.object IN (k.castsource, k.casttarget)
            UNION ALL
            SELECT 'pg_attrdef'::regclass::oid, e.oid FROM pg_attrdef e WHERE e.adrelid = c.oid AND r.is_written
            UNION ALL
            SELECT 'pg_trigger'::regclass::oid, t.oid FROM pg_trigger t WHERE t.tgrelid = c.oid AND NOT t.tgisinternal AND r.is_written
            UNION ALL
            SELECT 'pg_trigger'::regclass::oid, t.oid FROM late t WHERE t.confrelid = c.oid AND r.is_written) AS p (class, object)
      JOIN pg_depend d ON d.classid = p.class AND d.objid = p.object
      WHERE d.refclassid IN ('pg_class'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass, 'pg_type'::regclass, 'pg_foreign_server'::regclass)
      UNION ALL
      SELECT 'pg_class'::regclass::oid, h.inhrelid, true FROM pg_inherits h WHERE h.inhparent = c.oid) AS n
    WHERE (n.class, n.object) NOT IN (SELECT m.classid, m.objid FROM member m)
      AND (n.class, n.object) NOT IN (SELECT o.class, o.object FROM root o)
  )
  SELECT r.class, r.object, r.name, EXISTS (SELECT FROM root o WHERE o.class = r.class AND o.object = r.object) FROM reached r;
END $reached$;
COMMENT ON FUNCTION gmalign_private.reached_objects(oid, oid[]) IS
  'What is in a schema, these relations (is_root), and what is touched when they are read or the tables of the schema are written: relations, functions, operators, types and foreign servers, by catalogue (class) and oid, with the name of the object that leads there. Without the extension''s own.';

CREATE FUNCTION gmalign_private.loose_calls(expression text, owner oid) RETURNS text
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $calls$
BEGIN
  RETURN (SELECT min(f.oid::regprocedure::text)
  FROM regexp_matches(expression, ':(?:func|opfunc|aggfno|winfno)id (\d+)', 'g') AS m (oids)
  JOIN pg_proc f ON f.oid = m.oids[1]::oid
  WHERE f.provolatile = 'v'
    AND (f.proowner <> owner OR f.pronamespace = 'pg_catalog'::regnamespace
         OR EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_proc'::regclass AND d.objid = f.oid AND d.deptype = 'e')));
END $calls$;
COMMENT ON FUNCTION gmalign_private.loose_calls(text, oid) IS
  'A volatile function, not one that the owner wrote, that an expression (pg_node_tree) calls: it can do whatever its caller may. NULL: none.';

CREATE FUNCTION gmalign_private.strangers(schema text, public_owner oid DEFAULT NULL, also regclass[] DEFAULT '{}',
                                          OUT role name, OUT namespace name, OUT deed text)
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
  -- a guess of how much there might be, compiled, takes fifty times as long as the look
  SET jit = off
AS $strangers$
BEGIN
  RETURN QUERY
  WITH place AS MATERIALIZED (
    SELECT n.oid, n.nspname, n.nspowner, n.nspacl, n.nspname = strangers.schema AS is_model
    FROM pg_namespace n WHERE n.nspname IN (strangers.schema, 'gmalign', 'gmalign_private')
  ),
  trusted AS MATERIALIZED (
    SELECT r.oid FROM pg_roles r WHERE r.rolsuper OR r.rolname = current_user
    UNION
    -- whose model it is: in a schema of a superuser's, who may create and made it; in anybody else's
    -- the name of a view says nothing
    SELECT CASE WHEN o.rolsuper THEN c.relowner ELSE o.oid END
    FROM place p
    JOIN pg_roles o ON o.oid = p.nspowner
    LEFT JOIN pg_class c ON c.relnamespace = p.oid AND c.relname = 'setting_in_force' AND c.relkind = 'v'
                        AND has_schema_privilege(c.relowner, p.oid, 'CREATE')
    WHERE p.is_model AND NOT has_schema_privilege(p.oid, 'CREATE')
      AND NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user)
  ),
  reached AS MATERIALIZED (
    SELECT r.class, r.object, r.name, r.is_root, p.oid AS namespace
    FROM place p CROSS JOIN LATERAL gmalign_private.reached_objects(p.oid, also) r WHERE p.is_model
  ),
  relation AS MATERIALIZED (
    SELECT c.oid, c.oid::regclass AS relation, c.relkind, c.relowner AS owner, c.relowner NOT IN (SELECT u.oid FROM trusted u) AS is_strange,
           r.name, r.namespace, r.is_root
    FROM reached r JOIN pg_class c ON c.oid = r.object WHERE r.class = 'pg_class'::regclass
  ),
  -- what is looked up by name, and what runs when it is touched
  object AS (
    SELECT p.oid AS namespace, p.nspowner AS owner, 'owns it' AS deed FROM place p
    UNION ALL
    SELECT p.oid AS namespace, a.grantee AS owner, 'may create in it' AS deed
    FROM place p CROSS JOIN LATERAL aclexplode(p.nspacl) a WHERE a.privilege_type = 'CREATE'
    UNION ALL
    SELECT c.relnamespace AS namespace, c.relowner AS owner, format('owns relation %I in it', c.relname) AS deed
    FROM pg_class c JOIN place p ON p.oid = c.relnamespace
    WHERE c.relkind NOT IN ('i', 'I', 't')
      -- the public views belong to the role that they run as
      AND NOT (c.relkind = 'v' AND c.relowner IS NOT DISTINCT FROM strangers.public_owner
               AND c.relname IN (SELECT v.relation || '_public' FROM gmalign_private.public_views() v)
               AND NOT has_schema_privilege(c.relowner, p.oid, 'CREATE'))
    UNION ALL
    SELECT f.pronamespace AS namespace, f.proowner AS owner, format('owns function %I in it', f.proname) AS deed
    FROM pg_proc f JOIN place p ON p.oid = f.pronamespace
    UNION ALL
    SELECT o.oprnamespace AS namespace, o.oprowner AS owner, format('owns operator %s in it', o.oprname) AS deed
    FROM pg_operator o JOIN place p ON p.oid = o.oprnamespace
    UNION ALL
    SELECT t.typnamespace AS namespace, t.typowner AS owner, format('owns type %I in it', t.typname) AS deed
    FROM pg_type t JOIN place p ON p.oid = t.typnamespace WHERE t.typrelid = 0 AND t.typelem = 0
    UNION ALL
    SELECT l.collnamespace AS namespace, l.collowner AS owner, format('owns collation %I in it', l.collname) AS deed
    FROM pg_collation l JOIN place p ON p.oid = l.collnamespace
    UNION ALL
    SELECT v.connamespace AS namespace, v.conowner AS owner, format('owns conversion %I in it', v.conname) AS deed
    FROM pg_conversion v JOIN place p ON p.oid = v.connamespace
    UNION ALL
    SELECT k.opcnamespace AS namespace, k.opcowner AS owner, format('owns operator class %I in it', k.opcname) AS deed
    FROM pg_opclass k JOIN place p ON p.oid = k.opcnamespace
    UNION ALL
    SELECT k.opfnamespace AS namespace, k.opfowner AS owner, format('owns operator family %I in it', k.opfname) AS deed
    FROM pg_opfamily k JOIN place p ON p.oid = k.opfnamespace
    UNION ALL
    SELECT s.cfgnamespace AS namespace, s.cfgowner AS owner, format('owns text search configuration %I in it', s.cfgname) AS deed
    FROM pg_ts_config s JOIN place p ON p.oid = s.cfgnamespace
    UNION ALL
    SELECT s.dictnamespace AS namespace, s.dictowner AS owner, format('owns text search dictionary %I in it', s.dictname) AS deed
    FROM pg_ts_dict s JOIN place p ON p.oid = s.dictnamespace
    UNION ALL
    SELECT s.stxnamespace AS namespace, s.stxowner AS owner, format('owns statistics %I in it', s.stxname) AS deed
    FROM pg_statistic_ext s JOIN place p ON p.oid = s.stxnamespace
    UNION ALL
    -- from wherever, and touched by what is here
    SELECT q.namespace, f.proowner AS owner, format('owns function %s, which %I leads to', f.oid::regprocedure, q.name) AS deed
    FROM reached q JOIN pg_proc f ON f.oid = q.object WHERE q.class = 'pg_proc'::regclass
    UNION ALL
    SELECT q.namespace, o.oprowner AS owner, format('owns operator %s, which %I leads to', o.oid::regoperator, q.name) AS deed
    FROM reached q JOIN pg_operator o ON o.oid = q.object WHERE q.class = 'pg_operator'::regclass
    UNION ALL
    -- where a column is read as text, a cast of its type is looked up
    SELECT q.namespace, t.typowner AS owner, format('owns type %s, of a column of %I', t.oid::regtype, q.name) AS deed
    FROM relation q JOIN pg_attribute a ON a.attrelid = q.oid AND a.attnum > 0 AND NOT a.attisdropped JOIN pg_type t ON t.oid = a.atttypid
    WHERE q.is_root AND t.typowner NOT IN (SELECT u.oid FROM trusted u)
    UNION ALL
    SELECT q.namespace, s.srvowner AS owner, format('owns server %I, which %I leads to', s.srvname, q.name) AS deed
    FROM reached q JOIN pg_foreign_server s ON s.oid = q.object WHERE q.class = 'pg_foreign_server'::regclass
    UNION ALL
    SELECT q.namespace, q.owner, format('owns relation %s, a part of %I', q.relation, q.name) AS deed
    FROM relation q JOIN pg_inherits h ON h.inhrelid = q.oid JOIN pg_class c ON c.oid = h.inhparent
    WHERE q.is_strange AND c.relowner IN (SELECT u.oid FROM trusted u)
    UNION ALL
    SELECT q.namespace, q.owner, format('owns view %s, which %I reads and which calls %s', q.relation, q.name, l.calls) AS deed
    FROM relation q
    JOIN pg_rewrite w ON w.ev_class = q.oid
    CROSS JOIN LATERAL gmalign_private.loose_calls(w.ev_action::text, q.owner) AS l (calls)
    WHERE q.is_strange AND l.calls IS NOT NULL
    UNION ALL
    SELECT q.namespace, q.owner, format('owns relation %s, which %I reads and of which a policy calls %s', q.relation, q.name, l.calls) AS deed
    FROM relation q
    JOIN pg_policy y ON y.polrelid = q.oid
    CROSS JOIN LATERAL gmalign_private.loose_calls(concat(y.polqual, y.polwithcheck), q.owner) AS l (calls)
    WHERE q.is_strange AND l.calls IS NOT NULL
    UNION ALL
    -- nobody owns a trigger: who was allowed to make it gave it its condition
    SELECT q.namespace, NULL AS owner, format('made trigger %I of %I, which calls %s', t.tgname, q.name, l.calls) AS deed
    FROM relation q
    JOIN pg_trigger t ON t.tgrelid = q.oid AND NOT t.tgisinternal AND t.tgqual IS NOT NULL
    CROSS JOIN LATERAL gmalign_private.loose_calls(t.tgqual::text, q.owner) AS l (calls)
    WHERE l.calls IS NOT NULL
    UNION ALL
    SELECT p.oid AS namespace, f.proowner AS owner, format('owns function %s, which event trigger %I calls', f.oid::regprocedure, v.evtname) AS deed
    FROM pg_event_trigger v JOIN pg_proc f ON f.oid = v.evtfoid JOIN place p ON p.is_model WHERE v.evtenabled <> 'D'
  )
  SELECT DISTINCT CASE WHEN o.owner IS NULL THEN 'somebody' ELSE coalesce(r.rolname, 'public'::name) END, p.nspname, o.deed
  FROM object o
  JOIN place p ON p.oid = o.namespace
  LEFT JOIN pg_roles r ON r.oid = o.owner
  WHERE (o.owner IN (SELECT u.oid FROM trusted u)) IS NOT TRUE
  ORDER BY 2, 3, 1;
END $strangers$;
COMMENT ON FUNCTION gmalign_private.strangers(text, oid, regclass[]) IS
  'Roles other than the caller and superusers that own a schema or one of the extension''s, own something in it, may create in it, or own code that is run when what is in it or in these relations (also) is read and written (reached_objects): a row for each such deed. Tables and views of theirs that bring no code of their own and call nothing volatile are none. public_owner: the role that owns the public views; what it owns is no deed while it may create nothing there. For a caller without CREATE on the schema who is no superuser, its owner is no stranger.';

CREATE FUNCTION gmalign_private.refuse_strangers(schema text, public_owner oid, also regclass[]) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
  s record;
BEGIN
  SELECT t.role, t.namespace, t.deed INTO s
  FROM gmalign_private.strangers(schema, coalesce(refuse_strangers.public_owner, gmalign_private.public_views_owner(schema)), also) t
  ORDER BY t.deed <> 'owns it'
  LIMIT 1;
  IF s.role IS NULL THEN
    RETURN;
  END IF;
  RAISE EXCEPTION 'schema "%" is not for role "%" to work in: role "%" %', s.namespace, current_user, s.role, s.deed
    USING ERRCODE = 'insufficient_privilege',
          DETAIL = format('What role "%s" makes there would run with the rights of "%s".', s.role, current_user),
          HINT = CASE WHEN s.deed = 'owns it' AND s.namespace = schema
                      THEN format('If it is the model of %1$I, connect as that role, or SET ROLE %1$I where you trust its code, which can RESET ROLE. '
                                  'If not: ALTER SCHEMA %2$I OWNER TO CURRENT_USER, and look at what it holds.', s.role, s.namespace)
                      WHEN s.deed = 'may create in it' THEN format('REVOKE CREATE ON SCHEMA %I FROM %s, and look at what it made.', s.namespace,
                                                                   CASE s.role WHEN 'public' THEN 'PUBLIC' ELSE quote_ident(s.role) END)
                      ELSE 'Find out what it is for; drop it, or give it to the owner of the schema (ALTER ... OWNER TO).' END;
END $check$;
COMMENT ON FUNCTION gmalign_private.refuse_strangers(text, oid, regclass[]) IS
  'Raises what check_strangers() raises, as its query sees the catalogue.';

CREATE FUNCTION gmalign_private.check_strangers(schema text, public_owner oid DEFAULT NULL, also regclass[] DEFAULT '{}') RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $check$
BEGIN
  PERFORM gmalign_private.as_it_is(format('SELECT gmalign_private.refuse_strangers(%L, %L::oid, %L::oid[]::regclass[])',
                                          schema, check_strangers.public_owner, also::oid[]));
END $check$;
COMMENT ON FUNCTION gmalign_private.check_strangers(text, oid, regclass[]) IS
  'Raises 42501 when code of a role other than the caller or a superuser could run in a schema, in those of the extension or in other relations (also), with the caller''s rights: see strangers(). Called before a schema is worked in and once more at the end.';

CREATE FUNCTION gmalign_private.public_views_owner(schema text) RETURNS oid
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $owner$
BEGIN
  -- who could create here once may have made a view by that name; that a role reads
  -- the releases is the word of their owner
  RETURN (SELECT min(c.relowner)
  FROM pg_namespace n
  JOIN pg_class c ON c.relnamespace = n.oid AND c.relkind = 'v'
                 AND c.relname IN (SELECT p.relation || '_public' FROM gmalign_private.public_views() p)
  JOIN pg_roles r ON r.oid = c.relowner AND NOT r.rolcanlogin AND NOT r.rolsuper
  JOIN pg_class t ON t.relnamespace = n.oid AND t.relname = 'release_row' AND t.relkind = 'r' AND t.relowner = n.nspowner
  WHERE n.nspname = public_views_owner.schema AND c.relowner <> n.nspowner
    AND NOT has_schema_privilege(c.relowner, n.oid, 'CREATE') AND has_table_privilege(c.relowner, t.oid, 'SELECT')
  -- one role, or nobody is believed
  HAVING min(c.relowner) = max(c.relowner));
END $owner$;
COMMENT ON FUNCTION gmalign_private.public_views_owner(text) IS
  'The role that the public views of a schema belong to and run as. NULL: there are none.';
