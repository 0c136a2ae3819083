-- Jobs, dossier: everything about one move.
--
-- It says what the views say, from their own definitions, over input in which
-- there is this move and what lies above its goals (inline_views): what other
-- moves there are costs nothing.
--
-- The functions whose names begin with step_ run with the model's schema first
-- on the search path.

CREATE FUNCTION gmalign_private.step_columns(relation text) RETURNS text
  LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT pg_catalog.string_agg(pg_catalog.format('x.%I', a.attname), ', ' ORDER BY a.attnum)
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = step_columns.relation::regclass AND a.attnum > 0 AND NOT a.attisdropped
    AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT');
END;
COMMENT ON FUNCTION gmalign_private.step_columns(text) IS
  'The columns of a relation of the model that the caller may read, as a list for SELECT from the relation as x.';

CREATE FUNCTION gmalign_private.step_value(relation text, column_name text) RETURNS text
  LANGUAGE sql STABLE
BEGIN ATOMIC
  SELECT coalesce(pg_catalog.max(pg_catalog.format('x.%I', a.attname)), 'NULL')
  FROM pg_catalog.pg_attribute a
  WHERE a.attrelid = pg_catalog.to_regclass(step_value.relation) AND a.attname = step_value.column_name AND a.attnum > 0
    AND NOT a.attisdropped AND pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'SELECT');
END;
COMMENT ON FUNCTION gmalign_private.step_value(text, text) IS
  'A column as an expression over the relation as x. NULL where there is none, or none that the caller may read.';

CREATE FUNCTION gmalign_private.step_move_input(assignment_id text) RETURNS jsonb
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  model constant text := pg_catalog.quote_ident(pg_catalog.current_schema());
  wanted text;
  scope text;
