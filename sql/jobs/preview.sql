-- Jobs, what if: how a move would stand with goals, priorities or links
-- changed. Nothing is written, so it works on a standby and in a read-only
-- transaction, takes no lock and leaves nothing behind: the definition of the
-- view assignment_points is run over input in which the changes are made, and
-- what comes out is judged as every view judges it.
--
-- The functions whose names begin with step_ run with the model's schema first
-- on the search path.

CREATE FUNCTION gmalign_private.find_key(relation text, reference text, is_name boolean) RETURNS text
  LANGUAGE plpgsql STABLE
  SET search_path = pg_catalog, pg_temp
AS $find$
DECLARE
  named text[];
  own text;
BEGIN
  EXECUTE format('SELECT array_agg(x.id::text) FILTER (WHERE x.external_id::text = $1), max(x.id::text) FILTER (WHERE x.id::text = $1)
                  FROM %s AS x WHERE x.id::text = $1 OR x.external_id::text = $1', relation)
  INTO named, own USING reference;
  IF cardinality(named) > 1 AND (is_name OR own IS NULL) THEN
    RAISE EXCEPTION '"%" is the external_id of several rows of %', reference, relation
      USING ERRCODE = 'cardinality_violation', DETAIL = format('Their keys: %s.', array_to_string(named, ', ')),
            HINT = 'An external_id says which row it is: give each its own.';
  END IF;
  RETURN CASE WHEN is_name THEN coalesce(named[1], own) ELSE coalesce(own, named[1]) END;
END $find$;
COMMENT ON FUNCTION gmalign_private.find_key(text, text, boolean) IS
  'The key, as text, of the row of a relation (as SQL writes it) with this external_id, else with this key; when it is no name, the key first. NULL: there is none. Raises 21000 when several rows have the external_id.';

CREATE FUNCTION gmalign_private.step_find(relation text, reference jsonb) RETURNS text
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  -- a number is the key, a string the id in the source system, else the key
  key constant text := gmalign_private.find_key(pg_catalog.format('%I.%I', pg_catalog.current_schema(), step_find.relation),
                                                step_find.reference #>> '{}', pg_catalog.jsonb_typeof(step_find.reference) = 'string');
BEGIN
  IF key IS NULL THEN
    RAISE EXCEPTION 'there is no % %', step_find.relation, coalesce(step_find.reference::text, 'without a name')
      USING ERRCODE = 'invalid_parameter_value', HINT = 'Name it by its key, as a number, or by its external_id, as a string.';
  END IF;
  RETURN key;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_find(text, jsonb) IS
  'The key, as text, of a goal or an assignment named by key or external id. Raises 22023 when there is none, 21000 when several have the external id.';

CREATE FUNCTION gmalign_private.step_wrong(place text, part jsonb, wrong text, hint text) RETURNS void
  LANGUAGE plpgsql IMMUTABLE AS $step$
BEGIN
  RAISE EXCEPTION 'invalid %: %', place, wrong
    USING ERRCODE = 'invalid_parameter_value', DETAIL = coalesce(part::text, 'NULL'), HINT = hint;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_wrong(text, jsonb, text, text) IS
  'Raises 22023: what is wrong with a part of changes, where it is, such as priorities[0], the part, and what it is to be.';

CREATE FUNCTION gmalign_private.step_part(place text, part jsonb, names text[], number text) RETURNS void
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  wrong text;
BEGIN
  wrong := CASE
    WHEN pg_catalog.jsonb_typeof(part) <> 'object' THEN 'it is no object'
    ELSE coalesce(
      (SELECT pg_catalog.format('"%s" is missing', n) FROM pg_catalog.unnest(names) AS n WHERE NOT part ? n LIMIT 1),
      (SELECT pg_catalog.format('"%s" is not known', k) FROM pg_catalog.jsonb_object_keys(part) AS k WHERE k <> ALL (names) LIMIT 1),
      CASE WHEN pg_catalog.jsonb_typeof(part->number) NOT IN ('number', 'null')
             OR pg_catalog.jsonb_typeof(part->number) = 'number' AND (part->>number)::numeric NOT BETWEEN -1 AND 1
           THEN pg_catalog.format('"%s" is %s, no number from -1 to 1', number, part->number) END)
  END;
  IF wrong IS NOT NULL THEN
    PERFORM gmalign_private.step_wrong(place, part, wrong, pg_catalog.format('It has %s; null as %s takes it out.', pg_catalog.array_to_string(names, ', '), number));
  END IF;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_part(text, jsonb, text[], text) IS
  'Checks one change: an object with these names and no other, one of them a number from -1 to 1 or null. Raises 22023 with what is wrong, and where.';

CREATE FUNCTION gmalign_private.step_goal_key(place text, part jsonb, name text, new_goals jsonb) RETURNS text
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  key text;
BEGIN
  IF pg_catalog.jsonb_typeof(part->name) IN ('string', 'number') THEN
    key := coalesce(new_goals->>(part->>name), gmalign_private.find_key(pg_catalog.format('%I.goal', pg_catalog.current_schema()), part->>name,
                                                                       pg_catalog.jsonb_typeof(part->name) = 'string'));
  END IF;
  IF key IS NULL THEN
    PERFORM gmalign_private.step_wrong(place, part, pg_catalog.format('there is no goal %s', coalesce((part->name)::text, 'without a name')),
      pg_catalog.format('"%s" is its key, as a number, or its external_id, as a string; a new goal is in "goals", with title and level.', name));
  END IF;
  RETURN key;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_goal_key(text, jsonb, text, jsonb) IS
  'The key, as text, of the goal that a part of changes names: one of new_goals, or one that is there. Raises 22023 when there is none.';

CREATE FUNCTION gmalign_private.step_row(place text, part jsonb, key text) RETURNS void
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  k text;
  rule record;
  is_broken boolean;
BEGIN
  FOR k IN SELECT pg_catalog.jsonb_object_keys(part - 'goal') LOOP
    BEGIN
      EXECUTE 'SELECT pg_catalog.jsonb_populate_record(NULL::goal, $1)' USING pg_catalog.jsonb_build_object(k, part->k);
    EXCEPTION WHEN data_exception OR cannot_coerce THEN
      PERFORM gmalign_private.step_wrong(place, part, pg_catalog.format('"%s" is %s: %s', k, part->k, SQLERRM), 'Write it as the column of goal has it.');
    END;
  END LOOP;
  FOR rule IN SELECT pg_catalog.pg_get_expr(c.conbin, c.conrelid) AS holds, pg_catalog.pg_get_constraintdef(c.oid) AS said
              FROM pg_constraint c WHERE c.conrelid = 'goal'::regclass AND c.contype = 'c' ORDER BY c.conname LOOP
    EXECUTE pg_catalog.format('SELECT (%s) IS FALSE FROM pg_catalog.jsonb_populate_record((SELECT g FROM goal g WHERE g.id::text = $1), $2) AS goal', rule.holds)
    INTO is_broken USING key, part - 'goal';
    IF is_broken THEN
      PERFORM gmalign_private.step_wrong(place, part, pg_catalog.format('it breaks a rule of the table, %s', rule.said), 'The goal is looked at with the change made.');
    END IF;
  END LOOP;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_row(text, jsonb, text) IS
  'Checks the columns that a change gives a goal: their types, and the rules of the table. Raises 22023 with what is wrong, and where.';

CREATE FUNCTION gmalign_private.step_changes(changes jsonb) RETURNS jsonb
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  wrong text;
  new_goals jsonb := '{}'::jsonb;
  goals jsonb := '[]'::jsonb;
  priorities jsonb := '[]'::jsonb;
  links jsonb := '[]'::jsonb;
  -- what was changed, and where
  seen jsonb := '{}'::jsonb;
  kind text;
  place text;
  c jsonb;
  what text[];
BEGIN
  SELECT CASE WHEN k.key NOT IN ('goals', 'priorities', 'links') THEN pg_catalog.format('"%s" is not known', k.key)
              ELSE pg_catalog.format('"%s" is no array', k.key) END INTO wrong
  FROM pg_catalog.jsonb_each(CASE pg_catalog.jsonb_typeof(step_changes.changes) WHEN 'object' THEN step_changes.changes END) AS k
  WHERE k.key NOT IN ('goals', 'priorities', 'links') OR pg_catalog.jsonb_typeof(k.value) <> 'array'
  LIMIT 1;
  IF wrong IS NOT NULL OR pg_catalog.jsonb_typeof(step_changes.changes) IS DISTINCT FROM 'object' THEN
    RAISE EXCEPTION 'invalid changes: %', coalesce(wrong, 'no object')
      USING ERRCODE = 'invalid_parameter_value',
            DETAIL = 'An object with the arrays goals, priorities and links, each as far as needed.',
            HINT = '{"priorities": [{"stakeholder": "assignee", "goal": 12, "priority": 0.8}]}';
  END IF;

  -- goals come first: others may name new ones
  FOR kind, place, c IN
    SELECT k.name, pg_catalog.format('%s[%s]', k.name, e.n - 1), e.part
    FROM pg_catalog.unnest(ARRAY['goals', 'priorities', 'links']) WITH ORDINALITY AS k (name, n)
    CROSS JOIN LATERAL pg_catalog.jsonb_array_elements(step_changes.changes->k.name) WITH ORDINALITY AS e (part, n)
    ORDER BY k.n, e.n
  LOOP
    IF kind = 'goals' THEN
      wrong := CASE WHEN pg_catalog.jsonb_typeof(c) <> 'object' THEN 'it is no object'
                    ELSE (SELECT pg_catalog.format('a goal has no "%s"', k) FROM pg_catalog.jsonb_object_keys(c - 'goal') AS k
                          WHERE k = 'id' OR NOT EXISTS (SELECT FROM pg_attribute a WHERE a.attrelid = 'goal'::regclass AND a.attname = k AND a.attnum > 0)
                          LIMIT 1) END;
      IF wrong IS NOT NULL THEN
        PERFORM gmalign_private.step_wrong(place, c, wrong, 'It has "goal", which says which goal it is, and columns of goal.');
      END IF;
      IF c ? 'title' AND c ? 'level' AND pg_catalog.jsonb_typeof(c->'goal') = 'string' AND NOT new_goals ? (c->>'goal')
         AND NOT EXISTS (SELECT FROM goal g WHERE g.external_id = c->>'goal') THEN
        new_goals := new_goals || pg_catalog.jsonb_build_object(c->>'goal', (-1 - (SELECT pg_catalog.count(*) FROM pg_catalog.jsonb_object_keys(new_goals)))::text);
      END IF;
      what := ARRAY[gmalign_private.step_goal_key(place, c, 'goal', new_goals)];
      PERFORM gmalign_private.step_row(place, c, what[1]);
      IF new_goals ? (c->>'goal') THEN
        c := '{"goal_type": "objective", "weight": 1}' || c || pg_catalog.jsonb_build_object('id', what[1]);
      END IF;
      goals := goals || pg_catalog.jsonb_build_object('id', what[1], 'columns', c - 'goal');
    ELSIF kind = 'priorities' THEN
      PERFORM gmalign_private.step_part(place, c, '{stakeholder,goal,priority}', 'priority');
      what := ARRAY[(SELECT s.id::text FROM stakeholder s WHERE s.code = c->>'stakeholder')];
      IF what[1] IS NULL THEN
        PERFORM gmalign_private.step_wrong(place, c, pg_catalog.format('there is no stakeholder %s', c->'stakeholder'),
          'Name one by its code: ' || (SELECT pg_catalog.string_agg(s.code, ', ' ORDER BY s.code) FROM stakeholder s) || '.');
      END IF;
      what := what || gmalign_private.step_goal_key(place, c, 'goal', new_goals);
      priorities := priorities || pg_catalog.jsonb_build_object('stakeholder_id', what[1], 'priority', c->'priority', 'goal_id', what[2]);
    ELSE
      PERFORM gmalign_private.step_part(place, c, '{goal,parent,contribution}', 'contribution');
      what := ARRAY[gmalign_private.step_goal_key(place, c, 'goal', new_goals), gmalign_private.step_goal_key(place, c, 'parent', new_goals)];
      IF what[1] = what[2] THEN
        PERFORM gmalign_private.step_wrong(place, c, 'the goal is its own parent', 'A link leads to another goal.');
      END IF;
      links := links || pg_catalog.jsonb_build_object('contribution', c->'contribution', 'child_id', what[1], 'parent_id', what[2]);
    END IF;
    IF seen ? (kind || what::text) THEN
      PERFORM gmalign_private.step_wrong(place, c, pg_catalog.format('%s changes the same', seen->>(kind || what::text)), 'Keep one of the two.');
    END IF;
    seen := seen || pg_catalog.jsonb_build_object(kind || what::text, place);
  END LOOP;
  RETURN pg_catalog.jsonb_build_object('goals', goals, 'priorities', priorities, 'links', links);
END $step$;
COMMENT ON FUNCTION gmalign_private.step_changes(jsonb) IS
  'Checks what is to be changed and puts keys in place of names. Raises 22023 for what it does not know, or what is said twice, with its place: priorities[0] is the first.';

CREATE FUNCTION gmalign_private.step_points(assignment_id text, given jsonb DEFAULT '{"goals": [], "priorities": [], "links": []}')
  RETURNS gmalign_private.party_points
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  model constant text := pg_catalog.quote_ident(pg_catalog.current_schema());
  scope text;
  exchanged jsonb;
  points gmalign_private.party_points;
BEGIN
  -- only what lies above the goals named counts for their lift: of a large
  -- cascade that is little, and cycles are in it as a whole
  EXECUTE pg_catalog.format(
    'WITH RECURSIVE above AS (
       SELECT g.goal_id FROM assignment_goal g WHERE g.assignment_id = %1$L
       UNION SELECT d.goal_id FROM purpose_goal d JOIN assignment a ON a.purpose = d.purpose AND a.id = %1$L
       UNION SELECT n.goal_id FROM pg_catalog.jsonb_populate_recordset(NULL::assignment_goal, %2$L) AS n
       UNION
       SELECT l.parent_id
       FROM above a
       CROSS JOIN LATERAL (SELECT k.parent_id FROM goal_link k WHERE k.child_id = a.goal_id
                           UNION ALL
                           SELECT n.parent_id FROM pg_catalog.jsonb_populate_recordset(NULL::goal_link, %3$L) AS n
                           WHERE n.child_id = a.goal_id) AS l
     )
     SELECT pg_catalog.array_agg(a.goal_id)::text FROM above a',
    step_points.assignment_id, step_points.given->'priorities', step_points.given->'links')
  INTO scope;

  exchanged := pg_catalog.jsonb_build_object(
    'assignment', pg_catalog.format('SELECT * FROM %s.assignment WHERE id = %L', model, step_points.assignment_id),
    'goal', pg_catalog.format(
      'SELECT g.* FROM %1$s.goal g
       WHERE g.id = ANY (%3$L) AND g.id::text NOT IN (SELECT c->>''id'' FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) AS c)
       UNION ALL
       SELECT n.* FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) AS c
       LEFT JOIN %1$s.goal g ON g.id = (c->>''id'')::bigint
       CROSS JOIN LATERAL pg_catalog.jsonb_populate_record(g, c->''columns'') AS n',
      model, step_points.given->'goals', coalesce(scope, '{}')),
    'goal_link', pg_catalog.format(
      'SELECT l.* FROM %1$s.goal_link l
       WHERE l.child_id = ANY (%3$L)
         AND NOT EXISTS (SELECT FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) AS c
                         WHERE l.child_id::text = c->>''child_id'' AND l.parent_id::text = c->>''parent_id'')
       UNION ALL
       SELECT n.* FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) WITH ORDINALITY AS c (change, place)
       CROSS JOIN LATERAL pg_catalog.jsonb_populate_record(NULL::%1$s.goal_link, c.change || pg_catalog.jsonb_build_object(
         ''id'', -c.place, ''relation'', CASE WHEN (c.change->>''contribution'')::float8 < 0 THEN ''conflicts'' ELSE ''contributes'' END)) AS n
       WHERE c.change->>''contribution'' IS NOT NULL',
      model, step_points.given->'links', coalesce(scope, '{}')));
  IF step_points.given->'priorities' <> '[]' THEN
    -- a voice of which a priority changes states all it wants anew, today
    exchanged := exchanged || pg_catalog.jsonb_build_object('assignment_goal', pg_catalog.format(
      'SELECT m.assignment_id, m.stakeholder_id, m.goal_id, m.stated_on, m.priority
       FROM %1$s.assignment_goal m
       WHERE m.assignment_id = %3$L
         AND m.stakeholder_id::text NOT IN (SELECT c->>''stakeholder_id'' FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) AS c)
       UNION ALL
       SELECT p.assignment_id, p.stakeholder_id, p.goal_id, %5$L::date, p.priority
       FROM (%4$s) AS p
       WHERE p.stakeholder_id::text IN (SELECT c->>''stakeholder_id'' FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) AS c)
         AND NOT EXISTS (SELECT FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) AS c
                         WHERE p.stakeholder_id::text = c->>''stakeholder_id'' AND p.goal_id::text = c->>''goal_id'')
       UNION ALL
       SELECT n.assignment_id, n.stakeholder_id, n.goal_id, %5$L::date, n.priority
       FROM pg_catalog.jsonb_array_elements(%2$L::jsonb) AS c
       CROSS JOIN LATERAL pg_catalog.jsonb_populate_record(NULL::%1$s.assignment_goal,
                                                c || pg_catalog.jsonb_build_object(''assignment_id'', %3$L)) AS n
       WHERE c->>''priority'' IS NOT NULL',
      model, step_points.given->'priorities', step_points.assignment_id,
      gmalign_private.inline_views('assignment_priority', exchanged), gmalign.today()));
  END IF;
  EXECUTE pg_catalog.format('SELECT p.points FROM (%s) AS p', gmalign_private.inline_views('assignment_points', exchanged)) INTO points;
  RETURN points;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_points(text, jsonb) IS
  'What is wanted from one assignment with the changes made: the value of assignment_points over changed input.';

