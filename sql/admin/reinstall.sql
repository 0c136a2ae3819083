-- The extension made anew, and what users put on it put back: for a state of it that
-- no upgrade script leads to, and for views that cannot be replaced in place.

CREATE FUNCTION gmalign_private.is_former_comment(comment text) RETURNS boolean
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE COST 1
  RETURN strpos('@COMMENTS@', left(md5(comment), 8)) > 0;
COMMENT ON FUNCTION gmalign_private.is_former_comment(text) IS
  'Whether an earlier release said this of one of its views: the build puts in the first eight digits of the md5 of each such comment.';

CREATE FUNCTION gmalign_private.own_comments(schema text, OUT relation text, OUT column_name text, OUT comment text)
  RETURNS SETOF record
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT c.relname::text, a.attname::text, d.description
  FROM pg_class c
  JOIN gmalign_private.model_relations() m ON m.kind = 'view' AND c.relname IN (m.relation, m.relation || '_public')
  JOIN pg_description d ON d.classoid = 'pg_class'::regclass AND d.objoid = c.oid
  LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = d.objsubid AND a.attnum > 0
  WHERE c.relnamespace = to_regnamespace(quote_ident(schema)) AND c.relkind = 'v'
    AND strpos(m.definition, quote_literal(d.description)) = 0
    AND NOT gmalign_private.is_former_comment(d.description)
    AND NOT EXISTS (SELECT FROM pg_proc p
                    WHERE p.pronamespace = 'gmalign_private'::regnamespace AND p.proname ~ '^(comment_|make_public_view$)'
                      AND strpos(p.prosrc, quote_literal(d.description)) > 0)
    -- what is put together there from the kind of subject
    AND (starts_with(m.relation, 'rule_') AND a.attname IN ('id', 'subject_id', 'subject_title') AND d.description ~ '^(Key of|What) the ') IS NOT TRUE
    -- a public twin says what its view does, and some more
    AND (c.relname = m.relation
         OR NOT coalesce(starts_with(d.description,
                           CASE WHEN a.attname IS NULL THEN obj_description(to_regclass(format('%I.%I', schema, m.relation)), 'pg_class')
                                ELSE (SELECT col_description(b.attrelid, b.attnum) FROM pg_attribute b
                                      WHERE b.attrelid = to_regclass(format('%I.%I', schema, m.relation)) AND b.attname = a.attname) END), false));
END;
COMMENT ON FUNCTION gmalign_private.own_comments(text) IS
  'The comments on views of the model in a schema, and on their columns, that are the user''s: neither the release says so nor has an earlier one.';

CREATE FUNCTION gmalign_private.set_comments(schema text, comments jsonb) RETURNS void
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $set$
DECLARE
  c record;
BEGIN
  FOR c IN
    SELECT t.oid::regclass AS relation, q.column_name, q.comment, a.attname IS NOT NULL OR q.column_name IS NULL AS is_there
    FROM jsonb_to_recordset(coalesce(comments, '[]')) AS q (relation text, column_name text, comment text)
    JOIN pg_class t ON t.oid = to_regclass(format('%I.%I', schema, q.relation)) AND t.relkind = 'v'
    LEFT JOIN pg_attribute a ON a.attrelid = t.oid AND a.attname = q.column_name
  LOOP
    CONTINUE WHEN NOT c.is_there;
    EXECUTE CASE WHEN c.column_name IS NULL THEN format('COMMENT ON VIEW %s IS %L', c.relation, c.comment)
                 ELSE format('COMMENT ON COLUMN %s.%I IS %L', c.relation, c.column_name, c.comment) END;
  END LOOP;
END $set$;
COMMENT ON FUNCTION gmalign_private.set_comments(text, jsonb) IS
  'Says again what own_comments() found, of the views and columns that are still there.';

