-- Readers: who may read what, in three tiers.

CREATE FUNCTION gmalign_private.grants_on(relation oid, OUT column_name name, OUT grantee text, OUT privilege_type text, OUT is_grantable boolean)
  RETURNS SETOF record
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT NULL::name, coalesce(quote_ident(u.rolname), 'PUBLIC'), a.privilege_type, a.is_grantable
  FROM pg_class c CROSS JOIN LATERAL aclexplode(c.relacl) a LEFT JOIN pg_roles u ON u.oid = a.grantee
  WHERE c.oid = grants_on.relation
  UNION ALL
  SELECT t.attname, coalesce(quote_ident(u.rolname), 'PUBLIC'), a.privilege_type, a.is_grantable
  FROM pg_attribute t CROSS JOIN LATERAL aclexplode(t.attacl) a LEFT JOIN pg_roles u ON u.oid = a.grantee
  WHERE t.attrelid = grants_on.relation;
END;
COMMENT ON FUNCTION gmalign_private.grants_on(oid) IS
  'What is granted on a relation and on its columns, to put it back on another in its place: grantee as it is written in a GRANT; column_name NULL: on the whole.';

CREATE FUNCTION gmalign.grant_reader(schema text, role regrole, tier text DEFAULT 'public') RETURNS text
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $grant$
DECLARE
  role_name text := (SELECT rolname::text FROM pg_roles WHERE oid = role);
  tiers constant text[] := ARRAY['public', 'assignment', 'person'];
  rank integer := array_position(tiers, tier);
  policy_name text;
  flag_table regclass := to_regclass(format('%I.flag', schema));
  r record;
  granted integer := 0;
BEGIN
  IF role_name IS NULL OR to_regnamespace(quote_ident(schema)) IS NULL THEN
    RAISE EXCEPTION 'schema and role must be given and exist'
      USING ERRCODE = 'null_value_not_allowed',
            HINT = 'SELECT gmalign.grant_reader(''hr'', ''analyst'', ''assignment'').';
  ELSIF rank IS NULL THEN
    RAISE EXCEPTION 'tier is out of range: %', coalesce(tier, 'NULL')
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'The tier must be public, assignment or person.',
            HINT = 'public: the suppressed views; assignment: also the views about moves and goals; person: all views, surveys included.';
  ELSIF rank = 1 AND NOT EXISTS (SELECT FROM gmalign_private.public_views() p
                                 WHERE to_regclass(format('%I.%I', schema, p.relation || '_public')) IS NOT NULL) THEN
    RAISE EXCEPTION 'schema "%" has no public views', schema
      USING ERRCODE = 'undefined_table',
            HINT = format('Make them first: CREATE ROLE gm_public NOLOGIN; GRANT gm_public TO CURRENT_USER; SELECT gmalign.install_public_views(%L, ''gm_public'');', schema);
  END IF;

  PERFORM gmalign_private.check_strangers(schema);
  -- a tier says what is readable, not what is added: take back what was given
  FOR r IN
    SELECT m.relation FROM gmalign_private.model_relations() m
    WHERE to_regclass(format('%I.%I', schema, m.relation)) IS NOT NULL
  LOOP
    EXECUTE format('REVOKE SELECT ON %I.%I FROM %I', schema, r.relation, role_name);
  END LOOP;
  -- by the role, which may have been renamed
  FOR policy_name IN
    SELECT p.polname::text FROM pg_policy p
    WHERE p.polrelid = flag_table AND p.polroles = ARRAY[role::oid] AND starts_with(p.polname::text, 'flag_reader_')
  LOOP
    EXECUTE format('DROP POLICY %I ON %s', policy_name, flag_table);
  END LOOP;

  EXECUTE format('GRANT USAGE ON SCHEMA %I TO %I', schema, role_name);
  FOR r IN
    SELECT p.relation || '_public' AS relation FROM gmalign_private.public_views() p
    WHERE to_regclass(format('%I.%I', schema, p.relation || '_public')) IS NOT NULL
    UNION ALL
    SELECT m.relation FROM gmalign_private.model_relations() m
    WHERE m.kind = 'view' AND array_position(tiers, m.tier) <= rank
      AND to_regclass(format('%I.%I', schema, m.relation)) IS NOT NULL
  LOOP
    EXECUTE format('GRANT SELECT ON %I.%I TO %I', schema, r.relation, role_name);
    granted := granted + 1;
  END LOOP;
  -- row-level views run with the rights of the reader: the columns they read,
  -- and no others
  FOR r IN
    WITH view AS (
      SELECT m.relation, to_regclass(format('%I.%I', schema, m.relation)) AS oid
      FROM gmalign_private.model_relations() m
      WHERE m.kind = 'view' AND array_position(tiers, m.tier) <= rank
    )
    SELECT i.relation, string_agg(DISTINCT quote_ident(coalesce(i.column_name, k.columns[1]::name)), ', ') AS columns
    FROM (SELECT n.relation, n.column_name FROM view v CROSS JOIN LATERAL gmalign_private.view_inputs(v.oid) n
          UNION ALL
          SELECT to_regclass(format('%I.%I', schema, f.relation)) AS relation, f.column_name::name AS column_name
          FROM view v JOIN gmalign_private.filled_columns() f ON f.view_name = v.relation
          WHERE v.oid IS NOT NULL) AS i
    JOIN pg_class c ON c.oid = i.relation
    -- not what nobody said may be read
    JOIN gmalign_private.column_tiers() k ON k.relation = c.relname
     -- who counts rows reads no column, and needs one
     AND CASE WHEN i.column_name IS NULL THEN k.tier = 'assignment' ELSE i.column_name = ANY (k.columns) END
    WHERE array_position(tiers, k.tier) <= rank
    GROUP BY i.relation
  LOOP
    EXECUTE format('GRANT SELECT (%s) ON %s TO %I', r.columns, r.relation, role_name);
  END LOOP;
  IF rank = 3 AND (SELECT c.relrowsecurity FROM pg_class c WHERE c.oid = flag_table) THEN
    -- a role's name may fill the 63 bytes of a name, or be that of one renamed since
    policy_name := 'flag_reader_' || CASE
      WHEN octet_length(role_name) <= 51
       AND NOT EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = flag_table AND p.polname = 'flag_reader_' || role_name)
      THEN role_name ELSE md5(concat_ws(' ', role::oid, role_name)) END;
    EXECUTE format('CREATE POLICY %I ON %s FOR SELECT TO %I USING (true)', policy_name, flag_table, role_name);
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
  RETURN format('role %I reads %s views of schema %I (tier %s)', role_name, granted, schema, tier);
END $grant$;
COMMENT ON FUNCTION gmalign.grant_reader(text, regrole, text) IS
  'Sets what a role reads of a schema: tier public, the suppressed views; assignment, also the row-level views about moves and goals, without any survey, review or reason for leaving of a person; person, all views. Grants SELECT on the views and on the columns they read, and takes back what a higher tier gave. Returns what was granted. Raises 22023 for another tier, 42P01 when tier public finds no public views.';