CREATE FUNCTION gmalign_private.step_verdict(points gmalign_private.party_points, OUT mutual_alignment_score float8,
                                     OUT weakest_alignment_score float8, OUT most_opposed_share float8, OUT alignment_band text,
                                     OUT unscored_reason text)
  LANGUAGE plpgsql STABLE AS $step$
BEGIN
  SELECT v.mutual_alignment_score, v.weakest_alignment_score, v.most_opposed_share, v.alignment_band,
         gmalign_private.unscored_reason(v.pair_count, v.is_organization_heard, v.is_gm_professional_heard, v.is_assignee_heard,
                                         v.is_unreadable)
  INTO mutual_alignment_score, weakest_alignment_score, most_opposed_share, alignment_band, unscored_reason
  FROM setting_in_force r
  CROSS JOIN LATERAL gmalign_private.verdict(points, (SELECT f.no_goal FROM points_frame f),
                                             r.opposed_from, r.aligned_from, r.beyond_chance_from,
                                             r.opposed_signed_from, r.aligned_p, r.misaligned_p, r.comparable_from,
                                             r.answer_reliability, r.answer_step) AS v;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_verdict(gmalign_private.party_points) IS
  'How an assignment stands, as assignment_alignment says it.';

CREATE FUNCTION gmalign_private.step_preview(assignment_id text, given jsonb, OUT pair text, OUT score float8, OUT opposed_share float8,
                                     OUT alignment_band text, OUT drivers text)
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  points constant gmalign_private.party_points := gmalign_private.step_points(step_preview.assignment_id, step_preview.given);
BEGIN
  RETURN QUERY
    SELECT 'all', v.mutual_alignment_score, v.most_opposed_share, v.alignment_band, NULL
    FROM gmalign_private.step_verdict(points) AS v
    UNION ALL
    SELECT d.pair, greatest(0, gmalign_private.shown(1 - pg_catalog.sum(d.loss_share))),
           coalesce(gmalign_private.shown(pg_catalog.sum(d.loss_share) FILTER (WHERE d.kind = 'opposed')), 0), NULL,
           pg_catalog.string_agg(pg_catalog.format('%s %s (%s)', t.title, pg_catalog.to_char(d.loss_share, 'FM0.000'), d.kind), '; '
                      ORDER BY gmalign_private.rounded(d.loss_share) DESC, d.goal) FILTER (WHERE d.loss_share > 0)
    FROM gmalign_private.driver_rows(points, (SELECT f.no_goal FROM points_frame f)) AS d
    LEFT JOIN goal g ON g.id = d.goal
    LEFT JOIN pg_catalog.jsonb_array_elements(step_preview.given->'goals') AS c ON c->>'id' = d.goal::text
    CROSS JOIN LATERAL (SELECT coalesce(c->'columns'->>'title', g.title) AS title) AS t
    GROUP BY d.pair;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_preview(text, jsonb) IS
  'The scores and drivers of one assignment with the changes made.';

