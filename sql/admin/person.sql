-- Persons: what is stored about one, and how it is erased.

CREATE FUNCTION gmalign_private.person_rows(OUT place integer, OUT relation text, OUT condition text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE COST 1 ROWS 20
BEGIN ATOMIC
  -- $1 is the person's key as text; surveys, reviews and the like go before
  -- what they belong to
  VALUES
    (10, 'survey_answer', 'survey_id IN (SELECT s.id FROM expectancy_survey s WHERE s.employee_id::text = $1)'),
    (11, 'expectancy_outcome', 'survey_id IN (SELECT s.id FROM expectancy_survey s WHERE s.employee_id::text = $1)'),
    (12, 'expectancy_survey', 'employee_id::text = $1'),
    (20, 'review', 'employee_id::text = $1'),
    (21, 'review_agreement', 'employee_id::text = $1'),
    (22, 'development_activity', 'employee_id::text = $1'),
    (23, 'goal_awareness', 'employee_id::text = $1'),
    (24, 'goal_contributor', 'employee_id::text = $1'),
    (26, 'release_member', 'person_id = $1'),
    (30, 'flag', '(subject_kind = ''person'' AND subject_id = $1) OR assigned_to_id::text = $1'),
    (31, 'check_in', 'employee_id::text = $1'),
    (25, 'employment_spell', 'employee_id::text = $1'),
    (40, 'assignment_party', 'employee_id::text = $1'),
    (41, 'assignment_goal', 'assignment_id IN (SELECT a.id FROM assignment a WHERE a.assignee_id::text = $1)'),
    (42, 'assignment_outcome', 'assignment_id IN (SELECT a.id FROM assignment a WHERE a.assignee_id::text = $1)'),
    (43, 'alignment_snapshot', 'assignment_id IN (SELECT a.id::text FROM assignment a WHERE a.assignee_id::text = $1)'),
    (44, 'assignment', '$1 IN (assignee_id::text, gm_professional_id::text, sponsor_id::text)'),
    (50, 'goal', 'owner_id::text = $1'),
    (60, 'employee', 'id::text = $1');
END;
COMMENT ON FUNCTION gmalign_private.person_rows() IS
  'Which rows of the model are about a person, as conditions with the person''s key (text) as $1.';

CREATE FUNCTION gmalign_private.check_person(schema text, person text) RETURNS void
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
  found boolean;
BEGIN
  IF to_regclass(format('%I.employee', schema)) IS NULL THEN
    RAISE EXCEPTION 'schema "%" has no relation employee', schema
      USING ERRCODE = 'undefined_table',
            HINT = 'Name the schema that gmalign.install() or gmalign.install_views() was given.';
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT FROM %I.employee e WHERE e.id::text = $1)', schema) INTO found USING person;
  IF NOT found THEN
    RAISE EXCEPTION 'person "%" is not in %.employee', coalesce(person, 'NULL'), schema
      USING ERRCODE = 'no_data_found',
            HINT = 'Pass the key employee.id as text, not the external id.';
  END IF;
END $check$;
COMMENT ON FUNCTION gmalign_private.check_person(text, text) IS
  'Raises 42P01 without a relation employee, P0002 when the person is not in it.';

CREATE FUNCTION gmalign.export_person(schema text, person text)
  RETURNS TABLE (relation text, content jsonb)
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $export$
DECLARE
  r record;
BEGIN
  PERFORM gmalign_private.check_person(schema, person);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  FOR r IN
    SELECT p.relation, p.condition FROM gmalign_private.person_rows() p
    WHERE pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, p.relation)) IS NOT NULL
    ORDER BY p.place DESC
  LOOP
    relation := r.relation;
    FOR content IN
      EXECUTE pg_catalog.format('SELECT pg_catalog.to_jsonb(x) FROM %I AS x WHERE %s', r.relation, r.condition) USING person
    LOOP
      RETURN NEXT;
    END LOOP;
  END LOOP;
END $export$;
COMMENT ON FUNCTION gmalign.export_person(text, text) IS
  'Every row of the model about a person (employee.id as text), as jsonb: what a request for access has to hand over. Raises 42P01 without a relation employee, P0002 when the person is not in it.';

CREATE FUNCTION gmalign.erase_person(schema text, person text)
  RETURNS TABLE (relation text, outcome text, row_count bigint)
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $erase$
DECLARE
  r record;
