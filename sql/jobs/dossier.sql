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
        $q$SELECT gmalign_private.sentence('dossier.' || v.item), v.said, v.value, v.day
        FROM (%1$s) AS q
        JOIN assignment x ON x.id = q.assignment_id
        -- not VALUES, which an engine that distributes tables wants immutable
        CROSS JOIN LATERAL ROWS FROM (
          pg_catalog.unnest(ARRAY['move', 'status', 'why_organization', 'why_assignee', 'alignment', 'alignment_before']),
          pg_catalog.unnest(ARRAY[pg_catalog.concat_ws(', ', coalesce(q.assignment_external_id, q.assignment_id::text), q.assignment_type, q.purpose,
                                     CASE WHEN q.home_country IS NOT NULL AND q.host_country IS NOT NULL THEN gmalign_private.sentence('dossier.countries', pg_catalog.jsonb_build_object('home', q.home_country, 'host', q.host_country)) END, q.org_unit),
                gmalign_private.sentence('dossier.dates', pg_catalog.jsonb_build_object('status', q.assignment_status, 'start', q.start_date, 'end', q.planned_end_date)),
                (%2$s)::text,
                (%3$s)::text,
                CASE WHEN q.is_scored
                     THEN gmalign_private.sentence('dossier.scores', pg_catalog.jsonb_build_object('band', q.alignment_band, 'mutual', q.mutual_alignment_score::numeric, 'weakest', q.weakest_alignment_score::numeric))
                     ELSE gmalign_private.sentence('dossier.unscored', pg_catalog.jsonb_build_object('why', q.unscored_reason)) END,
                CASE WHEN q.start_score IS NOT NULL AND q.previous_score IS NOT NULL
                     THEN gmalign_private.sentence('dossier.scores_before', pg_catalog.jsonb_build_object('start', q.start_score::numeric, 'previous', q.previous_score::numeric)) END]),
          pg_catalog.unnest(ARRAY[NULL, NULL, NULL, NULL, q.mutual_alignment_score, q.previous_score]),
          pg_catalog.unnest(ARRAY[NULL, q.start_date, NULL, NULL, %4$L::date, NULL])) WITH ORDINALITY AS v (item, said, value, day, place)
        ORDER BY v.place$q$,
        gmalign_private.inline_views('assignment_alignment', input), gmalign_private.step_value('assignment', 'why_organization'),
        gmalign_private.step_value('assignment', 'why_assignee'), gmalign.today())),
      (2, 'move', 'misaligned_assignment', pg_catalog.format(
        $q$SELECT gmalign_private.sentence('dossier.' || v.item), v.said, NULL::float8, NULL::date
        FROM (%s) AS q
        CROSS JOIN LATERAL ROWS FROM (
          pg_catalog.unnest(ARRAY['why_they_part', 'what_to_do', 'talk_to']), pg_catalog.unnest(ARRAY[q.reason, q.action, q.talk_to])) WITH ORDINALITY AS v (item, said, place)
        ORDER BY v.place$q$, gmalign_private.inline_views('misaligned_assignment', input))),
      (3, 'parties', 'assignment_alignment', pg_catalog.format(
        $q$SELECT gmalign_private.word('role', v.role), coalesce((%1$s)::text, x.id::text), NULL::float8, NULL::date
        FROM assignment a CROSS JOIN LATERAL (VALUES (1, 'assignee', a.assignee_id), (2, 'gm_professional', a.gm_professional_id),
                                                     (3, 'organization', a.sponsor_id)) AS v (place, role, person)
        JOIN employee x ON x.id = v.person
        WHERE a.id = %2$L ORDER BY v.place$q$, gmalign_private.step_value('employee', 'external_id'), step_dossier.key)),
      (4, 'parties', 'assignment_priority', pg_catalog.format(
        $q$SELECT gmalign_private.sentence('dossier.wants', pg_catalog.jsonb_build_object('name', gmalign_private.said_again('voice.' || s.code, '{}', s.name))),
                  pg_catalog.string_agg(gmalign_private.sentence('dossier.wish', pg_catalog.jsonb_build_object('goal', g.title, 'share', p.points::numeric)), ', '
                                                            ORDER BY p.points DESC, p.goal_id)
                  || CASE WHEN pg_catalog.bool_or(p.is_default) THEN gmalign_private.sentence('dossier.by_default') ELSE '' END,
                  gmalign_private.total(p.points), pg_catalog.max(p.stated_on)
        FROM (%s) AS p JOIN stakeholder s ON s.id = p.stakeholder_id JOIN goal g ON g.id = p.goal_id
        WHERE p.points <> 0
        GROUP BY s.id, s.code, s.name, s.party
        ORDER BY pg_catalog.array_position(ARRAY['organization', 'gm_professional', 'assignee'], s.party), s.id$q$,
        gmalign_private.inline_views('assignment_priority', input))),
      (5, 'pairs', 'alignment_pair', pg_catalog.format(
        $q$SELECT gmalign_private.pair_label(p.pair), pg_catalog.concat_ws('; ', gmalign_private.word('band', p.pair_band), p.finding, p.ask_next), p.alignment_score, NULL::date
        FROM (%s) AS p ORDER BY p.alignment_score, p.pair$q$, gmalign_private.inline_views('alignment_pair', input))),
      (6, 'drivers', 'alignment_driver', pg_catalog.format(
        $q$SELECT gmalign_private.pair_label(d.pair),
                  gmalign_private.sentence('dossier.driver', pg_catalog.jsonb_build_object('goal', d.goal_title, 'kind', d.kind, 'loss', d.loss_share::numeric,
                    'through', nullif(pg_catalog.concat_ws('; ',
                      CASE WHEN d.a_points <> 0 AND d.a_own_goal_title <> d.goal_title THEN gmalign_private.sentence('dossier.through', pg_catalog.jsonb_build_object('party', d.a, 'goal', d.a_own_goal_title)) END,
                      CASE WHEN d.b_points <> 0 AND d.b_own_goal_title <> d.goal_title THEN gmalign_private.sentence('dossier.through', pg_catalog.jsonb_build_object('party', d.b, 'goal', d.b_own_goal_title)) END), ''))),
                  d.loss_share, NULL::date
        FROM (%s) AS d WHERE d.loss_share > 0 ORDER BY d.pair, d.loss_share DESC, d.goal_id$q$, gmalign_private.inline_views('alignment_driver', input))),
      (7, 'line of sight', 'goal_path', pg_catalog.format(
        $q$SELECT DISTINCT ON (g.id) g.title, coalesce(CASE WHEN w.step_count = 0 THEN gmalign_private.sentence('dossier.strategic') ELSE w.path_text END, gmalign_private.sentence('dossier.no_sight')),
                  w.contribution, NULL::date
        FROM goal g LEFT JOIN (%s) AS w ON w.goal_id = g.id
        WHERE g.id = ANY (%L)
        ORDER BY g.id, w.path_kind DESC$q$, gmalign_private.inline_views('goal_path', input), wanted)),
      (8, 'key results', 'goal_measure', pg_catalog.format(
        $q$SELECT m.goal_title, pg_catalog.concat_ws(', ', gmalign_private.sentence('dossier.value', pg_catalog.jsonb_build_object('value', m.current_value::numeric, 'target', m.target_value::numeric, 'start', m.start_value::numeric)),
                    CASE WHEN m.own_progress_share IS NOT NULL THEN gmalign_private.sentence('dossier.progress', pg_catalog.jsonb_build_object('share', m.own_progress_share::numeric)) END, CASE WHEN m.is_met THEN gmalign_private.sentence('dossier.met') END,
                    gmalign_private.word('status', m.status), CASE WHEN m.due_date IS NOT NULL THEN gmalign_private.sentence('dossier.due', pg_catalog.jsonb_build_object('day', m.due_date)) END), m.own_progress_share, gmalign.local_date(m.last_check_in_at)
        FROM (%s) AS m WHERE m.direction IS NOT NULL AND m.goal_id = ANY (%L) ORDER BY m.goal_id$q$,
        gmalign_private.inline_views('goal_measure', gmalign_private.step_result_input(results)), results)),
      (9, 'check-ins', 'checkin_health', pg_catalog.format(
        $q$SELECT gmalign_private.sentence('dossier.check_in'), pg_catalog.concat_ws('; ', gmalign_private.word('status', (%1$s)::text),
                    CASE WHEN (%2$s)::float8 IS NOT NULL THEN gmalign_private.sentence('dossier.confidence', pg_catalog.jsonb_build_object('share', (%2$s)::numeric)) END, (%3$s)::text),
                  (%2$s)::float8, gmalign.local_date(x.checked_at)
        FROM check_in x WHERE x.assignment_id = %4$L AND gmalign.local_date(x.checked_at) <= gmalign.today() ORDER BY x.checked_at DESC, x.id DESC$q$,
        gmalign_private.step_value('check_in', 'status'), gmalign_private.step_value('check_in', 'confidence'), gmalign_private.step_value('check_in', 'note'),
        step_dossier.key)),
      (10, 'motivation', 'expectancy', pg_catalog.format(
        $q$SELECT gmalign_private.word('role', q.person_role),
                  pg_catalog.concat_ws('; ', gmalign_private.sentence('dossier.act', pg_catalog.jsonb_build_object('act', q.act)),
                    gmalign_private.sentence('dossier.means', pg_catalog.jsonb_build_object('expectancy', q.expectancy::numeric, 'instrumentality', q.instrumentality::numeric, 'valence', q.valence::numeric)),
                    CASE WHEN q.weakest_link IS NOT NULL THEN gmalign_private.sentence('dossier.weakest_link', pg_catalog.jsonb_build_object('link', q.weakest_link, 'band', q.link_band)) END,
                    CASE WHEN q.weakest_driver IS NOT NULL THEN gmalign_private.sentence('dossier.lowest', pg_catalog.jsonb_build_object('driver', q.weakest_driver)) END,
                    CASE WHEN q.best_reward_code IS NOT NULL THEN gmalign_private.sentence('dossier.best_reward', pg_catalog.jsonb_build_object('reward', q.best_reward_code)) END), q.weakest_link_value, q.asked_on
        FROM assignment a JOIN expectancy q ON q.person_id IN (a.assignee_id, a.gm_professional_id)
        JOIN employee e ON e.id = q.person_id
        WHERE a.id = %L AND q.is_latest AND q.person_role = CASE q.person_id WHEN a.assignee_id THEN 'assignee' ELSE 'gm_professional' END
          AND (q.assignment_id = a.id OR q.assignment_id IS NULL)
        ORDER BY q.person_role, q.act, q.survey_id$q$, step_dossier.key)),
      (11, 'flags', 'flag_count_by_rule', pg_catalog.format(
        $q$SELECT x.rule_code, pg_catalog.concat_ws('; ', gmalign_private.word('severity', (%1$s)::text),
                    coalesce((SELECT gmalign_private.sentence('dossier.folded', pg_catalog.jsonb_build_object('rule', l.rule_code)) FROM flag l
                              WHERE l.id::text = (%8$s)::text AND (l.closed_on IS NULL OR l.closed_on > gmalign.today() OR l.closed_on >= x.closed_on)),
                             pg_catalog.rtrim(gmalign_private.said_again('reason.' || (%6$s)::text, (%7$s)::jsonb, (%2$s)::text), '.')),
                    CASE WHEN x.closed_on <= gmalign.today() THEN gmalign_private.sentence('dossier.closed', pg_catalog.jsonb_build_object('day', x.closed_on)) END,
                    CASE WHEN (%3$s)::text IS NOT NULL THEN gmalign_private.sentence('dossier.acted', pg_catalog.jsonb_build_object('text', pg_catalog.rtrim((%3$s)::text, '.'))) END,
                    CASE WHEN (%4$s)::text IS NOT NULL THEN gmalign_private.sentence('dossier.came', pg_catalog.jsonb_build_object('text', (%4$s)::text)) END), NULL::float8, x.opened_on
        FROM flag x JOIN assignment a ON a.id = %5$L
        WHERE ((x.subject_kind = 'assignment' AND x.subject_id = a.id::text)
               OR (x.subject_kind = 'person' AND x.opened_on >= a.start_date
                   AND x.subject_id = (SELECT e.id::text FROM employee e WHERE e.id = a.assignee_id)))
          AND x.opened_on <= gmalign.today()
        ORDER BY x.opened_on DESC, x.rule_code$q$,
        gmalign_private.step_value('flag', 'severity'), gmalign_private.step_value('flag', 'reason'), gmalign_private.step_value('flag', 'action_taken'),
        gmalign_private.step_value('flag', 'outcome'), step_dossier.key, gmalign_private.step_value('flag', 'reason_code'),
        gmalign_private.step_value('flag', 'parameters'), gmalign_private.step_value('flag', 'folded_into'))),
      (12, 'outcome', 'assignment_alignment', pg_catalog.format(
        $q$SELECT v.item, v.said, v.value, v.day
        FROM assignment x CROSS JOIN LATERAL (VALUES
          (1, gmalign_private.sentence('dossier.end'), pg_catalog.concat_ws(', ', x.end_date::text, gmalign_private.word('status', (%1$s)::text)), NULL::float8, x.end_date),
          (2, gmalign_private.sentence('dossier.cost'), pg_catalog.concat_ws(', ', (%2$s)::text, CASE WHEN (%3$s)::text IS NOT NULL THEN gmalign_private.sentence('dossier.estimate', pg_catalog.jsonb_build_object('amount', (%3$s)::text)) END), (%2$s)::float8, NULL::date),
          (3, gmalign_private.sentence('dossier.benefit'), pg_catalog.concat((%4$s)::text, ', ' || (%5$s)::text), (%4$s)::float8, NULL),
          (4, gmalign_private.sentence('dossier.next_role'), CASE WHEN (%6$s)::text IS NOT NULL THEN gmalign_private.sentence('dossier.agreed', pg_catalog.jsonb_build_object('day', (%6$s)::text)) END, NULL, NULL)) AS v (place, item, said, value, day)
        WHERE x.id = %7$L AND v.said <> '' ORDER BY v.place$q$,
        gmalign_private.step_value('assignment', 'end_reason'), gmalign_private.step_value('assignment', 'actual_cost'),
        gmalign_private.step_value('assignment', 'cost_estimate'), gmalign_private.step_value('assignment', 'benefit'),
        gmalign_private.step_value('assignment', 'benefit_basis'), gmalign_private.step_value('assignment', 'next_role_agreed_on'), step_dossier.key)),
      (13, 'outcome', 'program_outcomes', pg_catalog.format(
        $q$SELECT gmalign_private.sentence('dossier.judged', pg_catalog.jsonb_build_object('name', gmalign_private.said_again('voice.' || s.code, '{}', s.name))), pg_catalog.concat_ws('; ',
                    CASE WHEN x.is_success THEN gmalign_private.sentence('dossier.success') WHEN NOT x.is_success THEN gmalign_private.sentence('dossier.failure') END,
                    CASE WHEN (%1$s)::float8 IS NOT NULL THEN gmalign_private.sentence('dossier.rated', pg_catalog.jsonb_build_object('share', (%1$s)::numeric)) END, (%2$s)::text), (%1$s)::float8, x.judged_on
        FROM assignment_outcome x JOIN stakeholder s ON s.id = x.stakeholder_id
        WHERE x.assignment_id = %3$L AND x.judged_on <= %4$L ORDER BY x.judged_on, s.id$q$,
        gmalign_private.step_value('assignment_outcome', 'rating'), gmalign_private.step_value('assignment_outcome', 'note'), step_dossier.key, gmalign.today()))
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
      item := gmalign_private.sentence('dossier.not_shown');
      said := gmalign_private.sentence('dossier.not_read', pg_catalog.jsonb_build_object('role', current_user, 'view', part.relation));
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
  'Everything about one move, named by external_id or key, in order (place, from 1): the move and why its parties part, the parties and what each wants, the three pairs, the goals that drive them apart with the own goals behind them, line of sight, key results, check-ins, motivation, flags and what was done, outcome. section: what the row is about, always by its English name; item and said: in words, in the language of the setting gmalign.language; value: the figure in it, as the view has it (scores and shares 0 to 1, money in its unit); day: when it was said, asked, opened. It computes this move only. Reads with the rights of the caller: what the tier does not allow is left out, and a row says so. People by external id. Raises 22023 when there is no such move.';

CREATE FUNCTION gmalign.move_dossier_text(schema text, move text) RETURNS text
  LANGUAGE sql
  SET search_path = pg_catalog, pg_temp
  RETURN (
    SELECT string_agg(concat(CASE WHEN d.section IS DISTINCT FROM d.before THEN E'\n' || upper(gmalign_private.sentence('section.' || d.section)) || E'\n' END,
                             '  ', rpad(gmalign_private.label_text(d.item, 32), 33), rpad(coalesce(d.day::text, ''), 11),
                             replace(gmalign_private.wrapped(gmalign_private.label_text(d.said, 1000), 66), E'\n', E'\n' || rpad('', 46))),
                      E'\n' ORDER BY d.place) || E'\n'
    FROM (SELECT q.section, q.place, q.item, q.said, q.value, q.day, lag(q.section) OVER (ORDER BY q.place) AS before
          FROM gmalign.move_dossier(schema, move) AS q) AS d);
COMMENT ON FUNCTION gmalign.move_dossier_text(text, text) IS
  'The same as one page of text.';