CREATE FUNCTION gmalign_private.resting_views()
  RETURNS TABLE (view oid, namespace text, relation text, is_model boolean, needs oid[])
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  WITH RECURSIVE member AS MATERIALIZED (
    SELECT d.classid, d.objid
    FROM pg_depend d JOIN pg_extension x ON x.oid = d.refobjid AND d.refclassid = 'pg_extension'::regclass AND x.extname = 'gmalign'
    WHERE d.deptype = 'e'
  ),
  need AS MATERIALIZED (
    SELECT c.oid AS view, d.refclassid, d.refobjid
    FROM pg_class c
    JOIN pg_rewrite w ON w.ev_class = c.oid
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = w.oid AND d.deptype = 'n'
    WHERE c.relkind = 'v'
    UNION
    SELECT c.oid, d.refclassid, d.refobjid
    FROM pg_class c JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'n' WHERE c.relkind = 'v'
  ),
  resting AS (
    SELECT n.view FROM need n JOIN member m ON m.classid = n.refclassid AND m.objid = n.refobjid
    UNION
    SELECT n.view FROM resting r JOIN need n ON n.refclassid = 'pg_class'::regclass AND n.refobjid = r.view
  ),
  -- a schema has a model when its version asks for ours
  model AS (
    SELECT DISTINCT c.relnamespace AS namespace
    FROM need n JOIN pg_class c ON c.oid = n.view AND c.relname = 'view_version'
    WHERE n.refclassid = 'pg_proc'::regclass AND n.refobjid = 'gmalign_private.views_fingerprint()'::regprocedure
  )
  SELECT c.oid, s.nspname::text, c.relname::text,
         EXISTS (SELECT FROM model o JOIN gmalign_private.model_relations() m ON m.kind = 'view'
                 WHERE o.namespace = c.relnamespace AND c.relname IN (m.relation, m.relation || '_public')),
         ARRAY(SELECT DISTINCT n.refobjid FROM need n JOIN resting q ON q.view = n.refobjid
               WHERE n.view = c.oid AND n.refclassid = 'pg_class'::regclass AND n.refobjid <> c.oid)
  FROM resting r JOIN pg_class c ON c.oid = r.view JOIN pg_namespace s ON s.oid = c.relnamespace;
END;
COMMENT ON FUNCTION gmalign_private.resting_views() IS
  'Every view of the database that rests on the extension, directly or through others, whether it is one of a model''s, and which of these it needs.';

CREATE FUNCTION gmalign_private.strange_literals(OUT view regclass, OUT literal regtype, OUT role name, OUT deed text)
  RETURNS SETOF record
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  -- what a literal is made of: columns, elements, bounds, and the constraints of domains among them
  WITH RECURSIVE reached AS (
    SELECT w.view, d.refobjid AS literal, d.refclassid AS class, d.refobjid AS object
    FROM gmalign_private.resting_views() w
    JOIN pg_rewrite r ON r.ev_class = w.view
    JOIN pg_depend d ON d.classid = 'pg_rewrite'::regclass AND d.objid = r.oid AND d.refclassid = 'pg_type'::regclass
    WHERE NOT w.is_model
    UNION
    SELECT r.view, r.literal, d.refclassid, d.refobjid
    FROM reached r
    CROSS JOIN LATERAL (SELECT r.class, r.object
                        UNION ALL
                        SELECT 'pg_constraint'::regclass::oid, k.oid
                        FROM pg_constraint k WHERE k.contypid = r.object AND r.class = 'pg_type'::regclass
                        UNION ALL
                        SELECT 'pg_class'::regclass::oid, t.typrelid FROM pg_type t WHERE t.oid = r.object AND r.class = 'pg_type'::regclass) AS p (class, object)
    JOIN pg_depend d ON d.classid = p.class AND d.objid = p.object
    WHERE r.class IN ('pg_type'::regclass, 'pg_class'::regclass)
      AND d.refclassid IN ('pg_type'::regclass, 'pg_class'::regclass, 'pg_proc'::regclass, 'pg_operator'::regclass)
  )
  SELECT DISTINCT r.view::regclass, r.literal::regtype, o.rolname, q.deed
  FROM reached r
  CROSS JOIN LATERAL (
    SELECT t.typowner AS owner, format('owns type %s', t.oid::regtype) AS deed
    -- of an enum there is nothing to run
    FROM pg_type t WHERE r.class = 'pg_type'::regclass AND t.oid = r.object AND t.typtype IN ('c', 'd', 'r', 'm')
    UNION ALL
    SELECT f.proowner, format('owns function %s', f.oid::regprocedure) FROM pg_proc f WHERE r.class = 'pg_proc'::regclass AND f.oid = r.object
    UNION ALL
    SELECT k.oprowner, format('owns operator %s', k.oid::regoperator) FROM pg_operator k WHERE r.class = 'pg_operator'::regclass AND k.oid = r.object) AS q
  JOIN pg_roles o ON o.oid = q.owner
  WHERE NOT o.rolsuper AND o.rolname <> current_user;
END;
COMMENT ON FUNCTION gmalign_private.strange_literals() IS
  'Literals in views of users that rest on the extension, of types that other roles than the caller and superusers own, or whose constraints lead to code of theirs: it would run when the view is made again by its definition.';

