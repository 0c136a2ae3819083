-- What must hold of the relations that the views read: a line per fact, in one
-- place. The constraints of the model say the same of its own tables (a test
-- compares the two); over relations of the user's own nothing else says it.

CREATE FUNCTION gmalign_private.data_facts()
  RETURNS TABLE (place bigint, relation text, kind text, columns text[], argument text)
  LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT row_number() OVER (), f.relation, f.kind, string_to_array(f.columns, ' '), f.argument
  FROM (VALUES
    ('org_unit', 'key', 'id', NULL),
    ('org_unit', 'unique', 'external_id', NULL),
    ('org_unit', 'similar', 'external_id', NULL),
    ('org_unit', 'needed', 'name', NULL),
    ('org_unit', 'reference', 'parent_id', 'org_unit.id'),
    ('org_unit', 'spelling', 'region', NULL),

    ('employee', 'key', 'id', NULL),
    ('employee', 'unique', 'external_id', NULL),
    ('employee', 'similar', 'external_id', NULL),
    ('employee', 'reference', 'org_unit_id', 'org_unit.id'),
    ('employee', 'reference', 'manager_id', 'employee.id'),
    ('employee', 'spelling', 'home_country', NULL),
    ('employee', 'date', 'hire_date', NULL),
    ('employee', 'end', 'departure_date', NULL),
    ('employee', 'order', 'hire_date departure_date', NULL),
    ('employee', 'word', 'departure_type', 'voluntary, involuntary, retirement, other'),
    ('employee', 'bad', 'departure_type departure_date',
     'unknown_event :: unknown_leaver :: r.departure_type IS NULL AND isfinite(r.departure_date)'),
    ('employee', 'number', 'performance_rating', '-1000000000000000 to 1000000000000000'),

    ('employment_spell', 'key', 'employee_id hire_date', NULL),
    ('employment_spell', 'reference', 'employee_id', 'employee.id'),
    ('employment_spell', 'date', 'hire_date', NULL),
    ('employment_spell', 'end', 'departure_date', NULL),
    ('employment_spell', 'order', 'hire_date departure_date', NULL),
    ('employment_spell', 'word', 'departure_type', 'voluntary, involuntary, retirement, other'),
    ('employment_spell', 'bad', 'departure_type departure_date',
     'unknown_event :: unknown_leaver :: r.departure_type IS NULL AND isfinite(r.departure_date)'),

    ('cycle', 'key', 'id', NULL),
    ('cycle', 'unique', 'external_id', NULL),
    ('cycle', 'needed', 'name start_date end_date', NULL),
    ('cycle', 'date', 'start_date', NULL),
    ('cycle', 'end', 'end_date', NULL),
    ('cycle', 'order', 'start_date end_date', NULL),

    ('goal_dimension', 'key', 'id', NULL),
    ('goal_dimension', 'unique', 'code', NULL),
    ('goal_dimension', 'needed', 'code weight', NULL),
    ('goal_dimension', 'number', 'weight', '0 to 1000000'),

    ('goal', 'key', 'id', NULL),
    ('goal', 'unique', 'external_id', NULL),
    ('goal', 'similar', 'external_id', NULL),
    ('goal', 'needed', 'title level goal_type weight', NULL),
    ('goal', 'word', 'level', 'strategic, department, team, individual'),
    ('goal', 'word', 'goal_type', 'objective, key_result, initiative, personal'),
    ('goal', 'word', 'horizon', 'operational, strategic'),
    ('goal', 'word', 'direction', 'increase, decrease, at_least, at_most, range, exact, binary'),
    ('goal', 'word', 'status', 'draft, not_started, on_track, at_risk, off_track, done, cancelled'),
    ('goal', 'reference', 'dimension_id', 'goal_dimension.id'),
    ('goal', 'reference', 'cycle_id', 'cycle.id'),
    ('goal', 'reference', 'org_unit_id', 'org_unit.id'),
    ('goal', 'reference', 'owner_id', 'employee.id'),
    ('goal', 'number', 'weight', '0 to 1000000'),
    ('goal', 'number', 'start_value target_value target_high current_value', '-1000000000000000 to 1000000000000000'),
    ('goal', 'date', 'created_on start_date', NULL),
    ('goal', 'end', 'due_date closed_on', NULL),
    ('goal', 'order', 'start_date due_date', NULL),
    ('goal', 'order', 'created_on closed_on', NULL),
    ('goal', 'order', 'target_value target_high direction', 'r.direction::text = ''range'''),

    ('goal_link', 'row', 'child_id parent_id', NULL),
    ('goal_link', 'key', 'id', NULL),
    ('goal_link', 'needed', 'child_id parent_id relation', NULL),
    ('goal_link', 'reference', 'child_id', 'goal.id'),
    ('goal_link', 'reference', 'parent_id', 'goal.id'),
    ('goal_link', 'word', 'relation', 'contributes, supports, conflicts'),
    ('goal_link', 'number', 'contribution', '-1 to 1'),
    ('goal_link', 'bad', 'contribution relation',
     'wrong_sign :: wrong_sign :: CASE r.relation::text WHEN ''contributes'' THEN r.contribution < 0 WHEN ''conflicts'' THEN r.contribution > 0
                            WHEN ''supports'' THEN r.contribution IS NOT NULL END'),
    ('goal_link', 'date', 'valid_from', NULL),
    ('goal_link', 'end', 'valid_to', NULL),
    ('goal_link', 'order', 'valid_from valid_to', NULL),

    ('key_result_milestone', 'key', 'id', NULL),
    ('key_result_milestone', 'unique', 'goal_id due_date', NULL),
    ('key_result_milestone', 'needed', 'goal_id due_date value', NULL),
    ('key_result_milestone', 'reference', 'goal_id', 'goal.id'),
    ('key_result_milestone', 'date', 'due_date', NULL),
    ('key_result_milestone', 'number', 'value', '-1000000000000000 to 1000000000000000'),

    ('goal_contributor', 'key', 'id', NULL),
    ('goal_contributor', 'needed', 'goal_id employee_id', NULL),
    ('goal_contributor', 'reference', 'goal_id', 'goal.id'),
    ('goal_contributor', 'reference', 'employee_id', 'employee.id'),
    ('goal_contributor', 'number', 'fte_share', '0 to 10'),
    ('goal_contributor', 'date', 'valid_from', NULL),
    ('goal_contributor', 'end', 'valid_to', NULL),
    ('goal_contributor', 'order', 'valid_from valid_to', NULL),

    ('goal_awareness', 'key', 'id', NULL),
    ('goal_awareness', 'unique', 'goal_id employee_id asked_on', NULL),
    ('goal_awareness', 'needed', 'goal_id employee_id asked_on', NULL),
    ('goal_awareness', 'reference', 'goal_id', 'goal.id'),
    ('goal_awareness', 'reference', 'employee_id', 'employee.id'),
    ('goal_awareness', 'stated', 'asked_on', NULL),

    ('goal_change', 'key', 'id', NULL),
    ('goal_change', 'needed', 'goal_id changed_on field', NULL),
    ('goal_change', 'reference', 'goal_id', 'goal.id'),
    ('goal_change', 'stated', 'changed_on', NULL),

    ('stakeholder', 'key', 'id', NULL),
    ('stakeholder', 'unique', 'code', NULL),
    ('stakeholder', 'needed', 'code name party', NULL),
    ('stakeholder', 'spelling', 'code', NULL),
    ('stakeholder', 'word', 'party', 'organization, gm_professional, assignee'),

    ('assignment', 'key', 'id', NULL),
    ('assignment', 'unique', 'external_id', NULL),
    ('assignment', 'similar', 'external_id', NULL),
    ('assignment', 'needed', 'assignee_id start_date fte_share', NULL),
    ('assignment', 'reference', 'assignee_id', 'employee.id'),
    ('assignment', 'reference', 'gm_professional_id', 'employee.id'),
    ('assignment', 'reference', 'sponsor_id', 'employee.id'),
    ('assignment', 'reference', 'org_unit_id', 'org_unit.id'),
    ('assignment', 'spelling', 'assignment_type', NULL),
    ('assignment', 'spelling', 'purpose', 'purpose_goal.purpose'),
    ('assignment', 'spelling', 'home_country', NULL),
    ('assignment', 'spelling', 'host_country', NULL),
    ('assignment', 'date', 'start_date', NULL),
    ('assignment', 'end', 'planned_end_date end_date', NULL),
    ('assignment', 'date', 'next_role_agreed_on', NULL),
    ('assignment', 'order', 'start_date planned_end_date', NULL),
    -- relations of a user's own may have no end_reason
    ('assignment', 'order', 'start_date end_date', 'to_jsonb(r) ->> ''end_reason'' IS DISTINCT FROM ''cancelled'''),
    ('assignment', 'word', 'end_reason', 'completed, early_return, cancelled, localized, departure, other'),
    ('assignment', 'number', 'fte_share', '0 to 10'),
    ('assignment', 'number', 'cost_estimate actual_cost', '0 to 1000000000000'),
    ('assignment', 'number', 'benefit', '-1000000000000 to 1000000000000'),

    ('assignment_party', 'key', 'assignment_id stakeholder_id', NULL),
    ('assignment_party', 'reference', 'assignment_id', 'assignment.id'),
    ('assignment_party', 'reference', 'stakeholder_id', 'stakeholder.id'),
    ('assignment_party', 'reference', 'employee_id', 'employee.id'),
    ('assignment_party', 'date', 'involved_on agreed_on', NULL),

    ('purpose_goal', 'key', 'id', NULL),
    ('purpose_goal', 'unique', 'purpose stakeholder_id goal_id valid_from', NULL),
    ('purpose_goal', 'needed', 'purpose stakeholder_id goal_id priority', NULL),
    ('purpose_goal', 'spelling', 'purpose', NULL),
    ('purpose_goal', 'reference', 'stakeholder_id', 'stakeholder.id'),
    ('purpose_goal', 'reference', 'goal_id', 'goal.id'),
    ('purpose_goal', 'number', 'priority', '-1 to 1'),
    ('purpose_goal', 'date', 'valid_from', NULL),
    ('purpose_goal', 'end', 'valid_to', NULL),
    ('purpose_goal', 'order', 'valid_from valid_to', NULL),

    ('assignment_goal', 'key', 'assignment_id stakeholder_id goal_id stated_on', NULL),
    ('assignment_goal', 'reference', 'assignment_id', 'assignment.id'),
    ('assignment_goal', 'reference', 'stakeholder_id', 'stakeholder.id'),
    ('assignment_goal', 'reference', 'goal_id', 'goal.id'),
    ('assignment_goal', 'stated', 'stated_on', NULL),
    ('assignment_goal', 'number', 'priority', '-1 to 1'),

    ('assignment_outcome', 'key', 'assignment_id stakeholder_id judged_on', NULL),
    ('assignment_outcome', 'reference', 'assignment_id', 'assignment.id'),
    ('assignment_outcome', 'reference', 'stakeholder_id', 'stakeholder.id'),
    ('assignment_outcome', 'stated', 'judged_on', NULL),
    ('assignment_outcome', 'number', 'rating', '0 to 1'),

    ('check_in', 'key', 'id', NULL),
    ('check_in', 'unique', 'external_id', NULL),
    ('check_in', 'needed', 'checked_at', NULL),
    ('check_in', 'bad', 'goal_id assignment_id', 'null_value :: null_as_assignment :: num_nonnulls(r.goal_id, r.assignment_id) = 0'),
    ('check_in', 'reference', 'goal_id', 'goal.id'),
    ('check_in', 'reference', 'assignment_id', 'assignment.id'),
    ('check_in', 'reference', 'employee_id', 'employee.id'),
    ('check_in', 'stated', 'checked_at', NULL),
    ('check_in', 'number', 'value', '-1000000000000000 to 1000000000000000'),
    ('check_in', 'number', 'confidence', '0 to 1'),
    ('check_in', 'word', 'status', 'not_started, on_track, at_risk, off_track, done'),

    ('action', 'key', 'code', NULL),
    ('action', 'needed', 'strategy text', NULL),
    ('action', 'word', 'strategy', 'state_the_why, design_for_alignment, check_in, show_the_data, develop_gm'),
    ('action', 'word', 'party', 'organization, gm_professional, assignee'),

    ('flag_rule', 'key', 'code', NULL),
    ('flag_rule', 'needed', 'meaning subject_kind opens_when severity', NULL),
    ('flag_rule', 'event', 'is_personal is_enabled', NULL),
    ('flag_rule', 'word', 'subject_kind', 'assignment, goal, person'),
    ('flag_rule', 'word', 'opens_when', 'below, from, found'),
    ('flag_rule', 'word', 'severity', 'low, medium, high'),
    ('flag_rule', 'reference', 'action_code', 'action.code'),
    ('flag_rule', 'word', 'open_setting', (SELECT string_agg(s.code, ', ') FROM gmalign_private.default_settings() s)),
    ('flag_rule', 'number', 'open_value close_value', '-1000000000000000 to 1000000000000000'),
    ('flag_rule', 'number', 'close_margin', '0 to 1000000000000000'),
    ('flag_rule', 'bad', 'opens_when open_value close_value open_setting close_margin',
     'wrong_thresholds :: thresholds :: CASE WHEN r.opens_when::text = ''found'' THEN num_nonnulls(r.open_value, r.close_value, r.open_setting, r.close_margin) > 0
           WHEN r.open_setting IS NOT NULL THEN num_nonnulls(r.open_value, r.close_value) > 0
           ELSE r.open_value IS NULL OR r.close_margin IS NOT NULL
             OR CASE r.opens_when::text WHEN ''below'' THEN r.close_value < r.open_value ELSE r.close_value > r.open_value END END'),

    ('flag', 'key', 'id', NULL),
    ('flag', 'needed', 'rule_code subject_kind subject_id severity opened_on last_seen_on', NULL),
    ('flag', 'reference', 'rule_code', 'flag_rule.code'),
    ('flag', 'reference', 'assigned_to_id', 'employee.id'),
    ('flag', 'reference', 'folded_into', 'flag.id'),
    ('flag', 'word', 'subject_kind', 'assignment, goal, person'),
    ('flag', 'word', 'severity', 'low, medium, high'),
    ('flag', 'word', 'close_code', 'recovered, ended, gone, rule_off'),
    ('flag', 'number', 'score', '-1000000000000000 to 1000000000000000'),
    ('flag', 'date', 'opened_on last_seen_on acknowledged_on', NULL),
    ('flag', 'end', 'closed_on', NULL),
    ('flag', 'order', 'opened_on closed_on', NULL),
    ('flag', 'bad', 'closed_on close_code', 'null_value :: null_when_closed :: r.closed_on IS NULL AND r.close_code IS NOT NULL'),

    ('alignment_snapshot', 'key', 'taken_on assignment_id', NULL),
    ('alignment_snapshot', 'date', 'taken_on', NULL),
    ('alignment_snapshot', 'number', 'mutual_alignment weakest_alignment opposed_share organization_gm_score '
                                     'organization_assignee_score gm_assignee_score', '0 to 1'),
    ('alignment_snapshot', 'number', 'beyond_chance', '-1000000 to 1'),
    ('alignment_snapshot', 'word', 'alignment_band', 'aligned, mixed, misaligned, not scored'),

    ('setting', 'key', 'code', NULL),
    ('setting', 'word', 'code', (SELECT string_agg(s.code, ', ') FROM gmalign_private.default_settings() s)),
    ('setting', 'needed', 'meaning', NULL),
    ('setting', 'number', 'number_value', '-1000000000000000 to 1000000000000000'),
    ('setting', 'date', 'date_value', NULL),

    ('review_agreement', 'key', 'id', NULL),
    ('review_agreement', 'needed', 'employee_id agreed_on', NULL),
    ('review_agreement', 'reference', 'employee_id', 'employee.id'),
    ('review_agreement', 'date', 'agreed_on', NULL),
    ('review_agreement', 'number', 'requested_months granted_months', '1 to 1200'),

    ('review', 'key', 'id', NULL),
    ('review', 'needed', 'employee_id', NULL),
    ('review', 'reference', 'employee_id', 'employee.id'),
    ('review', 'reference', 'growth_goal_id', 'goal.id'),
    ('review', 'word', 'orientation', 'forward, backward'),
    ('review', 'date', 'due_on next_step_on', NULL),
    ('review', 'stated', 'held_on', NULL),

    ('development_activity', 'key', 'id', NULL),
    ('development_activity', 'needed', 'employee_id skill', NULL),
    ('development_activity', 'reference', 'employee_id', 'employee.id'),
    ('development_activity', 'reference', 'goal_id', 'goal.id'),
    ('development_activity', 'number', 'hours', '0 to 100000'),
    ('development_activity', 'stated', 'done_on', NULL),

    ('reward', 'key', 'id', NULL),
    ('reward', 'unique', 'code', NULL),
    ('reward', 'needed', 'code name', NULL),

    ('expectancy_survey', 'key', 'id', NULL),
    ('expectancy_survey', 'unique', 'external_id', NULL),
    ('expectancy_survey', 'needed', 'employee_id person_role act asked_on', NULL),
    ('expectancy_survey', 'reference', 'employee_id', 'employee.id'),
    ('expectancy_survey', 'reference', 'assignment_id', 'assignment.id'),
    ('expectancy_survey', 'word', 'person_role', 'assignee, gm_professional, other'),
    ('expectancy_survey', 'spelling', 'act', NULL),
    ('expectancy_survey', 'stated', 'asked_on', NULL),
    ('expectancy_survey', 'number', 'expectancy', '0 to 1'),

    ('expectancy_outcome', 'key', 'survey_id reward_id', NULL),
    ('expectancy_outcome', 'reference', 'survey_id', 'expectancy_survey.id'),
    ('expectancy_outcome', 'reference', 'reward_id', 'reward.id'),
    ('expectancy_outcome', 'number', 'instrumentality valence', '-1 to 1'),
    ('expectancy_outcome', 'event', 'is_offered', NULL),

    ('survey_item', 'key', 'id', NULL),
    ('survey_item', 'unique', 'code', NULL),
    ('survey_item', 'needed', 'code name', NULL),
    ('survey_item', 'word', 'link', 'expectancy, instrumentality, valence'),

    ('survey_answer', 'key', 'survey_id item_id', NULL),
    ('survey_answer', 'reference', 'survey_id', 'expectancy_survey.id'),
    ('survey_answer', 'reference', 'item_id', 'survey_item.id'),
    ('survey_answer', 'number', 'answer', '0 to 1')
  ) AS f (relation, kind, columns, argument);
END;
COMMENT ON FUNCTION gmalign_private.data_facts() IS
  'What must hold of the relations that the views read. Of each of the columns: needed (no NULL), event (true or false, no NULL), reference (to what is in relation.column), word (one of a closed list), spelling (a list of the user''s own: one way to write a word, that of relation.column where it is given), similar (no two that differ in case or leading zeros alone), number (finite, and in a range), date (finite, from 1000 to 9999, and not before founded_on), end (the same, but infinity is no end), stated (a date, and not in the future). Of all of them together: row (what names a row in findings, if not the key), key (no NULL, no two rows alike), unique (no two rows alike), order (the first not after the second; argument: where), bad (argument: code, the NAME of the sentence fact.NAME and the condition under which it is).';

CREATE FUNCTION gmalign_private.fact_tests(schema text, founded_on date)
  RETURNS TABLE (relation text, place bigint, column_name text, columns text[], severity text, code text, words text, hint text,
                 bad text, value text, target text, target_column text, link text, known text)
  LANGUAGE sql STABLE
  SET search_path = pg_catalog, pg_temp
AS $tests$
  WITH col AS (
    SELECT f.place, f.relation, f.kind, f.argument, f.columns, c.oid AS relid, a.attname::text AS name, a.attnum, a.attnotnull,
           format('r.%I', a.attname) AS c, format('(r.%I::text COLLATE "default")', a.attname) AS word,
           a.atttypid, a.attcollation, t.typcategory AS category, b.typname AS base_type,
           b.typname IN ('float4', 'float8', 'numeric') AS has_nan,
           w.wanted IS NULL OR strpos(w.wanted, t.typcategory::text) > 0 AS fits, w.wanted
    FROM gmalign_private.data_facts() f
    JOIN pg_class c ON c.oid = to_regclass(format('%I.%I', schema, f.relation))
    CROSS JOIN unnest(f.columns) AS e (name)
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = e.name AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    JOIN pg_type b ON b.oid = CASE WHEN t.typtype = 'd' THEN t.typbasetype ELSE t.oid END
    CROSS JOIN LATERAL (SELECT CASE WHEN f.kind = 'number' THEN 'N' WHEN f.kind IN ('date', 'end', 'stated') THEN 'D'
                                    WHEN f.kind IN ('word', 'spelling', 'similar') THEN 'SE' WHEN f.kind = 'event' THEN 'B' END AS wanted) AS w
  ),
  -- facts about columns together need all of them; what is missing is told by install_views()
  known AS (
    SELECT k.*,
           k.name = k.columns[1] AND (SELECT count(*) FROM col o WHERE o.place = k.place) = cardinality(k.columns)
             AND NOT EXISTS (SELECT FROM col o WHERE o.relid = k.relid AND o.name = ANY (k.columns) AND NOT o.fits) AS is_whole,
           format('lower(regexp_replace(btrim(%s), ''[\s-]+'', ''_'', ''g''))', k.word) AS plain,
           string_to_array(k.argument, ', ') AS list, string_to_array(replace(replace(k.argument, ', ', ','), ' ', '_'), ',') AS plain_list,
           string_to_array(k.argument, ' :: ') AS said,
           CASE WHEN k.kind IN ('reference', 'spelling') THEN split_part(k.argument, '.', 1) END AS target,
           CASE WHEN k.kind IN ('reference', 'spelling') THEN split_part(k.argument, '.', 2) END AS target_column,
           substring(k.argument FROM '^(-?\d+) (?:to|or more)') AS low,
           substring(k.argument FROM '(?:to |^)(-?\d+)(?: or less)?$') AS high,
           to_char(founded_on, 'YYYY-MM-DD') AS founded
    FROM col k
  ),
  aimed AS (
    SELECT k.*, t.attrelid AS target_relid,
           CASE WHEN (k.category = 'N' AND u.typcategory = 'N') OR (k.category = 'S' AND u.typcategory = 'S') OR k.atttypid = t.atttypid
                THEN '' ELSE '::text' END AS as_text,
           CASE WHEN k.attcollation <> t.attcollation AND t.attcollation <> 0
                THEN (SELECT format(' COLLATE %I.%I', n.nspname, l.collname) FROM pg_collation l
                      JOIN pg_namespace n ON n.oid = l.collnamespace WHERE l.oid = t.attcollation) ELSE '' END AS collation
    FROM known k
    LEFT JOIN pg_attribute t ON t.attrelid = to_regclass(quote_ident(schema) || '.' || quote_ident(k.target)) AND t.attname = k.target_column AND t.attnum > 0
    LEFT JOIN pg_type u ON u.oid = t.atttypid
  )
  SELECT k.relation, k.place, k.name, k.columns, x.severity, x.code, gmalign_private.sentence('fact.' || x.words, x.parameters::jsonb),
         gmalign_private.sentence('hint.' || x.hint, jsonb_build_object('column', quote_ident(k.name), 'columns', array_to_string(k.columns[2:], ', '),
                                                                        'relation', k.target, 'sql', x.sql)), x.bad, coalesce(x.value, k.c || '::text'),
         CASE WHEN k.target_relid IS NOT NULL THEN k.target END, k.target_column,
         CASE WHEN x.code LIKE 'dangling%'
              THEN format('LEFT JOIN (SELECT DISTINCT t.%1$I%2$s AS k FROM %3$I.%4$I AS t WHERE t.%1$I IS NOT NULL) AS j%5$s ON j%5$s.k = %6$s%2$s%7$s',
                          k.target_column, k.as_text, schema, k.target, k.place || k.name, k.c, k.collation) END,
         CASE WHEN k.kind = 'word' THEN k.argument END
  FROM aimed k
  -- words and hint: codes of sentences with their parameters
  CROSS JOIN LATERAL (VALUES
    (NOT k.fits, 'error', 'wrong_type', 'wrong_type',
     jsonb_build_object('type', format_type(k.atttypid, NULL),
                        'wanted', CASE k.wanted WHEN 'N' THEN 'number' WHEN 'D' THEN 'date' WHEN 'B' THEN 'boolean' ELSE 'text' END),
     NULL, NULL, 'write',
     format('%1$I::%2$s AS %1$I', k.name,
            CASE k.wanted WHEN 'N' THEN 'float8' WHEN 'D' THEN 'date' WHEN 'B' THEN 'boolean' ELSE 'text' END)),
    (k.kind = 'key' AND NOT k.attnotnull, 'error', 'null_key', 'null', '{}', k.c || ' IS NULL', NULL, 'null_key', NULL),
    (k.kind = 'needed' AND NOT k.attnotnull, 'error', 'null_value', 'null', '{}', k.c || ' IS NULL', NULL, 'null_value', NULL),
    (k.kind = 'event' AND k.fits AND NOT k.attnotnull, 'error', 'unknown_event', 'unknown_event', '{}', k.c || ' IS NULL', NULL, 'unknown_event', NULL),
    (k.kind = 'number' AND k.fits AND k.has_nan, 'error', 'not_finite', 'not_finite', '{}',
     format('%s IN (''NaN'', ''Infinity'', ''-Infinity'')', k.c), NULL, 'not_known', format('nullif(%1$I, %%1$L) AS %1$I', k.name)),
    (k.kind = 'number' AND k.fits AND k.argument IS NOT NULL, 'error', 'out_of_range', 'outside', jsonb_build_object('low', k.low, 'high', k.high),
     CASE WHEN k.has_nan THEN format('%s NOT IN (''NaN'', ''Infinity'', ''-Infinity'') AND ', k.c) ELSE '' END
       || '(' || concat_ws(' OR ', k.c || ' < ' || k.low, k.c || ' > ' || k.high) || ')', NULL, 'correct', NULL),
    (k.kind = 'word' AND k.fits, CASE WHEN k.relation = 'setting' THEN 'warning' ELSE 'error' END, 'unknown_word', 'unknown_word', '{}',
     format('%s <> ALL (%L::text[]) AND %s <> ALL (%L::text[])', k.word, k.list, k.plain, k.plain_list), NULL,
     'unknown_word', format('CASE %1$I WHEN %%1$L THEN ... ELSE %1$I END AS %1$I', k.name)),
    (k.kind = 'word' AND k.fits, 'error', 'other_spelling', 'spelled_otherwise', '{}',
     format('%s <> ALL (%L::text[]) AND %s = ANY (%L::text[])', k.word, k.list, k.plain, k.plain_list), NULL,
     'write', format('replace(lower(btrim(%1$I)), '' '', ''_'') AS %1$I', k.name)),
    (k.kind = 'spelling' AND k.fits, 'warning', 'other_spelling', 'blanks', '{}',
     format('%1$s <> btrim(%1$s)', k.word), NULL, 'write', format('btrim(%1$I) AS %1$I', k.name)),
    (k.kind IN ('date', 'stated', 'end') AND k.fits, 'error', 'not_finite', 'infinite', '{}',
     CASE WHEN k.kind = 'end' THEN k.c || ' = ''-infinity''' ELSE format('NOT isfinite(%s)', k.c) END, NULL,
     'not_known', format('CASE WHEN isfinite(%1$I) THEN %1$I END AS %1$I', k.name)),
    (k.kind IN ('date', 'stated', 'end') AND k.fits, 'error', 'out_of_range', 'outside', '{"low": "1000-01-01", "high": "9999-12-31"}',
     format('isfinite(%1$s) AND (%1$s < ''1000-01-01'' OR %1$s >= ''10000-01-01'')', k.c), NULL,
     'not_known', format('CASE WHEN %1$I BETWEEN ''1000-01-01'' AND ''9999-12-31'' THEN %1$I END AS %1$I', k.name)),
    (k.kind IN ('date', 'stated', 'end') AND k.fits, 'warning', 'before_founding', 'before', jsonb_build_object('day', k.founded),
     format('%1$s < %2$L AND %1$s >= ''1000-01-01''', k.c, k.founded), NULL,
     'before', format('CASE WHEN %1$I >= %2$L THEN %1$I END AS %1$I', k.name, k.founded)),
    (k.kind = 'stated' AND k.fits, 'notice', 'in_the_future', 'future', '{}',
     format('isfinite(%s) AND %s > %L', k.c,
            CASE WHEN k.base_type = 'timestamptz' THEN format('gmalign.local_date(%s)', k.c) ELSE k.c || '::date' END, gmalign.today()), NULL,
     'future', NULL),
    (k.kind = 'order' AND k.is_whole, 'warning', 'impossible_order', CASE k.category WHEN 'N' THEN 'above_column' ELSE 'after_column' END,
     jsonb_build_object('other', k.columns[2]), 'r.' || quote_ident(k.columns[1]) || ' > r.' || quote_ident(k.columns[2]) || coalesce(' AND ' || k.argument, ''),
     format('concat_ws('' > '', r.%I, r.%s)', k.columns[1], quote_ident(k.columns[2])), 'order', NULL),
    (k.kind = 'bad' AND k.is_whole, 'warning', k.said[1], k.said[2], '{}', k.said[3], NULL, 'goes_with', NULL),
    -- a foreign key that holds is not looked at again
    (k.kind = 'reference' AND k.target_relid IS NOT NULL
       AND NOT EXISTS (SELECT FROM pg_constraint f WHERE f.conrelid = k.relid AND f.contype = 'f' AND f.convalidated
                                                     AND f.conkey = ARRAY[k.attnum] AND f.confrelid = k.target_relid),
     'error', CASE WHEN k.relation = 'goal_link' THEN 'dangling_link' ELSE 'dangling_reference' END, 'dangling', jsonb_build_object('relation', k.target),
     format('%s IS NOT NULL AND j%s.k IS NULL', k.c, k.place || k.name), NULL, 'dangling', NULL),
    -- nor is a unique index
    (k.kind IN ('key', 'unique') AND k.is_whole
       AND NOT EXISTS (SELECT FROM pg_index i WHERE i.indrelid = k.relid AND i.indisunique AND i.indisvalid AND i.indpred IS NULL
                                                AND i.indexprs IS NULL AND i.indnkeyatts = cardinality(k.columns)
                                                AND NOT EXISTS (SELECT FROM generate_series(0, i.indnkeyatts - 1) AS p
                                                                JOIN pg_attribute a ON a.attrelid = k.relid AND a.attnum = i.indkey[p]
                                                                WHERE a.attname <> ALL (k.columns))),
     'error', 'duplicate_key', 'duplicate', '{}', NULL, NULL,
     'duplicate', format('SELECT DISTINCT ON (%1$s) ... ORDER BY %1$s', (SELECT string_agg(quote_ident(n), ', ') FROM unnest(k.columns) AS n))),
    (k.kind = 'spelling' AND k.fits, 'warning', 'other_spelling', 'ways', '{}', NULL, k.plain,
     'ways', format('replace(lower(btrim(%1$I)), '' '', ''_'') AS %1$I', k.name)),
    (k.kind = 'similar' AND k.fits, 'warning', 'similar_key', 'similar', '{}', NULL, format('ltrim(lower(btrim(%s)), ''0'')', k.word), 'similar', NULL)
  ) AS x (applies, severity, code, words, parameters, bad, value, hint, sql)
  WHERE x.applies
$tests$;
COMMENT ON FUNCTION gmalign_private.fact_tests(text, date) IS
  'How the facts are tested over the relations of a schema as they are there, a row per column and code: bad, a condition over the row r and what link joins to it, and value, what is wrong, as text. bad NULL: the finding itself (wrong_type), or a question about all rows (duplicate_key, the ways to write a word). What the keys of a table guarantee has no row.';