BEGIN
  PERFORM gmalign_private.check_person(schema, person);
  FOR r IN
    SELECT p.relation, c.relkind FROM gmalign_private.person_rows() p
    JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', schema, p.relation))
  LOOP
    IF r.relkind NOT IN ('r', 'p') THEN
      RAISE EXCEPTION '%.% is not a table', schema, r.relation
        USING ERRCODE = 'wrong_object_type',
              DETAIL = 'A person is erased from tables of the model only.',
              HINT = 'Erase the person in the tables that your view reads.';
    END IF;
  END LOOP;

  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  -- said about the person or by the person: deleted. Needed for the figures of
  -- others: kept, without what leads back to the person
  FOR r IN
    SELECT p.place, p.relation, p.condition, e.change
    FROM gmalign_private.person_rows() p
    LEFT JOIN (VALUES
      ('check_in', 'employee_id = NULL, note = NULL'),
      ('assignment_party', 'employee_id = NULL'),
      ('assignment_outcome', 'note = NULL'),
      ('assignment', 'external_id = CASE WHEN assignee_id::text = $1 THEN NULL ELSE external_id END,
                      why_assignee = CASE WHEN assignee_id::text = $1 THEN NULL ELSE why_assignee END,
                      why_organization = CASE WHEN assignee_id::text = $1 THEN NULL ELSE why_organization END,
                      gm_professional_id = CASE WHEN gm_professional_id::text = $1 THEN NULL ELSE gm_professional_id END,
                      sponsor_id = CASE WHEN sponsor_id::text = $1 THEN NULL ELSE sponsor_id END'),
      ('goal', 'owner_id = NULL,
                external_id = CASE WHEN goal_type = ''personal'' THEN NULL ELSE external_id END,
                title = CASE WHEN goal_type = ''personal'' THEN ''erased'' ELSE title END,
                why = CASE WHEN goal_type = ''personal'' THEN NULL ELSE why END'),
      ('employee', 'external_id = NULL, org_unit_id = NULL, manager_id = NULL, home_country = NULL,
                    performance_rating = NULL, is_high_performer = NULL')
    ) AS e (relation, change) ON e.relation = p.relation
    WHERE p.relation NOT IN ('assignment_goal', 'alignment_snapshot', 'employment_spell')
      AND pg_catalog.to_regclass(pg_catalog.format('%I.%I', schema, p.relation)) IS NOT NULL
    ORDER BY p.place
  LOOP
    IF r.relation = 'flag' THEN
      EXECUTE pg_catalog.format('UPDATE %I SET assigned_to_id = NULL WHERE assigned_to_id::text = $1', r.relation) USING person;
      r.condition := 'subject_kind = ''person'' AND subject_id = $1';
    END IF;
    IF r.change IS NULL THEN
      EXECUTE pg_catalog.format('DELETE FROM %I AS x WHERE %s', r.relation, r.condition) USING person;
    ELSE
      EXECUTE pg_catalog.format('UPDATE %I AS x SET %s WHERE %s', r.relation, r.change, r.condition) USING person;
    END IF;
    GET DIAGNOSTICS row_count = ROW_COUNT;
    relation := r.relation;
    outcome := CASE WHEN r.change IS NULL THEN 'deleted' ELSE 'kept without the person' END;
    CONTINUE WHEN row_count = 0;
    RETURN NEXT;
  END LOOP;
END $erase$;
COMMENT ON FUNCTION gmalign.erase_person(text, text) IS
  'Erases a person (employee.id as text) from the tables of the model. Deleted: surveys, reviews, development, awareness, contributions, flags about the person. Kept without the person: the moves with their costs, priorities and outcomes, check-ins, goals, and a row of employee with nothing but its key, hire and departure (employment_spell those of before), because the programme''s figures rest on them. Returns a row per table. Raises 42P01 and P0002 as export_person() does, 42809 when a relation is a view.';

CREATE FUNCTION gmalign.trim_snapshots(schema text) RETURNS bigint
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $trim$
DECLARE
  keep_months integer;
  gone bigint;
BEGIN
  EXECUTE format('SELECT s.snapshot_keep_months FROM %I.setting_in_force s', schema) INTO keep_months;
  EXECUTE format('DELETE FROM %I.alignment_snapshot WHERE taken_on < gmalign.today() - make_interval(months => $1)', schema)
    USING keep_months;
  GET DIAGNOSTICS gone = ROW_COUNT;
  RETURN gone;
END $trim$;
COMMENT ON FUNCTION gmalign.trim_snapshots(text) IS
  'Deletes snapshots older than the setting snapshot_keep_months, and says how many. For a nightly job.';
