-- Strangers: whose code would run with the caller's rights.
--
-- A function of ours that works in a schema of the user's runs what lies there:
-- views, rules, triggers, defaults, and whatever function or operator fits a call
-- better than the built-in one, once the schema is on the search path. So nobody
-- but the caller and superusers may own that schema, an object in it or a function
-- that its views and triggers call, nor create anything there. The same goes for the
-- schemas of the extension. Someone who may create nothing in the schema but reads
-- it trusts the owner of the model, as with every view; a superuser trusts nobody:
-- whose model it is would become superuser.
--
-- Operators cannot be told from built-in ones by their names, and one that fits better is
-- taken wherever it lies: so a schema of the user's is on the path only between two such looks.
-- What somebody who is trusted lets in between them is seen by the second, and nothing of
-- the work stays.

CREATE FUNCTION gmalign_private.strangers(schema text, public_owner oid DEFAULT NULL, OUT role name, OUT namespace name, OUT deed text)
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
    SELECT v.owner
    FROM place p
    LEFT JOIN pg_class c ON c.relnamespace = p.oid AND c.relname = 'setting_in_force' AND c.relkind = 'v'
    CROSS JOIN LATERAL (VALUES (p.nspowner), (c.relowner)) AS v (owner)
    WHERE p.is_model AND NOT has_schema_privilege(p.oid, 'CREATE')
      AND NOT (SELECT r.rolsuper FROM pg_roles r WHERE r.rolname = current_user)
  ),
  strange AS MATERIALIZED (
    SELECT f.oid, f.proowner AS owner FROM pg_proc f WHERE f.proowner NOT IN (SELECT u.oid FROM trusted u)
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
    -- functions from wherever, called by triggers, views, defaults, constraints and policies here
    SELECT c.relnamespace AS namespace, f.owner, format('owns function %s, which %I calls', f.oid::regprocedure, c.relname) AS deed
    FROM strange f
    JOIN pg_depend d ON d.refclassid = 'pg_proc'::regclass AND d.refobjid = f.oid
    LEFT JOIN pg_rewrite w ON d.classid = 'pg_rewrite'::regclass AND w.oid = d.objid
    LEFT JOIN pg_trigger t ON d.classid = 'pg_trigger'::regclass AND t.oid = d.objid
    LEFT JOIN pg_attrdef e ON d.classid = 'pg_attrdef'::regclass AND e.oid = d.objid
    LEFT JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND k.oid = d.objid
    LEFT JOIN pg_policy y ON d.classid = 'pg_policy'::regclass AND y.oid = d.objid
    JOIN pg_class c ON c.oid = coalesce(w.ev_class, t.tgrelid, e.adrelid, k.conrelid, y.polrelid,
                                        CASE WHEN d.classid = 'pg_class'::regclass THEN d.objid END)
    WHERE c.relnamespace IN (SELECT p.oid FROM place p)
  )
  SELECT DISTINCT coalesce(r.rolname, 'public'::name), p.nspname, o.deed
  FROM object o
  JOIN place p ON p.oid = o.namespace
  LEFT JOIN pg_roles r ON r.oid = o.owner
  WHERE o.owner NOT IN (SELECT u.oid FROM trusted u)
  ORDER BY 2, 3, 1;
END $strangers$;
COMMENT ON FUNCTION gmalign_private.strangers(text, oid) IS
  'Roles other than the caller and superusers that own a schema or one of the extension''s, own something in it or a function that its views, triggers, defaults, constraints and policies call, or may create in it: a row for each such deed. public_owner: the role that owns the public views; what it owns is no deed while it may create nothing there. For a caller without CREATE on the schema who is no superuser, its owner is no stranger.';

CREATE FUNCTION gmalign_private.check_strangers(schema text, public_owner oid DEFAULT NULL) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
  s record;
BEGIN
  SELECT t.role, t.namespace, t.deed INTO s
  FROM gmalign_private.strangers(schema, coalesce(check_strangers.public_owner, gmalign_private.public_views_owner(schema))) t
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
COMMENT ON FUNCTION gmalign_private.check_strangers(text, oid) IS
  'Raises 42501 when code of a role other than the caller or a superuser could run in a schema, or in those of the extension, with the caller''s rights: see strangers(). Called before a schema is worked in and once more at the end.';

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