BEGIN
  EXECUTE pg_catalog.format(
    'SELECT pg_catalog.array_agg(q.goal_id)::text
     FROM (SELECT g.goal_id FROM assignment_goal g WHERE g.assignment_id = %1$L
           UNION SELECT d.goal_id FROM purpose_goal d JOIN assignment a ON a.purpose = d.purpose AND a.id = %1$L
           UNION SELECT s.goal_id FROM strategic_goal s) AS q', step_move_input.assignment_id)
  INTO wanted;
  scope := gmalign_private.step_around(coalesce(wanted, '{}'), false);
  RETURN pg_catalog.jsonb_build_object(
    'assignment', pg_catalog.format('SELECT %s FROM %s.assignment x WHERE x.id = %L', gmalign_private.step_columns('assignment'), model,
                                    step_move_input.assignment_id),
    'goal', pg_catalog.format('SELECT %s FROM %s.goal x WHERE x.id = ANY (%L)', gmalign_private.step_columns('goal'), model, scope),
    'goal_link', pg_catalog.format('SELECT %s FROM %s.goal_link x WHERE x.child_id = ANY (%L)', gmalign_private.step_columns('goal_link'), model, scope));
END $step$;
COMMENT ON FUNCTION gmalign_private.step_move_input(text) IS
  'For inline_views(): one assignment, the goals that somebody wants from it or that are strategic, and what lies above them.';

CREATE FUNCTION gmalign_private.step_dossier(key text, OUT section text, OUT item text, OUT said text, OUT value float8, OUT day date)
  RETURNS SETOF record
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  model constant text := pg_catalog.current_schema()::text;
  input constant jsonb := gmalign_private.step_move_input(step_dossier.key);
  part record;
  wanted text;
  results text;
BEGIN
  EXECUTE pg_catalog.format('SELECT coalesce(pg_catalog.array_agg(DISTINCT p.goal_id)::text, ''{}'') FROM (%s) AS p WHERE p.points <> 0',
                            gmalign_private.inline_views('assignment_priority', input)) INTO wanted;
  -- a strategic goal has too much below it to be about this move
  EXECUTE pg_catalog.format(
    'SELECT coalesce(pg_catalog.array_agg(q.id)::text, ''{}'')
     FROM (SELECT g.id FROM goal g WHERE g.id = ANY (%1$L)
           UNION SELECT l.child_id FROM goal_link l JOIN goal g ON g.id = l.parent_id AND g.level <> ''strategic''
                 WHERE l.parent_id = ANY (%1$L) AND l.relation <> ''conflicts'') AS q', wanted) INTO results;

  FOR part IN
    SELECT p.section, p.relation, p.query FROM (VALUES
      (1, 'move', 'assignment_alignment', pg_catalog.format(
        $q$SELECT v.item, v.said, v.value, v.day
        FROM (%1$s) AS q
        JOIN assignment x ON x.id = q.assignment_id
        CROSS JOIN LATERAL (VALUES
          (1, 'move', pg_catalog.concat_ws(', ', coalesce(q.assignment_external_id, q.assignment_id::text), q.assignment_type, q.purpose,
                                           q.home_country || ' to ' || q.host_country, q.org_unit), NULL::float8, NULL::date),
          (2, 'status', pg_catalog.concat(q.assignment_status, ', from ', q.start_date, ' to ' || q.planned_end_date), NULL, q.start_date),
          (3, 'why, for the organization', (%2$s)::text, NULL, NULL),
          (4, 'why, for the assignee', (%3$s)::text, NULL, NULL),
          (5, 'alignment', CASE WHEN q.is_scored THEN pg_catalog.concat(q.alignment_band, ': the three parties share ',
             pg_catalog.round(100 * q.mutual_alignment_score), '%% of their points on average, the weakest pair ', pg_catalog.round(100 * q.weakest_alignment_score), '%%')
             ELSE 'not scored: ' || q.unscored_reason END, q.mutual_alignment_score, gmalign.today()),
          (6, 'alignment before', pg_catalog.round(100 * q.start_score) || '%% in the first snapshot, ' || pg_catalog.round(100 * q.previous_score) || '%% in the latest',
             q.previous_score, NULL)) AS v (place, item, said, value, day)
        ORDER BY v.place$q$,
        gmalign_private.inline_views('assignment_alignment', input), gmalign_private.step_value('assignment', 'why_organization'),
        gmalign_private.step_value('assignment', 'why_assignee'))),
      (2, 'move', 'misaligned_assignment', pg_catalog.format(
        $q$SELECT v.item, v.said, NULL::float8, NULL::date
        FROM (%s) AS q CROSS JOIN LATERAL (VALUES (1, 'why they part', q.reason), (2, 'what to do', q.action), (3, 'talk to', q.talk_to)) AS v (place, item, said)
        ORDER BY v.place$q$, gmalign_private.inline_views('misaligned_assignment', input))),
      (3, 'parties', 'assignment_alignment', pg_catalog.format(
        $q$SELECT v.item, coalesce((%1$s)::text, x.id::text), NULL::float8, NULL::date
        FROM assignment a CROSS JOIN LATERAL (VALUES (1, 'assignee', a.assignee_id), (2, 'GM professional', a.gm_professional_id),
                                                     (3, 'sponsor', a.sponsor_id)) AS v (place, item, person)
        JOIN employee x ON x.id = v.person
        WHERE a.id = %2$L ORDER BY v.place$q$, gmalign_private.step_value('employee', 'external_id'), step_dossier.key)),
      (4, 'parties', 'assignment_priority', pg_catalog.format(
        $q$SELECT s.name || ' wants', pg_catalog.string_agg(pg_catalog.format('%%s %%s%%%%', g.title, pg_catalog.round(100 * p.points)), ', '
                                                            ORDER BY p.points DESC, p.goal_id)
                  || CASE WHEN pg_catalog.bool_or(p.is_default) THEN ' (by default, for the purpose)' ELSE '' END,
                  pg_catalog.sum(p.points), pg_catalog.max(p.stated_on)
        FROM (%s) AS p JOIN stakeholder s ON s.id = p.stakeholder_id JOIN goal g ON g.id = p.goal_id
        WHERE p.points <> 0
        GROUP BY s.id, s.name, s.party
        ORDER BY pg_catalog.array_position(ARRAY['organization', 'gm_professional', 'assignee'], s.party), s.id$q$,
        gmalign_private.inline_views('assignment_priority', input))),
      (5, 'pairs', 'alignment_pair', pg_catalog.format(
        $q$SELECT pg_catalog.replace(p.pair, '|', ' and '), pg_catalog.concat_ws('; ', p.pair_band, p.finding, p.ask_next), p.alignment_score, NULL::date
        FROM (%s) AS p ORDER BY p.alignment_score, p.pair$q$, gmalign_private.inline_views('alignment_pair', input))),
      (6, 'drivers', 'alignment_driver', pg_catalog.format(
        $q$SELECT pg_catalog.replace(d.pair, '|', ' and '), pg_catalog.format('%%s: %%s, costs %%s%%%%%%s', d.goal_title, d.kind, pg_catalog.round(100 * d.loss_share),
                    coalesce(' (' || nullif(pg_catalog.concat_ws('; ', CASE WHEN d.a_points <> 0 THEN gmalign_private.party_name(d.a) || ' through ' || nullif(d.a_own_goal_title, d.goal_title) END,
                      CASE WHEN d.b_points <> 0 THEN gmalign_private.party_name(d.b) || ' through ' || nullif(d.b_own_goal_title, d.goal_title) END), '') || ')', '')),
                  d.loss_share, NULL::date
        FROM (%s) AS d WHERE d.loss_share > 0 ORDER BY d.pair, d.loss_share DESC, d.goal_id$q$, gmalign_private.inline_views('alignment_driver', input))),
      (7, 'line of sight', 'goal_path', pg_catalog.format(
        $q$SELECT DISTINCT ON (g.id) g.title, coalesce(CASE WHEN w.step_count = 0 THEN 'is strategic' ELSE w.path_text END, 'reaches no strategic goal'),
                  w.contribution, NULL::date
        FROM goal g LEFT JOIN (%s) AS w ON w.goal_id = g.id
        WHERE g.id = ANY (%L)
        ORDER BY g.id, w.path_kind DESC$q$, gmalign_private.inline_views('goal_path', input), wanted)),
      (8, 'key results', 'goal_measure', pg_catalog.format(
        $q$SELECT m.goal_title, pg_catalog.concat_ws(', ', pg_catalog.format('%%s of %%s (from %%s)', m.current_value::numeric, m.target_value::numeric, m.start_value::numeric),
                    pg_catalog.round(100 * m.own_progress_share) || '%% done', CASE WHEN m.is_met THEN 'met' END, pg_catalog.replace(m.status, '_', ' '),
                    'due ' || m.due_date), m.own_progress_share, gmalign.local_date(m.last_check_in_at)
        FROM (%s) AS m WHERE m.direction IS NOT NULL AND m.goal_id = ANY (%L) ORDER BY m.goal_id$q$,
        gmalign_private.inline_views('goal_measure', gmalign_private.step_result_input(results)), results)),
      (9, 'check-ins', 'checkin_health', pg_catalog.format(
        $q$SELECT 'check-in', pg_catalog.concat_ws('; ', pg_catalog.replace((%1$s)::text, '_', ' '), 'confidence ' || pg_catalog.round(100 * (%2$s)::float8) || '%%', (%3$s)::text),
                  (%2$s)::float8, gmalign.local_date(x.checked_at)
        FROM check_in x WHERE x.assignment_id = %4$L AND gmalign.local_date(x.checked_at) <= gmalign.today() ORDER BY x.checked_at DESC, x.id DESC$q$,
        gmalign_private.step_value('check_in', 'status'), gmalign_private.step_value('check_in', 'confidence'), gmalign_private.step_value('check_in', 'note'),
        step_dossier.key)),
      (10, 'motivation', 'expectancy', pg_catalog.format(
        $q$SELECT pg_catalog.replace(q.person_role, '_', ' '),
                  pg_catalog.concat_ws('; ', 'to ' || q.act, pg_catalog.format('can %%s, it pays %%s, wanted %%s', pg_catalog.to_char(q.expectancy, 'FM90.00'),
                                                               pg_catalog.to_char(q.instrumentality, 'FM90.00'), pg_catalog.to_char(q.valence, 'FM90.00')),
                                       'weakest link: ' || q.weakest_link || ', ' || q.link_band, 'answered lowest: ' || q.weakest_driver,
                                       'would help most: ' || q.best_reward_code), q.weakest_link_value, q.asked_on
        FROM assignment a JOIN expectancy q ON q.person_id IN (a.assignee_id, a.gm_professional_id)
        JOIN employee e ON e.id = q.person_id
        WHERE a.id = %L AND q.is_latest AND q.person_role = CASE q.person_id WHEN a.assignee_id THEN 'assignee' ELSE 'gm_professional' END
          AND (q.assignment_id = a.id OR q.assignment_id IS NULL)
        ORDER BY q.person_role, q.act, q.survey_id$q$, step_dossier.key)),
      (11, 'flags', 'flag_count_by_rule', pg_catalog.format(
        $q$SELECT x.rule_code, pg_catalog.concat_ws('; ', (%1$s)::text, pg_catalog.rtrim((%2$s)::text, '.'), CASE WHEN x.closed_on <= gmalign.today() THEN 'closed ' || x.closed_on END,
                    'done: ' || pg_catalog.rtrim((%3$s)::text, '.'), 'came of it: ' || (%4$s)::text), NULL::float8, x.opened_on
        FROM flag x JOIN assignment a ON a.id = %5$L
        WHERE ((x.subject_kind = 'assignment' AND x.subject_id = a.id::text)
               OR (x.subject_kind = 'person' AND x.opened_on >= a.start_date
                   AND x.subject_id = (SELECT e.id::text FROM employee e WHERE e.id = a.assignee_id)))
          AND x.opened_on <= gmalign.today()
        ORDER BY x.opened_on DESC, x.rule_code$q$,
        gmalign_private.step_value('flag', 'severity'), gmalign_private.step_value('flag', 'reason'), gmalign_private.step_value('flag', 'action_taken'),
        gmalign_private.step_value('flag', 'outcome'), step_dossier.key)),
      (12, 'outcome', 'assignment_alignment', pg_catalog.format(
        $q$SELECT v.item, v.said, v.value, v.day
        FROM assignment x CROSS JOIN LATERAL (VALUES
          (1, 'end', pg_catalog.concat_ws(', ', x.end_date::text, pg_catalog.replace((%1$s)::text, '_', ' ')), NULL::float8, x.end_date),
          (2, 'cost', pg_catalog.concat_ws(', ', (%2$s)::text, 'estimated ' || (%3$s)::text), (%2$s)::float8, NULL::date),
          (3, 'benefit', pg_catalog.concat((%4$s)::text, ', ' || (%5$s)::text), (%4$s)::float8, NULL),
          (4, 'role after return', 'agreed on ' || (%6$s)::text, NULL, NULL)) AS v (place, item, said, value, day)
        WHERE x.id = %7$L AND v.said <> '' ORDER BY v.place$q$,
        gmalign_private.step_value('assignment', 'end_reason'), gmalign_private.step_value('assignment', 'actual_cost'),
        gmalign_private.step_value('assignment', 'cost_estimate'), gmalign_private.step_value('assignment', 'benefit'),
        gmalign_private.step_value('assignment', 'benefit_basis'), gmalign_private.step_value('assignment', 'next_role_agreed_on'), step_dossier.key)),
      (13, 'outcome', 'program_outcomes', pg_catalog.format(
        $q$SELECT 'as judged by ' || s.name, pg_catalog.concat_ws('; ', CASE WHEN x.is_success THEN 'a success' WHEN NOT x.is_success THEN 'no success' END,
                    'rated ' || pg_catalog.round(100 * (%1$s)::float8) || '%%', (%2$s)::text), (%1$s)::float8, x.judged_on
        FROM assignment_outcome x JOIN stakeholder s ON s.id = x.stakeholder_id
        WHERE x.assignment_id = %3$L AND x.judged_on <= gmalign.today() ORDER BY x.judged_on, s.id$q$,
        gmalign_private.step_value('assignment_outcome', 'rating'), gmalign_private.step_value('assignment_outcome', 'note'), step_dossier.key))
    ) AS p (place, section, relation, query)
    ORDER BY p.place
  LOOP
    section := part.section;
    IF gmalign_private.can_read(model, part.relation) THEN
      FOR item, said, value, day IN EXECUTE part.query LOOP
        IF said IS NOT NULL THEN
          RETURN NEXT;
        END IF;
      END LOOP;
    ELSE
      item := 'not shown';
      said := pg_catalog.format('%I reads no view %I', current_user, part.relation);
      value := NULL;
      day := NULL;
      RETURN NEXT;
    END IF;
  END LOOP;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_dossier(text) IS
  'The rows of a move''s dossier in their order, without their place. A section goes by what the caller may read: a view of it, which is of a tier, and of tables the columns.';

CREATE FUNCTION gmalign_private.step_result_input(goals text) RETURNS jsonb
  LANGUAGE plpgsql STABLE AS $step$
DECLARE
  r record;
  input jsonb := '{}'::jsonb;
BEGIN
  FOR r IN SELECT v.relation, v.key
           FROM (VALUES ('goal', 'id'), ('check_in', 'goal_id'), ('key_result_milestone', 'goal_id'), ('goal_link', 'parent_id')) AS v (relation, key)
           WHERE gmalign_private.step_value(v.relation, v.key) <> 'NULL'
  LOOP
    input := input || pg_catalog.jsonb_build_object(r.relation, pg_catalog.format('SELECT %s FROM %I.%I x WHERE x.%I = ANY (%L)',
      gmalign_private.step_columns(r.relation), pg_catalog.current_schema(), r.relation, r.key, step_result_input.goals));
  END LOOP;
  RETURN input;
END $step$;
COMMENT ON FUNCTION gmalign_private.step_result_input(text) IS
  'For inline_views(): goals (a list of keys as text), what was said of their values, and what lies below them.';

CREATE FUNCTION gmalign.move_dossier(schema text, move text, OUT section text, OUT place integer, OUT item text, OUT said text,
                                     OUT value float8, OUT day date)
  RETURNS SETOF record
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  -- of one move or page there is little; compiled, it takes longer than to run
  SET jit = off
AS $dossier$
BEGIN
  PERFORM gmalign_private.check_target_schema(schema);
  PERFORM set_config('search_path', format('%I, pg_temp', schema), true);
  place := 0;
  FOR section, item, said, value, day IN
    SELECT d.section, d.item, d.said, d.value, d.day
    FROM gmalign_private.step_dossier(gmalign_private.step_find('assignment', pg_catalog.to_jsonb(move_dossier.move))) AS d
  LOOP
    place := place + 1;
    RETURN NEXT;
  END LOOP;
  PERFORM gmalign_private.check_strangers(schema);
END $dossier$;
COMMENT ON FUNCTION gmalign.move_dossier(text, text) IS
  'Everything about one move, named by external_id or key, in order (place, from 1): the move and why its parties part, the parties and what each wants, the three pairs, the goals that drive them apart with the own goals behind them, line of sight, key results, check-ins, motivation, flags and what was done, outcome. section and item: what the row is about; said: in words; value: the figure in it, as the view has it (scores and shares 0 to 1, money in its unit); day: when it was said, asked, opened. It computes this move only. Reads with the rights of the caller: what the tier does not allow is left out, and a row says so. People by external id. Raises 22023 when there is no such move.';

CREATE FUNCTION gmalign.move_dossier_text(schema text, move text) RETURNS text
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  RETURN (
    SELECT string_agg(concat(CASE WHEN d.section IS DISTINCT FROM d.before THEN E'\n' || upper(d.section) || E'\n' END,
                             '  ', rpad(gmalign_private.label_text(d.item, 32), 33), rpad(coalesce(d.day::text, ''), 11),
                             replace(gmalign_private.wrapped(gmalign_private.label_text(d.said, 1000), 66), E'\n', E'\n' || rpad('', 46))),
                      E'\n' ORDER BY d.place) || E'\n'
    FROM (SELECT q.section, q.place, q.item, q.said, q.value, q.day, lag(q.section) OVER (ORDER BY q.place) AS before
          FROM gmalign.move_dossier(schema, move) AS q) AS d);
COMMENT ON FUNCTION gmalign.move_dossier_text(text, text) IS
  'The same as one page of text.';