CREATE FUNCTION gmalign.reinstall(OUT relation text, OUT outcome text) RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $reinstall$
DECLARE
  views jsonb;
  schemas jsonb;
  granted jsonb;
  pending oid[];
  v record;
  s record;
  o text;
  message text;
  detail text;
  missing text;
BEGIN
  IF current_user <> (SELECT r.rolname FROM pg_extension x JOIN pg_roles r ON r.oid = x.extowner WHERE x.extname = 'gmalign') THEN
    RAISE EXCEPTION 'the extension gmalign is not role "%"''s', current_user
      USING ERRCODE = 'insufficient_privilege',
            HINT = format('Connect as its owner, "%s".', (SELECT r.rolname FROM pg_extension x JOIN pg_roles r ON r.oid = x.extowner WHERE x.extname = 'gmalign'));
  END IF;
  SELECT jsonb_agg(jsonb_build_object('schema', q.namespace, 'is_whole', q.is_whole, 'public_owner', r.rolname,
                                      'comments', (SELECT jsonb_agg(to_jsonb(c)) FROM gmalign_private.own_comments(q.namespace) c)))
  INTO schemas
  FROM (SELECT DISTINCT w.namespace,
               NOT EXISTS (SELECT FROM gmalign_private.model_relations() m
                           WHERE m.kind = 'table' AND to_regclass(format('%I.%I', w.namespace, m.relation)) IS NULL) AS is_whole
        FROM gmalign_private.resting_views() w WHERE w.is_model) AS q
  LEFT JOIN pg_roles r ON r.oid = gmalign_private.public_views_owner(q.namespace);
  FOR s IN SELECT q.schema FROM jsonb_to_recordset(coalesce(schemas, '[]')) AS q (schema text) LOOP
    PERFORM gmalign_private.check_target_schema(s.schema);
  END LOOP;
  SELECT l.* INTO v FROM gmalign_private.strange_literals() l ORDER BY l.view, l.literal LIMIT 1;
  IF v.view IS NOT NULL THEN
    RAISE EXCEPTION 'view % cannot be made again by role "%": role "%" %', v.view, current_user, v.role, v.deed
      USING ERRCODE = 'insufficient_privilege',
            DETAIL = format('A literal of type %s in it is read anew then, which runs what that role put behind it.', v.literal),
            HINT = 'Nothing has been changed. Drop that view, call gmalign.reinstall() again, and let its owner make it anew.';
  END IF;

  SELECT jsonb_agg(jsonb_build_object(
           'id', w.view, 'schema', w.namespace, 'relation', w.relation, 'is_model', w.is_model, 'needs', to_jsonb(w.needs), 'owner', r.rolname,
           'options', to_jsonb(c.reloptions), 'definition', CASE WHEN NOT w.is_model THEN pg_get_viewdef(w.view) END,
           'comment', obj_description(w.view, 'pg_class'),
           'grants', (SELECT jsonb_agg(to_jsonb(g)) FROM gmalign_private.grants_on(w.view) AS g),
           'columns', (SELECT jsonb_object_agg(t.attname, col_description(w.view, t.attnum)) FROM pg_attribute t
                       WHERE t.attrelid = w.view AND t.attnum > 0 AND col_description(w.view, t.attnum) IS NOT NULL)))
  INTO views
  FROM gmalign_private.resting_views() w JOIN pg_class c ON c.oid = w.view JOIN pg_roles r ON r.oid = c.relowner;
  -- who may call what, where that is not as it was made
  SELECT jsonb_agg(jsonb_build_object('function', p.oid::regprocedure::text,
           'grants', (SELECT jsonb_agg(jsonb_build_object('grantee', coalesce(quote_ident(u.rolname), 'PUBLIC'), 'is_grantable', a.is_grantable))
                      FROM aclexplode(p.proacl) a LEFT JOIN pg_roles u ON u.oid = a.grantee)))
  INTO granted
  FROM pg_proc p
  JOIN pg_depend d ON d.classid = 'pg_proc'::regclass AND d.objid = p.oid AND d.deptype = 'e'
  JOIN pg_extension x ON x.oid = d.refobjid AND x.extname = 'gmalign'
  LEFT JOIN pg_init_privs i ON i.classoid = 'pg_proc'::regclass AND i.objoid = p.oid
  WHERE p.proacl IS DISTINCT FROM i.initprivs AND p.proacl IS NOT NULL;

  -- nothing is dropped that is not put back: what else rests on these is an error, and so
  -- is what would go with a view without a word
  BEGIN
    SELECT string_agg(pg_describe_object(d.classid, d.objid, d.objsubid), E'\n') INTO detail
    FROM gmalign_private.resting_views() w
    JOIN pg_depend d ON d.refclassid = 'pg_class'::regclass AND d.refobjid = w.view AND d.deptype = 'a';
    IF detail IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'dependent_objects_still_exist', MESSAGE = 'parts of views', DETAIL = detail;
    END IF;
    IF views IS NOT NULL THEN
      EXECUTE (SELECT 'DROP VIEW ' || string_agg(format('%I.%I', q.schema, q.relation), ', ')
               FROM jsonb_to_recordset(views) AS q (schema text, relation text));
    END IF;
    DROP EXTENSION gmalign;
  EXCEPTION WHEN dependent_objects_still_exist THEN
    GET STACKED DIAGNOSTICS detail = PG_EXCEPTION_DETAIL;
    RAISE EXCEPTION 'something rests on gmalign that cannot be put back by itself'
      USING ERRCODE = 'dependent_objects_still_exist', DETAIL = detail,
            HINT = 'Only plain views are made again. Drop these and make them again afterwards; nothing has been changed.';
  END;
  CREATE EXTENSION gmalign;

  -- From here on other functions than this one's may answer: only what stays is called.
  -- First views of the user's that the models may rest on, then the models, then all others.
  FOR s IN
    SELECT 0 AS step, NULL::text AS schema, NULL::boolean AS is_whole
    UNION ALL
    SELECT 1, q.schema, q.is_whole FROM jsonb_to_recordset(coalesce(schemas, '[]')) AS q (schema text, is_whole boolean)
    UNION ALL
    SELECT 2, NULL, NULL
    ORDER BY 1, 2
  LOOP
    IF s.step = 1 THEN
      SELECT string_agg(format('%I: %s', i.view_name, i.reason), '; ') INTO missing
      FROM gmalign.install_views(s.schema, s.is_whole) AS i
      JOIN jsonb_to_recordset(views) AS q (schema text, relation text) ON q.schema = s.schema AND q.relation = i.view_name
      WHERE NOT i.made;
      IF missing IS NOT NULL THEN
        RAISE EXCEPTION 'views of schema "%" cannot be made again: %', s.schema, missing
          USING ERRCODE = 'object_not_in_prerequisite_state',
                HINT = 'Nothing has been changed. Put right what is said, and call gmalign.reinstall() again.';
      END IF;
      CONTINUE;
    END IF;
    LOOP
      -- what waits for nothing that is still to be made
      SELECT array_agg(q.id) INTO pending
      FROM jsonb_to_recordset(views) AS q (id oid, schema text, relation text)
      WHERE to_regclass(format('%I.%I', q.schema, q.relation)) IS NULL;
      SELECT q.* INTO v
      FROM jsonb_to_recordset(views) AS q (id oid, schema text, relation text, is_model boolean, needs jsonb, definition text)
      WHERE q.id = ANY (pending) AND NOT q.is_model
        AND NOT EXISTS (SELECT FROM jsonb_array_elements_text(q.needs) AS n (id) WHERE n.id::oid = ANY (pending))
      LIMIT 1;
      EXIT WHEN v.id IS NULL;
      BEGIN
        EXECUTE format('CREATE VIEW %I.%I AS %s', v.schema, v.relation, v.definition);
      EXCEPTION WHEN OTHERS THEN
        GET STACKED DIAGNOSTICS message = MESSAGE_TEXT;
        RAISE EXCEPTION 'view %.% cannot be made again: %', quote_ident(v.schema), quote_ident(v.relation), message
          USING ERRCODE = SQLSTATE,
                HINT = 'Nothing has been changed. Drop that view, call gmalign.reinstall() again, and make it anew from what is there then.';
      END;
    END LOOP;
  END LOOP;
  SELECT string_agg(format('%I.%I', q.schema, q.relation), ', ') INTO missing
  FROM jsonb_to_recordset(views) AS q (schema text, relation text, is_model boolean)
  WHERE NOT q.is_model AND to_regclass(format('%I.%I', q.schema, q.relation)) IS NULL;
  IF missing IS NOT NULL THEN
    RAISE EXCEPTION 'views cannot be made again: %', missing
      USING ERRCODE = 'object_not_in_prerequisite_state', DETAIL = 'They rest on views that the extension has no more.',
            HINT = 'Nothing has been changed. Drop them, and call gmalign.reinstall() again.';
  END IF;

  FOR s IN
    SELECT q.* FROM jsonb_to_recordset(coalesce(schemas, '[]')) AS q (schema text, public_owner text, comments jsonb)
  LOOP
    IF s.public_owner IS NOT NULL THEN
      PERFORM gmalign.install_public_views(s.schema, quote_ident(s.public_owner)::regrole);
    END IF;
    PERFORM gmalign_private.set_comments(s.schema, s.comments);
  END LOOP;

  -- options, rights, owner; of users' views what is said of them, too
  FOR v IN
    SELECT q.*, c.oid, format('%I.%I', q.schema, q.relation) AS name
    FROM jsonb_to_recordset(views) AS q (schema text, relation text, is_model boolean, owner text, options jsonb, grants jsonb, comment text, columns jsonb)
    LEFT JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', q.schema, q.relation))
  LOOP
    relation := v.name;
    IF v.oid IS NULL THEN
      outcome := 'is no more';
      RETURN NEXT;
      CONTINUE;
    END IF;
    FOR o IN SELECT t.o FROM jsonb_array_elements_text(v.options) AS t (o) LOOP
      CONTINUE WHEN v.is_model AND starts_with(o, 'security_invoker=');
      EXECUTE format('ALTER VIEW %s SET (%s)', v.name, o);
    END LOOP;
    IF NOT v.is_model THEN
      IF v.comment IS NOT NULL THEN
        EXECUTE format('COMMENT ON VIEW %s IS %L', v.name, v.comment);
      END IF;
      FOR s IN SELECT t.key, t.value FROM jsonb_each_text(v.columns) AS t LOOP
        EXECUTE format('COMMENT ON COLUMN %s.%I IS %L', v.name, s.key, s.value);
      END LOOP;
    END IF;
    -- what is granted on all new relations was not granted on this one
    FOR s IN
      SELECT DISTINCT coalesce(quote_ident(u.rolname), 'PUBLIC') AS grantee
      FROM pg_class c CROSS JOIN LATERAL aclexplode(coalesce(c.relacl, acldefault('r', c.relowner))) a LEFT JOIN pg_roles u ON u.oid = a.grantee
      WHERE c.oid = v.oid AND (a.grantee <> c.relowner OR v.grants IS NOT NULL)
    LOOP
      EXECUTE format('REVOKE ALL ON %s FROM %s', v.name, s.grantee);
    END LOOP;
    IF v.owner <> current_user THEN
      EXECUTE format('ALTER VIEW %s OWNER TO %I', v.name, v.owner);
    END IF;
    FOR s IN
      SELECT g.* FROM jsonb_to_recordset(v.grants) AS g (column_name text, grantee text, privilege_type text, is_grantable boolean)
      LEFT JOIN pg_attribute a ON a.attrelid = v.oid AND a.attname = g.column_name WHERE g.column_name IS NULL OR a.attname IS NOT NULL
    LOOP
      EXECUTE format('GRANT %s%s ON %s TO %s%s', s.privilege_type, CASE WHEN s.column_name IS NULL THEN '' ELSE format(' (%I)', s.column_name) END, v.name,
                     s.grantee, CASE WHEN s.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
    outcome := 'made again';
    RETURN NEXT;
  END LOOP;
  FOR v IN
    SELECT p.oid::regprocedure AS name, q.grants
    FROM jsonb_to_recordset(granted) AS q (function text, grants jsonb) JOIN pg_proc p ON p.oid = to_regprocedure(q.function)
  LOOP
    EXECUTE format('REVOKE ALL ON ROUTINE %s FROM PUBLIC', v.name);
    FOR s IN SELECT g.* FROM jsonb_to_recordset(v.grants) AS g (grantee text, is_grantable boolean) LOOP
      EXECUTE format('GRANT EXECUTE ON ROUTINE %s TO %s%s', v.name, s.grantee, CASE WHEN s.is_grantable THEN ' WITH GRANT OPTION' ELSE '' END);
    END LOOP;
  END LOOP;
END $reinstall$;
COMMENT ON FUNCTION gmalign.reinstall() IS
  'Drops the extension and creates it anew at the version that is installed in the server, and puts back what rested on it, all or nothing: the views of every model of the database (tables that a whole model lacks are added) and the views of users on them, with owners, grants, options and the comments of users, public views, and rights on functions; rows, policies, releases, readers, schedules are not touched. For views that gmalign.upgrade_views() cannot replace, and where no upgrade script leads from the version at hand. Call it in a new connection when the library was replaced. Returns a row per view. Raises 2BP01 when something else rests on the extension (a table''s column of one of its types, a materialized view, a function, a trigger or rule on a view), 42501 for another role than the owner of the extension, and when code of another role would run: in the schema of a model, or behind a literal in a view, 55000 when a view cannot be made again.';
