-- Jobs, loading: what a file may say, kind by kind, and the kinds of questions.
--
-- A kind fills a table or, where a row of the source says several things (a goal and
-- its parents, a survey and its answers), several. A field is a column of one, by the
-- name a mapping uses; its type says how a cell is read:
--   key, title, text   cleaned of what spreadsheets leave; key and title on one line
--   date, moment       load_date(), load_moment()
--   end                a date; 9999-12-31 and 4712-12-31 are no end
--   number, share      load_number(); of a share, 40% is .4
--   flag, word         load_flag(); the words of load_words() and of the mapping
--   scale              an answer, which needs the kind of its question: load_scales()
--   anything else      a table: the row that bears the key, or the only one so titled

CREATE FUNCTION gmalign_private.load_fields(
    OUT place bigint, OUT kind text, OUT target text, OUT field text, OUT column_name text, OUT type text, OUT is_needed boolean, OUT names text[])
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT v.place, w.kind, v.target, v.field, v.column_name, v.type, v.is_needed, string_to_array(v.names, ' ')
  FROM ROWS FROM (jsonb_to_recordset($$[
    {"k": "units", "t": "org_unit", "f": "external_id", "y": "key", "q": true, "n": "id code unit_id org_unit_id department_id"},
    {"k": "units", "t": "org_unit", "f": "name", "y": "title", "q": true, "n": "title unit department unit_name department_name"},
    {"k": "units", "t": "org_unit", "f": "parent", "c": "parent_id", "y": "org_unit", "n": "parent_id parent_unit parent_department"},
    {"k": "units", "t": "org_unit", "f": "region", "y": "title"},

    {"k": "people", "t": "employee", "f": "external_id", "y": "key", "q": true,
     "n": "id employee_id worker_id person_id user_id employee_number employee_no emp_number personal_number"},
    {"k": "people", "t": "employee", "f": "org_unit", "c": "org_unit_id", "y": "org_unit", "n": "org_unit_id unit unit_id department department_id"},
    {"k": "people", "t": "employee", "f": "manager", "c": "manager_id", "y": "employee", "n": "manager_id supervisor supervisor_id"},
    {"k": "people", "t": "employee", "f": "home_country", "y": "title", "n": "country country_code"},
    {"k": "people", "t": "employee", "f": "hire_date", "y": "date", "n": "hired joined_date start_date entry_date"},
    {"k": "people", "t": "employee", "f": "departure_date", "y": "end", "n": "termination_date leaving_date end_date exit_date"},
    {"k": "people", "t": "employee", "f": "departure_type", "y": "word", "n": "termination_category termination_type"},
    {"k": "people", "t": "employee", "f": "performance_rating", "y": "number", "n": "rating final_rate"},
    {"k": "people", "t": "employee", "f": "is_high_performer", "y": "flag", "n": "high_performer"},

    {"k": "cycles", "t": "cycle", "f": "external_id", "y": "key", "q": true, "n": "id cycle_id"},
    {"k": "cycles", "t": "cycle", "f": "name", "y": "title", "q": true, "n": "title cycle goal_cycle"},
    {"k": "cycles", "t": "cycle", "f": "start_date", "y": "date", "q": true, "n": "start"},
    {"k": "cycles", "t": "cycle", "f": "end_date", "y": "end", "q": true, "n": "end"},

    {"k": "goals", "t": "goal", "f": "external_id", "y": "key", "q": true, "n": "id goal_id goal_identifier objective_id row_id"},
    {"k": "goals", "t": "goal", "f": "title", "y": "title", "q": true, "n": "name goal goal_title objective objective_title"},
    {"k": "key_results", "t": "goal", "f": "external_id", "y": "key", "q": true, "n": "id key_result_id kr_id row_id"},
    {"k": "key_results", "t": "goal", "f": "title", "y": "title", "q": true, "n": "name key_result key_result_title kr metric_name"},
    {"k": "goals key_results", "t": "goal", "f": "why", "y": "text", "n": "description rationale notes"},
    {"k": "goals key_results", "t": "goal", "f": "level", "y": "word", "n": "scope goal_level goaltype"},
    {"k": "goals key_results", "t": "goal", "f": "goal_type", "y": "word", "n": "type okr_type okrtype"},
    {"k": "goals key_results", "t": "goal", "f": "horizon", "y": "word"},
    {"k": "goals key_results", "t": "goal", "f": "dimension", "c": "dimension_id", "y": "goal_dimension", "n": "dimension_id perspective"},
    {"k": "goals key_results", "t": "goal", "f": "cycle", "c": "cycle_id", "y": "cycle", "n": "cycle_id goal_cycle timeframe"},
    {"k": "goals key_results", "t": "goal", "f": "org_unit", "c": "org_unit_id", "y": "org_unit", "n": "org_unit_id department departments team"},
    {"k": "goals key_results", "t": "goal", "f": "owner", "c": "owner_id", "y": "employee", "n": "owner_id owner_email owner_emails owner_email_id"},
    {"k": "goals key_results", "t": "goal", "f": "weight", "y": "number", "n": "weightage"},
    {"k": "goals key_results", "t": "goal", "f": "unit", "y": "title", "n": "metric_unit metric_type"},
    {"k": "goals key_results", "t": "goal", "f": "direction", "y": "word"},
    {"k": "goals key_results", "t": "goal", "f": "start_value", "y": "number", "n": "starting_value baseline metric_start_value startingamount"},
    {"k": "goals key_results", "t": "goal", "f": "target_value", "y": "number", "n": "target metric_target_value endingamount"},
    {"k": "goals key_results", "t": "goal", "f": "target_high", "y": "number"},
    {"k": "goals key_results", "t": "goal", "f": "current_value", "y": "number", "n": "current currentamount"},
    {"k": "goals key_results", "t": "goal", "f": "created_on", "y": "date", "n": "created created_at createdat"},
    {"k": "goals key_results", "t": "goal", "f": "start_date", "y": "date", "n": "start startdate started_at"},
    {"k": "goals key_results", "t": "goal", "f": "due_date", "y": "end", "n": "due duedate end_date target_date"},
    {"k": "goals key_results", "t": "goal", "f": "closed_on", "y": "end", "n": "closed completed_at completedat"},
    {"k": "goals key_results", "t": "goal", "f": "status", "y": "word", "n": "progress_status"},
    {"k": "goals", "t": "goal_link", "f": "parent", "c": "parent_id", "y": "goal",
     "n": "parents parent_id parent_ids parent_goal parent_goals parent_goal_id parent_goal_ids parent_row_ids parentgoal parent_title"},
    {"k": "key_results", "t": "goal_link", "f": "parent", "c": "parent_id", "y": "goal",
     "n": "parents parent_id parent_ids parent_goal parent_goal_id objective_id objective objective_title goal goal_id"},
    {"k": "goals key_results", "t": "goal_link", "f": "relation", "y": "word"},
    {"k": "goals key_results", "t": "goal_link", "f": "contribution", "y": "share"},

    {"k": "links", "t": "goal_link", "f": "child", "c": "child_id", "y": "goal", "q": true, "n": "child_id goal goal_id from_entity_id"},
    {"k": "links", "t": "goal_link", "f": "parent", "c": "parent_id", "y": "goal", "q": true, "n": "parent_id parent_goal_id to_entity_id"},
    {"k": "links", "t": "goal_link", "f": "relation", "y": "word", "n": "relationship"},
    {"k": "links", "t": "goal_link", "f": "contribution", "y": "share", "n": "strength"},
    {"k": "links", "t": "goal_link", "f": "rationale", "y": "text"},
    {"k": "links", "t": "goal_link", "f": "valid_from", "y": "date"},
    {"k": "links", "t": "goal_link", "f": "valid_to", "y": "end"},

    {"k": "check_ins", "t": "check_in", "f": "external_id", "y": "key", "n": "id check_in_id"},
    {"k": "check_ins", "t": "check_in", "f": "goal", "c": "goal_id", "y": "goal", "n": "goal_id key_result key_result_id objective"},
    {"k": "check_ins", "t": "check_in", "f": "assignment", "c": "assignment_id", "y": "assignment", "n": "assignment_id move move_id"},
    {"k": "check_ins", "t": "check_in", "f": "employee", "c": "employee_id", "y": "employee", "n": "employee_id author author_id owner"},
    {"k": "check_ins", "t": "check_in", "f": "checked_at", "y": "moment", "q": true, "n": "date check_in_date checked_on created_on created_at at"},
    {"k": "check_ins", "t": "check_in", "f": "value", "y": "number", "n": "check_in_value value_metric current_value"},
    {"k": "check_ins", "t": "check_in", "f": "confidence", "y": "scale"},
    {"k": "check_ins", "t": "check_in", "f": "status", "y": "word", "n": "check_in_status"},
    {"k": "check_ins", "t": "check_in", "f": "note", "y": "text", "n": "notes comment"},

    {"k": "moves", "t": "assignment", "f": "external_id", "y": "key", "q": true, "n": "id assignment_id move move_id system_number"},
    {"k": "moves", "t": "assignment", "f": "assignee", "c": "assignee_id", "y": "employee", "q": true,
     "n": "assignee_id employee employee_id userid user_id personidexternal"},
    {"k": "moves", "t": "assignment", "f": "gm_professional", "c": "gm_professional_id", "y": "employee", "n": "gm_professional_id coordinator coordinator_id"},
    {"k": "moves", "t": "assignment", "f": "sponsor", "c": "sponsor_id", "y": "employee", "n": "sponsor_id"},
    {"k": "moves", "t": "assignment", "f": "org_unit", "c": "org_unit_id", "y": "org_unit", "n": "org_unit_id unit department cost_center"},
    {"k": "moves", "t": "assignment", "f": "assignment_type", "y": "title", "n": "type policy policy_type record_type assignmenttype"},
    {"k": "moves", "t": "assignment", "f": "purpose", "y": "title"},
    {"k": "moves", "t": "assignment", "f": "why_organization", "y": "text"},
    {"k": "moves", "t": "assignment", "f": "why_assignee", "y": "text"},
    {"k": "moves", "t": "assignment", "f": "home_country", "y": "title", "n": "home home_location"},
    {"k": "moves", "t": "assignment", "f": "host_country", "y": "title", "n": "host host_location destination"},
    {"k": "moves", "t": "assignment", "f": "start_date", "y": "date", "q": true, "n": "start startdate effective_start_date effective_date"},
    {"k": "moves", "t": "assignment", "f": "planned_end_date", "y": "end", "n": "planned_end plannedenddate scheduled_end_date"},
    {"k": "moves", "t": "assignment", "f": "end_date", "y": "end", "n": "actual_end_date enddate end"},
    {"k": "moves", "t": "assignment", "f": "end_reason", "y": "word"},
    {"k": "moves", "t": "assignment", "f": "fte_share", "y": "share", "n": "fte"},
    {"k": "moves", "t": "assignment", "f": "cost_estimate", "y": "number", "n": "estimated_cost"},
    {"k": "moves", "t": "assignment", "f": "actual_cost", "y": "number", "n": "cost"},
    {"k": "moves", "t": "assignment", "f": "benefit", "y": "number"},
    {"k": "moves", "t": "assignment", "f": "benefit_basis", "y": "text"},
    {"k": "moves", "t": "assignment", "f": "next_role_agreed_on", "y": "date"},

    {"k": "parties", "t": "assignment_party", "f": "assignment", "c": "assignment_id", "y": "assignment", "q": true, "n": "assignment_id move move_id"},
    {"k": "parties", "t": "assignment_party", "f": "stakeholder", "c": "stakeholder_id", "y": "stakeholder", "q": true, "n": "voice role party"},
    {"k": "parties", "t": "assignment_party", "f": "employee", "c": "employee_id", "y": "employee", "n": "employee_id person"},
    {"k": "parties", "t": "assignment_party", "f": "involved_on", "y": "date"},
    {"k": "parties", "t": "assignment_party", "f": "agreed_on", "y": "date"},

    {"k": "priorities", "t": "assignment_goal", "f": "assignment", "c": "assignment_id", "y": "assignment", "q": true, "n": "assignment_id move move_id"},
    {"k": "priorities", "t": "assignment_goal", "f": "stakeholder", "c": "stakeholder_id", "y": "stakeholder", "q": true, "n": "voice role party"},
    {"k": "priorities", "t": "assignment_goal", "f": "stated_on", "y": "date", "q": true, "n": "date completion_time submitted_at timestamp"},
    {"k": "priorities", "t": "assignment_goal", "f": "goal", "c": "goal_id", "y": "goal", "q": true, "n": "goal_id"},
    {"k": "priorities", "t": "assignment_goal", "f": "priority", "y": "scale", "q": true, "n": "importance points rank"},

    {"k": "surveys", "t": "expectancy_survey", "f": "external_id", "y": "key", "n": "id survey_id response_id"},
    {"k": "surveys", "t": "expectancy_survey", "f": "employee", "c": "employee_id", "y": "employee", "q": true, "n": "employee_id person person_id"},
    {"k": "surveys", "t": "expectancy_survey", "f": "assignment", "c": "assignment_id", "y": "assignment", "n": "assignment_id move move_id"},
    {"k": "surveys", "t": "expectancy_survey", "f": "person_role", "y": "word", "q": true, "n": "role"},
    {"k": "surveys", "t": "expectancy_survey", "f": "act", "y": "title"},
    {"k": "surveys", "t": "expectancy_survey", "f": "asked_on", "y": "date", "q": true, "n": "date completion_time submitted_at timestamp"},
    {"k": "surveys", "t": "expectancy_survey", "f": "expectancy", "y": "scale"},
    {"k": "surveys", "t": "expectancy_outcome", "f": "survey", "c": "survey_id", "y": "expectancy_survey"},
    {"k": "surveys", "t": "expectancy_outcome", "f": "reward", "c": "reward_id", "y": "reward"},
    {"k": "surveys", "t": "expectancy_outcome", "f": "instrumentality", "y": "scale"},
    {"k": "surveys", "t": "expectancy_outcome", "f": "valence", "y": "scale"},
    {"k": "surveys", "t": "expectancy_outcome", "f": "is_offered", "y": "flag"},
    {"k": "surveys", "t": "survey_answer", "f": "survey", "c": "survey_id", "y": "expectancy_survey"},
    {"k": "surveys", "t": "survey_answer", "f": "item", "c": "item_id", "y": "survey_item"},
    {"k": "surveys", "t": "survey_answer", "f": "answer", "y": "scale"},

    {"k": "outcomes", "t": "assignment_outcome", "f": "assignment", "c": "assignment_id", "y": "assignment", "q": true, "n": "assignment_id move move_id"},
    {"k": "outcomes", "t": "assignment_outcome", "f": "stakeholder", "c": "stakeholder_id", "y": "stakeholder", "q": true, "n": "voice role party"},
    {"k": "outcomes", "t": "assignment_outcome", "f": "judged_on", "y": "date", "q": true, "n": "date completion_time submitted_at timestamp"},
    {"k": "outcomes", "t": "assignment_outcome", "f": "is_success", "y": "flag", "n": "success successful"},
    {"k": "outcomes", "t": "assignment_outcome", "f": "rating", "y": "scale"},
    {"k": "outcomes", "t": "assignment_outcome", "f": "note", "y": "text", "n": "notes comment"}
    ]$$::jsonb) AS (k text, t text, f text, c text, y text, q boolean, n text)) WITH ORDINALITY
    AS r (k, t, f, c, y, q, n, place)
  CROSS JOIN LATERAL (SELECT r.place, r.k, r.t AS target, r.f AS field, coalesce(r.c, r.f) AS column_name, r.y AS type,
                             coalesce(r.q, false) AS is_needed, concat_ws(' ', r.f, r.n) AS names) AS v
  CROSS JOIN LATERAL string_to_table(v.k, ' ') AS w (kind)
  ORDER BY v.place;
