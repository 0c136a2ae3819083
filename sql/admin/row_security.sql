-- Row-level security: who sees which rows, on every table that leads to a person.
--
-- A person is the role named like employee.external_id. What leads to a person
-- through something else (a move, a goal, a survey) is seen with that: its policy
-- reads the other table, whose own policy holds there. Lists of few keys are looked
-- up as an array, which an index serves; of goals, which are many, as a hashed set.

CREATE FUNCTION gmalign_private.row_policies(OUT relation text, OUT needs text[], OUT rows_seen text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 25
BEGIN ATOMIC
  SELECT v.relation, string_to_array(v.needs, ' '),
         replace(replace(replace(v.rows_seen, '{me}', 'ARRAY(SELECT e.id FROM %1$I.employee AS e WHERE e.external_id::text = current_user::text)'),
                         '{moves}', 'ARRAY(SELECT a.id FROM %1$I.assignment AS a)'),
                 '{goals}', '(SELECT g.id FROM %1$I.goal AS g)')
  FROM (VALUES
    ('employee', 'external_id', 'external_id::text = current_user::text'),
    ('employment_spell', 'employee_id', 'employee_id = ANY ({me})'),
    ('assignment', 'assignee_id gm_professional_id', 'assignee_id = ANY ({me}) OR gm_professional_id = ANY ({me})'),
    ('assignment_party', 'assignment_id', 'assignment_id = ANY ({moves})'),
    ('assignment_goal', 'assignment_id', 'assignment_id = ANY ({moves})'),
    ('assignment_outcome', 'assignment_id', 'assignment_id = ANY ({moves})'),
    ('alignment_snapshot', 'assignment_id', 'assignment_id = ANY ({moves})'),
    ('expectancy_survey', 'employee_id', 'employee_id = ANY ({me})'),
    ('expectancy_outcome', 'survey_id', 'survey_id = ANY (ARRAY(SELECT s.id FROM %1$I.expectancy_survey AS s))'),
    ('survey_answer', 'survey_id', 'survey_id = ANY (ARRAY(SELECT s.id FROM %1$I.expectancy_survey AS s))'),
    ('review_agreement', 'employee_id', 'employee_id = ANY ({me})'),
    ('review', 'employee_id', 'employee_id = ANY ({me})'),
    ('development_activity', 'employee_id', 'employee_id = ANY ({me})'),
    ('goal_contributor', 'employee_id', 'employee_id = ANY ({me})'),
    ('goal_awareness', 'employee_id', 'employee_id = ANY ({me})'),
    -- goals of the organization are everybody's
    ('goal', 'goal_type level owner_id',
     '(goal_type::text IS DISTINCT FROM ''personal'' AND level::text IS DISTINCT FROM ''individual'') OR owner_id = ANY ({me}) '
     'OR id = ANY (ARRAY(SELECT w.goal_id FROM %1$I.assignment_goal AS w)) OR id = ANY (ARRAY(SELECT k.goal_id FROM %1$I.goal_contributor AS k))'),
    ('goal_link', 'child_id parent_id', 'child_id IN {goals} AND parent_id IN {goals}'),
    ('key_result_milestone', 'goal_id', 'goal_id IN {goals}'),
    ('goal_change', 'goal_id', 'goal_id IN {goals}'),
    ('check_in', 'goal_id assignment_id',
     '(assignment_id IS NULL OR assignment_id = ANY ({moves})) AND (goal_id IS NULL OR goal_id IN {goals})'),
    -- beside the policies that hide flags about persons: a flag is seen with its subject
    ('flag', 'subject_kind subject_id',
     'CASE subject_kind WHEN ''assignment'' THEN EXISTS (SELECT FROM %1$I.assignment AS a WHERE a.id::text = subject_id) '
     'WHEN ''goal'' THEN EXISTS (SELECT FROM %1$I.goal AS g WHERE g.id::text = subject_id) '
     'ELSE EXISTS (SELECT FROM %1$I.employee AS e WHERE e.id::text = subject_id) END'),
    -- rows as they came, whomever they are about
    ('load_reject', 'content', 'false')
  ) AS v (relation, needs, rows_seen);
END;
COMMENT ON FUNCTION gmalign_private.row_policies() IS
  'For each table of the model that leads to a person: the columns by which it does, and the condition on the rows that a person sees, with %1$I for the schema.';

CREATE FUNCTION gmalign_private.drop_row_policies(schema text) RETURNS SETOF regclass
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $drop$
DECLARE
  r record;
BEGIN
  FOR r IN
    SELECT y.polname, y.polrelid::regclass AS relation
    FROM pg_policy y
    JOIN pg_class c ON c.oid = y.polrelid AND c.relnamespace = to_regnamespace(quote_ident(schema))
    JOIN gmalign_private.row_policies() p ON p.relation = c.relname
    WHERE y.polname IN ('gmalign_own', 'gmalign_all', 'gmalign_subject')
    ORDER BY c.relname, y.polname
  LOOP
    EXECUTE format('DROP POLICY %I ON %s', r.polname, r.relation);
    RETURN NEXT r.relation;
  END LOOP;
END $drop$;
COMMENT ON FUNCTION gmalign_private.drop_row_policies(text) IS
  'Drops the policies that gmalign.enable_row_security() made in a schema. Returns the table of each.';

CREATE FUNCTION gmalign.enable_row_security(schema text, everybody regrole DEFAULT NULL, OUT relation text, OUT outcome text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $enable$
DECLARE
  role_name text := (SELECT rolname::text FROM pg_roles WHERE oid = everybody);
  t record;
BEGIN
  IF everybody IS NOT NULL AND role_name IS NULL THEN
    RAISE EXCEPTION 'role % does not exist', everybody
      USING ERRCODE = 'undefined_object', HINT = 'Name the role that sees every row, such as that of HR.';
  ELSIF gmalign_private.has_columns(schema, 'employee.id', 'employee.external_id') IS NOT TRUE THEN
    RAISE EXCEPTION 'schema "%" has no relation employee with id and external_id', coalesce(schema, 'NULL')
      USING ERRCODE = 'undefined_table',
            DETAIL = 'A person is the role named like employee.external_id.',
            HINT = 'Name the schema of the model: SELECT * FROM gmalign.enable_row_security(''hr'', ''hr_team'').';
  ELSIF to_regclass(format('%I.gmalign_coordinator', schema)) IS NOT NULL THEN
    RAISE EXCEPTION 'the tables of schema "%" are distributed', schema
      USING ERRCODE = 'feature_not_supported',
            DETAIL = 'Who sees a row hangs on rows of other tables, and Citus takes no policy that reads another table.',
            HINT = 'Write policies on columns of the row itself: doc/distributed.md.';
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
  PERFORM gmalign_private.drop_row_policies(schema);
  FOR t IN
    SELECT p.relation, c.oid, c.relkind,
           -- a table of the user's own without the column leads nowhere
           CASE WHEN gmalign_private.has_columns(schema, VARIADIC (SELECT array_agg(p.relation || '.' || n) FROM unnest(p.needs) AS n))
                THEN format(p.rows_seen, schema) ELSE 'false' END AS rows_seen
    FROM gmalign_private.row_policies() p
    JOIN gmalign_private.model_relations() m ON m.relation = p.relation
    JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', schema, p.relation))
    ORDER BY m.place
  LOOP
    relation := t.relation;
    IF t.relkind NOT IN ('r', 'p') THEN
      outcome := 'no table: it shows what its own tables let through';
      RETURN NEXT;
      CONTINUE;
    END IF;
    EXECUTE format('ALTER TABLE %I.%I ENABLE ROW LEVEL SECURITY', schema, t.relation);
    IF t.relation = 'flag' THEN
      -- a table of the user's own has not what guard_flags() gives the model's
      IF NOT EXISTS (SELECT FROM pg_policy y WHERE y.polrelid = t.oid AND y.polpermissive) THEN
        EXECUTE format('CREATE POLICY gmalign_own ON %I.%I USING (subject_kind::text <> ''person'')', schema, t.relation);
      END IF;
      EXECUTE format('CREATE POLICY gmalign_subject ON %I.%I AS RESTRICTIVE FOR SELECT USING (%s)', schema, t.relation, t.rows_seen);
      outcome := 'with its subject';
      RETURN NEXT;
      CONTINUE;
    END IF;
    EXECUTE format('CREATE POLICY gmalign_own ON %I.%I USING (%s)', schema, t.relation, t.rows_seen);
    IF role_name IS NOT NULL THEN
      EXECUTE format('CREATE POLICY gmalign_all ON %I.%I TO %I USING (true)', schema, t.relation, role_name);
    END IF;
    outcome := concat_ws(', ', CASE t.rows_seen WHEN 'false' THEN 'no rows' ELSE 'own rows' END, 'all for ' || quote_ident(role_name));
    RETURN NEXT;
  END LOOP;
  -- the policies look up who asks: of the own row, by the policy on it
  IF (SELECT c.relrowsecurity FROM pg_class c WHERE c.oid = to_regclass(format('%I.employee', schema))) THEN
    EXECUTE format('GRANT SELECT (id, external_id) ON %I.employee TO PUBLIC', schema);
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
END $enable$;
COMMENT ON FUNCTION gmalign.enable_row_security(text, regrole) IS
  'Puts policies on every table of a model that leads to a person, which hold through all row-level views: a role named like employee.external_id sees the own rows and those of the moves it is on as assignee or GM professional, goals of the organization, and flags whose subject it sees; members of the role everybody see all rows. Readers still need gmalign.grant_reader(). Called again it makes the policies anew; other policies on these tables stay, and a permissive one adds rows. Returns a row per relation with who sees what. Grants SELECT on employee.id and external_id, of the own row then, to PUBLIC. Raises 42P01 without a relation employee with external_id, 0A000 where distribute() spread the tables, 42501 for who does not own the tables.';

CREATE FUNCTION gmalign.disable_row_security(schema text, OUT relation text, OUT outcome text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $disable$
DECLARE
  t record;
BEGIN
  IF to_regnamespace(quote_ident(schema)) IS NULL THEN
    RAISE EXCEPTION 'schema "%" does not exist', coalesce(schema, 'NULL')
      USING ERRCODE = 'invalid_schema_name', HINT = 'Name the schema that gmalign.enable_row_security() was given.';
  END IF;
  PERFORM gmalign_private.check_strangers(schema);
  FOR t IN
    SELECT c.oid::regclass AS relation, c.relname::text AS name
    FROM (SELECT DISTINCT d AS oid FROM gmalign_private.drop_row_policies(schema) AS d) AS q
    JOIN pg_class c ON c.oid = q.oid
    ORDER BY c.relname
  LOOP
    relation := t.name;
    IF t.name = 'employee' THEN
      EXECUTE format('REVOKE SELECT (id, external_id) ON %s FROM PUBLIC', t.relation);
    END IF;
    -- a table with a policy of somebody's was under row-level security before
    IF EXISTS (SELECT FROM pg_policy y WHERE y.polrelid = t.relation) THEN
      outcome := 'other policies stay';
    ELSE
      EXECUTE format('ALTER TABLE %s DISABLE ROW LEVEL SECURITY', t.relation);
      outcome := 'all rows';
    END IF;
    RETURN NEXT;
  END LOOP;
END $disable$;
COMMENT ON FUNCTION gmalign.disable_row_security(text) IS
  'Takes back what gmalign.enable_row_security() did: its policies, the grant on employee to PUBLIC, and row-level security on tables that have no other policy. Returns a row per table. Raises 3F000 for an unknown schema.';
