-- check, people: what is still open of people who left.
--
-- As in data_check.sql; a relation of the user's own that lacks a column is
-- passed over: what is not there cannot be wrong.

CREATE FUNCTION gmalign_private.has_columns(schema text, VARIADIC names text[]) RETURNS boolean
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT NOT EXISTS (
    SELECT FROM unnest(names) AS n
    WHERE NOT EXISTS (SELECT FROM pg_attribute a
                      WHERE a.attrelid = to_regclass(format('%I.%I', schema, split_part(n, '.', 1)))
                        AND a.attname = split_part(n, '.', 2) AND a.attnum > 0 AND NOT a.attisdropped));
END;
COMMENT ON FUNCTION gmalign_private.has_columns(text, text[]) IS
  'Whether a schema has all these columns, each written relation.column.';

CREATE FUNCTION gmalign_private.check_leavers(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
BEGIN
  IF gmalign_private.has_columns(schema, 'assignment_points.left_on') THEN
    RETURN QUERY EXECUTE format($q$
      SELECT 'warning', 'move_of_leaver', 'assignment', 'end_date', 1, a.id::text,
             gmalign_private.sentence('check.move_of_leaver', jsonb_build_object('day', to_char(a.left_on, 'YYYY-MM-DD'))), gmalign_private.sentence('hint.move_of_leaver')
      FROM %1$I.assignment_points a
      WHERE a.left_on < %2$L AND (a.end_date IS NULL OR a.end_date >= %2$L)
        AND gmalign_private.assignment_status(a.start_date, a.end_date, %2$L) <> a.assignment_status
      ORDER BY a.id
      $q$, schema, gmalign.today());
  END IF;
  IF gmalign_private.has_columns(schema, 'assignment_points.gm_professional_id', 'employment.departure_date') THEN
    RETURN QUERY EXECUTE format($q$
      SELECT 'warning', 'coordinator_left', 'assignment', 'gm_professional_id', 1, a.id::text,
             gmalign_private.sentence('check.coordinator_left', jsonb_build_object('person', a.gm_professional_id, 'day', to_char(w.departure_date, 'YYYY-MM-DD'))),
             gmalign_private.sentence('hint.coordinator_left')
      FROM %1$I.assignment_points a
      JOIN %1$I.employment w ON w.person_id = a.gm_professional_id AND w.departure_date < gmalign.today()
      WHERE a.assignment_status NOT IN ('ended', 'cancelled')
      ORDER BY a.id
      $q$, schema);
  END IF;
  IF gmalign_private.has_columns(schema, 'goal_contributor.employee_id', 'goal_contributor.valid_to', 'employment.departure_date') THEN
    RETURN QUERY EXECUTE format($q$
      SELECT 'warning', 'contribution_of_leaver', 'goal_contributor', 'valid_to', 1, k.id::text,
             gmalign_private.sentence('check.contribution_of_leaver', jsonb_build_object('person', k.employee_id, 'goal', g.title, 'day', to_char(w.departure_date, 'YYYY-MM-DD'))),
             gmalign_private.sentence('hint.contribution_of_leaver')
      FROM %1$I.goal_contributor k
      JOIN %1$I.employment w ON w.person_id = k.employee_id AND w.departure_date < gmalign.today()
      JOIN %1$I.goal g ON g.id = k.goal_id
      WHERE k.valid_to IS NULL OR k.valid_to >= gmalign.today()
      ORDER BY k.id
      $q$, schema);
  END IF;
  IF gmalign_private.has_columns(schema, 'goal.owner_id', 'employment.departure_date') THEN
    RETURN QUERY EXECUTE format($q$
      SELECT 'notice', 'owner_left', 'goal', 'owner_id', 1, g.id::text,
             gmalign_private.sentence('check.owner_left', jsonb_build_object('goal', g.title, 'person', g.owner_id, 'day', to_char(w.departure_date, 'YYYY-MM-DD'))),
             gmalign_private.sentence('hint.owner_left')
      FROM %1$I.goal g
      JOIN %1$I.cascade_link l ON l.goal_id = g.id AND l.parent_goal_id IS NULL
      JOIN %1$I.employment w ON w.person_id = g.owner_id AND w.departure_date < gmalign.today()
      ORDER BY g.id
      $q$, schema);
  END IF;
  IF gmalign_private.has_columns(schema, 'employment_spell.hire_date', 'employment_spell.departure_date', 'employee.hire_date') THEN
    RETURN QUERY EXECUTE format($q$
      SELECT 'warning', 'spells_overlap', 'employment_spell', 'departure_date', 1, format('%%s > %%s', q.employee_id, to_char(q.hire_date, 'YYYY-MM-DD')),
             gmalign_private.sentence('check.spells_overlap', jsonb_build_object('person', q.employee_id, 'start', to_char(q.hire_date, 'YYYY-MM-DD'),
               'end', to_char(q.departure_date, 'YYYY-MM-DD'), 'next', to_char(q.next_date, 'YYYY-MM-DD'))), gmalign_private.sentence('hint.spells_overlap')
      FROM (SELECT s.employee_id, s.hire_date, s.departure_date, lead(s.hire_date) OVER (PARTITION BY s.employee_id ORDER BY s.hire_date) AS next_date
            FROM (SELECT k.employee_id, k.hire_date, k.departure_date FROM %1$I.employment_spell k
                  UNION
                  SELECT e.id AS employee_id, e.hire_date, e.departure_date FROM %1$I.employee e
                  WHERE e.hire_date IS NOT NULL AND EXISTS (SELECT FROM %1$I.employment_spell k WHERE k.employee_id = e.id)) AS s) AS q
      WHERE q.next_date <= coalesce(q.departure_date, 'infinity')
      ORDER BY q.employee_id, q.hire_date
      $q$, schema);
  END IF;
END $check$;
COMMENT ON FUNCTION gmalign_private.check_leavers(text) IS
  'Employments of one person that overlap. Moves without an end and contributions of people who left; moves whose GM professional and goals whose owner left.';

CREATE FUNCTION gmalign_private.check_capacity(schema text) RETURNS SETOF gmalign.finding
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $check$
DECLARE
  sources text[];
BEGIN
  IF gmalign_private.has_columns(schema, 'goal_contributor.employee_id', 'goal_contributor.fte_share', 'goal_contributor.valid_from',
                                 'goal_contributor.valid_to') THEN
    sources := sources || format(
      $q$SELECT k.employee_id::text AS person, gmalign_private.amount(k.fte_share) AS contributed, 0::float8 AS moved
         FROM %1$I.goal_contributor k
         WHERE (k.valid_from IS NULL OR k.valid_from <= gmalign.today()) AND (k.valid_to IS NULL OR k.valid_to >= gmalign.today())$q$, schema);
  END IF;
  IF gmalign_private.has_columns(schema, 'assignment_points.assignment_status', 'assignment.assignee_id', 'assignment.fte_share') THEN
    sources := sources || format(
      $q$SELECT a.assignee_id::text AS person, 0::float8 AS contributed, gmalign_private.amount(a.fte_share) AS moved
         FROM %1$I.assignment a
         JOIN %1$I.assignment_points p ON p.id = a.id AND p.assignment_status = 'active'$q$, schema);
  END IF;
  IF sources IS NULL OR NOT gmalign_private.has_columns(schema, 'setting_in_force.person_fte_at_most') THEN
    RETURN;
  END IF;
  RETURN QUERY EXECUTE format($q$
    SELECT 'warning', 'above_full_time', 'employee', 'id', 1, s.person,
           gmalign_private.sentence('check.above_full_time', jsonb_build_object('person', s.person, 'total', trim_scale(round((s.contributed + s.moved)::numeric, 3)),
             'contributed', trim_scale(round(s.contributed::numeric, 3)), 'moved', trim_scale(round(s.moved::numeric, 3)))),
           gmalign_private.sentence('hint.above_full_time', jsonb_build_object('limit', trim_scale(round(r.person_fte_at_most::numeric, 3))))
    FROM (SELECT u.person, coalesce(sum(u.contributed), 0) AS contributed, coalesce(sum(u.moved), 0) AS moved FROM (%2$s) AS u GROUP BY u.person) AS s
    CROSS JOIN %1$I.setting_in_force r
    -- rounded: what is met is met, in whatever order shares are added
    WHERE round((s.contributed + s.moved)::numeric, 12) > r.person_fte_at_most::numeric
    %3$s
    ORDER BY s.person
    $q$, schema, array_to_string(sources, ' UNION ALL '),
    CASE WHEN to_regclass(format('%I.employment', schema)) IS NULL THEN ''
         ELSE format('AND NOT EXISTS (SELECT FROM %I.employment w WHERE w.id::text = s.person AND NOT w.is_employed)', schema) END);
END $check$;
COMMENT ON FUNCTION gmalign_private.check_capacity(text) IS
  'People who count as more full-time equivalents than the setting person_fte_at_most, in contributions and on active moves together.';