END;
COMMENT ON FUNCTION gmalign_private.load_fields() IS
  'The fields of each kind of load(): table and column, how a cell is read, whether there must be one, and the names a source usually has for it.';

CREATE FUNCTION gmalign_private.load_words(field text, OUT word text, OUT meaning text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  SET search_path = pg_catalog, pg_temp
BEGIN ATOMIC
  SELECT w, m.meaning
  FROM (VALUES
    ('level', 'strategic', 'strategic strategy company corporate organization organisation'),
    ('level', 'department', 'department division'),
    ('level', 'team', 'team'),
    ('level', 'individual', 'individual person'),
    ('goal_type', 'objective', 'objective goal'),
    ('goal_type', 'key_result', 'key_result keyresult kr'),
    ('goal_type', 'initiative', 'initiative project'),
    ('goal_type', 'personal', 'personal growth'),
    ('horizon', 'operational', 'operational'),
    ('horizon', 'strategic', 'strategic'),
    ('direction', 'increase', 'increase'), ('direction', 'decrease', 'decrease'),
    ('direction', 'at_least', 'at_least stay_above'), ('direction', 'at_most', 'at_most stay_below'),
    ('direction', 'range', 'range'), ('direction', 'exact', 'exact'), ('direction', 'binary', 'binary yes_no'),
    ('status', 'draft', 'draft'),
    ('status', 'not_started', 'not_started notstarted pending'),
    ('status', 'on_track', 'on_track ontrack green'),
    ('status', 'at_risk', 'at_risk atrisk progressing yellow amber'),
    ('status', 'off_track', 'off_track offtrack red'),
    ('status', 'done', 'done completed achieved'),
    ('status', 'cancelled', 'cancelled canceled'),
    ('relation', 'contributes', 'contributes contribute contributes_to'),
    ('relation', 'supports', 'supports support'),
    ('relation', 'conflicts', 'conflicts conflict conflicts_with'),
    ('departure_type', 'voluntary', 'voluntary resignation'), ('departure_type', 'involuntary', 'involuntary dismissal'),
    ('departure_type', 'retirement', 'retirement'), ('departure_type', 'other', 'other'),
    ('end_reason', 'completed', 'completed'), ('end_reason', 'early_return', 'early_return'), ('end_reason', 'cancelled', 'cancelled canceled'),
    ('end_reason', 'localized', 'localized localised'), ('end_reason', 'departure', 'departure'), ('end_reason', 'other', 'other'),
    ('person_role', 'assignee', 'assignee expatriate'), ('person_role', 'gm_professional', 'gm_professional'), ('person_role', 'other', 'other')
  ) AS m (field, meaning, words)
  CROSS JOIN LATERAL string_to_table(m.words, ' ') AS w
  WHERE m.field = load_words.field;
END;
COMMENT ON FUNCTION gmalign_private.load_words(text) IS
  'What the words of the field are for the model, written as load_word() writes them.';

CREATE FUNCTION gmalign_private.load_scales(OUT kind text, OUT fields text[], OUT low float8, OUT high float8, OUT why text)
  RETURNS SETOF record
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
  SELECT v.kind, v.fields, v.low, v.high, v.why
  FROM (VALUES
    ('importance', ARRAY['priority', 'valence'], 0::float8, 1::float8, 'how much, from not at all: the lowest answer is no wish, not a wish against'),
    ('points', ARRAY['priority', 'contribution'], 0, 1, 'shares of a whole: a priority is its part of it'),
    ('ranking', ARRAY['priority'], 0, 1, 'an order: the rank-order centroid, what the weights are on average among all that have this order'),
    ('for_or_against', ARRAY['priority', 'instrumentality'], -1, 1, 'two directions: the middle is neither, the lowest answer is against'),
    ('agreement', ARRAY['expectancy', 'instrumentality', 'answer', 'rating'], 0, 1, 'how true a statement is: who disagrees sees no link, not one that works against'),
    ('likelihood', ARRAY['expectancy', 'instrumentality', 'answer', 'rating', 'confidence'], 0, 1, 'a probability: the lowest answer is never'),
    ('desirability', ARRAY['valence'], -1, 1, 'attraction: the middle is indifference, the lowest answer is to be avoided')
  ) AS v (kind, fields, low, high, why);
END;
COMMENT ON FUNCTION gmalign_private.load_scales() IS
  'The kinds of questions: what they may be asked for, the range of their answers in the model, and why.';