CREATE FUNCTION gmalign.preview_alignment(schema text, assignment text, changes jsonb,
                                          OUT pair text, OUT score_before float8, OUT score_after float8, OUT score_change float8,
                                          OUT opposed_before float8, OUT opposed_after float8,
                                          OUT band_before text, OUT band_after text,
                                          OUT drivers_before text, OUT drivers_after text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $preview$
DECLARE
  key text;
  given jsonb;
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  key := gmalign_private.step_find('assignment', pg_catalog.to_jsonb(assignment));
  given := gmalign_private.step_changes(changes);
  RETURN QUERY
    SELECT coalesce(b.pair, a.pair), b.score, a.score, gmalign_private.shown(a.score - b.score), b.opposed_share, a.opposed_share,
           b.alignment_band, a.alignment_band, b.drivers, a.drivers
    FROM gmalign_private.step_preview(key, '{"goals": [], "priorities": [], "links": []}') AS b
    FULL JOIN gmalign_private.step_preview(key, given) AS a ON a.pair = b.pair
    ORDER BY coalesce(b.pair, a.pair) <> 'all', 1;
  PERFORM gmalign_private.check_strangers(schema);
END $preview$;
COMMENT ON FUNCTION gmalign.preview_alignment(text, text, jsonb) IS
  'How an assignment would stand with changes: the row all (mutual alignment, largest opposed share, band) and one per pair of parties (score, opposed share, the goals that drive them apart), before and after. Nothing is written. The assignment is named by external_id or key; changes is an object with any of the arrays priorities ({stakeholder, goal, priority}; null takes the goal out), links ({goal, parent, contribution}; null takes the link out) and goals ({goal, and columns of goal}; a name not there, with title and level, is a new goal). Goals are named by key, as a number, or external_id, as a string. Raises 22023 for what it does not know or is told twice, and says where it is, such as priorities[0].';

CREATE FUNCTION gmalign.preview_alignment(schema text, assignment bigint, changes jsonb,
                                          OUT pair text, OUT score_before float8, OUT score_after float8, OUT score_change float8,
                                          OUT opposed_before float8, OUT opposed_after float8,
                                          OUT band_before text, OUT band_after text,
                                          OUT drivers_before text, OUT drivers_after text)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $preview$
BEGIN
  RETURN QUERY SELECT p.* FROM gmalign.preview_alignment(schema, assignment::text, changes) AS p;
END $preview$;
COMMENT ON FUNCTION gmalign.preview_alignment(text, bigint, jsonb) IS
  'preview_alignment() with the assignment named by its key.';
